"""What the account page shows of one's password."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.password.state import PasswordState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes


def own_password() -> rx.Component:
    """The way to another one, or why there is none; nothing where nobody has a password."""
    password = PasswordState.password
    return rx.cond(
        password.stage == "off",
        None,
        ui.section(
            _("Password"),
            rx.cond(
                password.stage == "none",
                no_password(),
                rx.fragment(
                    rx.cond(
                        password.changed != "", ui.quiet(_("Last changed"), " ", password.changed)
                    ),
                    ui.actions(ui.link_button(_("Change your password"), routes.OWN_PASSWORD)),
                ),
            ),
        ),
    )


def no_password() -> rx.Component:
    """For who comes in by the provider alone."""
    return ui.paragraph(
        _(
            "You have none here: you come in with your organisation's account, and change its "
            "password there."
        )
    )
