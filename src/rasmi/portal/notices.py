from rasmi.rules import notice

ACCOUNTS = notice("portal.accounts_are_listed")
PURPOSES = notice("portal.purposes_are_shown")
HOUSE_RULES = notice("portal.house_rules_are_shown")
RESPONSIBLE = notice("portal.responsible_unit_is_shown")
HANDLING = notice("portal.handling_is_shown")
RIGHT = notice("portal.participation_is_a_right")
WEIGHT = notice("portal.weight_of_words_is_shown")
DISCLAIMER = notice("portal.disclaimer_is_shown")
