"""A month of those in reach: each from what the reader may read of them, and nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.foundation.ids import new_id
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.observations.rules import Aim
from coach_the_coach.people.kinds.queries import PAGE, month_of_people
from coach_the_coach.people.kinds.rows import PersonKinds
from tests.cast import NOW, Cast
from tests.people import seen

TACTICAL = {"tactical": 8}


def month(
    session: Session, cast: Cast, who: Person, *, back: int = 0, page: int = 0
) -> list[PersonKinds]:
    return month_of_people(session, cast.actor(who), back=back, page=page, at=NOW)[0]


def names(session: Session, cast: Cast, who: Person, *, back: int = 0) -> list[tuple[str, str]]:
    return [(line.name, line.basis) for line in month(session, cast, who, back=back)]


def managers(session: Session, cast: Cast, number: int) -> list[Person]:
    """So many managers below Lena."""
    people = [
        Person(
            email=f"{new_id()}@example.com",
            given_name=f"Kim {each:02}",
            family_name="Many",
            title="manager",
            time_zone=("Europe/Paris", "America/New_York", "Asia/Tokyo")[each % 3],
        )
        for each in range(number)
    ]
    session.add_all(people)
    session.flush()
    since = NOW - timedelta(days=99)
    for one in people:
        who = one.id or 0
        session.add(
            ReportingLine(person_id=who, manager_id=cast.lena.id or 0, starts_on=since.date())
        )
        session.add(Grant(person_id=who, role=Role.MANAGER, root_id=who, starts_at=since))
    session.flush()
    everybody = [cast.cleo, cast.lena, cast.odd, cast.mo, cast.mia, cast.sol, *people]
    rebuild_reach(session, [one.id or 0 for one in everybody], NOW.date())
    return people


def test_a_leader_sees_what_she_may_read_and_nothing_of_development_by_others(
    session: Session, cast: Cast
):
    seen.observation(session, cast, kinds=TACTICAL)
    seen.talk(session, seen.observation(session, cast, of=cast.mia, by=cast.spec, kinds=TACTICAL))
    seen.observation(session, cast, of=cast.sol, by=cast.odd, kinds=TACTICAL)

    assert names(session, cast, cast.lena) == [("Mo Manager", "8 answers from 1 session")]
    assert names(session, cast, cast.odd) == [("Sol Stranger", "8 answers from 1 session")]
    assert names(session, cast, cast.spec) == [("Mia Manager", "8 answers from 1 session")]
    for who in (cast.cleo, cast.mo, cast.mia, cast.sol, cast.rae, cast.ada):
        assert names(session, cast, who) == []


def test_a_certification_counts_for_the_direct_leader_and_for_no_leader_above(
    session: Session, cast: Cast
):
    seen.observation(session, cast, by=cast.spec, aim=Aim.CERTIFICATION, kinds=TACTICAL)

    assert names(session, cast, cast.lena) == [("Mo Manager", "8 answers from 1 session")]
    assert names(session, cast, cast.cleo) == []


def test_whoever_watches_without_leading_has_their_own_alone(session: Session, cast: Cast):
    seen.observation(session, cast, by=cast.cleo, kinds=TACTICAL)
    seen.observation(session, cast, kinds=TACTICAL)

    assert names(session, cast, cast.cleo) == [("Mo Manager", "8 answers from 1 session")]


def test_what_was_corrected_does_not_count_and_an_earlier_month_stands_for_itself(
    session: Session, cast: Cast
):
    first = seen.observation(session, cast, days=1, kinds=TACTICAL)
    seen.observation(session, cast, corrects=first, kinds={"status": 3})
    seen.observation(session, cast, days=20, kinds=TACTICAL)

    assert names(session, cast, cast.lena) == [("Mo Manager", "3 answers from 1 session")]
    assert names(session, cast, cast.lena, back=1) == [("Mo Manager", "8 answers from 1 session")]
    assert names(session, cast, cast.lena, back=2) == []


def test_each_month_is_that_of_the_persons_own_zone(session: Session, cast: Cast):
    cast.mo.time_zone = "Asia/Tokyo"
    session.add(cast.mo)
    late = datetime(2026, 2, 28, 20, 0, tzinfo=UTC)
    for who in (cast.mo, cast.mia):
        days = (NOW - timedelta(hours=1) - late) / timedelta(days=1)
        seen.observation(session, cast, of=who, days=days, kinds=TACTICAL)

    row = month_of_people(session, cast.actor(cast.lena), back=0, page=0, at=NOW)
    before = month_of_people(session, cast.actor(cast.lena), back=1, page=0, at=NOW)

    assert ([one.name for one in row[0]], row[1:]) == (["Mo Manager"], ("March 2026 so far", 1))
    assert ([one.name for one in before[0]], before[1:]) == (["Mia Manager"], ("February 2026", 1))


def test_a_row_says_the_month_in_a_sentence_and_five_figures(session: Session, cast: Cast):
    for days in (0, 0.2, 0.4):
        seen.observation(session, cast, days=days, kinds={"tactical": 8, "opportunistic": 1})

    (line,) = month(session, cast, cast.lena)

    assert (line.link, line.sentence) == (
        f"/people/{cast.mo.public_id}",
        "Developmental is below its target: likely 0 to 29\u00a0%, wanted at least 40\u00a0%. "
        "Tactical is above its target: likely 71 to 100\u00a0%, wanted at most 40\u00a0%. "
        "Too close to call: Strategic, Status. 24 answers from 3 sessions. "
        "3 answers more: in the moment.",
    )
    assert [(one.word, one.figure, one.standing) for one in line.kinds] == [
        ("Developmental", "0\u00a0%, likely 0 to 29", "Below target"),
        ("Tactical", "100\u00a0%, likely 71 to 100", "Above target"),
        ("Strategic", "0\u00a0%, likely 0 to 29", "Too close to call"),
        ("Status", "0\u00a0%, likely 0 to 29", "Too close to call"),
        ("Opportunistic", "11\u00a0%, likely 2 to 41", ""),
    ]


@pytest.mark.parametrize("back", [-3, 40])
def test_a_month_outside_the_year_is_the_nearest_within(session: Session, cast: Cast, back: int):
    found = month_of_people(session, cast.actor(cast.lena), back=back, page=0, at=NOW)

    assert found == ([], "March 2026 so far" if back < 0 else "April 2025", 0)


def test_the_pages_hold_everybody_once_by_name_in_as_many_statements_as_for_one(
    session: Session, cast: Cast, statements
):
    for one in managers(session, cast, 30):
        seen.observation(session, cast, of=one, days=0.3, kinds=TACTICAL)
        seen.observation(session, cast, of=one, days=0.6, kinds=TACTICAL)
    seen.observation(session, cast, of=cast.sol, by=cast.odd, kinds=TACTICAL)
    session.expunge_all()
    lena, odd = cast.actor(cast.lena), cast.actor(cast.odd)

    with statements() as few:
        assert month_of_people(session, odd, back=0, page=0, at=NOW)[2] == 1
    with statements() as many:
        first, _month, total = month_of_people(session, lena, back=0, page=0, at=NOW)
    rest = month(session, cast, cast.lena, page=1)

    assert len(few) == len(many) == 5
    assert (len(first), len(rest), total) == (PAGE, 5, 30)
    assert [line.name for line in first + rest] == [f"Kim {each:02} Many" for each in range(30)]
