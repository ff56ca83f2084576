"""Every figure made once more, by somebody else's arithmetic, from the file that is given."""

import io
import zipfile
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
from sqlmodel import Session, select

from coach_the_coach.cadence.figures.making.actions import make_figures, make_month
from coach_the_coach.cadence.figures.one.queries import figures_files
from coach_the_coach.cadence.figures.one.rules import cell, packed, table
from coach_the_coach.cadence.figures.queries import figures_of, months_of, months_until
from coach_the_coach.cadence.figures.rules import RULES, Figure, together
from coach_the_coach.cadence.rules import Booked, CoachKind, Move, Status
from coach_the_coach.cadence.tables import Appointment, CadenceOverride, CoachOfRecord, QuarterHour
from coach_the_coach.coaching.log.rules import Answer
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.identity.tables import Person, ReportingLine
from tests.cadence.figures import kept
from tests.cast import NOW, Cast

AT = NOW.replace(month=4, day=15)
"""A Wednesday in the middle of a month."""

FIRST = date(2026, 1, 5)


def at_random(session: Session, cast: Cast, chance: Random) -> None:
    """Three and a half months of Mo's with Rae, Ren and one who comes and goes."""
    ben = Person(email="ben@example.com", given_name="Ben", family_name="Brief")
    session.add(ben)
    session.flush()
    for starts, ends in ((date(2026, 1, 20), date(2026, 3, 9)), (date(2026, 3, 31), None)):
        session.add(
            ReportingLine(
                person_id=ben.id or 0, manager_id=cast.mo.id or 0, starts_on=starts, ends_on=ends
            )
        )
    session.add(
        CadenceOverride(
            coach_id=cast.mo.id or 0,
            coached_id=cast.rae.id or 0,
            per_month=chance.randint(1, 12),
            minutes=30,
            reason="",
            set_at=kept.noon(FIRST + timedelta(days=chance.randint(0, 60))),
        )
    )
    session.add(
        CoachOfRecord(
            rep_id=cast.ren.id or 0,
            kind=CoachKind.EXTERNAL,
            starts_on=day_of(chance),
            ends_on=date(2026, 4, 8),
            set_by_id=cast.lena.id or 0,
            set_at=AT,
        )
    )
    reps = [cast.rae, cast.ren, ben]
    cycles = {rep.email: kept.cycle(session, cast.mo, rep, date(2026, 1, 9)) for rep in reps}
    cycles["ren@example.com"].closed_on = date(2026, 3, 3)
    others = [kept.cycle(session, cast.sol, cast.rae, date(2026, 1, 9)), *cycles.values()]
    for _place in range(60):
        session_at_random(session, cast, chance, reps, cycles, others)
    for week in range(15):
        if chance.random() < 0.8:
            kept.entry(session, cast.mo, None, FIRST + timedelta(weeks=week))
    for _place in range(40):
        booking_at_random(session, cast, chance, reps)
    for _place in range(5):
        asked_at = kept.noon(day_of(chance))
        session.add(
            QuarterHour(coach_id=cast.mo.id or 0, rep_id=cast.rae.id or 0, asked_at=asked_at)
        )
    session.flush()


def begun_at(session: Session, at: datetime) -> None:
    """Have nothing been entered before."""
    for entry in session.exec(select(LogEntry)).all():
        entry.logged_at = max(entry.logged_at, at)
    for one in session.exec(select(Appointment)).all():
        one.made_at = one.made_at and max(one.made_at, at)
    session.flush()


def day_of(chance: Random) -> date:
    return FIRST + timedelta(days=chance.randrange(105))


def session_at_random(
    session: Session,
    cast: Cast,
    chance: Random,
    reps: list[Person],
    cycles: dict[str, Any],
    others: list[Any],
) -> None:
    rep = chance.choice([*reps, *reps, None])
    tied = cycles[rep.email] if rep and chance.random() < 0.6 else None
    if rep and chance.random() < 0.2:
        tied = chance.choice(others)
    made = kept.entry(
        session,
        cast.mo,
        rep,
        # Sessions of days to come are nobody's yet; a practice is begun on its day.
        day_of(chance) if rep else min(day_of(chance), AT.date()),
        minutes=chance.choice([5, 14, 15, 30, 45]),
        kind=chance.choice(["developmental", "tactical", "strategic", "opportunistic", "status"]),
        cycle=tied,
        form=chance.choice([Form.ONE_TO_ONE, Form.LISTENING]) if rep else Form.TEAM_PRACTICE,
        purpose=chance.choice(list(Purpose)),
        planned=chance.random() < 0.7,
        complete=chance.random() < 0.7,
        withdrawn_at=AT if chance.random() < 0.1 else None,
    )
    if rep and chance.random() < 0.5:
        kept.answer(session, made, chance.choice(list(Answer)), at=AT)


def booking_at_random(session: Session, cast: Cast, chance: Random, reps: list[Person]) -> None:
    day, status = day_of(chance), chance.choice(list(Status))
    moved = chance.random() < 0.2
    steps = [(Move.MOVED, day, chance.random() < 0.5)] if moved else []
    made_on = day + timedelta(days=chance.choice([-30, -30, -30, 2]))
    if status is Status.REMOVED:
        # Also on the first day of its week, from which on what is taken out stays booked.
        removed_on = day - timedelta(days=chance.choice([0, 3, 9, day.weekday(), day.weekday()]))
        steps.append((Move.REMOVED, removed_on, True))
        made_on = chance.choice([made_on, removed_on, removed_on - timedelta(days=1)])
    there = day + timedelta(days=chance.choice([1, 8])) if moved else day
    kept.booking(
        session,
        cast.mo,
        chance.choice(reps),
        day,
        minutes=chance.choice([20, 30, 60]),
        status=status,
        booked=chance.choice([Booked.ONE_TO_ONE] * 5 + [Booked.BLOCK]),
        steps=tuple(steps),
        starts_at=kept.noon(there),
        made_at=chance.choice([kept.noon(made_on)] * 9 + [None]),
        imported=chance.random() < 0.2,
    )


DAYS = {"date", "week", "due_week", "month", "up_to", "began", "cycle_opened", "cycle_closed"}
INSTANTS = {"made", "first_begins", "removed"}


def frames(files: dict[str, bytes]) -> dict[str, Any]:
    """The files as data frames: days as days, yes and no as such."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(packed(files))) as pack:
        for name in pack.namelist():
            if not name.endswith(".csv"):
                continue
            frame = pd.read_csv(io.BytesIO(pack.read(name)), keep_default_na=False)
            for column in frame.columns:
                if column in DAYS:
                    frame[column] = pd.to_datetime(frame[column])
                elif column in INSTANTS:
                    frame[column] = pd.to_datetime(frame[column], utc=True, format="ISO8601")
                elif len(frame) and set(frame[column]) <= {"yes", "no"}:
                    frame[column] = frame[column] == "yes"
            found[name.removesuffix(".csv")] = frame
    return found


def was_booked(bookings: Any, zone: str) -> Any:
    """Which appointments were booked: not noted afterwards, and not taken out in time."""
    was_noted = bookings.made > bookings.first_begins
    removed_on = bookings.removed.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    slip = (bookings.removed - bookings.made) <= pd.Timedelta(days=1)
    stays = (bookings.status != "removed") | ((removed_on >= bookings.due_week) & ~slip)
    return (bookings["for"] == "one-to-one") & (bookings.rep != "") & ~was_noted & stays


def was_tied(sessions: Any) -> Any:
    """Which sessions were on a cycle with the same rep that was open on that day."""
    lasted = sessions.cycle_closed.isna() | (sessions.cycle_closed >= sessions.date)
    begun = sessions.cycle_opened <= sessions.date
    return (sessions.rep != "") & (sessions.cycle_with == sessions.rep) & begun & lasted


def streak(sessions: Any, today: Any) -> int:
    """Weeks in a row with a practice of the team; the running one breaks nothing yet."""
    weeks = sessions[sessions.form == "team-practice"].week
    running = today - pd.Timedelta(days=today.weekday())
    last = running if (weeks == running).any() else running - pd.Timedelta(days=7)
    back = pd.date_range(end=last, periods=60, freq="7D")[::-1]
    return int(pd.Series(back.isin(weeks)).cummin().sum())


def figures(found: dict[str, Any], month: Any, today: Any, zone: str) -> dict[str, Any]:
    """The numbers of one month, by data frames alone."""
    sessions, bookings = found["sessions"], found["appointments"]
    counts_as_booked = was_booked(bookings, zone)
    after = month + pd.offsets.MonthBegin(1)
    week = pd.Timedelta(days=7)
    began = found["house"].began.iloc[0]
    first = max(month, began)
    mondays = pd.date_range(month, after, freq="W-MON", inclusive="left")
    counted = mondays[mondays > began]
    over = counted[counted + week <= today]
    here = sessions[(sessions.date >= first) & (sessions.date < after)]
    counts = (
        (sessions.rep != "")
        & (sessions.minutes >= 15)
        & ~sessions.form.isin(["listening", "team-practice"])
        & (sessions.opportunistic < sessions.minutes)
    )
    real = sessions[counts]
    held = real[real.week.isin(over)].groupby(["rep", "week", "date"]).minutes.sum().reset_index()
    booked = bookings[counts_as_booked & bookings.due_week.isin(over)]
    team = found["team"]
    then = team[(team["is"] == "monday") & team.date.isin(over)]
    due = then.groupby("rep").per_month.sum() // len(mondays)
    kept_by = kept_by_rep(held, booked, due)
    coaching = here[here.purpose.isin(["coach", "train"]) | (here.form == "team-practice")]
    tied = coaching[was_tied(coaching)]
    practices = sessions[(sessions.form == "team-practice") & sessions.week.isin(mondays)]
    begun = bookings[counts_as_booked & bookings.due_week.isin(counted[counted <= today])]
    end = team[(team["is"] == "month-end") & (team.date >= month) & (team.date < after)]
    logged = set(zip(here.rep, here.date, strict=True))
    ticked = bookings[
        (bookings.status == "held")
        & (bookings["for"] != "block")
        & ~bookings.in_the_log
        & (bookings.date >= first)
        & (bookings.date < min(after, today + pd.Timedelta(days=1)))
    ]
    unlogged = sum(pair not in logged for pair in zip(ticked.rep, ticked.date, strict=True))
    days = pd.bdate_range(first, min(after - pd.Timedelta(days=1), today))
    answered = here.answer.value_counts()
    asked = found["requests"].date
    return {
        "kept": (kept_by.held.sum(), kept_by.wanted.sum()),
        "shortened": (kept_by.shortened.sum(), kept_by.held.sum()),
        "coaching": (coaching.minutes.sum(), len(days) * 8 * 60),
        "developmental": (
            tied.developmental.sum(),
            coaching.minutes.sum() - coaching.opportunistic.sum(),
        ),
        "planned": (here.planned.sum(), len(here)),
        "complete": (here.complete.sum(), len(here) + unlogged),
        "coverage": (
            end.rep[end.rep.isin(real[real.index.isin(here.index)].rep)].nunique(),
            len(end),
        ),
        "answers": (answered.get("not-quite", 0), answered[answered.index != ""].sum()),
        "requests": (((asked >= month) & (asked < after)).sum(), 0),
        "practice_weeks": practices.week.nunique(),
        "moved": (begun.moved.sum(), (begun.status == "cancelled").sum()),
    }


def kept_by_rep(held: Any, booked: Any, due: Any) -> pd.DataFrame:
    """What was wanted, held and shortened with each rep."""
    rows = []
    for rep in sorted({*held.rep, *booked.rep, *due.index}):
        given, asked = held[held.rep == rep], booked[booked.rep == rep]
        matched = short = 0
        for monday, lengths in asked.groupby("due_week").booked_minutes:
            there = given[given.week == monday].minutes.sort_values(ascending=False)
            pairs = list(zip(lengths.sort_values(ascending=False), there, strict=False))
            matched += len(pairs)
            short += sum(minutes * 10 < long * 8 for long, minutes in pairs)
        by_week = given.groupby("week").size()
        extras = by_week.sub(asked.groupby("due_week").size(), fill_value=0).clip(lower=0).sum()
        owed = int(due.get(rep, 0))
        wanted = max(len(asked), owed)
        made_up = min(extras, max(0, owed - len(asked)))
        rows.append((wanted, min(wanted, matched + made_up), short))
    return pd.DataFrame(rows, columns=["wanted", "held", "shortened"])


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_the_same_when_made_from_the_file(session: Session, cast: Cast, seed: int):
    at_random(session, cast, Random(seed))
    first = 2 if seed > 1 else 1
    if seed > 1:
        # In half of them the house began in the middle of it, and what was before was entered then.
        begun_at(session, kept.noon(date(2026, 2, 11)))
    mo, today = cast.mo.id or 0, pd.Timestamp(AT.date())
    if seed % 2:
        # Half of them as the queue made them, half for the answer alone.
        for month in range(1, 5):
            make_month(session, mo, date(2026, month, 1), at=AT)
        make_figures(session, {}, AT)
    actor = cast.actor(cast.mo)
    files = frames(figures_files(session, actor, public_id=cast.mo.public_id, at=AT))
    months = months_until(AT.date(), 12)
    by_rule = months_of(session, actor, {mo: cast.mo.time_zone}, months=months, at=AT)[mo]

    assert sorted(by_rule) == [date(2026, month, 1) for month in range(first, 5)]
    assert {*files["months"].month} == {pd.Timestamp(month) for month in by_rule}
    recomputed = {}
    for month, one in by_rule.items():
        made = recomputed[month] = figures(files, pd.Timestamp(month), today, cast.mo.time_zone)
        practice_weeks = made.pop("practice_weeks")
        ours = {key: (rule(one).part, rule(one).of) for key, rule in RULES.items()}
        assert {**made, "moved": None} == {**ours, "moved": None}, month
        assert made["moved"] == (one.moved, one.cancelled)
        given = files["months"].set_index("month").loc[pd.Timestamp(month)]
        assert (given.held, given.wanted, given.coaching_minutes, practice_weeks) == (
            one.held,
            one.wanted,
            one.coaching_minutes,
            one.practice_weeks,
        )
    row = figures_of(session, actor, public_id=cast.mo.public_id, at=AT)
    weeks = streak(files["sessions"], today)
    assert {one.key: one.figure for one in row.lines}["streak"].split()[0] == str(weeks)
    whole = together(by_rule.values())
    for key, rule in RULES.items():
        part, of = (sum(int(made[key][place]) for made in recomputed.values()) for place in (0, 1))
        assert rule(whole) == Figure(part, of, least=rule(whole).least), key


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_no_text_is_taken_for_a_formula(text: str):
    assert cell(text) == f"'{text}"
    assert (cell(-5), cell(None), cell(True), cell(False)) == ("-5", "", "yes", "no")
    assert table(("a",), [{"a": "plain, and more"}]) == b'\xef\xbb\xbfa\r\n"plain, and more"\r\n'
