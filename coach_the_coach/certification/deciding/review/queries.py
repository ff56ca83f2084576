"""One decision on one page, as far as whoever opens it may know of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from babel.dates import format_date
from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.appeal.queries import appeal_against
from coach_the_coach.certification.deciding.appeal.queries import why_not_now as why_not_appeal
from coach_the_coach.certification.deciding.queries import (
    Seated,
    Weighed,
    around_of,
    day_of,
    may_name,
    own_seat,
    people_named,
    review_named,
    seated_in,
    sight_of,
    sitters,
    weighed,
)
from coach_the_coach.certification.deciding.review.rows import (
    CountedRow,
    DecisionRow,
    RefusalRow,
    SeatRow,
)
from coach_the_coach.certification.deciding.review.rules import counted_words, score_words, stands
from coach_the_coach.certification.deciding.rows import ChoiceRow
from coach_the_coach.certification.deciding.rules import (
    LONGEST_WAIT,
    SCORES,
    WORDS,
    Said,
    Sight,
    Sitter,
    appeal_until,
    said_word,
    why_not,
)
from coach_the_coach.certification.deciding.seats.queries import holding, why_not_sit
from coach_the_coach.certification.deciding.tables import CoSignature, CoSignatureBody
from coach_the_coach.certification.paths.rules import Path, Seat, seat_word
from coach_the_coach.certification.queries import paths_by_version
from coach_the_coach.certification.tables import Attestation, Review
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import Told
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day, moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import must_confirm
from coach_the_coach.identity.tables import Person

READING: Final = audit.known(
    "decision:read", _("read a decision about a certificate"), Told.SUBJECT
)
"""What the log calls it when somebody else reads what counted."""

CHOICES: Final = 200
"""Most people offered by name for a seat. Source: docs/method.md#lists."""


def decision(session: Session, actor: Actor, *, public_id: str, at: datetime) -> DecisionRow:
    """A decision with what counted, who sits in it, and what they said.

    Raises NotFound for whoever takes no part in it and may not know how the candidate stands.
    """
    review = review_named(session, public_id)
    names = may_name(session, actor, review.person_id)
    try:
        sight = sight_of(session, actor, review, at=at)
    except NotFound:
        # Whoever only names people learns nothing of what came of it.
        if not names or review.closed_at is not None:
            raise
        sight = None
    if sight not in (None, Sight.CANDIDATE):
        audit.seen(session, READING, person_id=review.person_id, thing=review.public_id)
    is_open = review.closed_at is None
    with as_program(session):
        path = paths_by_version(session, [review.path_version_id])[review.path_version_id]
        found = _weighed(session, review, at)
        is_open = is_open and found is not None
        there = seated_in(session, review)
        people = people_named(
            session, [review.person_id, *(one.by_id for one in there.seats.values())]
        )
        choosing = found if names and is_open else None
        return DecisionRow(
            public_id=review.public_id,
            candidate=people[review.person_id].name,
            path=path.title,
            asked=moment(review.asked_at, actor.time_zone, at),
            stands=stands(review.outcome, signed=len(there.signed), seats=len(path.seats))[0],
            mark=stands(review.outcome, signed=len(there.signed), seats=len(path.seats))[1],
            is_own=sight is Sight.CANDIDATE,
            names_only=sight is None,
            lines=[] if sight is None else _lines(session, review, path, found, sight),
            seats=_seats(session, actor, review, path, there, people, choosing, at),
            refusal=RefusalRow() if sight is None else _refusal(session, review, path, sight),
            may_appeal=sight is Sight.CANDIDATE
            and not is_open
            and why_not_appeal(session, review, at=at) == "",
            appeal_until=_appeal_until(session, review),
            has_appeal=appeal_against(session, review) is not None and (names or sight in WORDS),
            may_take_back=sight is Sight.CANDIDATE
            and found is not None
            and (not there.signed or not found.came.is_complete),
            **_signing(session, actor, review, path, found, at),
        )


def _weighed(session: Session, review: Review, at: datetime) -> Weighed | None:
    """What counts by now of an open decision; None for one that is over."""
    if review.closed_at is not None:
        return None
    try:
        return weighed(session, review, at=at)
    except NotFound:
        return None


def _signing(
    session: Session,
    actor: Actor,
    review: Review,
    path: Path,
    found: Weighed | None,
    at: datetime,
) -> dict:
    """What the form needs with which whoever sits in it signs; empty for everybody else."""
    mine = own_seat(session, actor, review, at=at)
    if mine is None or found is None or mine.seat in seated_in(session, review).signed:
        return {}
    reason = why_not_sit(session, review, found, mine.seat, actor.person_id, at=at)
    today = day_of(session, review.person_id, at)
    return {
        "may_sign": not reason,
        "why_not": reason,
        "criteria": [ChoiceRow(one.key, one.sentence()) for one in path.asked(review.asking)],
        "least": f"{today + timedelta(days=1)}",
        "most": f"{today + timedelta(days=LONGEST_WAIT)}",
        "must_confirm_first": must_confirm(session, actor, at=at),
    }


def _lines(
    session: Session, review: Review, path: Path, found: Weighed | None, sight: Sight
) -> list[CountedRow]:
    """What counted on the day it was asked for; of an open one also what is missing by now."""
    asked = {one.key: one for one in path.asked(review.asking)}
    missing = {line.requirement.key for line in found.came.missing} if found else set()
    observed = {one.subject: one for one in found.known.facts.observed} if found else {}
    reasons = _reasons(session, review) if sight in WORDS else {}
    rows = []
    for kept in review.counted:
        one = asked.get(kept["requirement"])
        if one is None:
            continue
        seen = [observed[each] for each in kept["counted"] if each in observed]
        rows.append(
            CountedRow(
                key=one.key,
                text=one.sentence(),
                counted=counted_words(len(kept["counted"])),
                is_missing=one.key in missing,
                scores=[score_words(each) for each in seen] if sight in SCORES else [],
                words="; ".join(reasons[each] for each in kept["counted"] if each in reasons),
            )
        )
    return rows


def _reasons(session: Session, review: Review) -> dict[str, str]:
    """What was given as reason for each signature that counted, by its public id."""
    found = session.exec(
        select(Attestation.public_id, Attestation.reason).where(
            Attestation.person_id == review.person_id
        )
    )
    return dict(found.all())


def _seats(
    session: Session,
    actor: Actor,
    review: Review,
    path: Path,
    there: Seated,
    people: Mapping[int, Person],
    choosing: Weighed | None,
    at: datetime,
) -> list[SeatRow]:
    """Each seat; where the reader names people, also whom they may name."""
    offered = _offered(session, review, choosing, there, at) if choosing else {}
    rows = []
    for seat in path.seats:
        held, signed = there.seats.get(seat), there.signed.get(seat)
        over = held is not None and signed is None and held.expires_at <= at
        mark = "waiting"
        if signed is not None:
            mark = "done" if signed.said is Said.AGREE else "attention"
        until = ""
        if held is not None and signed is None and review.closed_at is None:
            until = format_date(
                local_day(held.expires_at, actor.time_zone), "d MMMM y", locale="en_GB"
            )
        rows.append(
            SeatRow(
                seat=str(seat),
                word=seat_word(seat),
                name=people[held.by_id].name if held else "",
                said=said_word(signed.said) if signed else "",
                mark="attention" if over else mark,
                when=moment(signed.at if signed else None, actor.time_zone, at),
                until=until,
                may_name=seat in offered,
                people=offered.get(seat, []),
            )
        )
    return rows


def _offered(
    session: Session, review: Review, found: Weighed, there: Seated, at: datetime
) -> dict[Seat, list[ChoiceRow]]:
    """Who can be named for each seat whose signature does not stand, by name."""
    around = around_of(session, review, found)
    known = sitters(session, review.person_id, at=at)
    settled = holding(session, review, found)
    able: dict[Seat, list[Sitter]] = {}
    for seat in found.path.seats:
        if seat in settled:
            continue
        others = [one.by_id for each, one in there.seats.items() if each is not seat]
        seated = [known.get(who, Sitter(who)) for who in others]
        left = len(found.path.seats) - 1 - len(others)
        able[seat] = [
            one
            for one in known.values()
            if not why_not(seat, one, around, seated=seated, left=left)
        ]
    wanted = {one.person for each in able.values() for one in each}
    people = people_named(session, wanted)
    return {seat: _by_name(each, people) for seat, each in able.items()}


def _by_name(able: Sequence[Sitter], people: Mapping[int, Person]) -> list[ChoiceRow]:
    rows = sorted(
        (people[one.person].name, people[one.person].public_id, people[one.person].title)
        for one in able
    )
    return [
        ChoiceRow(public_id, f"{name}, {title}" if title else name)
        for name, public_id, title in rows[:CHOICES]
    ]


def _refusal(session: Session, review: Review, path: Path, sight: Sight) -> RefusalRow:
    """What the refusal says; its words for whoever reads words."""
    found = session.exec(
        select(CoSignature, CoSignatureBody)
        .join(CoSignatureBody, col(CoSignatureBody.co_signature_id) == col(CoSignature.id))
        .where(CoSignature.review_id == review.id, CoSignature.said == Said.NOT_YET)
    ).first()
    if found is None:
        return RefusalRow()
    signed, body = found
    texts = {one.key: one.sentence() for one in path.asked(review.asking)}
    reads = sight in WORDS
    return RefusalRow(
        criterion=texts.get(signed.criterion, signed.criterion),
        evidence=body.evidence if reads else "",
        would_meet=body.would_meet if reads else "",
        again_on=_day(signed.try_again_on),
        name=people_named(session, [signed.by_id])[signed.by_id].name,
    )


def _appeal_until(session: Session, review: Review) -> str:
    if review.closed_at is None:
        return ""
    zone = session.get_one(Person, review.person_id).time_zone
    return _day(appeal_until(local_day(review.closed_at, zone)))


def _day(on: date | None) -> str:
    return format_date(on, "d MMMM y", locale="en_GB") if on else ""
