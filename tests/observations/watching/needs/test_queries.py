"""Who still needs watching, in whose eyes, by when, and who is proposed for it."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.observations.watching.needs.actions import say_places
from coach_the_coach.observations.watching.needs.observers.queries import places_of
from coach_the_coach.observations.watching.needs.queries import PAGE, people_to_watch
from coach_the_coach.observations.watching.needs.rows import NeedRow, ObserverRow
from tests import build
from tests.cast import NOW, Cast
from tests.observations.watching import planned
from tests.people import seen


def needs(session: Session, cast: Cast, who: Person, *, certifying: bool = False) -> list[NeedRow]:
    """The first page of those who need watching, in somebody's eyes."""
    rows, total = people_to_watch(session, cast.actor(who), certifying=certifying, page=0, at=NOW)
    assert total == len(rows)
    return rows


def named(rows: list[NeedRow]) -> list[tuple[str, str, str, str]]:
    """Who, since when, why, and how late."""
    return [(one.name, one.due.at, one.why, one.late) for one in rows]


def places(session: Session, cast: Cast) -> tuple[int, bool, int]:
    """How many Lena can watch, whether she said so, and how many are taken."""
    row = places_of(session, cast.actor(cast.lena), at=NOW)
    return row.per_month, row.is_said, row.taken


def test_lena_sees_her_own_managers_and_no_others(session: Session, cast: Cast):
    assert [row.name for row in needs(session, cast, cast.lena)] == ["Mia Manager", "Mo Manager"]
    assert [row.name for row in needs(session, cast, cast.odd)] == ["Sol Stranger"]
    assert [row.name for row in needs(session, cast, cast.cleo)] == [
        "Lena Leader",
        "Mia Manager",
        "Mo Manager",
        "Odd Other",
        "Sol Stranger",
    ]
    for who in (cast.mo, cast.spec, cast.ada, cast.rae):
        assert people_to_watch(session, cast.actor(who), certifying=False, page=0, at=NOW) == (
            [],
            0,
        )


def test_once_in_each_calendar_month_and_the_latest_first(session: Session, cast: Cast):
    # On 2 March: Mia was seen in January, Mo in February, and each once in this month is enough.
    seen.observation(session, cast, of=cast.mo, days=20)
    seen.observation(session, cast, of=cast.mia, days=40)
    assert named(needs(session, cast, cast.lena)) == [
        ("Mia Manager", "2026-02-28", "One in each month", "2 days late"),
        ("Mo Manager", "2026-03-31", "One in each month", ""),
    ]
    seen.observation(session, cast, of=cast.mo, by=cast.spec, days=0.1)
    assert [row.name for row in needs(session, cast, cast.lena)] == ["Mia Manager"]


def test_who_was_never_observed_is_due_after_the_month_in_which_they_began(
    session: Session, cast: Cast
):
    grant = session.exec(select(Grant).where(Grant.person_id == cast.mo.id)).one()
    grant.starts_at = NOW - timedelta(days=1)
    session.add(grant)
    session.flush()
    rows = needs(session, cast, cast.lena)
    # Mia has coached for longer than a year: no later than that is told apart.
    assert named(rows) == [
        ("Mia Manager", "2025-04-30", "Never observed", "10 months late"),
        ("Mo Manager", "2026-04-30", "Never observed", ""),
    ]
    assert [row.wanted_by for row in rows] == ["2026-03-09", "2026-04-30"]
    assert rows[0].last.words == ""


def test_a_day_that_the_reader_promised_comes_instead_and_is_known_to_nobody_else(
    session: Session, cast: Cast
):
    seen.observation(session, cast, of=cast.mia, days=0.1)
    made = seen.observation(session, cast, days=1, again=date(2026, 3, 5))
    seen.reply(session, made, talked=True)
    assert named(needs(session, cast, cast.lena)) == [
        ("Mo Manager", "2026-03-05", "You agreed to watch again", "")
    ]
    # Whoever promised it is named first, also without a place free.
    say_places(session, cast.actor(cast.lena), per_month="0", at=NOW)
    session.flush()
    (mo,) = needs(session, cast, cast.lena)
    assert [(one.name, one.free) for one in mo.observers] == [
        ("Lena Leader", "As you agreed"),
        ("Cleo Chief", "4 places free this month"),
    ]
    for_cleo = {row.name: row for row in needs(session, cast, cast.cleo)}
    assert "Mo Manager" not in for_cleo


def test_an_observation_that_is_not_signed_is_no_observation_yet(session: Session, cast: Cast):
    seen.observation(session, cast, of=cast.mia, days=0.1)
    build.observation(session, of=cast.mo, by=cast.spec, coached=cast.rae)
    assert [row.name for row in needs(session, cast, cast.lena)] == ["Mo Manager"]


def test_one_of_the_line_and_one_from_outside_are_proposed_with_their_places(
    session: Session, cast: Cast
):
    seen.observation(session, cast, of=cast.mia, days=0.1)
    (mo,) = needs(session, cast, cast.lena)
    assert mo.observers == [
        ObserverRow(
            public_id=cast.lena.public_id,
            name="Lena Leader",
            title="leader",
            free="3 places free this month",
            is_me=True,
        ),
        ObserverRow(
            public_id=cast.odd.public_id,
            name="Odd Other",
            title="leader",
            free="4 places free this month",
            is_outside=True,
        ),
    ]


def test_places_are_what_somebody_said_less_what_they_watched_and_agreed_to_this_month(
    session: Session, cast: Cast
):
    lena = cast.actor(cast.lena)
    assert places(session, cast) == (4, False, 0)
    say_places(session, lena, per_month="2", at=NOW)
    seen.observation(session, cast, of=cast.mia, days=0.1)
    seen.observation(session, cast, of=cast.mia, days=20)
    assert places(session, cast) == (2, True, 1)
    planned.agreed(session, cast)
    assert places(session, cast) == (2, True, 2)
    say_places(session, lena, per_month="0", at=NOW)
    say_places(session, cast.actor(cast.odd), per_month="0", at=NOW)
    session.flush()
    sol_is_watched_by = [one.name for one in needs(session, cast, cast.odd)[0].observers]
    assert sol_is_watched_by == ["Cleo Chief", "Sage Specialist"]


def test_for_certification_those_who_may_are_proposed_and_the_one_from_outside_first(
    session: Session, cast: Cast
):
    for_mo = needs(session, cast, cast.lena, certifying=True)[1]
    assert [(one.name, one.is_outside) for one in for_mo.observers] == [("Lena Leader", False)]
    give_grant(session, cast.spec.id or 0, Role.CERTIFIER, root_id=cast.lena.id, at=NOW)
    session.flush()
    mia, mo = needs(session, cast, cast.lena, certifying=True)
    for one in (mia, mo):
        assert [(who.name, who.is_outside) for who in one.observers] == [
            ("Sage Specialist", True),
            ("Lena Leader", False),
        ]


def test_for_certification_it_is_said_who_has_not_practised_scoring(session: Session, cast: Cast):
    give_grant(session, cast.spec.id or 0, Role.CERTIFIER, root_id=cast.lena.id, at=NOW)
    build.practised(session, cast.spec)

    def said(*, certifying: bool) -> set[tuple[str, str]]:
        rows = needs(session, cast, cast.lena, certifying=certifying)
        return {(who.name, who.unpractised) for row in rows for who in row.observers}

    assert said(certifying=True) == {
        ("Sage Specialist", ""),
        ("Lena Leader", "Has not practised scoring yet"),
    }
    assert {unpractised for _name, unpractised in said(certifying=False)} == {""}


def test_what_is_under_way_stands_beside_the_person_and_is_not_proposed_again(
    session: Session, cast: Cast
):
    watch = planned.agreed(session, cast)
    mia, mo = needs(session, cast, cast.lena)
    assert (mia.name, mia.asked) == ("Mia Manager", [])
    # What is agreed needs nobody: it comes last.
    assert mo.name == "Mo Manager"
    assert [(one.link, one.observer, one.state_word, one.starts.words) for one in mo.asked] == [
        (f"/watching/{watch}", "Lena Leader", "Agreed", "Wednesday 14:00")
    ]
    assert "Lena Leader" not in [one.name for one in mo.observers]


@pytest.mark.parametrize("certifying", [False, True])
def test_the_page_takes_the_same_statements_with_one_and_with_thirty(
    session: Session, cast: Cast, statements, certifying: bool
):
    sent = []
    seen.observation(session, cast, of=cast.mia, days=0.1)
    for more in (0, 29):
        for number in range(more):
            one = Person(
                email=f"m{number}@example.com", given_name=f"M{number}", family_name="More"
            )
            session.add(one)
            session.flush()
            for above, depth in ((one, 0), (cast.lena, 1), (cast.cleo, 2)):
                session.add(
                    Reach(ancestor_id=above.id or 0, descendant_id=one.id or 0, depth=depth)
                )
            since = NOW - timedelta(days=3)
            give_grant(session, one.id or 0, Role.MANAGER, root_id=one.id, at=since)
        session.flush()
        lena = cast.actor(cast.lena)
        session.expunge_all()
        with statements() as said:
            rows, total = people_to_watch(session, lena, certifying=certifying, page=0, at=NOW)
        sent.append((len(said), len(rows), total))
    assert sent == [(sent[0][0], 1, 1), (sent[0][0], PAGE, 30)]
    assert sent[0][0] == (8 if certifying else 7)
    rest, total = people_to_watch(session, lena, certifying=certifying, page=1, at=NOW)
    assert (len(rest), total) == (5, 30)
