from django.urls import path

from rasmi.people import views

app_name = "people"
urlpatterns = [
    path("", views.home, name="home"),
    path("me/", views.me, name="me"),
    path("running/", views.running, name="running"),
    path("running/try-again/", views.try_again, name="try_again"),
    path("setup/<str:secret>/", views.set_up, name="set_up"),
    path("units/", views.units, name="units"),
    path("units/open/", views.open_unit, name="open_unit"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("units/<int:pk>/rename/", views.rename_unit, name="rename_unit"),
    path("units/<int:pk>/move/", views.move_unit, name="move_unit"),
    path("units/<int:pk>/close/", views.close_unit, name="close_unit"),
    path("units/<int:pk>/open-office/", views.open_office, name="open_office"),
    path("offices/<int:pk>/", views.office, name="office"),
    path("offices/<int:pk>/powers/", views.set_powers, name="set_powers"),
    path("offices/<int:pk>/appoint/", views.appoint, name="appoint"),
    path("offices/<int:pk>/deputy/", views.name_deputy, name="name_deputy"),
    path("appointments/<int:pk>/end/", views.end_appointment, name="end_appointment"),
    path("topics/", views.topics, name="topics"),
    path("topics/open/", views.open_topic, name="open_topic"),
    path("topics/<int:pk>/close/", views.close_topic, name="close_topic"),
    path("course/", views.course, name="course"),
    path("course/lessons/<slug:key>/", views.lesson, name="lesson"),
    path("course/quiz/", views.begin_quiz, name="begin_quiz"),
    path("course/quiz/<int:pk>/", views.quiz, name="quiz"),
    path("people/", views.staff, name="staff"),
    path("people/add/", views.add_person, name="add_person"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/move/", views.move_person, name="move_person"),
    path("people/<int:pk>/release/", views.release_person, name="release_person"),
    path("people/<int:pk>/return/", views.take_back, name="take_back"),
    path("people/<int:pk>/factors/", views.reset_factors, name="reset_factors"),
]
