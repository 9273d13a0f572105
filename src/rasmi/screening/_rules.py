"""Every rule by its code: what it is about, and what it says to whoever meets it."""

from dataclasses import dataclass

from rasmi.screening import _sentences
from rasmi.screening._verdict import Category, Decision

HOLD, BLOCK = Decision.HOLD, Decision.BLOCK


@dataclass(frozen=True)
class Rule:
    """
    :param decision: on what the body says itself; what the public says is never blocked
    :param says_ar: one sentence: what was found
    :param remedy_ar: one sentence: what to do now
    """

    category: Category
    decision: Decision
    says_ar: str
    says_en: str
    remedy_ar: str
    remedy_en: str


_RULES = {
    "lexicon.insult": (Category.INSULT, BLOCK),
    "lexicon.insult_mild": (Category.INSULT, HOLD),
    "lexicon.improper": (Category.IMPROPER, BLOCK),
    "lexicon.improper_mild": (Category.IMPROPER, HOLD),
    "lexicon.discrimination": (Category.DISCRIMINATION, BLOCK),
    "lexicon.discrimination_mild": (Category.DISCRIMINATION, HOLD),
    "lexicon.religion": (Category.RELIGION, HOLD),
    "lexicon.defamation": (Category.DEFAMATION, HOLD),
    "lexicon.illegal": (Category.ILLEGAL, HOLD),
    "lexicon.rights": (Category.RIGHTS, HOLD),
    "claim.promise": (Category.UNRELIABLE, HOLD),
    "claim.absolute": (Category.UNRELIABLE, HOLD),
    "claim.rumour": (Category.UNRELIABLE, HOLD),
    "claim.no_source": (Category.UNRELIABLE, HOLD),
    "benefit.referral": (Category.PERSONAL_BENEFIT, HOLD),
    "benefit.own_account": (Category.PERSONAL_BENEFIT, HOLD),
    "spam.offer": (Category.SPAM, HOLD),
    "grievance.work": (Category.STAFF_GRIEVANCE, HOLD),
    "id.iban": (Category.PERSONAL_DATA, HOLD),
    "id.card": (Category.PERSONAL_DATA, HOLD),
    "id.civil_number": (Category.PERSONAL_DATA, HOLD),
    "id.phone": (Category.PERSONAL_DATA, HOLD),
    "id.email": (Category.PERSONAL_DATA, HOLD),
    "id.passport": (Category.PERSONAL_DATA, HOLD),
    "id.student": (Category.PERSONAL_DATA, HOLD),
    "id.plate": (Category.PERSONAL_DATA, HOLD),
    "id.coordinates": (Category.PERSONAL_DATA, HOLD),
    "name.with_identifier": (Category.PERSONAL_DATA, HOLD),
    "marking.legal": (Category.MARKING, BLOCK),
    "marking.office": (Category.MARKING, HOLD),
    "credential.password": (Category.CREDENTIAL, BLOCK),
    "credential.code": (Category.CREDENTIAL, BLOCK),
    "credential.key": (Category.CREDENTIAL, BLOCK),
    "link.not_approved": (Category.LINK, HOLD),
    "link.not_https": (Category.LINK, HOLD),
    "link.shortener": (Category.LINK, BLOCK),
    "link.userinfo": (Category.LINK, BLOCK),
    "link.address_literal": (Category.LINK, BLOCK),
    "link.mixed_script": (Category.LINK, BLOCK),
    "link.look_alike": (Category.LINK, BLOCK),
    "link.suffix_trick": (Category.LINK, BLOCK),
    "link.malformed": (Category.LINK, BLOCK),
}
RULES = {code: Rule(*rule, *_sentences.OF[code]) for code, rule in _RULES.items()}

# What only an official account must not say; the public may.
OUT_ONLY = frozenset(
    {
        "claim.promise",
        "claim.absolute",
        "claim.rumour",
        "claim.no_source",
        "benefit.own_account",
        "marking.office",
        "link.not_https",
    }
)
