from rasmi.rules import notice

ACCOUNTABILITY = notice("policy.accountability_is_shown")
GRIEVANCE_BAN = notice("policy.grievance_ban_is_shown")
ISSUE = notice("policy.issue_is_shown")
DOCUMENT_FACTS = notice("policy.document_facts_are_shown")
