from django.urls import path

from rasmi.moderation import views

app_name = "moderation"
urlpatterns = [
    path("moderation/", views.queue, name="queue"),
    path("moderation/<int:pk>/", views.contribution, name="object"),
    path("moderation/<int:pk>/hide/", views.hide, name="hide"),
    path("moderation/<int:pk>/stand/", views.let_stand, name="let_stand"),
    path("moderation/hidden/<int:pk>/show/", views.show_again, name="show_again"),
    path("moderation/appeals/<int:pk>/", views.appeal, name="appeal"),
    path("moderation/appeals/<int:pk>/match/", views.match_appeal, name="match"),
    path("moderation/appeals/<int:pk>/decide/", views.decide_appeal, name="decide"),
]
