from rasmi.policy.models.acknowledgements import (
    Acknowledgement,
    PersonalLink,
    SignedList,
    SignedName,
    signer,
)
from rasmi.policy.models.annexes import (
    Annex,
)
from rasmi.policy.models.approvals import (
    Approval,
)
from rasmi.policy.models.decisions import (
    Decision,
)
from rasmi.policy.models.parameters import (
    AdoptedValue,
    Adoption,
)
from rasmi.policy.models.publications import (
    Publication,
)
from rasmi.policy.models.versions import (
    PartyReview,
    PolicyReview,
    PolicyVersion,
    ReviewRequest,
    Wording,
)
from rasmi.policy.models.waivers import (
    Waiver,
)

__all__ = [
    "Acknowledgement",
    "AdoptedValue",
    "Adoption",
    "Annex",
    "Approval",
    "Decision",
    "PartyReview",
    "PersonalLink",
    "PolicyReview",
    "PolicyVersion",
    "Publication",
    "ReviewRequest",
    "SignedList",
    "SignedName",
    "Waiver",
    "Wording",
    "signer",
]
