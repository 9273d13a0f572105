from django.urls import path

from rasmi.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("open/", views.open_log, name="open"),
    path("seal/", views.seal, name="seal"),
    path("export/", views.export, name="export"),
]
