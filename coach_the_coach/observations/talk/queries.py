"""One talk as its two may see it; for everybody else there is none."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, select

from coach_the_coach.coaching.rules import Purpose, purpose_word
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import (
    add_working_days,
    clock_words,
    day,
    local_day,
    moment,
)
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import sees
from coach_the_coach.observations.focus.queries import focus_of
from coach_the_coach.observations.rating.rules import WATCH_AGAIN_WITHIN
from coach_the_coach.observations.rubric.rules import is_scored
from coach_the_coach.observations.rules import AskedFirst as Answer
from coach_the_coach.observations.rules import Seen, TalkStage, TalkStands, talk_stage
from coach_the_coach.observations.scope import is_current, signed_first
from coach_the_coach.observations.tables import (
    AskedFirst,
    Note,
    Observation,
    ObservationBody,
    Rating,
    Reply,
    Status,
    Talk,
    TalkBody,
)
from coach_the_coach.observations.talk.rows import (
    AskedRow,
    OfferRow,
    SignatureRow,
    TalkRow,
    WordsRow,
)
from coach_the_coach.observations.talk.rules import (
    ALONE_DAYS,
    TREND,
    Chain,
    TalkDraft,
    asked_first_sentence,
    asked_first_word,
    chain_of,
    chain_words,
    is_moment_next,
    may_go_on_without,
    may_read_alone,
)
from coach_the_coach.shell import routes

OFFERS: Final = 30
"""Most notes offered as moments. Source: docs/method.md#lists."""


_given = aliased(Observation)


class Between(NamedTuple):
    """What there is between the two over one session: the version that holds, and their talk."""

    observation: Observation
    held: CoachingSession
    body: ObservationBody
    talk: Talk | None
    words: TalkBody | None
    reply: Reply | None
    first_signed_at: datetime
    """When the first version was signed."""

    @property
    def purpose(self) -> Purpose:
        """What the session was for after all."""
        return self.observation.purpose_corrected or self.held.purpose

    @property
    def so_far(self) -> Talk:
        """The talk, or one in which nothing has happened yet."""
        one = self.observation
        return self.talk or Talk(
            coaching_session_id=one.coaching_session_id,
            observer_id=one.observer_id,
            observed_id=one.observed_id,
        )

    @property
    def stands(self) -> TalkStands:
        """What happened so far."""
        talk, reply = self.so_far, self.reply
        return TalkStands(
            is_scored=is_scored(self.purpose),
            self_rated=reply is not None and reply.self_rated_at is not None,
            without_own_view=talk.without_own_view,
            shown=talk.shown_at is not None,
            observer_signed=talk.observer_signed_at is not None,
            observed_signed=talk.observed_signed_at is not None,
            acknowledged=reply is not None and reply.acknowledged_at is not None,
        )

    @property
    def draft(self) -> TalkDraft:
        """The words as far as they have come."""
        return draft_of(self.so_far, self.words) if self.words else TalkDraft()


def draft_of(talk: Talk, words: TalkBody) -> TalkDraft:
    """The words of a talk as far as they have come."""
    return TalkDraft(
        intended=words.intended,
        noticed=words.noticed,
        moment=words.moment,
        would_try=words.would_try,
        one_thing=words.one_thing,
        promised=words.promised,
        next_reason=words.next_reason,
        watch_again_on=talk.watch_again_on,
    )


class Followed(NamedTuple):
    """The ONE thing that was looked out for, and what becomes of it."""

    text: str
    chain: Chain
    times_seen: int


def between(session: Session, actor: Actor, public_id: str, *, anew: bool = False) -> Between:
    """What is between the actor and the other over the session of a signed version they share.

    `anew` reads once more what this transaction has read. Raises NotFound for everybody but the
    two, and while nothing is signed.
    """
    is_version_of_it = exists().where(
        col(_given.public_id) == public_id,
        col(_given.status) == Status.SIGNED,
        col(_given.coaching_session_id) == col(Observation.coaching_session_id),
        col(_given.observer_id) == col(Observation.observer_id),
    )
    found = session.exec(
        select(Observation, CoachingSession, ObservationBody, signed_first())
        .where(
            sees(Observation, actor, None),
            Observation.status == Status.SIGNED,
            is_current(),
            is_version_of_it,
        )
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .execution_options(populate_existing=anew)
    ).first()
    if found is None:
        raise NotFound
    observation, held, body, first_signed_at = found
    talk = session.exec(
        select(Talk, TalkBody)
        .join(TalkBody, col(TalkBody.talk_id) == col(Talk.id), isouter=True)
        .where(
            Talk.coaching_session_id == observation.coaching_session_id,
            Talk.observer_id == observation.observer_id,
        )
        .execution_options(populate_existing=anew)
    ).first()
    reply = session.get(Reply, observation.id, populate_existing=anew)
    talk_row, words = talk or (None, None)
    return Between(observation, held, body, talk_row, words, reply, first_signed_at)


def followed(session: Session, actor: Actor, one: Between, *, at: datetime) -> Followed:
    """What the observation looked out for, with what this session adds to how often it was seen."""
    if one.observation.followed_id is None:
        return Followed("", Chain.FIRST, 0)
    before = focus_of(session, actor, public_id=one.observation.public_id, at=at)
    times = before.times_seen + (one.body.seen is Seen.SEEN)
    return Followed(before.text, chain_of(follows=bool(before.text), times_seen=times), times)


def talk_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> TalkRow:
    """The talk of the actor and the other. Raises NotFound for everybody but the two."""
    one = between(session, actor, public_id)
    stands, talk = one.stands, one.so_far
    stage, today = talk_stage(stands), local_day(at, actor.time_zone)
    names = names_of(
        session, (one.observation.observer_id, one.observation.observed_id, one.held.coached_id)
    )
    observer, observed = names[one.observation.observer_id], names[one.observation.observed_id]
    is_observer = one.observation.observer_id == actor.person_id
    signed_on = local_day(one.first_signed_at, actor.time_zone)
    is_open = stage in {TalkStage.AGREEING, TalkStage.DONE}
    follows = followed(session, actor, one, at=at)
    mine, other = _signed_by(talk, is_observer)
    asked = session.get(AskedFirst, talk.id) if talk.id else None
    waits = not is_observer and not is_open and (stands.self_rated or not stands.is_scored)
    return TalkRow(
        public_id=one.observation.public_id,
        result_link=routes.observation(one.observation.public_id),
        reflect_link=routes.observation(one.observation.public_id, routes.REFLECT),
        zone=actor.time_zone,
        observer=observer,
        observed=observed,
        coached=names[one.held.coached_id],
        purpose_word=purpose_word(one.purpose),
        held=moment(one.held.held_at, actor.time_zone, at),
        is_observer=is_observer,
        is_scored=stands.is_scored,
        stage=str(stage),
        is_moment_next=is_moment_next(one.draft),
        booked=moment(talk.booked_for, actor.time_zone, at),
        own_view=_own_view(stands, observed, is_observer=is_observer),
        went_without=stands.is_scored
        and not stands.self_rated
        and (stands.without_own_view or stands.shown),
        may_go_on_without=is_observer
        and stage is TalkStage.OWN_VIEW
        and may_go_on_without(signed_on, today),
        may_read_alone=waits and may_read_alone(signed_on, today),
        read_alone=talk.read_alone,
        alone_on=day(add_working_days(signed_on, ALONE_DAYS), today) if waits else day(None, today),
        words=_words(one.draft, is_open=is_open),
        follows=follows.text if is_open else "",
        chain=chain_words(follows.chain, follows.times_seen) if is_open else "",
        may_carry=is_open and (follows.chain is Chain.CARRIED or talk.follows_id is not None),
        is_carried=talk.follows_id is not None,
        suggestion=_suggestion(one, follows) if is_open else "",
        first_day=today.isoformat(),
        last_day=(today + WATCH_AGAIN_WITHIN).isoformat(),
        watch_again=day(talk.watch_again_on, today),
        is_frozen=mine is not None or other is not None,
        signatures=[
            _signature(observer, talk.observer_signed_at, actor, at),
            _signature(observed, talk.observed_signed_at, actor, at),
        ],
        may_sign=stage is TalkStage.AGREEING and mine is None,
        may_take_back=stage is TalkStage.AGREEING and mine is not None,
        is_signed=talk.sha256 is not None,
        may_answer=not is_observer and is_asked(one) and asked is None,
        asked_first=asked_first_word(asked.answer) if asked else "",
    )


def _suggestion(one: Between, follows: Followed) -> str:
    """What the observer suggests as the ONE thing; empty for one that has been learned by now."""
    suggested = one.body.one_thing
    is_learned = follows.chain is Chain.LEARNED and suggested.strip() == follows.text.strip()
    return "" if is_learned else suggested


def is_asked(one: Between) -> bool:
    """Whether the one observed can say how they were asked: they signed what came of a talk."""
    talk = one.talk
    if talk is None or talk.shown_at is None or talk.observed_signed_at is None:
        return False
    return talk.sha256 is not None or not talk.read_alone


def moments_to_tell(session: Session, actor: Actor, *, public_id: str) -> list[OfferRow]:
    """Quotes, moments and notes of the actor's own observation, in their order, for them alone.

    Empty for the one observed. Raises NotFound for everybody but the two.
    """
    one = between(session, actor, public_id)
    if one.observation.observer_id != actor.person_id:
        return []
    ratings = session.exec(
        select(Rating)
        .where(Rating.observation_id == one.observation.id, Rating.quote != "")
        .order_by(col(Rating.dimension))
    ).all()
    notes = session.exec(
        select(Note)
        .join(Observation, col(Observation.id) == col(Note.observation_id))
        .where(
            Observation.coaching_session_id == one.observation.coaching_session_id,
            Observation.observer_id == actor.person_id,
            col(Observation.supersedes_id).is_(None),
        )
        .order_by(col(Note.at), col(Note.id))
        .limit(OFFERS)
    ).all()
    return [
        *(
            OfferRow(f"quote-{rating.dimension}", rating.quote, clock_words(rating.moment_seconds))
            for rating in ratings
        ),
        *(OfferRow(f"note-{note.id}", note.text, clock_words(note.seconds)) for note in notes),
    ]


def asked_first_trend(session: Session, actor: Actor) -> AskedRow:
    """What those observed last said of the actor, at most `TREND` of them, for the actor alone."""
    given = session.exec(
        select(AskedFirst.answer)
        .join(Talk, col(Talk.id) == col(AskedFirst.talk_id))
        .where(Talk.observer_id == actor.person_id)
        .order_by(col(AskedFirst.answered_at).desc(), col(AskedFirst.talk_id).desc())
        .limit(TREND)
    ).all()
    yes, partly, no = (given.count(one) for one in (Answer.YES, Answer.PARTLY, Answer.NO))
    sentence = asked_first_sentence(yes=yes, partly=partly, no=no)
    return AskedRow(len(given), yes, partly, no, sentence)


def _signed_by(talk: Talk, is_observer: bool) -> tuple[datetime | None, datetime | None]:
    """When the reader signed, and when the other did."""
    both = talk.observer_signed_at, talk.observed_signed_at
    return both if is_observer else (both[1], both[0])


def _signature(name: str, signed: datetime | None, actor: Actor, at: datetime) -> SignatureRow:
    if signed is None:
        return SignatureRow(name, "waiting", _("Not signed yet"))
    return SignatureRow(name, "done", _("Signed"), moment(signed, actor.time_zone, at))


def _own_view(stands: TalkStands, observed: str, *, is_observer: bool) -> str:
    """How the own view stands, said to the reader; nothing where none is asked for."""
    if not stands.is_scored:
        return ""
    if stands.self_rated:
        if is_observer:
            return _("{name} has given their own view.").format(name=observed)
        return _("Your own view is given.")
    if stands.shown and not stands.without_own_view:
        words = _("{name} was not asked for an own view: this was not rated before its correction.")
        return words.format(name=observed)
    if stands.without_own_view:
        return _("This talk went on without the own view of {name}.").format(name=observed)
    if is_observer:
        words = _("{name} has not given their own view yet. The talk comes after it.")
        return words.format(name=observed)
    return _("Your own view comes first. You see theirs in the talk.")


def _words(draft: TalkDraft, *, is_open: bool) -> WordsRow:
    """The words kept so far; what is agreed only once both views are open."""
    asked = WordsRow(draft.intended, draft.noticed, draft.moment, draft.would_try)
    if not is_open:
        return asked
    on = draft.watch_again_on
    return WordsRow(
        asked.intended,
        asked.noticed,
        asked.moment,
        asked.would_try,
        draft.one_thing,
        draft.promised,
        draft.next_reason,
        on.isoformat() if on else "",
    )
