from rasmi.rules import notice

DISCLOSURE = notice("people.disclosure_is_taught")
SOCIAL_ENGINEERING = notice("people.social_engineering_is_taught")
