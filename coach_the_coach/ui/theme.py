"""Light, dark, or as the device has it."""

import reflex as rx
from reflex.style import LiteralColorMode, color_mode, set_color_mode

from coach_the_coach.foundation.words import _


def theme_choice() -> rx.Component:
    """Three buttons of which one is pressed; the choice stays in this browser."""
    modes: dict[LiteralColorMode, str] = {
        "light": _("Light"),
        "dark": _("Dark"),
        "system": _("System"),
    }
    buttons = [
        rx.el.button(
            word,
            type="button",
            aria_pressed=rx.cond(color_mode == mode, "true", "false"),
            on_click=set_color_mode(mode),
        )
        for mode, word in modes.items()
    ]
    return rx.el.div(*buttons, role="group", aria_label=_("Theme"), class_name="segments no-print")
