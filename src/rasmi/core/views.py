from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rasmi.core import sweeps


@login_not_required
@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    # For monitors: names of parts only, nothing that a stranger could use.
    try:
        connection.ensure_connection()
        late = sweeps.health(timezone.now()).late
    except DatabaseError:
        return JsonResponse({"status": "failing", "database": False}, status=503)
    return JsonResponse(
        {"status": "degraded" if late else "ok", "database": True, "late_sweeps": late},
        status=503 if late else 200,
    )
