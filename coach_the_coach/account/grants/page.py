"""Who has which role over whom, until when."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.grants.parts import giving, grant_list
from coach_the_coach.account.grants.state import GrantsState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import confirm_first, frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.GRANTS,
    title=_("Roles · Coach the Coach"),
    on_load=[FrameState.arrive, GrantsState.load],
)
def grants_page() -> rx.Component:
    """Give a role, let somebody stand in, let a guest in; and everything that is given."""
    return frame(
        ui.page_heading(
            _("Roles"),
            about=_(
                "Who may see and do what, over whom, until when. Everybody whom a change concerns "
                "is told, and each is written down."
            ),
        ),
        ready(
            GrantsState.loaded,
            rx.fragment(
                rx.cond(
                    GrantsState.must_confirm,
                    confirm_first(
                        _("To give or end roles, confirm first that it is you."), routes.GRANTS
                    ),
                    giving(),
                ),
                grant_list(),
            ),
            waiting=ui.skeleton(6, name=_("Fetching roles")),
        ),
        narrow=True,
    )
