"""Who may do what next while two plan that one watches the other. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from coach_the_coach.coaching.rules import FURTHEST_AHEAD, Purpose
from coach_the_coach.foundation.when import local_day, working_day_before
from coach_the_coach.foundation.words import _

LASTS: Final = timedelta(minutes=45)
"""How long a session to be watched takes in a calendar. Source: docs/method.md#watching."""

REMINDED: Final = time(9)
"""When the two are reminded, on the working day before. Source: docs/method.md#watching."""

BEGINS_EARLY: Final = timedelta(hours=1)
"""How long before its time a session may be begun. Source: docs/method.md#watching."""

REASON_LENGTH: Final = 500
"""Most characters of a reason. Source: docs/method.md#text-lengths."""


def day_from(text: str) -> date | None:
    """A day as a browser writes it; None for what is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


class Part(StrEnum):
    """What somebody is in it."""

    OBSERVER = "observer"
    OBSERVED = "observed"
    ASKER = "asker"
    """Whoever asks an observer to watch somebody else, until the observer has answered."""


class State(StrEnum):
    """How far it has come."""

    OFFERED = "offered"
    """An observer was asked by somebody else and has not answered; the observed is not told."""

    ASKED = "asked"
    """The observer would like to watch; the observed proposes a session."""

    PROPOSED = "proposed"
    """The observed has proposed a session; the observer answers."""

    COUNTERED = "countered"
    """The observer has proposed another time; the observed answers."""

    AGREED = "agreed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Move(StrEnum):
    """One step that somebody takes."""

    ASK = "ask"
    ACCEPT = "accept"
    PROPOSE = "propose"
    AGREE = "agree"
    DECLINE = "decline"
    CANCEL = "cancel"
    BEGIN = "begin"


OPEN: Final = (State.OFFERED, State.ASKED, State.PROPOSED, State.COUNTERED, State.AGREED)
"""States from which it goes on."""

STEPS: Final[Mapping[tuple[State, Part, Move], State]] = {
    (State.OFFERED, Part.OBSERVER, Move.ACCEPT): State.ASKED,
    (State.OFFERED, Part.OBSERVER, Move.DECLINE): State.DECLINED,
    (State.OFFERED, Part.ASKER, Move.CANCEL): State.CANCELLED,
    (State.ASKED, Part.OBSERVED, Move.PROPOSE): State.PROPOSED,
    (State.ASKED, Part.OBSERVED, Move.DECLINE): State.DECLINED,
    (State.ASKED, Part.OBSERVER, Move.CANCEL): State.CANCELLED,
    (State.PROPOSED, Part.OBSERVER, Move.AGREE): State.AGREED,
    (State.PROPOSED, Part.OBSERVER, Move.PROPOSE): State.COUNTERED,
    (State.PROPOSED, Part.OBSERVER, Move.DECLINE): State.DECLINED,
    (State.PROPOSED, Part.OBSERVED, Move.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Part.OBSERVED, Move.CANCEL): State.CANCELLED,
    (State.COUNTERED, Part.OBSERVED, Move.AGREE): State.AGREED,
    (State.COUNTERED, Part.OBSERVED, Move.PROPOSE): State.PROPOSED,
    (State.COUNTERED, Part.OBSERVED, Move.DECLINE): State.DECLINED,
    (State.COUNTERED, Part.OBSERVER, Move.PROPOSE): State.COUNTERED,
    (State.COUNTERED, Part.OBSERVER, Move.CANCEL): State.CANCELLED,
    (State.AGREED, Part.OBSERVED, Move.PROPOSE): State.PROPOSED,
    (State.AGREED, Part.OBSERVED, Move.CANCEL): State.CANCELLED,
    (State.AGREED, Part.OBSERVER, Move.PROPOSE): State.COUNTERED,
    (State.AGREED, Part.OBSERVER, Move.CANCEL): State.CANCELLED,
    (State.AGREED, Part.OBSERVER, Move.BEGIN): State.AGREED,
}
"""Every step there is: who may take it from where, and where it leads."""


@dataclass(frozen=True)
class AskDraft:
    """An ask as sent: people by public id, and by when it would be good."""

    observed: str = ""
    observer: str = ""
    """Empty for the one who asks."""

    aim: str = ""
    wanted_by: date | None = None


@dataclass(frozen=True)
class ProposalDraft:
    """A proposal as typed: a planned session, or with whom, what for and when; and why it moves."""

    planned: str = ""
    """Public id of a session that is planned already; empty for one said in the next three."""

    coached: str = ""
    purpose: str = ""
    starts_at: datetime | None = None
    reason: str = ""


def next_state(state: State, part: Part, move: Move) -> State | None:
    """Where a step leads; None where it may not be taken."""
    return STEPS.get((state, part, move))


def moves_of(state: State, part: Part | None) -> tuple[Move, ...]:
    """What somebody may do next, in the order of `Move`; nothing for whoever has no part."""
    return tuple(one for one in Move if part is not None and (state, part, one) in STEPS)


def needs_reason(state: State, move: Move) -> bool:
    """Whether a step must say why: no, off, and another time for what was agreed."""
    moved = state is State.AGREED and move is Move.PROPOSE
    return moved or move in (Move.DECLINE, Move.CANCEL)


def problems_in_reason(state: State, move: Move, reason: str) -> dict[str, str]:
    """What keeps a reason from being taken with this step: field to sentence."""
    if needs_reason(state, move) and not reason.strip():
        return {"reason": _("Say why, in a sentence. The other reads it.")}
    if len(reason) > REASON_LENGTH:
        return {"reason": _("At most {length} characters.").format(length=REASON_LENGTH)}
    return {}


def problems_in_time(starts_at: datetime | None, *, at: datetime) -> dict[str, str]:
    """What keeps a session from being held at that time: field to sentence."""
    if starts_at is None:
        return {"starts_at": _("Choose a day and a time.")}
    if starts_at <= at:
        return {"starts_at": _("This time is over. Choose one that is still to come.")}
    if starts_at - at > FURTHEST_AHEAD:
        said = _("This is more than {days} days ahead. Check the date.")
        return {"starts_at": said.format(days=FURTHEST_AHEAD.days)}
    return {}


def problems_in_session(draft: ProposalDraft) -> dict[str, str]:
    """What is missing of a session that is not planned yet, its time apart: field to sentence."""
    problems = {}
    if not draft.coached:
        problems["coached"] = _("Choose with whom you will talk.")
    if draft.purpose not in list(Purpose):
        problems["purpose"] = _("Choose what this session is for.")
    return problems


def problems_in_ask(draft: AskDraft, *, today: date) -> dict[str, str]:
    """What keeps an ask from being sent on that day: field to sentence."""
    if draft.wanted_by is None:
        return {}
    if not today <= draft.wanted_by <= today + FURTHEST_AHEAD * 2:
        return {"wanted_by": _("Choose a day within the next two months.")}
    return {}


def is_its_day(starts_at: datetime | None, at: datetime, *zones: str) -> bool:
    """Whether it is the day of the session, where any of the people are."""
    return starts_at is not None and any(
        local_day(starts_at, zone) == local_day(at, zone) for zone in zones
    )


def is_near(starts_at: datetime | None, at: datetime) -> bool:
    """Whether the session is no further ahead than it may be begun before its time."""
    return starts_at is not None and at >= starts_at - BEGINS_EARLY


def is_over(starts_at: datetime | None, at: datetime, *zones: str) -> bool:
    """Whether the day of the session has passed, wherever the people are."""
    return starts_at is not None and starts_at < at and not is_its_day(starts_at, at, *zones)


def reminder_at(starts_at: datetime, zone: str) -> datetime:
    """When somebody in `zone` is reminded: in the morning of the working day before."""
    before = working_day_before(local_day(starts_at, zone))
    return datetime.combine(before, REMINDED, ZoneInfo(zone))


def state_word(state: State) -> str:
    """How far it has come, in words for anybody who may know of it."""
    return {
        State.OFFERED: _("Observer asked"),
        State.ASKED: _("Asked"),
        State.PROPOSED: _("Session proposed"),
        State.COUNTERED: _("Session proposed"),
        State.AGREED: _("Agreed"),
        State.DECLINED: _("Not taking place"),
        State.CANCELLED: _("Not taking place"),
    }[state]


def next_words(
    state: State, part: Part, *, is_today: bool = False, is_over: bool = False, begun: bool = False
) -> str:
    """What comes next, as a sentence for somebody, the names in it still open."""
    if begun:
        return {
            Part.OBSERVER: _("You have begun to watch. Go on where you are."),
        }.get(part, _("The watching has begun. What comes of it is handed over to you."))
    if state is State.AGREED:
        return _agreed_words(part, is_today=is_today, is_over=is_over)
    return {
        (State.OFFERED, Part.OBSERVER): _(
            "{asker} asks you to watch a session of {observed}, who hears of it once you say yes."
        ),
        (State.OFFERED, Part.ASKER): _(
            "{observer} has not answered yet. {observed} hears of it once {observer} says yes."
        ),
        (State.ASKED, Part.OBSERVED): _(
            "{observer} would like to watch one of your sessions. Propose one, or say why not."
        ),
        (State.ASKED, Part.OBSERVER): _("{observed} proposes a session now, or says why not."),
        (State.PROPOSED, Part.OBSERVER): _(
            "{observed} proposes this session. Agree, propose another time, or say why not."
        ),
        (State.PROPOSED, Part.OBSERVED): _("You have proposed this. {observer} answers next."),
        (State.COUNTERED, Part.OBSERVED): _(
            "{observer} proposes this time. Agree, propose another, or say why not."
        ),
        (State.COUNTERED, Part.OBSERVER): _("You have proposed this. {observed} answers next."),
    }.get((state, part), _("It does not take place. The reason stands below."))


def _agreed_words(part: Part, *, is_today: bool, is_over: bool) -> str:
    """What comes next of what both have agreed to."""
    if is_over:
        return _("The day has passed and nobody has begun. Propose another time or call it off.")
    if part is Part.OBSERVER and is_today:
        return _("This is the day. From an hour before you can begin, once all of you are there.")
    return _("You both have agreed. On the day {observer} begins from this page.")


def coached_words(part: Part) -> str:
    """What the one coached has to know, for one of the two; the names in it still open."""
    if part is Part.OBSERVED:
        return _(
            "Tell {coached} beforehand that {observer} will be there, and ask whether that is all "
            "right. If it is not, call it off."
        )
    return _(
        "{observed} asks {coached} beforehand. When you begin, you say whether both know and agree."
    )


def state_mark(state: State) -> str:
    """The mark beside the word."""
    if state is State.AGREED:
        return "done"
    return "waiting" if state in OPEN else "plain"


def step_word(move: Move, *, moves_agreed: bool = False) -> str:
    """What somebody did, as a line of the history that their name opens."""
    if moves_agreed:
        return _("asked to move it")
    return {
        Move.ASK: _("asked"),
        Move.ACCEPT: _("is ready to watch"),
        Move.PROPOSE: _("proposed a time"),
        Move.AGREE: _("agreed"),
        Move.DECLINE: _("declined"),
        Move.CANCEL: _("called it off"),
        Move.BEGIN: _("began to watch"),
    }[move]


def scored_by_two_words() -> str:
    """That two score the session."""
    return _("Two observers score this session, each for themself.")


def have_two_words() -> str:
    """That another may score it as well."""
    return _("Does the path ask that two score a session? Another can score this one as well.")
