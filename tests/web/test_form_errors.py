from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override

AGAIN = "Load the page again: it is no longer as it was."


class ReplyForm(forms.Form):
    text = forms.CharField(label="Text")
    version = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput)


def shown(typed: dict[str, Any]) -> str:
    with override("en"):
        return render_to_string(
            "web/components/form_errors.html", {"form": ReplyForm(typed)}
        )


def test_an_error_that_no_field_shows_says_what_to_do() -> None:
    found = shown({"text": "a", "version": "x", "digest": "d"})

    assert found.count("<li>") == 1
    assert AGAIN in found


def test_it_is_said_once() -> None:
    assert shown({"text": "a"}).count(AGAIN) == 1


def test_an_error_that_a_field_shows_leads_to_it() -> None:
    found = shown({"version": "1", "digest": "d"})

    assert 'href="#id_text"' in found
    assert AGAIN not in found
