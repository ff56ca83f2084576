"""The conversations to practise on, and a person's own rounds; nobody sees another's."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Final

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.observations.practice.rows import ConversationLine, OfferRow
from coach_the_coach.observations.practice.rules import Conversation, read_conversation
from coach_the_coach.observations.practice.tables import PracticeOffer, PracticeRound
from coach_the_coach.observations.readiness.queries import practices_left
from coach_the_coach.observations.readiness.rules import missing_words
from coach_the_coach.observations.tables import Observation
from coach_the_coach.shell import routes

SHIPPED: Final = ("stalled-deal", "first-call", "missed-twice", "quiet-forecast")
"""The conversations in the order in which they are offered, by the names of their files."""


SCORED: Final = (
    columns(col(Evidence.person_id), col(PracticeRound.conversation), col(Evidence.at))
    .join(PracticeRound, col(PracticeRound.public_id) == col(Evidence.subject))
    .where(
        # Both are of the same people: else all that ever counted about somebody is gone through.
        col(PracticeRound.person_id).in_(bindparam("people", expanding=True)),
        col(Evidence.person_id) == col(PracticeRound.person_id),
        col(Evidence.kind).in_((EvidenceKind.CLIP, EvidenceKind.CLIP_AGAIN)),
        col(Evidence.withdrawn_at).is_(None),
    )
)
"""What `scored` asks; made once, for that takes longer than to run it."""


@cache
def conversations() -> tuple[Conversation, ...]:
    """Every conversation, in the order in which they are offered."""
    folder = resources.files(__package__ or "").joinpath("conversations")
    return tuple(
        read_conversation(key, folder.joinpath(f"{key}.toml").read_text("utf-8")) for key in SHIPPED
    )


def conversation_named(key: str) -> Conversation:
    """The conversation of that name. Raises NotFound for any other."""
    found = next((one for one in conversations() if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def conversation_lines(session: Session, actor: Actor, *, at: datetime) -> list[ConversationLine]:
    """Every conversation with the actor's own last result."""
    begun: dict[str, PracticeRound] = {}
    done: dict[str, PracticeRound] = {}
    for one in _last_rounds(session, actor):
        (begun if one.finished_at is None else done)[one.conversation] = one
    return [_line(one, begun.get(one.key), done.get(one.key), actor, at) for one in conversations()]


def missing_before_certifying(session: Session, actor: Actor) -> str:
    """What the actor has still to practise before they score for certification, in words.

    Empty for nothing, and for whoever certifies nobody.
    """
    if not actor.can(Permission.OBSERVATION_CERTIFY):
        return ""
    return missing_words(practices_left(session, actor.person_id))


def offer(session: Session, actor: Actor) -> OfferRow:
    """The practice offered to whoever observes or coaches, until it was done once or declined."""
    if not (actor.can(Permission.OBSERVATION_WRITE) or actor.can(Permission.COACHING_HOLD)):
        return OfferRow()
    declined = session.exec(
        select(PracticeOffer).where(PracticeOffer.person_id == actor.person_id)
    ).first()
    rounds = _last_rounds(session, actor)
    if declined is not None or any(one.finished_at is not None for one in rounds):
        return OfferRow()
    first = conversations()[0]
    return OfferRow(
        is_open=True,
        is_before_first=actor.can(Permission.OBSERVATION_WRITE) and not _has_signed(session, actor),
        is_begun=any(one.conversation == first.key for one in rounds),
        title=first.title,
        minutes=first.minutes,
        link=routes.practice(first.key),
    )


def _has_signed(session: Session, actor: Actor) -> bool:
    """Whether the actor has signed an observation of their own, also one corrected since."""
    signed = select(Observation.id).where(
        Observation.observer_id == actor.person_id, col(Observation.signed_at).is_not(None)
    )
    return session.exec(signed.limit(1)).first() is not None


def open_round(session: Session, actor: Actor, *, conversation: str) -> PracticeRound | None:
    """The actor's round of this conversation that is not finished."""
    return session.exec(
        select(PracticeRound)
        .where(
            PracticeRound.person_id == actor.person_id,
            PracticeRound.conversation == conversation,
            col(PracticeRound.finished_at).is_(None),
        )
        .order_by(col(PracticeRound.id).desc())
    ).first()


def finished_round(session: Session, actor: Actor, *, conversation: str) -> PracticeRound | None:
    """The actor's round of this conversation that was finished last."""
    return session.exec(
        select(PracticeRound)
        .where(
            PracticeRound.person_id == actor.person_id,
            PracticeRound.conversation == conversation,
            col(PracticeRound.finished_at).is_not(None),
        )
        .order_by(col(PracticeRound.finished_at).desc(), col(PracticeRound.id).desc())
    ).first()


def agreed_words(agreed: int, turns: int) -> str:
    """How many turns were coded alike, in words."""
    return _("You and the reference agree on {agreed} of {turns} codes").format(
        agreed=agreed, turns=turns
    )


def scored(session: Session, people: Collection[int]) -> list[tuple[int, str, datetime]]:
    """Who of these scored which conversation and when, with the comparison seen; not how well.

    For certification alone, as the program: it counts that it was done.
    """
    session.flush()
    found = session.connection().execute(SCORED, {"people": list(people)})
    return [(who, conversation, at) for who, conversation, at in found]


def _last_rounds(session: Session, actor: Actor) -> list[PracticeRound]:
    """The actor's last round of each conversation, one finished and one not, oldest first."""
    newest = (
        select(func.max(PracticeRound.id))
        .where(
            PracticeRound.person_id == actor.person_id,
            col(PracticeRound.conversation).in_(SHIPPED),
        )
        .group_by(col(PracticeRound.conversation), col(PracticeRound.finished_at).is_(None))
    )
    found = session.exec(
        select(PracticeRound)
        .where(col(PracticeRound.id).in_(newest))
        .order_by(col(PracticeRound.started_at), col(PracticeRound.id))
    ).all()
    return list(found)


def _line(
    one: Conversation,
    begun: PracticeRound | None,
    done: PracticeRound | None,
    actor: Actor,
    at: datetime,
) -> ConversationLine:
    known = done is not None and done.agreed is not None and done.turns is not None
    return ConversationLine(
        key=one.key,
        link=routes.practice(one.key),
        title=one.title,
        about=one.about,
        minutes=one.minutes,
        coded=len(begun.codes) if begun else 0,
        result=agreed_words(done.agreed or 0, done.turns or 0) if known and done else "",
        is_codes_only=done is not None and done.rated_at is None,
        finished=moment(done.finished_at if done else None, actor.time_zone, at),
    )
