from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from rasmi.core.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("rasmi.web.urls")),
    # Arabic has the plain addresses, English the same ones under /en/.
    *i18n_patterns(
        path("", include("rasmi.portal.urls")), prefix_default_language=False
    ),
]

handler404 = "rasmi.portal.views.not_found"
handler500 = "rasmi.portal.views.failed"
