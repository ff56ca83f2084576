"""Whom one may observe, and which observations one may open."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.coaching.rules import pair_words, purpose_word
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import reaches, visible, visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.readiness.queries import practices_left
from coach_the_coach.observations.readiness.rules import missing_words
from coach_the_coach.observations.rows import ButtonsRow, ChoiceRow, CoachRow, DraftRow, HeaderRow
from coach_the_coach.observations.rules import (
    LIGHT_FIRST,
    Source,
    aim_word,
    is_light,
    source_word,
)
from coach_the_coach.observations.scope import is_for_appeal, is_signed, readable
from coach_the_coach.observations.tables import (
    Observation,
    Rating,
    Reply,
    Rubric,
    Status,
)
from coach_the_coach.shell import routes

READING: Final = audit.known(
    "observation:read", _("read a certification observation"), audit.Told.BOTH
)
"""What the log calls it when somebody reads one who is neither of its two."""

CHOICES = 50
"""Most people offered at once; a search finds the others. Source: docs/method.md#lists."""

COACHED = 100
"""Most people offered as the one coached. Source: docs/method.md#lists."""

DRAFTS = 50
"""Most drafts shown at once. Source: docs/method.md#lists."""


def people_to_observe(
    session: Session, actor: Actor, *, search: str, at: datetime
) -> list[ChoiceRow]:
    """People in reach who coach, by name, at most `CHOICES`, whose name or team holds `search`."""
    found = session.exec(
        visible(Person, actor, Permission.OBSERVATION_WRITE)
        .where(col(Person.id) != actor.person_id, coaches(at), in_employment(at))
        .where(named_like(search))
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .limit(CHOICES)
    ).all()
    return [_choice(person) for person in found]


def coach_to_observe(session: Session, actor: Actor, *, coach: str, at: datetime) -> CoachRow:
    """One who coaches, with those who report to them today, by name, at most `COACHED`.

    Raises NotFound or NotPermitted for a coach the actor may not observe.
    """
    person = visible_person(session, actor, coach, Permission.OBSERVATION_WRITE)
    found = session.exec(
        select(Person, coaches(at))
        .join(Reach, col(Reach.descendant_id) == col(Person.id))
        .where(Reach.ancestor_id == person.id, Reach.depth == 1, in_employment(at))
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .limit(COACHED)
    ).all()
    certifies = may_certify(session, actor, coach=coach)
    left = practices_left(session, actor.person_id) if certifies else 0
    return CoachRow(
        public_id=person.public_id,
        name=person.name,
        title=person.title,
        coached_word=pair_words(coached_coaches=any(also for _one, also in found))[1],
        coached=[_choice(one) for one, _also in found],
        certifies=certifies,
        must_practise=missing_words(left),
    )


def may_certify(session: Session, actor: Actor, *, coach: str) -> bool:
    """Whether the actor may observe this person for certification now; never who is led by them."""
    allowed = reaches(col(Person.id), actor, Permission.OBSERVATION_CERTIFY)
    leads = exists().where(
        col(Reach.ancestor_id) == col(Person.id),
        col(Reach.descendant_id) == actor.person_id,
        col(Reach.depth) > 0,
    )
    found = select(Person.id).where(Person.public_id == coach, allowed, ~leads)
    return session.exec(found).first() is not None


def buttons_of(session: Session, actor: Actor) -> ButtonsRow:
    """What the actor counts with next, by what they have signed so far."""
    own = (
        select(Observation)
        .where(Observation.observer_id == actor.person_id)
        .order_by(col(Observation.opened_at).desc(), col(Observation.id).desc())
        .limit(1)
    )
    signed = session.exec(
        select(func.count())
        .select_from(Observation)
        .where(Observation.observer_id == actor.person_id, is_signed())
        .where(col(Observation.supersedes_id).is_(None))
    ).one()
    last = session.exec(own).first()
    return ButtonsRow(
        is_light=is_light(signed),
        left=max(LIGHT_FIRST - signed, 0),
        last=str(last.buttons) if last else "",
    )


def own_observation(
    session: Session, actor: Actor, public_id: str, *, held: bool = True
) -> Observation:
    """The actor's own observation, held so that nothing of it changes until the transaction ends.

    Who only reads does not hold it. Raises NotFound where there is none of theirs.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    asked = {"public_id": public_id, "observer": actor.person_id}
    observation = session.exec(OWN_HELD if held else OWN, params=asked).first()
    if observation is None:
        raise NotFound
    return observation


def own_draft(session: Session, actor: Actor, public_id: str, *, held: bool = True) -> Observation:
    """The actor's own unsigned observation of that id, held likewise.

    Raises NotFound where there is none of theirs, Conflict where it is signed already.
    """
    observation = own_observation(session, actor, public_id, held=held)
    if observation.status is not Status.DRAFT:
        raise Conflict(_("This observation is signed and cannot be changed."))
    return observation


def own_countable(
    session: Session, actor: Actor, public_id: str, *, held: bool = True
) -> Observation:
    """The actor's own draft of that id, held likewise, whose counts can still change.

    Raises as `own_draft`, and Conflict for a correction, which keeps the counts it began with.
    """
    observation = own_draft(session, actor, public_id, held=held)
    if observation.supersedes_id is not None:
        raise Conflict(_("A correction keeps the counts of the version it corrects."))
    return observation


def own_drafts(session: Session, actor: Actor, *, at: datetime) -> list[DraftRow]:
    """The actor's own unsigned observations, newest first, at most `DRAFTS`."""
    is_rated = exists().where(col(Rating.observation_id) == col(Observation.id))
    found = session.exec(
        select(Observation, CoachingSession, is_rated)
        .where(Observation.observer_id == actor.person_id, Observation.status == Status.DRAFT)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .order_by(col(Observation.opened_at).desc(), col(Observation.id).desc())
        .limit(DRAFTS)
    ).all()
    people = _people(session, (id for _one, held, _rated in found for id in _pair(held)))
    return [
        DraftRow(
            public_id=observation.public_id,
            observed=people[held.coach_id].name,
            coached=people[held.coached_id].name,
            purpose_word=purpose_word(observation.purpose_corrected or held.purpose),
            source_word=source_word(observation.source),
            opened=moment(observation.opened_at, actor.time_zone, at),
            place=goes_on_at(observation, is_rated=rated),
            is_correction=observation.supersedes_id is not None,
        )
        for observation, held, rated in found
    ]


def goes_on_at(draft: Observation, *, is_rated: bool = False) -> str:
    """The page on which a draft goes on: watching until the clock is stopped, then rating."""
    if is_rated or draft.supersedes_id is not None or draft.stopped_at is not None:
        return routes.observation(draft.public_id, routes.RATE)
    page = routes.LIVE if draft.source is Source.LIVE else routes.TRANSCRIPT
    return routes.observation(draft.public_id, page)


def readable_observation(session: Session, actor: Actor, public_id: str) -> Observation:
    """An observation that the actor may read whole. Raises NotFound for any other."""
    observation = session.exec(
        visible(Observation, actor, Permission.OBSERVATION_DECIDE).where(
            Observation.public_id == public_id, readable(actor)
        )
    ).first()
    if observation is None:
        raise NotFound
    return observation


def note_reading(session: Session, actor: Actor, observation: Observation) -> None:
    """Have it written down that an observation is read by somebody who is neither of its two."""
    if actor.person_id not in {observation.observer_id, observation.observed_id}:
        whose, thing = observation.observed_id, observation.public_id
        audit.seen(session, READING, person_id=whose, thing=thing)


def header(session: Session, actor: Actor, *, public_id: str, at: datetime) -> HeaderRow:
    """Who, when, what for, and where it stands. Raises NotFound for one the actor may not read."""
    # Five columns: more than the typed one takes.
    found = session.execute(
        columns(Observation, CoachingSession, Rubric, Reply, is_for_appeal())
        .where(col(Observation.public_id) == public_id, readable(actor))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Rubric, col(Rubric.id) == col(Observation.rubric_id))
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
    ).first()
    if found is None:
        raise NotFound
    observation, held, rubric, reply, is_again = found
    people = _people(session, (observation.observer_id, *_pair(held)))
    coach_word, coached_word = _pair_words(session, observation, held)
    before, after = _versions_beside(session, observation)
    is_mine = observation.observer_id == actor.person_id
    is_about_me = observation.observed_id == actor.person_id
    # Who else reads it learns nothing of how the two handed it over.
    handed = reply if is_mine or is_about_me else None
    return HeaderRow(
        public_id=observation.public_id,
        observer=people[observation.observer_id].name,
        observed=people[held.coach_id].name,
        observed_id=people[held.coach_id].public_id,
        coached=people[held.coached_id].name,
        coach_word=coach_word,
        coached_word=coached_word,
        purpose=str(observation.purpose_corrected or held.purpose),
        purpose_word=purpose_word(observation.purpose_corrected or held.purpose),
        opened_purpose_word=purpose_word(held.purpose) if observation.purpose_corrected else "",
        purpose_reason=observation.purpose_reason or "",
        planned=held.planned,
        aim=str(observation.aim),
        aim_word=aim_word(observation.aim),
        source=str(observation.source),
        source_word=source_word(observation.source),
        held=moment(held.held_at, actor.time_zone, at),
        signed=moment(observation.signed_at, actor.time_zone, at),
        rubric=f"{rubric.name} {rubric.version}",
        is_signed=observation.status is not Status.DRAFT,
        is_blind=observation.status is Status.BLIND,
        is_again=bool(is_again),
        is_mine=is_mine,
        is_about_me=is_about_me,
        started=observation.started_at is not None,
        stopped=observation.stopped_at is not None,
        self_rated=bool(handed and handed.self_rated_at),
        acknowledged=bool(handed and handed.acknowledged_at),
        amend_reason=observation.amend_reason or "",
        corrects=before.public_id if before else "",
        corrected_by=_public_id(after, signed=True),
        open_correction=_public_id(after, signed=False) if is_mine else "",
    )


def newest_rubric(session: Session) -> Rubric:
    """The version that new observations are made with. Raises NotFound before there is one."""
    newest = select(Rubric).order_by(col(Rubric.imported_at).desc(), col(Rubric.id).desc())
    rubric = session.exec(newest).first()
    if rubric is None:
        raise NotFound(_("No rubric has been brought in yet. An administrator can do that."))
    return rubric


def named_like(search: str) -> ColumnElement[bool]:
    """The condition that the name or the team holds the words of `search`, whatever their case."""
    whole = func.lower(Person.given_name + " " + Person.family_name + " " + Person.team)
    words = search.replace("\0", "").lower().split()[:5]
    return and_(True, *(whole.contains(word, autoescape=True) for word in words))


def _people(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    """These people by their inner id."""
    found = session.exec(select(Person).where(col(Person.id).in_(set(ids)))).all()
    return {person.id or 0: person for person in found}


def _pair(held: CoachingSession) -> tuple[int, int]:
    """Who coached and who was coached."""
    return held.coach_id, held.coached_id


def _pair_words(
    session: Session, observation: Observation, held: CoachingSession
) -> tuple[str, str]:
    """What the two are called on screen, by what the coached was when it was opened."""
    also = session.exec(
        select(Person.id).where(Person.id == held.coached_id, coaches(observation.opened_at))
    ).first()
    return pair_words(coached_coaches=also is not None)


def _versions_beside(
    session: Session, observation: Observation
) -> tuple[Observation | None, Observation | None]:
    """The version that this one corrects, and the one that corrects it."""
    beside = session.exec(
        select(Observation).where(
            or_(
                col(Observation.id) == observation.supersedes_id,
                col(Observation.supersedes_id) == observation.id,
            )
        )
    ).all()
    before = next((one for one in beside if one.id == observation.supersedes_id), None)
    after = next((one for one in beside if one.supersedes_id == observation.id), None)
    return before, after


def _choice(person: Person) -> ChoiceRow:
    """Somebody to choose."""
    return ChoiceRow(value=person.public_id, word=person.name, meaning=person.title)


def _public_id(version: Observation | None, *, signed: bool) -> str:
    """The public id of another version if it is signed, or not, and nothing otherwise."""
    if version is None or (version.status is not Status.DRAFT) is not signed:
        return ""
    return version.public_id


OWN: Final = select(Observation).where(
    col(Observation.public_id) == bindparam("public_id"),
    col(Observation.observer_id) == bindparam("observer"),
)
OWN_HELD: Final = OWN.with_for_update()
"""Somebody's own observation. Made once: every tap asks, and making takes longer."""
