"""Hours and spans as a person reads them."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rasmi.core.language import in_language
from rasmi.delegations.coverage import Span
from rasmi.web.templatetags.web import digits, hour

SHOWN = 3  # spans named in one sentence; the page shows all
HOUR = timedelta(hours=1)


def span_in_words(span: Span) -> str:
    """Such as ``Sunday, 10:00 pm to 6:00 am``; with both days where it is longer."""
    first, last = timezone.localtime(span.starts_at), timezone.localtime(span.ends_at)
    facts = {
        "day": date_format(first, "l"),
        "first": clock(first),
        "last_day": date_format(last, "l"),
        "last": clock(last),
    }
    if span.length > timedelta(days=1):
        return _("%(day)s, %(first)s to %(last_day)s, %(last)s") % facts
    return _("%(day)s, %(first)s to %(last)s") % facts


def clock(at: datetime) -> str:
    return _("midnight") if timezone.localtime(at).time() == time.min else hour(at)


def spans_in_words(spans: Sequence[Span]) -> str:
    named = [span_in_words(each) for each in spans[:SHOWN]]
    if len(spans) > SHOWN:
        more = len(spans) - SHOWN
        words = ngettext("%(n)s more", "%(n)s more", more)
        named.append(words % {"n": digits(more)})
    return in_language("؛ ", "; ").join(named)


def hours_in_words(spans: Sequence[Span]) -> str:
    """How long they are together, in whole hours begun."""
    whole = sum((each.length for each in spans), timedelta())
    hours = -(-whole // HOUR)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": digits(hours)}
