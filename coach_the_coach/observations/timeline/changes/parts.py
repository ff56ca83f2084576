"""How changes made after watching are shown; components that know no state."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.timeline.changes.rows import ChangeRow


def changes(row: Any, *, doing: Callable[[Any], rx.Component] | None = None) -> rx.Component:
    """How many changes stand, and each of them when opened; `doing` is what can be done with one.

    Shows nothing where nothing was changed.
    """
    summary = rx.fragment(_("Changed afterwards:"), " ", ui.figures(row.standing))
    listed = rx.foreach(row.rows, lambda change: _change(change, doing))
    return rx.cond(
        ui.count(row.rows) > 0,
        rx.el.details(
            rx.el.summary(summary),
            rx.el.ul(listed, class_name="plain lines"),
            class_name="disclosure",
        ),
    )


def _change(change: ChangeRow, doing: Callable[[Any], rx.Component] | None) -> rx.Component:
    """One change in a line: what it did, from what to what, and when."""
    made = change.made
    said = rx.el.span(
        change.word,
        ": ",
        rx.cond(change.before != "", rx.el.span(ui.figures(change.before))),
        rx.cond(
            (change.before != "") & (change.after != ""),
            rx.fragment(rx.el.span(" → ", aria_hidden="true"), ui.unseen(_(" to "))),
        ),
        rx.cond(change.after != "", rx.el.span(ui.figures(change.after))),
    )
    quiet = ui.quiet(
        ui.moment(made.words, at=made.at, exact=made.exact),
        rx.cond(change.is_taken_back, rx.fragment(" · ", _("taken back"))),
    )
    does = rx.cond(change.is_last, doing(change)) if doing else rx.fragment()
    return rx.el.li(ui.row(ui.stack(said, quiet, gap="tight"), does, apart=True))
