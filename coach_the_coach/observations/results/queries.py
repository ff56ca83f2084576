"""What came of an observation, as each audience may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.coaching.rules import purpose_word
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import clock_words, moment
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import reaches
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.queries import goes_on_at, header, note_reading
from coach_the_coach.observations.rating.rules import (
    absent_words,
    not_scored_words,
    overall,
    standouts,
    uncalled_words,
)
from coach_the_coach.observations.results.evidence.queries import opened
from coach_the_coach.observations.results.handing.queries import handing_of
from coach_the_coach.observations.results.rows import (
    AnswerRow,
    CountsRow,
    LevelRow,
    ResultRow,
    StandingRow,
    ViewRow,
)
from coach_the_coach.observations.results.rules import (
    DimensionView,
    score_words,
    side_by_side,
)
from coach_the_coach.observations.rows import HeaderRow
from coach_the_coach.observations.rubric.rules import Rubric as Form
from coach_the_coach.observations.rubric.rules import (
    for_purpose,
    is_scored,
    stored_rubric,
    worded,
)
from coach_the_coach.observations.rules import Aim, aim_word
from coach_the_coach.observations.scope import is_current, is_shown, readable, scores_blind
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Reply,
    Rubric,
    SelfRating,
    Status,
)
from coach_the_coach.observations.ticks.rules import tick_sentences
from coach_the_coach.shell import routes

Levels = Mapping[int, int | None]


def standing(session: Session, actor: Actor, *, public_id: str) -> StandingRow:
    """What the actor gets to see of an observation, or where they have to go first.

    Raises NotFound for one of which they get nothing, even if they may know that it took place.
    """
    found = session.exec(
        select(Observation, readable(actor), opened(actor), Reply)
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .where(
            Observation.public_id == public_id,
            or_(readable(actor), counts_alone(actor)),
        )
    ).first()
    if found is None:
        raise NotFound
    observation, is_whole, is_open, reply = found
    if observation.status is Status.DRAFT:
        return StandingRow(go_to=goes_on_at(observation))
    if observation.observed_id == actor.person_id and not is_open:
        # Where nothing is to be rated, that page leads on to the talk.
        page = routes.TALK if reply and reply.self_rated_at else routes.REFLECT
        return StandingRow(go_to=routes.observation(public_id, page))
    return StandingRow(view="whole" if is_whole else "counts")


def counts_alone(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor sees counts and not quotes.

    It is for certification, signed and not replaced, of somebody whom they lead through others.
    """
    return and_(
        col(Observation.aim) == Aim.CERTIFICATION,
        col(Observation.status) == Status.SIGNED,
        is_current(),
        reaches(col(Observation.observed_id), actor, Permission.OBSERVATION_DECIDE),
        ~readable(actor),
        ~scores_blind(actor),
    )


def result(session: Session, actor: Actor, *, public_id: str, at: datetime) -> ResultRow:
    """A signed observation, whole, for the two and for who decides on a certification.

    Own levels are in it once both views were opened, the answer once it is sent.
    Raises NotFound for what is not open to the actor.
    """
    found = session.exec(
        select(Observation, ObservationBody, Outcome, Rubric)
        .where(Observation.public_id == public_id, opened(actor))
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
        .join(Rubric, col(Rubric.id) == col(Observation.rubric_id))
    ).first()
    if found is None:
        raise NotFound
    observation, body, outcome, rubric = found
    note_reading(session, actor, observation)
    head = header(session, actor, public_id=public_id, at=at)
    held = session.get_one(CoachingSession, observation.coaching_session_id)
    purpose = observation.purpose_corrected or held.purpose
    form = for_purpose(stored_rubric(rubric.content), purpose)
    form = worded(form, coach=head.coach_word, coached=head.coached_word)
    ratings = _ratings(session, actor, observation)
    seen: Levels = {number: one.level for number, one in ratings.items()}
    own = _own_levels(session, actor, observation)
    people = _Two(
        own=_("You") if head.is_about_me else head.observed,
        seen=_("You") if head.is_mine else head.observer,
    )
    stop_signs = set(body.stop_signs)
    return ResultRow(
        header=head,
        zone=actor.time_zone,
        person_link=routes.person(head.observed_id),
        newer_link=_link(head.corrected_by),
        older_link=_link(head.corrects),
        correction_link=_link(head.open_correction, routes.RATE),
        purpose_note=_purpose_note(observation, held),
        is_scored=is_scored(purpose),
        ticks=list(tick_sentences(body.ticks, head.observed)),
        handing=handing_of(session, actor, head=head, is_rated=is_scored(purpose), at=at),
        strengths=body.strengths,
        highest=_highest(form, seen),
        own_name=people.own if own is not None else "",
        seen_name=people.seen,
        comparison=_comparison(head, side_by_side(form, own or {}, seen), own is not None),
        levels=list(form.levels),
        views=[
            _view_row(form, view, ratings.get(view.number), people, own)
            for view in side_by_side(form, own or {}, seen)
            if is_scored(purpose)
        ],
        score=score_words(overall(seen, stop_signs=outcome.stop_signs), form)
        if is_scored(purpose)
        else not_scored_words(purpose),
        score_basis=_score_basis(seen) if is_scored(purpose) else "",
        stop_signs=[sign.text for sign in form.stop_signs if sign.key in stop_signs],
        answer=_answer_row(session.get(Reply, observation.id), head, actor, at),
    )


def counts(session: Session, actor: Actor, *, public_id: str, at: datetime) -> CountsRow:
    """Scores of a certification observation, for leaders above the direct one.

    Nothing that was said or written is read here, nor how much was asked: one person's share is for
    those who lead them directly. Raises NotFound for everybody else.
    """
    found = session.exec(
        select(Observation, CoachingSession, Outcome, Rubric)
        .where(Observation.public_id == public_id, counts_alone(actor))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
        .join(Rubric, col(Rubric.id) == col(Observation.rubric_id))
    ).first()
    if found is None:
        raise NotFound
    observation, held, outcome, rubric = found
    note_reading(session, actor, observation)
    names = names_of(session, (observation.observer_id, observation.observed_id))
    observed = session.exec(select(Person).where(Person.id == observation.observed_id)).one()
    found = session.exec(select(Rating).where(Rating.observation_id == observation.id)).all()
    given = {one.dimension: one for one in found}
    levels: Levels = {number: one.level for number, one in given.items()}
    purpose = observation.purpose_corrected or held.purpose
    form = for_purpose(stored_rubric(rubric.content), purpose)
    return CountsRow(
        observed=names[observation.observed_id],
        person_link=routes.person(observed.public_id),
        observer=names[observation.observer_id],
        purpose_word=purpose_word(purpose),
        aim_word=aim_word(observation.aim),
        held=moment(held.held_at, actor.time_zone, at),
        signed=moment(observation.signed_at, actor.time_zone, at),
        rubric=f"{rubric.name} {rubric.version}",
        levels=[
            LevelRow(one.name, _given_word(form, given.get(one.number)))
            for one in form.dimensions
            if is_scored(purpose)
        ],
        score=not_scored_words(purpose)
        or score_words(overall(levels, stop_signs=outcome.stop_signs), form),
        score_basis=_score_basis(levels),
    )


@dataclass(frozen=True)
class _Two:
    """What the two are called by the reader."""

    own: str
    seen: str


def _link(public_id: str, page: str = routes.OBSERVATION) -> str:
    """A page of another version; empty where there is none."""
    return routes.observation(public_id, page) if public_id else ""


def _ratings(session: Session, actor: Actor, observation: Observation) -> dict[int, Rating]:
    """What the observer gave, by dimension."""
    found = session.exec(
        select(Rating)
        .join(Observation, col(Observation.id) == col(Rating.observation_id))
        .where(Rating.observation_id == observation.id, opened(actor))
    ).all()
    return {one.dimension: one for one in found}


def _own_levels(session: Session, actor: Actor, observation: Observation) -> Levels | None:
    """What the one observed gave themself, by dimension.

    None before they have finished, and before both views were opened.
    """
    found = session.exec(
        select(SelfRating)
        .join(Observation, col(Observation.id) == col(SelfRating.observation_id))
        .join(Reply, col(Reply.observation_id) == col(SelfRating.observation_id))
        .where(
            SelfRating.observation_id == observation.id,
            col(Reply.self_rated_at).is_not(None),
            opened(actor),
            is_shown(),
        )
    ).all()
    return {one.dimension: one.level for one in found} or None


def _view_row(
    form: Form, view: DimensionView, rating: Rating | None, people: _Two, own: Levels | None
) -> ViewRow:
    """One dimension; before the own view is finished the observer's alone."""
    not_called = rating is not None and rating.not_called
    seen_word = uncalled_words() if not_called else view.observer_word
    seen_words = _("{name}: {level}").format(name=people.seen, level=seen_word)
    own_words = _("{name}: {level}").format(name=people.own, level=view.own_word)
    both = own is not None
    return ViewRow(
        number=view.number,
        word=view.name,
        own=view.own_level,
        seen=view.observer_level,
        gap=view.gap_words if both else seen_word,
        sentence=f"{own_words} · {seen_words} · {view.gap_words}" if both else seen_words,
        own_word=view.own_word if both else "",
        own_anchor=_anchor(form, view.number, view.own_level),
        seen_word=seen_word,
        seen_anchor=_anchor(form, view.number, view.observer_level),
        quote=rating.quote if rating else "",
        clock=clock_words(rating.moment_seconds) if rating else "",
        absent=_absent(rating),
    )


def _anchor(form: Form, number: int, level: int | None) -> str:
    """What a level looks like; empty for none."""
    if level is None:
        return ""
    return next(one.anchors[level - 1] for one in form.dimensions if one.number == number)


def _comparison(head: HeaderRow, views: tuple[DimensionView, ...], both: bool) -> str:
    """What the two views side by side say, in a sentence."""
    if not both:
        if head.acknowledged:
            return _("There is no own view beside this one.")
        return _("{name}'s own view appears here once you have talked.").format(name=head.observed)
    compared = [view.gap for view in views if view.gap is not None]
    if not compared:
        return _("No dimension has a level from both.")
    alike = sum(gap == 0 for gap in compared)
    words = _n(
        "Seen alike in {alike} of {n} dimension that both rated.",
        "Seen alike in {alike} of {n} dimensions that both rated.",
        len(compared),
    )
    return words.format(alike=alike, n=len(compared))


def _given_word(form: Form, rating: Rating | None) -> str:
    """The level that was given, in words."""
    if rating is not None and rating.not_called:
        return uncalled_words()
    return form.level_word(rating.level if rating else None)


def _absent(rating: Rating | None) -> str:
    """In which stretch it was watched for and did not happen; empty where it did."""
    return absent_words(rating.absent_from, rating.absent_to) if rating else ""


def _purpose_note(observation: Observation, held: CoachingSession) -> str:
    """That the purpose was corrected, and why; empty where it was not."""
    if observation.purpose_corrected is None:
        return ""
    return _("Opened as {opened}, corrected to {purpose}: {reason}").format(
        opened=purpose_word(held.purpose),
        purpose=purpose_word(observation.purpose_corrected),
        reason=observation.purpose_reason or "",
    )


def _highest(form: Form, seen: Levels) -> str:
    """The dimensions rated highest, at most two."""
    names = {one.number: one.name for one in form.dimensions}
    return ", ".join(names[number] for number in standouts(seen).strongest)


def _score_basis(levels: Levels) -> str:
    """How many dimensions the score rests on."""
    observed = sum(level is not None for level in levels.values())
    return _("{observed} of {whole} dimensions observed").format(
        observed=observed, whole=len(levels)
    )


def _answer_row(reply: Reply | None, head: HeaderRow, actor: Actor, at: datetime) -> AnswerRow:
    """The answer, to whom it may be shown: a draft to the one who writes it alone."""
    if reply is None:
        return AnswerRow()
    is_open = reply.answered_at is not None or head.is_about_me
    return AnswerRow(
        text=reply.answer if is_open else "",
        answered=moment(reply.answered_at, actor.time_zone, at),
        acknowledged=moment(reply.acknowledged_at, actor.time_zone, at),
    )
