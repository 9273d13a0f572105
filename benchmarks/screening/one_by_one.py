"""What screening one post after another costs, beside folding case and splitting it."""

import random
import statistics
import time
from collections.abc import Callable

from rasmi.screening import screen

ROUNDS, POSTS = 7, 4_000
_OPENINGS = (
    *("تعلن الوزارة عن", "يسر الوزارة أن تدعوكم إلى", "نود إحاطتكم بشأن", "آخر موعد"),
    *("شكراً لكم على", "أين أجد", "متى يبدأ", "هل يحق لي", "The Ministry announces"),
)
_SUBJECTS = (
    *("التسجيل في بوابة القبول الموحد", "معرض الابتكار الطلابي", "المنح البحثية"),
    *(
        "نتائج الفرز الثاني",
        "معادلة الشهادات",
        "برنامج الابتعاث",
        "the research grants",
    ),
)
_ENDINGS = (
    *("للعام الأكاديمي القادم", "خلال أوقات الدوام الرسمي", "يوم الخميس", "في صلالة"),
    *("https://www.moheri.gov.om/ar", "قبل 23 نوفمبر", "مع التقدير", "by Thursday"),
)
_FOUND = ("يا كلب", "اتصلوا على 99123456", "bit.ly/x", "جميع الطلبات مقبولة")


def posts() -> list[str]:
    """Short posts, each with a word of its own; one in twenty has something to find."""
    chance = random.Random(2026)  # noqa: S311 - the same texts each time
    letters = "ابتثجحدرسشصعفقلمنهوي"
    made = []
    for number in range(POSTS):
        parts = [chance.choice(each) for each in (_OPENINGS, _SUBJECTS, _ENDINGS)]
        parts.insert(2, "".join(chance.choices(letters, k=6)))
        if number % 20 == 0:
            parts.append(chance.choice(_FOUND))
        made.append(" ".join(parts))
    return made


def seconds(act: Callable[[str], object], texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        act(text)
    return time.perf_counter() - start


def main() -> None:
    texts = posts()
    screen("يا كلب bit.ly/x 99123456")  # the lexicon is read once, by the first
    ratios, rates = [], []
    for _ in range(ROUNDS):
        floor = seconds(lambda text: text.casefold().split(), texts)
        cost = seconds(screen, texts)
        ratios.append(cost / floor)
        rates.append(POSTS / cost)
    print(
        f"screen / casefold and split, {ROUNDS} rounds of {POSTS} posts: "
        f"median {statistics.median(ratios):.0f}, "
        f"from {min(ratios):.0f} to {max(ratios):.0f}; "
        f"median {statistics.median(rates):,.0f} posts a second (aim: 40,000)"
    )


if __name__ == "__main__":
    main()
