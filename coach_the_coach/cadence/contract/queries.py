"""Rules of interruption: what holds, what waits to be signed, and what reps may read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from coach_the_coach.cadence.contract.rows import CoachContractRow, ContractRow, OwnContractRow
from coach_the_coach.cadence.contract.rules import (
    State,
    Terms,
    lines_of,
    state_mark,
    state_of,
    state_word,
    template,
    template_draft,
    within_words,
)
from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import leads_directly
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

Contract = InterruptionContract


def contract_of(session: Session, actor: Actor, *, coach_id: int) -> Terms:
    """What holds for moving a session of this coach; the template where nothing is signed.

    For the coach, their direct leader and those who report to them; to others it is the template.
    """
    held = session.exec(
        select(Contract)
        .where(Contract.coach_id == coach_id, col(Contract.signed_at).is_not(None), readable(actor))
        .order_by(col(Contract.signed_at).desc(), col(Contract.id).desc())
        .limit(1)
    ).first()
    if held is None:
        return template()
    return Terms(lines_of(held.reasons), held.within_days, is_signed=True)


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition on what the actor may read: own, offered by a report, or signed by their coach.

    Leaders further above, specialists and administrators read none of its words.
    """
    return or_(
        col(Contract.coach_id) == actor.person_id,
        and_(
            col(Contract.offered_at).is_not(None),
            leads_directly(col(Contract.coach_id), actor, Permission.COACHING_SIGN),
        ),
        and_(col(Contract.signed_at).is_not(None), col(Contract.coach_id).in_(_own_coaches(actor))),
    )


def own_contract(session: Session, actor: Actor, *, at: datetime) -> OwnContractRow:
    """What the actor has written: the one that holds and the one under way; three statements.

    Raises NotPermitted for whoever does not coach.
    """
    actor.require(Permission.COACHING_HOLD)
    versions = _newest(session, actor, actor.person_id)
    names = names_of(session, [one.signed_by_id or 0 for one in versions])
    leader = own_leader(session, actor, at=at)
    by_state = {one.state: one for one in (_row(each, actor, names, at) for each in versions)}
    open_row = next(
        (row for state, row in by_state.items() if state != State.SIGNED), ContractRow()
    )
    begun = next((one for one in versions if one.signed_at is None), None) or next(
        iter(versions), None
    )
    first = template_draft()
    return OwnContractRow(
        holding=by_state.get(State.SIGNED, ContractRow()),
        open=open_row,
        leader=leader.name if leader else "",
        text=begun.text if begun else first.text,
        reasons=begun.reasons if begun else first.reasons,
        within_days=str(begun.within_days) if begun else first.within_days,
    )


def contract_for(session: Session, actor: Actor, *, person: str, at: datetime) -> CoachContractRow:
    """The rules of one's report, to sign, or of one's own coach, to read; four statements.

    Raises NotFound for anybody else, leaders further above among them.
    """
    leads = leads_directly(col(Person.id), actor, Permission.COACHING_SIGN)
    coach = session.exec(
        select(Person).where(
            Person.public_id == person,
            or_(leads, col(Person.id).in_(_own_coaches(actor))),
            in_employment(at),
        )
    ).first()
    if coach is None:
        raise NotFound
    is_leader = session.exec(select(Person.id).where(Person.id == coach.id, leads)).first()
    versions = _newest(session, actor, coach.id or 0)
    names = names_of(session, [one.signed_by_id or 0 for one in versions])
    rows = {row.state: row for row in (_row(one, actor, names, at) for one in versions)}
    held = template()
    return CoachContractRow(
        coach=coach.name,
        coach_id=coach.public_id,
        is_leader=is_leader is not None,
        holding=rows.get(State.SIGNED, ContractRow()),
        offered=rows.get(State.OFFERED, ContractRow()) if is_leader else ContractRow(),
        template=ContractRow(reasons=list(held.reasons), within=within_words(held.within_days)),
    )


def rules_of_coach(session: Session, actor: Actor) -> str:
    """Where the actor reads the signed rules of whom they report to; empty for none."""
    found = session.exec(
        select(Person.public_id)
        .join(Contract, col(Contract.coach_id) == col(Person.id))
        .where(
            col(Person.id).in_(_own_coaches(actor)),
            col(Contract.signed_at).is_not(None),
            readable(actor),
        )
        .limit(1)
    ).first()
    return routes.interruptions(found) if found else ""


def own_leader(session: Session, actor: Actor, *, at: datetime) -> Person | None:
    """To whom the actor reports, and who is here; None where that is nobody."""
    return session.exec(
        select(Person).where(col(Person.id).in_(_own_coaches(actor)), in_employment(at))
    ).first()


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What waits for the actor: rules of reports to sign, and own ones that came back."""
    found = session.exec(
        select(Contract, Person)
        .join(Person, col(Person.id) == col(Contract.coach_id))
        .where(
            readable(actor),
            col(Contract.signed_at).is_(None),
            in_employment(at),
            or_(
                and_(
                    col(Contract.returned_at).is_(None), col(Contract.coach_id) != actor.person_id
                ),
                and_(
                    col(Contract.returned_at).is_not(None),
                    col(Contract.coach_id) == actor.person_id,
                ),
            ),
        )
        .order_by(col(Contract.offered_at), col(Contract.id))
    ).all()
    return [_line(one, coach, actor) for one, coach in found]


def _line(contract: Contract, coach: Person, actor: Actor) -> NextLine:
    if coach.id == actor.person_id:
        since = contract.returned_at
        said = _("Your rules of interruption came back with a wish."), _("Change them")
        return NextLine(*said, routes.INTERRUPTIONS, 1, since.isoformat() if since else "")
    since = contract.offered_at
    text = _("{name} asks you to sign their rules of interruption.").format(name=coach.name)
    link = routes.interruptions(coach.public_id)
    return NextLine(text, _("Read and sign"), link, 0, since.isoformat() if since else "")


def _newest(session: Session, actor: Actor, coach_id: int) -> Sequence[Contract]:
    """The version under way and the one that holds, as far as the actor may read them."""
    newest_signed = (
        select(Contract.id)
        .where(Contract.coach_id == coach_id, col(Contract.signed_at).is_not(None))
        .order_by(col(Contract.signed_at).desc(), col(Contract.id).desc())
        .limit(1)
    )
    return session.exec(
        select(Contract)
        .where(
            Contract.coach_id == coach_id,
            readable(actor),
            or_(
                col(Contract.signed_at).is_(None),
                col(Contract.id) == newest_signed.scalar_subquery(),
            ),
        )
        .order_by(col(Contract.written_at).desc(), col(Contract.id).desc())
    ).all()


def _own_coaches(actor: Actor):
    """To whom the actor reports directly."""
    return select(Reach.ancestor_id).where(Reach.descendant_id == actor.person_id, Reach.depth == 1)


def _row(contract: Contract, actor: Actor, names: dict[int, str], at: datetime) -> ContractRow:
    state = state_of(
        offered_at=contract.offered_at,
        returned_at=contract.returned_at,
        signed_at=contract.signed_at,
    )
    since = contract.signed_at or contract.returned_at or contract.offered_at or contract.written_at
    return ContractRow(
        public_id=contract.public_id,
        version=contract.written_at.isoformat(),
        text=contract.text,
        reasons=list(lines_of(contract.reasons)),
        within=within_words(contract.within_days),
        state=str(state),
        state_word=state_word(state),
        mark=state_mark(state),
        since=moment(since, actor.time_zone, at),
        signed_by=names.get(contract.signed_by_id or 0, ""),
        returned_why=contract.returned_why,
    )
