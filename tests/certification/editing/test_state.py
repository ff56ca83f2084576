"""The page of a path, as the browser of an administrator sees it."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from sqlmodel import select

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.editing.file.rules import packed
from coach_the_coach.certification.editing.path.actions import publish
from coach_the_coach.certification.editing.path.queries import newest_path
from coach_the_coach.certification.editing.path.rules import draft_of, with_value
from coach_the_coach.certification.editing.path.state import PathState
from coach_the_coach.certification.editing.state import PathsState, purpose
from coach_the_coach.certification.paths.rules import stored_path
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.certification.tables import PathVersion
from coach_the_coach.foundation import clock, keys, store
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.shell import routes
from tests.cast import NOW
from tests.observations.visit import Visit, house, person

HERE = routes.path("foundations")


@pytest.fixture(autouse=True)
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cast, on a Monday in March, with the paths that the program comes with."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        with store.transaction() as session:
            ensure_paths(session, at=NOW)
        yield


def versions(key: str = "foundations") -> list[str]:
    """The titles of the versions of a path."""
    with store.transaction() as session:
        return sorted(session.exec(select(PathVersion.title).where(PathVersion.key == key)))


def typed(ada: Visit, name: str) -> str:
    """What a field holds."""
    form = ada.state.form
    parts = [*form.requirements.parts, *form.recertify.parts]
    every = [*form.words, *form.numbers, *(one for part in parts for one in part.fields)]
    return next(one.value for one in every if one.name == name)


def test_what_is_typed_is_tried_and_published():
    ada = Visit(PathState, HERE, "ada")
    assert (ada.state.path.title, ada.state.path.opened, ada.state.is_changed) == (
        "Foundations",
        1,
        False,
    )
    ada.do("fill", "title", "Ground")
    ada.do("fill", "r3-count", "10")
    ada.do("fill", "audience", "nobody")
    ada.do("try_out")
    assert ada.state.tried.is_done
    assert ada.state.tried.changes[0] == "Title: Ground instead of Foundations."
    ada.do("fill", "reason", "Smaller teams")

    ada.do("publish")

    assert versions() == ["Foundations", "Ground"]
    assert (ada.state.path.opened, ada.state.is_changed, ada.state.reason) == (2, False, "")
    assert ada.state.message == "Published as version 2. Whoever is on it keeps theirs."


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost():
    ada = Visit(PathState, HERE, "ada")
    ada.do("fill", "within_days", "1")
    ada.do("fill", "r3-count", "many")
    ada.do("fill", "about", "Said anew.")

    ada.do("publish")

    assert set(ada.state.problems) == {"within_days", "r3-count", "reason"}
    assert [typed(ada, name) for name in ("within_days", "r3-count", "about")] == [
        "1",
        "many",
        "Said anew.",
    ]
    ada.do("fill", "within_days", "100")
    assert set(ada.state.problems) == {"r3-count", "reason"}
    ada.do("load")
    assert typed(ada, "r3-count") == "many"
    ada.do("start_over")
    assert (typed(ada, "r3-count"), ada.state.problems) == ("12", {})


def test_requirements_are_added_moved_and_taken_out():
    ada = Visit(PathState, HERE, "ada")
    ada.do("add", "recertify", {"type": "self-audit"})
    ada.do("shift", 8, -1)
    assert [one.name for one in ada.state.form.recertify.parts] == [
        "Ten points",
        "Observed sessions",
    ]
    assert [one.is_first for one in ada.state.form.recertify.parts] == [True, False]
    ada.do("remove", 8)
    assert [one.uid for one in ada.state.form.recertify.parts] == [7]
    ada.do("tick", "r3-all_fields", False)
    assert (
        ada.state.form.requirements.parts[2].sentence
        == "12 logged sessions in 60 days, at least 4 people"
    )
    ada.do("seat", "sponsor", True)
    ada.do("seat", "nobody", True)
    assert ada.state.form.seats == ["line", "second", "sponsor"]
    ada.do("tick", "is_licence", True)
    assert ada.state.form.is_licence


@pytest.mark.parametrize("given", [None, "1", True, 3.5, 99])
def test_what_is_no_requirement_changes_nothing(given: object):
    ada = Visit(PathState, HERE, "ada")
    before = ada.state.form
    ada.do("remove", given if given != 1 else 99)
    ada.do("shift", given, 1)
    ada.do("add", "requirements", given)
    assert ada.state.form == before


def by_another(title: str) -> None:
    """Another administrator publishes meanwhile."""
    with store.transaction() as session:
        actor = actor_named(session, person(session, "ada").id or 0, NOW)
        path, number = newest_path(session, actor, key="foundations")
        draft = with_value(draft_of(path), "title", title)
        publish(session, actor, draft=draft, opened=number, reason="First", at=NOW)


def test_whoever_is_second_is_told_keeps_what_they_typed_and_goes_on_deliberately():
    ada = Visit(PathState, HERE, "ada")
    ada.do("fill", "title", "Ours")
    ada.do("fill", "reason", "As agreed")
    by_another("Theirs")

    ada.do("publish")

    assert (ada.state.meanwhile, typed(ada, "title")) == (2, "Ours")
    assert ada.state.path.versions[0].changes == ["Title: Theirs instead of Foundations."]
    ada.do("publish")
    assert versions() == ["Foundations", "Theirs"]
    ada.do("carry_on")
    ada.do("publish")
    assert versions() == ["Foundations", "Ours", "Theirs"]


def test_a_copy_is_a_new_path():
    ada = Visit(PathState, f"{routes.path('new')}?from=foundations", "ada")
    assert (typed(ada, "key"), typed(ada, "title"), ada.state.path.opened) == (
        "",
        "Copy of Foundations",
        0,
    )
    ada.do("fill", "key", "ours")
    ada.do("fill", "reason", "For the north")
    went = ada.do("publish")
    assert versions("ours") == ["Copy of Foundations"]
    assert routes.path("ours") in " ".join(went)


def test_a_new_path_begins_with_what_is_proposed():
    ada = Visit(PathState, routes.path("new"), "ada")
    assert (ada.state.loaded, ada.state.form.seats, typed(ada, "valid_days")) == (
        True,
        ["line", "second"],
        "365",
    )


def test_there_is_no_page_of_no_path():
    ada = Visit(PathState, routes.path("nothing"), "ada")
    assert (ada.state.loaded, ada.state.missing) == (False, True)


def test_a_file_opens_as_a_change_for_the_one_who_brought_it_in_alone():
    ada = Visit(PathState, HERE, "ada")
    secret = ada.router_data["headers"]["cookie"].removeprefix("sid=")
    with store.transaction() as session:
        path = stored_path(newest_version(session, "master-coach").content)
        own = stored_path(newest_version(session, "foundations").content)
    for brought, whose, is_shown in (
        (own, secret, True),
        (own, "another", False),
        (path, secret, False),
    ):
        sealed = keys.sealed(purpose(whose), packed(brought))
        asked = urlencode({"file": sealed})
        ada.router_data |= {"query": {"file": sealed}, "asPath": f"{HERE}?{asked}"}
        ada.root.router = type(ada.root.router).from_router_data(ada.router_data)
        ada.do("start_over")
        ada.do("load")
        assert ada.state.is_changed is is_shown


def test_all_paths_are_listed_with_what_was_wrong_with_a_file():
    ada = Visit(PathsState, routes.PATHS, "ada")
    assert [one.title for one in ada.state.paths] == [
        "Foundations",
        "Certified Coach",
        "Master Coach",
        "Observer licence",
    ]
    assert ada.state.paths[0].copy_link == "/paths/new?from=foundations"
    assert ada.state.problems == {}


@pytest.mark.parametrize("key", ["lena", "mo", "spec"])
def test_nobody_else_opens_them(key: str):
    with pytest.raises(NotPermitted):
        Visit(PathsState, routes.PATHS, key)
    with pytest.raises(NotPermitted):
        Visit(PathState, HERE, key)
