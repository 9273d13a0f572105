from django.urls import path

from rasmi.compliance import views

app_name = "compliance"
urlpatterns = [
    path("violations/", views.violations, name="violations"),
    path("violations/report/", views.report_violation, name="report_violation"),
    path("violations/follow/", views.follow, name="follow_violation"),
    path("violations/grievances/", views.grievance, name="grievance"),
    path("violations/<int:pk>/", views.violation, name="violation"),
    path("violations/<int:pk>/evidence/", views.evidence, name="violation_evidence"),
    path("violations/<int:pk>/take/", views.take, name="take_violation"),
    path("violations/<int:pk>/note/", views.note, name="note_step"),
    path("violations/<int:pk>/share/", views.share, name="share_violation"),
    path("violations/<int:pk>/close/", views.close, name="close_violation"),
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
