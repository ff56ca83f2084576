"""Ten answers are kept one by one, sent once, and compared when both have sent theirs."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.notices.tables import Notice
from coach_the_coach.selfaudit.actions import answer, note, send, talk_through
from coach_the_coach.selfaudit.queries import asked, audit_of, compared, next_lines
from coach_the_coach.selfaudit.rows import AskedRow, ComparedRow
from coach_the_coach.selfaudit.rules import POINTS
from coach_the_coach.selfaudit.tables import SelfAudit
from tests.cadence.week.booked import appointment
from tests.cast import NOW, Cast

LATER = NOW + timedelta(hours=1)


def answered(session: Session, cast: Cast, by: Person, about: Person, *, no: set[int]) -> None:
    """All ten, with a no where it is said, and sent."""
    actor = cast.actor(by)
    for point in range(1, POINTS + 1):
        yes = point not in no
        answer(session, actor, public_id=about.public_id, point=point, yes=yes, at=NOW)
    send(session, actor, public_id=about.public_id, at=NOW)


def test_an_answer_is_kept_at_once_and_may_change_until_it_is_sent(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    answer(session, mo, public_id="", point=3, yes=True, at=NOW)
    answer(session, mo, public_id="", point=3, yes=False, at=NOW)
    note(session, mo, public_id="", point=3, text=" A week was missing. ", at=NOW)

    row = audit_of(session, mo, public_id="", at=NOW)

    assert [(one.point, one.answer, one.note) for one in row.points if one.answer] == [
        (3, "no", "A week was missing.")
    ]
    assert (row.left, row.verdict, row.yeses) == ("9 points are open", "", "")
    assert row.quarter == "Quarter 1 of 2026"


def test_what_is_open_is_not_sent(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    for point in range(2, POINTS + 1):
        answer(session, mo, public_id="", point=point, yes=True, at=NOW)
    with pytest.raises(Invalid, match="all ten"):
        send(session, mo, public_id="", at=NOW)
    with pytest.raises(Invalid, match="all ten"):
        send(session, cast.actor(cast.mia), public_id="", at=NOW)


def test_once_sent_it_stays_counts_as_evidence_and_the_leader_is_told(session: Session, cast: Cast):
    answered(session, cast, cast.mo, cast.mo, no=set())
    mo = cast.actor(cast.mo)
    send(session, mo, public_id="", at=LATER)
    with pytest.raises(Conflict, match="next quarter"):
        answer(session, mo, public_id="", point=1, yes=False, at=LATER)

    told = session.exec(select(Notice.text).where(Notice.person_id == cast.lena.id)).all()
    kept = session.exec(select(Evidence.person_id, Evidence.kind)).all()

    assert told == ["Mo Manager has answered the ten points. Answer the same ten about them."]
    assert kept == [(cast.mo.id, "self-audit")]


def test_a_yes_that_nothing_bears_out_is_called_stated(session: Session, cast: Cast):
    session.add(
        LogEntry(
            coach_id=cast.mo.id or 0,
            coached_id=cast.rae.id,
            form=Form.ONE_TO_ONE,
            purpose=Purpose.COACH,
            planned=True,
            held_at=NOW,
            held_on=NOW.date(),
            minutes=30,
            tactical=30,
            complete=True,
            specific=True,
            logged_at=NOW,
        )
    )
    session.flush()
    answered(session, cast, cast.mo, cast.mo, no={10})

    row = audit_of(session, cast.actor(cast.mo), public_id="", at=LATER)

    assert row.verdict == "Your system runs. Help another manager with theirs."
    assert row.yeses == "9 of 10 answered with yes"
    assert row.stated == "8 yeses are stated: the program found nothing for them."
    assert (row.points[2].found, row.points[2].stands) == (
        "1 of 1 sessions in the log say all five things.",
        "Found",
    )


def test_what_is_to_be_closed_and_what_is_counted_otherwise_is_listed(session: Session, cast: Cast):
    # One of the two is booked.
    appointment(session, cast.mo, cast.rae, NOW + timedelta(days=1))
    answered(session, cast, cast.mo, cast.mo, no={10})

    row = audit_of(session, cast.actor(cast.mo), public_id="", at=LATER)

    assert row.verdict.startswith("9 yeses, none of them found by the program. For 1 ")
    assert row.stated == "8 yeses are stated: the program found nothing for them."
    assert [(one.point, one.answer, one.stands, one.mark) for one in row.gaps] == [
        (1, "yes", "Counted otherwise", "attention"),
        (10, "no", "Not found", "plain"),
    ]


def test_the_leader_answers_the_same_ten_and_both_see_where_they_differ(
    session: Session, cast: Cast
):
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)
    answered(session, cast, cast.mo, cast.mo, no={2})
    assert compared(session, mo, public_id="", at=NOW) == ComparedRow(waits_for="the leader")
    assert compared(session, lena, public_id=cast.mo.public_id, at=NOW).waits_for == "the leader"
    answered(session, cast, cast.lena, cast.mo, no={2, 5})

    for actor, who in ((mo, ""), (lena, cast.mo.public_id)):
        both = compared(session, actor, public_id=who, at=LATER)
        assert [(one.point, one.own, one.other) for one in both.differences] == [(5, "Yes", "No")]
        assert both.same == "On 9 points you say the same."
        assert both.talked.at == ""
    audit = session.exec(select(SelfAudit).where(SelfAudit.by_id == cast.mo.id)).one()
    for _twice in range(2):
        talk_through(session, lena, audit_id=audit.public_id, at=LATER)
    assert compared(session, mo, public_id="", at=LATER).talked.words == "Today 11:00"


@pytest.mark.parametrize("is_leader_first", [True, False])
def test_who_answers_second_tells_the_other_that_both_have(
    session: Session, cast: Cast, is_leader_first: bool
):
    first, second = (cast.lena, cast.mo) if is_leader_first else (cast.mo, cast.lena)
    answered(session, cast, first, cast.mo, no=set())
    answered(session, cast, second, cast.mo, no=set())

    told = session.exec(select(Notice.person_id, Notice.text).order_by(col(Notice.id))).all()

    leaders = "Lena Leader has answered the ten points about how you manage."
    assert told == (
        [
            (cast.mo.id, f"{leaders} Answer yours."),
            (cast.lena.id, "Mo Manager has answered the ten points too. Compare both."),
        ]
        if is_leader_first
        else [
            (
                cast.lena.id,
                "Mo Manager has answered the ten points. Answer the same ten about them.",
            ),
            (cast.mo.id, f"{leaders} Compare both."),
        ]
    )


def test_both_are_asked_to_talk_it_through_until_they_have(session: Session, cast: Cast):
    for by in (cast.mo, cast.lena):
        answered(session, cast, by, cast.mo, no=set())

    def lines(who: Person) -> list[tuple[str, str, str, int]]:
        found = next_lines(session, cast.actor(who), at=LATER)
        return [(one.text, one.action, one.link, one.rank) for one in found]

    assert lines(cast.mo) == [
        (
            "You and your leader have both answered the ten points about how you manage.",
            "Talk it through",
            "/self-audit",
            1,
        )
    ]
    assert lines(cast.lena) == [
        (
            "You and Mo Manager have both answered the ten points about how they manage.",
            "Talk it through",
            f"/self-audit/{cast.mo.public_id}",
            1,
        )
    ]
    assert lines(cast.mia) == []
    both = compared(session, cast.actor(cast.mo), public_id="", at=LATER)
    talk_through(session, cast.actor(cast.mo), audit_id=both.audit_id, at=LATER)
    assert lines(cast.mo) == lines(cast.lena) == []


def test_it_is_said_of_whom_the_points_speak(session: Session, cast: Cast):
    row = audit_of(session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=NOW)
    assert row.whose == "Answer as you see it from outside: “I” and “my” are Mo Manager."
    assert audit_of(session, cast.actor(cast.mo), public_id="", at=NOW).whose == ""


def test_before_both_have_sent_there_is_nothing_to_talk_through(session: Session, cast: Cast):
    answered(session, cast, cast.mo, cast.mo, no=set())
    audit = session.exec(select(SelfAudit)).one()
    with pytest.raises(Conflict, match="Both"):
        talk_through(session, cast.actor(cast.mo), audit_id=audit.public_id, at=NOW)
    with pytest.raises(NotFound):
        talk_through(session, cast.actor(cast.sol), audit_id=audit.public_id, at=NOW)


@pytest.mark.parametrize("key", ["sol", "mia", "cleo", "odd"])
def test_nobody_but_the_direct_leader_answers_about_somebody(
    session: Session, cast: Cast, key: str
):
    actor = cast.actor(getattr(cast, key))
    answered(session, cast, cast.mo, cast.mo, no=set())
    with pytest.raises(NotFound):
        answer(session, actor, public_id=cast.mo.public_id, point=1, yes=True, at=NOW)
    with pytest.raises(NotFound):
        audit_of(session, actor, public_id=cast.mo.public_id, at=NOW)
    with pytest.raises(NotFound):
        compared(session, actor, public_id=cast.mo.public_id, at=NOW)


@pytest.mark.parametrize("key", ["rae", "spec", "ada"])
def test_who_does_not_coach_has_no_ten_points(session: Session, cast: Cast, key: str):
    actor = cast.actor(getattr(cast, key))
    with pytest.raises(NotPermitted):
        answer(session, actor, public_id="", point=1, yes=True, at=NOW)
    assert next_lines(session, actor, at=NOW) == []


@pytest.mark.parametrize("point", [0, 11, -1])
def test_there_is_no_eleventh_point(session: Session, cast: Cast, point: int):
    with pytest.raises(Invalid, match="ten points"):
        answer(session, cast.actor(cast.mo), public_id="", point=point, yes=True, at=NOW)


def test_a_long_note_is_sent_back(session: Session, cast: Cast):
    with pytest.raises(Invalid, match="300"):
        note(session, cast.actor(cast.mo), public_id="", point=1, text="x" * 301, at=NOW)


def test_in_the_first_sixty_days_a_low_verdict_is_not_shown_to_the_manager(
    session: Session, cast: Cast
):
    grant = session.exec(select(Grant).where(Grant.person_id == cast.mo.id)).one()
    grant.starts_at = NOW - timedelta(days=20)
    session.add(grant)
    session.flush()
    for by in (cast.mo, cast.lena):
        answered(session, cast, by, cast.mo, no={1, 2, 3, 4})

    own = audit_of(session, cast.actor(cast.mo), public_id="", at=NOW)
    leaders = audit_of(session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=NOW)

    assert (own.verdict, own.yeses) == ("", "")
    assert own.sent.words
    assert leaders.yeses == "6 of 10 answered with yes"


def test_a_leader_sees_how_far_those_they_lead_are(session: Session, cast: Cast):
    answered(session, cast, cast.mo, cast.mo, no=set())

    assert asked(session, cast.actor(cast.lena), at=NOW) == [
        AskedRow(
            cast.mia.public_id,
            "Mia Manager",
            "Has not answered yet",
            "You have not answered yet",
            "Answer",
        ),
        AskedRow(
            cast.mo.public_id,
            "Mo Manager",
            "Has answered",
            "You have not answered yet",
            "Answer",
        ),
    ]
    assert asked(session, cast.actor(cast.mo), at=NOW) == []
