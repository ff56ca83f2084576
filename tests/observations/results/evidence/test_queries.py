"""What four buttons and drawn runs show: how much was asked, and never more than was counted."""

from fractions import Fraction

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.observations.results.evidence.queries import (
    count_rows,
    evidence,
    figure_rows,
    share_row,
)
from coach_the_coach.observations.results.evidence.rows import FigureRow
from coach_the_coach.observations.tables import Outcome
from coach_the_coach.observations.tally.rules import Buttons, Tally, ask_share
from tests.cast import Cast
from tests.observations.results import signed

LIGHT = Tally(ask=14, back=6, tell=8, take=2)


def test_four_buttons_give_the_ask_share_and_two_counts():
    assert ask_share(LIGHT) == Fraction(20, 30)
    assert figure_rows(LIGHT, Buttons.FOUR) == [
        FigureRow("Listened back", "6", "of 20 asks"),
        FigureRow("Tasks taken over", "2", "of 30 asks and tells"),
    ]
    assert [one.name for one in figure_rows(LIGHT, Buttons.NINE)] == [
        "Open questions",
        "Listening back for each question",
        "Advice that was invited",
        "Tasks taken over",
    ]


def test_only_the_buttons_in_use_are_counted_up():
    shown = [(one.word, one.count, one.tone) for one in count_rows(LIGHT, Buttons.FOUR)]
    assert shown == [
        ("Ask", 14, "ask"),
        ("Listening back", 6, "ask"),
        ("Tell", 8, "tell"),
        ("Take", 2, "tell"),
    ]
    nine = [one.word for one in count_rows(LIGHT, Buttons.NINE)]
    assert (len(nine), "Ask" in nine, nine[2]) == (9, False, "Back")


@pytest.mark.parametrize(
    ("in_runs", "part"), [(False, ""), (True, "From a part of the turns; the range is wider.")]
)
def test_a_part_that_was_coded_says_that_it_is_one(in_runs: bool, part: str):
    assert share_row(LIGHT, Purpose.COACH, in_runs=in_runs).part == part


def test_a_signed_observation_shows_the_buttons_it_was_counted_with(session: Session, cast: Cast):
    made = signed.observation(session, cast, draft=True)
    made.buttons = Buttons.FOUR
    signed.complete(session, made, signed.codes(ask=14, back=6, tell=8, take=2))
    row = evidence(session, cast.actor(cast.lena), public_id=made.public_id)
    outcome = session.exec(select(Outcome).where(Outcome.observation_id == made.id)).one()
    assert (outcome.asks, outcome.tells) == (20, 10)
    assert [one.count for one in row.counts] == [14, 6, 8, 2]
    assert [one.value for one in row.measures] == ["6", "2"]
    assert (row.share.share, row.share.part) == (66, "")
