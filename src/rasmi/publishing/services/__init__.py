from rasmi.publishing.services.afterwards import look_afterwards
from rasmi.publishing.services.drafting import clean_text, discard, revise, start_post
from rasmi.publishing.services.media import add_medium, change_medium, remove_medium
from rasmi.publishing.services.plans import add_plan_item, close_plan_item
from rasmi.publishing.services.publication import (
    may_recall,
    plan_post,
    publish_urgently,
    recall,
)
from rasmi.publishing.services.review import (
    approve,
    reject,
    require_reviewer,
    send_back,
    submit,
)
from rasmi.publishing.services.taking_over import take_over
from rasmi.publishing.services.upkeep import (
    draw_sample,
    judge_item,
    look_at_old,
    settle_item,
)

__all__ = [
    "add_medium",
    "add_plan_item",
    "approve",
    "change_medium",
    "clean_text",
    "close_plan_item",
    "discard",
    "draw_sample",
    "judge_item",
    "look_afterwards",
    "look_at_old",
    "may_recall",
    "plan_post",
    "publish_urgently",
    "recall",
    "reject",
    "remove_medium",
    "require_reviewer",
    "revise",
    "send_back",
    "settle_item",
    "start_post",
    "submit",
    "take_over",
]
