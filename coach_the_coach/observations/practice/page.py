"""The conversations to practise on."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.practice.rows import ConversationLine
from coach_the_coach.observations.practice.rules import TURNS
from coach_the_coach.observations.practice.state import LibraryState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PRACTICE,
    title=_("Practice · Coach the Coach"),
    on_load=[FrameState.arrive, LibraryState.load],
)
def practice_page() -> rx.Component:
    """Invented talks, each with one's own last result."""
    return frame(
        ui.page_heading(
            _("Practice"),
            about=_(
                "Invented talks between a manager and a rep. Code the manager's {n} turns and rate "
                "the talk, then see where a reference reads it otherwise, and why. It is practice: "
                "nothing is passed or failed, and only you see your results."
            ).format(n=TURNS),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        ready(
            LibraryState.loaded,
            ui.stack(
                rx.cond(LibraryState.missing, ui.callout(LibraryState.missing)),
                ui.tiles(rx.foreach(LibraryState.lines, _conversation)),
            ),
            waiting=ui.skeleton(3, name=_("Fetching the conversations")),
        ),
    )


def _conversation(line: ConversationLine) -> rx.Component:
    """One talk; the whole card leads to it."""
    return ui.card(
        ui.heading(ui.whole_link(line.title, line.link)),
        ui.paragraph(line.about),
        ui.quiet(_("About {n} minutes").format(n=line.minutes)),
        rx.cond(
            line.result != "",
            ui.stack(
                ui.badge(line.result, "done"),
                rx.cond(line.is_codes_only, ui.quiet(_("Codes only: the levels are still open."))),
                ui.quiet(
                    ui.moment(line.finished.words, at=line.finished.at, exact=line.finished.exact)
                ),
                gap="tight",
            ),
        ),
        rx.cond(
            line.coded > 0,
            rx.el.p(
                ui.badge(
                    _("{coded} of {all} coded").format(coded=line.coded, all=TURNS), "underway"
                )
            ),
        ),
    )
