"""What an observation is for and where it comes from, and what must be answered to open one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.coaching import rules as coaching
from coach_the_coach.coaching.rules import SessionDraft
from coach_the_coach.foundation.words import _

KIND_EVERY: Final = timedelta(minutes=5)
"""How often the live screen asks for the kind of talk. Source: docs/method.md#kinds."""

STALE_AFTER: Final = timedelta(hours=4)
"""A clock running this long without a sign of life was forgotten. Source: docs/method.md#stale."""

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


class Source(StrEnum):
    """Where the codes come from."""

    LIVE = "live"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True)
class NoteDraft:
    """A note as typed, at `seconds` from the start of the clock."""

    text: str = ""
    seconds: int = 0


@dataclass(frozen=True)
class OpeningDraft:
    """The answers given before watching: the session, the four questions, and who watches."""

    session: SessionDraft
    observer_id: str = ""
    aim: str = ""
    source: str = Source.LIVE
    both_agreed: bool = False


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
    if draft.both_agreed is not True:
        problems["both_agreed"] = _("Both must know and agree before you watch. Ask them first.")
    return problems


def problems_in_note(draft: NoteDraft) -> dict[str, str]:
    """What keeps a note from being kept: field to sentence."""
    problems = {}
    if not draft.text.strip():
        problems["text"] = _("Write something, or leave the note.")
    elif len(draft.text) > NOTE_LENGTH:
        problems["text"] = _("A note has at most {length} characters.").format(length=NOTE_LENGTH)
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


def source_word(source: Source) -> str:
    """Where the codes come from, in words."""
    return {Source.LIVE: _("Live"), Source.TRANSCRIPT: _("From a transcript")}[source]
