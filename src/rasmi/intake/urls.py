from django.urls import path

from rasmi.intake import views

app_name = "intake"
urlpatterns = [
    path("heard/new/", views.enter, name="enter"),
    path("heard/<int:pk>/", views.show, name="object"),
    path("heard/<int:pk>/screenshot/", views.screenshot, name="screenshot"),
]
