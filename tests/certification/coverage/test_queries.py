"""Coverage among those one leads: every number and the list behind it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.coverage.queries import coverage, covered
from coach_the_coach.certification.coverage.rows import CoverListRow, PathCoverRow
from coach_the_coach.certification.coverage.rules import Which
from coach_the_coach.certification.rules import State
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity.tables import Person
from tests.cast import NOW, Cast
from tests.certification.enrolled import TODAY, awarded, enrolled, managers, progress

Statements = Callable[[], AbstractContextManager[list[str]]]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def paths(session: Session) -> None:
    """The paths that the program comes with."""
    ensure_paths(session, at=NOW)


def of(session: Session, cast: Cast, reader: Person, key: str = "foundations") -> PathCoverRow:
    """What a leader sees of one path."""
    found = coverage(session, cast.actor(reader), at=NOW)
    return next(one for one in found if one.path_key == key)


def numbers(row: PathCoverRow) -> dict[str, int]:
    """The numbers that are not nought."""
    return {one.which: one.count for one in row.counts if one.count}


def listed(session: Session, cast: Cast, reader: Person, which: Which, **given) -> CoverListRow:
    """One list of a path."""
    asked = {"path_key": "foundations", "search": "", "page": 0, "at": NOW} | given
    return covered(session, cast.actor(reader), which=which, **asked)


def test_coverage_is_of_everybody_in_reach_who_coaches(session: Session, cast: Cast):
    awarded(session, cast.mo)
    awarded(session, cast.sol)
    awarded(session, cast.lena)
    row = of(session, cast, cast.lena)
    assert (row.certified, row.total, row.share) == (1, 2, "50 %")
    assert row.of == "of everybody in your reach who coaches"
    assert (of(session, cast, cast.cleo).figure, of(session, cast, cast.spec).figure) == (
        "3 / 5",
        "3 / 6",
    )


def test_a_certificate_counts_while_it_stands(session: Session, cast: Cast):
    awarded(session, cast.mo, until=TODAY - DAY)
    rests = awarded(session, cast.mia)
    rests.suspended_at = NOW
    revoked = awarded(session, cast.sol)
    revoked.revoked_at = NOW
    session.add_all([rests, revoked])
    session.flush()
    assert of(session, cast, cast.cleo).certified == 0


def company(session: Session, cast: Cast) -> dict[Which, list[str]]:
    """Somebody on every list, of Odd's; and the names that each list is to show."""
    people = iter(managers(session, cast.odd, 11))
    names: dict[Which, list[str]] = {one: [] for one in Which}

    def on(state: State | None, *lists: Which, due: int = 200, **given) -> Person:
        one = next(people)
        path = enrolled(session, one, due_on=TODAY + due * DAY, at=given.pop("at", NOW - 10 * DAY))
        if state is not None:
            progress(session, path, state, **given)
        for which in lists:
            names[which].append(one.name)
        return one

    on(None, Which.DUE_30, due=30)
    on(State.IN_PROGRESS, Which.DUE_60, due=31)
    on(State.REVIEW, Which.DUE_90, Which.REVIEW, due=90)
    on(State.COMPLETE, Which.OVERDUE, Which.COMPLETE, due=-1, last_on=TODAY - 60 * DAY)
    on(State.IN_PROGRESS, Which.STUCK, last_on=TODAY - 31 * DAY)
    on(State.IN_PROGRESS, last_on=TODAY - 30 * DAY)
    on(None, Which.STUCK, at=NOW - 40 * DAY)
    on(State.LAPSED, Which.LAPSED, due=-300)
    grace = on(State.GRACE, Which.EXPIRING, due=-300)
    awarded(session, grace, until=TODAY - 3 * DAY)
    soon = on(State.WINDOW, Which.EXPIRING, Which.CERTIFIED, due=-300)
    awarded(session, soon, until=TODAY + 90 * DAY)
    sure = on(State.CERTIFIED, Which.CERTIFIED, due=-300)
    awarded(session, sure, until=None)
    names[Which.NOT_ON].append("Sol Stranger")
    return names


def test_each_number_is_that_of_its_list(session: Session, cast: Cast):
    names = company(session, cast)
    row = of(session, cast, cast.odd)
    assert numbers(row) == {str(one): len(them) for one, them in names.items() if them}
    for which, them in names.items():
        lines = listed(session, cast, cast.odd, which).lines
        assert sorted(one.name for one in lines) == sorted(them)
    assert (row.certified, row.total) == (2, 12)


def test_nobody_sees_whom_they_do_not_lead(session: Session, cast: Cast):
    company(session, cast)
    assert numbers(of(session, cast, cast.lena)) == {"not-on": 2}
    assert listed(session, cast, cast.lena, Which.STUCK).lines == []
    for one in (cast.mo, cast.ada, cast.rae):
        with pytest.raises(NotPermitted):
            coverage(session, cast.actor(one), at=NOW)
        with pytest.raises(NotPermitted):
            listed(session, cast, one, Which.STUCK)
    with pytest.raises(NotFound):
        listed(session, cast, cast.lena, Which.STUCK, path_key="none")


def test_each_line_says_what_helps_next_and_who_can(session: Session, cast: Cast):
    soon = TODAY + 10 * DAY
    one = enrolled(session, cast.mo, due_on=soon)
    made = progress(session, one, State.IN_PROGRESS)
    line = listed(session, cast, cast.lena, Which.DUE_30).lines[0]
    assert (line.name, line.state, line.met, line.when) == (
        "Mo Manager",
        "In progress",
        "2 / 6",
        "By Thursday 12 March 2026",
    )
    assert (line.helps, line.by) == ("Waits for an observer.", "A certifying observer")
    assert line.link == f"/certification/{cast.mo.public_id}"

    made.next, made.missing = "log", ["log"]
    session.add(made)
    session.flush()
    line = listed(session, cast, cast.lena, Which.DUE_30).lines[0]
    assert (line.helps, line.by) == ("Next: more sessions in the log.", "They can do this themself")


def test_a_specialist_is_told_that_it_waits_for_their_signature(session: Session, cast: Cast):
    one = enrolled(session, cast.mo, path="certified-coach", due_on=TODAY + 10 * DAY)
    progress(session, one, State.IN_PROGRESS, missing=["gates"], next="signer")

    def helps(reader: Person) -> tuple[str, str]:
        line = listed(session, cast, reader, Which.DUE_30, path_key="certified-coach").lines[0]
        return line.helps, line.by

    assert helps(cast.spec) == ("Waits for your signature.", "You")
    assert helps(cast.lena) == ("Waits for a specialist's signature.", "A coaching specialist")


def test_those_not_on_a_path_can_be_put_on_it_by_who_may(session: Session, cast: Cast):
    shown = listed(session, cast, cast.lena, Which.NOT_ON)
    assert shown.assign_link == "/assign?path=foundations"
    assert [one.name for one in shown.lines] == ["Mia Manager", "Mo Manager"]
    assert listed(session, cast, cast.spec, Which.NOT_ON).assign_link == ""


def test_of_a_licence_those_count_who_have_it_or_are_on_the_way(session: Session, cast: Cast):
    enrolled(session, cast.lena, path="observer-licence")
    awarded(session, cast.spec, path="observer-licence", level=0)
    awarded(session, cast.odd, path="observer-licence", level=0)
    enrolled(session, cast.odd, path="observer-licence")
    row = of(session, cast, cast.cleo, "observer-licence")
    assert (row.figure, row.of) == ("1 / 2", "of those who have it or are on the way")
    assert "not-on" not in {one.which for one in row.counts}


def test_a_list_is_searched_and_turned(session: Session, cast: Cast):
    for one in managers(session, cast.odd, 30):
        enrolled(session, one, due_on=TODAY - DAY)
    first = listed(session, cast, cast.odd, Which.OVERDUE)
    second = listed(session, cast, cast.odd, Which.OVERDUE, page=1)
    assert (len(first.lines), len(second.lines)) == (25, 5)
    assert (first.paging.place, second.paging.place) == ("1 to 25 of 30", "26 to 30 of 30")
    found = listed(session, cast, cast.odd, Which.OVERDUE, search="max 007")
    assert [one.name for one in found.lines] == ["Max 007 More"]


def test_many_are_counted_and_listed_in_as_many_statements_as_one(
    session: Session, cast: Cast, statements: Statements
):
    progress(session, enrolled(session, cast.sol, due_on=TODAY - DAY), State.IN_PROGRESS)
    with statements() as counted:
        of(session, cast, cast.odd)
    with statements() as shown:
        listed(session, cast, cast.odd, Which.OVERDUE)
    for one in managers(session, cast.odd, 30):
        progress(session, enrolled(session, one, due_on=TODAY - DAY), State.IN_PROGRESS)
        awarded(session, one, path="certified-coach", level=2)
    with statements() as counted_many:
        of(session, cast, cast.odd)
    with statements() as shown_many:
        listed(session, cast, cast.odd, Which.OVERDUE)
    assert len(counted) == len(counted_many)
    assert len(shown) == len(shown_many)
