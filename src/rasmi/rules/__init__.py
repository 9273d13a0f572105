"""
Where rooms state their rules: levers, refusals, controls, duties and notices. No
tables, no clause ids.

A *lever* is a neutral name such as ``delegations.renewed_yearly``; a policy pack maps
its clauses to levers, so that another body brings its own pack and no code.
"""

from rasmi.rules._controls import Control, Finding, Result, Verdict, control, controls
from rasmi.rules._duties import Owed, Viewer, duties, duty
from rasmi.rules._explanations import Explanation, explained_by, explanations
from rasmi.rules._levers import Kind, Lever, gate, levers, notice
from rasmi.rules._refusal import Refusal

__all__ = [
    "Control",
    "Explanation",
    "Finding",
    "Kind",
    "Lever",
    "Owed",
    "Refusal",
    "Result",
    "Verdict",
    "Viewer",
    "control",
    "controls",
    "duties",
    "duty",
    "explained_by",
    "explanations",
    "gate",
    "levers",
    "notice",
]
