"""One plan as each may read it: whole by those who make it, that it is there by who may know."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import BlindScoring
from coach_the_coach.observations.watching import actions
from coach_the_coach.observations.watching.queries import said, watching_row
from coach_the_coach.observations.watching.rows import PlannedRow, WatchRow
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.observations.watching import planned
from tests.observations.watching.planned import LATER, WEDNESDAY


def whole(session: Session, cast: Cast, who: Person, watch: str, at=NOW) -> WatchRow:
    """The plan, as one of those who make it reads it."""
    row = watching_row(session, cast.actor(who), public_id=watch, at=at)
    assert isinstance(row, WatchRow)
    return row


def test_the_two_read_what_was_asked_what_is_proposed_and_every_step(session: Session, cast: Cast):
    watch = planned.proposed(session, cast)
    for who, part, other, moves in (
        (cast.lena, "observer", "Mo Manager", ["propose", "agree", "decline"]),
        (cast.mo, "observed", "Lena Leader", ["propose", "cancel"]),
    ):
        row = whole(session, cast, who, watch)
        assert (row.part, row.other, row.moves) == (part, other, moves)
        assert (row.asked_by, row.is_for_another, row.aim_word) == (
            "Lena Leader",
            False,
            "Development",
        )
        assert (row.planned.observer, row.planned.observed) == ("Lena Leader", "Mo Manager")
        assert (row.planned.state_word, row.planned.starts.words) == (
            "Session proposed",
            "Wednesday 14:00",
        )
        assert (row.coached, row.purpose_word) == ("Rae Rep", "Coach")
        assert [(step.who, step.what, step.time) for step in row.history] == [
            ("Mo Manager", "proposed a time", "Wednesday 4 March, 14:00"),
            ("Lena Leader", "asked", ""),
        ]


def test_the_manager_chooses_among_planned_sessions_and_those_they_lead(
    session: Session, cast: Cast
):
    watch, held = planned.asked(session, cast), planned.planned_session(session, cast)
    planned.planned_session(session, cast, NOW - timedelta(days=3))
    row = whole(session, cast, cast.mo, watch)
    assert [(one.value, one.word, one.meaning) for one in row.planned_sessions] == [
        (held.public_id, "Thursday 5 March, 14:00 · Ren Rep", "Train")
    ]
    assert [one.word for one in row.people] == ["Rae Rep", "Ren Rep"]
    assert row.coached_word == "rep"
    observer = whole(session, cast, cast.lena, watch)
    assert (observer.planned_sessions, observer.people) == ([], [])


def test_whoever_may_know_reads_that_it_is_planned_and_nothing_more(session: Session, cast: Cast):
    watch = planned.agreed(session, cast)
    actions.cancel(session, cast.actor(cast.mo), public_id=watch, reason="I feel unwell.", at=LATER)
    row = watching_row(session, cast.actor(cast.cleo), public_id=watch, at=NOW)
    assert row == PlannedRow(
        public_id=watch,
        observer="Lena Leader",
        observed="Mo Manager",
        observed_id=cast.mo.public_id,
        state_word="Not taking place",
        mark="plain",
        starts=said(WEDNESDAY, "Europe/Paris", NOW),
    )
    assert "unwell" not in str(row)
    assert whole(session, cast, cast.lena, watch).history[0].reason == "I feel unwell."


def test_whoever_asked_another_reads_the_answer_and_then_only_that_it_is_planned(
    session: Session, cast: Cast
):
    watch = planned.offered(session, cast)
    row = whole(session, cast, cast.lena, watch)
    assert (row.part, row.moves, row.other, row.is_for_another) == (
        "asker",
        ["cancel"],
        "Odd Other",
        True,
    )
    with pytest.raises(NotFound):
        watching_row(session, cast.actor(cast.mo), public_id=watch, at=NOW)

    actions.accept(session, cast.actor(cast.odd), public_id=watch, at=LATER)

    seen = watching_row(session, cast.actor(cast.lena), public_id=watch, at=NOW)
    assert isinstance(seen, PlannedRow)
    assert whole(session, cast, cast.mo, watch).part == "observed"


@pytest.mark.parametrize("who", ["sol", "mia", "rae", "ada", "spec", "odd"])
def test_for_everybody_else_it_is_not_there(session: Session, cast: Cast, who: str):
    watch = planned.agreed(session, cast)
    with pytest.raises(NotFound):
        watching_row(session, cast.actor(getattr(cast, who)), public_id=watch, at=NOW)


def test_it_can_begin_near_its_time_alone_and_is_over_the_day_after(session: Session, cast: Cast):
    watch = planned.agreed(session, cast)
    for at, moves, over in (
        (NOW, ["propose", "cancel"], False),
        (WEDNESDAY - timedelta(hours=3), ["propose", "cancel"], False),
        (WEDNESDAY - timedelta(hours=1), ["propose", "cancel", "begin"], False),
        (WEDNESDAY + timedelta(hours=3), ["propose", "cancel", "begin"], False),
        (WEDNESDAY + timedelta(days=1), ["propose", "cancel"], True),
    ):
        row = whole(session, cast, cast.lena, watch, at)
        assert (row.moves, row.is_over) == (moves, over)
        assert "begin" not in whole(session, cast, cast.mo, watch, at).moves


def test_a_plan_is_read_in_the_same_statements_however_long_its_history(
    session: Session, cast: Cast, statements
):
    watch, sent = planned.proposed(session, cast), []
    for _turn in range(2):
        session.flush()
        session.expunge_all()
        with statements() as seen:
            whole(session, cast, cast.mo, watch)
        sent.append(len(seen))
        for _again in range(15):
            actions.propose(
                session,
                cast.actor(cast.mo),
                public_id=watch,
                draft=planned.with_rae(cast),
                at=LATER,
            )
    assert sent[0] == sent[1] <= 12


def test_of_a_certification_the_observer_is_shown_how_another_scores_it_as_well(
    session: Session, cast: Cast
):
    watch = planned.agreed(session, cast)
    seen = [whole(session, cast, one, watch).double_link for one in (cast.lena, cast.mo)]
    assert seen == ["", ""]
    made = planned.found(session, watch)
    made.aim = Aim.CERTIFICATION
    session.flush()
    seen = [whole(session, cast, one, watch).double_link for one in (cast.lena, cast.mo)]
    assert seen == [routes.DOUBLE, ""]

    pair = BlindScoring(
        coaching_session_id=made.coaching_session_id or 0,
        observed_id=cast.mo.id or 0,
        first_observer_id=cast.lena.id or 0,
        second_observer_id=cast.odd.id or 0,
        asked_by_id=cast.lena.id or 0,
        asked_at=NOW,
    )
    session.add(pair)
    session.flush()

    for one in (cast.lena, cast.mo):
        row = whole(session, cast, one, watch)
        assert row.double_link == routes.double(pair.public_id)
        assert row.double_words == "Two observers score this session, each for themself."
