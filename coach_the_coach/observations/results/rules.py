"""What an observation shows, in words: shares with their n, both views side by side, minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

from coach_the_coach.coaching.rules import LEAST_ANSWERS, Kind, KindMix, Purpose, kind_word
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.observations.rating.rules import Overall, rounded_down
from coach_the_coach.observations.rubric.rules import Rubric
from coach_the_coach.observations.tally import rules
from coach_the_coach.observations.tally.rules import DEFAULTS, Band, Tally, Thresholds

ANSWER_LENGTH: Final = 4000
"""Most characters of an answer to an observation. Source: docs/method.md#text-lengths."""


@dataclass(frozen=True)
class ShareView:
    """The ask share as shown; the percentages are None when too few, `band` unless it is clear.

    An unjudged share keeps its percentages, for a grey bar without a word of praise or blame.
    """

    sentence: str
    is_judged: bool
    taps: int
    percent: int | None = None
    low_percent: int | None = None
    high_percent: int | None = None
    band: Band | None = None
    in_runs: bool = False
    """Whether only drawn runs of turns were coded, so that the interval is wider."""


@dataclass(frozen=True)
class MeasureView:
    """A companion of the ask share: its name, its value in words, and the counts behind it."""

    name: str
    value: str
    basis: str


@dataclass(frozen=True)
class KindView:
    """One kind of talk: its word, how often it was answered, its part of 100, and its figure.

    The figure is its share with the interval, or, where there are too few, its count of how many.
    """

    kind: Kind
    word: str
    count: int
    percent: int
    figure: str


@dataclass(frozen=True)
class DimensionView:
    """One dimension as both saw it: None is not observed, `gap` is own level less observer's."""

    number: int
    name: str
    own_level: int | None
    own_word: str
    observer_level: int | None
    observer_word: str
    gap: int | None
    gap_words: str


def share_view(
    tally: Tally,
    purpose: Purpose,
    thresholds: Thresholds = DEFAULTS,
    *,
    in_runs: bool = False,
) -> ShareView:
    """The ask share of `tally`, judged when the purpose allows and the interval is clear.

    `purpose` is the one that counts: as corrected, where it was.
    """
    judged = rules.is_judged(purpose)
    share = rules.ask_share(tally, thresholds)
    interval = rules.share_interval(tally, thresholds, in_runs=in_runs)
    if share is None or interval is None:
        sentence = too_few_words(tally.coded) if judged else not_judged_words(purpose)
        return ShareView(sentence=sentence, is_judged=judged, taps=tally.coded)
    bands = rules.bands_touched(interval, thresholds)
    sentence = _judgement(share, tally.coded, bands) if judged else not_judged_words(purpose)
    return ShareView(
        sentence=sentence,
        is_judged=judged,
        taps=tally.coded,
        percent=percent(share),
        low_percent=percent(interval.low),
        high_percent=ceil(interval.high * 100),
        band=bands[0] if judged and len(bands) == 1 else None,
        in_runs=in_runs,
    )


def too_few_words(taps: int) -> str:
    """The sentence in place of a share that rests on too few taps."""
    sentence = _n("Too few to judge: {taps} tap", "Too few to judge: {taps} taps", taps)
    return sentence.format(taps=taps)


def not_judged_words(purpose: Purpose) -> str:
    """Why the share of a session with this purpose is not judged; empty for one that is."""
    return {
        Purpose.COACH: "",
        Purpose.TRAIN: _("Not judged: this was a training session"),
        Purpose.INSPECT: _("Not judged: this was a session to look at the numbers"),
        Purpose.CELEBRATE: _("Not judged: this was a session to celebrate"),
    }[purpose]


def interval_words(view: ShareView) -> str:
    """The interval in words; empty without a share."""
    if view.low_percent is None:
        return ""
    words = _("Likely between {low} and {high}\u00a0%.")
    return words.format(low=view.low_percent, high=view.high_percent)


def method_words(view: ShareView) -> str:
    """How the interval is counted, with what it takes for granted; empty without a share."""
    if view.low_percent is None:
        return ""
    if view.in_runs:
        return _("95\u00a0% interval; wider, as a part was coded.")
    return _("95\u00a0% interval; treats turns as independent.")


def band_word(band: Band) -> str:
    """The band as it stands within a sentence."""
    return {
        Band.TELLING: _("mostly telling"),
        Band.MIXED: _("mixed"),
        Band.ASKING: _("mostly asking"),
        Band.CHECK: _("almost only asking"),
    }[band]


def band_meaning(band: Band) -> str:
    """What to make of a band."""
    return {
        Band.TELLING: _("Answers and instructions outweigh questions and listening back."),
        Band.MIXED: _("More asking than telling, and still much telling."),
        Band.ASKING: _("Questions and listening back carry the talk, with some help given."),
        Band.CHECK: _("Was help withheld? Look at the offers and at how the other gets on."),
    }[band]


def percent(share: Fraction | float) -> int:
    """`share` as a whole percentage, never rounded up, so that 69.9 is not shown as 70."""
    return floor(share * 100)


def percentages(counts: Sequence[int]) -> tuple[int, ...]:
    """`counts` as whole percentages, half rounded up, equal ones alike; zeros for none."""
    whole = sum(counts)
    return tuple((200 * count + whole) // (2 * whole) if whole else 0 for count in counts)


def measures(tally: Tally, thresholds: Thresholds = DEFAULTS) -> tuple[MeasureView, ...]:
    """The companions of the ask share: open questions, listening back, invited advice, takes."""
    return (
        MeasureView(
            _("Open questions"),
            _share_words(rules.open_share(tally, thresholds)),
            _("{part} of {whole} questions").format(part=tally.open, whole=tally.questions),
        ),
        MeasureView(
            _("Listening back for each question"),
            _ratio_words(rules.back_per_question(tally, thresholds)),
            _("{part} after {whole} questions").format(part=tally.back, whole=tally.questions),
        ),
        MeasureView(
            _("Advice that was invited"),
            _share_words(rules.invited_share(tally, thresholds)),
            _("{part} of {whole} pieces of advice").format(part=tally.offer, whole=tally.advice),
        ),
        MeasureView(
            _("Tasks taken over"),
            str(rules.takes(tally)),
            _("of {whole} asks and tells").format(whole=tally.coded),
        ),
    )


def kind_views(mix: KindMix) -> tuple[KindView, ...]:
    """Every kind of talk with its part of the answers; empty when nothing was answered."""
    if not mix.n:
        return ()
    counts = [mix.counts.get(kind, 0) for kind in Kind]
    return tuple(
        KindView(kind, kind_word(kind), count, part, _kind_words(count, mix.n, part))
        for kind, count, part in zip(Kind, counts, percentages(counts), strict=True)
    )


def _kind_words(count: int, whole: int, part: int) -> str:
    """A kind's share of one session with Wilson's interval; its count where there are too few."""
    if whole < LEAST_ANSWERS:
        return _("{n} of {whole}").format(n=count, whole=whole)
    interval = rules.wilson_interval(count, whole)
    words = _("{percent}\u00a0%, likely {low} to {high}")
    return words.format(percent=part, low=percent(interval.low), high=ceil(interval.high * 100))


def score_words(score: Overall | None, rubric: Rubric) -> str:
    """The score with its word, and what a stop sign took from it."""
    if score is None:
        return _("Too few dimensions observed for a score")
    words = {"score": rounded_down(score.score), "word": rubric.level_word(score.level)}
    if score.is_capped:
        return _("{score}, {word}: held down by a stop sign, otherwise {mean}").format(
            mean=rounded_down(score.mean), **words
        )
    return _("{score}, {word}").format(**words)


def gap(own: int | None, observer: int | None) -> int | None:
    """Own level minus the observer's; None when either saw nothing to rate."""
    return None if own is None or observer is None else own - observer


def gap_words(difference: int | None) -> str:
    """A gap in words, without blame for either side."""
    if difference is None:
        return _("Not compared")
    if difference == 0:
        return _("Seen alike")
    if difference > 0:
        return _n("Own view {n} level higher", "Own view {n} levels higher", difference).format(
            n=difference
        )
    return _n("Own view {n} level lower", "Own view {n} levels lower", -difference).format(
        n=-difference
    )


def side_by_side(
    rubric: Rubric, own: Mapping[int, int | None], observer: Mapping[int, int | None]
) -> tuple[DimensionView, ...]:
    """Both views of every dimension, in the rubric's order."""
    return tuple(
        _dimension_view(rubric, at, own.get(dimension.number), observer.get(dimension.number))
        for at, dimension in enumerate(rubric.dimensions)
    )


def problems_in_answer(answer: str) -> dict[str, str]:
    """What keeps an answer to an observation from being kept; an empty one is allowed."""
    if len(answer) > ANSWER_LENGTH:
        text = _("An answer has at most {length} characters.").format(length=ANSWER_LENGTH)
        return {"answer": text}
    return {}


def _judgement(share: Fraction, taps: int, bands: tuple[Band, ...]) -> str:
    return _("{percent}\u00a0% asking, {taps} taps: {bands}").format(
        percent=percent(share), taps=taps, bands=_bands_words(bands)
    )


def _bands_words(bands: tuple[Band, ...]) -> str:
    words = [band_word(band) for band in bands]
    if len(words) == 1:
        return words[0]
    if len(words) == 2:
        return _("too close to call, {first} or {last}").format(first=words[0], last=words[1])
    return _("too close to call, from {first} to {last}").format(first=words[0], last=words[-1])


def _share_words(share: Fraction | None) -> str:
    if share is None:
        return _("Too few to say")
    return _("{percent}\u00a0%").format(percent=percent(share))


def _ratio_words(ratio: Fraction | None) -> str:
    return _("Too few to say") if ratio is None else rounded_down(ratio)


def _dimension_view(
    rubric: Rubric, at: int, own: int | None, observer: int | None
) -> DimensionView:
    difference = gap(own, observer)
    return DimensionView(
        number=rubric.dimensions[at].number,
        name=rubric.dimensions[at].name,
        own_level=own,
        own_word=_("Cannot say") if own is None else rubric.level_word(own),
        observer_level=observer,
        observer_word=rubric.level_word(observer),
        gap=difference,
        gap_words=gap_words(difference),
    )
