"""The yearly list of who speaks, and a post that a right left behind."""

from datetime import datetime, timedelta

from rasmi.channels.models import Channel
from rasmi.delegations import services
from rasmi.delegations.models import ListedPerson, Task, YearlyList
from rasmi.demo import ministry
from rasmi.demo.services.accounts import MEDIA_HEAD
from rasmi.demo.services.people import AGO, Cast
from rasmi.demo.services.policy import KIND, Papers
from rasmi.demo.services.speakers import Speaker, delegate
from rasmi.people.models import Topic
from rasmi.publishing import services as publishing

COLLEAGUE, LEAVER = "1011", "1016"  # who judges of the head; who moved to another unit
HOUR = timedelta(hours=1)
Verdict = ListedPerson.Verdict
WORDS = {
    "1003": (Verdict.KEEP, "ترأس فريق التواصل، وتراجع منشورات الحسابات كلها"),
    "1004": (Verdict.KEEP, "ردوده دقيقة وفي وقتها، ولا ملاحظات عليه"),
    "1011": (Verdict.KEEP, "تتولى المدونة مع الجهات البحثية"),
    "1014": (Verdict.KEEP, "يتولى المناوبة الليلية بكفاءة"),
    "1015": (Verdict.KEEP, "تتولى المناوبة المسائية، واجتازت دورة ضبط المشاركات"),
}
CHANGED = {
    "1003": (Verdict.KEEP, "لا تغيير في مهامها"),
    "1014": (Verdict.CHANGE, "يُضاف موضوع البحث العلمي، ويُقصر عمله على منصة إكس"),
}
TEXT_AR = (
    "تستقبل الوزارة ملاحظاتكم على دليل القبول الجديد حتى نهاية الشهر، "
    "عبر الموقع الرسمي."
)
TEXT_EN = (
    "The ministry welcomes your remarks on the new admission guide until the end of "
    "the month, on the official website."
)


def fill(cast: Cast, now: datetime) -> None:
    """A signed list, the next one being judged, and a post to be taken over."""
    _sign(cast, now - 120 * AGO)
    _left_behind(cast, now)
    current = _begun(cast, now - 3 * AGO)
    _judge(cast, current, CHANGED, now - 2 * AGO)


def _begun(cast: Cast, at: datetime) -> YearlyList:
    unit = cast.units[ministry.MEDIA.name_ar]
    return services.begin_list(unit, by=cast.users[MEDIA_HEAD], now=at)


def _judge(
    cast: Cast,
    yearly: YearlyList,
    words: dict[str, tuple[ListedPerson.Verdict, str]],
    at: datetime,
) -> None:
    """The head says it of all but herself, and a colleague of her."""
    said = {cast.users[number].pk: each for number, each in words.items()}
    own = cast.users[MEDIA_HEAD].pk
    of_head = {own: said.pop(own)}
    services.judge(yearly, said=said, by=cast.users[MEDIA_HEAD], now=at)
    services.judge(yearly, said=of_head, by=cast.users[COLLEAGUE], now=at + HOUR)


def _sign(cast: Cast, at: datetime) -> None:
    yearly = _begun(cast, at - 2 * AGO)
    _judge(cast, yearly, WORDS, at - AGO)
    services.close_list(yearly, by=cast.users[MEDIA_HEAD], now=at)
    decision = Papers(cast).decide(
        KIND.DELEGATION, "القائمة السنوية للمصرح لهم بإدارة الحسابات", at
    )
    services.complete_list(yearly, decision=decision, by=cast.owner, now=at + 6 * HOUR)


def _left_behind(cast: Cast, now: datetime) -> None:
    """Approved for tomorrow, and then its writer moved to another unit."""
    writer = cast.users[LEAVER]
    (right,) = delegate(cast, WRITER, now)
    due = now + AGO
    post = publishing.start_post(
        text_ar=TEXT_AR,
        text_en=TEXT_EN,
        purpose="dialogue",
        audience="طلبة الدبلوم العام",
        plan=None,
        unplanned_reason="طلبه مركز القبول بعد نشر الدليل",
        topic=Topic.objects.get(name_ar="القبول والتسجيل"),
        information_class="public_announcement",
        source="إفادة مركز القبول",
        publish_at=due,
        not_after=due + 2 * AGO,
        channels=list(Channel.objects.filter(platform="wordpress")),
        by=writer,
        now=now - 2 * AGO,
    )
    publishing.submit(post, by=writer, now=now - 2 * AGO + HOUR)
    publishing.approve(
        post,
        number=post.version.number,
        seen={},
        by=cast.users[MEDIA_HEAD],
        now=now - AGO,
    )
    services.revoke(
        right,
        reason="نُقلت إلى المديرية العامة للبعثات",
        by=cast.users[MEDIA_HEAD],
        now=now - 5 * HOUR,
    )


WRITER = Speaker(
    LEAVER,
    ("wordpress",),
    (Task.DRAFT, Task.PUBLISH),
    ("القبول والتسجيل",),
    60,
    300,
)
