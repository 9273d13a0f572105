import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import IntegrityError, transaction

from rasmi.people.models import User
from rasmi.policy import pack, selectors, services
from rasmi.policy.models import Approval
from tests.factories import refused
from tests.speaking import acts_for, acts_on

HOUR = timedelta(hours=1)
DIGEST = "a" * 64
Give = Callable[..., Approval]


@pytest.fixture
def give(salma: User, khalid: User, now: datetime) -> Give:
    def give(by: User = khalid, digest: str = DIGEST, **other: Any) -> Approval:
        facts: Any = {
            "written_by": salma,
            "written_at": now,
            "window": (now + HOUR, now + 2 * HOUR),
            "now": now,
        }
        return services.approve("post", digest, by=by, **{**facts, **other})

    return give


def standing(at: datetime) -> list[Approval]:
    return list(Approval.objects.standing(at))


def test_an_approval_is_of_these_bytes_in_this_window(
    give: Give, khalid: User, salma: User, now: datetime
) -> None:
    approval = give()

    assert (approval.digest, approval.by) == (DIGEST, khalid)
    assert approval.written_by == salma
    assert (approval.not_before, approval.not_after) == (now + HOUR, now + 2 * HOUR)
    assert standing(now) == [approval]
    assert standing(now - HOUR) == []
    assert acts_on(approval) == ["policy.approval.give"]


def test_nobody_approves_what_they_wrote(give: Give, salma: User) -> None:
    with refused("people.two_persons"):
        give(salma)


@pytest.mark.parametrize("is_deputy", [True, False])
def test_nobody_approves_for_whom_they_act(
    give: Give, salma: User, khalid: User, is_deputy: bool, now: datetime
) -> None:
    acts_for(*((khalid, salma) if is_deputy else (salma, khalid)), now)

    with refused("people.two_persons"):
        give()


def test_who_acted_long_before_it_was_written_may_approve(
    give: Give, salma: User, khalid: User, now: datetime
) -> None:
    acts_for(khalid, salma, now - timedelta(days=9))

    assert give()


def test_each_approves_the_same_bytes_once(give: Give, salim: User) -> None:
    give()

    with refused("policy.approved_once_by_each"):
        give()
    assert give(salim)
    assert give(digest="b" * 64)


def test_an_approval_is_taken_back_for_all(
    give: Give, salma: User, salim: User, now: datetime
) -> None:
    first, second = give(), give(salim)
    other = give(digest="b" * 64)
    later = now + HOUR

    assert services.void_approvals(DIGEST, reason="خطأ", by=salma, now=later) == 2

    assert standing(later) == [other]
    assert standing(now) == [first, second, other]
    first.refresh_from_db()
    assert (first.voided_by, first.void_reason) == (salma, "خطأ")
    assert acts_on(second)[-1] == "policy.approval.void"


def test_what_was_taken_back_is_not_taken_back_again(
    give: Give, salma: User, now: datetime
) -> None:
    give()
    services.void_approvals(DIGEST, reason="خطأ", by=salma, now=now)

    later = now + HOUR
    assert services.void_approvals(DIGEST, reason="ثانية", by=salma, now=later) == 0

    assert Approval.objects.get().void_reason == "خطأ"


def test_what_was_taken_back_may_be_given_again(
    give: Give, salma: User, now: datetime
) -> None:
    give()
    services.void_approvals(DIGEST, reason="خطأ", by=salma, now=now)

    assert standing(now + HOUR) == []
    assert give(now=now + HOUR)
    assert len(standing(now + HOUR)) == 1


@pytest.mark.parametrize("wrong", ["by the writer", "without a window", "twice"])
def test_the_database_refuses_what_the_services_refuse(
    give: Give, salma: User, wrong: str
) -> None:
    approval = give()
    changes: dict[str, dict[str, Any]] = {
        "by the writer": {"by": salma},
        "without a window": {"not_after": approval.not_before},
        "twice": {},
    }
    for name, value in changes[wrong].items():
        setattr(approval, name, value)
    if wrong == "twice":
        approval.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        approval.save()


def test_the_sample_matrix_asks_one_other_person_for_a_post() -> None:
    post, urgent = (selectors.approvals_for(act) for act in ("post", "urgent_post"))

    assert (post.others, post.looked_at_within) == (1, 0)
    assert (urgent.others, urgent.looked_at_within) == (0, 4)
    assert post.title.ar
    assert urgent.title.en


def nobody_looks(matrix: Any) -> None:
    matrix["urgent_post"]["looked_at_within_hours"] = 0


def nobody_approves(matrix: Any) -> None:
    matrix["post"]["others"] = 0


def one_act_is_missing(matrix: Any) -> None:
    del matrix["urgent_post"]


def one_act_is_unknown(matrix: Any) -> None:
    matrix["dance"] = matrix["post"]


def one_title_is_missing(matrix: Any) -> None:
    matrix["post"]["title"] = {"ar": "منشور"}


@pytest.mark.parametrize(
    "change",
    [
        nobody_looks,
        nobody_approves,
        one_act_is_missing,
        one_act_is_unknown,
        one_title_is_missing,
    ],
)
def test_a_matrix_by_which_somebody_speaks_alone_is_not_read(
    tmp_path: Path, change: Callable[[Any], None]
) -> None:
    copy = Path(shutil.copytree(settings.POLICY_PACK, tmp_path / "pack"))
    file = copy / "approval-matrix.yaml"
    matrix = yaml.safe_load(file.read_text("utf-8"))
    assert pack.load.__wrapped__(copy).matrix

    change(matrix)
    file.write_text(yaml.safe_dump(matrix), "utf-8")

    with pytest.raises(pack.PackError):
        pack.load.__wrapped__(copy)


@pytest.mark.parametrize("others", ["1", None])
def test_a_matrix_counts_persons_in_whole_numbers(
    tmp_path: Path, others: object
) -> None:
    copy = Path(shutil.copytree(settings.POLICY_PACK, tmp_path / "pack"))
    file = copy / "approval-matrix.yaml"
    matrix = yaml.safe_load(file.read_text("utf-8"))
    matrix["post"]["others"] = others
    file.write_text(yaml.safe_dump(matrix), "utf-8")

    with pytest.raises(pack.PackError):
        pack.load.__wrapped__(copy)
