"""The ways in: by the organisation's account, with a password, or both."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.ways.state import WaysState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.WAYS,
    title=_("Ways in · Coach the Coach"),
    on_load=[FrameState.arrive, WaysState.load],
)
def ways_page() -> rx.Component:
    """How people come in, and the one thing to decide about it."""
    return frame(
        ui.page_heading(
            _("Ways in"),
            about=_("How people sign in here."),
            back=ui.back_link(_("Invite"), routes.INVITATIONS),
        ),
        ready(
            WaysState.ways.is_known,
            rx.fragment(_standing(), _password()),
            waiting=ui.skeleton(2, name=_("Fetching the ways in")),
        ),
        narrow=True,
    )


def _standing() -> rx.Component:
    """Both ways, and how each stands."""
    ways = WaysState.ways
    return ui.lines(
        _way(_("With the organisation's account"), ways.with_provider),
        _way(_("With a password of their own"), ways.with_password),
    )


def _way(words: str, is_on: Any) -> rx.Component:
    return ui.row(
        rx.el.div(words),
        rx.cond(is_on, ui.badge(_("On"), "done"), ui.badge(_("Off"), "plain")),
        apart=True,
    )


def _password() -> rx.Component:
    """Passwords off, or on again."""
    ways = WaysState.ways
    return ui.section(
        _("Passwords"),
        rx.cond(ways.since != "", ui.quiet(ways.since)),
        rx.cond(
            ~ways.with_provider,
            ui.callout(
                _("No provider is set for this installation, so passwords are the only way in.")
            ),
            rx.cond(ways.with_password, _switch_off(), _switch_on()),
        ),
    )


def _switch_off() -> rx.Component:
    """The way to have no passwords, for whoever has come in by the provider."""
    return rx.cond(
        WaysState.ways.came_by_provider,
        rx.fragment(
            ui.paragraph(
                _(
                    "Without passwords people come in with the organisation's account alone. Who "
                    "is signed in stays so until their sign-in ends."
                )
            ),
            ui.dialog(
                _("Switch passwords off for everybody?"),
                ui.actions(
                    ui.closing(
                        ui.button(
                            _("Switch them off"), weight="danger", on_click=WaysState.switch_off
                        )
                    ),
                    ui.closing(ui.button(_("Keep them on"))),
                ),
                about=_(
                    "Should the organisation's sign-in fail for good, whoever runs the server can "
                    "switch them on again with `coach create-admin`."
                ),
                opener=ui.button(_("Switch passwords off"), weight="danger"),
            ),
        ),
        ui.callout(
            _("To switch passwords off, sign in with the organisation's account yourself first.")
        ),
    )


def _switch_on() -> rx.Component:
    """The way back."""
    return ui.actions(
        ui.button(_("Switch passwords on"), weight="primary", on_click=WaysState.switch_on)
    )
