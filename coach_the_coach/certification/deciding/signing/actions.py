"""Signing a decision: yes from all of them is a certificate, one not yet is a refusal."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.certification.deciding.actions import close, say, take_turn
from coach_the_coach.certification.deciding.granting.actions import grant
from coach_the_coach.certification.deciding.queries import (
    Weighed,
    day_of,
    own_seat,
    review_named,
    seated_in,
    weighed,
)
from coach_the_coach.certification.deciding.rules import Said, VerdictDraft, problems_in, sealed
from coach_the_coach.certification.deciding.seats.queries import holding, why_not_sit
from coach_the_coach.certification.deciding.tables import CoSignature, CoSignatureBody, ReviewSeat
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.certification.rules import Move, State, Verdict
from coach_the_coach.certification.tables import Review
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.notices.mail.rules import Letter
from coach_the_coach.shell import routes


@logged("decision:sign", _("signed a decision about a certificate"), Told.SUBJECT)
def sign(
    session: Session, actor: Actor, *, public_id: str, draft: VerdictDraft, at: datetime
) -> None:
    """Say yes, or not yet, as whoever has a seat; it stays as it is.

    What counts is measured once more, as of the day it was asked for. Signed twice it is signed
    once. Raises NotFound for whoever has no seat any more, NotFresh for who has not just shown who
    they are, NotPermitted with the reason for who may not decide by now, Invalid for a refusal that
    does not say all, Conflict once it is decided or where something counts no longer.
    """
    actor.require(Permission.SELF)
    review = review_named(session, public_id)
    if own_seat(session, actor, review, at=at) is None:
        raise NotFound
    actor.require_fresh(at)
    with as_program(session):
        take_turn(session, review)
        mine = own_seat(session, actor, review, at=at)
        if mine is None:
            raise NotFound
        if mine.seat in seated_in(session, review).signed:
            nothing_done(session)
            return
        if review.closed_at is not None:
            raise Conflict(_("This has been decided."))
        make_now(session, [review.person_id], at=at)
        found = weighed(session, review, at=at)
        _require_holds(session, review, found, mine, draft, at=at)
        about(session, person_id=review.person_id, thing=review.public_id)
        enter(session, review, mine, draft, at=at)
        settle(session, review, found, Said(draft.said), by_id=actor.person_id, at=at)


def enter(
    session: Session, review: Review, seat: ReviewSeat, draft: VerdictDraft, *, at: datetime
) -> CoSignature:
    """Keep what one of them said, with its words apart; for whoever asked whether they may."""
    refuses = draft.said == Said.NOT_YET
    words = {"evidence": "", "would_meet": ""}
    if refuses:
        words = {name: _plain(getattr(draft, name)) for name in words}
    salt = new_id()
    with as_program(session):
        signed = CoSignature(
            review_id=review.id or 0,
            person_id=review.person_id,
            seat=seat.seat,
            place=seat.place,
            by_id=seat.by_id,
            said=Said(draft.said),
            at=at,
            criterion=draft.criterion if refuses else "",
            try_again_on=draft.try_again_on if refuses else None,
            commitment=sealed(salt, words),
        )
        session.add(signed)
        session.flush()
        session.add(CoSignatureBody(co_signature_id=signed.id or 0, salt=salt, **words))
        session.flush()
    return signed


def settle(
    session: Session, review: Review, found: Weighed, said: Said, *, by_id: int, at: datetime
) -> None:
    """What comes of a signature: a refusal, a certificate once all have signed, or waiting on."""
    with as_program(session):
        signed = holding(session, review, found)
        if said is Said.NOT_YET:
            close(session, review, Verdict.NOT_YET, Move.NOT_YET, by_id=by_id, at=at)
        elif all(seat in signed for seat in found.path.seats):
            # Never by one alone, whatever a path says.
            if len(set(signed.values())) < len(found.path.seats):
                raise Conflict(_("Two different people sign."))
            signers = [signed[seat] for seat in found.path.seats]
            on = day_of(session, review.person_id, at)
            grant(session, review, found, signers=signers, on=on, at=at)
        else:
            return
    words = _("Your decision about {path} is there.").format(path=found.path.title)
    say(
        session,
        [review.person_id],
        words,
        Letter.DECIDED,
        link=routes.decision(review.public_id),
        key=f"decided:{review.id}",
        at=at,
    )


def _require_holds(
    session: Session,
    review: Review,
    found: Weighed,
    mine: ReviewSeat,
    draft: VerdictDraft,
    *,
    at: datetime,
) -> None:
    """Raises where they may not sign by now, say it wrongly, or agree to what counts no longer.

    Nobody signs while the certificate that is to be renewed rests.
    """
    if reason := why_not_sit(session, review, found, mine.seat, mine.by_id, at=at):
        raise NotPermitted(reason)
    if found.stood.came.state is State.SUSPENDED:
        raise Conflict(_("The certificate rests. That is settled first."))
    keys = [line.requirement.key for line in found.came.lines]
    today = day_of(session, review.person_id, at)
    if problems := problems_in(draft, criteria=keys, today=today):
        raise Invalid(problems)
    if draft.said == Said.AGREE and not found.came.is_complete:
        # By what is asked and not by what is there: not every signer may read the figures.
        short = "; ".join(line.requirement.sentence() for line in found.came.missing)
        raise Conflict(
            _("Something that counted was taken back meanwhile. Missing now: {what}.").format(
                what=short
            )
        )


def _plain(text: str) -> str:
    """A text as it is kept; a null character is text to a browser and not to a database."""
    return text.replace("\0", "").strip()
