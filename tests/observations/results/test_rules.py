from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.coaching.rules import Kind, Purpose, kind_mix
from coach_the_coach.observations.rating.rules import overall
from coach_the_coach.observations.results.rules import (
    DimensionView,
    KindView,
    MeasureView,
    ShareView,
    band_meaning,
    band_word,
    gap,
    gap_words,
    interval_words,
    kind_views,
    measures,
    method_words,
    percent,
    percentages,
    problems_in_answer,
    score_words,
    share_view,
    side_by_side,
)
from coach_the_coach.observations.rubric import rules as rubric
from coach_the_coach.observations.rubric.rules import read_rubric
from coach_the_coach.observations.tally.rules import Band, Tally

RUBRIC = read_rubric((Path(rubric.__file__).parent / "rubric-1.0.toml").read_text("utf-8"))


def asked(asks: int, tells: int) -> Tally:
    return Tally(open=asks, explain=tells)


@pytest.mark.parametrize(
    ("asks", "tells", "sentence"),
    [
        (0, 0, "Too few to judge: 0 taps"),
        (1, 0, "Too few to judge: 1 tap"),
        (7, 5, "Too few to judge: 12 taps"),
        (10, 9, "Too few to judge: 19 taps"),
        (3, 17, "15\u00a0% asking, 20 taps: mostly telling"),
        (120, 80, "60\u00a0% asking, 200 taps: mixed"),
        (80, 20, "80\u00a0% asking, 100 taps: mostly asking"),
        (60, 0, "100\u00a0% asking, 60 taps: almost only asking"),
        (16, 4, "80\u00a0% asking, 20 taps: too close to call, from mixed to almost only asking"),
        (55, 15, "78\u00a0% asking, 70 taps: too close to call, mixed or mostly asking"),
        (
            30,
            18,
            "62\u00a0% asking, 48 taps: too close to call, from mostly telling to mostly asking",
        ),
    ],
)
def test_a_share_is_said_with_its_taps_and_a_band_only_when_clear(
    asks: int, tells: int, sentence: str
):
    assert share_view(asked(asks, tells), Purpose.COACH).sentence == sentence


def test_a_clear_share_carries_its_percentages_and_its_band():
    assert share_view(asked(80, 20), Purpose.COACH) == ShareView(
        sentence="80\u00a0% asking, 100 taps: mostly asking",
        is_judged=True,
        taps=100,
        percent=80,
        low_percent=71,
        high_percent=87,
        band=Band.ASKING,
    )


@pytest.mark.parametrize(
    ("purpose", "sentence"),
    [
        (Purpose.TRAIN, "Not judged: this was a training session"),
        (Purpose.INSPECT, "Not judged: this was a session to look at the numbers"),
        (Purpose.CELEBRATE, "Not judged: this was a session to celebrate"),
    ],
)
def test_a_session_for_something_else_is_shown_and_not_judged(purpose: Purpose, sentence: str):
    assert share_view(asked(3, 17), purpose) == ShareView(
        sentence=sentence, is_judged=False, taps=20, percent=15, low_percent=5, high_percent=37
    )
    assert share_view(asked(3, 16), purpose) == ShareView(
        sentence=sentence, is_judged=False, taps=19
    )


def test_an_interval_says_what_it_takes_for_granted():
    assert interval_words(share_view(asked(80, 20), Purpose.COACH)) == (
        "Likely between 71 and 87\u00a0%."
    )
    assert method_words(share_view(asked(80, 20), Purpose.COACH)) == (
        "95\u00a0% interval; treats turns as independent."
    )
    for words in (interval_words, method_words):
        assert words(share_view(asked(1, 1), Purpose.COACH)) == ""


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from(list(Purpose)))
def test_what_is_shown_of_an_interval_is_never_narrower_than_it_is(
    asks: int, tells: int, purpose: Purpose
):
    view = share_view(asked(asks, tells), purpose)
    if view.percent is None or view.low_percent is None or view.high_percent is None:
        assert asks + tells < 20
        return
    assert 0 <= view.low_percent <= view.percent <= view.high_percent <= 100
    assert view.band is None or view.is_judged


def test_each_band_has_a_word_and_a_meaning():
    assert [band_word(band) for band in Band] == [
        "mostly telling",
        "mixed",
        "mostly asking",
        "almost only asking",
    ]
    assert len({band_meaning(band) for band in Band}) == 4


@pytest.mark.parametrize(
    ("share", "shown"),
    [(Fraction(699, 1000), 69), (Fraction(7, 10), 70), (Fraction(2, 3), 66), (1.0, 100), (0.0, 0)],
)
def test_a_percentage_is_never_rounded_up(share: Fraction | float, shown: int):
    assert percent(share) == shown


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([1, 1, 1], (33, 33, 33)),
        ([2, 1], (67, 33)),
        ([1, 0, 0, 0, 6], (14, 0, 0, 0, 86)),
        ([0, 0], (0, 0)),
        ([], ()),
    ],
)
def test_parts_of_a_whole_are_rounded_each_by_itself(counts: list[int], shown: tuple[int, ...]):
    assert percentages(counts) == shown


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9).filter(any))
def test_parts_are_off_by_half_a_percent_at_most_and_nothing_is_made_of_nothing(counts: list[int]):
    shown = percentages(counts)

    for count, part in zip(counts, shown, strict=True):
        assert abs(part - Fraction(100 * count, sum(counts))) <= Fraction(1, 2)
        assert count or not part


def test_the_companions_are_said_with_the_counts_behind_them():
    tally = Tally(open=7, closed=5, back=18, offer=1, direct=3, explain=2, take=2)

    assert measures(tally) == (
        MeasureView("Open questions", "58\u00a0%", "7 of 12 questions"),
        MeasureView("Listening back for each question", "1.5", "18 after 12 questions"),
        MeasureView("Advice that was invited", "Too few to say", "1 of 4 pieces of advice"),
        MeasureView("Tasks taken over", "2", "of 38 asks and tells"),
    )


def test_the_mix_of_kinds_names_every_kind_or_nothing_at_all():
    answers = [Kind.TACTICAL, Kind.TACTICAL, Kind.STATUS]

    assert kind_views(kind_mix(answers)) == (
        KindView(Kind.DEVELOPMENTAL, "Developmental", 0, 0, "0 of 3"),
        KindView(Kind.TACTICAL, "Tactical", 2, 67, "2 of 3"),
        KindView(Kind.STRATEGIC, "Strategic", 0, 0, "0 of 3"),
        KindView(Kind.OPPORTUNISTIC, "Opportunistic", 0, 0, "0 of 3"),
        KindView(Kind.STATUS, "Status", 1, 33, "1 of 3"),
    )
    assert kind_views(kind_mix([])) == ()


def test_from_twelve_answers_on_a_kind_has_a_share_with_its_interval():
    twelve = kind_mix([Kind.TACTICAL] * 3 + [Kind.STATUS] * 9)

    assert [view.figure for view in kind_views(twelve)] == [
        "0\u00a0%, likely 0 to 25",
        "25\u00a0%, likely 8 to 54",
        "0\u00a0%, likely 0 to 25",
        "0\u00a0%, likely 0 to 25",
        "75\u00a0%, likely 46 to 92",
    ]
    eleven = kind_mix([Kind.TACTICAL] * 3 + [Kind.STATUS] * 8)
    assert kind_views(eleven)[1].figure == "3 of 11"


@pytest.mark.parametrize(
    ("levels", "stop_signs", "words"),
    [
        ([3] * 8, 0, "3.0, Coaching"),
        ([3] * 7 + [2], 0, "2.8, Steering"),
        ([3] * 6 + [4] * 2, 1, "2.0, Steering: held down by a stop sign, otherwise 3.2"),
        ([1] * 8, 1, "1.0, Telling"),
        ([3] * 5, 0, "Too few dimensions observed for a score"),
    ],
)
def test_a_score_is_said_with_its_word(levels: list[int], stop_signs: int, words: str):
    score = overall(dict(enumerate(levels, 1)), stop_signs=stop_signs)

    assert score_words(score, RUBRIC) == words


@pytest.mark.parametrize(
    ("own", "observer", "difference", "words"),
    [
        (3, 3, 0, "Seen alike"),
        (3, 2, 1, "Own view 1 level higher"),
        (4, 2, 2, "Own view 2 levels higher"),
        (2, 3, -1, "Own view 1 level lower"),
        (1, 4, -3, "Own view 3 levels lower"),
        (None, 3, None, "Not compared"),
        (3, None, None, "Not compared"),
        (None, None, None, "Not compared"),
    ],
)
def test_a_gap_is_the_own_level_less_the_observers(
    own: int | None, observer: int | None, difference: int | None, words: str
):
    assert gap(own, observer) == difference
    assert gap_words(difference) == words


def test_both_views_stand_side_by_side_in_the_rubrics_order():
    views = side_by_side(RUBRIC, {1: 4, 2: None}, {1: 2, 2: 3, 8: None})

    assert [view.number for view in views] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert views[0] == DimensionView(
        number=1,
        name="Focus and agreement",
        own_level=4,
        own_word="Building ownership",
        observer_level=2,
        observer_word="Steering",
        gap=2,
        gap_words="Own view 2 levels higher",
    )
    assert (views[1].own_word, views[1].gap_words) == ("Cannot say", "Not compared")
    assert (views[7].own_word, views[7].observer_word) == ("Cannot say", "Not observed")


def test_an_answer_may_be_empty_and_may_not_be_endless():
    assert problems_in_answer("") == {}
    assert problems_in_answer("x" * 4000) == {}
    assert list(problems_in_answer("x" * 4001)) == ["answer"]
