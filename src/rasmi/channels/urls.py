from django.urls import path

from rasmi.channels import views

app_name = "channels"
urlpatterns = [
    path("accounts/", views.register, name="register"),
    path("accounts/propose/", views.propose, name="propose"),
    path("accounts/import/", views.import_accounts, name="import"),
    path("accounts/import/form.csv", views.import_form, name="import_form"),
    path("accounts/consulted/<str:place>/", views.set_consultee, name="set_consultee"),
    path("accounts/conditions/<int:pk>/", views.meet_condition, name="meet_condition"),
    path(
        "accounts/procedures/<int:pk>/",
        views.approve_procedure,
        name="approve_procedure",
    ),
    path("accounts/copyright/", views.disclaimer, name="disclaimer"),
    path("accounts/copyright/write/", views.write_disclaimer, name="write_disclaimer"),
    path(
        "accounts/copyright/<int:pk>/approve/",
        views.approve_disclaimer,
        name="approve_disclaimer",
    ),
    path("accounts/suspects/", views.suspects, name="suspects"),
    path("accounts/suspects/report/", views.report_suspect, name="report_suspect"),
    path("accounts/suspects/<int:pk>/", views.suspect, name="suspect"),
    path(
        "accounts/suspects/<int:pk>/examine/",
        views.examine_suspect,
        name="examine_suspect",
    ),
    path(
        "accounts/suspects/<int:pk>/confirm/",
        views.confirm_suspect,
        name="confirm_suspect",
    ),
    path("accounts/suspects/<int:pk>/asked/", views.ask_takedown, name="ask_takedown"),
    path("accounts/suspects/<int:pk>/gone/", views.end_suspect, name="end_suspect"),
    path(
        "accounts/suspects/<int:pk>/withdraw/",
        views.withdraw_suspect,
        name="withdraw_suspect",
    ),
    path(
        "accounts/suspects/<int:pk>/pictures/<int:sighting>/",
        views.sighting_screenshot,
        name="sighting_screenshot",
    ),
    path(
        "accounts/suspects/<int:pk>/picture/",
        views.suspect_screenshot,
        name="suspect_screenshot",
    ),
    path("accounts/<int:pk>/", views.channel, name="channel"),
    path("accounts/<int:pk>/describe/", views.describe, name="describe"),
    path("accounts/<int:pk>/opinion/<str:place>/", views.give_opinion, name="opinion"),
    path("accounts/<int:pk>/waive/<str:place>/", views.waive_opinion, name="waive"),
    path("accounts/<int:pk>/procedure/", views.write_procedure, name="procedure"),
    path("accounts/<int:pk>/activate/", views.activate, name="activate"),
    path("accounts/<int:pk>/transition/", views.allow_transition, name="transition"),
    path("accounts/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("accounts/<int:pk>/owner/", views.hand_over, name="hand_over"),
    path(
        "accounts/<int:pk>/approver/",
        views.set_final_approver,
        name="final_approver",
    ),
    path("accounts/<int:pk>/close/", views.close, name="close"),
    path("accounts/<int:pk>/badge/", views.record_verification, name="verification"),
    path("accounts/<int:pk>/page/", views.read_profile, name="profile"),
    path(
        "accounts/<int:pk>/page/<int:reading>/",
        views.profile_screenshot,
        name="profile_screenshot",
    ),
    path("accounts/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("accounts/<int:pk>/settings/", views.review_settings, name="settings"),
]
