"""How every figure is made: numerator, denominator, period and where it comes from."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.figures.rules import MADE, Definition
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.MADE,
    title=_("How the figures are made · Coach the Coach"),
    on_load=FrameState.arrive,
)
def made_page() -> rx.Component:
    """Each figure with what is counted, out of what, and over which time."""
    return frame(
        ui.page_heading(
            _("How these numbers are made"),
            about=_(
                "Each has one definition, and there is no other. A week belongs to the month of "
                "its Monday, days are those of the manager's own place. What nobody knows is "
                "left open and is not nought. Percentages are rounded down."
            ),
            back=ui.back_link(_("Figures"), routes.FIGURES),
        ),
        *[_definition(one) for one in MADE.values()],
    )


def _definition(one: Definition) -> rx.Component:
    """One figure."""
    leading = _("Leading: it can be changed this week.")
    lagging = _("Lagging: it follows from what was done before.")
    return ui.section(
        one.name,
        ui.facts(
            (_("What is counted"), one.part),
            (_("Out of"), one.of or _("Nothing: it is a count")),
            (_("Over"), one.period),
            (_("Leading or lagging"), leading if one.is_leading else lagging),
            (_("Where it comes from"), one.basis),
        ),
        ui.quiet(one.note),
    )
