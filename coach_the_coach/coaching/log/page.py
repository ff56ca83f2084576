"""The coaching log: the team with what is open, and the sessions."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.parts import log_section, team_section
from coach_the_coach.coaching.log.state import LogState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.LOG,
    title=_("Coaching log · Coach the Coach"),
    on_load=[FrameState.arrive, LogState.load],
)
def log_page() -> rx.Component:
    """Whom one coaches and what was logged."""
    return frame(
        ui.page_heading(
            _("Coaching log"),
            about=_("Every session in under a minute: what became of the last step, and the next."),
            action=ui.actions(
                ui.link_button(_("Log a session"), routes.LOG_NEW, weight="primary"),
                ui.link_button(_("Log a moment"), routes.LOG_MOMENT),
            ),
        ),
        ui.row(
            ui.link(_("The past 30 days"), routes.PROOF),
            ui.link(_("Agreed with me"), routes.AGREED),
        ),
        ready(
            LogState.loaded,
            ui.stack(team_section(), log_section(), gap="between"),
            waiting=ui.skeleton(6, name=_("Fetching your log")),
        ),
    )
