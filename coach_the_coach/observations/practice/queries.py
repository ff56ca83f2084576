"""The conversations to practise on, and a person's own rounds; nobody sees another's."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Final

from sqlmodel import Session, col, func, select

from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.observations.practice.rows import (
    ComparedTurn,
    ConversationLine,
    OfferRow,
    PracticeTurn,
    ResultRow,
    RoundRow,
)
from coach_the_coach.observations.practice.rules import (
    Conversation,
    Speaker,
    agreement,
    read_conversation,
)
from coach_the_coach.observations.practice.tables import PracticeOffer, PracticeRound
from coach_the_coach.observations.tables import Observation
from coach_the_coach.observations.tally.rules import Code, code_word, side_of
from coach_the_coach.shell import routes

SHIPPED: Final = ("stalled-deal", "first-call", "missed-twice")
"""The conversations in the order in which they are offered, by the names of their files."""


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


def round_of(session: Session, actor: Actor, *, conversation: str) -> RoundRow:
    """A conversation with the actor's codes so far. Raises NotFound where there is none."""
    found = conversation_named(conversation)
    begun = open_round(session, actor, conversation=conversation)
    done = begun is None and finished_round(session, actor, conversation=conversation) is not None
    return RoundRow(
        key=found.key,
        title=found.title,
        about=found.about,
        manager=found.manager,
        turns=_turns(found),
        codes=dict(begun.codes) if begun else {},
        is_done=done,
    )


def result_of(session: Session, actor: Actor, *, conversation: str, at: datetime) -> ResultRow:
    """The actor's last finished round beside the reference. Raises NotFound where there is none."""
    found = conversation_named(conversation)
    done = finished_round(session, actor, conversation=conversation)
    if done is None:
        raise NotFound
    given = [Code(done.codes[turn.key]) for turn in _turns(found)]
    both = agreement(found.reference, given)
    compared = [
        _compared(turn, own, reference, why, differs=turn.number in both.differing)
        for turn, own, (reference, why) in zip(_turns(found), given, _reasons(found), strict=True)
    ]
    return ResultRow(
        key=found.key,
        title=found.title,
        manager=found.manager,
        turns=both.turns,
        agreed=both.agreed,
        alike=both.alike,
        finished=moment(done.finished_at, actor.time_zone, at),
        differing=[one for one in compared if one.differs],
        same=[one for one in compared if not one.differs],
    )


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
    return _("You and the reference agree on {agreed} of {turns}").format(
        agreed=agreed, turns=turns
    )


def scored(session: Session, people: Collection[int]) -> list[tuple[int, str, datetime]]:
    """Who of these scored which conversation and when, with the comparison seen; not how well.

    For certification alone, as the program: it counts that it was done.
    """
    found = session.exec(
        select(Evidence.person_id, PracticeRound.conversation, Evidence.at)
        .join(PracticeRound, col(PracticeRound.public_id) == col(Evidence.subject))
        .where(
            col(Evidence.person_id).in_(people),
            Evidence.kind == EvidenceKind.CLIP,
            col(Evidence.withdrawn_at).is_(None),
        )
    )
    return list(found)


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
        finished=moment(done.finished_at if done else None, actor.time_zone, at),
    )


def _turns(one: Conversation) -> list[PracticeTurn]:
    """The manager's turns in order, each with what was said before it."""
    names = {Speaker.MANAGER: one.manager, Speaker.REP: one.rep}
    found: list[PracticeTurn] = []
    for before, turn in zip((None, *one.turns), one.turns, strict=False):
        if turn.speaker is Speaker.MANAGER:
            number = len(found) + 1
            found.append(
                PracticeTurn(
                    number=number,
                    key=str(number),
                    before_speaker=names[before.speaker] if before else "",
                    before=before.text if before else "",
                    text=turn.text,
                )
            )
    return found


def _reasons(one: Conversation) -> list[tuple[Code, str]]:
    """The reference's code and reason for each of the manager's turns."""
    return [(turn.code, turn.why) for turn in one.turns if turn.code is not None]


def _compared(
    turn: PracticeTurn, own: Code, reference: Code, why: str, *, differs: bool
) -> ComparedTurn:
    return ComparedTurn(
        number=turn.number,
        before_speaker=turn.before_speaker,
        before=turn.before,
        text=turn.text,
        own=code_word(own),
        own_side=str(side_of(own)),
        reference=code_word(reference),
        reference_side=str(side_of(reference)),
        why=why,
        differs=differs,
    )
