"""Who can be put on a path, what would be done, and somebody's paths."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.assigning import actions
from coach_the_coach.certification.assigning.one.queries import paths_of
from coach_the_coach.certification.assigning.queries import (
    chosen_people,
    could_finish,
    people_to_assign,
    preview,
    team_heads,
)
from coach_the_coach.certification.assigning.rows import PreviewRow
from coach_the_coach.certification.assigning.rules import Group, Kind, Whom
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity.tables import Person
from tests.cast import NOW, Cast
from tests.certification.enrolled import TODAY, enrolled, managers

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def paths(session: Session) -> None:
    """The paths that the program comes with."""
    ensure_paths(session, at=NOW)


def shown(
    session: Session, cast: Cast, reader: Person, whom: Whom, group: Group = Group.WILL, page=0
) -> PreviewRow:
    """What would be done on the first path."""
    return preview(
        session,
        cast.actor(reader),
        path_key="foundations",
        whom=whom,
        due_on=None,
        group=group,
        page=page,
        at=NOW,
    )


def test_people_in_reach_are_offered_with_what_would_become_of_them(session: Session, cast: Cast):
    enrolled(session, cast.mo)
    found = people_to_assign(
        session, cast.actor(cast.lena), path_key="foundations", search="", page=0, at=NOW
    )
    assert [(one.name, one.note) for one in found.lines] == [
        ("Mia Manager", ""),
        ("Mo Manager", "On it already"),
        ("Rae Rep", "Does not coach"),
        ("Ren Rep", "Does not coach"),
    ]
    for one in (cast.mo, cast.spec):
        with pytest.raises(NotPermitted):
            people_to_assign(
                session, cast.actor(one), path_key="foundations", search="", page=0, at=NOW
            )
    with pytest.raises(NotFound):
        people_to_assign(session, cast.actor(cast.lena), path_key="none", search="", page=0, at=NOW)


def test_those_a_path_is_for_come_before_those_it_is_not_for(session: Session, cast: Cast):
    enrolled(session, cast.mo)
    cast.rae.given_name = "Abe"
    session.add(cast.rae)
    session.flush()

    found = people_to_assign(
        session, cast.actor(cast.lena), path_key="foundations", search="", page=0, at=NOW
    )

    names = [one.name for one in found.lines]
    assert names == ["Mia Manager", "Mo Manager", "Abe Rep", "Ren Rep"]


def test_teams_are_those_of_who_coaches_and_ones_own(session: Session, cast: Cast):
    def heads(reader: Person, search: str = "") -> list[str]:
        found = team_heads(session, cast.actor(reader), search=search, page=0, at=NOW)
        return [one.name for one in found.lines]

    assert heads(cast.lena) == ["My whole team", "Mia Manager", "Mo Manager"]
    assert heads(cast.lena, "mo") == ["Mo Manager"]
    assert heads(cast.ada)[0] == "Cleo Chief"


def test_before_it_is_done_it_is_said_who_will_be_who_is_and_who_is_left_out(
    session: Session, cast: Cast
):
    enrolled(session, cast.mo)
    whole = Whom(Kind.TEAM, team=cast.lena.public_id)
    row = shown(session, cast, cast.lena, whole)
    assert (row.whom, row.will) == ("Everybody below Lena Leader", 1)
    assert [(one.word, one.words) for one in row.groups] == [
        ("Will be put on it", "1 person"),
        ("On it already", "1 person"),
        ("Left out", "2 people: Does not coach"),
    ]
    assert [one.name for one in row.lines] == ["Mia Manager"]
    assert (row.due_on, row.due_words) == ("2026-05-31", "Sunday 31 May 2026")
    left_out = shown(session, cast, cast.lena, whole, Group.OUT)
    assert [one.name for one in left_out.lines] == ["Rae Rep", "Ren Rep"]
    assert shown(session, cast, cast.lena, Whom()) == PreviewRow()


def test_whoever_was_on_it_before_is_marked(session: Session, cast: Cast):
    one = enrolled(session, cast.mo)
    actions.withdraw(
        session, cast.actor(cast.lena), enrolment_id=one.public_id, reason="Away", at=NOW
    )
    row = shown(session, cast, cast.lena, Whom(people=(cast.mo.public_id, cast.sol.public_id)))
    assert [(line.name, line.note) for line in row.lines] == [("Mo Manager", "Was on it before")]


def test_many_are_shown_in_as_many_statements_as_one(
    session: Session, cast: Cast, statements: Statements
):
    with statements() as one:
        shown(session, cast, cast.cleo, Whom(Kind.TEAM, team=cast.odd.public_id))
    managers(session, cast.odd, 30)
    with statements() as many:
        row = shown(session, cast, cast.cleo, Whom(Kind.TEAM, team=cast.odd.public_id))
    assert len(one) == len(many)
    assert (row.will, row.paging.place) == (31, "1 to 25 of 31")


def test_whether_it_can_be_finished_is_said_of_those_who_would_be_put_on_it(
    session: Session, cast: Cast
):
    enrolled(session, cast.mo)
    lena = cast.actor(cast.lena)
    both = Whom(people=(cast.mo.public_id, cast.mia.public_id))
    row = could_finish(session, lena, path_key="foundations", whom=both, at=NOW)
    assert row.about == "Said of 1 person."
    nobody = could_finish(session, lena, path_key="foundations", whom=Whom(), at=NOW)
    assert nobody.verdict == ""


def test_only_those_in_reach_are_chosen_by_an_address(session: Session, cast: Cast):
    asked = [cast.mo.public_id, cast.sol.public_id, cast.lena.public_id]
    found = chosen_people(session, cast.actor(cast.lena), chosen=asked, at=NOW)
    assert [one.name for one in found] == ["Mo Manager"]


def test_somebodys_paths_are_shown_with_why_they_ended_and_nothing_of_how_they_do(
    session: Session, cast: Cast
):
    lena = cast.actor(cast.lena)
    one = enrolled(session, cast.mo, by=cast.lena)
    actions.withdraw(session, lena, enrolment_id=one.public_id, reason="Away", at=NOW)
    enrolled(session, cast.mo, path="certified-coach", due_on=TODAY + timedelta(days=40))

    row = paths_of(session, cast.actor(cast.ada), person=cast.mo.public_id, at=NOW)

    assert [(path.title, path.about, path.ended, bool(path.again_link)) for path in row.paths] == [
        ("Certified Coach", "Since Friday 20 February 2026, by itself.", "", False),
        (
            "Foundations",
            "Since Friday 20 February 2026, put on it by Lena Leader.",
            "Taken off on Monday 2 March 2026 by Lena Leader: Away",
            True,
        ),
    ]
    with pytest.raises(NotFound):
        paths_of(session, lena, person=cast.sol.public_id, at=NOW)
    with pytest.raises(NotPermitted):
        paths_of(session, cast.actor(cast.spec), person=cast.mo.public_id, at=NOW)
