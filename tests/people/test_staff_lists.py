import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from rasmi.audit.models import Entry
from rasmi.files.models import Evidence
from rasmi.notify.models import Message
from rasmi.people import readings, selectors, services
from rasmi.people.models import Appointment, Placement, Power, Unit, User
from rasmi.web.tables import ListError
from tests.conftest import signed_in
from tests.factories import appoint_to, make_user, refused

HEAD = "الرقم الوظيفي,الاسم,البريد الإلكتروني,التقسيم الإداري,المسمى الوظيفي"
HOUR = timedelta(hours=1)
BODY = "وزارة الاختبار"
Bring = Callable[[str], Evidence]


def line(number: str, name: str = "منى", unit: str = BODY, title: str = "باحثة") -> str:
    return f"{number},{name},{number.lower()}@ministry.example,{unit},{title}"


def table(*lines: str) -> str:
    return "\n".join([HEAD, *lines])


@pytest.fixture
def bring(maryam: User, now: datetime) -> Bring:
    def keep(text: str) -> Evidence:
        file = SimpleUploadedFile("staff.csv", text.encode())
        return services.bring_list(original=file, by=maryam, now=now)

    return keep


def compared(text: str | bytes) -> readings.Comparison:
    content = text.encode() if isinstance(text, str) else text
    rows = readings.rows_of(io.BytesIO(content))
    now = datetime(2026, 11, 23, 5, tzinfo=UTC)
    return readings.compared(rows, by=User(), now=now)


def enter(
    kept: Evidence, by: User, now: datetime, *, sends_links: bool = False
) -> readings.Comparison:
    """As a person does: look at what would change, then enter it."""
    shown = services.look_at_list(kept, by=by, now=now).digest
    return services.import_staff(
        kept, shown=shown, sends_links=sends_links, by=by, now=now
    )


def test_a_list_enters_updates_and_ends_nobody(
    bring: Bring, maryam: User, salma: User, body: Unit, now: datetime
) -> None:
    section = Unit.objects.create(
        name_ar="قسم النشر", name_en="Publishing", parent=body, since_at=now
    )
    kept = bring(table(line("2001"), line("salma", "سلمى", section.name_ar)))

    found = enter(kept, maryam, now)

    assert [each.staff_number for each in found.new] == ["2001"]
    salma.refresh_from_db()
    assert salma.name_ar == "سلمى"
    place = selectors.placement_of(salma)
    assert place
    assert place.unit == section
    assert found.absent == [maryam]
    assert User.objects.get(pk=maryam.pk).is_active
    assert not Message.objects.exists()
    again = enter(kept, maryam, now, sends_links=True)
    assert (again.new, again.changed, again.same) == ([], [], 2)


def test_one_wrong_row_enters_nothing(
    bring: Bring, maryam: User, now: datetime
) -> None:
    kept = bring(table(line("2001"), line("2002", unit="قسم لا وجود له")))

    with refused("people.list_is_in_order"):
        enter(kept, maryam, now)
    assert not User.objects.filter(staff_number="2001").exists()


@pytest.mark.parametrize(
    "row",
    [
        line("not a number"),
        line("2001", name=""),
        line("2001", title=""),
        line("2001", unit="?"),
        line("2001", name="=HYPERLINK(1)"),
        line("2001", name="x" * 400),
        line("2001") + "\n" + line("2001"),
        "2001,منى,salma@ministry.example," + BODY + ",باحثة",
        "2001,منى,no-address," + BODY + ",باحثة",
    ],
)
def test_what_is_wrong_with_a_row_is_said(salma: User, row: str) -> None:
    (error,) = compared(table(row)).errors
    assert error


def test_who_has_left_is_not_taken_back_by_a_list(salma: User) -> None:
    salma.is_active = False
    salma.save()

    assert len(compared(table(line("salma"))).errors) == 1


def test_an_office_and_an_address_are_changed_by_hand(
    maryam: User, salma: User, body: Unit, now: datetime
) -> None:
    Unit.objects.create(name_ar="قسم", name_en="A", parent=body, since_at=now)
    found = compared(
        table(line("maryam", unit="قسم"), f"salma,سلمى,other@x.example,{BODY},باحثة")
    )

    assert [user for user, _why in found.by_hand] == [maryam, salma]
    assert found.changed == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_the_encodings_of_excel_are_read(body: Unit, encoding: str) -> None:
    content = table(line("٢٠٠١")).replace("٢٠٠١@", "a@")
    if encoding == "cp1256":
        content = content.replace("٢٠٠١", "2001")
    found = compared(content.encode(encoding))

    assert [each.staff_number for each in found.new] == ["2001"]


def test_a_workbook_is_read_and_fifty_thousand_rows_are_not(body: Unit) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEAD, line("2001")):
        sheet.append(row.split(","))
    file = io.BytesIO()
    book.save(file)
    assert len(compared(file.getvalue()).new) == 1

    with pytest.raises(ListError, match="large"):
        compared(table(*["1,ا,a,b,c"] * 50_000))


def test_the_pages_show_what_would_change_first(
    as_maryam: Client, salma: User, khalid: User
) -> None:
    file = SimpleUploadedFile("staff.csv", table(line("2001")).encode())
    brought = as_maryam.post("/people/import/", {"original": file})
    assert brought.status_code == 302
    preview = as_maryam.get(brought["Location"]).content.decode()
    assert "منى" in preview
    assert str(salma) in preview
    assert not User.objects.filter(staff_number="2001").exists()
    assert signed_in(khalid).get(brought["Location"]).status_code == 403
    assert as_maryam.get("/people/import/forged/").status_code == 404

    unseen = as_maryam.post(brought["Location"], {})
    assert unseen.status_code == 403
    shown = re.search(r'name="shown" value="(\w+)"', unseen.content.decode())
    assert shown
    typed = {"shown": shown[1]}
    assert as_maryam.post(brought["Location"], typed).status_code == 302
    assert User.objects.filter(staff_number="2001").exists()


def test_a_list_enters_only_what_was_shown(
    bring: Bring, maryam: User, salma: User, section: Unit, body: Unit, now: datetime
) -> None:
    kept = bring(table(line("salma", unit=section.name_ar)))
    shown = services.look_at_list(kept, by=maryam, now=now).digest
    act = partial(
        services.import_staff, kept, shown=shown, sends_links=False, by=maryam
    )
    act(now=now)
    services.move_person(
        salma, unit=body, title_ar="أخصائي", title_en="A", by=maryam, now=now + HOUR
    )

    with refused("people.list_enters_what_was_shown"):
        act(now=now + 2 * HOUR)
    place = selectors.placement_of(salma)
    assert place
    assert place.unit == body


def test_who_acts_or_will_hold_an_office_is_moved_by_hand(
    bring: Bring,
    maryam: User,
    salma: User,
    salim: User,
    khalid: User,
    section: Unit,
    body: Unit,
    now: datetime,
) -> None:
    owns = appoint_to(khalid, body, "مدير", [Power.POLICY], now)
    decided = {"decision_number": "1", "decision_date": now.date()}
    Appointment.objects.create(
        office=owns.office,
        holder=salma,
        acting_for=khalid,
        starts_at=now,
        ends_at=now + timedelta(days=30),
        **decided,
    )
    appoint_to(salim, body, "أمين", [Power.REGISTER], now + timedelta(days=3))
    lines = [line(key, unit=section.name_ar) for key in ("salma", "salim")]

    found = enter(bring(table(*lines)), maryam, now + HOUR)

    assert [user for user, _why in found.by_hand] == [salma, salim]
    assert found.changed == []


def test_a_list_without_english_keeps_the_english_that_is_known(
    bring: Bring, maryam: User, salma: User, now: datetime
) -> None:
    name_en = salma.name_en
    enter(bring(table(line("salma", "سلمى الهنائية", title="أخصائي"))), maryam, now)

    salma.refresh_from_db()
    assert (salma.name_ar, salma.name_en) == ("سلمى الهنائية", name_en)
    place = selectors.placement_of(salma)
    assert place
    assert place.title_en == "Specialist"

    english = f"{HEAD},الاسم بالإنجليزية\n{line('salma', salma.name_ar)},Salma H."
    enter(bring(english), maryam, now + HOUR)
    salma.refresh_from_db()
    assert salma.name_en == "Salma H."
    about = Entry.objects.filter(target_type="people.user", target_id=str(salma.pk))
    assert [each.action for each in about.order_by("pk")] == [
        "people.user.rename",
        "people.user.rename",
        "people.user.move",
    ]


def test_a_new_title_in_the_same_unit_is_a_change_and_ends_no_office(
    bring: Bring, maryam: User, khalid: User, now: datetime
) -> None:
    kept = bring(table(line("khalid", khalid.name_ar, title="مدير")))

    found = enter(kept, maryam, now + HOUR)

    assert [each.user for each in found.changed] == [khalid]
    place = selectors.placement_of(khalid)
    assert place
    assert (place.title_ar, place.title_en) == ("مدير", "مدير")
    assert Power.APPROVE in selectors.powers_of(khalid, now + HOUR)


def test_who_enters_a_list_is_shown_as_left_out(
    bring: Bring, maryam: User, now: datetime
) -> None:
    found = enter(bring(table(line("maryam", "مريم الجديدة"))), maryam, now)

    assert [user for user, _why in found.by_hand] == [maryam]
    assert found.changed == []


def test_a_long_list_is_shown_in_pages(as_maryam: Client, salma: User) -> None:
    rows = [line(str(number)) for number in range(2001, 2103)]
    file = SimpleUploadedFile("staff.csv", table(*rows).encode())
    address = as_maryam.post("/people/import/", {"original": file})["Location"]

    first = as_maryam.get(address).content.decode()
    last = as_maryam.get(f"{address}?page=2").content.decode()
    assert ("2100" in first, "2101" in first, "?page=2" in first) == (True, False, True)
    assert ("2100" in last, "2102" in last) == (False, True)


@pytest.fixture
def section(body: Unit, now: datetime) -> Unit:
    return Unit.objects.create(
        name_ar="مركز القبول", name_en="Admission", parent=body, since_at=now
    )


@pytest.fixture
def director(section: Unit, now: datetime) -> User:
    """He heads a section and keeps nobody's records."""
    user = make_user("director", section, now)
    appoint_to(user, section, "مدير المركز", [Power.DECIDE], now)
    return user


def test_the_head_of_a_unit_releases_its_people_at_once(
    section: Unit, director: User, salma: User, now: datetime
) -> None:
    worker = make_user("worker", section, now)
    client = signed_in(worker)
    assert client.get("/").status_code == 200

    address = f"/people/{worker.pk}/release/"
    head = signed_in(director)
    assert address in head.get(f"/people/{worker.pk}/").content.decode()
    assert head.post(address).status_code == 302

    assert client.get("/").status_code == 302
    assert head.post(f"/people/{salma.pk}/release/").status_code == 403
    with refused("people.holds_power"):
        services.release_person(salma, by=director, now=now + timedelta(days=1))
    with refused("people.not_for_oneself"):
        services.release_person(director, by=director, now=now)


def test_the_head_of_a_unit_moves_its_people_away(
    section: Unit, body: Unit, director: User, now: datetime
) -> None:
    worker = make_user("worker", section, now)
    services.move_person(
        worker, unit=body, title_ar="باحث", title_en="Researcher", by=director, now=now
    )

    assert Placement.objects.get(user=worker, ends_at=None).unit == body
    with refused("people.holds_power"):
        services.release_person(worker, by=director, now=now)


def test_a_head_does_not_end_who_controls_or_outranks_the_head(
    section: Unit, body: Unit, director: User, now: datetime
) -> None:
    auditor, minister, peer, under = (
        make_user(key, section, now) for key in ("auditor", "minister", "peer", "under")
    )
    appoint_to(auditor, section, "مدقق", [Power.AUDIT], now)
    appoint_to(minister, body, "الوزير", [Power.HEAD, Power.DECIDE], now)
    appoint_to(peer, section, "نائب المدير", [Power.DECIDE], now + timedelta(days=1))
    part = Unit.objects.create(
        name_ar="شعبة", name_en="Part", parent=section, since_at=now
    )
    appoint_to(under, part, "رئيس الشعبة", [Power.DECIDE, Power.APPROVE], now)

    for person in (auditor, minister, peer):
        with refused("people.holds_power"):
            services.release_person(person, by=director, now=now)
    services.release_person(under, by=director, now=now)


def test_nobody_in_the_body_ends_the_service_of_its_head(
    body: Unit, now: datetime
) -> None:
    minister, second = (make_user(key, body, now) for key in ("minister", "second"))
    appoint_to(minister, body, "الوزير", [Power.DECIDE], now)
    appoint_to(second, body, "وكيل", [Power.DECIDE], now)

    with refused("people.holds_power"):
        services.release_person(minister, by=second, now=now)
