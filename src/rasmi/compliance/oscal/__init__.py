"""
The policy and how it stands, in OSCAL 1.2.1 (NIST), for other tools.

Each document is checked against NIST's schema, and each reference in it resolved,
before it is handed out.
"""

from rasmi.compliance.oscal.catalog import catalog
from rasmi.compliance.oscal.checking import Unsound
from rasmi.compliance.oscal.poam import poam
from rasmi.compliance.oscal.profile import profile
from rasmi.compliance.oscal.results import Run, results

__all__ = ["Run", "Unsound", "catalog", "poam", "profile", "results"]
