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
    path("policy/issues/<int:pk>/", views.bring_into_force, name="bring_into_force"),
    path("policy/issues/<int:pk>/publish/", views.publish, name="publish"),
    path("policy/publications/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/enter/", views.enter_decision, name="enter_decision"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
    path("decisions/<int:pk>/original/", views.original, name="original"),
    path("decisions/<int:pk>/check/", views.check_decision, name="check_decision"),
    path("decisions/<int:pk>/return/", views.return_decision, name="return_decision"),
]
