"""The way in by the provider, for the pages where one comes in and for one's account."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.provider.rules import LINK, START, UNLINK
from coach_the_coach.account.provider.state import ProviderState
from coach_the_coach.foundation.words import _


def provider_button(name: str, value: rx.Var[str]) -> rx.Component:
    """The button that leads to the provider, where there is one; it takes `name` along.

    A form and no link: what it takes along may be an invitation, which no address need hold.
    """
    return rx.el.div(
        rx.cond(
            ProviderState.is_on,
            ui.native_form(
                rx.el.input(type="hidden", name=name, value=value, read_only=True),
                ui.actions(ui.button(_("Sign in with your organisation"), submit=True)),
                action=START,
            ),
        ),
        on_mount=ProviderState.ask,
    )


def provider_account() -> rx.Component:
    """Coming in by the provider, linked and unlinked; nothing where there is none."""
    link = ProviderState.link
    return rx.cond(
        link.is_on,
        ui.section(
            _("Your organisation's sign-in"),
            rx.cond(link.is_linked, _linked(), _unlinked()),
            about=_("Come in with the account you have at your organisation."),
        ),
    )


def _linked() -> rx.Component:
    """When it was last used, and the way to have it no more."""
    return ui.row(
        rx.el.div(
            rx.el.div(_("It is linked.")),
            ui.quiet(_("Last used"), " ", ProviderState.link.used),
        ),
        rx.cond(
            ProviderState.link.can_unlink,
            ui.native_form(ui.button(_("Unlink"), submit=True), action=UNLINK),
            ui.quiet(_("It is your only way in.")),
        ),
        apart=True,
    )


def _unlinked() -> rx.Component:
    """The way to link it."""
    return ui.native_form(ui.actions(ui.button(_("Link your account"), submit=True)), action=LINK)
