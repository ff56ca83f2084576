"""The figures of one observation, and the notes; for those who may read it whole."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.coaching.rules import LEAST_ANSWERS, Kind, KindMix, Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import clock_words
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.queries import note_reading
from coach_the_coach.observations.results import rules
from coach_the_coach.observations.results.evidence.rows import (
    BarRow,
    CountRow,
    EvidenceRow,
    FigureRow,
    KindRow,
    NoteRow,
    ShareRow,
    TimelineRow,
)
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.scope import is_shown, is_signed, readable
from coach_the_coach.observations.tables import Note, Observation, Outcome, Tap
from coach_the_coach.observations.tally.rules import (
    BUTTONS,
    Bar,
    Buttons,
    Code,
    Tally,
    TapMark,
    code_meaning,
    code_word,
    kept_taps,
    side_of,
    side_word,
    timeline,
)
from coach_the_coach.observations.transcript.queries import (
    measures_of_transcript,
    moments_of_transcript,
)
from coach_the_coach.observations.transcript.rules import Measures


def opened(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may see what came of an observation.

    It is signed, they may read it whole, and for the one observed both views were opened. What is
    signed blind is readable by its observer alone.
    """
    return and_(
        readable(actor),
        is_signed(),
        or_(col(Observation.observed_id) != actor.person_id, is_shown()),
    )


def evidence(session: Session, actor: Actor, *, public_id: str) -> EvidenceRow:
    """What was counted and measured. Raises NotFound for what is not open to the actor."""
    found = session.exec(
        select(Observation, CoachingSession.purpose, Outcome)
        .where(Observation.public_id == public_id, opened(actor))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
    ).first()
    if found is None:
        raise NotFound
    observation, purpose, outcome = found
    note_reading(session, actor, observation)
    tally = Tally(**outcome.tally)
    counts_as = observation.purpose_corrected or Purpose(purpose)
    mix = KindMix({Kind(kind): count for kind, count in outcome.kinds.items()})
    watched = _first_version(session, actor, observation)
    is_live = observation.source is Source.LIVE
    told = Measures() if is_live else measures_of_transcript(session, actor, public_id=watched)
    return EvidenceRow(
        share=share_row(tally, counts_as, in_runs=outcome.in_runs),
        measures=figure_rows(tally, observation.buttons),
        counts=count_rows(tally, observation.buttons),
        kinds_sentence=_kinds_sentence(mix) if mix.n else "",
        kinds=_kinds(mix),
        timeline=_timeline(session, actor, watched, observation),
        talk=_talk(told),
        talk_note=_talk_note(told) if not is_live else "",
    )


def notes(session: Session, actor: Actor, *, public_id: str) -> list[NoteRow]:
    """What was noted while watching, in its order, for the two who were there alone.

    Raises NotFound for what is not open to the actor.
    """
    either = or_(
        col(Observation.observer_id) == actor.person_id,
        col(Observation.observed_id) == actor.person_id,
    )
    observation = session.exec(
        select(Observation).where(Observation.public_id == public_id, opened(actor), either)
    ).first()
    if observation is None:
        raise NotFound
    # Only of the version made while watching: whatever hangs on a draft is nobody's to read yet.
    found = session.exec(
        select(Note)
        .join(Observation, col(Observation.id) == col(Note.observation_id))
        .where(*_versions(observation), col(Observation.supersedes_id).is_(None))
        .where(is_signed())
        .order_by(col(Note.at), col(Note.id))
    ).all()
    return [NoteRow(clock_words(one.seconds), one.text, one.quote) for one in found]


def share_row(tally: Tally, purpose: Purpose, *, in_runs: bool = False) -> ShareRow:
    """The ask share as it is drawn, for the purpose that counts."""
    view = rules.share_view(tally, purpose, in_runs=in_runs)
    return ShareRow(
        sentence=view.sentence,
        interval=rules.interval_words(view),
        method=rules.method_words(view),
        meaning=rules.band_meaning(view.band) if view.band else "",
        is_judged=view.is_judged,
        is_known=view.percent is not None,
        share=view.percent or 0,
        low=view.low_percent or 0,
        high=view.high_percent or 0,
        part=_("From a part of the turns; the range is wider.") if in_runs else "",
    )


def figure_rows(tally: Tally, buttons: Buttons) -> list[FigureRow]:
    """What else the counts say; of four buttons only how often was listened back and taken over."""
    views = rules.measures(tally)
    if buttons is Buttons.NINE:
        return [FigureRow(one.name, one.value, one.basis) for one in views]
    taken = views[-1]
    heard = FigureRow(
        _("Listened back"), str(tally.back), _("of {whole} asks").format(whole=tally.asks)
    )
    return [heard, FigureRow(taken.name, taken.value, taken.basis)]


def _versions(observation: Observation) -> tuple[ColumnElement[bool], ...]:
    """The conditions of a version of the same observation: a correction keeps what was tapped."""
    return (
        col(Observation.coaching_session_id) == observation.coaching_session_id,
        col(Observation.observer_id) == observation.observer_id,
    )


def _first_version(session: Session, actor: Actor, observation: Observation) -> str:
    """Public id of the version that was made while watching, on which taps and turns hang."""
    return session.exec(
        select(Observation.public_id).where(
            *_versions(observation), col(Observation.supersedes_id).is_(None), readable(actor)
        )
    ).one()


def count_rows(tally: Tally, buttons: Buttons) -> list[CountRow]:
    """How often each code was given, in the order of the buttons."""
    return [
        CountRow(
            word=code_word(code, buttons),
            meaning=code_meaning(code),
            count=tally.count(code),
            tone=str(side_of(code)),
            side=side_word(side_of(code)),
        )
        for code in BUTTONS[buttons]
    ]


def _kinds_sentence(mix: KindMix) -> str:
    words = _n(
        "What kind of talk it was, asked every five minutes: {n} answer",
        "What kind of talk it was, asked every five minutes: {n} answers",
        mix.n,
    ).format(n=mix.n)
    if mix.n >= LEAST_ANSWERS:
        return words
    return _("{words}, too few for shares").format(words=words)


def _kinds(mix: KindMix) -> list[KindRow]:
    return [
        KindRow(
            word=view.word,
            share=view.percent,
            figure=view.figure,
        )
        for view in rules.kind_views(mix)
    ]


def _timeline(
    session: Session, actor: Actor, watched: str, observation: Observation
) -> TimelineRow:
    """Asks and tells over the time of the talk; empty where no times are known."""
    if observation.source is Source.LIVE:
        moments, seconds = _tapped(session, watched, observation)
    else:
        moments = moments_of_transcript(session, actor, public_id=watched)
        seconds = max((second for second, _code in moments), default=0.0)
    if not moments:
        return TimelineRow()
    line = timeline(moments, seconds=seconds)
    words = _n(
        "Asks above the line, tells below; each bar is {n} minute.",
        "Asks above the line, tells below; each bar is {n} minutes.",
        line.minutes_per_bar,
    )
    return TimelineRow(
        sentence=words.format(n=line.minutes_per_bar),
        end=clock_words(seconds),
        bars=bar_rows(line.bars),
    )


def _tapped(
    session: Session, watched: str, observation: Observation
) -> tuple[list[tuple[float, Code]], float]:
    """Seconds from the start with the code tapped there, and how long the clock ran."""
    found = session.exec(
        select(Tap)
        .join(Observation, col(Observation.id) == col(Tap.observation_id))
        .where(Observation.public_id == watched)
    ).all()
    marks = kept_taps(TapMark(one.id, one.at, one.code, one.undoes, one.seq) for one in found)
    start: datetime | None = observation.started_at
    if start is None:
        return [], 0.0
    moments = [((one.at - start).total_seconds(), one.code) for one in marks if one.code]
    last = observation.stopped_at or max((one.at for one in marks), default=start)
    return moments, (last - start).total_seconds()


def bar_rows(bars: Iterable[Bar]) -> list[BarRow]:
    """The bars as percentages of the drawing: the line is in its middle."""
    drawn = list(bars)
    highest = max(1, *(max(bar.asks, bar.tells) for bar in drawn))
    width = 100 / len(drawn)
    return [
        BarRow(
            minute=bar.minute,
            asks=bar.asks,
            tells=bar.tells,
            at=_percent(place * width + width * 0.1),
            width=_percent(min(width * 0.8, 4)),
            ask_top=_percent(49 - 48 * bar.asks / highest),
            ask_height=_percent(48 * bar.asks / highest),
            tell_height=_percent(48 * bar.tells / highest),
        )
        for place, bar in enumerate(drawn)
    ]


def _percent(number: float) -> str:
    return f"{round(number, 2):g}%"


def _talk(told: Measures) -> list[FigureRow]:
    """Who talked how much, as far as the file tells."""
    rows = []
    if told.talk_share is not None:
        percent = rules.percent(told.talk_share)
        value = _("{percent}\u00a0%").format(percent=percent)
        rows.append(FigureRow(_("Share of the talking"), value, _("of the time spoken")))
    if told.longest_stretch_seconds is not None:
        value = clock_words(told.longest_stretch_seconds)
        rows.append(FigureRow(_("Longest stretch"), value, _("minutes and seconds")))
    if told.questions_per_ten_minutes is not None:
        value = f"{told.questions_per_ten_minutes:.1f}"
        rows.append(
            FigureRow(_("Questions in ten minutes"), value, _("by the question marks in the text"))
        )
    return rows


def _talk_note(told: Measures) -> str:
    """Why there is no measure of time, for a file that has none."""
    if told.turns is None or told.questions_per_ten_minutes is not None:
        return ""
    return _("The transcript has no times, so nothing is measured in minutes.")
