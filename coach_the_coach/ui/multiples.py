"""Small multiples: many small drawings of one sort, on one scale, to be seen at a glance.

As in `chart`, a sentence above says the same, and what is drawn is hidden from those who listen.
"""

from typing import Any

import reflex as rx

from coach_the_coach.ui import chart, status, text
from coach_the_coach.ui.tokens import Content, Rows, Words, each, number, when

svg = rx.el.svg


def strip(asks: Words, tells: Words) -> rx.Component:
    """Asks above a line and tells below it, over the time of one session.

    Both are outlines in a box 100 wide and 40 high, the line in its middle.
    """
    return svg(
        svg.path(d=asks, class_name="strip-asks"),
        svg.path(d=tells, class_name="strip-tells"),
        svg.line(x1="0", x2="100", y1="20", y2="20", class_name="strip-line"),
        view_box="0 0 100 40",
        preserve_aspect_ratio="none",
        width="100%",
        aria_hidden="true",
        class_name="strip",
    )


def strips(
    summary: Content, rows: Rows, *, above: Words, below: Words, without: Words
) -> rx.Component:
    """Sessions as strips beneath each other, newest on top, all on one scale.

    A row has link, when (a `Moment`), beside (a few words), has_strip, asks and tells (outlines),
    figure (both counts in words). `above` and `below` say which is which; `without` stands for a
    session whose times nobody knows.
    """

    def line(row: Any) -> rx.Component:
        named = rx.el.span(
            text.link(text.moment(row.when.words, at=row.when.at, exact=row.when.exact), row.link),
            text.quiet(row.beside),
            class_name="strip-name",
        )
        figure = rx.el.span(row.figure, class_name="strip-figure figures")
        drawn = when(row.has_strip, strip(row.asks, row.tells), text.quiet(without))
        return rx.el.li(named, rx.el.span(drawn, class_name="strip-place"), figure)

    key = rx.el.div(status.tag(above, "ask"), status.tag(below, "tell"), class_name="key")
    return chart.figure(summary, key, rx.el.ol(*each(rows, line), class_name="strips"))


def level_panels(summary: Content, rows: Rows, *, scale: Content) -> rx.Component:
    """One small panel for each of several things with levels 1..4 over time.

    A row has word, points (each `at`, 0..100 across, and `level`), of_late, the few words beneath,
    and heard, which says every level to those who listen. `scale` names the levels once.
    """

    def dot(point: Any) -> rx.Component:
        return svg.circle(
            cx=f"{number(point.at) * 0.92 + 4}%",
            cy=f"{112.5 - number(point.level) * 25}%",
            r="4",
            class_name="panel-dot",
        )

    def panel(row: Any) -> rx.Component:
        rails = [
            svg.line(x1="0", x2="100%", y1=place, y2=place, class_name="panel-rail")
            for place in ("12.5%", "37.5%", "62.5%", "87.5%")
        ]
        drawn = svg(*rails, *each(row.points, dot), width="100%", height="64", aria_hidden="true")
        return rx.el.li(
            rx.el.span(row.word, class_name="panel-word"),
            drawn,
            text.quiet(row.of_late),
            text.unseen(row.heard),
        )

    return chart.figure(
        summary, text.quiet(scale), rx.el.ul(*each(rows, panel), class_name="panels")
    )


def share_panels(summary: Content, rows: Rows, *, first: Words, last: Words) -> rx.Component:
    """One small panel for each of several shares over time, each share with its interval.

    A row has word, points (each `at`, 0..100 across, share, low and high, 0..100), at_least and
    at_most (its targets, 0..100 or None), aim, the target in words, and heard, which says every
    share to those who listen. `first` and `last` name the two ends of time.
    """

    def point(one: Any) -> rx.Component:
        across = f"{number(one.at) * 0.92 + 4}%"
        low, high = f"{100 - number(one.low)}%", f"{100 - number(one.high)}%"
        return svg.g(
            svg.line(x1=across, x2=across, y1=low, y2=high, class_name="whisker"),
            svg.circle(cx=across, cy=f"{100 - number(one.share)}%", r="4", class_name="panel-dot"),
        )

    def panel(row: Any) -> rx.Component:
        aims = [_level_line(at) for at in (row.at_least, row.at_most)]
        drawn = svg(
            svg.rect(width="100%", height="100%", rx="3", class_name="band"),
            *aims,
            *each(row.points, point),
            width="100%",
            height="96",
            aria_hidden="true",
        )
        ends = rx.el.div(
            rx.el.span(first), rx.el.span(last), class_name="over-time-ends", aria_hidden="true"
        )
        return rx.el.li(
            rx.el.span(row.word, class_name="panel-word"),
            drawn,
            ends,
            text.quiet(row.aim),
            text.unseen(row.heard),
        )

    return chart.figure(summary, rx.el.ul(*each(rows, panel), class_name="panels share-panels"))


def target_bars(summary: Content, rows: Rows) -> rx.Component:
    """Shares beneath each other, each with its interval and a quiet line where its target is.

    A row has word, is_known, figure, aim (the target in words), mark and standing (how it stands
    beside the target, as a badge; empty for nothing), and what `target_bar` draws.
    """

    def line(row: Any) -> rx.Component:
        standing = when(row.standing, status.badge(row.standing, row.mark))
        return rx.el.li(
            rx.el.span(row.word, class_name="target-word"),
            target_bar(row),
            rx.el.span(row.figure, class_name="figures target-figure"),
            rx.el.span(text.quiet(row.aim), standing, class_name="target-aim"),
        )

    return chart.figure(summary, rx.el.ul(*each(rows, line), class_name="target-bars"))


def target_bar(row: Any) -> rx.Component:
    """One share with its interval beside its target, or, not `is_known`, its answers one by one.

    A row has is_known, share, low and high (0..100), at_least and at_most (the targets, 0..100 or
    None), and count, how many answers there are. Words and figures stand beside it.
    """
    marks = [
        when(_known(at), svg.line(x1=f"{at}%", x2=f"{at}%", y1="0", y2="24", class_name="target"))
        for at in (row.at_least, row.at_most)
    ]
    start, end = number(row.low), number(row.high)
    share = svg(
        svg.rect(y="8", width="100%", height="8", rx="4", class_name="band"),
        svg.rect(
            x=f"{start}%",
            y="5",
            width=f"{end - start}%",
            height="14",
            rx="3",
            class_name="interval",
        ),
        *marks,
        svg.rect(x=f"{row.share}%", y="3", width="4", height="18", rx="2", class_name="tick"),
        width="100%",
        height="24",
        aria_hidden="true",
        class_name="target-bar",
    )
    answers = rx.el.span(
        rx.el.span(
            style={
                "width": f"min(100%, {row.count} * 12px)",
                "backgroundSize": f"calc(100% / {row.count}) 100%",
            }
        ),
        aria_hidden="true",
        class_name="target-answers",
    )
    return when(row.is_known, share, answers)


def _level_line(share: Any) -> Any:
    """A quiet line across a drawing at the height of a target; nothing where there is none."""
    height = None if share is None else f"{100 - number(share)}%"
    return when(
        _known(share), svg.line(x1="0", x2="100%", y1=height, y2=height, class_name="target")
    )


def _known(value: Any) -> Any:
    """Whether a number is there; 0 is one."""
    return value.is_not_none() if isinstance(value, rx.Var) else value is not None
