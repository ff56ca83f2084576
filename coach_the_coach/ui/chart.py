"""Small drawings in plain SVG and CSS: no charting library, no script, they print.

Every drawing has a sentence above it that says the same, and is hidden from those who listen.
Rows are plain objects with the named attributes, known now or bound; shares are 0..100.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import reflex as rx

from coach_the_coach.ui import text
from coach_the_coach.ui.tokens import (
    Content,
    Flag,
    Number,
    Rows,
    Tone,
    Words,
    each,
    each_counted,
    number,
    when,
)

svg = rx.el.svg

NARROW: Final = "@media (max-width: 640px)"
LETTER: Final = 7
"""Pixels that a letter of small text takes at most on average. Source: looked at."""


@dataclass(frozen=True)
class Band:
    """A named stretch of a share, 0..100, and the side it is coloured for."""

    start: float
    end: float
    word: str
    tone: Tone = "neither"


def share_bar(
    summary: Content,
    share: Number,
    low: Number,
    high: Number,
    *,
    bands: Sequence[Band] = (),
    known: Flag = True,
) -> rx.Component:
    """A share with its interval over quiet bands; without `known` the bands stay empty."""
    start, end = number(low), number(high)
    value = rx.fragment(
        svg.rect(
            x=f"{start}%",
            y="5",
            width=f"{end - start}%",
            height="14",
            rx="3",
            class_name="interval",
        ),
        svg.rect(x=f"{share}%", y="0", width="4", height="24", rx="2", class_name="tick"),
    )
    return figure(
        summary,
        svg(
            *_tracks(bands),
            when(known, value),
            width="100%",
            height="24",
            aria_hidden="true",
            class_name="share-bar",
        ),
        *([_band_words(bands, share, known)] if bands else []),
    )


def share_over_time(
    summary: Content,
    points: Rows,
    *,
    first: Words,
    last: Words,
    bands: Sequence[Band] = (),
    target: float | None = None,
    target_word: Words = "",
) -> rx.Component:
    """Shares as dots with intervals; a point has `at` (0..100 across), share, low, high, label.

    `first` and `last` name the two ends of time; `label` is the point as a sentence.
    """
    aim = [] if target is None else [_target_line(target)]
    plot = svg(
        *[_stripe(band) for band in bands or [Band(0, 100, "")]],
        *aim,
        *each(points, _point),
        width="100%",
        height="100%",
        aria_hidden="true",
    )
    words = [_side_word(band.word, (band.start + band.end) / 2) for band in bands]
    if not bands:
        # Half a line inside the ends, for each word is centred on its height.
        words += [_side_word("100 %", 95), _side_word("0 %", 5)]
    if target is not None and target_word:
        words.append(_side_word(target_word, target))
    heard = rx.el.ul(*each(points, lambda point: rx.el.li(point.label)), class_name="unseen")
    ends = rx.el.div(rx.el.span(first), rx.el.span(last), class_name="over-time-ends")
    return figure(
        summary,
        rx.el.div(
            rx.el.div(plot, class_name="over-time-plot"),
            rx.el.div(*words, class_name="over-time-words", aria_hidden="true"),
            ends,
            class_name="over-time",
        ),
        heard,
    )


def mix_bar(summary: Content, parts: Rows) -> rx.Component:
    """Up to five parts of a whole; a part has word, share (0..100) and figure, the text."""

    def stretch(part: Any, place: Any) -> rx.Component:
        return rx.el.span(class_name=f"part-{place}", style={"flex_grow": part.share})

    def named(part: Any, place: Any) -> rx.Component:
        swatch = rx.el.span(class_name=f"swatch part-{place}", aria_hidden="true")
        return rx.el.li(
            swatch, rx.el.span(part.word), rx.el.span(part.figure, class_name="figures")
        )

    return figure(
        summary,
        rx.el.div(*each_counted(parts, stretch), class_name="mix", aria_hidden="true"),
        rx.el.ul(*each_counted(parts, named), class_name="mix-words"),
    )


def comparison(
    summary: Content,
    levels: Sequence[str],
    rows: Rows,
    *,
    own: Words,
    seen: Words,
    detail: Callable[[Any], rx.Component] | None = None,
) -> rx.Component:
    """Two views of the same things on levels 1..4, the gap between them marked.

    A row has word, own, seen (1..4 or None), gap, the few words seen beside the drawing, and
    sentence, which says both views and the gap to those who listen. `own` and `seen` name whose
    views they are, `own` "" where there is none; with `detail` the row itself opens, for levels in
    words and for quotes.
    """
    scale = rx.el.div(
        rx.el.div(*[rx.el.span(level) for level in levels]),
        class_name="comparison-scale",
        aria_hidden="true",
    )
    key = rx.el.div(
        when(own, rx.el.span(own, class_name="own")),
        rx.el.span(seen, class_name="seen"),
        class_name="key",
    )

    def line(row: Any) -> rx.Component:
        drawn = [
            rx.el.span(row.word, class_name="comparison-word"),
            rx.el.span(row.gap, class_name="comparison-gap", aria_hidden="true"),
            text.unseen(row.sentence),
            _rail(row.own, row.seen),
        ]
        if detail is None:
            return rx.el.li(rx.el.div(*drawn, class_name="comparison-row"))
        return rx.el.li(
            rx.el.details(
                rx.el.summary(*drawn, class_name="comparison-row"),
                rx.el.div(detail(row), class_name="comparison-detail"),
            )
        )

    return figure(summary, key, scale, rx.el.ol(*each(rows, line), class_name="comparison"))


def figure(summary: Content, *parts: rx.Component) -> rx.Component:
    """A figure under the sentence that says what it shows."""
    return rx.el.figure(rx.el.figcaption(summary), *parts, class_name="chart")


def _tracks(bands: Sequence[Band]) -> list[rx.Component]:
    """The whole length from 0 to 100, in its bands."""
    if not bands:
        return [svg.rect(y="8", width="100%", height="8", rx="4", class_name="band")]
    return [
        svg.rect(
            x=f"{band.start}%",
            y="8",
            width=f"{band.end - band.start}%",
            height="8",
            class_name=f"band band-edge tone-{band.tone}",
        )
        for band in bands
    ]


def _band_words(bands: Sequence[Band], share: Number, known: Flag) -> rx.Component:
    """The word of each band beneath its beginning; on a phone only that of the band hit."""
    words = [
        _band_word(bands, place, _is_hit(bands, place, share, known)) for place in range(len(bands))
    ]
    return rx.el.div(*words, class_name="share-words", aria_hidden="true")


def _band_word(bands: Sequence[Band], place: int, hit: Any) -> rx.Component:
    """The word of one band; on a phone beneath the middle of it, as far as the bar goes."""
    band, room = bands[place], f"{len(bands[place].word) * LETTER + 12}px"
    wide = {"left": f"{band.start}%", "width": f"{band.end - band.start}%"}
    if place == len(bands) - 1:
        # The last band is often too short for its word, which therefore ends where the band does.
        wide = {"right": "0"}
    left = f"calc({(band.start + band.end) / 2}% - {room} / 2)"
    narrow = {
        "left": f"clamp(0px, {left}, calc(100% - {room}))",
        "right": "auto",
        "width": room,
        "textAlign": "center",
    }
    looks = rx.cond(hit, "hit", "") if isinstance(hit, rx.Var) else "hit" if hit else ""
    return rx.el.span(band.word, class_name=looks, style={**wide, NARROW: narrow})


def _is_hit(bands: Sequence[Band], place: int, share: Number, known: Flag) -> Any:
    """Whether the share lies in this band; the last begins above its edge, the others at theirs."""
    if share is None:
        return False
    band, at, last = bands[place], number(share), len(bands) - 1
    above = at > band.start if place == last and place else at >= band.start
    below = at <= band.end if place >= last - 1 else at < band.end
    if isinstance(known, rx.Var) or isinstance(share, rx.Var):
        return rx.Var.create(known) & above & below
    return known and above and below


def _stripe(band: Band) -> rx.Component:
    """A band across a drawing in which a high share is high."""
    return svg.rect(
        y=f"{100 - band.end}%",
        width="100%",
        height=f"{band.end - band.start}%",
        class_name=f"band band-edge tone-{band.tone}",
    )


def _target_line(share: float) -> rx.Component:
    """A quiet line at what is aimed for."""
    height = f"{100 - share}%"
    return svg.line(x1="0", x2="100%", y1=height, y2=height, class_name="target")


def _point(point: Any) -> rx.Component:
    """One dot and the interval round it."""
    across = f"{number(point.at) * 0.94 + 3}%"
    return svg.g(
        svg.line(
            x1=across,
            x2=across,
            y1=f"{100 - number(point.low)}%",
            y2=f"{100 - number(point.high)}%",
            class_name="whisker",
        ),
        svg.circle(cx=across, cy=f"{100 - number(point.share)}%", r="6", class_name="dot"),
    )


def _side_word(word: Words, share: float) -> rx.Component:
    """A word beside the drawing, at the height of a share."""
    return rx.el.span(word, style={"bottom": f"{share}%"})


def _rail(own: Any, seen: Any) -> rx.Component:
    """The four levels on a line, the two views on it and the gap between them."""
    stops = [
        svg.circle(cx=_place(level), cy="12", r="2", class_name="stop") for level in range(1, 5)
    ]
    gap = svg.line(x1=_place(own), x2=_place(seen), y1="12", y2="12", class_name="gap")
    both = own & seen if isinstance(own, rx.Var) else own and seen
    return svg(
        svg.line(x1=_place(1), x2=_place(4), y1="12", y2="12", class_name="rail"),
        *stops,
        when(both, gap),
        when(seen, svg.circle(cx=_place(seen), cy="12", r="6", class_name="seen-dot")),
        when(own, svg.circle(cx=_place(own), cy="12", r="9", class_name="own-dot")),
        width="100%",
        height="24",
        aria_hidden="true",
    )


def _place(level: Any) -> Any:
    """Where a level 1..4 stands across the drawing; the left edge for one that is not there."""
    if level is None:
        return "0%"
    return f"{number(level) * 25 - 12.5}%"
