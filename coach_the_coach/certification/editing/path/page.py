"""One path: changed, tried out, published; and its older versions."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.editing.path import parts
from coach_the_coach.certification.editing.path.moving.parts import moving
from coach_the_coach.certification.editing.path.moving.state import MovingState
from coach_the_coach.certification.editing.path.state import PathState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PATH,
    title=_("Certification path · Coach the Coach"),
    on_load=[FrameState.arrive, PathState.load, MovingState.load],
)
def path_page() -> rx.Component:
    """The fields of a path, what a change would do, and its versions."""
    page = rx.fragment(
        ui.page_heading(
            rx.cond(PathState.path.key != "", PathState.path.title, _("A new path")),
            about=rx.cond(
                PathState.is_changed,
                _("Changed here and not published. It stays in this tab."),
                _("As it is published."),
            ),
            back=ui.back_link(_("Certification paths"), routes.PATHS),
        ),
        parts.meanwhile(),
        parts.fields(),
        parts.tried(),
        parts.publishing(MovingState.load),
        moving(PathState.load),
        parts.versions(),
    )
    waiting = ui.skeleton(6, name=_("Fetching the path"))
    known = rx.cond(PathState.missing, nothing_here(), waiting)
    return frame(here(ready(PathState.loaded, page, waiting=known), waiting=waiting))
