from datetime import datetime

import pytest

from rasmi.channels import services
from rasmi.people.models import User
from rasmi.policy import pack
from tests.portal.conftest import Ask, Make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rasmi.config.urls_public")]


def test_only_an_approved_notice_is_public(
    ask: Ask, rania: User, khalid: User, now: datetime
) -> None:
    notice = pack.current().copyright
    written = services.write_disclaimer(
        text_ar=notice.full.ar,
        text_en=notice.full.en,
        short_ar=notice.short.ar,
        short_en=notice.short.en,
        by=rania,
        now=now,
    )
    assert "65/2008" not in ask("/copyright/")

    services.approve_disclaimer(written, by=khalid, now=now)

    notice_shown = "portal.disclaimer_is_shown"
    assert f'data-notice="{notice_shown}"' in ask("/copyright/")
    assert "65/2008" in ask("/copyright/")
    assert "Royal Decree 65/2008" in ask("/en/copyright/")


def test_people_are_told_what_their_words_lead_to(ask: Ask, make: Make) -> None:
    account = make()

    notice = "portal.weight_of_words_is_shown"
    for path in (f"/accounts/{account.pk}/", "/rules/"):
        page = ask(path)
        assert f'data-notice="{notice}"' in page
        assert "/copyright/" in page
