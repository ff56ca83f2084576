"""Choosing a password with an invitation; it works before any script has run."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.sign_in import MAX_PASSWORD, MIN_PASSWORD
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import outside

_asked = rx.State.router.url.query_parameters


@rx.page(route=routes.WELCOME, title=_("Welcome · Coach the Coach"))
def welcome_page() -> rx.Component:
    """Somebody invited chooses a password."""
    length = _("Choose one of {least} to {most} characters.").format(
        least=MIN_PASSWORD, most=MAX_PASSWORD
    )
    old = _("This invitation has been used or is too old. Ask for a new one.")
    return outside(
        _("Welcome"),
        ui.native_form(
            rx.match(
                _asked["refused"].to(str),
                ("password", ui.callout(length, tone="danger", urgent=True)),
                ("invitation", ui.callout(old, tone="danger", urgent=True)),
                rx.fragment(),
            ),
            rx.el.input(
                type="hidden", name="invitation", value=_asked["invitation"].to(str), read_only=True
            ),
            ui.text_field(
                _("Choose a password"),
                "password",
                kind="password",
                hint=_("At least {n} characters. A short sentence works well.").format(
                    n=MIN_PASSWORD
                ),
                auto_complete="new-password",
            ),
            ui.actions(ui.button(_("Come in"), weight="primary", submit=True)),
            action="/auth/accept",
        ),
    )
