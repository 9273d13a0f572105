"""Two annexes that the ministry changed: the lexicon, and the classes."""

from datetime import datetime

from django.utils import timezone

from rasmi.demo.services.people import AGO, Cast
from rasmi.demo.services.policy import KEEPER, KIND, Papers
from rasmi.policy import selectors, services

WORDS = (
    "وعد | توظيف الخريجين مضمون",
    "شائعة | نتائج القبول المسربة",
    "ترويج مزعج | نحل واجباتك الجامعية",
    "مخالفة للقانون | شهادات معتمدة دون دراسة",
    "سليم | الكشف عن الكذب العلمي",
)
CLASSES = (
    "admission | القبول الموحد ونتائجه | Unified admission and results | يجوز نشرها",
    "scholarships | البعثات والمنح الدراسية | Scholarships and grants | يجوز نشرها",
    "internal | المراسلات الداخلية | Internal correspondence | لا تُنشر أبداً",
)


def fill(cast: Cast, now: datetime) -> None:
    """The lexicon as amended before the admissions, and three classes more."""
    _approve(
        cast,
        "lexicon",
        WORDS,
        subject="تعديل معجم فحص المحتوى",
        reason="عبارات تكررت في موسم القبول",
        at=now - 45 * AGO,
    )
    _approve(
        cast,
        "information_classes",
        CLASSES,
        subject="تعديل فئات المعلومات",
        reason="فصل القبول والبعثات عن الإعلانات العامة",
        at=now - 30 * AGO,
    )


def _approve(
    cast: Cast,
    kind: str,
    more: tuple[str, ...],
    *,
    subject: str,
    reason: str,
    at: datetime,
) -> None:
    decision = Papers(cast).decide(KIND.PARAMETERS, subject, at)
    annex = services.enter_annex(
        kind,
        lines="\n".join((*selectors.lines_in_force(kind, at), *more)),
        reason=reason,
        decision=decision,
        holds_from=timezone.localdate(at + AGO),
        by=cast.owner,
        now=at + AGO,
    )
    services.confirm_annex(annex, by=cast.users[KEEPER], now=at + 2 * AGO)
