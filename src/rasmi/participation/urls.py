from django.urls import path

from rasmi.participation import views

app_name = "participation"
urlpatterns = [
    path("outcomes/", views.outcomes, name="outcomes"),
    path("outcomes/new/", views.new, name="new"),
    path("outcomes/<int:pk>/", views.outcome, name="outcome"),
    path("outcomes/<int:pk>/correct/", views.correct, name="correct"),
    path("outcomes/<int:pk>/contribution/", views.add_contribution, name="add"),
    path("outcomes/<int:pk>/publish/", views.publish, name="publish"),
    path("outcomes/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
