"""How often, how long, and whether it fits."""

import re
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.cadence.policy.mine import rules as mine
from coach_the_coach.cadence.policy.rules import (
    PRESETS,
    Assessment,
    Band,
    OverrideDraft,
    Preset,
    Rhythm,
    assessment_meaning,
    assessment_of,
    assessment_word,
    at_day,
    band_sentence,
    capacity,
    days_sentence,
    hours,
    hours_of,
    hours_sentence,
    preset_meaning,
    preset_of,
    preset_word,
    presets_of,
    problems_in,
    rhythm_from,
    rhythm_words,
    turned,
)

LONG = Rhythm(per_month=4, minutes=60)
USUAL = Rhythm(per_month=7, minutes=30)
"""Three and a half hours a month."""


def test_the_presets_are_those_of_the_articles():
    assert {
        Preset.MINIMUM: Rhythm(2, 30),
        Preset.WEEKLY: Rhythm(4, 45),
        Preset.SYSTEM: Rhythm(4, 50),
    } == PRESETS
    assert 3 <= Fraction(4 * 50, 60) <= 4


@pytest.mark.parametrize("value", [None, "", "daily", "WEEKLY"])
def test_a_house_that_chose_nothing_we_know_has_what_is_proposed(value: str | None):
    assert preset_of(value) is Preset.WEEKLY
    assert assessment_of(value) is Assessment.QUARTERLY


def test_what_a_house_chose_is_found_again():
    assert [preset_of(str(one)) for one in Preset] == list(Preset)
    assert [assessment_of(str(one)) for one in Assessment] == list(Assessment)
    assert [preset_word(one) for one in Preset] == ["Minimum", "Weekly", "System"]
    assert assessment_word(Assessment.BIANNUAL) == "Twice a year"


@pytest.mark.parametrize(
    ("reps", "rhythm", "calls", "total", "share", "band"),
    [
        # The numbers of the articles, without plans and debriefs.
        (8, USUAL, 0, 32 * 60, 20, Band.UNDER),
        (12, LONG, 0, 52 * 60, 32, Band.WITHIN),
        # With them, half an hour for each.
        (8, USUAL, 30, 36 * 60, 22, Band.UNDER),
        (12, LONG, 30, 58 * 60, 36, Band.WITHIN),
        (14, LONG, 30, 67 * 60, 41, Band.OVER),
        (1, PRESETS[Preset.MINIMUM], 30, 5 * 60 + 30, 3, Band.UNDER),
    ],
)
def test_what_a_team_comes_to(
    reps: int, rhythm: Rhythm, calls: int, total: int, share: int, band: Band
):
    load = capacity([rhythm] * reps, call_minutes=calls)
    assert (load.total, int(load.share * 100), load.band) == (total, share, band)


@pytest.mark.parametrize(
    ("minutes", "band"),
    [(2399, Band.UNDER), (2400, Band.WITHIN), (3840, Band.WITHIN), (3841, Band.OVER)],
)
def test_the_bands_hold_both_their_ends(minutes: int, band: Band):
    load = capacity([Rhythm(1, minutes - 240)], call_minutes=0)
    assert (load.total, load.band) == (minutes, band)


@pytest.mark.parametrize(
    ("reps", "days", "too_many"),
    [(9, 3, False), (10, 3, True), (10, 4, False), (15, 5, False), (16, 5, True), (4, 1, True)],
)
def test_three_a_day_are_the_most(reps: int, days: int, too_many: bool):
    load = capacity([PRESETS[Preset.WEEKLY]] * reps, days=days)
    assert load.is_too_many is too_many
    assert bool(days_sentence(load)) is too_many


def test_the_sentences_hold_their_numbers():
    load = capacity([USUAL] * 8)
    assert hours_sentence(load) == (
        "8 people × 3.5 h = 28 h a month, and 4 h with the team and 4 h for plans and debriefs: "
        "36 h, 22\u00a0% of 160 h."
    )
    assert days_sentence(capacity([PRESETS[Preset.WEEKLY]] * 12)) == (
        "12 one-to-ones a week do not fit: three a day on 3 days are 9. Name more days, or see "
        "some people less often."
    )
    assert hours_sentence(capacity([])) == (
        "Nobody reports to you, so there is nothing to plan for."
    )
    assert [band_sentence(one)[:11] for one in Band] == [
        "That is und",
        "That is wit",
        "That is ove",
    ]


def test_one_rep_is_one_rep():
    load = capacity([Rhythm(2, 30)])
    assert hours_sentence(load).startswith("1 person × 1 h = 1 h a month")
    assert hours(Fraction(100)) == "1.7"
    assert rhythm_words(Rhythm(1, 30)) == "1 session a month of 30 min"
    assert rhythm_words(Rhythm(2, 30)) == "2 sessions a month of 30 min"


@given(
    st.lists(
        st.builds(Rhythm, per_month=st.integers(1, 12), minutes=st.integers(15, 120)), max_size=60
    ),
    st.integers(-3, 12),
)
def test_more_of_anything_never_takes_less_time(rhythms: list[Rhythm], days: int):
    load, more = capacity(rhythms, days=days), capacity([*rhythms, LONG], days=days)
    assert more.total > load.total
    assert more.weekly == load.weekly + 1
    assert 3 <= load.most <= 15


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (OverrideDraft("2", "30", "New in the job"), set()),
        (OverrideDraft("12", "120", "x" * 200), set()),
        (OverrideDraft(), {"per_month", "minutes", "reason"}),
        (OverrideDraft("0", "14", " "), {"per_month", "minutes", "reason"}),
        (OverrideDraft("13", "121", "x" * 201), {"per_month", "minutes", "reason"}),
        (OverrideDraft("-2", "3e1", "why"), {"per_month", "minutes"}),
        (OverrideDraft("²", "٣٠", "why"), {"per_month", "minutes"}),
    ],
)
def test_another_rhythm_says_how_often_how_long_and_why(draft: OverrideDraft, fields: set[str]):
    assert set(problems_in(draft)) == fields
    if not fields:
        rhythm = rhythm_from(draft)
        assert (str(rhythm.per_month), str(rhythm.minutes)) == (draft.per_month, draft.minutes)


def test_who_is_left_out_is_said_by_name():
    assert mine.left_out_sentence([]) == "Everybody had a session in the last 30 days."
    assert mine.left_out_sentence(["Rae Rep"]) == "Rae Rep had no session in the last 30 days."
    assert mine.left_out_sentence(["Rae Rep", "Ren Rep", "Sid Rep"]) == (
        "Rae Rep, Ren Rep and Sid Rep had no session in the last 30 days."
    )
    assert [mine.bar(30, 60), mine.bar(0, 0), mine.bar(60, 60)] == [50, 0, 100]
    assert [mine.minutes_words(45), mine.minutes_words(0)] == ["45 min", "none"]


def test_the_contracted_hours_are_forty_where_nothing_else_is_said():
    said = (None, "35", "0", "x", "81", "³", "9" * 9)
    assert [hours_of(one)[-1][1] for one in said] == [40, 35, *[40] * 5]


def test_a_rule_of_the_house_keeps_what_it_said_before():
    march, may = date(2026, 3, 1), date(2026, 5, 1)
    value = turned("weekly", "minimum", march)
    assert value == "weekly 2026-03-01:minimum"
    assert turned(value, "minimum", may) == value
    assert turned(value, "weekly", march) == "weekly"
    later = turned(value, "system", may)
    assert presets_of(later) == [
        (date.min, Preset.WEEKLY),
        (march, Preset.MINIMUM),
        (may, Preset.SYSTEM),
    ]
    days = [date(2026, 2, 28), march, date(2026, 4, 30), may]
    assert [str(at_day(presets_of(later), on)) for on in days] == [
        "weekly",
        "minimum",
        "minimum",
        "system",
    ]


def test_a_rule_of_the_house_fits_its_row_however_often_it_turns():
    value = "weekly"
    for month in range(1, 13):
        value = turned(value, ["minimum", "weekly"][month % 2], date(2026, month, 1))
    assert len(value) <= 200
    assert len(presets_of(value)) == 10


def test_the_words_fit_a_team_of_managers_too():
    said = [preset_meaning(one) for one in Preset]
    said += [assessment_meaning(one) for one in Assessment]
    said += [hours_sentence(capacity([USUAL] * n)) for n in (1, 2)]
    said += [days_sentence(capacity([USUAL] * 20)), *problems_in(OverrideDraft()).values()]
    assert [one for one in said if re.search(r"\breps?\b", one, re.IGNORECASE)] == []
