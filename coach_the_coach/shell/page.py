"""What is shown at an address where nothing is."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import outside


@rx.page(route="404", title=_("Nothing here · Coach the Coach"))
def lost_page() -> rx.Component:
    """Nothing here, and the way home."""
    return outside(
        _("Nothing here"),
        ui.paragraph(_("It may have been moved, or it may not be shared with you.")),
        ui.actions(ui.link_button(_("Home"), routes.HOME)),
    )
