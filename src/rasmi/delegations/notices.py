from rasmi.rules import notice

REPRESENTATION = notice("delegations.representation_is_shown")
