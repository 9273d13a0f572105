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
    path("witness/", views.witness, name="witness"),
    path("connections/", views.connections, name="connections"),
    path("connections/<int:pk>/", views.connection, name="connection"),
    path("connections/<int:pk>/connect/", views.connect, name="connect"),
    path("connections/<int:pk>/disconnect/", views.disconnect, name="disconnect"),
    path("connections/<int:pk>/look/", views.look, name="look"),
]
