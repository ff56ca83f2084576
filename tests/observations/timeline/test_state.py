"""The page of a session over its time: what it shows, changes and quotes, and for whom."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.observations.queries import own_observation
from coach_the_coach.observations.rating.actions import save_level
from coach_the_coach.observations.rating.queries import answers_of
from coach_the_coach.observations.results.state import ResultState
from coach_the_coach.observations.tables import Note, Rating
from coach_the_coach.observations.tally.rules import Code
from coach_the_coach.observations.timeline.state import TimelineState
from tests import build
from tests.observations.results import signed
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


@pytest.fixture
def draft() -> str:
    """Lena watched Mo for an hour, tapped three times and noted once; the second is a 4."""
    with store.transaction() as session:
        mo, lena, rae = (person(session, key) for key in ("mo", "lena", "rae"))
        start = clock.now() - timedelta(hours=1)
        made = build.observation(session, of=mo, by=lena, coached=rae, at=start)
        build.taps(session, made, [Code.OPEN, Code.DIRECT, Code.DIRECT])
        session.add(
            Note(
                id="n",
                observation_id=made.id or 0,
                at=start + timedelta(seconds=65),
                seconds=65,
                text="Waits.",
            )
        )
        actor = actor_named(session, lena.id or 0, clock.now())
        save_level(session, actor, public_id=made.public_id, dimension=2, level=4)
        return made.public_id


def lena_in(session: Session) -> Actor:
    """Lena, acting."""
    return actor_named(session, person(session, "lena").id or 0, clock.now())


def page_of(draft: str, key: str = "lena") -> Visit:
    """The page as one of the cast opens it."""
    return Visit(TimelineState, f"/observations/{draft}/timeline", key)


def listed(page: Visit) -> list[tuple[str, str]]:
    """What is listed: when, and what."""
    return [(one.clock, one.word) for one in page.state.moments.rows]


def named(page: Visit, clock_words: str) -> str:
    """The name of what happened then."""
    return next(one.id for one in page.state.moments.rows if one.clock == clock_words)


def send(page: Visit, **given: str) -> None:
    """Send the form of the moment at hand."""
    state = page.state
    form = {"change": state.fresh, "tap": state.chosen.id, "moment": state.chosen.clock}
    page.do("keep", form | {"code": state.chosen.code} | given)


def test_whoever_watched_sees_what_happened_and_others_nothing(draft: str):
    page = page_of(draft)

    assert page.state.stage == "shown"
    assert listed(page) == [
        ("0:20", "Open"),
        ("0:40", "Direct"),
        ("1:00", "Direct"),
        ("1:05", "Note"),
    ]
    for key in ("mo", "odd", "cleo", "rae", "ada", "spec"):
        other = page_of(draft, key).state
        assert (other.stage, other.moments.rows, other.timeline.drawn.dots) == ("gone", [], [])
    assert page_of("nothing").state.stage == "gone"


def test_a_code_is_renamed_moved_removed_and_added_and_all_of_it_taken_back(draft: str):
    page = page_of(draft)
    page.do("choose", draft, named(page, "0:40"))
    assert (page.state.asking, page.state.chosen.code) == (True, "direct")
    send(page, code="offer", moment="5:00")
    assert not page.state.asking
    page.do("remove", draft, page.state.fresh, named(page, "1:00"))
    page.do("begin_adding")
    send(page, code="back", moment="2:00")

    assert listed(page) == [
        ("0:20", "Open"),
        ("1:05", "Note"),
        ("2:00", "Back"),
        ("5:00", "Offer"),
    ]
    changes = page.state.timeline.changes
    assert [one.word for one in changes.rows] == ["Moved, code changed", "Removed", "Added"]
    assert changes.standing == 3
    for one in changes.rows:
        page.do("restore", draft, page.state.fresh, one.id)
    assert page.state.timeline.changes.standing == 0
    assert listed(page) == listed(page_of(draft))
    assert listed(page)[1] == ("0:40", "Direct")


def test_a_change_that_arrives_twice_is_one_change(draft: str):
    page = page_of(draft)
    page.do("begin_adding")
    form = {"change": page.state.fresh, "tap": "", "code": "back", "moment": "2:00"}
    page.do("keep", form)
    page.do("keep", form)

    assert page.state.timeline.changes.standing == 1


def test_what_does_not_fit_is_said_beside_its_field_and_the_moment_stays_at_hand(draft: str):
    page = page_of(draft)
    page.do("begin_adding")
    send(page, code="", moment="99:00")

    assert set(page.state.problems) == {"code", "moment", "moment_at_hand"}
    assert page.state.problems["moment_at_hand"] == ""
    assert (page.state.asking, page.state.busy) == (True, False)
    send(page, change="made up", code="back", moment="2:00")
    assert page.state.problems["moment_at_hand"].startswith("Open the page anew")
    page.do("turn", False)
    assert not page.state.asking


def test_what_was_changed_on_another_page_is_said_and_shown(draft: str):
    page, other = page_of(draft), page_of(draft)
    name = named(page, "0:40")
    page.do("choose", draft, name)
    other.do("remove", draft, other.state.fresh, name)
    send(page, code="offer")

    assert "changed meanwhile" in page.state.message
    assert [one for one, _word in listed(page)] == ["0:20", "1:00", "1:05"]
    page.do("choose", draft, name)
    assert (page.state.asking, "not there any more" in page.state.message) == (False, True)
    page.do("restore", draft, page.state.fresh, "no change")
    assert "changed meanwhile" in page.state.message
    page.do("restore", draft, "made up", "no change")
    assert "Open the page anew" in page.state.message


def test_a_moment_is_quoted_for_a_dimension_with_a_level(draft: str):
    page = page_of(draft)
    page.do("choose", draft, named(page, "1:05"))
    name = page.state.chosen.id
    for dimension, said in (("", "Choose where"), ("x", "Choose where")):
        page.do("quote", {"name": name, "dimension": dimension})
        assert page.state.problems["dimension"].startswith(said)
    page.do("quote", {"name": name, "dimension": "3"})
    assert "Choose a level first." in page.state.problems["moment_at_hand"]
    page.do("quote", {"name": name, "dimension": "2"})

    assert page.state.message == "Quoted in the rating, at 1:05."
    assert not page.state.asking
    with store.reading() as session:
        lena = lena_in(session)
        answers = answers_of(session, lena, public_id=draft)
    assert (answers.quotes["2"], answers.moments["2"]) == ("Waits.", "1:05")
    assert answers.missing["2"] == ""


def test_what_is_signed_meanwhile_says_so(draft: str):
    page = page_of(draft)
    page.do("choose", draft, named(page, "0:40"))
    with store.transaction() as session:
        lena = lena_in(session)
        made = own_observation(session, lena, draft)
        made.stopped_at = made.signed_at = clock.now()
        made.status = made.status.SIGNED
        session.add(made)
    send(page, code="offer")

    assert page.state.message == "This observation is signed and cannot be changed."
    assert page.state.timeline.codes == []


def test_what_came_of_it_tells_both_what_was_entered_afterwards(draft: str):
    page = page_of(draft)
    page.do("remove", draft, page.state.fresh, named(page, "0:40"))
    with store.transaction() as session:
        made = own_observation(session, lena_in(session), draft)
        session.delete(session.get_one(Rating, (made.id, 2)))
        session.flush()
        signed.complete(session, made, [Code.OPEN, Code.DIRECT])
        signed.open_both(session, made)

    for key in ("lena", "mo"):
        result = Visit(ResultState, f"/observations/{draft}", key).state
        assert result.stage == "whole"
        assert [(one.word, one.before) for one in result.changes.rows] == [
            ("Removed", "0:40 Direct")
        ]
        timeline = page_of(draft, key).state
        assert timeline.timeline.changes.standing == 1
        assert timeline.timeline.codes == []


def test_more_moments_are_listed_on_demand(draft: str):
    with store.transaction() as session:
        lena = lena_in(session)
        build.taps(session, own_observation(session, lena, draft), [Code.OPEN] * 150, every=10)
    page = page_of(draft)

    assert (len(page.state.moments.rows), page.state.moments.more) == (100, 54)
    page.do("show_more")
    assert (len(page.state.moments.rows), page.state.moments.more) == (154, 0)


def test_every_change_gets_a_name_of_its_own(draft: str):
    page = page_of(draft)
    names = {page.state.fresh}
    page.do("begin_adding")
    names.add(page.state.fresh)
    send(page, code="back", moment="1:00")
    names.add(page.state.fresh)

    assert len(names) == 3
    assert all(str(UUID(name)) == name for name in names)
