"""Rating: every answer is kept as it is given; then signing, and correcting what was signed."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.audit import DRAFT, Told, about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.blind.actions import (
    hand_over,
    hold_scoring,
    is_blind,
    note_signature,
    require_not_again,
)
from coach_the_coach.observations.booking.actions import ensure_talk
from coach_the_coach.observations.queries import may_certify, own_observation
from coach_the_coach.observations.rating.evidence.actions import check, keep, plain
from coach_the_coach.observations.rating.outcome.actions import make_outcome
from coach_the_coach.observations.rating.queries import (
    InHand,
    in_hand,
    problems_to_solve,
    whole_draft,
)
from coach_the_coach.observations.rating.rules import RatingDraft, WholeDraft, problems_in_reason
from coach_the_coach.observations.rubric.rules import is_scored
from coach_the_coach.observations.rules import Aim, Seen, is_live_session_stale
from coach_the_coach.observations.seal.queries import sealed
from coach_the_coach.observations.seal.rules import seal_of
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    Observation,
    ObservationBody,
    Rating,
    Reply,
    SelfRating,
    Status,
    Tap,
)

WORDS: Final = frozenset({"strengths", "one_thing"})
"""The texts of a rating."""


@unlogged(DRAFT)
def save_level(
    session: Session,
    actor: Actor,
    *,
    public_id: str,
    dimension: int,
    level: int | None,
    not_called: bool = False,
) -> None:
    """Keep the level of one dimension; None is not observed, or not called for. The last counts.

    Raises NotFound for what is not the actor's own draft, Conflict for one that is signed, Invalid
    for what the form does not have. So does every `save_...`.
    """
    held = in_hand(session, actor, public_id)
    given = RatingDraft(dimension, level, not_called=not_called)
    check(WholeDraft(ratings=(given,)), held)
    number = held.observation.id or 0
    rating = session.get(Rating, (number, dimension))
    rating = rating or Rating(observation_id=number, dimension=dimension)
    rating.level, rating.not_called = level, not_called
    if level != 1:
        # What did not happen speaks for a 1 alone.
        rating.absent_from = rating.absent_to = None
    keep(session, held, rating)


@unlogged(DRAFT)
def save_words(session: Session, actor: Actor, *, public_id: str, name: str, text: str) -> None:
    """Keep one of `WORDS`."""
    held = in_hand(session, actor, public_id)
    if name not in WORDS:
        raise Invalid({name: _("This is not part of the form.")})
    check(replace(WholeDraft(), **{name: plain(text)}), held)
    setattr(held.body, name, plain(text))
    keep(session, held)


@unlogged(DRAFT)
def save_stop_sign(session: Session, actor: Actor, *, public_id: str, key: str, seen: bool) -> None:
    """Keep whether one stop sign was seen."""
    held = in_hand(session, actor, public_id)
    check(WholeDraft(stop_signs=(key,)), held)
    others = set(held.body.stop_signs) - {key}
    chosen = others | {key} if seen else others
    held.body.stop_signs = [sign.key for sign in held.form.stop_signs if sign.key in chosen]
    keep(session, held)


@unlogged(DRAFT)
def save_seen(session: Session, actor: Actor, *, public_id: str, seen: Seen) -> None:
    """Keep whether the ONE thing that is followed was seen. Refuses where nothing is."""
    held = in_hand(session, actor, public_id)
    if held.observation.followed_id is None:
        raise Invalid({"seen": _("There is no ONE thing to look out for yet.")})
    held.body.seen = seen
    keep(session, held)


@unlogged(DRAFT)
def save_tick(session: Session, actor: Actor, *, public_id: str, key: str, seen: bool) -> None:
    """Keep whether one habit was seen today; one that is never given stays unanswered."""
    held = in_hand(session, actor, public_id)
    check(WholeDraft(ticks={key: seen}), held)
    held.body.ticks = held.body.ticks | {key: seen}
    keep(session, held)


@unlogged(DRAFT)
def save_purpose(session: Session, actor: Actor, *, public_id: str, purpose: Purpose) -> None:
    """Keep what the session was for after all; as it was opened, nothing is corrected."""
    held = in_hand(session, actor, public_id)
    observation = held.observation
    observation.purpose_corrected = purpose if purpose is not held.held.purpose else None
    session.add(observation)
    keep(session, held)


@unlogged(DRAFT)
def save_purpose_reason(session: Session, actor: Actor, *, public_id: str, text: str) -> None:
    """Keep why the purpose is another than the session was opened with."""
    held = in_hand(session, actor, public_id)
    check(WholeDraft(purpose_reason=plain(text)), held)
    held.observation.purpose_reason = plain(text)
    session.add(held.observation)
    keep(session, held)


@logged("observation:sign", _("signed an observation"), Told.SUBJECT)
def sign_observation(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Sign one's own observation: from now on it cannot be changed, and the observed is told.

    Of a session that another scores as well nobody is told, and nobody else reads it, before both
    have signed. Signing again changes nothing. Raises NotFound for what is not the actor's own,
    Invalid while something is missing, for a certification also the practice in scoring,
    NotPermitted for a certification by one who may no longer certify, Conflict while others score
    the session again for an appeal.
    """
    # Whoever scores the same session signs before this, or reads of it: never both at once.
    hold_scoring(session, own_observation(session, actor, public_id, held=False))
    if own_observation(session, actor, public_id).status is not Status.DRAFT:
        nothing_done(session)
        return
    held = in_hand(session, actor, public_id)
    require_not_again(session, held.observation)
    if problems := problems_to_solve(session, actor, public_id=public_id):
        raise Invalid(problems)
    draft = whole_draft(session, actor, public_id=public_id)
    observation = held.observation
    _require_own_view_left(session, held)
    observed = session.get_one(Person, observation.observed_id)
    if observation.aim is Aim.CERTIFICATION and not may_certify(
        session, actor, coach=observed.public_id
    ):
        text = _("You may no longer observe {name} for certification. An administrator can help.")
        raise NotPermitted(text.format(name=observed.name))
    _require_fresh(actor, observation, at)
    _stop_clock(session, observation, at)
    _drop_withdrawn(session, held)
    observation.line_of_day = _line_of_day(session, observation.observed_id)
    session.add(make_outcome(session, actor, observation, draft, purpose=held.purpose))
    session.add(_reply(session, observation))
    # One that somebody asked for since is seen only now that the observation is held.
    scoring = hold_scoring(session, observation)
    # Everything must be there before the status changes: from then on the database refuses.
    session.flush()
    content, _envelope, body = sealed(session, actor, public_id=public_id, signed_at=at)
    observation.body_sha256 = seal_of(content, body.salt)
    observation.signed_at = at
    observation.status = Status.BLIND if is_blind(scoring, observation) else Status.SIGNED
    session.add(observation)
    session.flush()
    about(session, thing=public_id)
    if observation.status is Status.SIGNED:
        # Of what is signed blind the one observed reads nowhere before it is handed over.
        about(session, person_id=observation.observed_id)
        hand_over(session, observation, at=at)
    if scoring is not None:
        note_signature(session, scoring, observation, at=at)


@logged("observation:amend", _("began a correction of a signed observation"))
def amend_observation(
    session: Session, actor: Actor, *, public_id: str, reason: str, at: datetime
) -> str:
    """Begin a correction of what the actor signed and return the public id of the new version.

    It begins with the same ratings and words; the tally stays. Raises NotFound for what is not the
    actor's own, Conflict for one not signed or being corrected, Invalid without a reason.
    """
    signed = own_observation(session, actor, public_id)
    if problems := problems_in_reason(plain(reason)):
        raise Invalid(problems)
    _require_correctable(session, signed)
    _require_fresh(actor, signed, at)
    fields = {"coaching_session_id", "observer_id", "observed_id", "aim", "source", "rubric_id"}
    fields |= {"both_agreed", "started_at", "stopped_at", "buttons", "followed_id"}
    fields |= {"purpose_corrected", "purpose_reason"}
    version = Observation(
        **signed.model_dump(include=fields),
        opened_at=at,
        supersedes_id=signed.id,
        amend_reason=plain(reason).strip(),
    )
    session.add(version)
    session.flush()
    body = session.get_one(ObservationBody, signed.id)
    copied = body.model_dump(exclude={"observation_id", "salt", "revision", "touched_at"})
    session.add(ObservationBody(observation_id=version.id or 0, salt=new_id(), **copied))
    for rating in session.exec(select(Rating).where(Rating.observation_id == signed.id)):
        same = rating.model_dump(exclude={"observation_id"})
        session.add(Rating(observation_id=version.id or 0, **same))
    about(session, person_id=signed.observed_id, thing=version.public_id)
    return version.public_id


def _require_own_view_left(session: Session, held: InHand) -> None:
    """Raises Invalid where a correction would open both views past an own view not given yet.

    What is not rated asks for none, so a purpose corrected back and forth would be a way round it.
    """
    observation = held.observation
    if observation.supersedes_id is None or is_scored(held.purpose):
        return
    older = session.get_one(Observation, observation.supersedes_id)
    session_of_it = session.get_one(CoachingSession, observation.coaching_session_id)
    was_scored = is_scored(older.purpose_corrected or session_of_it.purpose)
    reply, talk = session.get(Reply, older.id), ensure_talk(session, observation)
    is_given = reply is not None and reply.self_rated_at is not None
    if was_scored and not is_given and not talk.without_own_view and talk.shown_at is None:
        words = _("They have not rated themself yet. Correct what it was for once you have talked.")
        raise Invalid({"purpose": words})


def _require_fresh(actor: Actor, observation: Observation, at: datetime) -> None:
    """Go on with what decides about somebody only as one who has just shown who they are.

    Raises NotFresh. What helps somebody grow is signed without asking again.
    """
    if observation.aim is Aim.CERTIFICATION:
        actor.require_fresh(at)


def _require_correctable(session: Session, signed: Observation) -> None:
    """Go on only with the newest version, once it is signed. Raises Conflict."""
    if signed.status is Status.DRAFT:
        raise Conflict(_("This is not signed yet. Change it as it is."))
    newer = session.exec(select(Observation).where(Observation.supersedes_id == signed.id)).first()
    if newer is None:
        return
    if newer.status is Status.DRAFT:
        raise Conflict(_("You have begun a correction of this already. Go on with that one."))
    raise Conflict(_("This was corrected already. Correct the newer version."))


def _stop_clock(session: Session, observation: Observation, at: datetime) -> None:
    """Stop a clock that runs: now, or at the last sign of life of one that was forgotten."""
    if observation.started_at is None or observation.stopped_at is not None:
        return
    signs = [
        session.exec(
            select(table.at)
            .where(table.observation_id == observation.id)
            .order_by(col(table.at).desc())
            .limit(1)
        ).first()
        for table in (Tap, Note, KindAnswer)
    ]
    last = max((sign for sign in signs if sign), default=observation.started_at)
    is_stale = is_live_session_stale(
        started_at=observation.started_at, stopped_at=None, last_sign_at=last, at=at
    )
    observation.stopped_at = last if is_stale else at


def _drop_withdrawn(session: Session, held: InHand) -> None:
    """Let go of what in the end does not belong: words for no level, levels for no score."""
    observation, body = held.observation, held.body
    if observation.purpose_corrected is None or not (observation.purpose_reason or "").strip():
        observation.purpose_reason = None
    if not is_scored(held.purpose):
        session.exec(delete(Rating).where(col(Rating.observation_id) == observation.id))
        body.stop_signs = []
    session.exec(
        update(Rating)
        .where(col(Rating.observation_id) == observation.id, col(Rating.level).is_(None))
        .values(quote="", moment_seconds=None, absent_from=None, absent_to=None)
    )
    session.add_all([observation, body])


def _reply(session: Session, observation: Observation) -> Reply:
    """An empty reply; what the observed has rated of a version stands for its correction too."""
    reply = Reply(observation_id=observation.id or 0)
    older = observation.supersedes_id
    if older is None:
        return reply
    # Whoever rates themself just now is through before this, or is told of the newer version.
    session.exec(select(Observation.id).where(Observation.id == older).with_for_update()).one()
    before = session.get(Reply, older, with_for_update=True)
    if before is not None:
        # What was talked over before talks were signed stays talked over.
        reply.self_rated_at, reply.acknowledged_at = before.self_rated_at, before.acknowledged_at
    # It is carried over unseen: the observer does not see it before both views are open.
    with as_program(session):
        for rating in session.exec(select(SelfRating).where(SelfRating.observation_id == older)):
            same = rating.model_dump(exclude={"observation_id"})
            session.add(SelfRating(observation_id=observation.id or 0, **same))
    return reply


def _line_of_day(session: Session, person_id: int) -> list[str]:
    """Public ids of those who lead the person today, nearest first."""
    return list(
        session.exec(
            select(Person.public_id)
            .join(Reach, col(Reach.ancestor_id) == col(Person.id))
            .where(Reach.descendant_id == person_id, Reach.depth > 0)
            .order_by(col(Reach.depth))
        )
    )
