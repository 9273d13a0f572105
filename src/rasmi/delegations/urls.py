from django.urls import path

from rasmi.delegations import views

app_name = "delegations"
urlpatterns = [
    path("delegations/", views.delegations, name="delegations"),
    path("delegations/ending/", views.ending, name="ending"),
    path("delegations/<int:pk>/letter/", views.issued_letter, name="issued_letter"),
    path("delegations/<int:pk>/letter/issue/", views.issue_letter, name="issue_letter"),
    path(
        "delegations/<int:pk>/letter/paper/",
        views.issued_letter_on_paper,
        name="issued_letter_on_paper",
    ),
    path("delegations/<int:pk>/midnight/", views.midnight, name="midnight"),
    path("delegations/yearly/", views.yearly_lists, name="yearly_lists"),
    path("delegations/yearly/of/<int:pk>/", views.begin_list, name="begin_list"),
    path("delegations/yearly/<int:pk>/", views.yearly_list, name="yearly_list"),
    path("delegations/yearly/<int:pk>/judge/", views.judge, name="judge"),
    path("delegations/yearly/<int:pk>/close/", views.close_list, name="close_list"),
    path("delegations/yearly/<int:pk>/reopen/", views.reopen_list, name="reopen_list"),
    path(
        "delegations/yearly/<int:pk>/paper/",
        views.yearly_list_on_paper,
        name="yearly_list_on_paper",
    ),
    path(
        "delegations/yearly/<int:pk>/complete/",
        views.complete_list,
        name="complete_list",
    ),
    path("delegations/yearly/<int:pk>/renew/", views.renew_kept, name="renew_kept"),
    path("delegations/nominate/", views.nominate, name="nominate"),
    path("delegations/acknowledge/", views.acknowledge, name="acknowledge"),
    path("delegations/letter/<int:pk>/", views.letter, name="letter"),
    path("delegations/<int:pk>/", views.delegation, name="delegation"),
    path("delegations/<int:pk>/assess/", views.assess, name="assess"),
    path("delegations/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("delegations/<int:pk>/waive/", views.waive, name="waive"),
    path("delegations/<int:pk>/approve/", views.approve, name="approve"),
    path("delegations/<int:pk>/activate/", views.activate, name="activate"),
    path("delegations/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("roster/", views.rosters, name="rosters"),
    path("roster/announced/", views.announced, name="announced"),
    path("roster/announced/enter/", views.announce_days, name="announce_days"),
    path(
        "roster/announced/<int:pk>/withdraw/", views.withdraw_days, name="withdraw_days"
    ),
    path("roster/<int:pk>/", views.roster, name="roster"),
    path("roster/<int:pk>/shift/", views.give_shifts, name="give_shifts"),
    path("roster/<int:pk>/cover/", views.cover, name="cover"),
    path("roster/<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("roster/<int:pk>/hours/", views.set_answer_hours, name="set_answer_hours"),
    path("roster/shifts/<int:pk>/end/", views.end_shift, name="end_shift"),
    path("roster/shifts/<int:pk>/<str:day>/swap/", views.swap, name="swap"),
    path(
        "roster/shifts/<int:pk>/<str:day>/substitute/",
        views.substitute,
        name="substitute",
    ),
    path("roster/changes/<int:pk>/agree/", views.agree, name="agree"),
    path("roster/changes/<int:pk>/decline/", views.decline, name="decline"),
    path("roster/notes/<int:pk>/take-over/", views.take_over, name="take_over"),
    path("awareness/", views.campaigns, name="campaigns"),
    path("awareness/begin/", views.begin_campaign, name="begin_campaign"),
    path("awareness/<int:pk>/", views.campaign, name="campaign"),
    path("awareness/<int:pk>/read/", views.read_campaign, name="read_campaign"),
]
