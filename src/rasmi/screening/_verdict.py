from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    OUT = "out"  # what the body is about to say
    IN = "in"  # what the public said to it


class Decision(StrEnum):
    PASS = "pass"  # noqa: S105 - a word of the contract, no password
    HOLD = "hold"
    BLOCK = "block"


class Category(StrEnum):
    UNRELIABLE = "unreliable"
    ILLEGAL = "illegal"
    RELIGION = "religion"
    RIGHTS = "rights"
    DEFAMATION = "defamation"
    DISCRIMINATION = "discrimination"
    IMPROPER = "improper"
    INSULT = "insult"
    SPAM = "spam"
    PERSONAL_BENEFIT = "personal_benefit"
    STAFF_GRIEVANCE = "staff_grievance"
    PERSONAL_DATA = "personal_data"
    MARKING = "marking"
    CREDENTIAL = "credential"
    LINK = "link"


# What "offensive" sums up: how people are spoken to or of.
OFFENSIVE = frozenset(
    {
        Category.RELIGION,
        Category.DEFAMATION,
        Category.DISCRIMINATION,
        Category.IMPROPER,
        Category.INSULT,
    }
)


@dataclass(frozen=True)
class Finding:
    """
    One thing found in a text.

    :param start: index of its first code point in the text as written
    :param end: index after its last one
    :param text: what stands there
    :param rule: the key of its rule in `RULES`
    :param score: how sure the rule is, from 0 to 1
    """

    category: Category
    start: int
    end: int
    text: str
    rule: str
    score: float
    decision: Decision


@dataclass(frozen=True)
class Verdict:
    """
    What was found in a text, in the order of the text.

    :param offensive: from 0 to 1; from 0.5 on the text is taken for offensive
    :param version: of the lexicon that was used
    """

    decision: Decision
    offensive: float
    findings: tuple[Finding, ...]
    version: str


@dataclass(frozen=True)
class Lists:
    """
    What a body says about itself, so that it is not taken for a leak or a trick.

    :param own_numbers: published telephone numbers, with or without country code
    :param own_mail_domains: where role mailboxes (info@…) are public
    :param approved_hosts: hosts, with all beneath them, to which may be linked
    :param protected_names: labels of host names that others like to imitate
    :param student_number: a regular expression for ASCII digits that identify a student
        even without a word that says so; empty: only with one
    """

    own_numbers: frozenset[str] = frozenset()
    own_mail_domains: frozenset[str] = frozenset({"gov.om", "edu.om"})
    approved_hosts: frozenset[str] = frozenset({"gov.om", "edu.om"})
    protected_names: frozenset[str] = frozenset({"moheri", "heac"})
    student_number: str = ""
