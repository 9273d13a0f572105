import pytest

from rasmi import screening
from rasmi.screening import Category, Decision, Direction

# One insult of the lexicon, as people write it to get past a list of words.
SPELLINGS = [
    "يا حمار",  # plain
    "يا حـمـار",  # lengthened
    "يا حِمَار",  # with vowels
    "يا ح م ا ر",  # spaced
    "يا ح.م.ا.ر",  # with points between
    "يا حماااار",  # drawn out
    "يا حمـــار!!!",
    "يا \u200fح\u200dمار",  # with marks that nobody sees
    "you are an idiot",
    "يا \ufea3\ufee4\ufe8e\ufead",  # in presentation forms
    "you are an i d i o t",
    "you are an idi\u043et",  # with a Cyrillic letter
]
CLEAN = [
    "القرار متأخر ولم يُشرح لنا، وهذا تقصير واضح",
    "خدمتكم سيئة جدا ولم يرد علي أحد منذ شهر",
    "الوزارة فشلت في التخطيط لموعد القبول",
    "This decision is wrong and you never explained it.",
    "Your website is terrible and slow.",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_an_insult_waits_for_a_person_however_it_is_spelled(text: str) -> None:
    verdict = screening.screen(text, direction=Direction.IN)

    assert verdict.decision == Decision.HOLD
    assert Category.INSULT in {each.category for each in verdict.findings}


@pytest.mark.parametrize("text", CLEAN)
def test_sharp_criticism_waits_for_nobody(text: str) -> None:
    assert screening.screen(text, direction=Direction.IN).decision == Decision.PASS
