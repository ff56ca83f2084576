"""The audit log, for administrators."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.audit.parts import found, search_form
from coach_the_coach.account.audit.state import AuditState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.AUDIT,
    title=_("Audit log · Coach the Coach"),
    on_load=[FrameState.arrive, AuditState.load],
)
def audit_page() -> rx.Component:
    """Look for who did what, about whom and when."""
    return frame(
        ui.page_heading(
            _("Audit log"),
            about=_(
                "Who did what, about whom and when; nobody can change it. What is between an "
                "observer and the one observed is sealed in it too, and not shown here. Reading "
                "the log is entered as well."
            ),
        ),
        ready(
            AuditState.loaded,
            rx.fragment(search_form(), found()),
            waiting=ui.skeleton(6, name=_("Fetching the log")),
        ),
        narrow=True,
    )
