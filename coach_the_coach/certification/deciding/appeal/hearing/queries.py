"""An appeal on one page, for the candidate, whoever names and whoever decides."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from babel.dates import format_date
from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.appeal.hearing.rows import AppealRow
from coach_the_coach.certification.deciding.appeal.queries import (
    appeal_against,
    is_refuser,
    sessions_to_name,
    signers_of,
    why_not_now,
)
from coach_the_coach.certification.deciding.appeal.rescoring.queries import (
    able_to_score_again,
    is_left,
    may_leave,
    side_by_side,
    waits_for,
)
from coach_the_coach.certification.deciding.queries import (
    Weighed,
    around_of,
    everywhere_of,
    may_name,
    people_named,
    review_named,
    sitters,
    weighed,
)
from coach_the_coach.certification.deciding.rows import ChoiceRow
from coach_the_coach.certification.deciding.rules import (
    SEATED_DAYS,
    Heard,
    appeal_until,
    heard_word,
    why_not_decider,
    why_not_scorer,
)
from coach_the_coach.certification.deciding.tables import Appeal, AppealBody
from coach_the_coach.certification.queries import paths_by_version
from coach_the_coach.certification.rules import Verdict
from coach_the_coach.certification.tables import Review
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day, moment
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import must_confirm
from coach_the_coach.identity.tables import Person

CHOICES: Final = 200
"""Most people offered by name. Source: docs/method.md#lists."""


def appeal_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> AppealRow:
    """An appeal against a decision, or the way to one. Raises NotFound for whoever has no part.

    The candidate and whoever decides read what is written; whoever names people, that it is there.
    """
    review = review_named(session, public_id)
    appeal = appeal_against(session, review)
    is_own = review.person_id == actor.person_id
    names = may_name(session, actor, review.person_id)
    decides = appeal is not None and _hears(actor, appeal, at)
    if review.outcome is not Verdict.NOT_YET or not (
        is_own or (appeal is not None and (names or decides))
    ):
        raise NotFound
    with as_program(session):
        path = paths_by_version(session, [review.path_version_id])[review.path_version_id]
        candidate = people_named(session, [review.person_id])[review.person_id]
        row = {
            "review_id": review.public_id,
            "candidate": candidate.name,
            "path": path.title,
            "is_own": is_own,
            "must_confirm_first": must_confirm(session, actor, at=at),
        }
        if appeal is None:
            return AppealRow(**row, **_way_in(session, review, candidate, at))
        said = _said(session, actor, appeal, reads=is_own or decides, at=at)
        names = names and not is_refuser(session, actor, review) and appeal.decided_at is None
        offered = _offered(session, review, appeal, at) if names else {}
        may_decide = decides and appeal.decided_at is None
        return AppealRow(**row, **said, **offered, may_name=names, may_decide=may_decide)


def _hears(actor: Actor, appeal: Appeal, at: datetime) -> bool:
    """Whether the actor decides it, or did so as long ago as whoever is named sees a decision."""
    seen = timedelta(days=SEATED_DAYS)
    is_open = appeal.decided_at is None or at < appeal.decided_at + seen
    return appeal.decider_id == actor.person_id and is_open


def _way_in(session: Session, review: Review, candidate: Person, at: datetime) -> dict:
    """What the candidate needs to appeal."""
    closed = local_day(review.closed_at or at, candidate.time_zone)
    named = select(CoachingSession.public_id, CoachingSession.held_at).where(
        col(CoachingSession.public_id).in_(sessions_to_name(session, review))
    )
    return {
        "why_not": why_not_now(session, review, at=at),
        "until": format_date(appeal_until(closed), "d MMMM y", locale="en_GB"),
        "sessions": [
            ChoiceRow(one, format_date(held.date(), "d MMMM y", locale="en_GB"))
            for one, held in session.exec(named.order_by(col(CoachingSession.held_at)))
        ],
    }


def _said(session: Session, actor: Actor, appeal: Appeal, *, reads: bool, at: datetime) -> dict:
    """How an appeal stands, with its words for whoever reads them."""
    body = session.get_one(AppealBody, appeal.id)
    part = [appeal.decider_id, appeal.first_scorer_id, appeal.second_scorer_id]
    people = people_named(session, [one for one in part if one is not None])
    outcome = appeal.outcome
    new = session.get(Review, appeal.new_review_id) if appeal.new_review_id else None
    return {
        "is_made": True,
        "words": body.words if reads else "",
        "asked": moment(appeal.asked_at, actor.time_zone, at),
        "due": format_date(appeal.due_on, "d MMMM y", locale="en_GB"),
        "decider": people[appeal.decider_id].name if appeal.decider_id else "",
        "scorers": [people[one].name for one in part[1:] if one is not None],
        "waits_for": [people[one].name for one in waits_for(session, appeal)],
        "rescores": appeal.coaching_session != "",
        "is_left": appeal.coaching_session != "" and is_left(appeal),
        **_scored_again(session, actor, appeal),
        "outcome": heard_word(outcome) if outcome and reads else "",
        "mark": "done" if outcome is Heard.ALLOWED else "plain",
        "reason": body.reason or "" if reads else "",
        "new_id": new.public_id if new and reads else "",
    }


def _scored_again(session: Session, actor: Actor, appeal: Appeal) -> dict:
    """What counted and what the two gave, once the reader may read both."""
    both = side_by_side(session, actor, appeal)
    if both is None:
        return {}
    return {
        "both": both,
        "is_open": True,
    }


def _offered(session: Session, review: Review, appeal: Appeal, at: datetime) -> dict:
    """Who can decide it, and who can score again."""
    found: Weighed = weighed(session, review, at=at)
    around = around_of(session, review, found)
    signers = signers_of(session, review)
    known = sitters(session, review.person_id, at=at)
    part = everywhere_of(known, signers)
    deciders = [who for who, one in known.items() if not why_not_decider(one, around, signers=part)]
    able: set[int] = set()
    if appeal.coaching_session:
        able = able_to_score_again(session, appeal, but=signers, at=at)
    observers = [
        who for who in able if not why_not_scorer(who, around, certifies=True, took_part=signers)
    ]
    people = people_named(session, {*deciders, *observers})
    return {
        "may_leave": appeal.coaching_session != "" and may_leave(session, appeal),
        "deciders": _by_name(people[who] for who in deciders),
        "observers": _by_name(people[who] for who in observers),
    }


def _by_name(people: Iterable[Person]) -> list[ChoiceRow]:
    rows = sorted((one.name, one.public_id, one.title) for one in people)
    return [
        ChoiceRow(public_id, f"{name}, {title}" if title else name)
        for name, public_id, title in rows[:CHOICES]
    ]
