"""The second step of signing in; it works before any script has run."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.entry.rows import Why
from coach_the_coach.account.entry.state import EntryState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import outside

_asked = rx.State.router.url.query_parameters


@rx.page(route=routes.NUMBER, title=_("Second step · Coach the Coach"), on_load=EntryState.arrive)
def number_page() -> rx.Component:
    """The number on the phone, in."""
    wait = rx.cond(EntryState.wait != "", EntryState.wait, _("Wait a little, then try once more."))
    wrong = _("This is not the number. Take the one shown right now; each works once.")
    return outside(
        _("Second step"),
        ui.native_form(
            rx.match(
                _asked["refused"].to(str),
                (Why.NUMBER, ui.callout(wrong, tone="danger", urgent=True)),
                (
                    Why.WAIT,
                    ui.callout(_("Too many tries."), " ", wait, tone="danger", urgent=True),
                ),
                rx.fragment(),
            ),
            ui.text_field(
                _("Number"),
                "number",
                hint=_("The six digits that the program on your phone shows, or a recovery code."),
                auto_complete="one-time-code",
                auto_focus=True,
            ),
            ui.actions(
                ui.button(_("Sign in"), weight="primary", submit=True),
                ui.link_button(_("Start again"), routes.SIGN_IN),
            ),
            action="/auth/number",
        ),
    )
