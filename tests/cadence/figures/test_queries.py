"""Figures are told to the coach and who counts them, are never old, and cost no more for many."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.cadence.figures import queries
from coach_the_coach.cadence.figures.making.actions import make_month
from coach_the_coach.cadence.figures.making.queries import facts_behind
from coach_the_coach.cadence.figures.one.queries import blockers_of, figures_files
from coach_the_coach.cadence.figures.queries import figures_of, home_panel, team_figures
from coach_the_coach.cadence.figures.rows import HomePanel
from coach_the_coach.cadence.figures.rules import COUNTED, MADE
from coach_the_coach.cadence.rules import Blocker, Move, Status
from coach_the_coach.cadence.tables import (
    Appointment,
    AppointmentStep,
    CoachMonth,
)
from coach_the_coach.coaching.log.rules import Answer
from coach_the_coach.coaching.log.tables import LogBody
from coach_the_coach.coaching.practice.queries import overview, team_counts
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from tests.cadence.figures import kept
from tests.cadence.week.booked import appointment
from tests.cast import NOW, Cast
from tests.coaching.practice.held import held as practised

FEBRUARY = date(2026, 2, 1)
SECRET = "Ask what they tried before."
MONDAYS = [date(2026, 2, day) for day in (2, 9, 16, 23)]


def february(session: Session, cast: Cast) -> None:
    """A month of Mo's: four sessions with Rae, two with Ren, of what was wanted of each."""
    cycle = kept.cycle(session, cast.mo, cast.rae, date(2026, 1, 5))
    for monday in MONDAYS:
        held = kept.entry(
            session, cast.mo, cast.rae, monday, kind="developmental", cycle=cycle, minutes=45
        )
        kept.booking(session, cast.mo, cast.rae, monday, status=Status.HELD, log_entry_id=held.id)
        session.add(LogBody(log_entry_id=held.id or 0, feedback=SECRET))
        if monday == MONDAYS[-1]:
            kept.answer(session, held, Answer.NOT_QUITE)
    for monday in MONDAYS[:2]:
        kept.entry(session, cast.mo, cast.ren, monday, planned=False, complete=False)
    kept.booking(
        session,
        cast.mo,
        cast.ren,
        MONDAYS[2],
        status=Status.CANCELLED,
        steps=((Move.CANCELLED, MONDAYS[2], False),),
    )
    kept.entry(session, cast.sol, cast.sid, MONDAYS[0], minutes=60)


def figures(session: Session, cast: Cast, who: Person, of: Person) -> dict[str, tuple[str, str]]:
    """Each figure by its key: what it says and out of what."""
    row = figures_of(session, cast.actor(who), public_id=of.public_id, at=NOW)
    return {one.key: (one.figure, one.of) for one in row.lines}


def test_what_a_figure_means_says_what_is_among_what(session: Session, cast: Cast):
    february(session, cast)
    kept.booking(session, cast.mo, cast.rae, MONDAYS[0], status=Status.CANCELLED)
    row = figures_of(session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=NOW)
    meanings = {one.key: one.meaning for one in row.lines}
    reason = "0 moved, 2 cancelled, of these 1 for a reason that was not agreed on"
    assert (meanings["kept"], meanings["coaching"]) == (reason, "band: under 10\u00a0%")


def test_the_coach_leaders_above_and_the_specialist_are_told_the_same_figures(
    session: Session, cast: Cast
):
    february(session, cast)
    seen = figures(session, cast, cast.mo, cast.mo)
    assert seen == {
        "kept": ("75\u00a0%", "6 of 8"),
        "shortened": ("0 of 6", ""),
        "coaching": ("2\u00a0%", "4 h of 168 h"),
        "developmental": ("75\u00a0%", "3 h of 4 h"),
        "planned": ("66\u00a0%", "4 of 6"),
        "complete": ("66\u00a0%", "4 of 6"),
        "coverage": ("50\u00a0%", "2 of 4"),
        "answers": ("1 of 1", ""),
        "requests": ("0", ""),
        "streak": ("0 weeks", ""),
    }
    assert list(seen) == list(MADE)
    for who in (cast.lena, cast.cleo, cast.spec):
        assert figures(session, cast, who, cast.mo) == seen


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("sol", NotFound),
        ("mia", NotFound),
        ("odd", NotFound),
        ("rae", NotFound),
        ("ada", NotPermitted),
    ],
)
def test_nobody_else_is_told_any(session: Session, cast: Cast, who: str, refusal: type[Exception]):
    february(session, cast)
    actor = cast.actor(getattr(cast, who))
    for query in (figures_of, figures_files):
        with pytest.raises(refusal):
            query(session, actor, public_id=cast.mo.public_id, at=NOW)
    with pytest.raises(NotPermitted):
        figures_of(session, cast.actor(cast.mo), public_id=cast.rae.public_id, at=NOW)


def test_the_months_one_by_one_newest_first(session: Session, cast: Cast):
    february(session, cast)
    row = figures_of(session, cast.actor(cast.mo), public_id=cast.mo.public_id, at=NOW)
    assert [(one.month, one.kept, one.coverage, one.moved) for one in row.months] == [
        ("March 2026 so far", "0 of 0", "0 of 2", "None"),
        ("February 2026", "6 of 8", "2 of 2", "1 cancelled, of these 1 for a reason not agreed on"),
    ]
    assert (row.name, row.is_me, row.period) == (
        "Mo Manager",
        True,
        "January 2026 to March 2026 so far",
    )


def test_a_leader_has_her_own_managers_by_name_and_no_others(session: Session, cast: Cast):
    february(session, cast)
    team = team_figures(session, cast.actor(cast.lena), at=NOW)
    assert [(one.name, one.kept, one.coverage) for one in team.lines] == [
        ("Mia Manager", "0 of 0", "Nothing yet"),
        ("Mo Manager", "6 of 8 (75\u00a0%)", "50\u00a0%"),
    ]
    assert {one.key: one.figure for one in team.together}["kept"] == "75\u00a0%"
    names = {
        who: [one.name for one in team_figures(session, cast.actor(one_of), at=NOW).lines]
        for who, one_of in {
            "cleo": cast.cleo,
            "odd": cast.odd,
            "mo": cast.mo,
            "rae": cast.rae,
            "ada": cast.ada,
            "spec": cast.spec,
        }.items()
    }
    assert names == {
        "cleo": ["Lena Leader", "Odd Other"],
        "odd": ["Sol Stranger"],
        "mo": [],
        "rae": [],
        "ada": [],
        "spec": [
            "Cleo Chief",
            "Lena Leader",
            "Mia Manager",
            "Mo Manager",
            "Odd Other",
            "Sol Stranger",
        ],
    }


def test_what_is_shown_is_never_old(session: Session, cast: Cast):
    february(session, cast)
    make_month(session, cast.mo.id or 0, FEBRUARY, at=NOW)
    assert figures(session, cast, cast.lena, cast.mo)["planned"][1] == "4 of 6"
    kept.entry(session, cast.mo, cast.ren, MONDAYS[3])
    assert figures(session, cast, cast.lena, cast.mo)["planned"][1] == "5 of 7"
    assert session.exec(select(CoachMonth.planned_entries)).all() == [4]


def test_another_day_makes_the_running_month_anew(session: Session, cast: Cast):
    kept.house_began(session, cast.odd, FEBRUARY)
    kept.entry(session, cast.mo, cast.rae, NOW.date())
    make_month(session, cast.mo.id or 0, NOW.date().replace(day=1), at=NOW)
    later = NOW + timedelta(weeks=2)
    row = figures_of(session, cast.actor(cast.mo), public_id=cast.mo.public_id, at=later)
    assert row.months[0].kept == "1 of 2"
    assert session.get_one(CoachMonth, (cast.mo.id, date(2026, 3, 1))).due == 0


def test_the_streak_is_the_same_wherever_it_is_shown(session: Session, cast: Cast):
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)
    for back in (0, 1, 2, 4):
        practised(session, mo, cast.rae, NOW - timedelta(weeks=back))
    for at, weeks in (
        (NOW, "3 weeks"),
        (NOW + timedelta(days=7), "3 weeks"),
        (NOW + timedelta(days=14), "0 weeks"),
    ):
        own = figures_of(session, mo, public_id=cast.mo.public_id, at=at).lines
        shown = {
            {one.key: one.figure for one in own}["streak"],
            {one.name: one.streak for one in team_figures(session, lena, at=at).lines}[
                "Mo Manager"
            ],
            overview(session, mo, at=at).streak,
        }
        assert shown == {weeks}
    (line,) = team_counts(session, lena, page=0, at=NOW).lines
    assert line.streak == "3 weeks in a row"


def test_a_month_that_was_never_made_is_not_known(session: Session, cast: Cast):
    row = figures_of(session, cast.actor(cast.mo), public_id=cast.mo.public_id, at=NOW)
    assert [one.month for one in row.months] == ["March 2026 so far"]
    assert {one.figure for one in row.lines if one.key == "kept"} == {"Nothing yet"}


def test_what_was_in_the_way_is_for_the_coach_and_the_direct_leader(session: Session, cast: Cast):
    for day, why in (
        (date(2026, 2, 3), Blocker.NO_TIME),
        (date(2026, 2, 4), Blocker.NO_TIME),
        (date(2026, 1, 6), Blocker.UNCOMFORTABLE),
        (date(2025, 12, 2), Blocker.NO_TIME),
        (date(2025, 9, 1), Blocker.MICROMANAGE),
    ):
        one = appointment(session, cast.mo, cast.rae, kept.noon(day), status=Status.CANCELLED)
        missed(session, one, cast.mo, why)
    back = appointment(session, cast.mo, cast.rae, kept.noon(date(2026, 2, 5)))
    missed(session, back, cast.mo, Blocker.EXPERIENCED)
    theirs = appointment(
        session, cast.sol, cast.sid, kept.noon(date(2026, 2, 5)), status=Status.CANCELLED
    )
    missed(session, theirs, cast.sol, Blocker.EXPERIENCED)

    def seen(who: Person) -> list[tuple[str, str]]:
        row = blockers_of(session, cast.actor(who), public_id=cast.mo.public_id, at=NOW)
        return [(one.name, one.count) for one in row.lines]

    expected = [
        ("No time", "2, and 1 the quarter before"),
        ("It is uncomfortable", "1, and 0 the quarter before"),
    ]
    assert {who: seen(getattr(cast, who)) for who in ("mo", "lena", "cleo", "spec")} == {
        "mo": expected,
        "lena": expected,
        "cleo": [],
        "spec": [],
    }
    for who in (cast.sol, cast.rae):
        with pytest.raises((NotFound, NotPermitted)):
            seen(who)


def missed(session: Session, one: Appointment, coach: Person, why: Blocker) -> None:
    """The coach noted that it did not take place, and why."""
    with as_program(session):
        session.add(
            AppointmentStep(
                appointment_id=one.id or 0,
                place=1,
                by_id=coach.id or 0,
                move=Move.MISSED,
                at=NOW,
                blocker=why,
            )
        )
        session.flush()


def test_the_files_hold_no_word_and_name_reps_to_who_leads_directly(session: Session, cast: Cast):
    february(session, cast)
    cast.rae.given_name = "=HYPERLINK"
    session.flush()
    whole = {
        who: b"".join(
            figures_files(
                session, cast.actor(getattr(cast, who)), public_id=cast.mo.public_id, at=NOW
            ).values()
        ).decode()
        for who in ("mo", "lena", "cleo", "spec")
    }
    assert all(SECRET not in text for text in whole.values())
    assert {who for who, text in whole.items() if "HYPERLINK" in text} == {"mo", "lena"}
    assert {who for who, text in whole.items() if "not-quite" in text} == {"mo"}
    assert {who for who, text in whole.items() if "2026-01-05" in text} == {"mo"}
    assert all(",=HYPERLINK" not in text for text in whole.values())
    assert "'=HYPERLINK Rep" in whole["mo"]


def test_only_the_coach_and_who_leads_them_directly_read_with_whom_and_how_often(
    session: Session, cast: Cast
):
    february(session, cast)
    heads, texts = {}, {}
    for who in ("mo", "lena", "cleo", "spec"):
        actor = cast.actor(getattr(cast, who))
        files = figures_files(session, actor, public_id=cast.mo.public_id, at=NOW)
        texts[who] = files.pop("README.txt").decode()
        heads[who] = {
            name: content.decode("utf-8-sig").splitlines()[0].split(",")
            for name, content in files.items()
        }
    for who in ("mo", "lena"):
        assert all(
            "rep" in heads[who][name] for name in ("sessions.csv", "appointments.csv", "team.csv")
        )
        assert heads[who]["team.csv"][-2:] == ["per_month", "minutes"]
        assert "rhythm" not in texts[who]
    for who in ("cleo", "spec"):
        assert "rep" not in heads[who]["sessions.csv"] + heads[who]["appointments.csv"]
        assert heads[who]["team.csv"] == ["date", "is", "rep"]
        assert "rhythm" in texts[who]
    assert {who for who, text in texts.items() if "answered" in text} == {"lena", "cleo", "spec"}


def test_a_home_says_what_was_kept_and_who_is_left_out(session: Session, cast: Cast):
    february(session, cast)
    kept.entry(session, cast.mo, cast.rae, NOW.date())
    kept.entry(session, cast.mo, cast.ren, NOW.date(), minutes=10)
    panel = home_panel(session, cast.actor(cast.mo), at=NOW)
    assert panel == HomePanel(
        coaches=True,
        period="January 2026 to March 2026 so far",
        kept="75\u00a0%",
        kept_of="6 of 8",
        coaching="2\u00a0%",
        coaching_of="4.6 h of 168 h",
        band="band: under 10\u00a0%",
        left_out=["Ren Rep"],
    )
    for who in (cast.rae, cast.spec, cast.ada):
        assert home_panel(session, cast.actor(who), at=NOW) == HomePanel()


def managers(session: Session, cast: Cast, number: int) -> list[Person]:
    """So many managers below Lena, with a made month each."""
    people = [
        Person(email=f"{new_id()}@example.com", given_name=f"Kim {each:02}", family_name="Many")
        for each in range(number)
    ]
    session.add_all(people)
    session.flush()
    for one in people:
        who, since = one.id or 0, NOW - timedelta(days=99)
        session.add(
            ReportingLine(person_id=who, manager_id=cast.lena.id or 0, starts_on=since.date())
        )
        session.add(Grant(person_id=who, role=Role.MANAGER, root_id=who, starts_at=since))
        session.add(CoachMonth(coach_id=who, month=FEBRUARY, made_at=NOW, **counts()))
        session.add(Stale(person_id=who, month=date(2026, 1, 1), since=NOW))
    session.flush()
    everybody = session.exec(select(Person.id)).all()
    rebuild_reach(session, [one or 0 for one in everybody], NOW.date())
    return people


def counts() -> dict[str, int]:
    return dict.fromkeys(COUNTED, 1)


def test_statements_do_not_grow_with_people_or_sessions(session: Session, cast: Cast, statements):
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)

    def sent() -> list[int]:
        found = []
        for read in (
            lambda: team_figures(session, lena, at=NOW),
            lambda: figures_of(session, lena, public_id=cast.mo.public_id, at=NOW),
            lambda: home_panel(session, mo, at=NOW),
            lambda: figures_files(session, lena, public_id=cast.mo.public_id, at=NOW),
        ):
            session.expunge_all()
            with statements() as said:
                read()
            found.append(len(said))
        return found

    february(session, cast)
    few = sent()
    managers(session, cast, 30)
    for day in range(30):
        kept.entry(session, cast.mo, cast.rae, FEBRUARY + timedelta(days=day % 28))
        kept.booking(session, cast.mo, cast.ren, FEBRUARY + timedelta(days=day % 28))
    assert sent() == few
    page = team_figures(session, lena, at=NOW, page=1)
    assert (len(page.lines), page.total) == (32 - queries.PAGE, 32)


def test_all_together_are_made_of_months_alone(session: Session, cast: Cast):
    kept.house_began(session, cast.odd, FEBRUARY)
    made = managers(session, cast, 3)
    rows = session.exec(select(Stale).where(col(Stale.person_id).in_([one.id for one in made])))
    for row in rows.all():
        session.delete(row)
    session.flush()
    whole = queries.together(session, cast.actor(cast.lena), at=NOW)
    assert {name: count for name, count in whole._asdict().items() if count != 3} == {
        "contracted_minutes": 3 + 5 * 480,
        "reps": 3 + 2,
    }


@pytest.mark.parametrize(("days", "is_late"), [(-1, False), (1, True)])
def test_what_a_calendar_brought_in_after_it_began_was_not_booked(
    session: Session, cast: Cast, days: int, *, is_late: bool
):
    day = date(2026, 2, 10)
    made_at = kept.noon(day + timedelta(days=days))
    kept.booking(session, cast.mo, cast.rae, day, imported=True, made_at=made_at)
    mo = cast.mo.id or 0
    (found,) = facts_behind(session, {(mo, FEBRUARY)}, at=NOW)[mo].bookings
    assert (found.is_late, found.counts) == (is_late, not is_late)
