"""Everybody reads what others did that concerns them, and never what they may not know yet."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.account.trail.queries import PAGE, looked_at, own_acts
from coach_the_coach.account.trail.rows import EntryRow
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About, Result, Told
from coach_the_coach.foundation.when import moment
from tests.cast import NOW, Cast
from tests.foundation.actions import actions

UNKNOWN_TO_THE_OBSERVED = (
    "observation:open",
    "observation:start",
    "observation:stop",
    "observation:resume",
    "observation:discard",
    "observation:amend",
    "transcript:keep",
    "look:open",
    "look:discard",
    "watching:ask",
)
"""Acts upon drafts, looks not given and plans that nobody has told them of."""


@pytest.fixture(autouse=True)
def _every_room():
    actions()


def entry(session: Session, cast: Cast, action: str, **more: object) -> None:
    """Lena did it, about Mo."""
    given = {"actor_id": cast.lena.id, "at": NOW, "of": About(cast.mo.id, "t")} | more
    audit.note(session, action, **given)  # pyright: ignore[reportArgumentType] - as they are given


def seen(session: Session, cast: Cast, who: str) -> list[str]:
    """What of others' acts somebody is shown."""
    actor = cast.actor(getattr(cast, who))
    return [row.what for row in looked_at(session, actor, page=0, at=NOW)[0]]


def test_one_reads_who_did_what_and_when(session: Session, cast: Cast):
    entry(session, cast, "observation:read", result=Result.READ)
    rows, total = looked_at(session, cast.actor(cast.mo), page=0, at=NOW)

    assert total == 1
    assert rows == [
        EntryRow(
            who="Lena Leader",
            what="read a certification observation",
            about="Mo Manager",
            when=moment(NOW, "Europe/Paris", NOW),
            thing="t",
        )
    ]


@pytest.mark.parametrize("action", UNKNOWN_TO_THE_OBSERVED)
def test_what_the_observed_may_not_know_yet_is_not_in_their_trail(
    session: Session, cast: Cast, action: str
):
    entry(session, cast, action)

    assert action in audit.WORDS
    assert seen(session, cast, "mo") == []
    # Whoever did it knows of it.
    assert len(own_acts(session, cast.actor(cast.lena), page=0, at=NOW)[0]) == 1


def test_of_every_action_the_one_it_is_about_reads_if_it_says_so_and_nobody_else_does(
    session: Session, cast: Cast
):
    for action in audit.WORDS:
        entry(session, cast, action)
    told = [audit.WORDS[one] for one in audit.WORDS if Told.SUBJECT in audit.TOLD[one]]

    actor, rows = cast.actor(cast.mo), []
    for page in range(len(told) // PAGE + 1):
        rows += looked_at(session, actor, page=page, at=NOW)[0]

    assert sorted(row.what for row in rows) == sorted(told)
    for other in ("lena", "cleo", "sol", "rae", "ada", "spec"):
        assert seen(session, cast, other) == []


def test_own_acts_are_ones_own_alone_with_what_was_refused(session: Session, cast: Cast):
    entry(session, cast, "observation:open")
    entry(session, cast, "data:read", result=Result.REFUSED, of=About(detail={"why": "NotFound"}))

    rows, total = own_acts(session, cast.actor(cast.lena), page=0, at=NOW)

    assert total == 2
    assert [(row.what, row.about, row.mark, row.detail) for row in rows] == [
        ("asked to see something", "", "Refused", "Nothing to be seen there"),
        ("opened an observation", "Mo Manager", "", ""),
    ]
    assert own_acts(session, cast.actor(cast.mo), page=0, at=NOW) == ([], 0)


def test_a_detail_shows_no_other_words_than_those_that_are_safe(session: Session, cast: Cast):
    told = {"why": "NotPermitted", "reason": "She told me about his illness."}
    entry(session, cast, "data:read", result=Result.REFUSED, of=About(detail=told))
    entry(session, cast, "observation:sign", of=About(cast.mo.id, "t", {"why": "words"}))

    rows, _total = own_acts(session, cast.actor(cast.lena), page=0, at=NOW)

    assert [row.detail for row in rows] == ["", "Not permitted"]


def test_a_detail_that_was_erased_is_simply_not_shown(session: Session, cast: Cast):
    entry(session, cast, "data:read", result=Result.REFUSED, of=About(detail={"why": "NotFound"}))
    session.connection().execute(audit.AuditDetail.__table__.delete())  # pyright: ignore[reportAttributeAccessIssue] - SQLModel does not declare it

    rows, _total = own_acts(session, cast.actor(cast.lena), page=0, at=NOW)

    assert [row.detail for row in rows] == [""]


def test_the_newest_comes_first_and_pages_follow_each_other(session: Session, cast: Cast):
    for place in range(PAGE + 3):
        entry(session, cast, "talk:book", at=NOW + timedelta(minutes=place))
    actor = cast.actor(cast.mo)
    first, total = looked_at(session, actor, page=0, at=NOW)
    second, _total = looked_at(session, actor, page=1, at=NOW)

    times = [row.when.at for row in first + second]
    assert (len(first), len(second), total) == (PAGE, 3, PAGE + 3)
    assert times == sorted(times, reverse=True)


def test_a_trail_takes_as_many_statements_for_thirty_entries_as_for_one(
    session: Session, cast: Cast, statements
):
    actor = cast.actor(cast.mo)
    entry(session, cast, "talk:book")
    with statements() as few:
        looked_at(session, actor, page=0, at=NOW)
    for _place in range(30):
        entry(session, cast, "talk:book")
    with statements() as many:
        looked_at(session, actor, page=0, at=NOW)

    assert len(many) == len(few)
