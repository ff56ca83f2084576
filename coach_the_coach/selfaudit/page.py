"""One's own ten points of the quarter."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.selfaudit.parts import ten_points, those_led
from coach_the_coach.selfaudit.state import SelfAuditState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.SELF_AUDIT,
    title=_("Ten points · Coach the Coach"),
    on_load=[FrameState.arrive, SelfAuditState.load],
)
def self_audit_page() -> rx.Component:
    """The ten points, and those one leads."""
    return frame(
        ui.page_heading(
            _("Ten points"),
            about=_("How you manage, once a quarter. Yes or no, with what the program finds."),
        ),
        ready(
            SelfAuditState.loaded,
            ui.stack(
                rx.cond(SelfAuditState.missing, _none(), ten_points()),
                those_led(),
                gap="between",
            ),
            waiting=ui.skeleton(6, name=_("Looking what is there for each point")),
        ),
        narrow=True,
    )


def _none() -> rx.Component:
    return ui.callout(
        _("Whoever takes another's place for a while has no ten points of their own.")
    )
