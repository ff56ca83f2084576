"""Another password for oneself."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.entry.rows import Why
from coach_the_coach.account.entry.state import EntryState
from coach_the_coach.account.password.parts import no_password
from coach_the_coach.account.password.state import PasswordState
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.passwords import HINT, Weakness, weakness_words
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import confirm_first, frame, ready
from coach_the_coach.shell.state import FrameState

_asked = rx.State.router.url.query_parameters


@rx.page(
    route=routes.OWN_PASSWORD,
    title=_("Password · Coach the Coach"),
    on_load=[FrameState.arrive, EntryState.arrive, PasswordState.load],
)
def password_page() -> rx.Component:
    """One field, and everywhere else one is signed out."""
    password = PasswordState.password
    return frame(
        ui.page_heading(
            _("Password"),
            about=_(
                "With another password you stay signed in here. Everywhere else you are signed "
                "out at once."
            ),
            back=ui.back_link(_("Your account"), routes.ACCOUNT),
        ),
        ready(
            password.stage != "",
            rx.match(
                password.stage,
                ("own", _own()),
                ("none", no_password()),
                ui.callout(_("Nobody signs in here with a password any more.")),
            ),
            waiting=ui.skeleton(2, name=_("Fetching the form")),
        ),
        narrow=True,
    )


def _own() -> rx.Component:
    """That it is done, who one is first, or the form."""
    password = PasswordState.password
    return rx.cond(
        password.is_new,
        ui.callout(
            _("Your password was changed. Everywhere else you were signed out."), tone="accent"
        ),
        rx.cond(
            password.must_confirm,
            confirm_first(
                _("To change your password, confirm first that it is you."), routes.OWN_PASSWORD
            ),
            _form(),
        ),
    )


def _form() -> rx.Component:
    """The new password, which the browser itself sends."""
    password = PasswordState.password
    return ui.native_form(
        _refusal(),
        # Named for who keeps passwords: without it the browser asks whose it is.
        rx.el.input(
            type="text",
            name="username",
            value=password.email,
            auto_complete="username",
            read_only=True,
            hidden=True,
        ),
        ui.text_field(
            _("New password"),
            "password",
            kind=rx.cond(PasswordState.is_shown, "text", "password"),
            hint=HINT,
            auto_complete="new-password",
            auto_capitalize="none",
            spell_check=False,
        ),
        ui.checkbox(_("Show what I type"), "is_shown", on_change=PasswordState.show),
        ui.actions(ui.button(_("Change password"), weight="primary", submit=True)),
        action="/auth/password",
    )


def _refusal() -> rx.Component:
    """Why somebody is back here; an address chooses among our sentences and adds none."""
    wait = rx.cond(EntryState.wait != "", EntryState.wait, _("Wait a little, then try once more."))
    reasons = [(one.value, _said(weakness_words(one))) for one in Weakness]
    waits = (Why.WAIT, _said(_("Too many tries."), " ", wait))
    return rx.fragment(rx.match(_asked["refused"].to(str), *reasons, waits, rx.fragment()))


def _said(*words: str | rx.Var[str]) -> rx.Component:
    return ui.callout(*words, tone="danger", urgent=True)
