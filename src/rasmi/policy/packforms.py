"""What stands in each file of a pack: its keys, what they hold, and no other key."""

from rasmi.people.models import Power
from rasmi.policy.annexforms import lexicon, replies, week
from rasmi.policy.packfiles import (
    Check,
    anything,
    both,
    entries_of,
    entry,
    flag,
    list_of,
    number,
    one_of,
    text,
)
from rasmi.screening import Category

MODALITIES = ("must", "must_not", "should", "may", "aim", "statement")
BINDING = ("must", "must_not")
KINDS = ("gate", "check", "duty", "notice")
RULES_WHILE_UNSET = ("waits", "finding", "proposal")
FIELD_TYPES = ("integer", "text", "date", "choices")
# What the approval matrix has a row for.
ACTS = ("post", "urgent_post", "reply", "cited_reply", "hide", "show")

FILES: dict[str, Check] = {
    "pack.yaml": entry(
        {
            "pack": text,
            "issue": text,
            "title": both,
            "subject": both,
            "owner": text,
            "classification": both,
            "roles": entries_of(both),
            "reviewers": entries_of(one_of(Power.values)),
            "chapters": entries_of(both),
        }
    ),
    "clauses": list_of(
        entry(
            {
                "id": text,
                "modality": one_of(MODALITIES),
                "scored": flag,
                "kinds": list_of(one_of(KINDS)),
                "roles": list_of(text),
                "title": both,
                "statement": both,
            }
        )
    ),
    "levers.yaml": entries_of(entry({}, {"levers": list_of(text), "reason": text})),
    "parameters.yaml": list_of(
        entry(
            {
                "name": text,
                "clause": text,
                "title": both,
                "fields": list_of(
                    entry(
                        {"name": text, "title": both, "type": one_of(FIELD_TYPES)},
                        {
                            "minimum": number,
                            "maximum": number,
                            "choices": list_of(entry({"key": text, "title": both})),
                            "choices_of": one_of(("information_classes",)),
                            "proposal": anything,
                            "value": anything,
                        },
                    )
                ),
            },
            {"fixed": flag, "while_unset": one_of(RULES_WHILE_UNSET)},
        )
    ),
    "approval-matrix.yaml": entries_of(
        entry({"title": both, "others": number}, {"looked_at_within_hours": number}),
        one_of(ACTS),
    ),
    "house-rules.yaml": list_of(
        entry(
            {
                "key": text,
                "title": both,
                "means": both,
                "clause": text,
                "categories": list_of(one_of(each.value for each in Category)),
            }
        )
    ),
    "lexicon.yaml": list_of(entry({"is": one_of(lexicon.RULE), "words": text})),
    "information-classes.yaml": list_of(
        entry({"key": text, "title": both, "releasable": flag})
    ),
    "reply-rules.yaml": list_of(
        entry({"kind": one_of(replies.NAMES.named), "rule": both})
    ),
    "working-week.yaml": entries_of(
        entry({}, {"from": text, "to": text}), one_of(week.DAYS)
    ),
    "reply-procedure.yaml": both,
    "copyright.yaml": entry({"law": text, "full": both, "short": both}),
    "platform-rules.yaml": list_of(
        entry(
            {
                "id": text,
                "title": both,
                "statement": both,
                "levers": list_of(text),
            },
            {"reason": text},
        )
    ),
}
