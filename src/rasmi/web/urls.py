from django.urls import path

from rasmi.web import views

app_name = "web"
urlpatterns = [
    path("taste/", views.keep_taste, name="taste"),
    path("favicon.ico", views.favicon, name="favicon"),
]
