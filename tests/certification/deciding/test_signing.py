"""Two sign, each by what they are now; a no says all that it must; nobody certifies alone."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.certification.assigning import actions as assigning
from coach_the_coach.certification.assigning.rules import AssignDraft, Whom
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.asking.actions import ask, take_back
from coach_the_coach.certification.deciding.queries import last_refusal
from coach_the_coach.certification.deciding.rules import SEATED_DAYS, VerdictDraft
from coach_the_coach.certification.deciding.seats.actions import name
from coach_the_coach.certification.deciding.signing.actions import sign
from coach_the_coach.certification.deciding.tables import (
    CoSignature,
    CoSignatureBody,
    ReviewSeat,
)
from coach_the_coach.certification.deciding.waiting.queries import next_lines
from coach_the_coach.certification.paths.rules import Seat
from coach_the_coach.certification.rules import State, Verdict
from coach_the_coach.certification.tables import Enrolment, Review
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.foundation.errors import (
    Conflict,
    Invalid,
    NotFound,
    NotFresh,
    NotPermitted,
)
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.notices.tables import Notice
from coach_the_coach.records.erasure.actions import erase_person
from tests.cast import NOW, Cast
from tests.certification.deciding import reviewed
from tests.certification.deciding.reviewed import NO, TODAY, YES, asked, found, named, signed

LATER = NOW + timedelta(days=2)


def told(session: Session, who: Person) -> list[str]:
    """What somebody was told."""
    return list(session.exec(select(Notice.text).where(Notice.person_id == who.id)))


def test_two_yeses_are_a_certificate_and_nothing_before(session: Session, cast: Cast):
    review = asked(session, cast)
    signed(session, cast, review, cast.spec)

    assert session.exec(select(Award)).all() == []
    assert found(session, review.public_id).closed_at is None

    signed(session, cast, review, cast.cleo, at=LATER)

    award = session.exec(select(Award)).one()
    assert (award.person_id, award.path_key, award.kind) == (cast.mo.id, "basics", "first")
    assert (award.valid_from, award.valid_until) == (
        TODAY + timedelta(days=2),
        TODAY + timedelta(days=367),
    )
    assert award.signed_by == [cast.cleo.id, cast.spec.id]
    assert award.criteria[1] == "The first two gates are closed"
    assert [(one["what"], one["count"]) for one in award.evidence] == [
        ("Sessions in the log", 1),
        ("Attested by a specialist", 1),
    ]
    closed = found(session, review.public_id)
    assert (closed.closed_at, closed.outcome) == (LATER, Verdict.CERTIFIED)
    assert told(session, cast.mo)[-1] == "Your decision about Basics is there."


def test_the_history_says_each_step(session: Session, cast: Cast):
    enrolment = reviewed.complete(session, cast)
    public_id = ask(session, cast.actor(cast.mo), enrolment=enrolment.public_id, at=NOW)
    assert reviewed.state(session, enrolment) is State.REVIEW
    named(session, cast, public_id, "line", cast.cleo)
    review = found(session, public_id)
    signed(session, cast, review, cast.spec)
    signed(session, cast, review, cast.cleo)

    assert reviewed.state(session, enrolment) is State.CERTIFIED
    assert reviewed.moves(session, enrolment) == ["begin", "complete", "ask", "certify"]


def test_one_not_yet_closes_it_and_says_what_would_meet_it(session: Session, cast: Cast):
    review = asked(session, cast)
    signed(session, cast, review, cast.spec, NO)

    closed = found(session, review.public_id)
    assert closed.outcome is Verdict.NOT_YET
    refusal = last_refusal(session, review.person_id, "basics")
    assert refusal is not None
    body = session.get_one(CoSignatureBody, refusal[1].id)
    assert (refusal[1].criterion, refusal[1].try_again_on) == ("log", NO.try_again_on)
    assert (body.evidence, body.would_meet) == (NO.evidence, NO.would_meet)
    with pytest.raises(Conflict, match="decided"):
        signed(session, cast, review, cast.cleo)
    assert session.exec(select(Award)).all() == []


@pytest.mark.parametrize(
    ("draft", "problems"),
    [
        (VerdictDraft(), {"said"}),
        (
            VerdictDraft("not-yet"),
            {"criterion", "evidence", "would_meet", "try_again_on"},
        ),
        (
            VerdictDraft("not-yet", "log", "Enough words.", "Enough words.", TODAY),
            {"try_again_on"},
        ),
    ],
)
def test_a_no_that_does_not_say_all_is_sent_back(
    session: Session, cast: Cast, draft: VerdictDraft, problems: set[str]
):
    review = asked(session, cast)
    with pytest.raises(Invalid) as refused:
        signed(session, cast, review, cast.spec, draft)
    assert set(refused.value.problems) == problems
    assert session.exec(select(CoSignature)).all() == []


def test_after_a_no_one_asks_again_from_the_day_it_names(session: Session, cast: Cast):
    review = asked(session, cast)
    signed(session, cast, review, cast.spec, NO)
    enrolment = session.get_one(reviewed.Enrolment, review.enrolment_id)
    early = NOW + timedelta(days=19)
    with pytest.raises(Conflict, match="22 March 2026"):
        ask(session, cast.actor(cast.mo, early), enrolment=enrolment.public_id, at=early)

    then = NOW + timedelta(days=20)
    again = ask(session, cast.actor(cast.mo, then), enrolment=enrolment.public_id, at=then)

    assert found(session, again).id != review.id
    assert reviewed.moves(session, enrolment)[-3:] == ["ask", "not-yet", "ask"]


def test_the_day_that_a_refusal_names_holds_for_whoever_is_put_on_the_path_anew(
    session: Session, cast: Cast
):
    review = asked(session, cast)
    signed(session, cast, review, cast.spec, NO)
    lena, whom = cast.actor(cast.lena), Whom(people=(cast.mo.public_id,))
    before = session.get_one(Enrolment, review.enrolment_id).public_id
    assigning.withdraw(session, lena, enrolment_id=before, reason="To begin anew.", at=NOW)
    assigning.assign(session, lena, draft=AssignDraft("basics", whom), at=NOW)

    again = session.exec(select(Enrolment).where(col(Enrolment.withdrawn_at).is_(None))).one()
    with pytest.raises(Conflict, match="from 22 March 2026 on"):
        ask(session, cast.actor(cast.mo), enrolment=again.public_id, at=NOW)
    then = NOW + timedelta(days=20)
    assert ask(session, cast.actor(cast.mo, then), enrolment=again.public_id, at=then)


@pytest.mark.parametrize("way", ["left", "erased"])
def test_nothing_is_decided_about_somebody_who_is_here_no_longer(
    session: Session, cast: Cast, way: str
):
    review = asked(session, cast)
    signed(session, cast, review, cast.cleo)
    if way == "erased":
        erase_person(session, cast.mo, reason="asked", at=NOW)
    else:
        cast.mo.ends_on = TODAY
        session.add(cast.mo)
        session.flush()

    with pytest.raises(Conflict, match="no longer"):
        signed(session, cast, review, cast.spec, at=LATER)
    assert session.exec(select(Award)).all() == []
    for who in (cast.spec, cast.lena, cast.ada):
        assert next_lines(session, cast.actor(who, LATER), at=LATER) == []


def test_signing_asks_to_have_shown_who_one_is(session: Session, cast: Cast):
    review = asked(session, cast)
    stale = cast.actor(cast.spec, proved_at=NOW - timedelta(minutes=6))
    with pytest.raises(NotFresh):
        sign(session, stale, public_id=review.public_id, draft=YES, at=NOW)


def test_evidence_withdrawn_meanwhile_certifies_nobody_and_can_be_taken_back(
    session: Session, cast: Cast
):
    review = asked(session, cast)
    signed(session, cast, review, cast.spec)
    with pytest.raises(Conflict, match="signed already"):
        take_back(session, cast.actor(cast.mo), public_id=review.public_id, at=NOW)
    entry = session.exec(select(LogEntry)).one()
    entry.withdrawn_at = LATER
    session.add(entry)
    session.flush()

    with pytest.raises(Conflict, match="1 logged session") as refused:
        signed(session, cast, review, cast.cleo, at=LATER)

    assert "gates" not in refused.value.text
    assert session.exec(select(Award)).all() == []
    assert found(session, review.public_id).closed_at is None
    take_back(session, cast.actor(cast.mo), public_id=review.public_id, at=LATER)
    assert found(session, review.public_id).outcome is Verdict.TAKEN_BACK


def test_a_signer_whose_role_ended_signs_no_more(session: Session, cast: Cast):
    review = asked(session, cast)
    role = session.exec(select(Grant).where(Grant.person_id == cast.spec.id)).one()
    role.ends_at = NOW + timedelta(days=1)
    session.add(role)
    session.flush()
    with pytest.raises(NotPermitted, match="specialist signs here"):
        signed(session, cast, review, cast.spec, at=LATER)


def test_whoever_was_named_sees_it_until_it_expires(session: Session, cast: Cast):
    review = asked(session, cast)
    over = NOW + timedelta(days=SEATED_DAYS)
    with pytest.raises(NotFound):
        signed(session, cast, review, cast.spec, at=over)
    for who in (cast.mo, cast.lena, cast.sol, cast.ada, cast.rae):
        with pytest.raises(NotFound):
            signed(session, cast, review, who)


def test_signed_twice_it_is_signed_once(session: Session, cast: Cast):
    review = asked(session, cast)
    signed(session, cast, review, cast.spec)
    signed(session, cast, review, cast.spec, NO)
    assert [one.said for one in session.exec(select(CoSignature))] == ["agree"]
    with pytest.raises(Conflict, match="signed already"):
        named(session, cast, review.public_id, "second", cast.odd)


def test_the_program_finds_who_fits_alone_and_leaves_the_rest_to_a_name(
    session: Session, cast: Cast
):
    enrolment = reviewed.complete(session, cast)
    public_id = ask(session, cast.actor(cast.mo), enrolment=enrolment.public_id, at=NOW)
    seats = session.exec(select(ReviewSeat)).all()

    assert [(one.seat, one.by_id, one.named_by_id) for one in seats] == [
        (Seat.SECOND, cast.spec.id, None)
    ]
    assert told(session, cast.lena) == ["Mo Manager asks for a decision. Name who signs it."]
    assert ask(session, cast.actor(cast.mo), enrolment=enrolment.public_id, at=NOW) == public_id


@pytest.mark.parametrize("key", ["mo", "sol", "rae", "mia", "spec"])
def test_who_cannot_sit_there_is_not_named(session: Session, cast: Cast, key: str):
    enrolment = reviewed.complete(session, cast)
    public_id = ask(session, cast.actor(cast.mo), enrolment=enrolment.public_id, at=NOW)
    with pytest.raises(Invalid) as refused:
        named(session, cast, public_id, "line", getattr(cast, key))
    assert set(refused.value.problems) == {"person"}
    assert len(session.exec(select(ReviewSeat)).all()) == 1


@pytest.mark.parametrize(
    ("key", "error"),
    [("mo", NotPermitted), ("sol", NotPermitted), ("odd", NotFound), ("spec", NotPermitted)],
)
def test_nobody_else_names_anybody(session: Session, cast: Cast, key: str, error: type):
    enrolment = reviewed.complete(session, cast)
    public_id = ask(session, cast.actor(cast.mo), enrolment=enrolment.public_id, at=NOW)
    with pytest.raises(error):
        named(session, cast, public_id, "line", cast.cleo, by=getattr(cast, key))


def test_an_administrator_names_and_reads_nothing(session: Session, cast: Cast):
    enrolment = reviewed.complete(session, cast)
    public_id = ask(session, cast.actor(cast.mo), enrolment=enrolment.public_id, at=NOW)
    named(session, cast, public_id, "line", cast.lena, by=cast.ada)
    named(session, cast, public_id, "line", cast.cleo, by=cast.ada)
    seats = session.exec(select(ReviewSeat).where(ReviewSeat.seat == Seat.LINE)).all()
    assert sorted((one.place, one.by_id) for one in seats) == [
        (1, cast.lena.id),
        (2, cast.cleo.id),
    ]
    with pytest.raises(NotFound):
        signed(session, cast, found(session, public_id), cast.lena)


def guest(session: Session) -> Person:
    """Somebody from outside."""
    made = Person(email="gil@example.com", given_name="Gil", family_name="Guest")
    session.add(made)
    session.flush()
    session.add(
        Grant(
            person_id=made.id or 0,
            role=Role.GUEST,
            starts_at=NOW - timedelta(days=1),
            ends_at=NOW + timedelta(days=60),
        )
    )
    session.flush()
    return made


def test_in_a_small_house_a_guest_and_another_manager_take_part(session: Session, cast: Cast):
    enrolment = reviewed.complete(session, cast)
    public_id = ask(session, cast.actor(cast.mo), enrolment=enrolment.public_id, at=NOW)
    gil = guest(session)
    for who in (gil, cast.sol):
        with pytest.raises(Invalid):
            named(session, cast, public_id, "second", who)
    session.add(reviewed.small(cast))
    session.flush()
    named(session, cast, public_id, "second", gil)
    named(session, cast, public_id, "line", cast.sol)

    review = found(session, public_id)
    signed(session, cast, review, gil)
    signed(session, cast, review, cast.sol)

    assert found(session, public_id).outcome is Verdict.CERTIFIED


def test_what_is_incomplete_is_not_asked_for(session: Session, cast: Cast):
    enrolment = reviewed.enrolled(session, cast.mo, reviewed.path(session))
    with pytest.raises(Conflict, match="Not everything"):
        ask(session, cast.actor(cast.mo), enrolment=enrolment.public_id, at=NOW)
    with pytest.raises(NotFound):
        ask(session, cast.actor(cast.lena), enrolment=enrolment.public_id, at=NOW)
    assert session.exec(select(Review)).all() == []


def test_a_renewal_is_asked_for_in_its_window_and_lasts_from_then(session: Session, cast: Cast):
    review = asked(session, cast)
    for who in (cast.spec, cast.cleo):
        signed(session, cast, review, who)
    enrolment = session.get_one(reviewed.Enrolment, review.enrolment_id)
    soon, then = NOW + timedelta(days=30), NOW + timedelta(days=300)
    with pytest.raises(Conflict):
        ask(session, cast.actor(cast.mo, soon), enrolment=enrolment.public_id, at=soon)
    reviewed.logged(session, cast.mo, cast.rae, on=then.date() - timedelta(days=3))
    again = ask(session, cast.actor(cast.mo, then), enrolment=enrolment.public_id, at=then)
    named(session, cast, again, "line", cast.cleo, at=then)
    for who in (cast.spec, cast.cleo):
        signed(session, cast, found(session, again), who, at=then)

    awards = session.exec(select(Award).order_by(Award.id)).all()  # pyright: ignore[reportArgumentType] - a column
    assert [one.kind for one in awards] == ["first", "recertified"]
    assert awards[1].valid_until == then.date() + timedelta(days=365)
    assert reviewed.moves(session, enrolment)[-2:] == ["open-window", "certify"]


def test_another_path_is_renewed_with_it_and_not_before_its_end(session: Session, cast: Cast):
    ground = reviewed.path(
        session, "ground", renewed_by="basics", window_days=20, valid_days=60, grace_days=5
    )
    first = reviewed.enrolled(session, cast.mo, ground)
    reviewed.attested(session, cast.mo, cast.ada, of="ground")
    review = asked(session, cast)
    own = ask(session, cast.actor(cast.mo), enrolment=first.public_id, at=NOW)
    named(session, cast, own, "line", cast.cleo)
    for who in (cast.spec, cast.cleo):
        signed(session, cast, found(session, own), who)
    lapsed = NOW + timedelta(days=70)
    entry = session.exec(select(ReviewSeat)).first()
    assert entry is not None

    for who in (cast.spec, cast.cleo):
        seat = "second" if who is cast.spec else "line"
        named(session, cast, review.public_id, seat, who, at=lapsed)
        signed(session, cast, review, who, at=lapsed)

    awards = session.exec(select(Award).order_by(Award.id)).all()  # pyright: ignore[reportArgumentType] - a column
    assert [(one.path_key, one.kind) for one in awards] == [
        ("ground", "first"),
        ("basics", "first"),
        ("ground", "recertified"),
    ]
    assert awards[2].valid_until == awards[1].valid_until
    assert reviewed.state(session, first) is State.CERTIFIED
    assert reviewed.moves(session, first)[-3:] == ["expire", "lapse", "certify"]


def test_naming_the_same_again_changes_nothing(session: Session, cast: Cast):
    review = asked(session, cast)
    before = len(session.exec(select(ReviewSeat)).all())
    name(
        session,
        cast.actor(cast.lena),
        public_id=review.public_id,
        seat="line",
        person=cast.cleo.public_id,
        at=NOW,
    )
    assert len(session.exec(select(ReviewSeat)).all()) == before
