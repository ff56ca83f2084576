"""Appealing against a refusal, naming who hears it, and deciding it."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.certification.deciding.actions import say
from coach_the_coach.certification.deciding.appeal.queries import (
    appeal_against,
    is_refuser,
    refusal_in,
    sessions_to_name,
    signers_of,
    why_not_hear,
    why_not_now,
)
from coach_the_coach.certification.deciding.appeal.rescoring.actions import (
    count_from_now,
    request_scoring_again,
)
from coach_the_coach.certification.deciding.appeal.rescoring.queries import (
    able_to_score_again,
    is_busy,
    is_scored_again,
    may_leave,
    signed_for,
)
from coach_the_coach.certification.deciding.appeal.rules import (
    AppealDraft,
    HearingDraft,
    problems_in_appeal,
    problems_in_outcome,
)
from coach_the_coach.certification.deciding.asking.actions import open_review, tell_who_names
from coach_the_coach.certification.deciding.asking.rules import why_not_ask
from coach_the_coach.certification.deciding.queries import (
    around_of,
    certifies,
    day_of,
    direct_leaders,
    may_name,
    people_named,
    review_named,
    seated_in,
    weighed,
)
from coach_the_coach.certification.deciding.rules import (
    Heard,
    Said,
    VerdictDraft,
    appeal_due,
    why_not_scorer,
)
from coach_the_coach.certification.deciding.seats.actions import ask_to_sign, propose
from coach_the_coach.certification.deciding.seats.queries import why_not_sit
from coach_the_coach.certification.deciding.signing.actions import enter, settle
from coach_the_coach.certification.deciding.tables import (
    Appeal,
    AppealBody,
    ReviewSeat,
)
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.certification.progress.queries import stood_on
from coach_the_coach.certification.tables import Enrolment, Review
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.mail.rules import Letter
from coach_the_coach.shell import routes


@logged("appeal:make", _("appealed against a decision"), Told.SUBJECT)
def make_appeal(
    session: Session, actor: Actor, *, public_id: str, draft: AppealDraft, at: datetime
) -> None:
    """Appeal against one's own refusal; what was signed is kept. Made twice it is made once.

    Raises NotFound for what is not the actor's, Conflict with the reason once one can no longer,
    Invalid for what does not fit on a page, or a session that did not count.
    """
    actor.require(Permission.SELF)
    review = review_named(session, public_id)
    if review.person_id != actor.person_id:
        raise NotFound
    with as_program(session):
        wait_for_people(session, [actor.person_id])
        if appeal_against(session, review) is not None:
            nothing_done(session)
            return
        if reason := why_not_now(session, review, at=at):
            raise Conflict(reason)
        if problems := problems_in_appeal(draft, sessions=sessions_to_name(session, review)):
            raise Invalid(problems)
        made = Appeal(
            review_id=review.id or 0,
            person_id=actor.person_id,
            asked_at=at,
            due_on=appeal_due(day_of(session, actor.person_id, at)),
            coaching_session=draft.coaching_session,
        )
        session.add(made)
        session.flush()
        words = draft.words.replace("\0", "").strip()
        session.add(AppealBody(appeal_id=made.id or 0, salt=new_id(), words=words))
        session.flush()
        about(session, person_id=actor.person_id, thing=review.public_id)
        said = _("{name} appeals against a decision. Name somebody who took no part.")
        # Whoever refused names nobody; somebody further up or an administrator does.
        refused = refusal_in(session, review).by_id
        say(
            session,
            [one for one in direct_leaders(session, actor.person_id) if one != refused],
            said.format(name=actor.name),
            Letter.PLEASE_DECIDE,
            link=routes.appeal(review.public_id),
            key=f"appeal:{made.id}",
            at=at,
        )


@logged("appeal:name", _("named who hears an appeal"), Told.BOTH)
def name_hearing(
    session: Session, actor: Actor, *, public_id: str, draft: HearingDraft, at: datetime
) -> None:
    """Name who decides an appeal, and where a session is scored again the two who do it.

    Raises NotFound for whoever names nobody for this candidate, NotPermitted for who refused,
    Invalid for who cannot do it, and for another in the place of who has signed, Conflict once it
    is decided, or while the session is scored again for another appeal.
    """
    actor.require(Permission.PATH_ASSIGN)
    review = review_named(session, public_id)
    appeal = appeal_against(session, review)
    if appeal is None or not may_name(session, actor, review.person_id):
        raise NotFound
    if is_refuser(session, actor, review):
        raise NotPermitted(_("Whoever refused does not name who hears the appeal."))
    with as_program(session):
        wait_for_people(session, [review.person_id])
        session.refresh(appeal)
        if appeal.decided_at is not None:
            raise Conflict(_("This has been decided."))
        if appeal.coaching_session and is_busy(session, appeal):
            raise Conflict(
                _("This session is scored again for another appeal. Name them after that.")
            )
        chosen = {
            field: session.exec(select(Person.id).where(Person.public_id == given)).first()
            for field, given in (
                ("decider", draft.decider),
                ("first", draft.first),
                ("second", draft.second),
            )
            if given
        }
        if problems := _problems_in_hearing(session, review, appeal, chosen, at=at):
            raise Invalid(problems)
        was = {one for one in (appeal.first_scorer_id, appeal.second_scorer_id) if one}
        appeal.decider_id = chosen["decider"]
        appeal.first_scorer_id, appeal.second_scorer_id = (
            chosen.get("first"),
            chosen.get("second"),
        )
        appeal.named_by_id, appeal.named_at = actor.person_id, at
        session.add(appeal)
        session.flush()
        name = people_named(session, [review.person_id])[review.person_id].name
        about(session, person_id=review.person_id, thing=review.public_id)
        said = _(
            "{name} appeals against a decision. You are to decide, as somebody who took no part."
        )
        say(
            session,
            [appeal.decider_id or 0],
            said.format(name=name),
            Letter.PLEASE_DECIDE,
            link=routes.appeal(review.public_id),
            key=f"hear:{appeal.id}",
            at=at,
        )
        two = {one for one in (appeal.first_scorer_id, appeal.second_scorer_id) if one}
        if appeal.coaching_session and two != was:
            request_scoring_again(session, appeal, newly=two - was, at=at)


@logged("appeal:decide", _("decided an appeal"), Told.SUBJECT)
def decide_appeal(
    session: Session, actor: Actor, *, public_id: str, outcome: str, reason: str, at: datetime
) -> None:
    """Leave a refusal as it is, or set it aside: then the decision goes on to the other signature.

    Raises NotFound for whoever does not hear it, NotFresh, NotPermitted for who took part by now,
    Invalid without a reason, Conflict once it is decided, or while the two have not scored again.
    """
    actor.require(Permission.SELF)
    review = review_named(session, public_id)
    appeal = appeal_against(session, review)
    if appeal is None or appeal.decider_id != actor.person_id:
        raise NotFound
    actor.require_fresh(at)
    with as_program(session):
        wait_for_people(session, [review.person_id])
        session.refresh(appeal)
        if appeal.decided_at is not None:
            raise Conflict(_("This has been decided."))
        if said := why_not_hear(session, review, actor.person_id, at=at):
            raise NotPermitted(said)
        if problems := problems_in_outcome(outcome, reason):
            raise Invalid(problems)
        if not is_scored_again(session, appeal):
            raise Conflict(_("It waits for the two who score the session again."))
        # Whatever is decided: what they gave counts, whether it is more or less than before.
        count_from_now(session, appeal, at=at)
        heard = Heard(outcome)
        new = _go_on(session, actor, review, appeal, at=at) if heard is Heard.ALLOWED else None
        appeal.outcome, appeal.decided_at, appeal.new_review_id = heard, at, new
        body = session.get_one(AppealBody, appeal.id)
        body.reason = reason.replace("\0", "").strip()
        session.add_all([appeal, body])
        session.flush()
        about(session, person_id=review.person_id, thing=review.public_id)
        told = _("Your appeal is decided, with the reason.")
        say(
            session,
            [review.person_id],
            told,
            Letter.DECIDED,
            link=routes.appeal(review.public_id),
            key=f"heard:{appeal.id}",
            at=at,
        )


def _problems_in_hearing(
    session: Session,
    review: Review,
    appeal: Appeal,
    chosen: dict[str, int | None],
    *,
    at: datetime,
) -> dict[str, str]:
    """Who of those chosen cannot do it: field to sentence."""
    problems: dict[str, str] = {}
    choose = _("Choose somebody from the list.")
    decider = chosen.get("decider")
    said = choose if decider is None else why_not_hear(session, review, decider, at=at)
    if said:
        problems["decider"] = said
    if not appeal.coaching_session:
        return problems
    return problems | _problems_in_two(session, review, appeal, chosen, at=at)


def _problems_in_two(
    session: Session,
    review: Review,
    appeal: Appeal,
    chosen: dict[str, int | None],
    *,
    at: datetime,
) -> dict[str, str]:
    """Who of the two chosen cannot score it again; whoever has signed stays: field to sentence.

    Of what there is no transcript nobody need be chosen.
    """
    problems: dict[str, str] = {}
    if "first" not in chosen and "second" not in chosen and may_leave(session, appeal):
        return problems
    around = around_of(session, review, weighed(session, review, at=at))
    part = {*signers_of(session, review), chosen.get("decider") or 0}
    able = able_to_score_again(session, appeal, but=part, at=at)
    for field in ("first", "second"):
        who = chosen.get(field)
        certified = who is not None and certifies(session, who, review.person_id, at=at)
        said = _("Choose somebody from the list.")
        if who is not None:
            said = why_not_scorer(who, around, certifies=certified, took_part=part) or (
                "" if who in able else said
            )
        if said:
            problems[field] = said
        part.add(who or 0)
    if signed_for(session, appeal) - {chosen.get("first"), chosen.get("second")}:
        problems.setdefault("first", _("One of the two has signed and stays one of them."))
    return problems


def _go_on(
    session: Session, actor: Actor, review: Review, appeal: Appeal, *, at: datetime
) -> int | None:
    """Open the decision anew, the decider's yes in the place of the refusal, as the program.

    Whoever else sat in it is asked again: nobody certifies alone. None where what counts is not
    complete any more; then the candidate may ask again at once.
    """
    enrolment = session.get_one(Enrolment, review.enrolment_id)
    if enrolment.withdrawn_at is not None:
        return None
    make_now(session, [review.person_id], at=at)
    now = stood_on(session, enrolment, at=at)
    came = now.came
    if why_not_ask(came.state, came.asking, is_complete=came.is_complete, today=now.today):
        return None
    before, refused = seated_in(session, review), refusal_in(session, review)
    new = open_review(session, now, by_id=actor.person_id, at=at)
    mine = ReviewSeat(
        review_id=new.id or 0,
        person_id=new.person_id,
        seat=refused.seat,
        place=refused.place + 1,
        by_id=actor.person_id,
        named_by_id=appeal.named_by_id,
        named_at=appeal.named_at or at,
        expires_at=at,
    )
    session.add(mine)
    session.flush()
    enter(session, new, mine, VerdictDraft(Said.AGREE), at=at)
    found = weighed(session, new, at=at)
    for seat, held in before.seats.items():
        if seat != refused.seat and not why_not_sit(session, new, found, seat, held.by_id, at=at):
            ask_to_sign(session, new, seat, held.by_id, by_id=held.named_by_id, at=at)
    if propose(session, new, found, at=at):
        tell_who_names(
            session, new, people_named(session, [new.person_id])[new.person_id].name, at=at
        )
    settle(session, new, found, Said.AGREE, by_id=actor.person_id, at=at)
    return new.id
