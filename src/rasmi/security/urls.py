from django.urls import path

from rasmi.security import views

app_name = "security"
urlpatterns = [
    path("stops/", views.stops, name="stops"),
    path("stops/new/", views.begin, name="begin"),
    path("stops/<int:pk>/", views.stop, name="stop"),
    path("stops/<int:pk>/resume/", views.ask, name="ask"),
    path("stops/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("stops/<int:pk>/keep/", views.keep, name="keep"),
]
