"""Whom a path is assigned to, by when, and who may begin one by themself. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.certification.paths.rules import Path
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import COACHING_ROLES, Role

LONGEST_DAYS: Final = 1095
"""Latest day by which somebody may be asked to be through, in days from today.

Source: docs/method.md#assigning.
"""

REASON_LENGTH: Final = 200
"""Most characters of a reason. Source: docs/method.md#assigning."""

LEAST_REASON: Final = 3
"""Fewest characters of a reason. Source: docs/method.md#assigning."""

MOST_PICKED: Final = 500
"""Most people who are picked one by one. Source: docs/method.md#assigning."""

FEWEST: Final = 5
"""Fewer people than this and no count is told that says how they stand.

Source: docs/method.md#assigning.
"""


class Kind(StrEnum):
    """How those are named who are put on a path."""

    PEOPLE = "people"
    TEAM = "team"
    ROLE = "role"


class Group(StrEnum):
    """What becomes of somebody who was named."""

    WILL = "will"
    """They are put on the path."""

    ON = "on"
    """They are on it already."""

    OUT = "out"
    """They are left out: the path is not for them."""


@dataclass(frozen=True)
class Whom:
    """Those who are named: by public ids, as everybody below one, or by a role."""

    kind: Kind = Kind.PEOPLE
    people: tuple[str, ...] = ()
    team: str = ""
    role: Role = Role.MANAGER


@dataclass(frozen=True)
class AssignDraft:
    """A path to be assigned; without a day it is the path's own."""

    path_key: str
    whom: Whom
    due_on: date | None = None


def default_due(path: Path, today: date) -> date:
    """By when somebody is to be through who is put on a path today."""
    return today + timedelta(days=path.within_days)


def problems_in_due(due_on: date, today: date) -> dict[str, str]:
    """What keeps a day from being one by which somebody is to be through."""
    if due_on <= today:
        return {"due_on": _("Choose a day after today.")}
    if (due_on - today).days > LONGEST_DAYS:
        return {"due_on": _("Choose a day within three years.")}
    return {}


def problems_in_whom(whom: Whom) -> dict[str, str]:
    """What is missing of those who are named."""
    if whom.kind is Kind.PEOPLE and not whom.people:
        return {"whom": _("Choose somebody.")}
    if whom.kind is Kind.PEOPLE and len(whom.people) > MOST_PICKED:
        return {"whom": _("At most {n} at once. Choose a team or a role.").format(n=MOST_PICKED)}
    if whom.kind is Kind.TEAM and not whom.team:
        return {"whom": _("Choose whose team.")}
    if whom.kind is Kind.ROLE and whom.role not in COACHING_ROLES:
        return {"whom": _("Choose managers or leaders.")}
    return {}


def problems_in_reason(reason: str) -> dict[str, str]:
    """What keeps a text from being a reason."""
    if not LEAST_REASON <= len(reason.strip()) <= REASON_LENGTH:
        said = _("Say why, in {least} to {most} characters.")
        return {"reason": said.format(least=LEAST_REASON, most=REASON_LENGTH)}
    return {}


def day_from(text: str) -> date | None:
    """The day that a form says, as in 2026-05-31; None for none and for what is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def why_not_start(
    path: Path, *, held_level: int, coaches: bool, is_on: bool, was_withdrawn: bool
) -> str:
    """Why somebody may not begin a path by themself, as a sentence; empty where they may."""
    if is_on:
        return _("You are on this path already.")
    if not coaches or path.is_licence:
        return _("Your leader can put you on this path.")
    if was_withdrawn:
        return _("You were taken off this path. Talk with your leader about it.")
    if path.level != held_level + 1:
        return _("This is not the next level for you. Your leader can put you on it.")
    return ""


def left_out_words(path: Path) -> str:
    """Why somebody is left out who was named."""
    if path.is_licence:
        return _("Does not observe")
    return _("Does not coach")


def assigned_words(enrolled: int, already: int) -> str:
    """What came of it, in a sentence."""
    if not enrolled:
        return _("Everybody who could be was on it already.") if already else _("Nobody to enrol.")
    said = _n("{n} person is on the path now.", "{n} people are on the path now.", enrolled)
    return said.format(n=enrolled)


def group_word(group: Group) -> str:
    """What becomes of somebody, in a few words."""
    return {
        Group.WILL: _("Will be put on it"),
        Group.ON: _("On it already"),
        Group.OUT: _("Left out"),
    }[group]
