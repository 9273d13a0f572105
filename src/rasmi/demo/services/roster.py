from datetime import date, datetime, time, timedelta

from django.utils import timezone
from hijridate import Gregorian, Hijri

from rasmi.channels.models import Channel
from rasmi.core.calendar import start_of
from rasmi.delegations import selectors, services
from rasmi.delegations.models import Delegation, Shift, Weekday
from rasmi.delegations.services import Place
from rasmi.demo.services.accounts import MEDIA_HEAD
from rasmi.demo.services.people import AGO, Cast
from rasmi.demo.services.policy import KEEPER, KIND, Papers
from rasmi.people.models import User

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OFFICER, EVENING, NIGHT = "1004", "1014", "1015"
WORKDAYS = [day.value for day in Weekday if day not in (4, 5)]
WEEKEND = [Weekday.FRIDAY.value, Weekday.SATURDAY.value]
Line = tuple[str, list[int], time, time]
# By account: who, on which days, from and until. One afternoon is nobody's.
ROUND_THE_CLOCK: tuple[Line, ...] = (
    (OFFICER, WORKDAYS, time(7), time(15)),
    (EVENING, WORKDAYS, time(15), time(23)),
    (NIGHT, WORKDAYS, time(23), time(7)),
    (EVENING, WEEKEND, time(7), time(19)),
    (NIGHT, WEEKEND, time(19), time(7)),
)
WITH_A_GAP: tuple[Line, ...] = (
    *ROUND_THE_CLOCK[:3],
    (EVENING, [Weekday.SATURDAY.value], time(7), time(19)),
    (EVENING, [Weekday.FRIDAY.value], time(7), time(13)),
    (NIGHT, WEEKEND, time(19), time(7)),
)
AT_WORK: tuple[Line, ...] = ((OFFICER, WORKDAYS, time(7, 30), time(14, 30)),)
ROSTERS = {
    "x": ROUND_THE_CLOCK,
    "instagram": WITH_A_GAP,
    "wordpress": AT_WORK,
    "mediawiki": AT_WORK,
    "sandbox": AT_WORK,
}
OWN_HOURS = ("wordpress", "mediawiki", "sandbox")


def fill(cast: Cast, now: datetime) -> None:
    """A week that is covered, one with a gap, swaps, notes and days announced."""
    by_platform = {
        each.platform: each
        for each in selectors.watched(now).filter(platform__in=ROSTERS)
    }
    _announce(cast, now)
    _own_hours(cast, [by_platform[each] for each in OWN_HOURS], now - 60 * AGO)
    for platform, lines in ROSTERS.items():
        _give(cast, by_platform[platform], lines, now - 60 * AGO)
    _swaps(cast, by_platform["x"], now)
    _notes(cast, by_platform["x"], now)
    for each in Delegation.objects.in_force(now).filter(person=cast.users[OFFICER]):
        services.issue_letter(each, by=each.person, now=now - 90 * AGO)


def _give(cast: Cast, channel: Channel, lines: tuple[Line, ...], now: datetime) -> None:
    for number, weekdays, begins, ends in lines:
        services.give_shifts(
            channel,
            person=cast.users[number],
            weekdays=weekdays,
            begins=begins,
            ends=ends,
            first_day=timezone.localdate(now),
            by=cast.users[MEDIA_HEAD],
            now=now,
        )


def _own_hours(cast: Cast, channels: list[Channel], now: datetime) -> None:
    decision = Papers(cast).decide(
        KIND.WAIVER, "ساعات استجابة محددة للمدونة والويكي ومنصة التدريب", now
    )
    for each in channels:
        services.set_answer_hours(
            each,
            decision=decision,
            begins=time(7, 30),
            ends=time(14, 30),
            on_weekends=False,
            until_at=start_of(timezone.localdate(now) + 300 * DAY),
            by=cast.users[KEEPER],
            now=now,
        )


def _announce(cast: Cast, now: datetime) -> None:
    today = timezone.localdate(now)
    national_day = date(today.year, 11, 20)  # since 2025: 20 and 21 November
    hijri = Gregorian.fromdate(today).to_hijri()
    ramadan = Hijri(hijri.year, 9, 1)
    begins: date = ramadan.to_gregorian()
    for name_ar, name_en, first, last, hours, source in (
        (
            "إجازة العيد الوطني",
            "National Day holiday",
            national_day,
            national_day + DAY,
            (None, None),
            f"بيان إجازة العيد الوطني لعام {today.year}",
        ),
        (
            "ساعات العمل في شهر رمضان",
            "Working hours in Ramadan",
            begins,
            begins + (ramadan.month_length() - 1) * DAY,
            (time(9), time(14)),
            f"تعميم ساعات العمل في شهر رمضان {hijri.year}",
        ),
    ):
        services.announce_days(
            name_ar=name_ar,
            name_en=name_en,
            first_day=first,
            last_day=last,
            begins=hours[0],
            ends=hours[1],
            source=source,
            by=cast.users[KEEPER],
            now=min(now, start_of(first) - 2 * DAY),  # as it is announced ahead
        )


def _swaps(cast: Cast, channel: Channel, now: datetime) -> None:
    """One that was agreed and one that waits for an answer."""
    officer, evening = cast.users[OFFICER], cast.users[EVENING]
    agreed = services.ask_swap(
        _next(channel, evening, now, after=1),
        person=cast.users[NIGHT],
        reason="دورة تدريبية مسائية",
        by=evening,
        now=now - 2 * HOUR,
    )
    services.agree(agreed, by=cast.users[NIGHT], now=now - HOUR)
    services.ask_swap(
        _next(channel, evening, now, after=3),
        person=officer,
        in_return=_next(channel, officer, now, after=4),
        reason="مناسبة عائلية",
        by=evening,
        now=now - HOUR,
    )


def _next(channel: Channel, person: User, now: datetime, *, after: int) -> Place:
    """The first working day's shift of a person from some days on."""
    day = timezone.localdate(now) + after * DAY
    while day.weekday() not in WORKDAYS:
        day += DAY
    shift = Shift.objects.get(channel=channel, person=person, weekday=day.weekday())
    return Place(shift, day)


def _notes(cast: Cast, channel: Channel, now: datetime) -> None:
    """What the night and the evening told those who came after them."""
    for hours, note in (
        (
            30,
            "أُجيب عن استفسارات القبول، وبقي استفسار عن معادلة شهادة أُحيل إلى المركز.",
        ),
        (
            9,
            "تكررت الشكوى من بطء بوابة التسجيل مساءً، وأُبلغت تقنية المعلومات.",
        ),
    ):
        at = now - hours * HOUR
        on = selectors.on_duty(channel, at)
        written = services.hand_over(channel, note=note, by=on[0], now=at)
        if hours > 9:
            later = at + HOUR
            for number in (OFFICER, EVENING, NIGHT):
                person = cast.users[number]
                if person != on[0] and selectors.reads_notes(person, channel, later):
                    services.take_over(written, by=person, now=later)
                    break
