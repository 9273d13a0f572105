"""What a body changes of the lexicon of the screening: one word or phrase a line."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rasmi.arabic import fold
from rasmi.policy.annexforms.lines import Line, Names, bare
from rasmi.screening import OFFENSIVE, RULES, SAFE, Change, Decision, is_known

SHORTEST = 3  # letters; what is joined to a shorter word makes other words of it
REMOVED = "removed"
# By what is typed: the rule of the screening under which the words are found.
RULE = {
    "insult": "lexicon.insult",
    "mild_insult": "lexicon.insult_mild",
    "improper": "lexicon.improper",
    "mildly_improper": "lexicon.improper_mild",
    "discrimination": "lexicon.discrimination",
    "possible_discrimination": "lexicon.discrimination_mild",
    "religion": "lexicon.religion",
    "defamation": "lexicon.defamation",
    "unlawful": "lexicon.illegal",
    "rights": "lexicon.rights",
    "promise": "claim.promise",
    "rumour": "claim.rumour",
    "personal_benefit": "benefit.referral",
    "spam": "spam.offer",
    "grievance": "grievance.work",
    "harmless": SAFE,
    REMOVED: "",
}
NAMES = Names(
    {
        "insult": pgettext_lazy("lexicon", "insult"),
        "mild_insult": pgettext_lazy("lexicon", "mild insult"),
        "improper": pgettext_lazy("lexicon", "improper"),
        "mildly_improper": pgettext_lazy("lexicon", "mildly improper"),
        "discrimination": pgettext_lazy("lexicon", "discrimination"),
        "possible_discrimination": pgettext_lazy("lexicon", "possible discrimination"),
        "religion": pgettext_lazy("lexicon", "religion"),
        "defamation": pgettext_lazy("lexicon", "defamation"),
        "unlawful": pgettext_lazy("lexicon", "unlawful"),
        "rights": pgettext_lazy("lexicon", "rights of others"),
        "promise": pgettext_lazy("lexicon", "promise"),
        "rumour": pgettext_lazy("lexicon", "rumour"),
        "personal_benefit": pgettext_lazy("lexicon", "personal benefit"),
        "spam": pgettext_lazy("lexicon", "spam"),
        "grievance": pgettext_lazy("lexicon", "grievance"),
        "harmless": pgettext_lazy("lexicon", "harmless"),
        REMOVED: pgettext_lazy("lexicon", "removed"),
    }
)
TITLE = gettext_lazy("The lexicon of the screening")
LEAD = gettext_lazy(
    "What we change of the lexicon that came with the system, one word or phrase a "
    "line: what it is, a bar, and the words. «Harmless» for what is to be found no "
    "more where it stands in these words; «removed» for a word taken out altogether. "
    "«=» before the words: only as written, with nothing joined to them."
)
# How sure a word is that people chose: what blocks is sure, what asks a person is not.
SURE, LIKELY = 0.9, 0.6

Content = list[dict[str, str]]


def read(lines: Sequence[Line]) -> Content:
    """
    What is kept of the lines.

    :raises AnnexError: naming the line that is wrong
    """
    found: Content = []
    seen: set[str] = set()
    for line in lines:
        row = _row(line)
        folded = fold(row["words"]).text
        if folded in seen:
            raise line.wrong(_("these words stand in another line too."))
        seen.add(folded)
        found.append(row)
    return found


def _row(line: Line) -> dict[str, str]:
    parts = line.parts()
    if len(parts) != 2 or not all(parts):
        raise line.wrong(_("write what it is, a bar, and the words."))
    key, words = NAMES.key_of(parts[0]), bare(parts[1])
    if key is None:
        raise line.wrong(_("it is none of: %(names)s.") % {"names": NAMES.all()})
    if sum(each.isalpha() for each in words) < SHORTEST:
        raise line.wrong(_("the words are shorter than three letters."))
    if key == REMOVED and not is_known(words):
        raise line.wrong(_("the lexicon does not hold these words."))
    return {"is": key, "words": words}


def write(content: Content) -> list[str]:
    return [f"{NAMES.name_of(each['is'])} | {each['words']}" for each in content]


def show(content: Content) -> list[str]:
    return [
        # An isolate: the line goes as the page does, whatever the words are.
        f"\u2068«{each['words'].removeprefix('=')}»\u2069 · {NAMES.name_of(each['is'])}"
        f" · {_effect(each)}"
        for each in content
    ]


def _effect(row: dict[str, str]) -> str:
    rule = RULES.get(RULE[row["is"]])
    if rule is None:
        return _("found no more")
    return _("blocked") if rule.decision == Decision.BLOCK else _("a person looks")


def changes(content: Content) -> tuple[Change, ...]:
    """What the screening is to change, of what is kept."""
    return tuple(
        Change(each["words"], RULE[each["is"]], _score(RULE[each["is"]]))
        for each in content
        if each["is"] in RULE  # of a later release
    )


def _score(code: str) -> float:
    rule = RULES.get(code)
    if rule is None:
        return 0.0
    is_sure = rule.decision == Decision.BLOCK or rule.category not in OFFENSIVE
    return SURE if is_sure else LIKELY
