"""
The pages of django-allauth that a staff system has.

Listed one by one and not included: whoever works here is entered by the body, so there
is no sign-up, and an address is not changed by its owner.
"""

from allauth.account import views as account
from csp.decorators import csp_update
from django.conf import settings
from django.urls import include, path, re_path

from rasmi.people import oidc, views

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path(
        "account/reauthenticate/",
        account.reauthenticate,
        name="account_reauthenticate",
    ),
    path(
        "account/password/change/",
        account.password_change,
        name="account_change_password",
    ),
    path("account/password/set/", account.password_set, name="account_set_password"),
    path("account/password/", account.password_reset, name="account_reset_password"),
    path(
        "account/password/sent/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    # Names that allauth's own pages ask for; both lead nowhere on purpose.
    path("account/sign-up/", views.no_such_page, name="account_signup"),
    path("account/email/", views.no_such_page, name="account_email"),
]

if settings.OIDC_ISSUER:
    # A browser follows a form to no other place, not even by a redirect of ours.
    leading_there = csp_update({"form-action": [oidc.origin()]})
    urlpatterns = [
        path("sign-in/", leading_there(account.login), name="account_login"),
        path("sign-in/provider/", views.begin_at_provider, name="provider_begin"),
        path("sign-in/provider/answer/", views.provider_answer, name="provider_answer"),
        *urlpatterns,
    ]
