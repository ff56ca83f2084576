"""Whether the lines of a file of people fit together and fit the organisation. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from coach_the_coach.foundation.words import _, _n
from coach_the_coach.imports.formats.people import PeopleFile, PersonLine, listed
from coach_the_coach.imports.formats.sheet import Problem

MOST_NAMED: Final = 8
"""People of one circle of reporting lines who are named. Source: docs/method.md#limits."""

MOST_ASKED: Final = 20
"""People of one file of whom it is asked whether they are the same.

Source: docs/method.md#limits.
"""


@dataclass(frozen=True)
class Known:
    """Somebody who is already there, as far as a file must fit them."""

    name: str
    employee_id: str = ""
    manager_email: str = ""


One = TypeVar("One", Known, PersonLine)


def renamed(file: PeopleFile, known: Mapping[str, Known]) -> dict[str, str]:
    """Former to new e-mail of people whom the file knows by their employee id alone."""
    by_id = {one.employee_id: email for email, one in known.items() if one.employee_id}
    pairs = (
        (by_id[line.employee_id], line.email)
        for line in file.lines
        if line.employee_id in by_id and line.email not in known
    )
    return {former: new for former, new in pairs if former not in file.named}


def problems_between(file: PeopleFile, known: Mapping[str, Known]) -> list[Problem]:
    """What is wrong with the lines taken together, and with the people known by their e-mail."""
    new = renamed(file, known)
    there = {
        new.get(email, email): _under(one, one.manager_email, new) for email, one in known.items()
    }
    lines = [_under(one, one.manager_email, new) for one in file.lines]
    problems = [
        *_twice(lines),
        *_ids(lines, there),
        *_managers(lines, there, file.named),
    ]
    if not problems and "manager_email" in file.columns:
        problems += _circles(lines, there)
    return problems


def _under(one: One, manager_email: str, new: Mapping[str, str]) -> One:
    """The same, under the manager's new address where that has changed."""
    if manager_email not in new:
        return one
    return replace(one, manager_email=new[manager_email])


def notes_about(file: PeopleFile) -> list[str]:
    """What is allowed and may still be a mistake: reports of a rep, managers under nobody."""
    by_email = {line.email: line for line in file.lines}
    notes: list[str] = []
    for line in file.lines:
        manager = by_email.get(line.manager_email)
        if manager and not any(role != "rep" for role in manager.roles):
            told = _("Line {line}: {name} answers to {manager}, who is a rep.")
            notes.append(told.format(line=line.line, name=line.name, manager=manager.name))
        if line.roles == {"manager"} and "manager_email" in file.columns and not line.manager_email:
            told = _("Line {line}: {name} manages and answers to nobody.")
            notes.append(told.format(line=line.line, name=line.name))
    return notes


def fields_in_words(former: Mapping[str, Any], values: Mapping[str, Any]) -> list[str]:
    """Each field of a person that changes, former and new."""
    words = {
        "email": _("e-mail"),
        "employee_id": _("employee id"),
        "given_name": _("given name"),
        "family_name": _("family name"),
        "title": _("title"),
        "team": _("team"),
        "region": _("region"),
        "starts_on": _("first day"),
        "ends_on": _("last day"),
        "time_zone": _("time zone"),
        "locale": _("language"),
    }
    told = _("{field}: {former} → {new}")
    none = _("none")
    return [
        told.format(field=words[name], former=former[name] or none, new=value or none)
        for name, value in values.items()
    ]


def questions_about(others: Sequence[tuple[str, PersonLine]]) -> list[str]:
    """Whether these are the same people as before: their former name, and the line of today."""
    told = _(
        "Line {line}: employee_id “{id}” was {former} and is now {name}. Is it the same person? "
        "If not, give {name} an employee_id of their own, or they get all that is kept of {former}."
    )
    asked = [
        told.format(line=line.line, id=line.employee_id, former=former, name=line.name)
        for former, line in others[:MOST_ASKED]
    ]
    more = len(others) - MOST_ASKED
    if more > 0:
        asked.append(
            _n(
                "{n} more person has another name and another e-mail address.",
                "{n} more people have another name and another e-mail address.",
                more,
            ).format(n=more)
        )
    return asked


def is_below(email: str, above: str, manager_of: Mapping[str, str]) -> bool:
    """Whether somebody answers to `above`, directly or through others."""
    passed: set[str] = set()
    here = manager_of.get(email, "")
    while here and here != above and here not in passed:
        passed.add(here)
        here = manager_of.get(here, "")
    return here == above


def _twice(lines: Iterable[PersonLine]) -> Iterator[Problem]:
    """One person on two lines, and two people with one employee id."""
    first: dict[str, PersonLine] = {}
    first_id: dict[str, PersonLine] = {}
    for line in lines:
        before = first.setdefault(line.email, line)
        if before is not line and before.manager_email != line.manager_email:
            told = _("{email} has a manager on line {line} and another here; a person has one.")
            yield Problem(line.line, told.format(email=line.email, line=before.line))
        elif before is not line:
            told = _("{email} is already on line {line}.")
            yield Problem(line.line, told.format(email=line.email, line=before.line))
        other = first_id.setdefault(line.employee_id, line)
        if line.employee_id and other.email != line.email:
            told = _("employee_id “{id}” is already {name}'s, on line {line}.")
            text = told.format(id=line.employee_id, name=other.name, line=other.line)
            yield Problem(line.line, text)


def _ids(lines: Iterable[PersonLine], known: Mapping[str, Known]) -> Iterator[Problem]:
    """An employee id that belongs to somebody else."""
    holders = {one.employee_id: (email, one) for email, one in known.items() if one.employee_id}
    for line in lines:
        email, one = holders.get(line.employee_id, (line.email, None))
        if one and email != line.email:
            told = _("employee_id “{id}” is {name}'s ({email}).")
            text = told.format(id=line.employee_id, name=one.name, email=email)
            yield Problem(line.line, text)


def _managers(
    lines: Iterable[PersonLine], known: Mapping[str, Known], named: frozenset[str]
) -> Iterator[Problem]:
    """Managers of whom nothing is known, and people who would answer to themselves."""
    for line in lines:
        if not line.manager_email:
            continue
        if line.manager_email == line.email:
            yield Problem(
                line.line, _("{name} cannot be their own manager.").format(name=line.name)
            )
        elif line.manager_email not in named and line.manager_email not in known:
            told = _("manager_email “{email}” is not in the file nor in the organisation.")
            yield Problem(line.line, told.format(email=line.manager_email))


def _circles(lines: Iterable[PersonLine], known: Mapping[str, Known]) -> Iterator[Problem]:
    """Reporting lines that come back to where they began, each circle once, at its first line."""
    line_of = {line.email: line for line in lines}
    manager_of = {email: one.manager_email for email, one in known.items()}
    manager_of |= {line.email: line.manager_email for line in line_of.values()}
    done: set[str] = set()
    for start in line_of:
        path: dict[str, None] = {}
        here = start
        while here and here not in done and here not in path:
            path[here] = None
            here = manager_of.get(here, "")
        if here in path:
            chain = list(path)
            yield _circle(chain[chain.index(here) :], line_of, known)
        # Not `|=`: with the keys of a dict that copies the whole set every time.
        done.update(path)


def _circle(
    circle: list[str], line_of: Mapping[str, PersonLine], known: Mapping[str, Known]
) -> Problem:
    """One circle in words: who answers to whom, and on which lines the file says so."""
    inside = [email for email in circle if email in line_of]
    first = min(inside, key=lambda email: line_of[email].line)
    at = circle.index(first)
    names = [
        line_of[email].name if email in line_of else known[email].name
        for email in (*circle[at:], *circle[:at])
    ]
    shown = [*names[:MOST_NAMED], "…"] if len(names) > MOST_NAMED else names
    whom = _(", who answers to ").join([*shown[1:], names[0]])
    told = _n(
        "reporting lines go round in a circle: {name} answers to {whom} (line {lines}).",
        "reporting lines go round in a circle: {name} answers to {whom} (lines {lines}).",
        len(inside),
    )
    numbers = [str(number) for number in sorted(line_of[email].line for email in inside)]
    shown_lines = [*numbers[:MOST_NAMED], "…"] if len(numbers) > MOST_NAMED else numbers
    text = told.format(name=names[0], whom=whom, lines=listed(shown_lines))
    return Problem(line_of[first].line, text)
