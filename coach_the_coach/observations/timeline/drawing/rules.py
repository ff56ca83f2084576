"""Where codes, notes and kinds stand: a lane for each code, asks above the line, tells below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from coach_the_coach.coaching.rules import kind_word
from coach_the_coach.foundation.when import clock_words
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.tally.rules import (
    BUTTONS,
    Buttons,
    Code,
    Side,
    code_word,
    side_of,
)
from coach_the_coach.observations.timeline.rows import BandRow, DotRow, DrawnRow, LaneRow, TickRow
from coach_the_coach.observations.timeline.rules import KindBand, tick_minutes

LANE: Final = 22
"""Pixels that one lane is high. Source: looked at."""

EDGE: Final = 1.5
"""Percent of the width kept free at either end, so that no dot is cut. Source: looked at."""

LETTER: Final = 0.75
"""Percent of the width that a letter of a kind's word takes on a desk. Source: looked at."""


@dataclass(frozen=True)
class Drawable:
    """A code, or a note without one: its name, its second, and what is said of it on hover."""

    name: str
    seconds: float
    code: Code | None
    said: str


def drawn(
    drawables: Iterable[Drawable],
    bands: Sequence[KindBand],
    *,
    buttons: Buttons,
    seconds: float,
) -> DrawnRow:
    """Everything in its place; a lane for notes and one for kinds only where there are some."""
    found = list(drawables)
    whole = max(seconds, 1.0)
    lanes = _lanes(buttons, with_notes=any(one.code is None for one in found))
    place = {code: down for down, (_lane, codes) in enumerate(lanes) for code in codes}
    shown = [lane for lane, _codes in lanes] + ([LaneRow(_("Kind"))] if bands else [])
    return DrawnRow(
        lanes=shown,
        dots=[
            DotRow(
                id=one.name,
                x=_across(one.seconds, whole),
                y=place[one.code] * LANE + LANE // 2,
                tone=str(side_of(one.code)) if one.code else "note",
                said=one.said,
            )
            for one in found
            if one.code in place
        ],
        bands=[_band(band, whole) for band in bands],
        ticks=[
            TickRow(_across(60 * minute, whole), clock_words(60 * minute))
            for minute in tick_minutes(whole)
        ],
        line=_line(lanes),
        height=len(shown) * LANE,
    )


Lanes = list[tuple[LaneRow, tuple[Code | None, ...]]]
"""From top to bottom: each lane with the codes that stand in it; None is a note."""


def _lanes(buttons: Buttons, *, with_notes: bool) -> Lanes:
    sides = {side: tuple(one for one in Code if side_of(one) is side) for side in Side}
    used = set(BUTTONS[buttons])
    on_line = tuple(code for code in sides[Side.NEITHER] if code in used)
    lanes: Lanes = [(LaneRow(_("Notes"), "note"), (None,))] if with_notes else []
    lanes += [_lane(code, buttons) for code in BUTTONS[buttons] if code in sides[Side.ASK]]
    if on_line:
        words = ", ".join(code_word(code, buttons) for code in on_line)
        lanes.append((LaneRow(words, str(Side.NEITHER)), on_line))
    lanes += [_lane(code, buttons) for code in BUTTONS[buttons] if code in sides[Side.TELL]]
    return lanes


def _lane(code: Code, buttons: Buttons) -> tuple[LaneRow, tuple[Code]]:
    return LaneRow(code_word(code, buttons), str(side_of(code))), (code,)


def _line(lanes: Lanes) -> int:
    """How far down the line lies: through what is on neither side, or above the first tell."""
    for down, (lane, _codes) in enumerate(lanes):
        if lane.tone == Side.NEITHER:
            return down * LANE + LANE // 2
        if lane.tone == Side.TELL:
            return down * LANE
    return 0


def _band(band: KindBand, whole: float) -> BandRow:
    wide = (band.end - band.start) / whole * (100 - 2 * EDGE)
    word = kind_word(band.kind)
    return BandRow(
        x=_across(band.start, whole),
        width=_percent(wide),
        word=word if (len(word) + 2) * LETTER <= wide else "",
        said=f"{clock_words(band.start)}–{clock_words(band.end)} {word}",
    )


def _across(seconds: float, whole: float) -> str:
    share = min(max(seconds / whole, 0.0), 1.0)
    return _percent(EDGE + share * (100 - 2 * EDGE))


def _percent(number: float) -> str:
    return f"{round(number, 2):g}%"
