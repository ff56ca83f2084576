"""Confirming that it is you, before what weighs much is done."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.confirm.state import ConfirmState
from coach_the_coach.account.entry.rows import Why
from coach_the_coach.account.entry.state import EntryState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState

_asked = rx.State.router.url.query_parameters


@rx.page(
    route=routes.CONFIRM,
    title=_("Confirm that it is you · Coach the Coach"),
    on_load=[FrameState.arrive, EntryState.arrive, ConfirmState.load],
)
def confirm_page() -> rx.Component:
    """The password once more, and back."""
    return frame(
        ui.page_heading(
            _("Confirm that it is you"),
            about=_("What you are about to do weighs much. Then you come back to where you were."),
        ),
        ready(ConfirmState.is_loaded, _ways(), waiting=ui.skeleton(2, name=_("Fetching the form"))),
        narrow=True,
    )


def _ways() -> rx.Component:
    """The form, the way to the provider, or why there is neither."""
    ways = ConfirmState.ways
    return rx.fragment(
        rx.cond(ways.by_password, _form()),
        rx.cond(
            ways.by_provider,
            ui.section(
                _("By your organisation"),
                ui.actions(
                    ui.link_button(
                        _("Confirm with your organisation's account"),
                        ConfirmState.provider,
                        native=True,
                    )
                ),
            ),
        ),
        rx.cond(
            ways.by_password | ways.by_provider,
            None,
            ui.callout(_("Sign out and in again: then you have five minutes for it.")),
        ),
    )


def _form() -> rx.Component:
    """The password, and the number where there is a second factor; it works without a script."""
    wait = rx.cond(EntryState.wait != "", EntryState.wait, _("Wait a little, then try once more."))
    return ui.native_form(
        rx.match(
            _asked["refused"].to(str),
            (Why.NO_MATCH, _said(_("That was not right. Try again."))),
            (Why.WAIT, _said(_("Too many tries."), " ", wait)),
            rx.fragment(),
        ),
        rx.el.input(type="hidden", name="next", value=_asked["next"].to(str), read_only=True),
        ui.text_field(_("Password"), "password", kind="password", auto_complete="current-password"),
        rx.cond(
            ConfirmState.ways.with_number,
            ui.text_field(
                _("Number"),
                "number",
                hint=_("The six digits that the program on your phone shows, or a recovery code."),
                auto_complete="one-time-code",
                short=True,
            ),
        ),
        ui.actions(ui.button(_("Confirm"), weight="primary", submit=True)),
        action="/auth/confirm",
    )


def _said(*words: str | rx.Var[str]) -> rx.Component:
    return ui.callout(*words, tone="danger", urgent=True)
