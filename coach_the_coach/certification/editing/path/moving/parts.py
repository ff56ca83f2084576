"""The pieces of moving those who are on an older version of a path."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.editing.path.moving.state import MovingState
from coach_the_coach.foundation.words import _


def moving(then: Any) -> rx.Component:
    """How many are on an older version, and the way to the newest; `then` follows once moved."""
    older = MovingState.older
    return rx.cond(
        older.people > 0,
        ui.section(
            _("Those on an older version"),
            ui.paragraph(older.words),
            rx.cond(
                MovingState.change.is_open,
                _looked(then),
                ui.actions(
                    ui.button(_("See what moving them would change"), on_click=MovingState.look)
                ),
            ),
            about=_("Whoever began with a version keeps it, until you move them."),
        ),
    )


def _looked(then: Any) -> rx.Component:
    """What happens to them, and the press that does it."""
    change = MovingState.change
    does = rx.cond(
        change.moved > 0,
        ui.paragraph(
            _(
                "What they did still counts, by what is asked now. Each of them is told. "
                "There is no way back to the older version but to publish it anew."
            )
        ),
    )
    return ui.card(
        ui.heading(change.title, level=3),
        ui.bullets(rx.Var.create(change.changes).to(list)),
        does,
        ui.actions(
            rx.cond(
                change.moved > 0,
                ui.button(_("Move them"), weight="primary", on_click=[MovingState.move, then]),
            ),
            ui.button(_("Leave them where they are"), on_click=MovingState.leave),
        ),
    )
