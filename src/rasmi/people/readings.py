"""
A list of the staff compared with who is entered: who is new, changed or missing.

Nothing is written here: what comes of the comparison is shown first.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from rasmi.core.language import in_language
from rasmi.people.models import Appointment, Placement, Unit, User
from rasmi.web import tables
from rasmi.web.templatetags.web import digits

HEADINGS = {
    "staff_number": ("staff number", "الرقم الوظيفي"),
    "name_ar": ("name in arabic", "الاسم", "الاسم بالعربية"),
    "name_en": ("name in english", "الاسم بالإنجليزية"),
    "email": ("e-mail", "email", "البريد", "البريد الإلكتروني"),
    "unit": ("unit", "التقسيم", "التقسيم الإداري"),
    "title_ar": ("job title", "job title in arabic", "المسمى", "المسمى الوظيفي"),
    "title_en": ("job title in english", "المسمى الوظيفي بالإنجليزية"),
}
NEEDED = ("staff_number", "name_ar", "email", "unit", "title_ar")
MOST_ROWS = 20_000
LONGEST = 120  # characters of a name or a title
EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@dataclass(frozen=True)
class Line:
    """A row of the list that is in order; English is empty where it says none."""

    staff_number: str
    name_ar: str
    name_en: str
    email: str
    unit: Unit
    title_ar: str
    title_en: str


@dataclass(frozen=True)
class Change:
    """What the list says otherwise of somebody who is entered."""

    user: User
    line: Line
    place: Placement | None  # as entered now

    @property
    def names(self) -> tuple[str, str]:
        """The name in Arabic and English that the person has from now on."""
        return _both(self.line.name_ar, self.line.name_en, self.old_names)

    @property
    def old_names(self) -> tuple[str, str]:
        return self.user.name_ar, self.user.name_en

    @property
    def titles(self) -> tuple[str, str]:
        """The job title in Arabic and English that the person has from now on."""
        old = (self.place.title_ar, self.place.title_en) if self.place else ("", "")
        if self.line.title_ar != old[0]:
            old = ("", "")  # the English of another job is not that of the new one
        return _both(self.line.title_ar, self.line.title_en, old)

    @property
    def is_renamed(self) -> bool:
        return self.names != self.old_names

    @property
    def leaves_unit(self) -> bool:
        return self.place is None or self.place.unit_id != self.line.unit.pk

    @property
    def is_placed_anew(self) -> bool:
        """Whether the person moves, or has another job title in the same unit."""
        place = self.place
        return (
            place is None
            or self.leaves_unit
            or self.titles != (place.title_ar, place.title_en)
        )

    @property
    def what(self) -> str:
        said = []
        if self.is_renamed:
            names = {"name": in_language(*self.names)}
            said.append(_("from now on called %(name)s") % names)
        if self.is_placed_anew:
            said.append(
                _("from now on in %(unit)s as %(title)s")
                % {"unit": self.line.unit, "title": in_language(*self.titles)}
            )
        return in_language("، ", ", ").join(said)

    def facts(self) -> list[object]:
        """From what to what, so that another change in between is another one."""
        return [
            self.user.pk,
            self.place and self.place.pk,
            self.line.unit.pk,
            *self.old_names,
            *self.names,
            *self.titles,
        ]


def _both(arabic: str, english: str, old: tuple[str, str]) -> tuple[str, str]:
    """A text in both languages; the English of before stays if none is said."""
    old_ar, old_en = old
    is_translated = old_en not in {"", old_ar}
    return arabic, english or (old_en if is_translated else arabic)


@dataclass
class Comparison:
    """
    What a list would change.

    :param by_hand: who needs a person to look: the holder of an office who moves,
        whose address differs, by which one signs in, or who looks; with the reason
    :param absent: who is in service and not on the list: never ended by it
    """

    new: list[Line] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    by_hand: list[tuple[User, str]] = field(default_factory=list)
    absent: list[User] = field(default_factory=list)
    same: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """SHA-256, hexadecimal, of what would be entered: what was shown is that."""
        new = [[each.staff_number, each.unit.pk] for each in self.new]
        changed = [each.facts() for each in self.changed]
        return sha256(json.dumps([new, changed]).encode()).hexdigest()


Rows = list[tuple[int, tables.Row]]


def rows_of(file: BinaryIO) -> Rows:
    """
    Return the rows of a list of the staff.

    :raises ListError: if it is no table of the staff at all
    """
    return tables.read(file, HEADINGS, NEEDED, most_rows=MOST_ROWS)


def compared(rows: Rows, *, by: User, now: datetime) -> Comparison:
    """Compare a list of the staff with who is entered, for the person who looks."""
    return _Comparing(by, now).of(rows)


class _Comparing:
    """Everything that a list is compared with, read once."""

    def __init__(self, by: User, now: datetime) -> None:
        self.by = by
        self.found = Comparison()
        self.users = {each.staff_number: each for each in User.objects.all()}
        self.holder_of = {each.email: each for each in self.users.values()}
        self.units = _units_by_name()
        open_places = Placement.objects.filter(ends_at=None)
        self.places = {each.user_id: each for each in open_places}
        to_come = Appointment.objects.to_come(now)  # who acts, and who will, included
        self.in_office = set(to_come.values_list("holder", flat=True))
        self.seen: set[str] = set()

    def of(self, rows: Sequence[tuple[int, tables.Row]]) -> Comparison:
        for number, row in rows:
            self._row(number, row)
        listed = {row["staff_number"].translate(EASTERN) for _number, row in rows}
        self.found.absent = [
            each
            for key, each in self.users.items()
            if each.is_active and key not in listed
        ]
        return self.found

    def _row(self, number: int, row: tables.Row) -> None:
        row = {**row, "staff_number": row["staff_number"].translate(EASTERN)}
        row["email"] = row["email"].lower()
        unit = self.units.get(" ".join(row["unit"].split()).casefold())
        wrong = [*self._wrong(row, unit)]
        self.seen |= {row["staff_number"], row["email"]}
        if wrong or unit is None:
            facts = {
                "number": digits(number),
                "wrong": in_language("؛ ", "; ").join(wrong),
            }
            self.found.errors.append(_("Row %(number)s: %(wrong)s") % facts)
            return
        line = Line(
            staff_number=row["staff_number"],
            name_ar=row["name_ar"],
            name_en=row.get("name_en", ""),
            email=row["email"],
            unit=unit,
            title_ar=row["title_ar"],
            title_en=row.get("title_en", ""),
        )
        user = self.users.get(line.staff_number)
        if user is None:
            self.found.new.append(line)
        else:
            self._known(user, line)

    def _known(self, user: User, line: Line) -> None:
        change = Change(user, line, self.places.get(user.pk))
        if line.email != user.email:
            why = _("the address differs, and is the one of the sign-in")
            self.found.by_hand.append((user, why))
        elif not (change.is_placed_anew or change.is_renamed):
            self.found.same += 1
        elif user.pk == self.by.pk:
            why = _("is you: a colleague enters what changes of you")
            self.found.by_hand.append((user, why))
        elif change.leaves_unit and user.pk in self.in_office:
            why = _("moves, and holds an office that would end")
            self.found.by_hand.append((user, why))
        else:
            self.found.changed.append(change)

    def _wrong(self, row: tables.Row, unit: Unit | None) -> Iterator[str]:
        number, user = row["staff_number"], self.users.get(row["staff_number"])
        if not _is_staff_number(number):
            yield _("the staff number is missing or no number")
        elif {number, row["email"]} & self.seen:
            yield _("the number or the address stands there twice")
        if not _is_address(row["email"]):
            yield _("the e-mail address is missing or no address")
        elif self.holder_of.get(row["email"], user) != user:
            yield _("the address is that of somebody else")
        if user and not user.is_active:
            yield _("the person has left, and is taken back on their own page")
        if unit is None:
            yield _("no open unit is called «%(said)s»") % {"said": row["unit"][:60]}
        yield from _wrong_texts(row)


def _wrong_texts(row: tables.Row) -> Iterator[str]:
    if not (0 < len(row["name_ar"]) <= LONGEST):
        yield _("the name in Arabic is missing or too long")
    if not (0 < len(row["title_ar"]) <= LONGEST):
        yield _("the job title is missing or too long")
    texts = [row.get(key, "") for key in HEADINGS]
    if not all(map(tables.is_plain, texts)) or any(map(_is_formula, texts)):
        yield _("a cell is too long, is a formula or holds hidden characters")


def _units_by_name() -> dict[str, Unit]:
    """Open units by either name; a name that two units have names none."""
    found: dict[str, Unit] = {}
    twice: set[str] = set()
    for unit in Unit.objects.open():
        for name in {unit.name_ar.casefold(), unit.name_en.casefold()}:
            if name in found:
                twice.add(name)
            found[name] = unit
    return {name: unit for name, unit in found.items() if name not in twice}


def _is_staff_number(text: str) -> bool:
    try:
        User._meta.get_field("staff_number").run_validators(text)
    except ValidationError:
        return False
    return bool(text)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _is_formula(text: str) -> bool:
    return text.startswith(("=", "+", "@", "\t", "\r"))
