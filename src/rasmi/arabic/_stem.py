import re

from rasmi.arabic._fold import fold

# Light stemming takes off what is joined to a word and leaves its pattern (Larkey and
# others, 2002, "light10"); broken plurals stay apart.
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
# The adverbial ending is written with its alef or after it: تظلّماً، تظلّمًا.
_ADVERBIAL = re.compile("(?:ا\u064b|\u064bا)$")


def stem(word: str) -> str:
    """
    Return what is left of a word, folded, without article, conjunction and ending.

    >>> stem("والنتيجة") == stem("نتيجة")
    True
    """
    left = fold(_ADVERBIAL.sub("", word)).text
    if left.startswith("و") and len(left) >= 4:
        left = left[1:]
    for article in _ARTICLES:
        if left.startswith(article) and len(left) - len(article) >= 2:
            left = left[len(article) :]
            break
    for ending in _ENDINGS:
        if left.endswith(ending) and len(left) - len(ending) >= 2:
            left = left[: -len(ending)]
    return left
