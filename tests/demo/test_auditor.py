"""The auditor of the demonstration reads everything, and writes nothing anywhere."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain, product, zip_longest
from typing import Any

import pytest
import time_machine
from django import forms
from django.test import Client
from django.urls import URLResolver, get_resolver

from rasmi.audit.models import Entry
from tests.factories import scan

pytestmark = pytest.mark.django_db

OF_A_VISITOR = ("demo/", "setup/", "healthz")  # before anybody has signed in
REFUSED = {403, 404, 405}
# What an auditor does as an employee like any other, or as an auditor with a reason.
OWN = {
    "people.views.learning.": "the courses of every employee",
    "policy.views.policy.acknowledge": "every employee reads the policy",
    "policy.views.reading.read": "likewise, by a link",
    "delegations.views.campaigns.read_campaign": "every employee is made aware",
    "delegations.views.acts.acknowledge": "likewise",
    "channels.views.suspects.report_suspect": "every employee may report an account",
    "compliance.views.violations.": "every employee reports; the auditor's own cases",
    "compliance.views.due.choose_digest": "the own choice",
    "compliance.views.reasons.open_with_reason": "with a reason that is kept",
    "records.views.records.open_with_reason": "likewise",
    "audit.views.": "likewise",
    "web.views.keep_taste": "how the own pages look",
}
SAMPLES = {
    "course": ("phishing",),
    "day": ("2026-11-23",),
    "key": ("publication_bans", "staff", "infosec_section"),
    "lever": ("channels.verified",),
    "pk": ("1", "2"),
    "place": ("security",),
}


def addresses(found: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """Each address of the staff pages that is ours, with the name of its view."""
    for each in found.url_patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, path)
        elif each.lookup_str.startswith("rasmi.") and not path.startswith(OF_A_VISITOR):
            yield path, each.lookup_str.removeprefix("rasmi.")


def concrete(path: str) -> Iterator[str]:
    names = re.findall(r"<(?:\w+:)?(\w+)>", path)
    for values in product(*(SAMPLES.get(name, ("1",)) for name in names)):
        texts = re.split(r"<[^>]+>", path)
        yield "/" + "".join(
            chain.from_iterable(zip_longest(texts, values, fillvalue=""))
        )


def typed(form: forms.Form, now: datetime) -> dict[str, Any]:
    """What a person would write into the fields of a form."""
    return {
        form.add_prefix(name): _one(each, now) for name, each in form.fields.items()
    }


def _one(field: forms.Field, now: datetime) -> Any:
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        choices: Any = field.choices
        values = [str(value) for value, _label in choices if str(value)]
        return values[0] if values else ""
    if isinstance(field, forms.FileField):
        return scan()
    plain: Mapping[type[forms.Field], Any] = {
        forms.BooleanField: "on",
        forms.DateTimeField: f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        forms.DateField: f"{now:%Y-%m-%d}",
        forms.IntegerField: "1",
        forms.TimeField: "10:00",
        forms.URLField: "https://www.example.org/",
    }
    found = (value for kind, value in plain.items() if isinstance(field, kind))
    return next(found, "كتابة تكفي لتبيان المقصود منها")


def posted(client: Client, at: str, now: datetime) -> Any:
    """The answer to a form sent empty and, where that is what is wrong, filled in."""
    answer = client.post(at)
    form = answer.context.get("form") if answer.status_code == 422 else None
    return client.post(at, typed(form, now)) if form else answer


def test_it_writes_nothing_but_what_is_its_own(filled: datetime) -> None:
    answers: dict[str, set[int]] = {}
    with time_machine.travel(filled, tick=False):
        client = Client()
        client.post("/demo/sign-in/", {"role": "auditor"})
        begun = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
        for path, view in addresses(get_resolver()):
            if view.startswith(tuple(OWN)):
                continue
            codes = {posted(client, at, filled).status_code for at in concrete(path)}
            answers[f"{view} {path}"] = codes

    written = Entry.objects.filter(pk__gt=begun, outcome=Entry.Outcome.DONE)
    assert [each.action for each in written] == []
    let_in = {view: codes for view, codes in answers.items() if codes - REFUSED - {422}}
    assert let_in == {}
    # Forms that offer such a reader nothing to choose cannot be filled in.
    assert len([view for view, codes in answers.items() if 422 in codes]) < 12
    refused = [view for view, codes in answers.items() if 403 in codes]
    assert len(refused) > 100
