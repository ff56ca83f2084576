"""Naming grounds on which a certificate may rest, confirming them, and ending it by two."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.credential import actions as credential
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.actions import close, move_if, say
from coach_the_coach.certification.deciding.queries import day_of
from coach_the_coach.certification.deciding.rules import (
    Act,
    Ground,
    is_settled,
    problem_in_words,
)
from coach_the_coach.certification.deciding.suspension.queries import (
    award_to_open,
    did,
    suspension_for,
    under_way,
    why_not_do,
)
from coach_the_coach.certification.deciding.suspension.rules import (
    allowed_acts,
    is_late,
    revoke_reason,
)
from coach_the_coach.certification.deciding.tables import (
    Suspension,
    SuspensionAct,
    SuspensionBody,
)
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.certification.rules import Move, Verdict
from coach_the_coach.certification.tables import Enrolment, Review
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.mail.rules import Letter
from coach_the_coach.shell import routes


@logged("suspension:open", _("named grounds on which a certificate may rest"), Told.SUBJECT)
def open_suspension(
    session: Session, actor: Actor, *, award: str, ground: str, words: str, at: datetime
) -> None:
    """Say on which of the grounds a certificate may rest, and what was seen; its holder is told.

    Nothing changes until two observers confirm it. Raises NotFound for whoever signs nothing for
    the holder, Invalid without a ground or words, Conflict where it does not stand or one is open.
    """
    actor.require(Permission.CERTIFICATION_SIGN)
    actor.require_fresh(at)
    held = award_to_open(session, actor, award)
    problems = {}
    if ground not in list(Ground):
        problems["ground"] = _("Choose one of the grounds. There is no other.")
    if said := problem_in_words(words):
        problems["words"] = said
    if problems:
        raise Invalid(problems)
    wait_for_people(session, [held.person_id])
    with as_program(session):
        session.refresh(held)
        before = under_way(session, held)
        if before is not None and not _drop_late(session, before, at):
            raise Conflict(_("Grounds are named already."))
        today = day_of(session, held.person_id, at)
        if held.revoked_at is not None or (held.valid_until and held.valid_until < today):
            raise Conflict(_("This certificate does not stand any more."))
        if held.superseded_by_id is not None:
            raise Conflict(_("A newer certificate has followed this one. Look at that one."))
        made = Suspension(
            award_id=held.id or 0,
            person_id=held.person_id,
            ground=Ground(ground),
            opened_by_id=actor.person_id,
            opened_at=at,
        )
        session.add(made)
        session.flush()
        text = words.replace("\0", "").strip()
        session.add(SuspensionBody(suspension_id=made.id or 0, salt=new_id(), words=text))
        session.flush()
    about(session, person_id=held.person_id, thing=held.public_id)
    told = _("Grounds were named on which a certificate of yours may rest. Nothing changed yet.")
    _tell(session, made, held, told, "opened", at)


@logged("suspension:drop", _("took back grounds on which a certificate may rest"), Told.SUBJECT)
def drop(session: Session, actor: Actor, *, award: str, at: datetime) -> None:
    """Take back what one has named oneself before it is in force.

    Raises NotFound for what is not the actor's own, Conflict once it is in force.
    """
    actor.require(Permission.SELF)
    one, held = suspension_for(session, actor, award, at=at)
    if one is None or one.opened_by_id != actor.person_id:
        raise NotFound
    wait_for_people(session, [one.person_id])
    with as_program(session):
        session.refresh(one)
        if one.ended_at is not None or one.in_force_at is not None:
            raise Conflict(_("This has gone on meanwhile. Look at it again."))
        one.ended_at = at
        session.add(one)
        session.flush()
    about(session, person_id=one.person_id, thing=held.public_id)
    told = _("The grounds named about a certificate of yours were taken back. Nothing changed.")
    _tell(session, one, held, told, "dropped", at)


@logged("suspension:act", _("decided about a certificate that may rest"), Told.SUBJECT)
def do_act(
    session: Session, actor: Actor, *, award: str, act: str, reason: str, at: datetime
) -> None:
    """Confirm the grounds, or be one of two who put it in force again or take it back for good.

    Done twice by the same it is done once. Raises NotFound for whoever takes no part, NotFresh,
    NotPermitted with the reason, Invalid without a reason where it ends, Conflict where it has gone
    on meanwhile.
    """
    actor.require(Permission.SELF)
    one, held = suspension_for(session, actor, award, at=at)
    if one is None or act not in list(Act):
        raise NotFound
    actor.require_fresh(at)
    with as_program(session):
        wait_for_people(session, [one.person_id])
        session.refresh(one)
        session.refresh(held)
        wanted = Act(act)
        before = did(session, one, wanted)
        if actor.person_id in before:
            nothing_done(session)
            return
        late = one.in_force_at is None and is_late(one.opened_at, at)
        open_ = allowed_acts(
            in_force=one.in_force_at is not None, ended=one.ended_at is not None, late=late
        )
        if wanted not in open_:
            raise Conflict(_("This has gone on meanwhile. Look at it again."))
        if said := why_not_do(session, one, actor.person_id, before, at=at):
            raise NotPermitted(said)
        ends = wanted is not Act.CONFIRM and is_settled([*before, actor.person_id])
        if ends and (said := problem_in_words(reason)):
            raise Invalid({"reason": said})
        session.add(
            SuspensionAct(
                suspension_id=one.id or 0,
                act=wanted,
                by_id=actor.person_id,
                person_id=one.person_id,
                at=at,
            )
        )
        session.flush()
        about(session, person_id=one.person_id, thing=held.public_id)
        if not is_settled([*before, actor.person_id]):
            return
        _settle(session, one, held, wanted, reason, by_id=actor.person_id, at=at)


def _settle(
    session: Session,
    one: Suspension,
    held: Award,
    act: Act,
    reason: str,
    *,
    by_id: int,
    at: datetime,
) -> None:
    """What comes of two who did the same, as the program."""
    make_now(session, [held.person_id], at=at)
    enrolment = session.exec(
        select(Enrolment).where(
            Enrolment.person_id == held.person_id,
            Enrolment.path_key == held.path_key,
            col(Enrolment.withdrawn_at).is_(None),
        )
    ).first()
    moved = {Act.CONFIRM: Move.SUSPEND, Act.REINSTATE: Move.REINSTATE, Act.REVOKE: Move.REVOKE}
    if act is Act.CONFIRM:
        if enrolment is not None:
            _take_back_asked(session, enrolment, by_id=by_id, at=at)
        for award in _of_the_path(session, held):
            credential.suspend(session, award, at)
        one.in_force_at = at
    else:
        body = session.get_one(SuspensionBody, one.id)
        body.end_reason = reason.replace("\0", "").strip()
        one.ended_at, one.ended_by = at, act
        session.add(body)
        for award in _of_the_path(session, held):
            if act is Act.REINSTATE:
                credential.reinstate(session, award, at)
            else:
                credential.revoke(session, award, revoke_reason(one.ground), at)
    session.add(one)
    session.flush()
    if enrolment is not None:
        move_if(session, enrolment, moved[act], by_id=by_id, at=at)
    make_now(session, [held.person_id], at=at)
    said = {
        Act.CONFIRM: _("Two observers confirmed the grounds: a certificate of yours rests."),
        Act.REINSTATE: _("A certificate of yours is in force again."),
        Act.REVOKE: _("A certificate of yours was taken back."),
    }
    _tell(session, one, held, said[act], str(act), at)


def _of_the_path(session: Session, held: Award) -> Sequence[Award]:
    """Every certificate of the same path: none that it renewed or that renewed it is left out."""
    return session.exec(
        select(Award)
        .where(
            Award.person_id == held.person_id,
            Award.path_key == held.path_key,
            col(Award.revoked_at).is_(None),
        )
        .order_by(col(Award.id))
    ).all()


def _take_back_asked(session: Session, enrolment: Enrolment, *, by_id: int, at: datetime) -> None:
    """Close a decision that is asked for: nothing is certified anew while the grounds stand."""
    review = session.exec(
        select(Review).where(Review.enrolment_id == enrolment.id, col(Review.closed_at).is_(None))
    ).first()
    if review is not None:
        close(session, review, Verdict.TAKEN_BACK, Move.TAKE_BACK, by_id=by_id, at=at)


def _drop_late(session: Session, one: Suspension, at: datetime) -> bool:
    """Close one that was never confirmed in time; False for one that goes on."""
    if one.in_force_at is not None or not is_late(one.opened_at, at):
        return False
    one.ended_at = at
    session.add(one)
    session.flush()
    return True


def _tell(
    session: Session, one: Suspension, held: Award, text: str, what: str, at: datetime
) -> None:
    say(
        session,
        [held.person_id],
        text,
        Letter.DECIDED,
        link=routes.suspension(held.public_id),
        key=f"suspension:{one.id}:{what}",
        at=at,
    )
