"""Arabic as machines compare it: folded text that remembers where it came from."""

from rasmi.arabic._fold import Folded, fold, squeeze
from rasmi.arabic._stem import stem

__all__ = ["Folded", "fold", "squeeze", "stem"]
