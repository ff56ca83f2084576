from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.when import Moment
from coach_the_coach.observations.focus.queries import (
    focus_between,
    focus_of,
    focus_of_draft,
    followed_talk_id,
    has_to_answer,
)
from coach_the_coach.observations.focus.rows import FocusRow, SeenRow
from coach_the_coach.observations.rules import Seen
from coach_the_coach.observations.tables import TalkBody
from tests.cast import NOW, Cast
from tests.observations.focus.talks import session_after, talk_over

Statements = Callable[[], AbstractContextManager[list[str]]]

PAUSE = "Count to three after each question."


def test_two_who_have_set_nothing_follow_nothing(session: Session, cast: Cast):
    session_after(session, cast, days=0)

    assert _between(session, cast) == FocusRow()
    assert _followed(session, cast) is None


def test_it_is_in_force_once_the_observer_has_signed_the_talk(session: Session, cast: Cast):
    first = session_after(session, cast, days=0)
    talk = talk_over(session, first, one_thing=PAUSE, promised="Mo tapes two talks.", signed=False)
    assert _between(session, cast) == FocusRow()
    assert _followed(session, cast) is None

    talk.observer_signed_at = NOW + timedelta(hours=2)
    session.add(talk)
    session.flush()

    assert _between(session, cast) == FocusRow(
        text=PAUSE,
        promised="Mo tapes two talks.",
        watch_again=Moment("in 2 weeks", "Monday 16 March 2026", "2026-03-16"),
        since=Moment("Today 12:00", "Monday 2 March 2026, 12:00 CET", "2026-03-02T12:00+01:00"),
        set_in=first.public_id,
    )
    assert _followed(session, cast) == talk.id


def test_three_sessions_see_it_half_see_it_and_see_it_and_then_it_is_learned(
    session: Session, cast: Cast
):
    root = talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE)
    told = []
    for days, seen in ((7, Seen.SEEN), (14, Seen.PARTLY), (21, Seen.SEEN)):
        assert _followed(session, cast) == root.id
        again = session_after(session, cast, days=days, follows=root, seen=seen)
        talk_over(session, again, one_thing=PAUSE, promised=f"From day {days}", follows=root)
        row = _between(session, cast)
        told.append((row.promised, row.times_seen, row.is_learned))

    assert told == [("From day 7", 1, False), ("From day 14", 1, False), ("From day 21", 2, True)]
    row = _between(session, cast)
    assert [answer.word for answer in row.answers] == ["Seen", "Partly", "Seen"]
    assert row.since.at == "2026-03-02T12:00+01:00"
    assert _followed(session, cast) is None

    successor = session_after(session, cast, days=28)
    following = talk_over(session, successor, one_thing="Let them close.")
    row = _between(session, cast)
    assert (row.text, row.answers, row.set_in) == ("Let them close.", [], successor.public_id)
    assert _followed(session, cast) == following.id


def test_a_talk_that_sets_nothing_leaves_in_force_what_was_set_before(session: Session, cast: Cast):
    root = talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE)
    talk_over(session, session_after(session, cast, days=7, follows=root), one_thing="")

    assert _between(session, cast).text == PAUSE
    assert _followed(session, cast) == root.id


def test_a_draft_and_a_version_that_was_corrected_do_not_answer(session: Session, cast: Cast):
    root = talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE)
    wrong = session_after(session, cast, days=7, follows=root, seen=Seen.SEEN)
    right = session_after(session, cast, days=8, follows=root, seen=Seen.PARTLY, signed=False)
    right.supersedes_id = wrong.id
    session.add(right)
    session.flush()
    assert [one.word for one in _between(session, cast).answers] == ["Seen"]

    right.status, right.signed_at = wrong.status, NOW + timedelta(days=9)
    session.add(right)
    session.flush()
    assert [one.word for one in _between(session, cast).answers] == ["Partly"]


def test_what_others_follow_with_the_same_person_is_not_shown(session: Session, cast: Cast):
    talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE)
    talk_over(
        session, session_after(session, cast, days=1, by=cast.odd, of=cast.sol), one_thing="Sol"
    )
    talk_over(session, session_after(session, cast, days=2, by=cast.cleo), one_thing="Cleo's")

    assert _between(session, cast).text == PAUSE
    lena, odd = cast.actor(cast.lena), cast.actor(cast.odd)
    assert focus_between(session, lena, observed=cast.sol.public_id, at=NOW) == FocusRow()
    assert focus_between(session, odd, observed=cast.mo.public_id, at=NOW) == FocusRow()
    assert focus_between(session, odd, observed=cast.sol.public_id, at=NOW).text == "Sol"


def test_a_draft_shows_what_stood_when_it_was_opened(session: Session, cast: Cast):
    root = talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE, promised="A")
    session_after(session, cast, days=7, follows=root, seen=Seen.PARTLY)
    draft = session_after(session, cast, days=14, follows=root, seen=Seen.SEEN, signed=False)
    talk_over(session, draft, one_thing=PAUSE, promised="Of its own talk", follows=root)
    lena = cast.actor(cast.lena)

    row = focus_of_draft(session, lena, public_id=draft.public_id, at=NOW)

    assert (row.text, row.promised, row.times_seen) == (PAUSE, "A", 0)
    assert row.answers == [
        SeenRow(
            Moment("in 1 week", "Monday 9 March 2026, 10:00 CET", "2026-03-09T10:00+01:00"),
            "Partly",
        )
    ]


def test_a_draft_that_follows_nothing_shows_nothing(session: Session, cast: Cast):
    draft = session_after(session, cast, days=0, signed=False)

    found = focus_of_draft(session, cast.actor(cast.lena), public_id=draft.public_id, at=NOW)

    assert found == FocusRow()


def test_the_two_read_what_a_signed_observation_followed_and_a_stranger_does_not(
    session: Session, cast: Cast
):
    root = talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE)
    later = session_after(session, cast, days=7, follows=root, seen=Seen.SEEN)

    for one in (cast.lena, cast.mo):
        row = focus_of(session, cast.actor(one), public_id=later.public_id, at=NOW)
        assert (row.text, row.answers) == (PAUSE, [])
    for stranger in (cast.odd, cast.sol, cast.rae, cast.ada):
        with pytest.raises(NotFound):
            focus_of(session, cast.actor(stranger), public_id=later.public_id, at=NOW)


def test_what_a_draft_looks_out_for_outlives_a_signature_taken_back(session: Session, cast: Cast):
    root = talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE, promised="A")
    draft = session_after(session, cast, days=7, follows=root, signed=False)
    lena = cast.actor(cast.lena)

    def told() -> tuple[str, str, bool]:
        session.add(root)
        session.flush()
        row = focus_of_draft(session, lena, public_id=draft.public_id, at=NOW)
        asked = has_to_answer(session, lena, public_id=draft.public_id)
        return row.text, row.promised, asked

    for signed_at in (None, NOW + timedelta(days=8)):
        root.observer_signed_at = signed_at
        assert told() == (PAUSE, "A", True)
    words = session.get_one(TalkBody, root.id)
    words.one_thing = ""
    session.add(words)
    assert told() == ("", "", False)


def test_a_correction_shows_what_stood_when_the_first_version_was_opened(
    session: Session, cast: Cast
):
    root = talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE, promised="A")
    first = session_after(session, cast, days=7, follows=root, seen=Seen.PARTLY)
    later = session_after(session, cast, days=14, follows=root, seen=Seen.PARTLY)
    talk_over(session, later, one_thing=PAUSE, promised="Later", follows=root)
    correction = session_after(session, cast, days=21, follows=root, signed=False)
    correction.coaching_session_id = first.coaching_session_id
    correction.supersedes_id = first.id
    session.add(correction)
    session.flush()

    row = focus_of_draft(session, cast.actor(cast.lena), public_id=correction.public_id, at=NOW)

    assert (row.text, row.promised, row.answers) == (PAUSE, "A", [])


def test_what_an_observation_follows_is_looked_up_among_the_talks_of_the_two(
    session: Session, cast: Cast
):
    root = talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE)
    draft = session_after(session, cast, days=7, follows=root, signed=False)
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        # On a few rows PostgreSQL would read them all, whatever there is to look them up by.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_rest: object):
        sent.append((statement, given))

    event.listen(connection, "before_cursor_execute", note)
    focus_of_draft(session, cast.actor(cast.lena), public_id=draft.public_id, at=NOW)
    event.remove(connection, "before_cursor_execute", note)

    (found,) = [one for one in sent if "talk_body.one_thing" in one[0]]
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    plan = [str(row) for row in connection.exec_driver_sql(explain + found[0], found[1])]
    assert [line for line in plan if "ix_talk_" in line]
    assert [line for line in plan if "SCAN talk" in line or "Seq Scan on talk" in line] == []


def test_the_draft_of_somebody_else_and_a_signed_one_are_refused(session: Session, cast: Cast):
    root = talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE)
    draft = session_after(session, cast, days=7, follows=root, signed=False)
    signed = session_after(session, cast, days=8, follows=root)

    with pytest.raises(NotFound):
        focus_of_draft(session, cast.actor(cast.odd), public_id=draft.public_id, at=NOW)
    with pytest.raises(Conflict):
        focus_of_draft(session, cast.actor(cast.lena), public_id=signed.public_id, at=NOW)


def test_thirty_sessions_take_as_many_statements_as_one(
    session: Session, cast: Cast, statements: Statements
):
    root = talk_over(session, session_after(session, cast, days=0), one_thing=PAUSE)
    lena, mo = cast.actor(cast.lena), cast.mo.public_id
    told = []
    for number in range(1, 31):
        session_after(session, cast, days=number, follows=root, seen=Seen.PARTLY)
        if number in (1, 30):
            with statements() as sent:
                row = focus_between(session, lena, observed=mo, at=NOW)
            told.append((len(row.answers), len(sent)))

    assert told == [(1, 2), (30, 2)]


def _between(session: Session, cast: Cast) -> FocusRow:
    """What Lena follows with Mo."""
    return focus_between(session, cast.actor(cast.lena), observed=cast.mo.public_id, at=NOW)


def _followed(session: Session, cast: Cast) -> int | None:
    """The talk that Lena's next observation of Mo would follow."""
    return followed_talk_id(session, observer_id=cast.lena.id or 0, observed_id=cast.mo.id or 0)
