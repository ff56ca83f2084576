"""Writing rules of interruption, offering them, signing them or giving them back."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from coach_the_coach.cadence.contract.queries import own_leader, readable
from coach_the_coach.cadence.contract.rules import (
    ContractDraft,
    days_of,
    lines_of,
    problem_in_why,
    problems_in,
)
from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.evidence.actions import keep
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes

Contract = InterruptionContract


@unlogged("what is written and not offered yet is nobody else's")
def write_contract(session: Session, actor: Actor, *, draft: ContractDraft, at: datetime) -> str:
    """Keep what was typed, without offering it; returns its public id.

    What was offered and is not signed is taken back by it. Raises NotPermitted for whoever does
    not coach, Invalid.
    """
    return _written(session, actor, draft, at).public_id


@logged("contract:offer", _("offered rules of interruption"), Told.SUBJECT)
def offer_contract(session: Session, actor: Actor, *, draft: ContractDraft, at: datetime) -> str:
    """Keep what was typed and offer it to the direct leader, who is told; returns its public id.

    Raises NotPermitted for whoever does not coach, Invalid, Conflict where nobody leads the actor.
    """
    actor.require(Permission.COACHING_HOLD)
    leader = own_leader(session, actor, at=at)
    if leader is None:
        raise Conflict(_("You report to nobody here, so there is nobody to sign."))
    held = _written(session, actor, draft, at)
    held.offered_at = at
    session.add(held)
    about(session, person_id=actor.person_id, thing=held.public_id)
    text = _("{name} asks you to sign their rules of interruption.").format(name=actor.name)
    link = routes.interruptions(actor.public_id)
    tell(session, leader.id or 0, text, link=link, at=at)
    return held.public_id


@logged("contract:sign", _("signed rules of interruption"), Told.SUBJECT)
def sign_contract(
    session: Session, actor: Actor, *, public_id: str, version: str, at: datetime
) -> None:
    """Sign a report's rules as they stood in `version`; from then on they hold, unchanged.

    Signed already by the actor it changes nothing. Raises NotFound for what the actor cannot read,
    NotPermitted for what is not theirs to sign, Conflict where it has changed meanwhile.
    """
    held = _to_sign(session, actor, public_id)
    if held.signed_by_id == actor.person_id:
        nothing_done(session)
        return
    if held.written_at.isoformat() != version:
        raise Conflict(_("It was changed meanwhile. Read it again, then sign."))
    _settle(session, held, signed_at=at, signed_by_id=actor.person_id)
    about(session, person_id=held.coach_id, thing=held.public_id)
    keep(session, held.coach_id, EvidenceKind.CONTRACT, held.public_id, at=at, now=at)
    text = _("{name} has signed your rules of interruption. They hold from now on.")
    told = text.format(name=actor.name)
    tell(session, held.coach_id, told, link=routes.INTERRUPTIONS, at=at)


@logged("contract:return", _("gave rules of interruption back"), Told.SUBJECT)
def return_contract(
    session: Session, actor: Actor, *, public_id: str, version: str, why: str, at: datetime
) -> None:
    """Give a report's rules back, as they stood in `version`, with what should change.

    The coach is told. Given back already it changes nothing. Raises NotFound, NotPermitted,
    Invalid without a reason, Conflict once they are signed or have changed meanwhile.
    """
    held = _to_sign(session, actor, public_id)
    plain = why.replace("\0", "").strip()
    if problem := problem_in_why(plain):
        raise Invalid({"why": problem})
    if held.returned_at is not None:
        nothing_done(session)
        return
    if held.written_at.isoformat() != version:
        raise Conflict(_("It was changed meanwhile. Read it again before you give it back."))
    _settle(session, held, returned_at=at, returned_why=plain)
    about(session, person_id=held.coach_id, thing=held.public_id)
    text = _("{name} gave your rules of interruption back and says what to change.")
    told = text.format(name=actor.name)
    tell(session, held.coach_id, told, link=routes.INTERRUPTIONS, at=at)


def _written(session: Session, actor: Actor, draft: ContractDraft, at: datetime) -> Contract:
    """The actor's version under way, with what was typed in it; a new one where none is."""
    actor.require(Permission.COACHING_HOLD)
    if problems := problems_in(draft):
        raise Invalid(problems)
    # Two devices of one person go one after the other, so that they share one version.
    wait_for_people(session, [actor.person_id])
    held = session.exec(
        select(Contract)
        .where(Contract.coach_id == actor.person_id, col(Contract.signed_at).is_(None))
        .with_for_update()
    ).first() or Contract(
        coach_id=actor.person_id, text="", reasons="", within_days=1, written_at=at
    )
    held.text = draft.text.replace("\0", "").strip()
    held.reasons = "\n".join(lines_of(draft.reasons.replace("\0", "")))
    held.within_days = days_of(draft.within_days)
    held.written_at, held.offered_at = at, None
    held.returned_at, held.returned_why = None, ""
    session.add(held)
    session.flush()
    return held


def _to_sign(session: Session, actor: Actor, public_id: str) -> Contract:
    """A report's rules. Raises NotFound, or NotPermitted where the actor only reads them."""
    found = session.exec(
        select(
            Contract, leads_directly(col(Contract.coach_id), actor, Permission.COACHING_SIGN)
        ).where(Contract.public_id == public_id, readable(actor))
    ).first()
    if found is None:
        raise NotFound
    held, leads = found
    if not leads:
        raise NotPermitted
    return held


def _settle(session: Session, held: Contract, **settled: object) -> None:
    """Write what was decided, if nobody decided or changed it first. Raises Conflict."""
    done = session.connection().execute(
        update(Contract)
        .where(
            col(Contract.id) == held.id,
            col(Contract.written_at) == held.written_at,
            col(Contract.offered_at).is_not(None),
            col(Contract.returned_at).is_(None),
            col(Contract.signed_at).is_(None),
        )
        .values(**settled)
    )
    if done.rowcount != 1:
        raise Conflict
    session.expire(held)
