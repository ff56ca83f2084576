"""Who somebody is, what they work on, and their observations as far as the actor may know them."""

from datetime import datetime
from typing import Final

from sqlalchemy import case, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.coaching.rules import purpose_word
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.when import day, local_day, moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import reaches, sees, visible, visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.results.rules import share_view
from coach_the_coach.observations.rules import Seen, TalkStage, aim_word
from coach_the_coach.observations.scope import is_current, readable
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Outcome,
    Reply,
    Status,
    Talk,
    TalkBody,
)
from coach_the_coach.observations.tally.rules import Tally
from coach_the_coach.people.person.progress.queries import note_drawn, opened_of
from coach_the_coach.people.person.progress.rules import suggested_words, times_words, watch_note
from coach_the_coach.people.person.rows import Focus, NoticedLine, ObservedLine, PersonHead
from coach_the_coach.people.waiting.queries import (
    booked_words,
    is_shared_talk,
    is_to_come,
    stage_of,
    watched_since,
)
from coach_the_coach.shell import routes

PAGE: Final = 12
"""Observations shown at once. Source: docs/method.md#lists."""

NOTICED: Final = 25
"""Most observations by others that are named. Source: docs/method.md#lists."""


_observer = aliased(Person)


def person_head(session: Session, actor: Actor, *, public_id: str, at: datetime) -> PersonHead:
    """Whose page it is. Raises NotFound for somebody the actor cannot see."""
    person = visible_person(session, actor, public_id)
    leader = session.exec(
        select(Person)
        .join(Reach, col(Reach.ancestor_id) == col(Person.id))
        .where(Reach.descendant_id == person.id, Reach.depth == 1)
    ).first()
    may = session.exec(
        select(Person.id).where(
            Person.id == person.id,
            reaches(col(Person.id), actor, Permission.OBSERVATION_WRITE),
            coaches(at),
            in_employment(at),
        )
    ).first()
    leads = may is not None and leader is not None and leader.id == actor.person_id
    return PersonHead(
        public_id=person.public_id,
        name=person.name,
        title=person.title,
        team=person.team,
        leader=leader.name if leader else "",
        is_me=person.id == actor.person_id,
        can_observe=may is not None,
        figures_link=routes.figures_of(person.public_id) if leads else "",
        proof_link=routes.proof(person.public_id) if leads else "",
        observe_link=f"{routes.NEW_OBSERVATION}?of={person.public_id}",
        look_link=f"{routes.NEW_LOOK}?of={person.public_id}",
    )


def readable_observations(
    session: Session, actor: Actor, *, public_id: str, at: datetime, page: int = 0
) -> tuple[list[ObservedLine], bool]:
    """Observations of a person that the actor may read whole, newest first, `PAGE` from `page`.

    With it whether there are older ones. What came of those that wait for their talk stays hidden
    from the one observed. Raises NotFound for somebody the actor cannot see.
    """
    person = visible_person(session, actor, public_id)
    found = session.exec(
        select(Observation, CoachingSession, Outcome, Reply)
        .where(
            col(Observation.observed_id) == person.id,
            col(Observation.status) == Status.SIGNED,
            readable(actor),
            is_current(),
        )
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .order_by(col(CoachingSession.held_at).desc(), col(Observation.id).desc())
        .offset(PAGE * max(page, 0))
        .limit(PAGE + 1)
    ).all()
    names = names_of(session, (row[0].observer_id for row in found))
    talks = _talks(session, actor, [row[0].coaching_session_id for row in found])
    note_drawn(session, actor, person, (row[0].observer_id for row in found))
    lines = [
        _line(
            row,
            talks.get((row[0].coaching_session_id, row[0].observer_id)),
            names[row[0].observer_id],
            actor,
            at,
        )
        for row in found[:PAGE]
    ]
    return lines, len(found) > PAGE


def noticed_observations(
    session: Session, actor: Actor, *, public_id: str, at: datetime
) -> list[NoticedLine]:
    """That observations took place which the actor may know of and not read, newest first."""
    person = visible_person(session, actor, public_id)
    found = session.exec(
        select(CoachingSession.held_at, _observer)
        .join(Observation, col(Observation.coaching_session_id) == col(CoachingSession.id))
        .where(
            Observation.observed_id == person.id,
            Observation.status == Status.SIGNED,
            sees(Observation, actor, Permission.OBSERVATION_NOTICE),
            ~readable(actor),
            is_current(),
        )
        .join(_observer, col(_observer.id) == Observation.observer_id)
        .order_by(col(CoachingSession.held_at).desc(), col(Observation.id).desc())
        .limit(NOTICED)
    ).all()
    return [
        NoticedLine(when=moment(held_at, actor.time_zone, at), observer=who.name)
        for held_at, who in found
    ]


def focus_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> Focus:
    """What a person works on now, as far as the actor may read it; empty if nothing is agreed.

    It is the ONE thing of the newest talk of the actor's that its observer has signed. Where there
    is none it is what the observer of the newest observation wrote, and said to be a suggestion.
    """
    person = visible_person(session, actor, public_id)
    found = session.exec(
        select(Talk, TalkBody, _observer, Observation.public_id)
        .join(TalkBody, col(TalkBody.talk_id) == col(Talk.id))
        .join(Observation, is_shared_talk(actor))
        .join(_observer, col(_observer.id) == Talk.observer_id)
        .where(
            opened_of(person, actor),
            col(Talk.observer_signed_at).is_not(None),
            TalkBody.one_thing != "",
        )
        .order_by(col(Talk.observer_signed_at).desc(), col(Talk.id).desc())
        .limit(1)
    ).first()
    if found is None:
        return _written(session, actor, person, at)
    talk, body, who, observation_id = found
    today = local_day(at, actor.time_zone)
    return Focus(
        one_thing=body.one_thing,
        agreed=body.promised,
        stands=_seen(session, actor, person, talk, at),
        link=routes.observation(observation_id, routes.TALK),
        watch_again=day(talk.watch_again_on, today),
        watch_note=watch_note(
            talk.watch_again_on, today, is_kept=bool(watched_since(session, actor, [talk.id]))
        ),
        by=who.name,
        when=moment(talk.observer_signed_at, actor.time_zone, at),
    )


def _talks(session: Session, actor: Actor, sessions: list[int]) -> dict[tuple[int, int], Talk]:
    """The actor's talks over these coaching sessions, by session and observer."""
    found = session.exec(
        visible(Talk, actor).where(col(Talk.coaching_session_id).in_(sessions))
    ).all()
    return {(talk.coaching_session_id, talk.observer_id): talk for talk in found}


def _seen(session: Session, actor: Actor, person: Person, talk: Talk, at: datetime) -> str:
    """How often the ONE thing of a talk was seen, in words."""
    times, last = session.exec(
        select(func.count(func.distinct(CoachingSession.id)), func.max(CoachingSession.held_at))
        .join(Observation, col(Observation.coaching_session_id) == col(CoachingSession.id))
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .where(
            opened_of(person, actor),
            Observation.followed_id == (talk.follows_id or talk.id),
            ObservationBody.seen == Seen.SEEN,
        )
    ).one()
    return times_words(times, moment(last, actor.time_zone, at).words)


def _written(session: Session, actor: Actor, person: Person, at: datetime) -> Focus:
    """What the newest observation that may be read names, where no talk has set anything.

    What the two talked over before there were talks goes before what is only suggested.
    """
    is_agreed = and_(sees(Observation, actor, None), col(Reply.acknowledged_at).is_not(None))
    found = session.exec(
        select(Observation, ObservationBody, _observer, is_agreed)
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(_observer, col(_observer.id) == Observation.observer_id)
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .where(opened_of(person, actor), ObservationBody.one_thing != "")
        .order_by(
            case((is_agreed, 0), else_=1),
            col(Observation.signed_at).desc(),
            col(Observation.id).desc(),
        )
        .limit(1)
    ).first()
    if found is None:
        return Focus()
    one, body, who, agreed = found
    return Focus(
        one_thing=body.one_thing,
        agreed=body.agreed,
        stands="" if agreed else suggested_words(who.name),
        link=routes.observation(one.public_id),
        watch_again=day(body.watch_again_on, local_day(at, actor.time_zone)),
        by=who.name,
        when=moment(one.signed_at, actor.time_zone, at),
    )


def _line(
    row: tuple[Observation, CoachingSession, Outcome, Reply | None],
    talk: Talk | None,
    observer: str,
    actor: Actor,
    at: datetime,
) -> ObservedLine:
    """One observation in the list; without its share where the talk is still to come."""
    one, held, outcome, reply = row
    purpose = one.purpose_corrected or held.purpose
    is_open = one.observed_id != actor.person_id or bool(talk and talk.shown_at)
    view = share_view(Tally(**outcome.tally), purpose, in_runs=outcome.in_runs)
    stage = stage_of(purpose, reply, talk)
    is_between = actor.person_id in {one.observer_id, one.observed_id}
    status, mark = _status(stage, talk, actor, at) if is_between else (_("Signed"), "plain")
    return ObservedLine(
        link=routes.observation(one.public_id, _page_of(stage, is_open=is_open)),
        when=moment(held.held_at, actor.time_zone, at),
        observer=observer,
        purpose=purpose_word(purpose),
        aim=aim_word(one.aim),
        share=view.sentence if is_open else "",
        status=status,
        mark=mark,
    )


def _page_of(stage: TalkStage, *, is_open: bool) -> str:
    """Where an observation goes on for the reader."""
    if is_open:
        return routes.OBSERVATION
    return routes.REFLECT if stage is TalkStage.OWN_VIEW else routes.TALK


def _status(stage: TalkStage, talk: Talk | None, actor: Actor, at: datetime) -> tuple[str, str]:
    """What comes next between the two, as a word with its mark."""
    if stage is TalkStage.DONE:
        return _("Talked over"), "done"
    if stage is TalkStage.OWN_VIEW:
        return _("Waits for their own rating"), "waiting"
    if is_to_come(stage, talk):
        return booked_words(talk, actor, at) or _("Waits for the talk"), "waiting"
    return _("Waits for signatures"), "waiting"
