"""Cases computed by hand: what goes in, and the exact words and numbers that come out.

Wilson's interval of x in n with z = 1.96 (z² = 3.8415), share p = x / n:
    middle = (p + z²/2n) / (1 + z²/n)        half = z / (1 + z²/n) · √(p(1-p)/n + z²/4n²)
Percentages are rounded outward: the low end down, the high end up; the share itself down.
Bands: below .50 mostly telling, to below .70 mixed, to .90 mostly asking, above almost only asking.
"""

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.observations.rating.actions import (
    save_level,
    save_purpose,
    save_purpose_reason,
    sign_observation,
)
from coach_the_coach.observations.rating.rules import (
    RatingDraft,
    WholeDraft,
    not_scored_words,
    overall,
    problems_before_signing,
)
from coach_the_coach.observations.results.evidence.queries import evidence
from coach_the_coach.observations.results.queries import result
from coach_the_coach.observations.results.rules import (
    interval_words,
    method_words,
    score_words,
    share_view,
)
from coach_the_coach.observations.rubric import rules as rubric
from coach_the_coach.observations.rubric.rules import for_purpose, read_rubric
from coach_the_coach.observations.tables import Outcome
from coach_the_coach.observations.tally.rules import Band, Code, Tally, band_at
from tests import build
from tests.cast import NOW, Cast

RUBRIC = read_rubric((Path(rubric.__file__).parent / "rubric-1.1.toml").read_text("utf-8"))

COACH, TRAIN, INSPECT, CELEBRATE = Purpose
TELLING, MIXED, ASKING, CHECK = Band
FEW = "Too few to judge"
T, M, A, C = "mostly telling", "mixed", "mostly asking", "almost only asking"
TOO_FEW = "Too few dimensions observed for a score"
CAPPED = "held down by a stop sign, otherwise"
NO_LEVELS = "Not rated: this was a session to look at the numbers."
CELEBRATED = "Not rated: this was a session to celebrate."
WHY = "It turned out so."
TO_TRAIN = "Not judged: this was a training session"
TO_INSPECT = "Not judged: this was a session to look at the numbers"


def two(first: str, last: str) -> str:
    return f"too close to call, {first} or {last}"


def three(first: str, last: str) -> str:
    return f"too close to call, from {first} to {last}"


class Share(NamedTuple):
    """Asks and tells, and what is to be said of them; `interval` as shown, low and high.

    `said` is what follows the share and the number of taps, or `FEW`.
    """

    asks: int
    tells: int
    percent: int | None
    interval: tuple[int, int] | None
    band: Band | None
    said: str
    in_runs: bool = False


# fmt: off
SHARES = {
    # Fewer than 20 asks and tells: a number of taps and nothing else.
    "nothing":            Share(0, 0, None, None, None, FEW),
    "nineteen":           Share(10, 9, None, None, None, FEW),
    "nineteen, no tell":  Share(19, 0, None, None, None, FEW),
    # 20: z²/n = .1921. p = .5: .5 ± 1.96/1.1921 · √(.0125 + .0024) = .5 ± .2007.
    "twenty":             Share(10, 10, 50, (29, 71), None, three(T, A)),
    # p = .25: (.25 + .0960) / 1.1921 = .2903; half = 1.6441 · √(.009375 + .0024) = .1784.
    "twenty, clear":      Share(5, 15, 25, (11, 47), TELLING, T),
    # p = 0: from 0 to (z²/n) / (1 + z²/n) = .1921 / 1.1921 = .1611.
    "twenty, no ask":     Share(0, 20, 0, (0, 17), TELLING, T),
    # p = 1: from 1 / (1 + z²/n) = 1 / 1.1921 = .8389 to 1.
    "twenty, no tell":    Share(20, 0, 100, (83, 100), None, two(A, C)),
    # 1 / (1 + 3.8415/34) = .8985 is not above .90, and 1 / (1 + 3.8415/35) = .9011 is.
    "34 asks":            Share(34, 0, 100, (89, 100), None, two(A, C)),
    "35 asks":            Share(35, 0, 100, (90, 100), CHECK, C),
    # 100: z²/n = .0384, the half lies near .094. Each edge from both sides:
    # high end at 40: .4980, at 41: .5080.
    "below one half":     Share(40, 60, 40, (30, 50), TELLING, T),
    "over one half":      Share(41, 59, 41, (31, 51), None, two(T, M)),
    # low end at 59: .4920, at 60: .5020; high end at 61: .6998, at 62: .7090.
    "59 of 100":          Share(59, 41, 59, (49, 69), None, two(T, M)),
    "60 of 100":          Share(60, 40, 60, (50, 70), MIXED, M),
    "61 of 100":          Share(61, 39, 61, (51, 70), MIXED, M),
    "62 of 100":          Share(62, 38, 62, (52, 71), None, two(M, A)),
    # low end at 78: .6893, at 79: .7002; high end at 84: .8990, at 85: .9069.
    "78 of 100":          Share(78, 22, 78, (68, 85), None, two(M, A)),
    "79 of 100":          Share(79, 21, 79, (70, 86), ASKING, A),
    "84 of 100":          Share(84, 16, 84, (75, 90), ASKING, A),
    "85 of 100":          Share(85, 15, 85, (76, 91), None, two(A, C)),
    # low end at 95: .8882, at 96: .9016.
    "95 of 100":          Share(95, 5, 95, (88, 98), None, two(A, C)),
    "96 of 100":          Share(96, 4, 96, (90, 99), CHECK, C),
    # Three bands: .6250 in 48: .4836 to .7478; .8000 in 20: .5840 to .9193.
    "three, low":         Share(30, 18, 62, (48, 75), None, three(T, A)),
    "three, high":        Share(16, 4, 80, (58, 92), None, three(M, C)),
    # Forty turns, all of the session or in four runs of ten: those say as much as 40 / 1.6 = 25.
    # 13 of 40: .2008 to .4798; 8.125 of 25: .1758 to .5208.
    "the whole":          Share(13, 27, 32, (20, 48), TELLING, T),
    "runs":               Share(13, 27, 32, (17, 53), None, two(T, M), in_runs=True),
    # 40 of 40: from 1 / (1 + 3.8415/40) = .9124; 25 of 25: from 1 / (1 + 3.8415/25) = .8668.
    "the whole, no tell": Share(40, 0, 100, (91, 100), CHECK, C),
    "runs, no tell":      Share(40, 0, 100, (86, 100), None, two(A, C), in_runs=True),
    # Too few is counted in turns: 19 of a run are too few, and 20 are not, though they say as 12.5.
    "runs, nineteen":     Share(10, 9, None, None, None, FEW, in_runs=True),
}
# fmt: on


@pytest.mark.parametrize("case", SHARES.values(), ids=SHARES)
def test_an_ask_share_is_said_as_computed_by_hand(case: Share):
    view = share_view(Tally(open=case.asks, explain=case.tells), COACH, in_runs=case.in_runs)

    shown = (view.low_percent, view.high_percent) if view.low_percent is not None else None
    assert (view.percent, shown, view.band) == (case.percent, case.interval, case.band)
    taps = case.asks + case.tells
    few, said = f"{FEW}: {taps} taps", f"{case.percent} % asking, {taps} taps: {case.said}"
    assert view.sentence.replace("\u00a0", " ") == (few if case.said == FEW else said)


@pytest.mark.parametrize(
    ("share", "band"),
    [
        (Fraction(0), TELLING),
        (Fraction(499, 1000), TELLING),
        (Fraction(1, 2), MIXED),
        (Fraction(699, 1000), MIXED),
        (Fraction(7, 10), ASKING),
        (Fraction(9, 10), ASKING),
        (Fraction(901, 1000), CHECK),
        (Fraction(1), CHECK),
    ],
)
def test_every_edge_belongs_to_one_band(share: Fraction, band: Band):
    assert band_at(share) == band


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        (TRAIN, TO_TRAIN),
        (INSPECT, TO_INSPECT),
        (CELEBRATE, "Not judged: this was a session to celebrate"),
    ],
)
@pytest.mark.parametrize("asks", [0, 40])
def test_another_purpose_keeps_its_numbers_and_gets_no_word(purpose: Purpose, said: str, asks: int):
    view = share_view(Tally(open=asks, explain=40 - asks), purpose)

    assert (view.sentence, view.band, view.percent) == (said, None, asks * 100 // 40)


def test_the_interval_says_what_it_takes_for_granted():
    whole, runs = (share_view(Tally(open=13, tell=27), COACH, in_runs=one) for one in (False, True))
    few = share_view(Tally(open=19), COACH)

    said = [
        f"{interval_words(one)} {method_words(one)}".replace("\u00a0", " ")
        for one in (whole, runs, few)
    ]
    assert said == [
        "Likely between 20 and 48 %. 95 % interval; treats turns as independent.",
        "Likely between 17 and 53 %. 95 % interval; wider, as a part was coded.",
        " ",
    ]


class Score(NamedTuple):
    """Levels of dimensions 1 to 8 as digits, and what is to be said of them.

    N is not observed, U not called for, and a dot is left open.
    """

    levels: str
    said: str
    stop_signs: int = 0
    purpose: Purpose = COACH
    lacking: tuple[int, ...] = ()
    """Dimensions that keep it from being signed."""


# fmt: off
SCORES = {
    "all alike": Score("33333333", "3.0, Coaching"),
    # 23 / 8 = 2.875: shown rounded down, and still a 2.
    "not quite a three": Score("33333332", "2.8, Steering"),
    # 31 / 8 = 3.875.
    "not quite a four": Score("44444443", "3.8, Coaching"),
    # The mean of 6 observed: 18 / 6; of 5 none.
    "six observed": Score("333333NN", "3.0, Coaching"),
    "five observed": Score("33333NNN", TOO_FEW),
    "none observed": Score("NNNNNNNN", TOO_FEW),
    # 19 / 7 = 2.714: what was not called for is no 0 and no 3.
    "practice not called for": Score("333331U3", "2.7, Steering"),
    "both not called for": Score("333333UU", "3.0, Coaching"),
    # Not observed and not called for are counted out together: five are left.
    "too many counted out": Score("33333NUU", TOO_FEW),
    # A stop sign caps at 2.0 what lies above, and leaves what lies below: 13 / 8 = 1.625.
    "one stop sign": Score("44444444", f"2.0, Steering: {CAPPED} 4.0", stop_signs=1),
    "five stop signs": Score("33333332", f"2.0, Steering: {CAPPED} 2.8", stop_signs=5),
    "a stop sign above a two": Score("22222222", "2.0, Steering", stop_signs=1),
    "a stop sign below it": Score("22222111", "1.6, Telling", stop_signs=1),
    "a stop sign, too few": Score("33333NNN", TOO_FEW, stop_signs=1),
    # What is left open keeps a session to coach from being signed; 21 / 7 without it.
    "depth left open": Score("3333.333", "3.0, Coaching", lacking=(5,)),
    "two left open": Score("3.33.333", "3.0, Coaching", lacking=(2, 5)),
    "training, depth open": Score("3333.333", "3.0, Coaching", purpose=TRAIN),
    # 22 / 8 = 2.75: once rated it counts like the others.
    "training, depth rated": Score("33331333", "2.7, Steering", purpose=TRAIN),
    "training, balance open": Score("3.333333", "3.0, Coaching", purpose=TRAIN, lacking=(2,)),
    "to inspect": Score("........", NO_LEVELS, purpose=INSPECT),
    "to celebrate": Score("33333333", CELEBRATED, purpose=CELEBRATE),
}
# fmt: on


def ratings(levels: str) -> tuple[RatingDraft, ...]:
    """The ratings written as in `Score`, each with its quote."""
    return tuple(
        RatingDraft(at, int(sign) if sign.isdigit() else None, "Said.", not_called=sign == "U")
        for at, sign in enumerate(levels, 1)
        if sign != "."
    )


@pytest.mark.parametrize("case", SCORES.values(), ids=SCORES)
def test_a_score_is_said_as_computed_by_hand(case: Score):
    draft = WholeDraft(ratings=ratings(case.levels))
    form = for_purpose(RUBRIC, case.purpose)

    score = score_words(overall(draft.levels, stop_signs=case.stop_signs), form)
    lacking = problems_before_signing(draft, form, purpose=case.purpose)

    assert (not_scored_words(case.purpose) or score) == case.said
    assert tuple(lacking) == tuple(f"rating_{number}" for number in case.lacking)


class Corrected(NamedTuple):
    """What a session was opened as and what it was after all; 5 asks and 15 tells, all levels 3."""

    opened: Purpose
    corrected: Purpose | None
    share: str
    levels: tuple[int, int]
    """Sum and number of the levels that are kept."""


# fmt: off
CORRECTED = {
    "as opened":         Corrected(COACH, None, "25 % asking, 20 taps: mostly telling", (24, 8)),
    "train after all":   Corrected(COACH, TRAIN, TO_TRAIN, (24, 8)),
    "coach after all":   Corrected(TRAIN, COACH, "25 % asking, 20 taps: mostly telling", (24, 8)),
    "inspect after all": Corrected(COACH, INSPECT, TO_INSPECT, (0, 0)),
    "back to coach":     Corrected(COACH, COACH, "25 % asking, 20 taps: mostly telling", (24, 8)),
}
# fmt: on


@pytest.mark.parametrize("case", CORRECTED.values(), ids=CORRECTED)
def test_the_purpose_as_corrected_decides_what_is_judged_and_what_is_scored(
    session: Session, cast: Cast, case: Corrected
):
    made = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, purpose=case.opened
    )
    build.taps(session, made, [Code.OPEN] * 5 + [Code.EXPLAIN] * 15)
    lena, own = cast.actor(cast.lena), made.public_id
    for dimension in range(1, 9):
        save_level(session, lena, public_id=own, dimension=dimension, level=3)
    if case.corrected:
        save_purpose(session, lena, public_id=own, purpose=case.corrected)
        save_purpose_reason(session, lena, public_id=own, text=WHY)

    sign_observation(session, lena, public_id=own, at=NOW)

    outcome = session.get_one(Outcome, made.id)
    assert (outcome.levels_sum, outcome.levels_count) == case.levels
    shown = evidence(session, lena, public_id=own).share.sentence
    assert shown.replace("\u00a0", " ") == case.share
    is_changed = case.corrected not in {None, case.opened}
    note = result(session, lena, public_id=own, at=NOW).purpose_note
    assert note == (
        f"Opened as {case.opened.title()}, corrected to {case.corrected.title()}: {WHY}"
        if is_changed and case.corrected
        else ""
    )
