from django.urls import path

from rasmi.portal import appeals, outcomes, register, reports, verify, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("check/", views.check, name="check"),
    path("check/report/", reports.report, name="report"),
    path("check/reported/", reports.reported, name="reported"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/data/", register.data, name="data"),
    path("accounts/data.json", register.as_json, name="data_json"),
    path("accounts/data.csv", register.as_csv, name="data_csv"),
    path("accounts/feed/", register.feed, name="feed"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("copyright/", views.copyright_notice, name="copyright"),
    path("rules/", views.rules, name="rules"),
    path("policy/", views.published, name="policy"),
    path("appeal/", appeals.appeal, name="appeal"),
    path("appeal/sent/", appeals.appeal_sent, name="appeal_sent"),
    path("appeal/follow/", appeals.follow_appeal, name="follow_appeal"),
    path("appeal/<str:code>/", appeals.appeal, name="appeal_of"),
    path("verify/<str:code>/", verify.verify, name="verify"),
    path("moderation/", appeals.moderation, name="moderation"),
    path("outcomes/", outcomes.outcomes, name="outcomes"),
    path("outcomes/<int:pk>/", outcomes.outcome, name="outcome"),
]
