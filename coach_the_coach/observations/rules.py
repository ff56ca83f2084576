"""What an observation is for and where it comes from, and what must be answered to open one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.coaching import rules as coaching
from coach_the_coach.coaching.rules import SessionDraft
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.tally.rules import Buttons

KIND_EVERY: Final = timedelta(minutes=5)
"""How often the live screen asks for the kind of talk. Source: docs/method.md#kinds."""

STALE_AFTER: Final = timedelta(hours=4)
"""A clock running this long without a sign of life was forgotten. Source: docs/method.md#stale."""

LIGHT_FIRST: Final = 3
"""So many first observations of everybody are made with four buttons.

Source: docs/method.md#buttons."""

NOTE_LENGTH: Final = 2000
"""Most characters of one note. Source: docs/method.md#text-lengths."""


class Aim(StrEnum):
    """Why somebody watches; fixed before the session."""

    DEVELOPMENT = "development"
    CERTIFICATION = "certification"


class Seen(StrEnum):
    """Whether the ONE thing that is followed was seen in a session."""

    SEEN = "seen"
    PARTLY = "partly"
    NO_CHANCE = "no_chance"


class AskedFirst(StrEnum):
    """Whether the observer asked before they told, as the observed saw it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class TalkStage(StrEnum):
    """How far handing an observation over has come."""

    OWN_VIEW = "own_view"
    """The one observed has not rated themself yet, and nobody went on without that."""

    QUESTIONS = "questions"
    """The observed speaks first; nothing of the observer's is open yet."""

    AGREEING = "agreeing"
    """Both ratings are open, and what is agreed is not signed by both."""

    DONE = "done"


class Source(StrEnum):
    """Where the codes come from."""

    LIVE = "live"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True)
class NoteDraft:
    """A note as typed, at `seconds` from the start of the clock."""

    text: str = ""
    seconds: int = 0
    quote: str = ""


@dataclass(frozen=True)
class OpeningDraft:
    """The answers given before watching: the session, the four questions, and who watches."""

    session: SessionDraft
    observer_id: str = ""
    aim: str = ""
    source: str = Source.LIVE
    buttons: str = Buttons.NINE
    both_agreed: bool = False


@dataclass(frozen=True)
class TalkStands:
    """What happened with a talk so far."""

    is_scored: bool = True
    """Whether the session was for something that is rated at all."""

    self_rated: bool = False
    without_own_view: bool = False
    shown: bool = False
    observer_signed: bool = False
    observed_signed: bool = False
    acknowledged: bool = False
    """Whether it was talked over before talks were signed."""


def talk_stage(stands: TalkStands) -> TalkStage:
    """How far the talk has come: a later step holds whatever an earlier one lacks."""
    if stands.acknowledged or (stands.observer_signed and stands.observed_signed):
        return TalkStage.DONE
    if stands.shown:
        return TalkStage.AGREEING
    if stands.is_scored and not (stands.self_rated or stands.without_own_view):
        return TalkStage.OWN_VIEW
    return TalkStage.QUESTIONS


def is_light(signed: int) -> bool:
    """Whether somebody who has signed so many observations counts with four buttons."""
    return signed < LIGHT_FIRST


def is_live_session_stale(
    *,
    started_at: datetime | None,
    stopped_at: datetime | None,
    last_sign_at: datetime | None,
    at: datetime,
) -> bool:
    """Whether a clock runs that somebody forgot: nothing tapped or noted for `STALE_AFTER`."""
    if started_at is None or stopped_at is not None:
        return False
    return at - max(started_at, last_sign_at or started_at) > STALE_AFTER


def problems_in(draft: OpeningDraft, *, at: datetime) -> dict[str, str]:
    """What keeps an observation from being opened at the instant `at`: field to sentence."""
    problems = coaching.problems_in(draft.session, at=at)
    two = (draft.session.coach_id, draft.session.coached_id)
    if draft.observer_id and draft.observer_id in two:
        problems["observer_id"] = _("Somebody other than the two must observe.")
    if draft.aim not in list(Aim):
        problems["aim"] = _("Choose why you are watching.")
    if draft.source not in list(Source):
        problems["source"] = _("Choose whether to watch live or from a transcript.")
    if draft.source == Source.TRANSCRIPT and draft.session.held_at is None:
        problems["held_at"] = _("Say when the session took place.")
    if draft.buttons not in list(Buttons):
        problems["buttons"] = _("Choose how many buttons to count with.")
    if draft.both_agreed is not True:
        problems["both_agreed"] = _("Both must know and agree before you watch. Ask them first.")
    return problems


def problems_in_note(draft: NoteDraft) -> dict[str, str]:
    """What keeps a note from being kept: field to sentence."""
    problems = {}
    if not (draft.text.strip() or draft.quote.strip()):
        problems["text"] = _("Write something, or leave the note.")
    for field, words in (("text", draft.text), ("quote", draft.quote)):
        if len(words) > NOTE_LENGTH:
            said = _("A note has at most {length} characters.")
            problems[field] = said.format(length=NOTE_LENGTH)
    if draft.seconds < 0:
        problems["seconds"] = _("A note cannot be older than the observation.")
    return problems


def aim_word(aim: Aim) -> str:
    """The aim in a word."""
    return {Aim.DEVELOPMENT: _("Development"), Aim.CERTIFICATION: _("Certification")}[aim]


def aim_meaning(aim: Aim) -> str:
    """Who will see an observation with this aim."""
    return {
        Aim.DEVELOPMENT: _("To help them grow. What you write stays between the two of you."),
        Aim.CERTIFICATION: _("It counts towards a certificate. Those who decide see it too."),
    }[aim]


def buttons_word(buttons: Buttons) -> str:
    """How many buttons, in words."""
    return {Buttons.FOUR: _("Four buttons"), Buttons.NINE: _("Nine buttons")}[buttons]


def buttons_meaning(buttons: Buttons) -> str:
    """What counting with so many tells."""
    return {
        Buttons.FOUR: _("Ask, listening back, tell, take. It tells how much was asked."),
        Buttons.NINE: _("It also tells open from closed, and invited from uninvited advice."),
    }[buttons]


def source_word(source: Source) -> str:
    """Where the codes come from, in words."""
    return {Source.LIVE: _("Live"), Source.TRANSCRIPT: _("From a transcript")}[source]
