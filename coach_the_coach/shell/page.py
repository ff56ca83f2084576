"""What is shown at an address where nothing is."""

import reflex as rx

from coach_the_coach.foundation.words import _
from coach_the_coach.shell.frame import nothing_here, outside


@rx.page(route="404", title=_("Nothing here · Coach the Coach"))
def lost_page() -> rx.Component:
    """Nothing here, and the way home."""
    return outside(nothing_here())
