"""Why two people sat down, what kind of talk it was, and what the draft of a session must hold."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from coach_the_coach.foundation.words import _

FURTHEST_AHEAD: Final = timedelta(days=31)
"""A session further ahead than this is a slip of the pen. Source: docs/method.md#session-dates."""

FURTHEST_BACK: Final = timedelta(days=366)
"""A session longer ago than this is no longer entered. Source: docs/method.md#session-dates."""


LEAST_ANSWERS: Final = 12
"""Fewer answers than this are shown as counts, without a share. Source: docs/method.md#kinds."""


class Purpose(StrEnum):
    """Why the two sat down. Only `COACH` is judged by how much was asked."""

    COACH = "coach"
    TRAIN = "train"
    INSPECT = "inspect"
    CELEBRATE = "celebrate"


class Kind(StrEnum):
    """What kind of talk it was, at one moment or in one session."""

    DEVELOPMENTAL = "developmental"
    TACTICAL = "tactical"
    STRATEGIC = "strategic"
    OPPORTUNISTIC = "opportunistic"
    STATUS = "status"


class Form(StrEnum):
    """In what form a coach coached; what the log asks for first."""

    ONE_TO_ONE = "one-to-one"
    CALL_REVIEW = "call-review"
    DEAL = "deal"
    TEAM_PRACTICE = "team-practice"
    LISTENING = "listening"
    LEADER = "leader"
    """A leader with a manager."""


class Owner(StrEnum):
    """Whose a next step is."""

    COACHED = "coached"
    COACH = "coach"


class Ladder(StrEnum):
    """How far a skill has come."""

    KNOWS = "knows"
    FLUENT = "fluent"
    HABIT = "habit"
    RESULT = "result"


class Cause(StrEnum):
    """Why something is not done well yet."""

    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    CONSISTENCY = "consistency"
    FEAR = "fear"
    PROCESS = "process"
    MOTIVATION = "motivation"


class Fear(StrEnum):
    """What of, where the cause is fear."""

    PUSHY = "pushy"
    LOSING = "losing"
    UNPROFESSIONAL = "unprofessional"
    REJECTION = "rejection"


@dataclass(frozen=True)
class KindTarget:
    """The share of coaching time wanted for one kind, 0..1; None is no limit on that side."""

    at_least: Fraction | None = None
    at_most: Fraction | None = None


KIND_TARGETS: Final = {
    Kind.DEVELOPMENTAL: KindTarget(at_least=Fraction(40, 100)),
    Kind.TACTICAL: KindTarget(at_most=Fraction(40, 100)),
    Kind.STRATEGIC: KindTarget(at_least=Fraction(10, 100)),
    Kind.OPPORTUNISTIC: KindTarget(),
    Kind.STATUS: KindTarget(at_most=Fraction(10, 100)),
}
"""What a month's mix should look like, editable. Source: docs/method.md#kind-targets."""


@dataclass(frozen=True)
class KindMix:
    """How often each kind of talk was noted; each answer stands for an equal stretch of time."""

    counts: Mapping[Kind, int]

    @property
    def n(self) -> int:
        """How many answers there are."""
        return sum(self.counts.values())

    @property
    def shares(self) -> dict[Kind, Fraction] | None:
        """Share of all answers by kind, 0..1, every kind named; None without an answer."""
        if not self.n:
            return None
        return {kind: Fraction(self.counts.get(kind, 0), self.n) for kind in Kind}


@dataclass(frozen=True)
class SessionDraft:
    """A coaching session as typed: people by public id, empty or None where nothing was chosen."""

    coach_id: str = ""
    coached_id: str = ""
    purpose: str = ""
    planned: bool | None = None
    held_at: datetime | None = None


def problems_in(draft: SessionDraft, *, at: datetime) -> dict[str, str]:
    """What keeps `draft` from being a coaching session at the instant `at`: field to sentence."""
    return (
        _problems_with_people(draft)
        | _problems_with_questions(draft)
        | _problems_with_time(draft.held_at, at)
    )


def kind_mix(answers: Iterable[Kind]) -> KindMix:
    """The mix of kinds in `answers`."""
    return KindMix(dict(Counter(answers)))


def purpose_word(purpose: Purpose) -> str:
    """The purpose in a word."""
    return {
        Purpose.COACH: _("Coach"),
        Purpose.TRAIN: _("Train"),
        Purpose.INSPECT: _("Inspect"),
        Purpose.CELEBRATE: _("Celebrate"),
    }[purpose]


def purpose_meaning(purpose: Purpose) -> str:
    """The purpose in one line, for the person choosing it."""
    return {
        Purpose.COACH: _("They know how, and do not do it every time."),
        Purpose.TRAIN: _("They need something they do not know yet."),
        Purpose.INSPECT: _("Look at the numbers together, to see where help is needed."),
        Purpose.CELEBRATE: _("Name what was done right and worked."),
    }[purpose]


def kind_word(kind: Kind) -> str:
    """The kind of talk in a word."""
    return {
        Kind.DEVELOPMENTAL: _("Developmental"),
        Kind.TACTICAL: _("Tactical"),
        Kind.STRATEGIC: _("Strategic"),
        Kind.OPPORTUNISTIC: _("Opportunistic"),
        Kind.STATUS: _("Status"),
    }[kind]


def kind_meaning(kind: Kind) -> str:
    """The kind of talk in one line, for the person choosing it."""
    return {
        Kind.DEVELOPMENTAL: _("A skill that will be used on many deals."),
        Kind.TACTICAL: _("This one deal."),
        Kind.STRATEGIC: _("Territory, accounts, or where the pipeline is going."),
        Kind.OPPORTUNISTIC: _("A moment just seen."),
        Kind.STATUS: _("Status or administration."),
    }[kind]


def planned_word(planned: bool) -> str:
    """How the session came about, in words."""
    return _("Planned") if planned else _("In the moment")


def pair_words(*, coached_coaches: bool) -> tuple[str, str]:
    """What coach and coached are called on screen, coach first; `coached_coaches` for a manager."""
    if coached_coaches:
        return _("leader"), _("manager")
    return _("manager"), _("rep")


def _problems_with_people(draft: SessionDraft) -> dict[str, str]:
    problems = {}
    if not draft.coach_id:
        problems["coach_id"] = _("Choose who coaches.")
    if not draft.coached_id:
        problems["coached_id"] = _("Choose who is coached.")
    elif draft.coach_id == draft.coached_id:
        problems["coached_id"] = _("Nobody coaches themself. Choose another person.")
    return problems


def _problems_with_questions(draft: SessionDraft) -> dict[str, str]:
    problems = {}
    if draft.purpose not in list(Purpose):
        problems["purpose"] = _("Choose what this session is for.")
    if draft.planned is None:
        problems["planned"] = _("Say whether it was planned or came up in the moment.")
    return problems


def _problems_with_time(held_at: datetime | None, at: datetime) -> dict[str, str]:
    if held_at is None:
        return {"held_at": _("Say when the session takes place.")}
    if held_at - at > FURTHEST_AHEAD:
        return {
            "held_at": _("This is more than {days} days ahead. Check the date.").format(
                days=FURTHEST_AHEAD.days
            )
        }
    if at - held_at > FURTHEST_BACK:
        return {"held_at": _("This is more than a year ago. Check the date.")}
    return {}


def stamp(changed_at: datetime | None) -> str:
    """When something was last changed, as its form holds it; empty for never."""
    return changed_at.astimezone(UTC).isoformat() if changed_at else ""
