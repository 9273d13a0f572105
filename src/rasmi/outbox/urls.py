from django.urls import path

from rasmi.outbox import views

app_name = "outbox"
urlpatterns = [
    path("outbox/", views.queue, name="queue"),
    path("outbox/<int:pk>/", views.intent, name="intent"),
    path("outbox/<int:pk>/posted/", views.confirm, name="confirm"),
    path("outbox/<int:pk>/not-posted/", views.unposted, name="unposted"),
    path("outbox/<int:pk>/by-hand/", views.take, name="take"),
    path("outbox/<int:pk>/there/", views.there, name="there"),
    path("outbox/<int:pk>/again/", views.ask_again, name="ask_again"),
    path("outbox/<int:pk>/again/confirm/", views.send_again, name="send_again"),
    path("outbox/<int:pk>/again/decline/", views.decline, name="decline"),
    path("outbox/<int:pk>/picture/<int:position>/", views.picture, name="picture"),
]
