from django.urls import path

from rasmi.demo import views

app_name = "demo"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("mails/", views.mails, name="mails"),
]
