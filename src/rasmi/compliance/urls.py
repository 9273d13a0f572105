from django.urls import path

from rasmi.compliance import views

app_name = "compliance"
urlpatterns = [
    path("compliance/", views.overview, name="overview"),
    path("compliance/check/", views.check, name="check"),
    path("compliance/clauses/", views.clauses, name="clauses"),
    path("compliance/<str:lever>/", views.control, name="control"),
    path("compliance/<str:lever>/check/", views.check, name="check_one"),
]
