"""
The classes into which what is kept falls, each with one rule for how long and for whom.

After the parts that an archive asks of social media (NARA Bulletin 2014-02, ISO 15489);
the authority's own schedule names them as it wants to, and each ruling says its name.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class RecordClass:
    """
    :param holds: what falls into it
    :param begins: from when its years are counted
    :param subjects: of `Record.subject_type`, where they have records of their own
    """

    key: str
    title: str | Promise
    holds: str | Promise
    begins: str | Promise
    subjects: tuple[str, ...] = ()


_ALL = (
    RecordClass(
        "said",
        _("What we said"),
        _("Posts, replies and acts on the platforms, with drafts and approvals."),
        _("from the day on which it was published, or given up"),
        ("publishing.post",),
    ),
    RecordClass(
        "heard",
        _("What the public said"),
        _("Comments and messages with their versions, and what was decided on them."),
        _("from the day on which the conversation was closed"),
        ("intake.remoteobject",),
    ),
    RecordClass(
        "asked",
        _("What units were asked and answered"),
        _("Information requests, their answers and sources."),
        _("from the day of the answer"),
    ),
    RecordClass(
        "appeals",
        _("Appeals and their decisions"),
        _("What was objected to, by which clause it was decided, and by whom."),
        _("from the day of the decision"),
    ),
    RecordClass(
        "outcomes",
        _("What came of contributions"),
        _("Suggestions that were adopted or not, and why."),
        _("from the day on which it was published"),
    ),
    RecordClass(
        "decisions",
        _("Decisions and what rests on them"),
        _("Scans of decisions, accounts, delegations, waivers and parameters."),
        _("from the day on which it ends"),
    ),
    RecordClass(
        "staff",
        _("Learning and acknowledgements of staff"),
        _("Who passed which course and acknowledged which issue of the policy."),
        _("from the day on which the person leaves"),
    ),
    RecordClass(
        "log",
        _("The audit log"),
        _("Every entry with its seal, and the checkpoints of the witness."),
        _("from the day of the entry"),
    ),
)
CLASSES = {each.key: each for each in _ALL}


def class_of(subject_type: str) -> RecordClass | None:
    """The class into which the record of a thing falls."""
    return next((each for each in _ALL if subject_type in each.subjects), None)
