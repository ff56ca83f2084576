"""Choosing a password with an invitation; it works before any script has run."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.entry.state import EntryState
from coach_the_coach.account.provider.parts import provider_button
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.passwords import HINT, Weakness, weakness_words
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import outside

_asked = rx.State.router.url.query_parameters

_WORDS = {weakness.value: weakness_words(weakness) for weakness in Weakness} | {
    "invitation": _("This invitation has been used or is too old. Ask for a new one."),
    "wait": _("Too many tries. Wait some minutes, then try again."),
    "off": _("Nobody signs in here with a password any more."),
}

_REASONS = [(code, ui.callout(words, tone="danger", urgent=True)) for code, words in _WORDS.items()]
"""What each code of an address says: a link chooses among our sentences and adds none."""


@rx.page(route=routes.WELCOME, title=_("Welcome · Coach the Coach"), on_load=EntryState.arrive)
def welcome_page() -> rx.Component:
    """Somebody invited chooses a password."""
    return outside(
        _("Welcome"),
        rx.cond(EntryState.by_password, _form(), _refusal()),
        provider_button("invitation", _asked["invitation"].to(str)),
    )


def _form() -> rx.Component:
    """The form to choose a password with."""
    return ui.native_form(
        _refusal(),
        rx.el.input(
            type="hidden", name="invitation", value=_asked["invitation"].to(str), read_only=True
        ),
        ui.text_field(
            _("Choose a password"),
            "password",
            kind="password",
            hint=HINT,
            auto_complete="new-password",
        ),
        ui.actions(ui.button(_("Come in"), weight="primary", submit=True)),
        action="/auth/accept",
    )


def _refusal() -> rx.Component:
    """Why somebody is back here."""
    return rx.fragment(rx.match(_asked["refused"].to(str), *_REASONS, rx.fragment()))
