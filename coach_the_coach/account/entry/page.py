"""Signing in; it works before any script has run."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import outside

_asked = rx.State.router.url.query_parameters


@rx.page(route=routes.SIGN_IN, title=_("Sign in · Coach the Coach"))
def sign_in_page() -> rx.Component:
    """E-mail, password, in."""
    return outside(
        _("Sign in"),
        ui.native_form(
            rx.cond(
                _asked["refused"].to(str) == "1",
                ui.callout(
                    _("E-mail and password do not match. Try again."), tone="danger", urgent=True
                ),
            ),
            rx.el.input(type="hidden", name="next", value=_asked["next"].to(str), read_only=True),
            ui.text_field(_("E-mail"), "email", kind="email", auto_complete="username"),
            ui.text_field(
                _("Password"), "password", kind="password", auto_complete="current-password"
            ),
            ui.actions(ui.button(_("Sign in"), weight="primary", submit=True)),
            action="/auth/sign-in",
        ),
    )
