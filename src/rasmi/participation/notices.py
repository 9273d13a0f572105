from rasmi.rules import notice

SHOWN = notice("portal.outcomes_are_shown")
RECOGNISED = notice("portal.contributions_are_recognised")
