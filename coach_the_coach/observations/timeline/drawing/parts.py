"""How a session is drawn over its time; components that know no state."""

from collections.abc import Callable
from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.observations.timeline.drawing.rules import LANE
from coach_the_coach.observations.timeline.rows import BandRow, DotRow, LaneRow, TickRow

svg = rx.el.svg

NAMES: Final = {
    "display": "grid",
    "grid_auto_rows": f"{LANE}px",
    "align_items": "center",
    "white_space": "nowrap",
}
"""The words of the lanes, each as high as its lane."""

WHOLE: Final = {
    "display": "grid",
    "grid_template_columns": "auto minmax(0, 1fr)",
    "column_gap": "12px",
}
"""The words on the left, what happened on the right."""

FOOT: Final = 20
"""Pixels beneath the lanes for the times. Source: looked at."""

SMALL: Final = {"fontSize": "12px", "fill": "var(--ink-quiet)"}
"""The words within the drawing."""

WIDE_ONLY: Final = {"@media (max-width: 900px)": {"display": "none"}}
"""Words of kinds have no room where it is narrow; the list says them."""


def drawing(
    summary: Any, row: Any, *, on_press: Callable[[Any], Any] | None = None
) -> rx.Component:
    """A lane for each code with a dot for each time, over the kinds of talk.

    `on_press` takes the name of a dot. It is for those who look; the list beneath says the same.
    """
    plot = svg(
        rx.foreach(row.ticks, lambda tick: _tick(tick, row.height)),
        rx.foreach(row.bands, lambda band: _band(band, row.height)),
        svg.line(x1="0", x2="100%", y1=row.line, y2=row.line, stroke="var(--control-line)"),
        rx.foreach(row.dots, lambda dot: _dot(dot, on_press)),
        width="100%",
        height=row.height + FOOT,
        aria_hidden="true",
    )
    names = rx.el.div(rx.foreach(row.lanes, _name), style=NAMES, aria_hidden="true")
    return rx.el.figure(
        rx.el.figcaption(ui.quiet(summary)),
        rx.el.div(names, rx.el.div(plot, min_width="0"), style=WHOLE),
        class_name="chart",
    )


def _name(lane: LaneRow) -> rx.Component:
    """The word of a lane, in the colour of its side."""
    colour = rx.match(
        lane.tone, ("ask", "var(--ask-ink)"), ("tell", "var(--tell-ink)"), "var(--ink-quiet)"
    )
    return rx.el.span(lane.word, style={"color": colour, "fontSize": "13px"})


def _dot(dot: DotRow, on_press: Callable[[Any], Any] | None) -> rx.Component:
    """One code or note where it happened; hovered, it says when and what."""
    colour = rx.match(
        dot.tone,
        ("ask", "var(--ask)"),
        ("tell", "var(--tell)"),
        ("note", "var(--accent)"),
        "var(--neither)",
    )
    pressed: dict[str, Any] = (
        {"on_click": on_press(dot.id), "cursor": "pointer"} if on_press else {}
    )
    return svg.circle(svg.title(dot.said), cx=dot.x, cy=dot.y, r="5", fill=colour, **pressed)


def _band(band: BandRow, height: Any) -> rx.Component:
    """One kind of talk, in the lowest lane."""
    top = height - LANE
    return svg.g(
        svg.rect(
            svg.title(band.said),
            x=band.x,
            y=top + 3,
            width=band.width,
            height=LANE - 6,
            rx="3",
            fill="var(--sunken)",
            stroke="var(--line)",
        ),
        rx.cond(
            band.word != "",
            svg.text(
                band.word,
                x=band.x,
                dx="6",
                y=top + LANE - 7,
                style={**SMALL, **WIDE_ONLY},
            ),
        ),
    )


def _tick(tick: TickRow, height: Any) -> rx.Component:
    """A time beneath, and a quiet line up from it."""
    return svg.g(
        svg.line(x1=tick.x, x2=tick.x, y1="0", y2=height, stroke="var(--line)"),
        svg.text(
            tick.word,
            x=tick.x,
            y=height + 15,
            text_anchor="middle",
            style=SMALL,
        ),
    )
