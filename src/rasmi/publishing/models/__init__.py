from rasmi.publishing.models.plans import PlanItem
from rasmi.publishing.models.posts import Medium, Post, Version, VersionChannel
from rasmi.publishing.models.reviews import Review, SeenFinding, Urgency
from rasmi.publishing.models.upkeep import OldLook, Sample, SampleItem

__all__ = [
    "Medium",
    "OldLook",
    "PlanItem",
    "Post",
    "Review",
    "Sample",
    "SampleItem",
    "SeenFinding",
    "Urgency",
    "Version",
    "VersionChannel",
]
