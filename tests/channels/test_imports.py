import io
import zipfile
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from rasmi.channels import lists, selectors, services
from rasmi.channels.models import Channel, Import
from rasmi.files import selectors as files
from rasmi.people.models import Unit, User
from rasmi.policy.models import Decision
from rasmi.rules import Verdict
from tests.conftest import Decided
from tests.factories import owed, refused, verdict

DAY = timedelta(days=1)
HEAD = "المنصة,معرّف الحساب,الاسم بالعربية,الاسم بالإنجليزية,الجهة المالكة,الرابط"
ROWS = (
    "إكس,@demo_ministry,الوزارة على إكس,The ministry,وزارة الاختبار,",
    "Instagram,demo.ministry,الوزارة على إنستغرام,,Ministry of Tests,",
)
LIST = "\r\n".join([HEAD, *ROWS])


def send(client: Client, content: bytes, name: str = "accounts.csv") -> object:
    upload = SimpleUploadedFile(name, content)
    return client.post("/accounts/import/", {"original": upload})


def xlsx() -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for line in LIST.split("\r\n"):
        book.active.append(line.split(","))  # type: ignore[union-attr]
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode("utf-8-sig"),
        LIST.encode(),
        LIST.encode("cp1256"),
        LIST.encode("utf-16"),
        LIST.replace(",", ";").encode(),
        LIST.replace(",", "\t").encode(),
        xlsx(),
    ],
    ids=["bom", "utf-8", "windows-arabic", "utf-16", "semicolons", "tabs", "xlsx"],
)
def test_accounts_in_use_enter_the_register_as_such(
    as_rania: Client, now: datetime, content: bytes
) -> None:
    response = send(as_rania, content)

    assert response.status_code == 302, response.context["form"].errors  # type: ignore[attr-defined]
    found = {each.handle: each for each in Channel.objects.all()}
    assert set(found) == {"demo_ministry", "demo.ministry"}
    assert all(each.is_in_use for each in found.values())
    kept = Import.objects.get()
    assert (kept.accounts, kept.known) == (2, 0)
    with files.open_evidence(kept.original) as file:
        assert file.read() == content
    assert verdict("channels.opened_by_decision", now) == (Verdict.NOT_MET, 2, 2)
    assert len(owed("channels.opened_by_decision", now, "register")) == 2


def test_what_is_known_is_passed_over(as_rania: Client) -> None:
    send(as_rania, LIST.encode())
    send(as_rania, LIST.encode())

    assert Channel.objects.count() == 2
    assert Import.objects.first().known == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "row",
    [
        "orkut,demo,اسم,,وزارة الاختبار,",
        "إكس,a b c,اسم,,وزارة الاختبار,",
        "إكس,demo,اسم,,وزارة أخرى,",
        "إكس,demo,,,وزارة الاختبار,",
        "إكس,demo,اسم,,وزارة الاختبار,javascript:alert(1)",
        f"إكس,demo,اسم,{'x' * 200},وزارة الاختبار,",
        f"إكس,demo,اسم,,وزارة الاختبار,https://x.com/{'x' * 400}",
        "إكس,demo,ا\x00سم,,وزارة الاختبار,",
        "إكس,demo,اسم,,وزارة\x00 الاختبار,",
    ],
)
def test_one_wrong_row_enters_nothing_and_is_named_by_its_number(
    as_rania: Client, row: str
) -> None:
    response = send(as_rania, "\r\n".join([HEAD, ROWS[0], row]).encode())

    assert response.status_code == 422  # type: ignore[attr-defined]
    errors = response.context["form"].errors["original"]  # type: ignore[attr-defined]
    assert len(errors) == 1
    assert "3" in errors[0]
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "headings"),
        (HEAD.encode(), "empty"),
        (b"a,b\n1,2", "headings"),
        (b"PK\x03\x04 not a zip", "table"),
        (b"\x81" * 10, "headings"),
        (b"x" * (lists.LARGEST + 1), "large"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(content: bytes, reason: str) -> None:
    with pytest.raises(lists.ListError) as caught:
        lists.read(io.BytesIO(content))

    assert caught.value.reason == reason


def test_a_bomb_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (lists.LARGEST_UNPACKED + 1))

    with pytest.raises(lists.ListError, match="large"):
        lists.read(io.BytesIO(buffer.getvalue()))


def test_a_zip_that_is_no_workbook_is_no_table() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("hello.txt", b"hello")

    with pytest.raises(lists.ListError, match="table"):
        lists.read(io.BytesIO(buffer.getvalue()))


def test_only_who_keeps_registers_imports(as_salma: Client) -> None:
    assert send(as_salma, LIST.encode()).status_code == 403  # type: ignore[attr-defined]


@pytest.fixture
def in_use(as_rania: Client) -> Channel:
    send(as_rania, LIST.encode())
    return Channel.objects.get(platform="x")


def test_an_account_in_use_goes_on_for_a_signed_period(
    in_use: Channel, decided: Decided, rania: User, now: datetime
) -> None:
    assert not selectors.is_usable(in_use, now)

    services.allow_transition(
        in_use,
        decision=decided(Decision.Kind.WAIVER),
        ends_at=now + 60 * DAY,
        by=rania,
        now=now,
    )

    assert selectors.is_usable(in_use, now)
    assert not selectors.is_usable(in_use, now + 61 * DAY)
    # The finding stays: this is a period of grace, not the decision.
    assert verdict("channels.opened_by_decision", now)[2] == 2


@pytest.mark.parametrize("days", [0, 500])
def test_a_transition_has_an_end_within_a_year(
    in_use: Channel, decided: Decided, rania: User, now: datetime, days: int
) -> None:
    with refused("channels.transition_has_an_end"):
        services.allow_transition(
            in_use,
            decision=decided(Decision.Kind.WAIVER),
            ends_at=now + days * DAY,
            by=rania,
            now=now,
        )


def test_a_proposed_account_has_no_transition(
    in_use: Channel, decided: Decided, rania: User, now: datetime
) -> None:
    Channel.objects.update(state=Channel.State.PROPOSED)

    with refused("channels.transition_has_an_end"):
        services.allow_transition(
            in_use,
            decision=decided(Decision.Kind.WAIVER),
            ends_at=now + DAY,
            by=rania,
            now=now,
        )


def test_an_imported_account_is_described_and_decided_like_any_other(
    in_use: Channel, rania: User, body: Unit, now: datetime
) -> None:
    services.describe(
        in_use,
        purposes=["dialogue"],
        need="قائم منذ سنوات",
        audience="الجمهور",
        languages=["ar"],
        answered_by=body,
        answered_when="working",
        by=rania,
        now=now,
    )

    in_use.refresh_from_db()
    steps = {each.key: each.is_done for each in selectors.steps(in_use, now)}
    assert steps["proposal"]


def test_the_empty_list_has_the_headings_that_are_read(as_salma: Client) -> None:
    content = as_salma.get("/accounts/import/form.csv").content
    row = "إكس,demo,اسم,Name,وحدة,https://x.com/demo"

    rows = lists.read(io.BytesIO(content + row.encode()))

    assert rows[0][1]["owner"] == "وحدة"


@pytest.mark.parametrize(
    "part",
    [
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
    ],
)
def test_a_broken_workbook_is_no_table(part: str) -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx())) as whole,
        zipfile.ZipFile(buffer, "w") as broken,
    ):
        for name in whole.namelist():
            content = b"<broken" if name == part else whole.read(name)
            broken.writestr(name, content)

    with pytest.raises(lists.ListError, match="table"):
        lists.read(io.BytesIO(buffer.getvalue()))


def test_rows_past_the_limit_are_not_dropped_silently() -> None:
    book, buffer = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(HEAD.split(","))
    sheet.cell(row=lists.MOST_ROWS + 3, column=1, value="إكس")
    book.save(buffer)

    with pytest.raises(lists.ListError, match="large"):
        lists.read(io.BytesIO(buffer.getvalue()))
