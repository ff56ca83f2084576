"""Saying how many sessions a month one can watch, and asking to watch somebody."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, or_, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.foundation.audit import about, logged, nothing_done
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.watching.actions import note_step
from coach_the_coach.observations.watching.needs.observers.queries import (
    certifies,
    is_guest,
    observes,
)
from coach_the_coach.observations.watching.needs.rules import problems_in_places
from coach_the_coach.observations.watching.queries import begun_by
from coach_the_coach.observations.watching.rules import (
    OPEN,
    AskDraft,
    Move,
    State,
    problems_in_ask,
)
from coach_the_coach.observations.watching.tables import ObserverPlaces, Watching
from coach_the_coach.observations.watching.telling.actions import tell_of


@logged("places:say", _("said how many sessions they can watch"))
def say_places(session: Session, actor: Actor, *, per_month: str, at: datetime) -> None:
    """Keep how many sessions a month the actor can watch. Raises Invalid for what is no number."""
    actor.require(Permission.OBSERVATION_WRITE)
    if problems := problems_in_places(per_month):
        raise Invalid(problems)
    # Two pages of one person take turns also where there is no row yet to wait for.
    wait_for_people(session, [actor.person_id])
    said = session.get(ObserverPlaces, actor.person_id)
    said = said or ObserverPlaces(person_id=actor.person_id, per_month=0, said_at=at)
    said.per_month, said.said_at = int(per_month), at
    session.add(said)
    about(session, person_id=actor.person_id)


@logged("watching:ask", _("asked for somebody to be watched"))
def ask_to_watch(session: Session, actor: Actor, *, draft: AskDraft, at: datetime) -> str:
    """Ask to watch somebody, or ask another observer to; returns the public id of the plan.

    What is under way between the two already is gone on with. Whoever asks for themself must be
    able to observe the person, whoever asks another must be able to know that the person is
    observed; the other need not be of the line, and may say no.

    Raises NotFound for somebody the actor cannot see, NotPermitted for one they may not ask for,
    Invalid for one who does not coach, and for somebody who cannot watch them.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    draft = replace(draft, observer=draft.observer or actor.public_id)
    is_own = draft.observer == actor.public_id
    permission = Permission.OBSERVATION_WRITE if is_own else Permission.OBSERVATION_NOTICE
    observed = visible_person(session, actor, draft.observed, permission)
    if problems := problems_in_ask(draft, today=local_day(at, actor.time_zone)):
        raise Invalid(problems)
    # Whoever asks at the same time takes turns, and finds the same plan.
    both = select(Person.id).where(col(Person.public_id).in_([draft.observed, draft.observer]))
    wait_for_people(session, [one or 0 for one in session.exec(both)])
    who_coaches = select(Person.id).where(Person.id == observed.id, coaches(at), in_employment(at))
    if session.exec(who_coaches).first() is None:
        text = _("{name} does not coach anybody here.")
        raise Invalid({"observed": text.format(name=observed.name)})
    observer = _observer(session, draft, observed, at)
    under_way = _under_way(session, observer, observed)
    if under_way is not None:
        if draft.aim == Aim.CERTIFICATION and under_way.aim is not Aim.CERTIFICATION:
            text = _("A plan of the two is under way that counts for nothing. Call it off first.")
            raise Invalid({"observed": text})
        nothing_done(session)
        return under_way.public_id
    watching = Watching(
        observer_id=observer.id or 0,
        observed_id=observed.id or 0,
        asked_by_id=actor.person_id,
        aim=Aim.CERTIFICATION if draft.aim == Aim.CERTIFICATION else Aim.DEVELOPMENT,
        state=State.ASKED if is_own else State.OFFERED,
        wanted_by=draft.wanted_by,
        asked_at=at,
        accepted_at=at if is_own else None,
        changed_at=at,
    )
    session.add(watching)
    note_step(session, actor, watching, Move.ASK, at=at)
    tell_of(session, actor, watching, Move.ASK, was=watching.state, at=at)
    return watching.public_id


def _observer(session: Session, draft: AskDraft, observed: Person, at: datetime) -> Person:
    """The one who is to watch: who observes, or a guest, and is not led by the one observed.

    Raises Invalid for anybody else, and for who may not certify this person where that is wanted.
    """
    led = select(Reach.descendant_id).where(Reach.ancestor_id == observed.id)
    observer = session.exec(
        select(Person).where(
            Person.public_id == draft.observer,
            or_(observes(at), is_guest(at)),
            col(Person.id).not_in(led),
        )
    ).first()
    if observer is None:
        raise Invalid({"observer": _("Choose somebody who observes.")})
    if draft.aim == Aim.CERTIFICATION and not certifies(session, observer, observed, at):
        text = _("{observer} may not certify {observed}.")
        raise Invalid({"observer": text.format(observer=observer.name, observed=observed.name)})
    return observer


def _under_way(session: Session, observer: Person, observed: Person) -> Watching | None:
    """The plan of the two that goes on and has not begun."""
    return session.exec(
        select(Watching).where(
            Watching.observer_id == observer.id,
            Watching.observed_id == observed.id,
            col(Watching.state).in_(OPEN),
            ~begun_by(),
        )
    ).first()
