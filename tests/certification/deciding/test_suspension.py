"""A certificate rests on the named grounds alone, and two begin and end it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.asking.actions import ask
from coach_the_coach.certification.deciding.suspension.actions import (
    do_act,
    drop,
    open_suspension,
)
from coach_the_coach.certification.deciding.suspension.queries import suspension_of
from coach_the_coach.certification.deciding.tables import Suspension
from coach_the_coach.certification.rules import State
from coach_the_coach.certification.tables import Enrolment, Review
from coach_the_coach.foundation.errors import (
    Conflict,
    Invalid,
    NotFound,
    NotFresh,
    NotPermitted,
    Refusal,
)
from coach_the_coach.identity.tables import Person
from tests.cast import NOW, Cast
from tests.certification.deciding import reviewed
from tests.certification.deciding.reviewed import asked, signed

SEEN = "Two sessions in the log did not take place."
WHY = "It was talked through, and cleared up."

THEN = NOW + timedelta(days=300)
"""When the certificate can be renewed."""


def certified(session: Session, cast: Cast) -> tuple[Award, Enrolment]:
    """Mo's certificate."""
    review = asked(session, cast)
    for who in (cast.spec, cast.cleo):
        signed(session, cast, review, who)
    award = session.exec(select(Award)).one()
    return award, session.get_one(Enrolment, review.enrolment_id)


def opened(session: Session, cast: Cast, award: Award, *, at: datetime = NOW) -> None:
    """Lena names a ground."""
    actor = cast.actor(cast.lena, at)
    given = {"award": award.public_id, "ground": "false-evidence", "words": SEEN}
    open_suspension(session, actor, **given, at=at)


def done(
    session: Session, cast: Cast, award: Award, who: Person, act: str, *, at: datetime = NOW
) -> None:
    """Somebody does one of three things."""
    do_act(session, cast.actor(who, at), award=award.public_id, act=act, reason=WHY, at=at)


def renewing(session: Session, cast: Cast) -> tuple[Award, Review]:
    """Mo's certificate, and the decision about its renewal that is asked for `THEN`."""
    award, enrolment = certified(session, cast)
    reviewed.logged(session, cast.mo, cast.rae, on=THEN.date())
    public_id = ask(session, cast.actor(cast.mo, THEN), enrolment=enrolment.public_id, at=THEN)
    reviewed.named(session, cast, public_id, "line", cast.cleo, at=THEN)
    return award, reviewed.found(session, public_id)


def kinds(session: Session) -> list[str]:
    """What the certificates are, the oldest first."""
    return list(session.exec(select(Award.kind).order_by(col(Award.id))))


def test_two_confirm_it_and_one_changes_nothing(session: Session, cast: Cast):
    award, enrolment = certified(session, cast)
    opened(session, cast, award)
    done(session, cast, award, cast.lena, "confirm")
    done(session, cast, award, cast.lena, "confirm")
    assert reviewed.state(session, enrolment) is State.CERTIFIED

    done(session, cast, award, cast.spec, "confirm")

    assert reviewed.state(session, enrolment) is State.SUSPENDED
    session.refresh(award)
    assert award.suspended_at == NOW


@pytest.mark.parametrize(
    ("act", "state", "move"),
    [
        ("reinstate", State.CERTIFIED, "reinstate"),
        ("revoke", State.COMPLETE, "revoke"),
    ],
)
def test_two_end_it(session: Session, cast: Cast, act: str, state: State, move: str):
    award, enrolment = certified(session, cast)
    opened(session, cast, award)
    for who in (cast.lena, cast.spec):
        done(session, cast, award, who, "confirm")
    done(session, cast, award, cast.spec, act)
    assert reviewed.state(session, enrolment) is State.SUSPENDED
    done(session, cast, award, cast.cleo, act)

    assert reviewed.state(session, enrolment) is state
    assert move in reviewed.moves(session, enrolment)
    session.refresh(award)
    assert (award.revoked_at is not None, award.revoke_reason) == (
        act == "revoke",
        "false-evidence" if act == "revoke" else None,
    )
    row = suspension_of(session, cast.actor(cast.mo), public_id=award.public_id, at=NOW)
    assert row.ended == WHY
    with pytest.raises(Conflict):
        done(session, cast, award, cast.lena, act)


def test_it_ends_with_a_reason(session: Session, cast: Cast):
    award, _enrolment = certified(session, cast)
    opened(session, cast, award)
    for who in (cast.lena, cast.spec):
        done(session, cast, award, who, "confirm")
    done(session, cast, award, cast.lena, "reinstate")
    with pytest.raises(Invalid):
        do_act(
            session,
            cast.actor(cast.spec),
            award=award.public_id,
            act="reinstate",
            reason="",
            at=NOW,
        )


def test_no_renewal_is_signed_while_the_certificate_rests(session: Session, cast: Cast):
    award, review = renewing(session, cast)
    signed(session, cast, review, cast.spec, at=THEN)
    opened(session, cast, award, at=THEN)
    for who in (cast.lena, cast.spec):
        done(session, cast, award, who, "confirm", at=THEN)
    with pytest.raises(Conflict, match="rests"):
        signed(session, cast, review, cast.cleo, at=THEN)
    assert session.exec(select(Award)).all() == [award]

    for who in (cast.lena, cast.spec):
        done(session, cast, award, who, "reinstate", at=THEN)
    signed(session, cast, review, cast.cleo, at=THEN)

    assert kinds(session) == ["first", "recertified"]


def test_after_one_was_taken_back_all_is_asked_and_it_is_the_first_again(
    session: Session, cast: Cast
):
    award, review = renewing(session, cast)
    reviewed.attested(session, cast.mo, cast.ada)
    opened(session, cast, award, at=THEN)
    for act in ("confirm", "revoke"):
        for who in (cast.lena, cast.spec):
            done(session, cast, award, who, act, at=THEN)
    for who in (cast.spec, cast.cleo):
        signed(session, cast, review, who, at=THEN)

    assert kinds(session) == ["first", "first"]


@pytest.mark.parametrize("key", ["mo", "sol", "rae", "ada", "odd"])
def test_nobody_else_opens_or_confirms_it(session: Session, cast: Cast, key: str):
    award, enrolment = certified(session, cast)
    somebody = cast.actor(getattr(cast, key))
    with pytest.raises(Refusal):
        open_suspension(
            session, somebody, award=award.public_id, ground="stop-sign", words=SEEN, at=NOW
        )
    opened(session, cast, award)
    with pytest.raises((NotFound, NotPermitted)):
        done(session, cast, award, getattr(cast, key), "confirm")
    assert reviewed.state(session, enrolment) is State.CERTIFIED


def test_there_is_no_other_ground_and_one_has_shown_who_one_is(session: Session, cast: Cast):
    award, _enrolment = certified(session, cast)
    with pytest.raises(Invalid) as wrong:
        open_suspension(
            session,
            cast.actor(cast.lena),
            award=award.public_id,
            ground="performance",
            words="Short",
            at=NOW,
        )
    assert set(wrong.value.problems) == {"ground", "words"}
    stale = cast.actor(cast.lena, proved_at=NOW - timedelta(hours=1))
    given = {"award": award.public_id, "ground": "stop-sign", "words": SEEN}
    with pytest.raises(NotFresh):
        open_suspension(session, stale, **given, at=NOW)
    opened(session, cast, award)
    with pytest.raises(Conflict, match="already"):
        opened(session, cast, award)


def test_what_nobody_confirms_in_time_changes_nothing(session: Session, cast: Cast):
    award, _enrolment = certified(session, cast)
    opened(session, cast, award)
    late = NOW + timedelta(days=31)
    with pytest.raises(Conflict):
        do_act(
            session,
            cast.actor(cast.spec, late),
            award=award.public_id,
            act="confirm",
            reason="",
            at=late,
        )
    row = suspension_of(session, cast.actor(cast.spec, late), public_id=award.public_id, at=late)
    assert (row.may_confirm, row.may_open) == (False, True)


def test_whoever_named_it_takes_it_back_before_it_is_in_force(session: Session, cast: Cast):
    award, _enrolment = certified(session, cast)
    opened(session, cast, award)
    with pytest.raises(NotFound):
        drop(session, cast.actor(cast.spec), award=award.public_id, at=NOW)
    drop(session, cast.actor(cast.lena), award=award.public_id, at=NOW)
    assert session.exec(select(Suspension.ended_at)).all() == [NOW]
    opened(session, cast, award)


@pytest.mark.parametrize(
    ("key", "words"), [("mo", SEEN), ("lena", SEEN), ("cleo", SEEN), ("spec", SEEN)]
)
def test_the_holder_reads_all_that_is_said(session: Session, cast: Cast, key: str, words: str):
    award, _enrolment = certified(session, cast)
    opened(session, cast, award)
    actor = cast.actor(getattr(cast, key))
    row = suspension_of(session, actor, public_id=award.public_id, at=NOW)
    assert (row.words, row.opened_by, row.may_confirm) == (words, "Lena Leader", key != "mo")


@pytest.mark.parametrize("key", ["sol", "ada", "rae", "odd", "mia"])
def test_nobody_else_reads_it(session: Session, cast: Cast, key: str):
    award, _enrolment = certified(session, cast)
    opened(session, cast, award)
    with pytest.raises(NotFound):
        suspension_of(session, cast.actor(getattr(cast, key)), public_id=award.public_id, at=NOW)
