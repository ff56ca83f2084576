"""A session over its time, for whoever may see what was counted in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Kind, kind_word
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import clock_words
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.live.rules import stretch_of
from coach_the_coach.observations.queries import header
from coach_the_coach.observations.rating.queries import in_hand, whole_draft
from coach_the_coach.observations.rows import ChoiceRow, HeaderRow
from coach_the_coach.observations.rubric.rules import is_scored, worded
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    Observation,
    Status,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import (
    BUTTONS,
    Buttons,
    Code,
    code_word,
    kept_taps,
    side_of,
)
from coach_the_coach.observations.timeline import rules
from coach_the_coach.observations.timeline.changes.queries import (
    Watched,
    change_rows,
    taps_of,
    watched,
    watching_of,
)
from coach_the_coach.observations.timeline.changes.rows import ChangesRow
from coach_the_coach.observations.timeline.drawing.rules import Drawable, drawn
from coach_the_coach.observations.timeline.rows import MomentRow, MomentsRow, TimelineRow
from coach_the_coach.observations.timeline.rules import Given, KindBand, Spoken
from coach_the_coach.observations.transcript.rules import run_of

PAGE: Final = 100
"""Moments shown at first, and more at each press. Source: docs/method.md#course."""


@dataclass(frozen=True)
class Happening:
    """Something that happened in a session: a code, a note or an answer on its kind."""

    sort: str
    id: str
    seconds: float
    code: Code | None = None
    kind: Kind | None = None
    text: str = ""
    quote: str = ""

    @property
    def name(self) -> str:
        """By what the page names it."""
        return f"{self.sort}-{self.id}"


@dataclass(frozen=True)
class Course:
    """Everything that happened, in order, how long it took, and what the reader may know of it."""

    happenings: tuple[Happening, ...] = ()
    seconds: float = 0.0
    bands: tuple[KindBand, ...] = ()
    changes: ChangesRow = field(default_factory=ChangesRow)
    sentences: tuple[str, ...] = ()

    @property
    def given(self) -> list[Given]:
        """The codes alone."""
        return [Given(one.seconds, one.code) for one in self.happenings if one.code]


def timeline_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> TimelineRow:
    """A session over its time. The number of statements does not grow with what was tapped.

    Raises NotFound for what is not open to the actor.
    """
    seen = watched(session, actor, public_id=public_id)
    course = _course(session, actor, seen, at)
    head = header(session, actor, public_id=public_id, at=at)
    why_fixed = _why_fixed(seen, head)
    own_draft = head.is_mine and not head.is_signed
    buttons = seen.first.buttons
    return TimelineRow(
        header=head,
        sentences=list(course.sentences),
        drawn=drawn(
            [_drawable(one, buttons) for one in course.happenings if one.sort != "kind"],
            course.bands,
            buttons=buttons,
            seconds=course.seconds,
        ),
        without="" if course.happenings else _why_without(seen),
        changes=course.changes,
        codes=_codes(buttons) if own_draft and not why_fixed else [],
        why_fixed=why_fixed,
        may_quote=own_draft and is_scored(in_hand(session, actor, public_id, held=False).purpose),
        dimensions=_dimensions(session, actor, head) if own_draft else [],
        end=clock_words(course.seconds),
    )


def moments(
    session: Session, actor: Actor, *, public_id: str, limit: int, at: datetime
) -> MomentsRow:
    """The first `limit` moments in order, at most, and how many more there are. Refuses so too."""
    seen = watched(session, actor, public_id=public_id)
    found = _course(session, actor, seen, at).happenings
    rows, minute = [], -1
    for one in found[:limit]:
        rows.append(_row(one, seen.first.buttons, is_new_minute=int(one.seconds // 60) != minute))
        minute = int(one.seconds // 60)
    return MomentsRow(rows=rows, more=max(0, len(found) - limit))


def happening(
    session: Session, actor: Actor, *, public_id: str, name: str, at: datetime
) -> Happening:
    """One moment by its name. Raises NotFound for what is not open, or has no such moment."""
    seen = watched(session, actor, public_id=public_id)
    every = _course(session, actor, seen, at).happenings
    found = next((one for one in every if one.name == name and one.sort != "kind"), None)
    if found is None:
        raise NotFound(_("This moment is not there any more. Look at it again."))
    return found


def moment_row(
    session: Session, actor: Actor, *, public_id: str, name: str, at: datetime
) -> MomentRow:
    """One moment as it is shown. Refuses as `happening`."""
    found = happening(session, actor, public_id=public_id, name=name, at=at)
    seen = watched(session, actor, public_id=public_id)
    return _row(found, seen.first.buttons)


def _course(session: Session, actor: Actor, seen: Watched, at: datetime) -> Course:
    """Everything that happened, as far as the actor may read it."""
    if seen.first.source is Source.LIVE:
        return _live_course(session, actor, seen, at)
    return _read_course(session, actor, seen)


def _live_course(session: Session, actor: Actor, seen: Watched, at: datetime) -> Course:
    """What was tapped, noted and answered, from the start of the clock on."""
    watching = watching_of(seen.first, at)
    if watching is None:
        return Course()
    start = watching.started_at
    taps = taps_of(session, actor, public_id=seen.observation.public_id)
    codes = [
        Happening("tap", one.id, max(0.0, (one.at - start).total_seconds()), one.code)
        for one in kept_taps(taps)
    ]
    kinds = _kinds(session, seen.first, start)
    found = [*codes, *_notes(session, actor, seen), *kinds]
    ran = (watching.ended_at - start).total_seconds()
    return Course(
        happenings=tuple(sorted(found, key=lambda one: one.seconds)),
        seconds=max(ran, *(one.seconds for one in found), 1.0),
        bands=rules.kind_bands((one.seconds, one.kind) for one in kinds if one.kind),
        changes=change_rows(taps, seen.first, actor.time_zone, at),
        sentences=_live_sentences(codes, seen.first.buttons),
    )


def _read_course(session: Session, actor: Actor, seen: Watched) -> Course:
    """The turns of a transcript that were coded, where their times are known, and the notes.

    The words are read by the observer alone, until they sign.
    """
    first = seen.first
    transcript = session.get(Transcript, first.id)
    if transcript is None:
        return Course()
    is_own_draft = first.status is Status.DRAFT and first.observer_id == actor.person_id
    found = session.exec(
        select(TurnCode.turn_index, TurnCode.code, TranscriptTurn.start, TranscriptTurn.text)
        .where(TurnCode.observation_id == first.id)
        .join(
            TranscriptTurn,
            (col(TranscriptTurn.observation_id) == col(TurnCode.observation_id))
            & (col(TranscriptTurn.index) == col(TurnCode.turn_index)),
            isouter=True,
        )
        .order_by(col(TurnCode.turn_index))
    ).all()
    starts = transcript.measures.get("starts", {})
    codes = []
    for index, code, start, text in found:
        seconds = starts.get(str(index), start)
        if seconds is None or (transcript.runs and not run_of(index, transcript.runs)):
            continue
        codes.append(
            Happening("turn", str(index), seconds, Code(code), text=text if is_own_draft else "")
        )
    every = sorted([*codes, *_notes(session, actor, seen)], key=lambda one: one.seconds)
    spoken = _spoken(session, first)
    ends = [time for one in spoken for time in (one.start, one.end) if time is not None]
    return Course(
        happenings=tuple(every),
        seconds=max([1.0, *(one.seconds for one in every), *ends]),
        sentences=_read_sentences(codes, spoken, in_runs=bool(transcript.runs)),
    )


def _notes(session: Session, actor: Actor, seen: Watched) -> list[Happening]:
    """What was noted while watching, for the two who were there alone."""
    if actor.person_id not in (seen.first.observer_id, seen.first.observed_id):
        return []
    found = session.exec(
        select(Note)
        .where(Note.observation_id == seen.first.id)
        .order_by(col(Note.at), col(Note.id))
    ).all()
    return [
        Happening("note", one.id, float(one.seconds), text=one.text, quote=one.quote)
        for one in found
    ]


def _kinds(session: Session, first: Observation, start: datetime) -> list[Happening]:
    """The answers on the kind of talk: the last one of each stretch counts."""
    found = session.exec(
        select(KindAnswer)
        .where(KindAnswer.observation_id == first.id)
        .order_by(col(KindAnswer.at), col(KindAnswer.id))
    ).all()
    last = {stretch_of(one.at, start): one for one in found}
    return [
        Happening("kind", one.id, max(0.0, (one.at - start).total_seconds()), kind=one.kind)
        for one in last.values()
    ]


def _spoken(session: Session, first: Observation) -> list[Spoken]:
    """When everybody spoke, and the codes of the coach's turns; nothing once it is deleted."""
    found = session.exec(
        select(TranscriptTurn.start, TranscriptTurn.end, TurnCode.code)
        .where(TranscriptTurn.observation_id == first.id)
        .join(
            TurnCode,
            (col(TranscriptTurn.observation_id) == col(TurnCode.observation_id))
            & (col(TranscriptTurn.index) == col(TurnCode.turn_index)),
            isouter=True,
        )
        .order_by(col(TranscriptTurn.index))
    ).all()
    return [Spoken(start, end, Code(code) if code else None) for start, end, code in found]


def _live_sentences(codes: Sequence[Happening], buttons: Buttons) -> tuple[str, ...]:
    """What the course says; of pauses only where there was a button for them."""
    given = [Given(one.seconds, one.code) for one in codes if one.code]
    pauses = ""
    if Code.PAUSE in BUTTONS[buttons]:
        pauses = rules.pause_words(rules.tapped_pauses([code for _seconds, code in given]))
    said = (rules.turning_words(given), rules.run_words(given), pauses)
    return tuple(one for one in said if one and given)


def _read_sentences(
    codes: Sequence[Happening], spoken: Sequence[Spoken], *, in_runs: bool
) -> tuple[str, ...]:
    """What the course says; nothing of the whole where only drawn runs were coded."""
    given = [Given(one.seconds, one.code) for one in codes if one.code]
    if not given:
        return ()
    pauses = rules.pause_words(rules.silent_pauses(spoken))
    if in_runs:
        part = _("Only drawn runs were coded, so the course of the whole is not known.")
        return tuple(filter(None, (part, pauses)))
    return tuple(filter(None, (rules.turning_words(given), rules.run_words(given), pauses)))


def _why_fixed(seen: Watched, head: HeaderRow) -> str:
    """Why its observer cannot change codes here; empty where they can."""
    if head.is_signed:
        return _("This is signed, so its codes stay as they are.")
    if seen.observation.supersedes_id is not None:
        return _("A correction keeps the counts of the version it corrects.")
    if seen.first.source is not Source.LIVE:
        return _("The codes of a transcript are changed in the transcript.")
    if seen.first.started_at is None:
        return _("Codes can be added once the clock was started.")
    return ""


def _why_without(seen: Watched) -> str:
    """Why nothing can be shown over time."""
    if seen.first.source is not Source.LIVE:
        return _("No coded turn of the transcript has a time, so there is no timeline.")
    return _("Nothing was tapped or noted.")


def _codes(buttons: Buttons) -> list[ChoiceRow]:
    return [ChoiceRow(str(code), code_word(code, buttons)) for code in BUTTONS[buttons]]


def _dimensions(session: Session, actor: Actor, head: HeaderRow) -> list[ChoiceRow]:
    """The dimensions of an own draft that have a level, with their number and name."""
    held = in_hand(session, actor, head.public_id, held=False)
    form = worded(held.form, coach=head.coach_word, coached=head.coached_word)
    draft = whole_draft(session, actor, public_id=head.public_id)
    seen = {rating.dimension for rating in draft.ratings if rating.level is not None}
    return [
        ChoiceRow(str(one.number), f"{one.number} · {one.name}")
        for one in form.dimensions
        if one.number in seen and is_scored(held.purpose)
    ]


def _drawable(one: Happening, buttons: Buttons) -> Drawable:
    return Drawable(
        one.name, one.seconds, one.code, f"{clock_words(one.seconds)} {_word(one, buttons)}"
    )


def _row(one: Happening, buttons: Buttons, *, is_new_minute: bool = False) -> MomentRow:
    return MomentRow(
        id=one.name,
        sort=one.sort,
        clock=clock_words(one.seconds),
        word=_word(one, buttons),
        tone=str(side_of(one.code)) if one.code else "neither",
        text=one.text,
        quote=one.quote,
        code=str(one.code or ""),
        is_new_minute=is_new_minute,
    )


def _word(one: Happening, buttons: Buttons) -> str:
    if one.code:
        return code_word(one.code, buttons)
    return kind_word(one.kind) if one.kind else _("Note")
