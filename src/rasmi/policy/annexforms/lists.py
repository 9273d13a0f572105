"""The sites that may be linked to, and what may not be published."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.policy.annexforms.lines import Line, bare

SHORTEST_BAN = 3  # letters; a shorter one stops half of what is written
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
HOSTS_TITLE = gettext_lazy("Sites that may be linked to")
HOSTS_LEAD = gettext_lazy("One host a line; what is beneath it is allowed with it.")
BANS_TITLE = gettext_lazy("What may not be published")
BANS_LEAD = gettext_lazy(
    "One ban a line: the words, a bar, and why. Such as a name in a case "
    "before a court. Nobody can approve a text in which they stand. A single word of "
    "three letters is found by itself or with the article."
)


def hosts(lines: Sequence[Line]) -> list[str]:
    for line in lines:
        if not HOST.fullmatch(line.text.lower()):
            raise line.wrong(_("this is no name of a host."))
    return sorted({each.text.lower() for each in lines})


def bans(lines: Sequence[Line]) -> list[dict[str, str]]:
    found = []
    for line in lines:
        words, bar, why = (part.strip() for part in line.text.partition("|"))
        if len(bare(words)) < SHORTEST_BAN or not (bar and why):
            raise line.wrong(_("write the words, a bar, and why."))
        found.append({"words": words, "why": why})
    return found
