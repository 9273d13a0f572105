from rasmi.engagement.services.asking import (
    answer_request,
    ask_more_time,
    ask_unit,
    decline_request,
    remind,
)
from rasmi.engagement.services.replying import (
    approve_reply,
    return_reply,
    write_reply,
)
from rasmi.engagement.services.settling import close_hidden, let_stand, settle_answers
from rasmi.engagement.services.taking_up import take_up
from rasmi.engagement.services.triage import close, sort

__all__ = [
    "answer_request",
    "approve_reply",
    "ask_more_time",
    "ask_unit",
    "close",
    "close_hidden",
    "decline_request",
    "let_stand",
    "remind",
    "return_reply",
    "settle_answers",
    "sort",
    "take_up",
    "write_reply",
]
