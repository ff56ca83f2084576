"""Who coaches a rep, as typed and as said. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from coach_the_coach.cadence.rules import CoachKind
from coach_the_coach.foundation.words import _

PAGE: Final = 25
"""Reps shown at once. Source: docs/method.md#lists."""

CHOICES: Final = 100
"""Most people offered to be chosen at once. Source: docs/method.md#coach-of-record."""

LONGEST_NAME: Final = 120
"""Most characters of the name of somebody from outside. Source: docs/method.md#coach-of-record."""

BACK: Final = timedelta(days=366)
"""How long ago it may have begun. Source: docs/method.md#coach-of-record."""

AHEAD: Final = timedelta(days=92)
"""How far ahead it may begin. Source: docs/method.md#coach-of-record."""


@dataclass(frozen=True)
class CoachDraft:
    """Who is to coach a rep, and from which day; None for a day that cannot be read."""

    kind: str = ""
    coach: str = ""
    """Public id of the one who coaches; empty for somebody from outside."""

    outside: str = ""
    starts_on: date | None = None


def problems_in(draft: CoachDraft, today: date) -> dict[str, str]:
    """What keeps it from being kept: field to sentence."""
    problems = {}
    if draft.kind not in set(CoachKind):
        problems["kind"] = _("Choose who coaches.")
    elif draft.kind == CoachKind.EXTERNAL:
        if not 1 <= len(draft.outside.strip()) <= LONGEST_NAME:
            problems["outside"] = _("A name of at most {n} characters.").format(n=LONGEST_NAME)
    elif not draft.coach:
        problems["coach"] = _("Choose the person.")
    if draft.starts_on is None:
        problems["starts_on"] = _("Choose the first day.")
    elif not today - BACK <= draft.starts_on <= today + AHEAD:
        problems["starts_on"] = _("A day of the last year or of the next three months.")
    return problems


def day_from(words: str) -> date | None:
    """A day as a browser sends it; None for anything else."""
    try:
        return date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        return None


def kind_word(kind: CoachKind) -> str:
    """From where somebody coaches."""
    return {
        CoachKind.MANAGER: _("Manager"),
        CoachKind.ENABLEMENT: _("Enablement"),
        CoachKind.EXTERNAL: _("From outside"),
    }[kind]


def kind_meaning(kind: CoachKind) -> str:
    """What choosing it means."""
    return {
        CoachKind.MANAGER: _("Somebody here who coaches, other than the one they report to."),
        CoachKind.ENABLEMENT: _("A coaching specialist steps in."),
        CoachKind.EXTERNAL: _("A partner who has no account here; only the name is kept."),
    }[kind]


def why_without(*, manager: str, has_left: bool, coach: str, coach_left: bool) -> str:
    """Why nobody coaches a rep; the names of manager and coach of record are empty for nobody."""
    if coach:
        words = (
            _("{name} coached them and has left.")
            if coach_left
            else _("{name} coached them and coaches nobody now.")
        )
        return words.format(name=coach)
    if not manager:
        return _("They report to nobody.")
    if has_left:
        return _("They report to {name}, who has left.").format(name=manager)
    return _("They report to {name}, who does not coach.").format(name=manager)
