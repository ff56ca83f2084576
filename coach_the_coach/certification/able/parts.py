"""Whether a path can be finished here, part by part; other pages show it as well."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.able.rows import PartRow
from coach_the_coach.certification.able.state import FinishingState
from coach_the_coach.foundation.words import _


def able_parts(able: Any) -> rx.Component:
    """The verdict, and each part with who is there for it; nothing where nobody is asked about."""
    return rx.cond(
        able.verdict != "",
        ui.stack(
            ui.lead(able.verdict),
            ui.lines(rx.foreach(able.parts, _part)),
            ui.quiet(able.about),
        ),
    )


def small_house() -> rx.Component:
    """The small-company way, and switching it for whoever may."""
    small = FinishingState.small
    return ui.section(
        _("In a small company"),
        ui.paragraph(
            rx.cond(
                small.is_on,
                _("On: a manager of another team or a guest may take each part outside the line."),
                _("Off: only those with the role take a part."),
            )
        ),
        rx.cond(small.set_words != "", ui.quiet(small.set_words)),
        rx.cond(
            small.may_set,
            ui.actions(
                ui.button(
                    rx.cond(small.is_on, _("Switch it off"), _("Switch it on")),
                    on_click=FinishingState.switch(~small.is_on),
                )
            ),
        ),
        about=_(
            "Where there are too few for every part, others who know coaching can take one: never "
            "the candidate, never twice, and never whom the candidate leads."
        ),
    )


def _part(one: PartRow) -> rx.Component:
    return ui.stack(
        ui.row(ui.paragraph(one.part), ui.badge(one.word, one.mark), apart=True),
        ui.quiet(one.words),
        gap="near",
    )
