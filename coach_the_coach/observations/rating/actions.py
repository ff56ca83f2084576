"""Rating: every answer is kept as it is given; then signing, and correcting what was signed."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import kind_mix
from coach_the_coach.foundation.errors import Conflict, Invalid, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.live.rules import stretch_of
from coach_the_coach.observations.queries import may_certify, own_observation
from coach_the_coach.observations.rating.queries import (
    InHand,
    in_hand,
    problems_to_solve,
    whole_draft,
)
from coach_the_coach.observations.rating.rules import (
    RatingDraft,
    WholeDraft,
    problems_in,
    problems_in_reason,
    seconds_in,
)
from coach_the_coach.observations.rules import Aim, Source, is_live_session_stale
from coach_the_coach.observations.seal.queries import sealed
from coach_the_coach.observations.seal.rules import seal_of
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Reply,
    SelfRating,
    Status,
    Tap,
)
from coach_the_coach.observations.tally.rules import TapMark, kept_codes, tally_of
from coach_the_coach.observations.transcript.queries import tally_of_transcript
from coach_the_coach.shell import routes

WORDS: Final = frozenset({"strengths", "one_thing", "agreed"})
"""The texts of a rating."""


def save_level(
    session: Session, actor: Actor, *, public_id: str, dimension: int, level: int | None
) -> None:
    """Keep the level of one dimension; None is not observed. The last one given counts.

    Raises NotFound for what is not the actor's own draft, Conflict for one that is signed, Invalid
    for what the form does not have. So does every `save_...`.
    """
    held = in_hand(session, actor, public_id)
    _check(WholeDraft(ratings=(RatingDraft(dimension, level),)), held)
    number = held.observation.id or 0
    rating = session.get(Rating, (number, dimension))
    rating = rating or Rating(observation_id=number, dimension=dimension)
    rating.level = level
    _keep(session, held, rating)


def save_quote(
    session: Session, actor: Actor, *, public_id: str, dimension: int, quote: str
) -> None:
    """Keep the words that show the level of one dimension. Refuses also before a level is given."""
    held = in_hand(session, actor, public_id)
    rating = _rating(session, held, dimension)
    rating.quote = _plain(quote)
    _check(WholeDraft(ratings=(RatingDraft(dimension, rating.level, rating.quote),)), held)
    _keep(session, held, rating)


def save_moment(
    session: Session, actor: Actor, *, public_id: str, dimension: int, moment: str
) -> None:
    """Keep when it was seen, as minutes and seconds; empty for nowhere. Refuses as `save_quote`."""
    held = in_hand(session, actor, public_id)
    rating = _rating(session, held, dimension)
    seconds = seconds_in(moment) if moment.strip() else None
    if moment.strip() and seconds is None:
        said = _("Write it as minutes and seconds, as in 12:05.")
        raise Invalid({f"moment_{dimension}": said})
    rating.moment_seconds = seconds
    _keep(session, held, rating)


def save_words(session: Session, actor: Actor, *, public_id: str, name: str, text: str) -> None:
    """Keep one of `WORDS`."""
    held = in_hand(session, actor, public_id)
    if name not in WORDS:
        raise Invalid({name: _("This is not part of the form.")})
    _check(replace(WholeDraft(), **{name: _plain(text)}), held)
    setattr(held.body, name, _plain(text))
    _keep(session, held)


def save_watch_again(session: Session, actor: Actor, *, public_id: str, on: date | None) -> None:
    """Keep the day on which to watch again; None for none."""
    held = in_hand(session, actor, public_id)
    _check(WholeDraft(watch_again_on=on), held)
    held.body.watch_again_on = on
    _keep(session, held)


def save_stop_sign(session: Session, actor: Actor, *, public_id: str, key: str, seen: bool) -> None:
    """Keep whether one stop sign was seen."""
    held = in_hand(session, actor, public_id)
    _check(WholeDraft(stop_signs=(key,)), held)
    others = set(held.body.stop_signs) - {key}
    chosen = others | {key} if seen else others
    held.body.stop_signs = [sign.key for sign in held.form.stop_signs if sign.key in chosen]
    _keep(session, held)


def sign_observation(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Sign one's own observation: from now on it cannot be changed, and the observed is told.

    Signing again changes nothing. Raises NotFound for what is not the actor's own, Invalid while
    something is missing, NotPermitted for a certification by one who may no longer certify.
    """
    if own_observation(session, actor, public_id).status is Status.SIGNED:
        return
    held = in_hand(session, actor, public_id)
    if problems := problems_to_solve(session, actor, public_id=public_id):
        raise Invalid(problems)
    draft = whole_draft(session, actor, public_id=public_id)
    observation = held.observation
    observed = session.get_one(Person, observation.observed_id)
    if observation.aim is Aim.CERTIFICATION and not may_certify(
        session, actor, coach=observed.public_id
    ):
        text = _("You may no longer observe {name} for certification. An administrator can help.")
        raise NotPermitted(text.format(name=observed.name))
    _stop_clock(session, observation, at)
    _drop_withdrawn(session, observation)
    observation.line_of_day = _line_of_day(session, observation.observed_id)
    session.add(_outcome(session, observation, draft))
    session.add(_reply(session, observation))
    # Everything must be there before the status changes: from then on the database refuses.
    session.flush()
    content, _envelope, body = sealed(session, actor, public_id=public_id, signed_at=at)
    observation.body_sha256 = seal_of(content, body.salt)
    observation.signed_at, observation.status = at, Status.SIGNED
    session.add(observation)
    session.flush()
    _tell_observed(session, actor, observation, at)


def amend_observation(
    session: Session, actor: Actor, *, public_id: str, reason: str, at: datetime
) -> str:
    """Begin a correction of what the actor signed and return the public id of the new version.

    It begins with the same ratings and words; the tally stays. Raises NotFound for what is not the
    actor's own, Conflict for one not signed or being corrected, Invalid without a reason.
    """
    signed = own_observation(session, actor, public_id)
    if problems := problems_in_reason(_plain(reason)):
        raise Invalid(problems)
    _require_correctable(session, signed)
    fields = {"coaching_session_id", "observer_id", "observed_id", "aim", "source", "rubric_id"}
    fields |= {"both_agreed", "started_at", "stopped_at"}
    version = Observation(
        **signed.model_dump(include=fields),
        opened_at=at,
        supersedes_id=signed.id,
        amend_reason=_plain(reason).strip(),
    )
    session.add(version)
    session.flush()
    body = session.get_one(ObservationBody, signed.id)
    copied = body.model_dump(exclude={"observation_id", "salt", "revision"})
    session.add(ObservationBody(observation_id=version.id or 0, salt=new_id(), **copied))
    for rating in session.exec(select(Rating).where(Rating.observation_id == signed.id)):
        same = rating.model_dump(exclude={"observation_id"})
        session.add(Rating(observation_id=version.id or 0, **same))
    return version.public_id


def _require_correctable(session: Session, signed: Observation) -> None:
    """Go on only with the newest version, once it is signed. Raises Conflict."""
    if signed.status is not Status.SIGNED:
        raise Conflict(_("This is not signed yet. Change it as it is."))
    newer = session.exec(select(Observation).where(Observation.supersedes_id == signed.id)).first()
    if newer is None:
        return
    if newer.status is Status.DRAFT:
        raise Conflict(_("You have begun a correction of this already. Go on with that one."))
    raise Conflict(_("This was corrected already. Correct the newer version."))


def _check(draft: WholeDraft, held: InHand) -> None:
    """Raises Invalid for an answer the form does not take."""
    if problems := problems_in(draft, held.form, held_on=held.held_on):
        raise Invalid(problems)


def _rating(session: Session, held: InHand, dimension: int) -> Rating:
    """The rating of one dimension. Raises Invalid before a level was given, or for no dimension."""
    if dimension not in {one.number for one in held.form.dimensions}:
        raise Invalid({f"rating_{dimension}": _("This form has no such dimension.")})
    rating = session.get(Rating, (held.observation.id, dimension))
    if rating is None:
        raise Invalid({f"rating_{dimension}": _("Choose a level first.")})
    return rating


def _keep(session: Session, held: InHand, rating: Rating | None = None) -> None:
    """Keep a change, and count it."""
    held.body.revision += 1
    session.add(held.body)
    if rating is not None:
        session.add(rating)


def _plain(text: str) -> str:
    """Text without NUL, which PostgreSQL does not take."""
    return text.replace("\0", "")


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


def _drop_withdrawn(session: Session, observation: Observation) -> None:
    """Let go of the words and moments of what in the end was marked as not observed."""
    session.exec(
        update(Rating)
        .where(col(Rating.observation_id) == observation.id, col(Rating.level).is_(None))
        .values(quote="", moment_seconds=None)
    )


def _outcome(session: Session, observation: Observation, draft: WholeDraft) -> Outcome:
    """What it came to; a correction keeps the tally of the version it corrects."""
    counted = _counted(session, observation)
    observed = [level for level in draft.levels.values() if level is not None]
    return Outcome(
        observation_id=observation.id or 0,
        **counted,
        levels_sum=sum(observed),
        levels_count=len(observed),
        stop_signs=len(draft.stop_signs),
    )


def _counted(session: Session, observation: Observation) -> dict[str, Any]:
    """The tally and the kinds of talk."""
    if observation.supersedes_id is not None:
        before = session.get_one(Outcome, observation.supersedes_id)
        return before.model_dump(include={"tally", "kinds", "asks", "tells"})
    if observation.source is Source.LIVE:
        taps = session.exec(select(Tap).where(Tap.observation_id == observation.id)).all()
        marks = (TapMark(tap.id, tap.at, tap.code, tap.undoes) for tap in taps)
        tally = tally_of(kept_codes(marks))
    else:
        tally = tally_of_transcript(session, observation.id or 0)
    kinds = _kinds(session, observation)
    return {"tally": asdict(tally), "kinds": kinds, "asks": tally.asks, "tells": tally.tells}


def _kinds(session: Session, observation: Observation) -> dict[str, int]:
    """How often each kind of talk was answered: the last answer of each stretch counts."""
    answers = session.exec(
        select(KindAnswer)
        .where(KindAnswer.observation_id == observation.id)
        .order_by(col(KindAnswer.at), col(KindAnswer.id))
    )
    start = observation.started_at or observation.opened_at
    last = {stretch_of(answer.at, start): answer.kind for answer in answers}
    return {str(kind): count for kind, count in kind_mix(last.values()).counts.items()}


def _reply(session: Session, observation: Observation) -> Reply:
    """An empty reply; what the observed has rated of a version stands for its correction too."""
    reply = Reply(observation_id=observation.id or 0)
    older = observation.supersedes_id
    if older is None:
        return reply
    # Whoever rates themself just now is through before this, or is told of the newer version.
    session.exec(select(Observation.id).where(Observation.id == older).with_for_update()).one()
    before = session.get(Reply, older, with_for_update=True)
    reply.self_rated_at = before.self_rated_at if before else None
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


def _tell_observed(session: Session, actor: Actor, observation: Observation, at: datetime) -> None:
    """Say that it is there, and never a word of what it says."""
    page, text = routes.REFLECT, _("{name} has observed you. Rate yourself, then see both.")
    if observation.supersedes_id is not None:
        page, text = routes.OBSERVATION, _("{name} has corrected an observation of you.")
    link = routes.observation(observation.public_id, page)
    tell(session, observation.observed_id, text.format(name=actor.name), link=link, at=at)
