"""Months are made of what stands: the rhythm of each week, and what nobody took back."""

from datetime import date, timedelta

from sqlmodel import Session

from coach_the_coach.cadence.figures.making.actions import make_figures, make_month
from coach_the_coach.cadence.figures.making.queries import facts_behind
from coach_the_coach.cadence.policy.actions import set_cadence
from coach_the_coach.cadence.rules import Status
from coach_the_coach.cadence.tables import CadenceOverride, CoachMonth
from coach_the_coach.coaching.log.entry.actions import withdraw
from coach_the_coach.coaching.log.rules import Answer
from coach_the_coach.coaching.log.tables import LogAnswer, LogBody
from coach_the_coach.identity.tables import HouseRule
from tests.cadence.figures import kept
from tests.cast import NOW, Cast

FEBRUARY = date(2026, 2, 1)
MONDAYS = [date(2026, 2, day) for day in (2, 9, 16, 23)]


def test_the_rhythm_of_each_week_counts_and_the_house_says_the_hours(session: Session, cast: Cast):
    kept.house_began(session, cast.odd, date(2026, 1, 5))
    two = {"coach_id": cast.mo.id or 0, "coached_id": cast.rae.id or 0, "reason": "New here"}
    session.add_all(
        [
            CadenceOverride(
                **two,
                per_month=1,
                minutes=30,
                set_at=kept.noon(date(2025, 1, 1)),
                ended_at=kept.noon(MONDAYS[2]),
            ),
            CadenceOverride(**two, per_month=8, minutes=30, set_at=kept.noon(MONDAYS[2])),
            HouseRule(name="week-hours", value="30", set_at=NOW),
            HouseRule(name="cadence", value="minimum", set_at=NOW),
        ]
    )
    kept.entry(session, cast.mo, cast.rae, MONDAYS[0])
    make_month(session, cast.mo.id or 0, FEBRUARY, at=NOW)
    one = session.get_one(CoachMonth, (cast.mo.id, FEBRUARY))
    # (1 + 1 + 8 + 8) / 4 with Rae, and two with Ren.
    assert (one.due, one.contracted_minutes) == (6, 20 * 360)


def test_what_the_house_agrees_on_now_changes_nothing_that_was_due_before(
    session: Session, cast: Cast
):
    """The 1st of March is a Sunday: what is done then reaches the last week of February."""
    session.add(HouseRule(name="cadence", value="weekly", set_at=NOW))
    kept.entry(session, cast.mo, cast.rae, MONDAYS[0])
    mo, ada = cast.mo.id or 0, cast.actor(cast.ada)
    make_month(session, mo, FEBRUARY, at=NOW)
    before = session.get_one(CoachMonth, (mo, FEBRUARY)).model_dump(exclude={"made_at"})

    set_cadence(session, ada, preset="minimum", assessment="quarterly", hours="20", at=NOW)
    make_figures(session, {}, NOW)
    make_month(session, mo, FEBRUARY, at=NOW)

    session.expire_all()
    after = session.get_one(CoachMonth, (mo, FEBRUARY)).model_dump(exclude={"made_at"})
    assert after == before
    march = session.get_one(CoachMonth, (mo, date(2026, 3, 1)))
    assert march.contracted_minutes == 240


def test_nothing_withdrawn_or_on_anothers_cycle_counts(session: Session, cast: Cast):
    theirs = kept.cycle(session, cast.mo, cast.ren, date(2026, 1, 1))
    over = kept.cycle(session, cast.mo, cast.rae, date(2026, 1, 1))
    over.closed_on = MONDAYS[0]
    kept.entry(session, cast.mo, cast.rae, MONDAYS[0], kind="developmental", cycle=over)
    kept.entry(session, cast.mo, cast.rae, MONDAYS[1], kind="developmental", cycle=over)
    kept.entry(session, cast.mo, cast.rae, MONDAYS[2], kind="developmental", cycle=theirs)
    kept.entry(session, cast.mo, cast.rae, MONDAYS[3]).withdrawn_at = NOW
    make_month(session, cast.mo.id or 0, FEBRUARY, at=NOW)
    one = session.get_one(CoachMonth, (cast.mo.id, FEBRUARY))
    assert (one.developmental, one.coaching_minutes, one.entries) == (30, 90, 3)


def test_withdrawing_a_log_makes_no_log_more_complete(session: Session, cast: Cast):
    def complete() -> tuple[int, int]:
        make_month(session, cast.mo.id or 0, FEBRUARY, at=NOW)
        session.expire_all()
        one = session.get_one(CoachMonth, (cast.mo.id, FEBRUARY))
        return one.complete_entries, one.sessions

    held = kept.entry(session, cast.mo, cast.rae, MONDAYS[0], complete=False)
    session.add(LogBody(log_entry_id=held.id or 0))
    kept.booking(session, cast.mo, cast.rae, MONDAYS[0], status=Status.HELD, log_entry_id=held.id)
    assert complete() == (0, 1)
    withdraw(session, cast.actor(cast.mo), public_id=held.public_id, reason="Wrong", at=NOW)
    assert complete() == (0, 1)
    kept.entry(session, cast.mo, cast.rae, MONDAYS[0])
    assert complete() == (1, 1)


def test_only_what_was_said_of_the_next_step_that_stands_is_an_answer(session: Session, cast: Cast):
    before, since = NOW - timedelta(days=2), NOW - timedelta(days=1)
    gone, other, same = (kept.entry(session, cast.mo, cast.rae, monday) for monday in MONDAYS[:3])
    session.add(LogAnswer(log_entry_id=gone.id or 0, answer=Answer.NOT_QUITE, at=since))
    kept.answer(session, other, Answer.NOT_QUITE, at=before, agreed_at=since)
    kept.answer(session, same, Answer.TAKEN, at=since, agreed_at=since)
    make_month(session, cast.mo.id or 0, FEBRUARY, at=NOW)
    one = session.get_one(CoachMonth, (cast.mo.id, FEBRUARY))
    assert (one.taken, one.not_quite) == (1, 0)


def test_an_old_month_of_one_coach_is_read_of_no_other(session: Session, cast: Cast, statements):
    old = date(2025, 4, 1)
    for coach, rep in ((cast.mo, cast.rae), (cast.sol, cast.sid)):
        for day in (old, MONDAYS[0], NOW.date()):
            kept.entry(session, coach, rep, day)
            kept.booking(session, coach, rep, day)
    mo, sol = cast.mo.id or 0, cast.sol.id or 0
    march = NOW.date().replace(day=1)
    with statements() as few:
        facts_behind(session, [(mo, march)], at=NOW)
    with statements() as sent:
        found = facts_behind(
            session, [(sol, old), (sol, march), (mo, march), (mo, FEBRUARY)], at=NOW
        )
    assert {who: [one.held_on for one in each.held] for who, each in found.items()} == {
        mo: [MONDAYS[0], NOW.date()],
        sol: [old, NOW.date()],
    }
    assert [len(found[who].bookings) for who in (mo, sol)] == [2, 2]
    assert len(sent) == len(few)
