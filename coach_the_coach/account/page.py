"""One's own account: who one is here, the zone of times, the theme, and where one is signed in."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.parts import (
    mail_choices,
    own_data,
    own_roles,
    second_step,
    time_zone,
)
from coach_the_coach.account.password.parts import own_password
from coach_the_coach.account.password.state import PasswordState
from coach_the_coach.account.provider.parts import provider_account
from coach_the_coach.account.provider.state import ProviderState
from coach_the_coach.account.rows import SignInRow
from coach_the_coach.account.state import AccountState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.ACCOUNT,
    title=_("Your account · Coach the Coach"),
    on_load=[
        FrameState.arrive,
        AccountState.load,
        PasswordState.load,
        ProviderState.load_link,
    ],
)
def account_page() -> rx.Component:
    """Everything about one's own account."""
    return frame(
        ui.page_heading(AccountState.account.name, about=AccountState.account.roles),
        ui.section(
            _("Times and looks"),
            rx.cond(
                AccountState.account.email != "",
                time_zone(),
                ui.skeleton(1, name=_("Fetching your account")),
            ),
            ui.theme_choice(),
        ),
        own_roles(),
        ui.section(
            _("Who looked at your data"),
            ui.actions(ui.link_button(_("Show the log"), routes.TRAIL)),
            about=_("What others did that concerns you, and what you did yourself."),
        ),
        own_data(),
        own_password(),
        second_step(),
        provider_account(),
        mail_choices(),
        ui.section(
            _("Where you are signed in"),
            ui.lines(rx.foreach(AccountState.sign_ins, _sign_in)),
            rx.cond(ui.count(AccountState.sign_ins) > 1, _end_others()),
            about=_("End one you do not know. It closes at once, there and in every open page."),
        ),
        ui.section(
            _("Leave"),
            ui.signing_out(
                ui.native_form(
                    ui.actions(ui.button(_("Sign out"), submit=True)), action="/auth/sign-out"
                ),
                person=FrameState.person.public_id,
            ),
        ),
        narrow=True,
    )


def _end_others() -> rx.Component:
    """All but this one, at once."""
    return ui.native_form(
        ui.actions(ui.button(_("End all others"), submit=True)), action="/auth/end-others"
    )


def _sign_in(one: SignInRow) -> rx.Component:
    """One sign-in, and the way to end it."""
    return ui.row(
        rx.el.div(
            rx.el.div(one.device),
            rx.el.div(
                ui.quiet(
                    one.way,
                    ", ",
                    ui.moment(one.begun.words, at=one.begun.at, exact=one.begun.exact),
                )
            ),
            ui.quiet(
                _("Last used"),
                " ",
                ui.moment(one.seen.words, at=one.seen.at, exact=one.seen.exact),
            ),
        ),
        rx.cond(
            one.is_this,
            ui.badge(_("This one"), "done"),
            ui.native_form(
                rx.el.input(type="hidden", name="sign_in", value=one.id, read_only=True),
                ui.button(_("End"), submit=True),
                action="/auth/end-sign-in",
            ),
        ),
        apart=True,
    )
