"""What is scored by two, as everybody may know of it; what both gave, for who may read both."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.calibration.adjudication.queries import thirds
from coach_the_coach.calibration.double.rows import (
    AskableRow,
    LevelLine,
    PairLine,
    PairRow,
    PersonRow,
)
from coach_the_coach.calibration.pairing.queries import (
    is_signed_by,
    own_observation_in,
    session_to_ask,
    sessions_to_ask,
)
from coach_the_coach.calibration.queries import (
    Able,
    able_to_score,
    knows_of,
    may_name,
    pair_of,
    part_in,
)
from coach_the_coach.calibration.rules import (
    Part,
    Stage,
    again_words,
    is_to_score,
    next_words,
    number_words,
    pair_score,
    stage_mark,
    stage_of,
    stage_word,
)
from coach_the_coach.coaching.rules import pair_words
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import leads_directly
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.blind.queries import Given, given_in
from coach_the_coach.observations.queries import goes_on_at, note_reading
from coach_the_coach.observations.readiness.queries import practices_left
from coach_the_coach.observations.readiness.rules import missing_words
from coach_the_coach.observations.results.evidence.queries import opened
from coach_the_coach.observations.rubric.rules import Rubric as Form
from coach_the_coach.observations.rubric.rules import stored_rubric, worded
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import BlindScoring, Observation, Rubric, Status
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

PAIRS: Final = 50
"""Most lines at once. Source: docs/method.md#lists."""

SHOWN_FOR: Final = timedelta(days=90)
"""How long what is settled or called off stays on the list.

Source: docs/method.md#double-scoring."""

_observed, _coached = aliased(Person), aliased(Person)


class _Found(NamedTuple):
    """One of them, with the names in it and the reader's own observation of the session."""

    scoring: BlindScoring
    held: CoachingSession
    observed: Person
    coached: Person
    third: str
    mine: Observation | None


def pairs(session: Session, actor: Actor, *, at: datetime) -> list[PairLine]:
    """What two score that the actor may know of: what goes on first, then the newest.

    In three statements. Of neither of the two it says that they have signed, but to themself.
    """
    lately = col(BlindScoring.asked_at) > at - SHOWN_FOR
    found = _pairs(session, actor, or_(_goes_on(), lately))
    return [_line(one, actor, at) for one in found]


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What waits for the actor: to score as the second or the third, or to have a third look."""
    found = _pairs(session, actor, _goes_on())
    lines = [(one, _line(one, actor, at)) for one in found]
    return [
        NextLine(
            text=_("{name}, with {coached}: {says}").format(
                name=line.observed, coached=line.coached, says=line.says
            ),
            action=line.action,
            link=line.link,
            rank=0,
            since=(one[0].third_asked_at or one[0].both_signed_at or one[0].asked_at).isoformat(),
        )
        for one, line in lines
        if line.action
    ]


def askable(session: Session, actor: Actor, *, at: datetime) -> list[AskableRow]:
    """Sessions of which the actor may have another score them as well, the newest first."""
    return [
        AskableRow(
            held_id=one.held.public_id,
            observed=one.observed.name,
            coached=one.coached.name,
            first=one.first.name,
            held=moment(one.held.held_at, actor.time_zone, at),
        )
        for one in sessions_to_ask(session, actor, at=at)
    ]


def seconds(session: Session, actor: Actor, *, held_id: str, at: datetime) -> list[PersonRow]:
    """Who may score this session as well, by name. Raises NotFound for one not to be asked for."""
    asked = session_to_ask(session, actor, held_id=held_id, at=at)
    return _people(able_to_score(session, asked.held, but=[asked.first.id or 0], at=at))


def pair_row(session: Session, actor: Actor, *, public_id: str, at: datetime) -> PairRow:
    """One of them, with what both gave where the actor may read both. Raises NotFound."""
    scoring = pair_of(session, actor, public_id=public_id)
    held = session.get_one(CoachingSession, scoring.coaching_session_id)
    part, stage = part_in(scoring, actor), _stage(scoring)
    mine = own_observation_in(session, actor, held)
    signed = is_signed_by(session, scoring, actor)
    two = (scoring.first_observer_id, scoring.second_observer_id)
    third = scoring.third_observer_id
    names = names_of(session, [held.coach_id, held.coached_id, *two, *([third] if third else [])])
    names_all = may_name(session, actor, observed_id=scoring.observed_id)
    is_asker = scoring.asked_by_id == actor.person_id
    able, again = thirds(session, actor, scoring=scoring, at=at), scoring.again_for != ""
    may_end = stage is Stage.SCORING and not again
    can_begin = _is_asked(scoring, stage, part) and mine is None
    left = practices_left(session, actor.person_id) if can_begin else 0
    row = PairRow(
        public_id=public_id,
        observed=names[held.coach_id],
        coached=names[held.coached_id],
        held=moment(held.held_at, actor.time_zone, at),
        word=stage_word(stage, again=again),
        mark=stage_mark(stage),
        says=_says(scoring, stage, part, signed, names.get(third or 0, "")),
        drawn=_("Drawn by the program") if scoring.drawn else "",
        reason=scoring.reason,
        first=names[two[0]],
        second=names[two[1]],
        third=names.get(third or 0, ""),
        can_begin=can_begin,
        must_practise=missing_words(left),
        goes_on=_place_of(mine),
        is_signed=signed,
        can_call_off=may_end and (names_all or is_asker or part is Part.SECOND),
        can_decline=stage is Stage.ADJUDICATING and part is Part.THIRD and not signed,
        can_draw=bool(able),
        thirds=_people(able) if names_all and part not in (Part.FIRST, Part.SECOND) else [],
    )
    if not _reads_both(session, actor, scoring, part):
        return row
    return _with_levels(session, actor, row, scoring)


def _pairs(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> list[_Found]:
    """Those that the actor may know of, with the actor's own observation of the session."""
    found = session.exec(
        select(BlindScoring, CoachingSession, _observed, _coached)
        .join(CoachingSession, col(CoachingSession.id) == col(BlindScoring.coaching_session_id))
        .join(_observed, col(_observed.id) == col(BlindScoring.observed_id))
        .join(_coached, col(_coached.id) == col(CoachingSession.coached_id))
        .where(knows_of(actor), *conditions)
        .order_by(_goes_on().desc(), col(BlindScoring.asked_at).desc(), col(BlindScoring.id).desc())
        .limit(PAIRS)
    ).all()
    own = session.exec(
        select(Observation).where(
            Observation.observer_id == actor.person_id,
            col(Observation.coaching_session_id).in_([held.id for _one, held, *_rest in found]),
            Observation.aim == Aim.CERTIFICATION,
            col(Observation.supersedes_id).is_(None),
        )
    ).all()
    mine = {one.coaching_session_id: one for one in own}
    thirds_of = {one.third_observer_id for one, *_rest in found if one.third_observer_id}
    names = names_of(session, thirds_of)
    return [
        _Found(
            one,
            held,
            observed,
            coached,
            names.get(one.third_observer_id or 0, ""),
            mine.get(held.id or 0),
        )
        for one, held, observed, coached in found
    ]


def _goes_on() -> ColumnElement[bool]:
    """The condition that somebody is still to do something."""
    return and_(col(BlindScoring.settled_at).is_(None), col(BlindScoring.called_off_at).is_(None))


def _stage(one: BlindScoring) -> Stage:
    return stage_of(
        both_signed=one.both_signed_at is not None,
        third_named=one.third_observer_id is not None,
        settled=one.settled_at is not None,
        called_off=one.called_off_at is not None,
    )


def _line(found: _Found, actor: Actor, at: datetime) -> PairLine:
    """One of them, for the reader."""
    scoring, held, observed, coached, third, mine = found
    stage, part = _stage(scoring), part_in(scoring, actor)
    signed = mine is not None and mine.status is not Status.DRAFT
    return PairLine(
        public_id=scoring.public_id,
        link=routes.double(scoring.public_id),
        observed=observed.name,
        coached=coached.name,
        held=moment(held.held_at, actor.time_zone, at),
        word=stage_word(stage, again=scoring.again_for != ""),
        mark=stage_mark(stage),
        says=_says(scoring, stage, part, signed, third),
        action=_action(scoring, stage, part, mine, actor),
    )


def _says(scoring: BlindScoring, stage: Stage, part: Part, signed: bool, third: str) -> str:
    """What comes next, for somebody with this part in it."""
    if scoring.again_for:
        return again_words(stage, part, signed=signed)
    return next_words(stage, part, signed=signed).format(third=third)


def _is_asked(scoring: BlindScoring, stage: Stage, part: Part) -> bool:
    """Whether somebody's own score is asked for now."""
    if not is_to_score(part, again=scoring.again_for != ""):
        return False
    return stage is (Stage.ADJUDICATING if part is Part.THIRD else Stage.SCORING)


def _action(
    scoring: BlindScoring, stage: Stage, part: Part, mine: Observation | None, actor: Actor
) -> str:
    """The word on the one way on; empty where nothing waits for the reader."""
    if _is_asked(scoring, stage, part):
        if mine is None:
            return _("Begin")
        return _("Go on") if mine.status is Status.DRAFT else ""
    is_asker = scoring.asked_by_id == actor.person_id
    return _("Ask a third") if stage is Stage.APART and is_asker else ""


def _place_of(mine: Observation | None) -> str:
    """Where the reader's own observation goes on; empty before it is opened."""
    if mine is None:
        return ""
    return goes_on_at(mine) if mine.status is Status.DRAFT else routes.observation(mine.public_id)


def _people(able: Sequence[Able]) -> list[PersonRow]:
    outside, line = _("from outside their line"), _("of their line")
    return [
        PersonRow(
            value=one.person.public_id,
            word=f"{one.person.name} ({outside if one.candidate.is_outside else line})",
        )
        for one in able
    ]


def _reads_both(session: Session, actor: Actor, scoring: BlindScoring, part: Part) -> bool:
    """Whether the actor may read what both gave.

    The two once both have signed, a third once they have, whoever leads the observed directly; the
    one observed once both talks have opened it.
    """
    if scoring.both_signed_at is None:
        return False
    if part in (Part.FIRST, Part.SECOND):
        return True
    if part is Part.THIRD:
        return scoring.settled_at is not None
    if part is Part.OBSERVED:
        found = session.exec(
            select(Observation.observer_id).where(
                Observation.coaching_session_id == scoring.coaching_session_id, opened(actor)
            )
        ).all()
        return {scoring.first_observer_id, scoring.second_observer_id} <= set(found)
    decides = leads_directly(col(Person.id), actor, Permission.OBSERVATION_DECIDE)
    leads = select(Person.id).where(Person.id == scoring.observed_id, decides)
    return session.exec(leads).first() is not None


def _with_levels(session: Session, actor: Actor, row: PairRow, scoring: BlindScoring) -> PairRow:
    """The row with what each gave, what counts of it, and where they differ."""
    # The two observers read each other's levels here and nowhere else, so the program asks.
    with as_program(session):
        given = given_in(session, [scoring.coaching_session_id])[scoring.coaching_session_id]
        by = {one.observation.observer_id: one for one in given}
        first, second = by[scoring.first_observer_id], by[scoring.second_observer_id]
        form = _form(session, first)
    third = by.get(scoring.third_observer_id or 0) if scoring.settled_at else None
    for one in (first, second, *([third] if third else [])):
        note_reading(session, actor, one.observation)
    whole = pair_score(first.scored, second.scored, third.scored if third else None)
    far = _("Far apart")
    lines = [
        LevelLine(
            name=dimension.name,
            first=_level(form, first, number),
            second=_level(form, second, number),
            third=_level(form, third, number) if third else "",
            counts=number_words(whole.levels.get(number)) or _("Not observed"),
            differs=far if number in whole.differs else "",
        )
        for dimension in form.dimensions
        if (number := dimension.number) in {*first.scored.levels, *second.scored.levels}
    ]
    totals = [(row.first, first), (row.second, second), *([(row.third, third)] if third else [])]
    signs = [one.text for one in form.stop_signs if one.key in whole.stop_signs]
    said = [_total_of(name, one) for name, one in totals]
    apart = _("The first two are far apart.") if whole.is_apart else _("The two are close.")
    return PairRow(
        **{
            **vars(row),
            "is_open": True,
            "levels": lines,
            "has_third": third is not None,
            "total": number_words(whole.total),
            "total_words": _("Counts") if scoring.settled_at else _("Both so far"),
            "totals": " · ".join(said),
            "apart": apart,
            "stop_signs": signs,
        }
    )


def _total_of(name: str, one: Given) -> str:
    """What one of them gave on the whole."""
    return f"{name} {number_words(one.scored.total) or _('no level')}"


def _form(session: Session, one: Given) -> Form:
    """The form that the first was scored with, in the words for the two who talked."""
    content = session.get_one(Rubric, one.observation.rubric_id).content
    coach, coached = pair_words(coached_coaches=False)
    return worded(stored_rubric(content), coach=coach, coached=coached)


def _level(form: Form, one: Given, number: int) -> str:
    """The level that one gave, in figures and words."""
    level = one.scored.levels.get(number)
    word = form.level_word(level)
    return word if level is None else f"{level} · {word}"
