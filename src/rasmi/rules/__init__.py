"""
Where rooms state their rules: levers, refusals and duties. No tables, no clause ids.

A *lever* is a neutral name such as ``delegations.renewed_yearly``; a policy pack maps
its clauses to levers, so that another body brings its own pack and no code.
"""

from rasmi.rules._duties import Owed, Viewer, duties, duty
from rasmi.rules._levers import Kind, Lever, gate, levers
from rasmi.rules._refusal import Refusal

__all__ = [
    "Kind",
    "Lever",
    "Owed",
    "Refusal",
    "Viewer",
    "duties",
    "duty",
    "gate",
    "levers",
]
