"""The page on which a leader reads where somebody's time went."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.hours.agreement.state import HoursAgreementState
from coach_the_coach.cadence.hours.parts import result
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.HOURS_ONE,
    title=_("Two weeks of time · Coach the Coach"),
    on_load=[FrameState.arrive, HoursAgreementState.load],
)
def hours_agreement_page() -> rx.Component:
    """The result of somebody's two weeks, what they will drop, and agreeing to it."""
    waiting = ui.skeleton(4, name=_("Fetching these two weeks"))
    return frame(
        here(
            rx.match(
                HoursAgreementState.stage, ("read", _offered()), ("gone", nothing_here()), waiting
            ),
            waiting=waiting,
        ),
        narrow=True,
    )


def _offered() -> rx.Component:
    one = HoursAgreementState.offered
    return rx.fragment(
        ui.page_heading(
            rx.fragment(_("Two weeks of time:"), " ", one.name),
            about=one.period,
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        ui.stack(
            ui.section(_("Where it went"), result(one.share)),
            ui.section(
                rx.fragment(one.first_name, " ", _("will drop")),
                ui.bullets(one.drops),
                about=_(
                    "Agreeing says: I will not ask for this, and I will keep it away from you "
                    "where I can."
                ),
            ),
            rx.cond(
                one.is_agreed,
                ui.badge(one.agreed, "done"),
                ui.actions(
                    ui.button(
                        _("I agree"),
                        weight="primary",
                        on_click=HoursAgreementState.agree(one.public_id),
                    )
                ),
            ),
            gap="between",
        ),
    )
