from django.urls import path

from rasmi.records import views

app_name = "records"
urlpatterns = [
    path("records/", views.records, name="records"),
    path("records/classes/", views.classes, name="classes"),
    path("records/classes/<str:key>/", views.enter_ruling, name="enter_ruling"),
    path("records/rulings/<int:pk>/", views.confirm_ruling, name="ruling"),
    path("records/rulings/<int:pk>/return/", views.return_ruling, name="return_ruling"),
    path("records/<int:pk>/", views.record, name="record"),
    path("records/<int:pk>/release/", views.release, name="release"),
]
