"""What a change would do: counted over enough people, and naming nobody."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.certification.credential.actions import issue
from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.editing.path.rows import TriedRow
from coach_the_coach.certification.editing.path.rules import draft_of, with_value, without_part
from coach_the_coach.certification.editing.path.trying.queries import tried
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import Invalid, NotPermitted
from coach_the_coach.identity.tables import Person
from tests.cadence.figures import kept
from tests.cast import NOW, Cast
from tests.certification.mine import onpath
from tests.certification.mine.onpath import FIRST, TODAY

Statements = Callable[[], AbstractContextManager[list[str]]]

PATH = replace(FIRST, requirements=FIRST.requirements[:2])
"""Two sessions in the log, and ten points."""


def managers(session: Session, number: int) -> list[Person]:
    """So many managers, of whom each has a session more in the log than the one before."""
    made = [
        Person(email=f"m{n}@example.com", given_name="Man", family_name=f"{n:02}")
        for n in range(number)
    ]
    session.add_all(made)
    session.flush()
    return made


def on_it(session: Session, cast: Cast, number: int) -> None:
    """So many on the path; the first with no session, the second with one, and so on to three."""
    version = onpath.version(session, PATH)
    for place, one in enumerate(managers(session, number)):
        onpath.enrolled(session, one, version)
        for back in range(min(place, 3)):
            kept.entry(session, one, cast.rae, TODAY - timedelta(days=1 + back))


def test_enough_people_are_counted_as_it_is_and_as_it_would_be(session: Session, cast: Cast):
    on_it(session, cast, 6)
    draft = without_part(with_value(draft_of(PATH), "r1-count", "3"), 2)

    found = tried(session, cast.actor(cast.ada), draft=draft, at=NOW)

    (group,) = found.groups
    assert (group.title, group.words) == (
        "Those who have no certificate yet",
        "Of 6 people 0 would pass today as it is, and 3 as you changed it.",
    )
    assert [(line.now, line.then) for line in group.lines] == [
        ("4 of 6", "3 of 6"),
        ("0 of 6", "not asked"),
    ]
    assert [one.split(":")[0] for one in found.changes] == [
        "Sessions in the log",
        "No longer asked",
    ]
    assert "Man" not in str(asdict(found))
    assert session.info.pop(audit.SEEN)[0][0] == "path:try"


def test_of_too_few_nothing_is_counted(session: Session, cast: Cast):
    on_it(session, cast, 4)
    found = tried(session, cast.actor(cast.ada), draft=draft_of(PATH), at=NOW)
    assert [(one.words, one.lines) for one in found.groups] == [
        ("Too few are on it to say this without naming anybody.", [])
    ]


def test_who_renews_is_counted_apart_and_who_lapsed_nowhere(session: Session, cast: Cast):
    version = onpath.version(session, PATH)
    for place, one in enumerate(managers(session, 6)):
        onpath.enrolled(session, one, version)
        kept.entry(session, one, cast.rae, TODAY - timedelta(days=1))
        issue(
            session,
            person_id=one.id or 0,
            path_key="first",
            path_title="First path",
            level=1,
            version=1,
            kind=AwardKind.FIRST,
            valid_from=TODAY - timedelta(days=300),
            valid_until=TODAY + timedelta(days=30 if place else -200),
            criteria=[],
            evidence=[],
            signed_by=[],
            at=NOW - timedelta(days=300),
        )

    found = tried(session, cast.actor(cast.ada), draft=draft_of(PATH), at=NOW)

    assert [(one.title, one.words) for one in found.groups] == [
        (
            "Those who hold one, by the lighter list",
            "Of 5 people 5 would pass today as it is, and 5 as you changed it.",
        )
    ]
    assert found.lapsed == "Whose certificate has lapsed is not counted."


def test_a_new_path_has_nobody_to_count(session: Session, cast: Cast):
    draft = with_value(draft_of(PATH), "key", "another")
    found = tried(session, cast.actor(cast.ada), draft=draft, at=NOW)
    assert found == TriedRow(is_done=True)


def test_what_is_no_path_is_not_tried_and_others_try_nothing(session: Session, cast: Cast):
    on_it(session, cast, 1)
    wrong = with_value(draft_of(PATH), "title", "")
    with pytest.raises(Invalid) as refusal:
        tried(session, cast.actor(cast.ada), draft=wrong, at=NOW)
    assert set(refusal.value.problems) == {"title"}
    for by in (cast.lena, cast.mo, cast.spec, cast.rae):
        with pytest.raises(NotPermitted):
            tried(session, cast.actor(by), draft=draft_of(PATH), at=NOW)


def test_more_people_take_no_more_statements(session: Session, cast: Cast, statements: Statements):
    on_it(session, cast, 1)
    actor, draft = cast.actor(cast.ada), draft_of(PATH)

    def sent() -> int:
        session.expire_all()
        with statements() as said:
            tried(session, actor, draft=draft, at=NOW)
        return len(said)

    few = sent()
    for n in range(30):
        one = Person(email=f"more{n}@example.com", given_name="More", family_name=f"{n}")
        session.add(one)
        session.flush()
        onpath.enrolled(session, one, newest_version(session, "first"))
    assert sent() == few
