from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.coaching.rules import Purpose, SessionDraft
from coach_the_coach.observations.rules import (
    Aim,
    OpeningDraft,
    Source,
    aim_meaning,
    aim_word,
    source_word,
)
from coach_the_coach.observations.tally.rules import (
    BUTTONS,
    Band,
    Bar,
    Buttons,
    Code,
    Interval,
    Side,
    Tally,
    TapMark,
    Thresholds,
    Timeline,
    ask_share,
    back_per_question,
    band_at,
    band_of,
    bands_touched,
    code_meaning,
    code_word,
    invited_share,
    is_judged,
    kept_codes,
    kept_taps,
    open_share,
    share_interval,
    side_of,
    side_word,
    takes,
    tally_of,
    timeline,
    wilson_interval,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SESSION = SessionDraft(coach_id="mo", coached_id="rae", purpose="coach", planned=True, held_at=NOON)
OPENING = OpeningDraft(session=SESSION, observer_id="lena", aim="development", both_agreed=True)


def asked(asks: int, tells: int) -> Tally:
    return Tally(open=asks, explain=tells)


def tap(name: str, second: int, code: Code | None = None, undoes: str | None = None) -> TapMark:
    return TapMark(id=name, at=NOON + timedelta(seconds=second), code=code, undoes=undoes)


def test_the_nine_buttons_stand_in_three_rows_of_three():
    assert [code_word(code) for code in BUTTONS[Buttons.NINE]] == [
        *["Open", "Closed", "Back"],
        *["Offer", "Direct", "Explain"],
        *["Take", "Praise", "Pause"],
    ]
    assert [side_of(code) for code in BUTTONS[Buttons.NINE]] == [
        *[Side.ASK] * 3,
        *[Side.TELL] * 4,
        *[Side.NEITHER] * 2,
    ]
    assert len({code_meaning(code) for code in Code}) == len(Code)


def test_four_buttons_are_enough_for_an_ask_share():
    assert [(code_word(code), side_of(code)) for code in BUTTONS[Buttons.FOUR]] == [
        ("Ask", Side.ASK),
        ("Back", Side.ASK),
        ("Tell", Side.TELL),
        ("Take", Side.TELL),
    ]


def test_sides_aims_and_sources_have_words():
    assert [side_word(side) for side in Side] == ["Ask", "Tell", "Neither"]
    assert [aim_word(aim) for aim in Aim] == ["Development", "Certification"]
    assert [source_word(source) for source in Source] == ["Live", "From a transcript"]
    assert len({aim_meaning(aim) for aim in Aim}) == 2


def test_a_tally_counts_each_code_and_adds_up_its_sides():
    tally = tally_of([code for times, code in enumerate(Code, 1) for _time in range(times)])

    assert tally == Tally(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
    assert [tally.count(code) for code in Code] == list(range(1, 12))
    assert (tally.questions, tally.advice) == (3, 9)
    assert (tally.asks, tally.tells, tally.coded, tally.taps) == (16, 33, 49, 66)


def test_a_tally_of_nothing_is_all_zeros():
    assert tally_of([]) == Tally()


@given(st.lists(st.sampled_from(list(Code))))
def test_every_code_is_an_ask_a_tell_or_neither_and_none_is_lost(codes: list[Code]):
    tally = tally_of(codes)
    sides = Counter(side_of(code) for code in codes)

    assert tally.taps == len(codes)
    assert (tally.asks, tally.tells) == (sides[Side.ASK], sides[Side.TELL])


@pytest.mark.parametrize(
    ("tally", "share"),
    [
        (asked(10, 9), None),
        (asked(10, 10), Fraction(1, 2)),
        (asked(19, 0), None),
        (asked(20, 0), Fraction(1)),
        (asked(0, 20), Fraction(0)),
        (Tally(open=10, explain=9, praise=30, pause=30), None),
        (Tally(open=3, closed=4, back=7, offer=1, direct=2, explain=3, take=1), Fraction(14, 21)),
        (Tally(), None),
    ],
)
def test_a_share_needs_twenty_asks_and_tells(tally: Tally, share: Fraction | None):
    assert ask_share(tally) == share
    assert (share_interval(tally) is None) == (share is None)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # The examples of Newcombe 1998 for the score method, and ten in twenty worked by hand.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (10, 20, 0.2993, 0.7007),
    ],
)
def test_an_interval_is_that_of_the_published_tables(
    successes: int, n: int, low: float, high: float
):
    interval = wilson_interval(successes, n)

    assert interval == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_an_interval_of_counts_that_cannot_be_is_refused(successes: int, n: int):
    with pytest.raises(ValueError, match="is no share"):
        wilson_interval(successes, n)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_mirrors_its_complement(counts: tuple[int, int]):
    successes, n = counts
    low, high = wilson_interval(successes, n)
    mirrored = wilson_interval(n - successes, n)

    assert 0 <= low <= successes / n <= high <= 1
    assert (1 - high, 1 - low) == pytest.approx(mirrored)


@given(st.integers(1, 100), st.integers(0, 100))
def test_ten_times_as_many_taps_make_a_narrower_interval(n: int, percentage: int):
    successes = n * percentage // 100
    few, many = wilson_interval(successes, n), wilson_interval(successes * 10, n * 10)

    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (Fraction(0), Band.TELLING),
        (Fraction(4999, 10000), Band.TELLING),
        (Fraction(1, 2), Band.MIXED),
        (Fraction(6999, 10000), Band.MIXED),
        (Fraction(7, 10), Band.ASKING),
        (Fraction(9, 10), Band.ASKING),
        (Fraction(9001, 10000), Band.CHECK),
        (Fraction(1), Band.CHECK),
    ],
)
def test_each_edge_belongs_to_one_band(value: Fraction, band: Band):
    assert band_at(value) is band


@pytest.mark.parametrize(
    ("low", "high", "bands"),
    [
        (0.0, 0.49, ["telling"]),
        (0.0, 0.5, ["telling", "mixed"]),
        (0.5, 0.69, ["mixed"]),
        (0.49, 0.69, ["telling", "mixed"]),
        (0.71, 0.89, ["asking"]),
        (0.69, 0.89, ["mixed", "asking"]),
        (0.71, 0.91, ["asking", "check"]),
        (0.91, 1.0, ["check"]),
        (0.4, 0.8, ["telling", "mixed", "asking"]),
        (0.0, 1.0, ["telling", "mixed", "asking", "check"]),
    ],
)
def test_an_interval_touches_every_band_it_reaches(low: float, high: float, bands: list[str]):
    assert bands_touched(Interval(low, high)) == tuple(bands)


@pytest.mark.parametrize(
    ("asks", "tells", "band"),
    [
        (0, 19, None),
        (0, 20, Band.TELLING),
        (5, 15, Band.TELLING),  # .11 to .47
        (6, 14, None),  # .15 to .52
        (30, 18, None),  # .48 to .75: 62 % of 48 taps is not yet mixed
        (120, 80, Band.MIXED),  # .53 to .67
        (16, 4, None),  # .58 to .92
        (80, 20, Band.ASKING),  # .71 to .87
        (20, 0, None),  # .84 to 1
        (35, 0, Band.CHECK),  # .901 to 1
    ],
)
def test_a_band_is_named_only_where_the_whole_interval_lies_inside_it(
    asks: int, tells: int, band: Band | None
):
    assert band_of(asked(asks, tells)) is band


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_named_band_is_the_band_of_the_share_itself(asks: int, tells: int):
    band, share = band_of(asked(asks, tells)), ask_share(asked(asks, tells))

    assert band is None or (share is not None and band_at(share) is band)


def test_an_organisation_sets_its_own_thresholds():
    own = Thresholds(min_taps=40, asking_from=Fraction(6, 10))

    assert ask_share(asked(30, 9), own) is None
    assert band_at(Fraction(65, 100), own) is Band.ASKING
    assert band_of(asked(75, 25), own) is Band.ASKING
    assert band_of(asked(75, 25)) is None


def test_only_a_session_to_coach_is_judged():
    assert [purpose for purpose in Purpose if is_judged(purpose)] == [Purpose.COACH]


@pytest.mark.parametrize(
    ("tally", "open_part", "back_ratio", "invited"),
    [
        (Tally(), None, None, None),
        (Tally(open=4, back=9, offer=4), None, None, None),
        (Tally(open=4, closed=1, back=10, offer=1, direct=4), *map(Fraction, ("4/5", "2", "1/5"))),
        (Tally(open=5, explain=9, take=9), Fraction(1), Fraction(0), None),
        (Tally(closed=6, direct=5), Fraction(0), Fraction(0), Fraction(0)),
    ],
)
def test_the_companions_of_a_share_need_five_of_their_kind(
    tally: Tally, open_part: Fraction, back_ratio: Fraction, invited: Fraction
):
    assert open_share(tally) == open_part
    assert back_per_question(tally) == back_ratio
    assert invited_share(tally) == invited


def test_a_minimum_of_zero_still_divides_by_nothing():
    assert ask_share(Tally(), Thresholds(min_taps=0)) is None


def test_a_single_take_is_noted():
    assert takes(Tally(take=1)) == 1


def test_a_tap_taken_back_does_not_count_whatever_the_order_they_arrive_in():
    taps = [
        tap("b", 2, Code.DIRECT),
        tap("a", 1, Code.OPEN),
        tap("u", 3, undoes="b"),
        tap("c", 4, Code.BACK),
    ]

    for order in permutations(taps):
        assert kept_codes(order) == (Code.OPEN, Code.BACK)


def test_an_undo_cannot_be_undone():
    taps = [tap("a", 1, Code.OPEN), tap("u", 2, undoes="a"), tap("v", 3, undoes="u")]

    assert kept_codes(taps) == ()


def test_a_changed_tap_counts_in_its_place_and_can_be_changed_again_or_taken_back():
    first, other = tap("a", 1, Code.OPEN), tap("o", 2, Code.TAKE)
    changed, again = tap("b", 1, Code.CLOSED, "a"), tap("c", 1, Code.BACK, "b")

    for order in permutations([first, other, changed]):
        assert kept_codes(order) == (Code.CLOSED, Code.TAKE)
    assert kept_codes([first, other, changed, again]) == (Code.BACK, Code.TAKE)
    assert kept_codes([first, other, changed, tap("d", 3, undoes="b")]) == (Code.TAKE,)


def test_of_two_devices_that_change_the_same_tap_one_counts():
    first = tap("a", 1, Code.OPEN)
    here, there = tap("b", 1, Code.CLOSED, "a"), tap("c", 1, Code.TAKE, "a")

    for order in permutations([first, here, there]):
        assert kept_codes(order) == (Code.TAKE,)
    for order in permutations([first, here, tap("d", 2, undoes="a")]):
        assert kept_codes(order) == ()


def test_taps_of_one_instant_keep_the_order_of_their_device():
    late, early = (
        TapMark(id="a", at=NOON, code=Code.TAKE, seq=2),
        TapMark(id="b", at=NOON, code=Code.OPEN, seq=1),
    )

    assert kept_codes([late, early]) == (Code.OPEN, Code.TAKE)


def test_a_tap_sent_twice_counts_once_and_undone_twice_is_gone_once():
    once, again = tap("a", 1, Code.OPEN), tap("b", 2, Code.OPEN)
    undone = [tap("u", 3, undoes="b"), tap("v", 4, undoes="b")]

    assert kept_taps([once, once, again, *undone]) == (once,)


def test_an_undo_of_a_tap_that_never_came_changes_nothing():
    assert kept_codes([tap("a", 1, Code.OPEN), tap("u", 2, undoes="z")]) == (Code.OPEN,)


@given(st.lists(st.sampled_from(list(Code))), st.data())
def test_as_many_codes_are_left_as_taps_were_not_taken_back(codes: list[Code], data: st.DataObject):
    taps = [tap(f"t{at}", at, code) for at, code in enumerate(codes)]
    gone = data.draw(st.sets(st.sampled_from(range(len(codes))))) if codes else set()
    undos = [tap(f"u{at}", 900 + at, undoes=f"t{at}") for at in gone]
    arrived = data.draw(st.permutations(taps + undos))

    assert list(kept_codes(arrived)) == [code for at, code in enumerate(codes) if at not in gone]


def test_a_timeline_counts_asks_and_tells_by_the_minute_and_leaves_out_the_rest():
    moments = [
        (0, Code.OPEN),
        (59.9, Code.DIRECT),
        (60, Code.BACK),
        (61, Code.PRAISE),
        (62, Code.PAUSE),
        (185, Code.TAKE),
    ]

    assert timeline(moments, seconds=190) == Timeline(
        1, (Bar(0, 1, 1), Bar(1, 1, 0), Bar(2, 0, 0), Bar(3, 0, 1))
    )


@pytest.mark.parametrize(
    ("seconds", "width", "bars"),
    [(0, 1, 1), (3600, 1, 60), (3601, 2, 31), (7201, 5, 25), (108000, 30, 60), (120000, 34, 59)],
)
def test_a_long_talk_has_wider_bars_and_never_more_than_sixty(
    seconds: float, width: int, bars: int
):
    found = timeline([], seconds=seconds)

    assert (found.minutes_per_bar, len(found.bars)) == (width, bars)


@given(
    st.lists(st.tuples(st.floats(-100, 9000), st.sampled_from([Code.OPEN, Code.EXPLAIN]))),
    st.integers(0, 8000),
)
def test_no_tap_is_lost_on_a_timeline(moments: list[tuple[float, Code]], seconds: int):
    bars = timeline(moments, seconds=seconds).bars

    assert sum(bar.asks + bar.tells for bar in bars) == len(moments)


def test_runs_say_less_than_as_many_turns_of_a_whole_session():
    tally = Tally(open=16, explain=24)

    whole = share_interval(tally)
    in_runs = share_interval(tally, in_runs=True)

    # 16 of 40 is 40 %; in runs the 40 turns count as 40 / 1.6 = 25: as 10 of 25 would.
    assert whole == wilson_interval(16, 40)
    assert in_runs == wilson_interval(10, 25)
    clear = Tally(open=13, explain=27)
    # 13 of 40 ends at 48 %, clear of one half; 8.125 of 25 ends at 52 %.
    assert (band_of(clear), band_of(clear, in_runs=True)) == (Band.TELLING, None)


def test_too_few_taps_are_too_few_in_runs_as_well():
    assert share_interval(Tally(open=19), in_runs=True) is None
    assert share_interval(Tally(open=20), in_runs=True) == wilson_interval(12.5, 12.5)
