"""Signing in; it works before any script has run."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.entry.rows import Why
from coach_the_coach.account.entry.state import EntryState
from coach_the_coach.account.provider.parts import provider_button
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import outside

_asked = rx.State.router.url.query_parameters


@rx.page(route=routes.SIGN_IN, title=_("Sign in · Coach the Coach"), on_load=EntryState.arrive)
def sign_in_page() -> rx.Component:
    """E-mail, password, in."""
    return outside(
        _("Sign in"),
        rx.cond(EntryState.by_password, _form(), _refusal()),
        provider_button("next", _asked["next"].to(str)),
    )


def _form() -> rx.Component:
    """The form for who has a password here."""
    return ui.native_form(
        _refusal(),
        rx.el.input(type="hidden", name="next", value=_asked["next"].to(str), read_only=True),
        ui.text_field(
            _("E-mail"),
            "email",
            value=EntryState.email,
            kind="email",
            auto_complete="username",
            # What was typed comes after the page, and a field takes it when it is drawn anew.
            key=EntryState.email,
        ),
        ui.text_field(_("Password"), "password", kind="password", auto_complete="current-password"),
        ui.actions(ui.button(_("Sign in"), weight="primary", submit=True)),
        ui.quiet(_("No password yet, or forgotten? An administrator makes you a link.")),
        action="/auth/sign-in",
    )


def _refusal() -> rx.Component:
    """Why somebody is back here; an address chooses among our sentences and adds none."""
    wait = rx.cond(EntryState.wait != "", EntryState.wait, _("Wait a little, then try once more."))
    told = rx.match(
        _asked["refused"].to(str),
        (Why.NO_MATCH, _said(_("E-mail and password do not match. Try again."))),
        (Why.WAIT, _said(_("Too many tries."), " ", wait)),
        (Why.OFF, _said(_("Nobody signs in here with a password any more."))),
        (Why.LATE, _said(_("That took too long. Please sign in once more."))),
        rx.fragment(),
    )
    return rx.fragment(told)


def _said(*words: str | rx.Var[str]) -> rx.Component:
    return ui.callout(*words, tone="danger", urgent=True)
