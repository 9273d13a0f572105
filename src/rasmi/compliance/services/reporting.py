import hashlib
import json
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.compliance import selectors
from rasmi.compliance.models import Report
from rasmi.core.models import locked
from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.people.selectors import Authority
from rasmi.people.services import refuse_both_sides
from rasmi.rules import Lever, Refusal, gate
from rasmi.web.templatetags.web import day

PREPARED = register(
    "compliance.report.prepare", _("Prepared the report on compliance %(target)s")
)
SIGNED = register(
    "compliance.report.sign", _("Signed the report on compliance %(target)s")
)
SEEN = register("compliance.report.see", _("Saw the report on compliance %(target)s"))

OWNER = gate("compliance.reported_by_the_owner")
FROZEN = gate("compliance.signed_report_stays")
HEAD = gate("compliance.report_is_seen_by_the_head")


@transaction.atomic
def prepare_report(*, by: User, now: datetime) -> Report:
    """
    Put together the oldest report that is outstanding, or anew while it is unsigned.

    :raises Refusal: if the person does not own the policy, or no period is over
    """
    authority = _require(by, Power.POLICY, OWNER, now)
    waiting = selectors.unreported(now)
    if not waiting:
        raise Refusal(
            OWNER,
            gettext("Every period that is over has its report."),
            remedy=gettext("The next one is prepared when this period is over."),
        )
    period = waiting[0]
    Report.objects.select_for_update().filter(begins_on=period.begins_on).first()
    contents = selectors.contents(period)
    report, _made = Report.objects.update_or_create(
        begins_on=period.begins_on,
        signed_at=None,
        defaults={
            "ends_on": period.ends_on,
            "contents": contents,
            "digest": _digest(contents),
            "made_by": by,
            "made_at": now,
        },
    )
    audit.record(
        PREPARED,
        actor=by,
        acting_for=authority.acting_for,
        target=report,
        now=now,
        digest=report.digest,
    )
    return report


@transaction.atomic
def sign_report(
    report: Report, *, digest: str, by: User, now: datetime, remark: str = ""
) -> None:
    """
    Sign a report as it was prepared: from now on nothing in it changes.

    :param digest: of what was read: a report prepared anew meanwhile is not signed
    :param remark: of the owner of the policy, to whoever reads it
    :raises Refusal: if the person does not own the policy, or it is signed
    """
    authority = _require(by, Power.POLICY, OWNER, now)
    report = locked(report)
    if report.is_signed:
        raise Refusal(
            FROZEN,
            gettext("This report is signed. It stays as it was signed."),
            remedy=gettext("Say what has changed since in the next report."),
            target=report,
        )
    if digest != report.digest:
        raise Refusal(
            FROZEN,
            gettext("The report was prepared anew while this page was open."),
            remedy=gettext("Read it again, then sign it."),
            target=report,
        )
    report.signed_by, report.signed_for = by, authority.acting_for
    report.signed_at, report.remark = now, remark
    report.save()
    audit.record(
        SIGNED,
        actor=by,
        acting_for=authority.acting_for,
        target=report,
        now=now,
        digest=report.digest,
    )
    for head in people.holders_of(Power.HEAD, now):
        notify.send(
            head.email, kind="compliance", letter=lambda: _letter(report), now=now
        )


@transaction.atomic
def see_report(report: Report, *, by: User, now: datetime) -> None:
    """
    Let the head of the ministry say that the report was seen.

    :raises Refusal: if the person is not the head, has signed it, or it is not signed
    """
    authority = _require(by, Power.HEAD, HEAD, now)
    report = locked(report)
    if not report.is_signed or report.seen_at:
        raise Refusal(
            HEAD,
            gettext("There is nothing to see: it is not signed, or was seen already."),
            target=report,
        )
    for signer in (report.signed_by, report.signed_for):
        if signer and report.signed_at:
            refuse_both_sides(
                by, signer, now=now, since=report.signed_at, target=report
            )
    report.seen_by, report.seen_at = by, now
    report.save()
    audit.record(
        SEEN, actor=by, acting_for=authority.acting_for, target=report, now=now
    )


def _require(by: User, power: Power, lever: Lever, now: datetime) -> Authority:
    authority = people.authority(by, power, now)
    if authority is None:
        raise Refusal(
            lever,
            gettext(
                "The report on compliance is signed by the owner of the policy and "
                "seen by the head of the ministry."
            ),
            remedy=gettext("Ask who holds that office."),
        )
    return authority


def _digest(contents: object) -> str:
    written = json.dumps(contents, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _letter(report: Report) -> Letter:
    page = reverse("compliance:report", args=[report.pk])
    days = {"first": day(report.begins_on), "last": day(report.last_day)}
    return Letter(
        subject=gettext("Report on compliance, %(first)s to %(last)s") % days,
        paragraphs=(
            gettext("The owner of the policy has signed the report on compliance."),
            gettext("Please look at it and confirm that you have seen it."),
        ),
        act=gettext("See the report"),
        url=f"{settings.STAFF_ORIGIN}{page}",
    )
