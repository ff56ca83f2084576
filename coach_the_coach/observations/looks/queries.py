"""Short looks: only the observer and the observed ever read one, the observed once it is given."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.coaching.rules import pair_words
from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees, visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.looks.rows import (
    LookDimension,
    LookFormRow,
    LookLine,
    LookRow,
    SeenLevel,
)
from coach_the_coach.observations.looks.tables import Look, LookBody, LookLevel
from coach_the_coach.observations.queries import COACHED
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.observations.rubric.rules import Dimension, stored_rubric, worded
from coach_the_coach.observations.rubric.rules import Rubric as Form
from coach_the_coach.observations.tables import Rubric
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

PER_PAGE: Final = 10
"""Looks of one person shown at once. Source: docs/method.md#short-look."""

WAITING: Final = 20
"""Most lines of one sort that wait. Source: docs/method.md#lists."""

_observer, _observed, _coached = aliased(Person), aliased(Person), aliased(Person)


def own_look(session: Session, actor: Actor, public_id: str) -> Look:
    """The actor's own look that is not given yet, held so that two devices take turns.

    Raises NotFound where there is none of theirs, Conflict where it is given.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    look = session.exec(
        visible(Look, actor)
        .where(Look.public_id == public_id, Look.observer_id == actor.person_id)
        .with_for_update()
    ).first()
    if look is None:
        raise NotFound
    if look.given_at is not None:
        raise Conflict(_("This look is given and stays as it is."))
    return look


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may read a look: their own, or one given to them."""
    return or_(
        col(Look.observer_id) == actor.person_id,
        and_(col(Look.observed_id) == actor.person_id, col(Look.given_at).is_not(None)),
    )


def is_given(session: Session, actor: Actor, *, public_id: str) -> bool:
    """Whether a look that the actor may read is given. Raises NotFound for any other."""
    look = session.exec(
        visible(Look, actor).where(Look.public_id == public_id, readable(actor))
    ).first()
    if look is None:
        raise NotFound
    return look.given_at is not None


def look_form(session: Session, actor: Actor, *, public_id: str, at: datetime) -> LookFormRow:
    """The actor's own look as far as it is written. Raises NotFound for any other."""
    actor.require(Permission.OBSERVATION_WRITE)
    found = session.exec(
        select(Look, LookBody, Rubric.content, _observed)
        .where(
            Look.public_id == public_id,
            Look.observer_id == actor.person_id,
            col(Look.given_at).is_(None),
        )
        .join(LookBody, col(LookBody.look_id) == col(Look.id))
        .join(Rubric, col(Rubric.id) == col(Look.rubric_id))
        .join(_observed, col(_observed.id) == col(Look.observed_id))
    ).first()
    if found is None:
        raise NotFound
    look, body, content, observed = found
    coached = _coached_by(session, look, at)
    coach_word, coached_word = _pair_words(session, look)
    form = worded(stored_rubric(content), coach=coach_word, coached=coached_word)
    levels = levels_of(session, actor, look=look.id)
    return LookFormRow(
        public_id=public_id,
        observed=observed.name,
        observed_id=observed.public_id,
        first_name=observed.given_name,
        coached_word=coached_word,
        coached=[ChoiceRow(one.public_id, one.name, one.title) for one in coached],
        with_whom=next((one.public_id for one in coached if one.id == look.coached_id), ""),
        dimensions=[_dimension(form, one, levels.get(one.number)) for one in form.dimensions],
        chosen=[str(number) for number in sorted(levels)],
        moment=body.moment,
        to_try=body.to_try,
        zone=actor.time_zone,
    )


def levels_of(session: Session, actor: Actor, *, look: int | None) -> dict[int, int | None]:
    """The levels of a look in which the actor takes part; None while a dimension has none yet."""
    found = session.exec(
        select(LookLevel)
        .join(Look, col(Look.id) == col(LookLevel.look_id))
        .where(sees(Look, actor, None), LookLevel.look_id == look)
        .order_by(col(LookLevel.dimension))
        .execution_options(populate_existing=True)
    ).all()
    return {one.dimension: one.level for one in found}


def given_look(session: Session, actor: Actor, *, public_id: str, at: datetime) -> LookRow:
    """A look that was given, for its observer and its observed. Raises NotFound for all others."""
    found = session.exec(
        _with_words()
        .where(sees(Look, actor, None), readable(actor), col(Look.given_at).is_not(None))
        .where(Look.public_id == public_id)
    ).first()
    if found is None:
        raise NotFound
    look, body, observer, observed = found
    coached = session.get(Person, look.coached_id) if look.coached_id else None
    coach_word, coached_word = _pair_words(session, look)
    form = worded(_forms(session, [look])[look.rubric_id], coach=coach_word, coached=coached_word)
    return LookRow(
        public_id=public_id,
        observer=observer.name,
        observed=observed.name,
        coached=coached.name if coached else "",
        is_mine=look.observer_id == actor.person_id,
        given=moment(look.given_at, actor.time_zone, at),
        read=moment(look.read_at, actor.time_zone, at),
        levels=[
            SeenLevel(
                name=form.dimensions[number - 1].name,
                word=form.level_word(level),
                anchor=form.dimensions[number - 1].anchors[level - 1],
            )
            for number, level in levels_of(session, actor, look=look.id).items()
            if level is not None
        ],
        moment=body.moment,
        to_try=body.to_try,
    )


def looks_between(
    session: Session, actor: Actor, *, person: str, at: datetime, page: int = 0
) -> list[LookLine]:
    """Given looks between the actor and the person of that public id, newest first.

    On one's own page those that others gave. At most `PER_PAGE`, of the page counted from 0; for
    somebody who shares no look with the actor there are none.
    """
    found = session.exec(
        _with_words()
        .where(sees(Look, actor, None), col(Look.given_at).is_not(None))
        .where(
            or_(
                col(_observed.public_id) == person,
                and_(col(_observer.public_id) == person, col(Look.observed_id) == actor.person_id),
            )
        )
        .order_by(col(Look.given_at).desc(), col(Look.id).desc())
        .limit(PER_PAGE)
        .offset(PER_PAGE * max(page, 0))
    ).all()
    names = _dimension_names(session, [look for look, *_rest in found])
    return [
        LookLine(
            public_id=look.public_id,
            link=routes.look(look.public_id),
            observer=observer.name,
            observed=observed.name,
            is_mine=look.observer_id == actor.person_id,
            given=moment(look.given_at, actor.time_zone, at),
            dimensions=", ".join(names[look.id or 0]),
            to_try=body.to_try,
            is_read=look.read_at is not None,
        )
        for look, body, observer, observed in found
    ]


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What waits for the actor of short looks: to be read, and begun and not given yet."""
    lines = unread_looks(session, actor)
    if actor.can(Permission.OBSERVATION_WRITE):
        lines += own_drafts(session, actor, at=at)
    return lines


def unread_looks(session: Session, actor: Actor) -> list[NextLine]:
    """Looks given to the actor that they have not opened, oldest first."""
    found = session.exec(
        select(Look, _observer)
        .where(
            Look.observed_id == actor.person_id,
            col(Look.given_at).is_not(None),
            col(Look.read_at).is_(None),
        )
        .join(_observer, col(_observer.id) == col(Look.observer_id))
        .order_by(col(Look.given_at))
        .limit(WAITING)
    ).all()
    return [
        NextLine(
            text=_("{name} took a short look and left you one thing to try.").format(
                name=observer.name
            ),
            action=_("Read"),
            link=routes.look(look.public_id),
            rank=0,
            since=look.given_at.isoformat() if look.given_at else "",
        )
        for look, observer in found
    ]


def own_drafts(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """The actor's looks in which something is written and which are not given, oldest first."""
    is_rated = exists().where(col(LookLevel.look_id) == col(Look.id))
    found = session.exec(
        select(Look, _observed)
        .where(Look.observer_id == actor.person_id, col(Look.given_at).is_(None))
        .join(LookBody, col(LookBody.look_id) == col(Look.id))
        .where(or_(is_rated, col(LookBody.moment) != "", col(LookBody.to_try) != ""))
        .join(_observed, col(_observed.id) == col(Look.observed_id))
        .order_by(col(Look.opened_at), col(Look.id))
        .limit(WAITING)
    ).all()
    return [
        NextLine(
            text=_("Your short look at {name} is not given yet. Begun: {day}.").format(
                name=observed.name, day=moment(look.opened_at, actor.time_zone, at).words
            ),
            action=_("Go on"),
            link=routes.look(look.public_id),
            rank=1,
            since=look.opened_at.isoformat(),
        )
        for look, observed in found
    ]


def _with_words() -> Select[Look, LookBody, Person, Person]:
    """Looks with their words and the two people, observer first."""
    return (
        select(Look, LookBody, _observer, _observed)
        .join(LookBody, col(LookBody.look_id) == col(Look.id))
        .join(_observer, col(_observer.id) == col(Look.observer_id))
        .join(_observed, col(_observed.id) == col(Look.observed_id))
    )


def _forms(session: Session, looks: Iterable[Look]) -> dict[int, Form]:
    """The form of each look, by the rubric it was made with."""
    ids = {look.rubric_id for look in looks}
    found = session.exec(select(Rubric.id, Rubric.content).where(col(Rubric.id).in_(ids))).all()
    return {number or 0: stored_rubric(content) for number, content in found}


def _coached_by(session: Session, look: Look, at: datetime) -> Sequence[Person]:
    """Those who report to the observed today, by name."""
    return session.exec(
        select(Person)
        .join(Reach, col(Reach.descendant_id) == col(Person.id))
        .where(Reach.ancestor_id == look.observed_id, Reach.depth == 1, in_employment(at))
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .limit(COACHED)
    ).all()


def _pair_words(session: Session, look: Look) -> tuple[str, str]:
    """What the two are called: by the one coached, or where that is not said by all they lead."""
    led = select(Reach.descendant_id).where(Reach.ancestor_id == look.observed_id, Reach.depth == 1)
    whom = col(Person.id) == look.coached_id if look.coached_id else col(Person.id).in_(led)
    also = session.exec(select(Person.id).where(whom, coaches(look.opened_at))).first()
    return pair_words(coached_coaches=also is not None)


def _dimension(form: Form, dimension: Dimension, level: int | None) -> LookDimension:
    return LookDimension(
        number=dimension.number,
        key=str(dimension.number),
        name=dimension.name,
        hint=dimension.hint,
        choices=[
            ChoiceRow(str(number), form.level_word(number), anchor)
            for number, anchor in enumerate(dimension.anchors, 1)
        ],
        level=str(level or ""),
    )


def _dimension_names(session: Session, looks: Sequence[Look]) -> dict[int, list[str]]:
    """What was watched for, by look, in two statements."""
    forms = _forms(session, looks)
    form_of = {look.id or 0: forms[look.rubric_id] for look in looks}
    names: dict[int, list[str]] = {look: [] for look in form_of}
    rated = session.exec(
        select(LookLevel)
        .where(col(LookLevel.look_id).in_(names))
        .order_by(col(LookLevel.look_id), col(LookLevel.dimension))
    ).all()
    for one in rated:
        names[one.look_id].append(form_of[one.look_id].dimensions[one.dimension - 1].name)
    return names
