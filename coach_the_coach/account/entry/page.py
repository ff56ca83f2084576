"""Signing in, and choosing a password with an invitation. Both work before any script has run."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.sign_in import MIN_PASSWORD
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import outside

_asked = rx.State.router.url.query_parameters


@rx.page(route=routes.SIGN_IN, title=_("Sign in · Coach the Coach"))
def sign_in_page() -> rx.Component:
    """E-mail, password, in."""
    refused = rx.cond(
        _asked["refused"] == "1",
        ui.callout(_("E-mail and password do not match. Try again."), tone="danger", urgent=True),
    )
    return outside(
        _welcome(_("Sign in")),
        ui.native_form(
            refused,
            rx.el.input(type="hidden", name="next", value=_asked["next"].to(str), read_only=True),
            ui.text_field(_("E-mail"), "email", kind="email"),
            ui.text_field(_("Password"), "password", kind="password"),
            ui.actions(ui.button(_("Sign in"), weight="primary", submit=True)),
            action="/auth/sign-in",
        ),
    )


@rx.page(route=routes.WELCOME, title=_("Welcome · Coach the Coach"))
def welcome_page() -> rx.Component:
    """Somebody invited chooses a password."""
    refused = rx.cond(
        _asked["refused"].to(str) != "",
        ui.callout(_asked["refused"].to(str), tone="danger", urgent=True),
    )
    return outside(
        _welcome(_("Welcome")),
        ui.native_form(
            refused,
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
            ),
            ui.actions(ui.button(_("Come in"), weight="primary", submit=True)),
            action="/auth/accept",
        ),
    )


def _welcome(title: str) -> rx.Component:
    """The logo and the title."""
    return rx.el.header(
        rx.el.img(src="/logo.svg", alt=_("Coach the Coach"), height="32"),
        ui.heading(title, level=1),
        class_name="entry-heading",
    )
