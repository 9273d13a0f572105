from rasmi.publishing.views.acts import (
    look_afterwards,
    plan_post,
    publish_urgently,
    recall,
    review,
    submit,
    take_over,
)
from rasmi.publishing.views.drafting import (
    add_picture,
    change_picture,
    discard,
    edit,
    new,
    remove_picture,
)
from rasmi.publishing.views.plan import add_plan_item, close_plan_item, plan
from rasmi.publishing.views.posts import consent, picture, post, posts
from rasmi.publishing.views.upkeep import (
    judge,
    look_at_old,
    old_posts,
    sample,
    sample_keys,
    samples,
    settle,
)

__all__ = [
    "add_picture",
    "add_plan_item",
    "change_picture",
    "close_plan_item",
    "consent",
    "discard",
    "edit",
    "judge",
    "look_afterwards",
    "look_at_old",
    "new",
    "old_posts",
    "picture",
    "plan",
    "plan_post",
    "post",
    "posts",
    "publish_urgently",
    "recall",
    "remove_picture",
    "review",
    "sample",
    "sample_keys",
    "samples",
    "settle",
    "submit",
    "take_over",
]
