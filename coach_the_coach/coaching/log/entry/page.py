"""The page of one session in the log."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.entry.parts import session
from coach_the_coach.coaching.log.entry.state import EntryState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.LOG_ENTRY,
    title=_("A coaching session · Coach the Coach"),
    on_load=[FrameState.arrive, EntryState.load],
)
def entry_page() -> rx.Component:
    """What was said and agreed, for the two and who leads the coach."""
    waiting = ui.skeleton(6, name=_("Fetching this session"))
    return frame(
        here(
            rx.match(EntryState.stage, ("read", _read()), ("gone", nothing_here()), waiting),
            waiting=waiting,
        ),
        narrow=True,
    )


def _read() -> rx.Component:
    """The session, with the way back to where its reader has the others."""
    entry = EntryState.entry
    return rx.fragment(
        ui.page_heading(
            rx.fragment(
                entry.title, ": ", rx.cond(entry.part == "coached", entry.coach, entry.coached)
            ),
            about=ui.moment(entry.day.words, at=entry.day.at, exact=entry.day.exact),
            back=rx.fragment(
                rx.match(
                    entry.part,
                    ("coach", ui.back_link(_("Coaching log"), routes.LOG)),
                    ("coached", ui.back_link(_("Agreed with me"), routes.AGREED)),
                    ui.back_link(_("Home"), routes.HOME),
                )
            ),
        ),
        session(),
    )
