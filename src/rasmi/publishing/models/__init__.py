from rasmi.publishing.models.plans import PlanItem
from rasmi.publishing.models.posts import Medium, Post, Version, VersionChannel
from rasmi.publishing.models.reviews import Review, SeenFinding, Urgency

__all__ = [
    "Medium",
    "PlanItem",
    "Post",
    "Review",
    "SeenFinding",
    "Urgency",
    "Version",
    "VersionChannel",
]
