from django.urls import path

from rasmi.policy import views

app_name = "policy"
urlpatterns = [
    path("policy/", views.policy, name="policy"),
    path("policy/acknowledge/", views.acknowledge, name="acknowledge"),
    path("policy/parameters/", views.parameters, name="parameters"),
    path("policy/parameters/adopt/", views.adopt, name="adopt"),
    path("policy/parameters/<int:pk>/", views.adoption, name="adoption"),
    path(
        "policy/parameters/<int:pk>/return/",
        views.return_adoption,
        name="return_adoption",
    ),
    path("policy/reviews/", views.reviews, name="reviews"),
    path("policy/reviews/enter/", views.enter_review, name="enter_review"),
    path("policy/annexes/", views.annexes, name="annexes"),
    path("policy/annexes/<slug:key>/", views.annex_history, name="annex_history"),
    path("policy/annexes/<slug:key>/enter/", views.enter_annex, name="enter_annex"),
    path(
        "policy/annexes/editions/<int:pk>/", views.confirm_annex, name="confirm_annex"
    ),
    path(
        "policy/annexes/editions/<int:pk>/lines/",
        views.annex_edition,
        name="annex_edition",
    ),
    path(
        "policy/annexes/editions/<int:pk>/return/",
        views.return_annex,
        name="return_annex",
    ),
    path("policy/platform-rules/", views.platform_rules, name="platform_rules"),
    path("policy/reviews/ask/", views.ask_review, name="ask_review"),
    path("policy/issues/", views.issues, name="issues"),
    path("policy/issues/draft/", views.begin_draft, name="begin_draft"),
    path("policy/issues/<int:pk>/", views.issue, name="issue"),
    path("policy/issues/<int:pk>/compare/", views.compare, name="compare"),
    path("policy/issues/<int:pk>/clauses/", views.clauses, name="clauses"),
    path(
        "policy/issues/<int:pk>/clauses/<str:key>/",
        views.amend_clause,
        name="amend_clause",
    ),
    path(
        "policy/issues/<int:pk>/review/<slug:key>/",
        views.review_as_party,
        name="review_as_party",
    ),
    path(
        "policy/issues/<int:pk>/start/", views.bring_into_force, name="bring_into_force"
    ),
    path("policy/read/<str:secret>/", views.read, name="read"),
    path("policy/readers/", views.readers, name="readers"),
    path("policy/readers/links/", views.send_links, name="send_links"),
    path("policy/readers/lists/", views.enter_signed_list, name="enter_signed_list"),
    path(
        "policy/readers/lists/<int:pk>/",
        views.check_signed_list,
        name="check_signed_list",
    ),
    path(
        "policy/readers/lists/<int:pk>/return/",
        views.return_signed_list,
        name="return_signed_list",
    ),
    path(
        "policy/readers/lists/<int:pk>/scan/",
        views.signed_list_scan,
        name="signed_list_scan",
    ),
    path("policy/issues/<int:pk>/publish/", views.publish, name="publish"),
    path("policy/publications/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/enter/", views.enter_decision, name="enter_decision"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
    path("decisions/<int:pk>/original/", views.original, name="original"),
    path("decisions/<int:pk>/check/", views.check_decision, name="check_decision"),
    path("decisions/<int:pk>/return/", views.return_decision, name="return_decision"),
]
