"""A file of people: what each line says of a person, and what is wrong with it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import NOBODYS, Role
from coach_the_coach.imports.formats.sheet import Problem, Row, read_sheet

REQUIRED: Final = ("email", "given_name", "family_name", "role")
"""Columns without which nobody can be brought in."""

LONGEST: Final[Mapping[str, int]] = {
    "employee_id": 80,
    "email": 254,
    "given_name": 80,
    "family_name": 80,
    "title": 120,
    "team": 80,
    "region": 80,
    "manager_email": 254,
    "locale": 20,
}
"""Characters that each column may hold: as many as are kept of it."""

HEADINGS: Final[Mapping[str, str]] = {
    heading: column
    for column, headings in {
        "employee_id": "employee_id employee_number employeenumber employee_no emp_id worker_id "
        "personnel_number person_id",
        "email": "email e_mail mail email_address e_mail_address work_email primary_email",
        "given_name": "given_name givenname first_name firstname forename",
        "family_name": "family_name familyname last_name lastname surname",
        "title": "title job_title jobtitle position",
        "role": "role coaching_role coach_role",
        "team": "team department sales_team",
        "region": "region territory",
        "manager_email": "manager_email manager_e_mail manager_mail manager_email_address manager "
        "reports_to reports_to_email supervisor_email",
        "start_date": "start_date startdate starts_on hire_date start",
        "end_date": "end_date enddate ends_on termination_date leaving_date end",
        "time_zone": "time_zone timezone tz",
        "locale": "locale language",
    }.items()
    for heading in headings.split()
}
"""Heading, in lower case with underscores, to the column that it names."""

ROLE_WORDS: Final[Mapping[str, Role]] = {
    word: role
    for role, words in {
        Role.ADMIN: "admin, administrator, system administrator",
        Role.LEADER: "leader, sales leader, vp, svp, evp, rvp, avp, vice president, director, "
        "sales director, vp sales, vp of sales, cro, chief revenue officer, head of sales, "
        "second line manager",
        Role.SPECIALIST: "specialist, coaching specialist, enablement, sales enablement",
        Role.MANAGER: "manager, sales manager, first line manager, front line manager, "
        "frontline manager, team lead, team leader",
        Role.REP: "rep, sales rep, sales representative, representative, seller, "
        "account executive, ae, account manager, sdr, bdr",
    }.items()
    for word in words.split(", ")
}
"""How HR files name the roles. Source: docs/access.md."""

DECIDED: Final = tuple(dict.fromkeys(ROLE_WORDS.values()))
"""Roles that a file gives and takes; every other is given by hand and left alone."""

MOST_GUESSED: Final = 20
"""Unknown time zones of one file for which a near one is looked for.

Source: docs/method.md#limits.
"""

LONGEST_ZONE: Final = 60
"""Characters of a time zone: as many as are kept. Source: docs/method.md#limits."""

_EMAIL: Final = re.compile(
    r"[^\s@,;:<>\"()\[\]]+@[^\s@,;:<>\"()\[\]_.-][^\s@,;:<>\"()\[\]_]*\.\w{2,}"
)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LOCALE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


@dataclass(frozen=True)
class PersonLine:
    """One person as a line of the file gives them, judged; empty is what the line does not say."""

    line: int
    email: str
    given_name: str
    family_name: str
    roles: frozenset[Role]
    employee_id: str = ""
    title: str = ""
    team: str = ""
    region: str = ""
    manager_email: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    time_zone: str = ""
    locale: str = ""

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"

    def kept(self, columns: frozenset[str]) -> dict[str, Any]:
        """What is kept of the person, by name of the field; a missing column says nothing.

        An empty cell empties the field, but for time zone and locale, which everybody has.
        """
        said: dict[str, Any] = {
            "email": self.email,
            "given_name": self.given_name,
            "family_name": self.family_name,
        }
        optional = {
            "employee_id": ("employee_id", self.employee_id or None),
            "title": ("title", self.title),
            "team": ("team", self.team),
            "region": ("region", self.region),
            "start_date": ("starts_on", self.starts_on),
            "end_date": ("ends_on", self.ends_on),
        }
        said |= {name: value for column, (name, value) in optional.items() if column in columns}
        everybodys = {"time_zone": self.time_zone, "locale": self.locale}
        return said | {name: value for name, value in everybodys.items() if value}


@dataclass(frozen=True)
class PeopleFile:
    """A file of people, read: its good lines, and what is wrong with the others."""

    columns: frozenset[str]
    lines: tuple[PersonLine, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    """Every e-mail address in the column, those of bad lines too."""


def read_people(content: bytes) -> PeopleFile:
    """The people in a CSV file, each line judged by itself.

    Raises Invalid for what is no table of text at all.
    """
    sheet = read_sheet(content, HEADINGS)
    missing = [column for column in REQUIRED if column not in sheet.columns]
    if missing and not sheet.problems:
        text = _("The file needs a column {columns}.").format(columns=listed(missing))
        return PeopleFile(sheet.columns, (), (Problem(0, text),), sheet.notes)
    lines: list[PersonLine] = []
    problems = list(sheet.problems)
    zones = _NearZones()
    for row in [] if missing else sheet.rows:
        cells = _Cells(row, zones)
        person = _person_in(cells)
        problems += [Problem(row.line, text) for text in cells.problems]
        lines += [] if cells.problems else [person]
    if not lines and not problems:
        problems.append(Problem(0, _("The file names nobody.")))
    named = frozenset(row.cells.get("email", "").lower() for row in sheet.rows)
    return PeopleFile(sheet.columns, tuple(lines), tuple(problems), sheet.notes, named)


def listed(words: list[str]) -> str:
    """Words as one says them: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def _person_in(cells: "_Cells") -> PersonLine:
    """What a row says; what is wrong with it is left in `cells.problems`."""
    person = PersonLine(
        line=cells.row.line,
        email=cells.email("email"),
        given_name=cells.text("given_name"),
        family_name=cells.text("family_name"),
        roles=cells.roles(),
        employee_id=cells.text("employee_id"),
        title=cells.text("title"),
        team=cells.text("team"),
        region=cells.text("region"),
        manager_email=cells.manager(),
        starts_on=cells.day("start_date"),
        ends_on=cells.day("end_date"),
        time_zone=cells.time_zone(),
        locale=cells.locale(),
    )
    if person.starts_on and person.ends_on and person.ends_on < person.starts_on:
        cells.problems.append(_("end_date is before start_date."))
    return person


@dataclass
class _NearZones:
    """Time zones that come near to unknown ones of a file, each looked for once."""

    found: dict[str, str] = field(default_factory=dict)

    def to(self, cell: str) -> str:
        """The zone that was likely meant; Berlin's where none is near or many were looked for."""
        if cell not in self.found:
            # Comparing with every zone takes milliseconds, and a file may hold 50,000 mistakes.
            looks = len(self.found) < MOST_GUESSED and len(cell) <= LONGEST_ZONE
            near = get_close_matches(cell.lower(), _zones(), 1, 0.7) if looks else []
            self.found[cell] = _zones()[near[0]] if near else "Europe/Berlin"
        return self.found[cell]


@dataclass
class _Cells:
    """The cells of one row, each read as what it must be, and what is wrong with them."""

    row: Row
    zones: _NearZones
    problems: list[str] = field(default_factory=list)

    def text(self, column: str) -> str:
        """A cell's text; there where the column is required, and no longer than is kept."""
        cell = self.row.cells.get(column, "")
        if not cell and column in REQUIRED:
            self.problems.append(_("{column} is empty.").format(column=column))
        if len(cell) > LONGEST.get(column, 120):
            told = _("{column} is longer than {most} characters.")
            self.problems.append(told.format(column=column, most=LONGEST.get(column, 120)))
        return cell

    def wrong(self, column: str, cell: str, expected: str) -> None:
        """Note that a cell is not what was expected of it."""
        told = _("{column} “{cell}” is not {expected}.")
        short = cell if len(cell) <= 60 else f"{cell[:60]}…"
        self.problems.append(told.format(column=column, cell=short, expected=expected))

    def email(self, column: str) -> str:
        """An e-mail address, in lower case."""
        cell = self.text(column).lower()
        if cell and not _EMAIL.fullmatch(cell):
            self.wrong(column, cell, _("an e-mail address"))
        if cell.endswith(f"@{NOBODYS}"):
            # It is what somebody erased has: under it they would come back, or pass for erased.
            self.wrong(column, cell, _("an address that somebody has"))
        return cell

    def manager(self) -> str:
        """The manager's address; two of them are told apart from a wrong one."""
        cell = self.row.cells.get("manager_email", "")
        if len([part for part in re.split(r"[\s,;/]+", cell) if _EMAIL.fullmatch(part)]) > 1:
            self.problems.append(_("manager_email names two managers; a person has one."))
            return ""
        return self.email("manager_email")

    def day(self, column: str) -> date | None:
        """A day written as 2025-01-31."""
        cell = self.text(column)
        if not cell:
            return None
        try:
            day = date.fromisoformat(cell) if _DAY.fullmatch(cell) else None
        except ValueError:
            day = None
        if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            self.wrong(column, cell, _("a day written as 2025-01-31"))
        return day

    def roles(self) -> frozenset[Role]:
        """The roles; a few people have two, as in `leader + admin`."""
        cell = self.text("role")
        words = [
            re.sub(r"[\W_]+", " ", part).strip() for part in re.split(r"[+,;/|]", cell.lower())
        ]
        found = [ROLE_WORDS.get(word) for word in words]
        if cell and None in found:
            self.wrong("role", cell, _("one of {roles}").format(roles=", ".join(DECIDED)))
        return frozenset(role for role in found if role is not None)

    def time_zone(self) -> str:
        """The name of a time zone as the IANA writes it; upper and lower case do not matter."""
        cell = self.text("time_zone")
        zone = _zones().get(cell.replace(" ", "_").lower(), "")
        if cell and not zone:
            expected = _("a time zone such as {example}").format(example=self.zones.to(cell))
            self.wrong("time_zone", cell, expected)
        return zone

    def locale(self) -> str:
        """A language that there is, with or without its country: `en`, `pt-BR`."""
        cell = self.text("locale").replace("_", "-")
        if cell and not (_LOCALE.fullmatch(cell) and _is_known(cell)):
            self.wrong("locale", cell, _("a language such as en or pt-BR"))
        return cell


def _is_known(locale: str) -> bool:
    """Whether there are such a language, country and way of writing; what follows is taken."""
    language, *rest = locale.split("-")
    countries = [
        part.upper() for part in rest if len(part) == 2 or (len(part) == 3 and part.isdigit())
    ]
    scripts = [part.title() for part in rest if len(part) == 4 and part.isalpha()]
    return (
        language.lower() in _known()["languages"]
        and _known()["countries"].issuperset(countries)
        and _known()["scripts"].issuperset(scripts)
    )


@cache
def _known() -> dict[str, frozenset[object]]:
    """What the Unicode locale data names, former names too."""
    english = Locale("en")
    return {
        "languages": frozenset({*english.languages, *get_global("language_aliases")}),
        "countries": frozenset({*english.territories, *get_global("territory_aliases")}),
        "scripts": frozenset(english.scripts),
    }


@cache
def _zones() -> dict[str, str]:
    """Every time zone by its name in lower case."""
    return {zone.lower(): zone for zone in sorted(available_timezones())}
