"""One's own second factor: set up in two steps, with codes for when the phone is lost."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.second.state import SecondState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.SECOND,
    title=_("Second step · Coach the Coach"),
    on_load=[FrameState.arrive, SecondState.load],
)
def second_page() -> rx.Component:
    """Off, being set up, or on."""
    return frame(
        ui.page_heading(
            _("Second step"),
            about=_(
                "After your password, a number that only your phone shows. It is asked for when "
                "you sign in, and helps when somebody has learnt your password."
            ),
            back=ui.back_link(_("Your account"), routes.ACCOUNT),
        ),
        rx.cond(ui.count(SecondState.codes) > 0, _codes()),
        ready(
            SecondState.factor.stage != "",
            rx.match(SecondState.factor.stage, ("begun", _begun()), ("on", _on()), _off()),
            waiting=ui.skeleton(2, name=_("Fetching how it stands")),
        ),
        narrow=True,
    )


def _off() -> rx.Component:
    """Nothing yet, and the way to set it up."""
    return ui.section(
        _("It is off"),
        ui.paragraph(
            _("You need a program for such numbers on your phone. Any will do; most cost nothing.")
        ),
        ui.actions(ui.button(_("Set it up"), weight="primary", on_click=SecondState.begin)),
    )


def _begun() -> rx.Component:
    """The picture for the phone, and the first number back."""
    factor = SecondState.factor
    return rx.fragment(
        ui.section(
            _("Read this with your phone"),
            rx.el.img(src=factor.picture, alt=_("The code to be read"), width="225", height="225"),
            ui.paragraph(_("Or type it in:"), " ", rx.el.code(factor.secret, class_name="code")),
        ),
        ui.section(
            _("Then give the number it shows"),
            ui.state_form(
                ui.text_field(
                    _("Number"),
                    "number",
                    problem=SecondState.problems["number"],
                    short=True,
                    auto_complete="one-time-code",
                    input_mode="numeric",
                ),
                ui.actions(
                    ui.button(_("Switch it on"), weight="primary", submit=True),
                    ui.button(_("Make another code"), on_click=SecondState.begin),
                ),
                on_submit=SecondState.confirm,
            ),
        ),
    )


def _on() -> rx.Component:
    """How many codes are left, and the ways to have new ones or none."""
    left = SecondState.factor.codes_left
    return ui.section(
        _("It is on"),
        ui.paragraph(_("Recovery codes left:"), " ", left),
        ui.actions(
            ui.button(_("Make new recovery codes"), on_click=SecondState.renew),
            ui.dialog(
                _("Switch the second step off?"),
                ui.actions(
                    ui.closing(
                        ui.button(_("Switch it off"), weight="danger", on_click=SecondState.end)
                    ),
                    ui.closing(ui.button(_("Keep it on"))),
                ),
                about=_("Your password alone would let you in, and whoever else learns it."),
                opener=ui.button(_("Switch it off")),
            ),
        ),
    )


def _codes() -> rx.Component:
    """Codes just made, which are shown this once."""
    return ui.section(
        _("Your recovery codes"),
        ui.callout(
            _("They are shown this once. Print them or write them down: each lets you in once."),
            tone="accent",
        ),
        rx.el.ul(
            rx.foreach(SecondState.codes, lambda code: rx.el.li(code)),
            class_name="code",
            list_style="none",
        ),
    )
