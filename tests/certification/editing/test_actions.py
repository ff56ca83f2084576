"""Publishing a version: what it keeps, who may, and two at one moment."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.editing.path.actions import publish
from coach_the_coach.certification.editing.path.queries import newest_path, path_row
from coach_the_coach.certification.editing.path.rules import (
    PathDraft,
    draft_of,
    with_value,
)
from coach_the_coach.certification.editing.queries import path_lines
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.certification.tables import PathVersion
from coach_the_coach.foundation import audit, store
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.cast import NOW, Cast
from tests.certification.mine import onpath
from tests.meeting import at_once, company


def draft(session: Session, cast: Cast, **values: str) -> PathDraft:
    """Foundations as it is, with other values."""
    path, _version = newest_path(session, cast.actor(cast.ada), key="foundations")
    found = draft_of(path)
    for name, value in values.items():
        found = with_value(found, name, value)
    return found


def published(
    session: Session, cast: Cast, opened: int = 1, *, reason: str = "As agreed", **values: str
) -> str:
    """Foundations published by Ada."""
    changed = draft(session, cast, **values)
    return publish(
        session, cast.actor(cast.ada), draft=changed, opened=opened, reason=reason, at=NOW
    )


def test_a_change_is_a_new_version_and_whoever_is_on_the_path_keeps_theirs(
    session: Session, cast: Cast
):
    ensure_paths(session, at=NOW - timedelta(days=30))
    first = newest_version(session, "foundations")
    onpath.enrolled(session, cast.mo, first)
    gone = onpath.enrolled(session, cast.mia, first)
    gone.withdrawn_at = NOW

    key = published(session, cast, title="Ground", within_days="120")

    assert key == "foundations"
    assert session.info.pop(audit.ABOUT).detail == {"version": "2"}
    row = path_row(session, cast.actor(cast.ada), key="foundations", at=NOW)
    assert (row.title, row.opened) == ("Ground", 2)
    assert [(one.word, one.by, one.reason, one.people, one.changes) for one in row.versions] == [
        (
            "Version 2",
            "Ada Admin",
            "As agreed",
            "0 people on it",
            [
                "Title: Ground instead of Foundations.",
                "Days to get there: 120 instead of 90.",
            ],
        ),
        ("Version 1", "came with the program", "", "1 person on it", []),
    ]
    (line,) = [
        one for one in path_lines(session, cast.actor(cast.ada), at=NOW) if one.key == "foundations"
    ]
    assert (line.title, line.version, line.by, line.people) == (
        "Ground",
        "Version 2",
        "Ada Admin",
        "1 person on it",
    )


def test_a_copy_under_another_name_is_a_path_of_its_own(session: Session, cast: Cast):
    ensure_paths(session, at=NOW)
    assert published(session, cast, 0, key="ours", title="Ours") == "ours"
    row = path_row(session, cast.actor(cast.ada), key="ours", at=NOW)
    assert [one.number for one in row.versions] == [1]
    assert newest_version(session, "foundations").version == 1


def test_a_new_path_takes_no_name_that_is_there(session: Session, cast: Cast):
    ensure_paths(session, at=NOW)
    with pytest.raises(Invalid) as refusal:
        published(session, cast, 0, title="Ours")
    assert refusal.value.problems == {"key": "There is a path of this short name already."}


def test_what_is_wrong_is_said_together_with_a_missing_reason(session: Session, cast: Cast):
    ensure_paths(session, at=NOW)
    with pytest.raises(Invalid) as refusal:
        published(session, cast, reason=" ", within_days="1")
    assert refusal.value.problems == {
        "within_days": "7 to 730.",
        "reason": "Say why, in 3 to 200 characters: whoever is on it reads this.",
    }


def test_what_is_not_another_is_no_version(session: Session, cast: Cast):
    ensure_paths(session, at=NOW)
    with pytest.raises(Invalid) as refusal:
        published(session, cast)
    assert refusal.value.problems == {"reason": "Nothing is another than in version 1."}


def test_whoever_opened_an_older_version_is_told(session: Session, cast: Cast):
    ensure_paths(session, at=NOW)
    published(session, cast, title="Ground")
    with pytest.raises(Conflict, match="Nothing of yours is lost"):
        published(session, cast, opened=1, title="Base")
    assert newest_version(session, "foundations").title == "Ground"


def test_of_two_at_one_moment_the_second_is_told(database_url: str):
    with company(database_url) as cast:
        with store.transaction() as session:
            ensure_paths(session, at=NOW)

        def by(title: str):
            def work(session: Session) -> str:
                here = Cast(**{**vars(cast), "session": session})
                return published(session, here, title=title)

            return work

        first, second = at_once(by("Ground"), by("Base"))
        assert first == "foundations"
        assert isinstance(second, Conflict)
        with store.transaction() as session:
            versions = session.exec(
                select(PathVersion.title)
                .where(PathVersion.key == "foundations")
                .order_by(col(PathVersion.version))
            ).all()
            assert versions == ["Foundations", "Ground"]


@pytest.mark.parametrize("by", ["lena", "mo", "spec", "rae"])
def test_only_whoever_may_change_paths_reads_and_publishes_them(
    session: Session, cast: Cast, by: str
):
    ensure_paths(session, at=NOW)
    actor, changed = cast.actor(getattr(cast, by)), draft(session, cast, title="Ground")
    with pytest.raises(NotPermitted):
        publish(session, actor, draft=changed, opened=1, reason="As agreed", at=NOW)
    with pytest.raises(NotPermitted):
        path_row(session, actor, key="foundations", at=NOW)
    with pytest.raises(NotPermitted):
        path_lines(session, actor, at=NOW)


def test_there_is_no_page_of_no_path(session: Session, cast: Cast):
    with pytest.raises(NotFound):
        path_row(session, cast.actor(cast.ada), key="nothing", at=NOW)
