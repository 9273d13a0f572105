from django.urls import path

from rasmi.delegations import views

app_name = "delegations"
urlpatterns = [
    path("delegations/", views.delegations, name="delegations"),
    path("delegations/nominate/", views.nominate, name="nominate"),
    path("delegations/acknowledge/", views.acknowledge, name="acknowledge"),
    path("delegations/letter/<int:pk>/", views.letter, name="letter"),
    path("delegations/<int:pk>/", views.delegation, name="delegation"),
    path("delegations/<int:pk>/assess/", views.assess, name="assess"),
    path("delegations/<int:pk>/waive/", views.waive, name="waive"),
    path("delegations/<int:pk>/approve/", views.approve, name="approve"),
    path("delegations/<int:pk>/activate/", views.activate, name="activate"),
    path("delegations/<int:pk>/revoke/", views.revoke, name="revoke"),
]
