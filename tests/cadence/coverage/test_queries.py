"""Who coaches whom, who is without a coach, and who was left out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session, col, delete, select

from coach_the_coach.cadence.coverage import queries
from coach_the_coach.cadence.coverage.queries import OwnCoach
from coach_the_coach.cadence.coverage.rows import RepCoach, RepMinutes
from coach_the_coach.cadence.rules import CoachKind
from coach_the_coach.cadence.tables import CoachOfRecord
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.shell import routes
from tests.cadence.logged import TODAY, entry, team_of
from tests.cast import NOW, Cast

MO = ("Mo Manager", "Manager", "")


def record(
    session: Session,
    cast: Cast,
    of: Person,
    kind: CoachKind = CoachKind.ENABLEMENT,
    *,
    coach: Person | None = None,
    outside: str = "",
    starts: int = -9,
    ends: int | None = None,
) -> None:
    """What Lena said of who coaches somebody, from and until so many days from today."""
    session.add(
        CoachOfRecord(
            rep_id=of.id or 0,
            kind=kind,
            coach_id=coach.id if coach else None,
            outside=outside,
            starts_on=TODAY + timedelta(days=starts),
            ends_on=None if ends is None else TODAY + timedelta(days=ends),
            set_by_id=cast.lena.id or 0,
            set_at=NOW,
        )
    )
    session.flush()


def listed(session: Session, cast: Cast, who: str, **asked: object) -> list[RepCoach]:
    """The first page of reps as one of the cast finds it."""
    given = {"search": "", "without": False, "page": 0, "at": NOW} | asked
    return queries.reps(session, cast.actor(getattr(cast, who)), **given).lines  # pyright: ignore[reportArgumentType] - as the keywords above


def standing(session: Session, cast: Cast, of: Person) -> tuple[str, str, str]:
    """Who coaches somebody, from where, or why nobody does; as Cleo finds it."""
    (one,) = [one for one in listed(session, cast, "cleo") if one.public_id == of.public_id]
    return one.coach, one.kind, one.note


def leaves(session: Session, person: Person) -> None:
    """That somebody left yesterday."""
    person.ends_on = TODAY - timedelta(days=1)
    session.add(person)
    session.flush()


def test_a_rep_is_coached_by_whom_they_report_to(session: Session, cast: Cast):
    assert listed(session, cast, "lena") == [
        RepCoach(
            public_id=one.public_id,
            name=one.name,
            coach="Mo Manager",
            kind="Manager",
            link=routes.coverage(one.public_id),
        )
        for one in (cast.rae, cast.ren)
    ]
    assert listed(session, cast, "lena", without=True) == []


@pytest.mark.parametrize(
    ("who", "names", "may_say"),
    [
        ("cleo", ["Rae Rep", "Ren Rep", "Sid Rep"], True),
        ("odd", ["Sid Rep"], True),
        ("mo", ["Rae Rep", "Ren Rep"], True),
        ("mia", [], True),
        ("spec", ["Rae Rep", "Ren Rep", "Sid Rep"], False),
    ],
)
def test_one_finds_the_reps_in_ones_reach(
    session: Session, cast: Cast, who: str, names: list[str], may_say: bool
):
    found = listed(session, cast, who)
    assert [one.name for one in found] == names
    assert {bool(one.link) for one in found} <= {may_say}


@pytest.mark.parametrize("who", ["rae", "ada"])
def test_who_has_nobody_in_reach_is_refused(session: Session, cast: Cast, who: str):
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(NotPermitted):
        listed(session, cast, who)
    with pytest.raises(NotPermitted):
        queries.minutes_of_reps(session, actor, without=False, page=0, at=NOW)


def test_a_record_in_force_says_otherwise(session: Session, cast: Cast):
    record(session, cast, cast.rae, coach=cast.spec)
    record(session, cast, cast.ren, CoachKind.EXTERNAL, outside="Ida of Partner")
    record(session, cast, cast.sid, CoachKind.MANAGER, coach=cast.mia, starts=1)
    assert standing(session, cast, cast.rae) == ("Sage Specialist", "Enablement", "")
    assert standing(session, cast, cast.ren) == ("Ida of Partner", "From outside", "")
    assert standing(session, cast, cast.sid) == ("Sol Stranger", "Manager", "")


def test_a_record_that_is_over_says_nothing(session: Session, cast: Cast):
    record(session, cast, cast.rae, coach=cast.spec, ends=0)
    assert standing(session, cast, cast.rae) == MO


def test_without_a_coach_is_whoever_has_nobody_here_who_coaches(session: Session, cast: Cast):
    leaves(session, cast.mo)
    session.exec(delete(Grant).where(col(Grant.person_id) == cast.sol.id))
    record(session, cast, cast.ren, coach=cast.spec)
    found = listed(session, cast, "cleo", without=True)
    assert [(one.name, one.note) for one in found] == [
        ("Rae Rep", "They report to Mo Manager, who has left."),
        ("Sid Rep", "They report to Sol Stranger, who does not coach."),
    ]
    leaves(session, cast.spec)
    assert standing(session, cast, cast.ren) == (
        "",
        "",
        "Sage Specialist coached them and has left.",
    )


def test_a_record_of_somebody_who_coaches_no_longer_says_nothing(session: Session, cast: Cast):
    record(session, cast, cast.rae, CoachKind.MANAGER, coach=cast.mia)
    record(session, cast, cast.ren, coach=cast.spec)
    leaves(session, cast.mo)
    assert standing(session, cast, cast.rae) == ("Mia Manager", "Manager", "")

    session.exec(delete(Grant).where(col(Grant.person_id).in_([cast.mia.id, cast.spec.id])))

    assert queries.own_coach(session, cast.actor(cast.rae), at=NOW) is None
    for rep, name in ((cast.rae, "Mia Manager"), (cast.ren, "Sage Specialist")):
        note = f"{name} coached them and coaches nobody now."
        assert standing(session, cast, rep) == ("", "", note)


def test_who_reports_to_nobody_is_found_by_the_specialist(session: Session, cast: Cast):
    session.exec(delete(Reach).where(col(Reach.descendant_id) == cast.rae.id))
    found = listed(session, cast, "spec", without=True)
    assert [(one.name, one.note) for one in found] == [("Rae Rep", "They report to nobody.")]


def test_managers_and_those_who_have_left_are_no_reps(session: Session, cast: Cast):
    leaves(session, cast.ren)
    assert [one.name for one in listed(session, cast, "cleo")] == ["Rae Rep", "Sid Rep"]
    assert [one.name for one in listed(session, cast, "cleo", search="SID")] == ["Sid Rep"]
    assert listed(session, cast, "cleo", search="%") == []


def test_whom_one_asks_is_ones_own_coach(session: Session, cast: Cast):
    rae = cast.actor(cast.rae)
    mo = OwnCoach(cast.mo.id, "Mo Manager", "Europe/Paris")
    assert queries.own_coach(session, rae, at=NOW) == mo
    record(session, cast, cast.rae, CoachKind.EXTERNAL, outside="Ida of Partner")
    assert queries.own_coach(session, rae, at=NOW) == OwnCoach(None, "Ida of Partner")
    assert queries.own_coach(session, cast.actor(cast.cleo), at=NOW) is None
    leaves(session, cast.mo)
    assert queries.own_coach(session, cast.actor(cast.ren), at=NOW) is None


def test_minutes_stand_by_name_and_those_left_out_are_found(session: Session, cast: Cast):
    entry(session, by=cast.mo, of=cast.ren, minutes=40)
    entry(session, by=cast.mo, of=cast.rae, minutes=14)
    entry(session, by=cast.sol, of=cast.sid, minutes=80)
    found = queries.minutes_of_reps(session, cast.actor(cast.cleo), without=False, page=0, at=NOW)
    rae = RepMinutes("Rae Rep", "Mo Manager", 0, "none", True)
    assert found.lines == [
        rae,
        RepMinutes("Ren Rep", "Mo Manager", 50, "40 min", False),
        RepMinutes("Sid Rep", "Sol Stranger", 100, "80 min", False),
    ]
    left_out = queries.minutes_of_reps(session, cast.actor(cast.lena), without=True, page=0, at=NOW)
    assert left_out.lines == [rae]
    record(session, cast, cast.rae, coach=cast.spec)
    left_out = queries.minutes_of_reps(session, cast.actor(cast.lena), without=True, page=0, at=NOW)
    assert left_out.lines == []


def test_a_manager_counts_what_they_held_and_not_what_others_did(session: Session, cast: Cast):
    entry(session, by=cast.lena, of=cast.rae, minutes=60)
    entry(session, by=cast.mo, of=cast.rae, minutes=20)
    for who, spent in ((cast.mo, "20 min"), (cast.cleo, "80 min"), (cast.spec, "80 min")):
        found = queries.minutes_of_reps(session, cast.actor(who), without=False, page=0, at=NOW)
        assert next(one.spent for one in found.lines if one.name == "Rae Rep") == spent


def test_lists_of_many_are_paged_and_take_as_many_statements_as_of_few(
    session: Session, cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
):
    lena = cast.actor(cast.lena)

    def both(page: int) -> tuple[int, int, str]:
        coaches = queries.reps(session, lena, search="", without=False, page=page, at=NOW)
        spent = queries.minutes_of_reps(session, lena, without=True, page=page, at=NOW)
        return len(coaches.lines), len(spent.lines), coaches.page.place

    both(0)
    with statements() as few:
        assert both(0) == (2, 2, "")
    team_of(session, cast.mo, 30)
    with statements() as many:
        assert both(0) == (25, 25, "1 to 25 of 32")
    assert len(few) == len(many) == 4
    assert both(1) == (7, 7, "26 to 32 of 32")
    assert session.exec(select(CoachOfRecord)).all() == []
