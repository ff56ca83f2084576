"""The ten points about somebody one leads."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.selfaudit.leader.state import LedAuditState
from coach_the_coach.selfaudit.parts import ten_points
from coach_the_coach.selfaudit.state import SelfAuditState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.SELF_AUDIT_OF,
    title=_("Ten points · Coach the Coach"),
    on_load=[FrameState.arrive, LedAuditState.load],
)
def led_audit_page() -> rx.Component:
    """Ten answers about one person."""
    page = rx.fragment(
        ui.page_heading(
            SelfAuditState.audit.name,
            about=_("The same ten points, as you see them."),
            back=ui.back_link(_("Ten points"), routes.SELF_AUDIT),
        ),
        ten_points(),
    )
    waiting = ui.skeleton(6, name=_("Looking what is there for each point"))
    known = rx.cond(LedAuditState.missing, nothing_here(), waiting)
    return frame(
        here(ready(LedAuditState.loaded, page, waiting=known), waiting=waiting), narrow=True
    )
