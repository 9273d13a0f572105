from rasmi.moderation.services.appealing import appeal, decide_appeal, match_appeal
from rasmi.moderation.services.judging import hide, let_stand, show_again

__all__ = [
    "appeal",
    "decide_appeal",
    "hide",
    "let_stand",
    "match_appeal",
    "show_again",
]
