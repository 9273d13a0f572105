from django.urls import path

from rasmi.compliance import views

app_name = "compliance"
urlpatterns = [
    path("compliance/", views.overview, name="overview"),
    path("compliance/check/", views.check, name="check"),
    path("compliance/clauses/", views.clauses, name="clauses"),
    path("compliance/reports/", views.reports, name="reports"),
    path("compliance/reports/prepare/", views.prepare, name="prepare_report"),
    path("compliance/reports/<int:pk>/", views.report, name="report"),
    path("compliance/reports/<int:pk>/pdf/", views.report_paper, name="report_paper"),
    path("compliance/reports/<int:pk>/json/", views.report_data, name="report_data"),
    path("compliance/reports/<int:pk>/xlsx/", views.report_sheet, name="report_sheet"),
    path("compliance/reports/<int:pk>/sign/", views.sign, name="sign_report"),
    path("compliance/reports/<int:pk>/see/", views.see, name="see_report"),
    path("compliance/<str:lever>/", views.control, name="control"),
    path("compliance/<str:lever>/check/", views.check, name="check_one"),
]
