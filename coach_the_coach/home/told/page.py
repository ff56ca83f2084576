"""The page of notices."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.home.told.state import NoticesState
from coach_the_coach.notices.rows import NoticeRow
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.NOTICES,
    title=_("Notices · Coach the Coach"),
    on_load=[FrameState.arrive, NoticesState.load],
)
def notices_page() -> rx.Component:
    """What one has been told, newest first."""
    return frame(
        ui.page_heading(_("Notices")),
        ready(
            NoticesState.loaded,
            rx.cond(
                ui.count(NoticesState.notices) > 0,
                ui.lines(rx.foreach(NoticesState.notices, _notice)),
                ui.empty(_("Nothing yet"), _("What concerns you will be said here.")),
            ),
            waiting=ui.skeleton(4, name=_("Fetching notices")),
        ),
        narrow=True,
    )


def _notice(notice: NoticeRow) -> rx.Component:
    return ui.row(
        rx.cond(
            notice.link != "",
            ui.link(notice.text, notice.link),
            rx.el.span(notice.text),
        ),
        ui.row(
            rx.cond(notice.is_new, ui.badge(_("New"), "underway")),
            ui.quiet(ui.moment(notice.when.words, at=notice.when.at, exact=notice.when.exact)),
        ),
        apart=True,
    )
