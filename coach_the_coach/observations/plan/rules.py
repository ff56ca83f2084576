"""What a talk could go through, from what the observer noted. Every line says what it rests on.

Rules propose and judge nobody: docs/method.md#plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.focus.rules import LEARNED_AFTER, seen_word
from coach_the_coach.observations.plan.evidence.rules import Evidence, Rated
from coach_the_coach.observations.rules import Seen
from coach_the_coach.observations.tally.rules import Band, Tally, takes
from coach_the_coach.observations.ticks.rules import Tick, tick_sentences, tick_word

STRONG: Final = 3
"""A dimension rated so or higher is a strength. Source: docs/method.md#plan."""

WEAK: Final = (1, 2)
"""Levels that can be the gap, the more pressing one first. Source: docs/method.md#plan."""

APART: Final = 2
"""So many levels above the observer's an own view is worth a talk. Source: docs/method.md#plan."""

MANY_TAKES: Final = 3
"""So many tasks taken over are worth a talk. Source: docs/method.md#plan."""

DIMENSION_QUESTIONS: Final[Mapping[int, str]] = {
    1: "coach-topic",
    2: "coach-whose-thinking",
    3: "coach-heard",
    4: "coach-evidence",
    5: "coach-skill",
    6: "coach-safety",
    7: "coach-tried",
    8: "coach-who-leaves-with-what",
}
"""What to ask about each dimension, by key in the question bank. Source: docs/method.md#plan."""

TRAINING_QUESTION: Final = "coach-explained"
"""What to ask about dimension 2 after a training, where it is about explaining."""

HABIT_QUESTIONS: Final[Mapping[Tick, str]] = {
    Tick.UPDATES: "coach-what-buyer-did",
    Tick.NUMBERS: "coach-decided",
    Tick.GAP: "coach-evidence",
    Tick.DECIDED: "coach-who-leaves-with-what",
    Tick.DIFFERENTLY: "coach-differently",
}
"""What to ask about each habit, by key in the question bank. Source: docs/method.md#plan."""


class Place(StrEnum):
    """What a line is for, in the order of the talk."""

    OPEN = "open"
    STRENGTH = "strength"
    GAP = "gap"
    ASK = "ask"
    NEXT = "next"


@dataclass(frozen=True)
class PlanLine:
    """One line: what to do, what it rests on, the words or the question that go with it."""

    place: Place
    text: str
    source: str
    quote: str = ""
    question: str = ""
    """Key in the question bank; empty for none."""


@dataclass(frozen=True)
class _Point:
    """Something to talk about, what it rests on, and what to ask about it."""

    text: str
    source: str
    question: str
    quote: str = ""


def talk_plan(evidence: Evidence) -> tuple[PlanLine, ...]:
    """A plan for the talk, at most one line for each place; what nothing speaks for is left out."""
    strength, gap = _strength(evidence), _gap(evidence)
    lines = [_opening(evidence), _line(Place.STRENGTH, strength), _line(Place.GAP, gap)]
    if about := gap or strength:
        lines.append(
            PlanLine(
                Place.ASK,
                _("Ask before you tell."),
                about.source,
                question=about.question,
            )
        )
    lines.append(_next(evidence, gap or strength))
    return tuple(line for line in lines if line is not None)


def place_word(place: Place) -> str:
    """What a line is for, in a word or two."""
    return {
        Place.OPEN: _("Open with"),
        Place.STRENGTH: _("What went well"),
        Place.GAP: _("One gap"),
        Place.ASK: _("Ask"),
        Place.NEXT: _("Next step"),
    }[place]


def _line(place: Place, point: _Point | None) -> PlanLine | None:
    return None if point is None else PlanLine(place, point.text, point.source, point.quote)


def _opening(evidence: Evidence) -> PlanLine | None:
    last = evidence.last
    if last is None:
        return None
    text = {
        Seen.SEEN: _("The ONE thing of last time, “{one}”. It was there: say so first."),
        Seen.PARTLY: _("The ONE thing of last time, “{one}”. Ask {name} first how it went."),
        Seen.NO_CHANCE: _(
            "The ONE thing of last time, “{one}”. Ask when there is a chance for it."
        ),
        None: _("The ONE thing of last time, “{one}”. Ask {name} first how it went."),
    }[last.answer].format(one=last.named, name=evidence.observed)
    source = _("Agreed in your last talk")
    if last.answer is not None:
        answered = _("Agreed in your last talk; this time you answered “{answer}”")
        source = answered.format(answer=seen_word(last.answer))
    promised = _("Promised: {promised}").format(promised=last.promised) if last.promised else ""
    return PlanLine(Place.OPEN, text, source, quote=promised)


def _strength(evidence: Evidence) -> _Point | None:
    return (
        _strong_dimension(evidence)
        or _good_habit(evidence)
        or _much_asking(evidence)
        or _own_words(evidence)
    )


def _strong_dimension(evidence: Evidence) -> _Point | None:
    strong = [one for one in evidence.scored if (one.level or 0) >= STRONG]
    if not strong:
        return None
    best = min(strong, key=lambda one: (-(one.level or 0), not one.is_shown, one.number))
    text = _("“{dimension}”, with the moment you saw it.")
    if not best.is_shown:
        text = _("“{dimension}”. Ask {name} for the moment that shows it.")
    return _Point(
        text.format(dimension=best.name, name=evidence.observed),
        _rated_source(best),
        "coach-why-it-worked",
        best.quote,
    )


def _good_habit(evidence: Evidence) -> _Point | None:
    for tick in (Tick.GAP, Tick.DECIDED, Tick.DIFFERENTLY):
        if evidence.told(tick):
            text = tick_sentences({tick: True}, evidence.observed)[0]
            return _Point(text, _marked(tick), "coach-why-it-worked")
    return None


def _much_asking(evidence: Evidence) -> _Point | None:
    if evidence.band is not Band.ASKING:
        return None
    text = _("{name} left most of the thinking to {coached}.")
    return _Point(
        text.format(name=evidence.observed, coached=evidence.coached),
        _asks_source(evidence.tally),
        "coach-why-it-worked",
    )


def _own_words(evidence: Evidence) -> _Point | None:
    if not evidence.strengths.strip():
        return None
    text, source = _("What you noted as a strength."), _("Your own words")
    return _Point(text, source, "coach-why-it-worked", evidence.strengths.strip())


def _gap(evidence: Evidence) -> _Point | None:
    pressing, weak = WEAK
    return (
        _stop_sign(evidence)
        or _taking_over(evidence)
        or _weak_dimension(evidence, pressing)
        or _views_apart(evidence)
        or _much_telling(evidence)
        or _habit(evidence, (Tick.UPDATES, Tick.NUMBERS), seen=True)
        or _weak_dimension(evidence, weak)
        or _habit(evidence, (Tick.GAP, Tick.DECIDED, Tick.DIFFERENTLY), seen=False)
    )


def _stop_sign(evidence: Evidence) -> _Point | None:
    if not evidence.stop_signs:
        return None
    source = _("You marked “{mark}”").format(mark=evidence.stop_signs[0])
    text = _("The moment that must not come again. Hear first what led up to it.")
    return _Point(text, source, "coach-what-led")


def _taking_over(evidence: Evidence) -> _Point | None:
    counts = evidence.counts
    taken = takes(counts) if counts else 0
    sources = [_marked(Tick.SAVED)] if evidence.told(Tick.SAVED) else []
    if counts and taken and (sources or taken >= MANY_TAKES):
        words = _("{taken} of {n} asks and tells were taking over")
        sources.append(words.format(taken=taken, n=counts.coded))
    if not sources:
        return None
    text = _("Where it could have stayed with {coached}. Let {name} find the moment.")
    return _Point(
        text.format(coached=evidence.coached, name=evidence.observed),
        "; ".join(sources),
        "coach-whose-deal",
    )


def _weak_dimension(evidence: Evidence, level: int) -> _Point | None:
    weak = [one for one in evidence.scored if one.level == level]
    if not weak:
        return None
    one = min(weak, key=lambda each: (not each.is_shown, each.number))
    trained = evidence.purpose is Purpose.TRAIN and one.number == 2
    question = DIMENSION_QUESTIONS.get(one.number, "coach-differently")
    return _Point(
        _("“{dimension}”, at one moment that you look at together.").format(dimension=one.name),
        _rated_source(one),
        TRAINING_QUESTION if trained else question,
        one.quote,
    )


def _views_apart(evidence: Evidence) -> _Point | None:
    apart = [(_apart(one), one) for one in evidence.scored if _apart(one) >= APART]
    if not apart:
        return None
    levels, one = min(apart, key=lambda pair: (-pair[0], pair[1].number))
    text = _("“{dimension}”, which you saw differently. Hear first which moment {name} means.")
    source = _("Self-rating {n} levels higher on “{dimension}”; dimension {number} rated {level}")
    return _Point(
        text.format(dimension=one.name, name=evidence.observed),
        source.format(n=levels, dimension=one.name, number=one.number, level=one.level),
        "coach-two-views",
        one.quote,
    )


def _apart(one: Rated) -> int:
    """How many levels the own view lies above the observer's; 0 where they cannot be compared."""
    if one.level is None or one.own_level is None:
        return 0
    return one.own_level - one.level


def _much_telling(evidence: Evidence) -> _Point | None:
    if evidence.band is not Band.TELLING:
        return None
    text = _("Who did the thinking. Find one piece of advice that could have been a question.")
    return _Point(text, _asks_source(evidence.tally), "coach-before-advice")


def _habit(evidence: Evidence, ticks: tuple[Tick, ...], *, seen: bool) -> _Point | None:
    """A habit to leave that was seen, or one to keep that was marked as not seen."""
    for tick in ticks:
        if evidence.told(tick) is seen:
            text = _habit_words(tick).format(name=evidence.observed, coached=evidence.coached)
            source = _marked(tick) if seen else _unmarked(tick)
            return _Point(text, source, HABIT_QUESTIONS[tick])
    return None


def _habit_words(tick: Tick) -> str:
    return {
        Tick.UPDATES: _("From updates to evidence: what the buyer did that nobody had to tell."),
        Tick.NUMBERS: _("From numbers to a decision: which of them could have led to one."),
        Tick.GAP: _("From the symptom to the gap: what {coached} would need on the next deals."),
        Tick.DECIDED: _("How the talk ended: what {coached} left it with, and by when."),
        Tick.DIFFERENTLY: _("What {coached} would do differently, and who got to say it."),
    }[tick]


def _next(evidence: Evidence, about: _Point | None) -> PlanLine | None:
    last, name = evidence.last, evidence.observed
    if last is not None and last.times_seen < LEARNED_AFTER:
        source = _("“{one}” was seen {n} of {needed} times so far")
        text = _("Keep the ONE thing, and agree on the day to watch again.")
        source = source.format(one=last.named, n=last.times_seen, needed=LEARNED_AFTER)
        return PlanLine(Place.NEXT, text, source)
    text = _("{name} chooses ONE thing, and you both the day to watch again.").format(name=name)
    if last is not None:
        source = _("“{one}” was seen {n} times: it is learned")
        return PlanLine(
            Place.NEXT,
            text,
            source.format(one=last.named, n=last.times_seen),
            _yours(evidence),
        )
    if evidence.suggestion.strip():
        return PlanLine(Place.NEXT, text, _("Your own words while rating"), _yours(evidence))
    return None if about is None else PlanLine(Place.NEXT, text, about.source)


def _yours(evidence: Evidence) -> str:
    """The observer's suggestion, to have at hand; empty for none."""
    mine = evidence.suggestion.strip()
    return _("Yours, if asked: {mine}").format(mine=mine) if mine else ""


def _rated_source(one: Rated) -> str:
    """The level with what there is to point at."""
    words = _("Dimension {number} rated {level}")
    if one.quote and one.clock:
        words = _("Dimension {number} rated {level}, quote at {clock}")
    elif one.quote:
        words = _("Dimension {number} rated {level}, with a quote")
    elif one.clock:
        words = _("Dimension {number} rated {level}, seen at {clock}")
    elif one.absent:
        words = _("Dimension {number} rated {level}. {absent}")
    return words.format(number=one.number, level=one.level, clock=one.clock, absent=one.absent)


def _asks_source(tally: Tally) -> str:
    return _("{asks} of {n} asks and tells were asks").format(asks=tally.asks, n=tally.coded)


def _marked(tick: Tick) -> str:
    return _("You marked “{mark}”").format(mark=tick_word(tick))


def _unmarked(tick: Tick) -> str:
    return _("You marked as not seen: “{mark}”").format(mark=tick_word(tick))
