"""When the quarter turns what was sent stays in view, and what was begun can be sent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.identity.tables import Person
from coach_the_coach.selfaudit.actions import answer, send, talk_through
from coach_the_coach.selfaudit.queries import asked, audit_of, compared, next_lines, past_of
from coach_the_coach.selfaudit.rows import AuditRow
from coach_the_coach.selfaudit.rules import POINTS, open_quarter
from coach_the_coach.selfaudit.tables import SelfAudit
from coach_the_coach.shell import routes
from tests.cast import Cast

MARCH = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
LAST_DAY = datetime(2026, 4, 14, 9, 0, tzinfo=UTC)
AFTER = LAST_DAY + timedelta(days=1)
LAST, THIS = date(2026, 1, 1), date(2026, 4, 1)


def begun(
    session: Session, cast: Cast, by: Person, about: Person, at: datetime, no: int = 0
) -> None:
    """All ten answered, and not sent."""
    actor = cast.actor(by, at)
    for point in range(1, POINTS + 1):
        yes = point != no
        answer(session, actor, public_id=about.public_id, point=point, yes=yes, at=at)


def sent(
    session: Session, cast: Cast, by: Person, about: Person, at: datetime, no: int = 0
) -> None:
    """All ten answered and sent."""
    begun(session, cast, by, about, at, no)
    send(session, cast.actor(by, at), public_id=about.public_id, at=at)


def quarters(session: Session, by: Person) -> list[date]:
    """Of which quarters somebody has sent them."""
    mine = select(col(SelfAudit.quarter)).where(
        SelfAudit.by_id == by.id, col(SelfAudit.sent_at).is_not(None)
    )
    return [*session.exec(mine.order_by(col(SelfAudit.quarter)))]


@pytest.mark.parametrize("at", [APRIL, AFTER, AFTER + timedelta(days=60)])
def test_what_both_sent_is_compared_and_talked_through_after_the_quarter(
    session: Session, cast: Cast, at: datetime
):
    sent(session, cast, cast.mo, cast.mo, MARCH)
    sent(session, cast, cast.lena, cast.mo, MARCH, no=5)

    for by in (cast.mo, cast.lena):
        given = {"public_id": cast.mo.public_id, "at": at}
        now, past = (read(session, cast.actor(by, at), **given) for read in (audit_of, past_of))
        assert (now.quarter, now.sent.at, now.until) == ("Quarter 2 of 2026", "", "")
        assert (past.quarter, past.points[4].answer) == (
            "Quarter 1 of 2026",
            "yes" if by is cast.mo else "no",
        )
        assert past.verdict == (
            "Your system runs. Help another manager with theirs."
            if by is cast.mo
            else "As you see it the system runs. They can help another manager."
        )
        both = compared(session, cast.actor(by, at), **given)
        assert [one.point for one in both.differences] == [5]
        assert both.talked.at == ""
    actions = {one.name: one.action for one in asked(session, cast.actor(cast.lena, at), at=at)}
    assert actions == {"Mia Manager": "Answer", "Mo Manager": "Compare"}

    talk_through(session, cast.actor(cast.lena, at), audit_id=both.audit_id, at=at)

    assert compared(session, cast.actor(cast.mo, at), public_id="", at=at).talked.at != ""
    assert [one.action for one in asked(session, cast.actor(cast.lena, at), at=at)] == [
        "Answer"
    ] * 2


def test_once_the_next_are_sent_the_last_are_out_of_view(session: Session, cast: Cast):
    sent(session, cast, cast.mo, cast.mo, MARCH)
    sent(session, cast, cast.mo, cast.mo, AFTER)

    mo = cast.actor(cast.mo, AFTER)
    assert past_of(session, mo, public_id="", at=AFTER) == AuditRow()
    assert audit_of(session, mo, public_id="", at=AFTER).quarter == "Quarter 2 of 2026"
    assert compared(session, mo, public_id="", at=AFTER).waits_for == "the leader"
    assert quarters(session, cast.mo) == [LAST, THIS]


def test_what_was_begun_can_be_sent_for_two_weeks(session: Session, cast: Cast):
    begun(session, cast, cast.mo, cast.mo, MARCH, no=3)
    mo = cast.actor(cast.mo, LAST_DAY)
    row = audit_of(session, mo, public_id="", at=LAST_DAY)

    assert (row.quarter, row.until) == ("Quarter 1 of 2026", "Tuesday 14 April 2026")
    assert [one.point for one in row.points if one.answer == "no"] == [3]
    (line,) = next_lines(session, mo, at=LAST_DAY)
    assert (line.text, line.link) == (
        "Your ten points of last quarter are not sent yet.",
        routes.SELF_AUDIT,
    )
    send(session, mo, public_id="", at=LAST_DAY)
    assert quarters(session, cast.mo) == [LAST]
    assert past_of(session, mo, public_id="", at=LAST_DAY).sent.words == "Today 11:00"
    assert next_lines(session, mo, at=LAST_DAY) == []


def test_what_was_not_sent_by_then_is_the_start_of_the_next(session: Session, cast: Cast):
    begun(session, cast, cast.mo, cast.mo, MARCH, no=3)
    mo = cast.actor(cast.mo, AFTER)
    assert next_lines(session, mo, at=AFTER) == []
    answer(session, mo, public_id="", point=4, yes=False, at=AFTER)

    row = audit_of(session, mo, public_id="", at=AFTER)

    assert (row.quarter, row.until) == ("Quarter 2 of 2026", "")
    assert [one.point for one in row.points if one.answer == "no"] == [3, 4]
    send(session, mo, public_id="", at=AFTER)
    assert quarters(session, cast.mo) == [THIS]


def test_who_is_waited_for_answers_those_of_last_quarter(session: Session, cast: Cast):
    sent(session, cast, cast.mo, cast.mo, MARCH)
    sent(session, cast, cast.lena, cast.mia, MARCH)
    lena, mia = cast.actor(cast.lena, APRIL), cast.actor(cast.mia, APRIL)
    links = [line.link for line in next_lines(session, lena, at=APRIL)]
    assert links == [routes.self_audit(cast.mo.public_id)]
    assert [line.action for line in next_lines(session, mia, at=APRIL)] == ["Answer"]
    row = audit_of(session, lena, public_id=cast.mo.public_id, at=APRIL)
    assert row.quarter == "Quarter 1 of 2026"
    waits = compared(session, cast.actor(cast.mo, APRIL), public_id="", at=APRIL)
    assert (waits.waits_for, waits.is_over) == ("the leader", False)

    sent(session, cast, cast.lena, cast.mo, APRIL, no=2)

    assert set(quarters(session, cast.lena)) == {LAST}
    both = compared(session, cast.actor(cast.mo, APRIL), public_id="", at=APRIL)
    assert [one.point for one in both.differences] == [2]
    (line,) = next_lines(session, lena, at=APRIL)
    assert (line.action, line.link) == ("Talk it through", routes.self_audit(cast.mo.public_id))


def test_after_two_weeks_nobody_is_waited_for(session: Session, cast: Cast):
    sent(session, cast, cast.mo, cast.mo, MARCH)
    lena = cast.actor(cast.lena, AFTER)
    assert next_lines(session, lena, at=AFTER) == []
    row = audit_of(session, lena, public_id=cast.mo.public_id, at=AFTER)
    assert row.quarter == "Quarter 2 of 2026"
    waits = compared(session, cast.actor(cast.mo, AFTER), public_id="", at=AFTER)
    assert (waits.waits_for, waits.is_over) == ("the leader", True)


@pytest.mark.parametrize(
    ("today", "sent", "others", "begun", "quarter"),
    [
        (date(2026, 3, 31), [], [], LAST, LAST),
        (date(2026, 4, 14), [], [], LAST, LAST),
        (date(2026, 4, 14), [], [], date(2025, 10, 1), LAST),
        (date(2026, 4, 15), [], [LAST], LAST, THIS),
        (date(2026, 4, 1), [], [LAST], None, LAST),
        (date(2026, 4, 1), [], [LAST], THIS, LAST),
        (date(2026, 4, 1), [], [], None, THIS),
        (date(2026, 4, 1), [], [], THIS, THIS),
        (date(2026, 4, 1), [LAST], [LAST], None, THIS),
        (date(2026, 4, 1), [THIS], [LAST], None, THIS),
        (date(2026, 1, 14), [], [date(2025, 10, 1)], None, date(2025, 10, 1)),
    ],
)
def test_which_quarter_is_open(
    today: date, sent: list[date], others: list[date], begun: date | None, quarter: date
):
    assert open_quarter(today, sent=sent, others=others, begun=begun) == quarter
