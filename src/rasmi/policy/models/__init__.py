from rasmi.policy.models.acknowledgements import Acknowledgement
from rasmi.policy.models.approvals import Approval
from rasmi.policy.models.decisions import Decision
from rasmi.policy.models.parameters import AdoptedValue, Adoption
from rasmi.policy.models.publications import Publication
from rasmi.policy.models.versions import PolicyReview, PolicyVersion, Wording
from rasmi.policy.models.waivers import Waiver

__all__ = [
    "Acknowledgement",
    "AdoptedValue",
    "Adoption",
    "Approval",
    "Decision",
    "PolicyReview",
    "PolicyVersion",
    "Publication",
    "Waiver",
    "Wording",
]
