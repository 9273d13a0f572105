from django.urls import include, path

from rasmi.core.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("rasmi.people.urls")),
    path("", include("rasmi.people.urls_signin")),
    path("", include("rasmi.web.urls")),
    path("", include("rasmi.policy.urls")),
    path("", include("rasmi.channels.urls")),
    path("", include("rasmi.delegations.urls")),
    path("", include("rasmi.records.urls")),
    path("", include("rasmi.security.urls")),
    path("", include("rasmi.intake.urls")),
    path("", include("rasmi.outbox.urls")),
    path("", include("rasmi.publishing.urls")),
    path("", include("rasmi.engagement.urls")),
    path("", include("rasmi.moderation.urls")),
    path("", include("rasmi.participation.urls")),
    path("", include("rasmi.compliance.urls")),
    path("audit/", include("rasmi.audit.urls")),
    path("demo/", include("rasmi.demo.urls")),
]

handler403 = "rasmi.web.errors.forbidden"
handler404 = "rasmi.web.errors.not_found"
handler500 = "rasmi.web.errors.failed"
