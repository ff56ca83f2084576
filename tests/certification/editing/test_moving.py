"""Moving those who are on an older version of a path, from the page of the path."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.assigning.versions.rules import VersionChange
from coach_the_coach.certification.editing.path.actions import publish
from coach_the_coach.certification.editing.path.moving.rules import move_title, move_words
from coach_the_coach.certification.editing.path.moving.state import MovingState
from coach_the_coach.certification.editing.path.queries import newest_path
from coach_the_coach.certification.editing.path.rules import draft_of, with_value
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.certification.tables import Enrolment
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.shell import routes
from tests.cast import NOW
from tests.certification.mine import onpath
from tests.observations.visit import Visit, house, person

HERE = routes.path("foundations")


@pytest.fixture
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mo and Mia on the first version of a path."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        with store.transaction() as session:
            ensure_paths(session, at=NOW)
            first = newest_version(session, "foundations")
            for one in ("mo", "mia"):
                onpath.enrolled(session, person(session, one), first)
        yield


def published() -> None:
    """A second version of it."""
    with store.transaction() as session:
        actor = actor_named(session, person(session, "ada").id or 0, NOW)
        path, opened = newest_path(session, actor, key="foundations")
        draft = with_value(draft_of(path), "title", "Ground")
        publish(session, actor, draft=draft, opened=opened, reason="Simpler", at=NOW)


def on_newest() -> int:
    """How many are on the newest version."""
    with store.transaction() as session:
        newest = newest_version(session, "foundations").id
        found = session.exec(select(Enrolment).where(Enrolment.path_version_id == newest))
        return len(found.all())


@pytest.mark.usefixtures("inside")
def test_those_on_an_older_version_are_moved_once_it_was_looked_at_what_changes():
    ada = Visit(MovingState, HERE, "ada")
    assert ada.state.older.words == ""
    published()
    ada.do("load")
    assert ada.state.older.words == "2 people are on an older version."

    ada.do("move")
    assert on_newest() == 0
    ada.do("look")
    assert (ada.state.change.title, ada.state.change.changes) == (
        "Move 2 people to version 2?",
        ["They are too few to say how they would stand without saying who."],
    )
    assert on_newest() == 0
    ada.do("move")

    assert on_newest() == 2
    assert ada.state.message == "2 people were moved, and are told."
    assert (ada.state.older.people, ada.state.change.is_open) == (0, False)


@pytest.mark.usefixtures("inside")
def test_whoever_looked_can_leave_them_where_they_are():
    published()
    ada = Visit(MovingState, HERE, "ada")
    ada.do("look")
    ada.do("leave")
    ada.do("move")
    assert (on_newest(), ada.state.older.people) == (0, 2)


@pytest.mark.usefixtures("inside")
def test_a_new_path_has_nobody_on_an_older_version():
    ada = Visit(MovingState, routes.path("new"), "ada")
    assert ada.state.older.people == 0


@pytest.mark.usefixtures("inside")
def test_nobody_else_moves_anybody():
    with pytest.raises(NotPermitted):
        Visit(MovingState, HERE, "lena")


@pytest.mark.parametrize(
    ("change", "title", "words"),
    [
        (
            VersionChange(version=3, moved=9, waiting=1, is_known=True, short=2, gains=1),
            "Move 9 people to version 3?",
            [
                "2 have everything asked for today, and would not have it any more.",
                "1 has not everything today, and would have it then.",
                "1 stays on the older version: their decision is asked for.",
            ],
        ),
        (
            VersionChange(version=2, moved=6, is_known=True),
            "Move 6 people to version 2?",
            ["Nobody would have less than today, and nobody everything who has not now."],
        ),
        (
            VersionChange(version=2, waiting=2),
            "Nobody can be moved now.",
            ["2 stay on the older version: their decisions are asked for."],
        ),
    ],
)
def test_it_is_said_in_words_what_it_changes(change: VersionChange, title: str, words: list[str]):
    assert (move_title(change), move_words(change)) == (title, words)
