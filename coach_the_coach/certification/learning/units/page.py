"""The learning units."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.learning.units.rows import UnitLine
from coach_the_coach.certification.learning.units.state import LearnState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState
from coach_the_coach.ui.tokens import Words


@rx.page(
    route=routes.LEARN,
    title=_("Learn · Coach the Coach"),
    on_load=[FrameState.arrive, LearnState.load],
)
def learn_page() -> rx.Component:
    """Six short pages, the exam, and the one next step."""
    row = LearnState.row
    following = ui.callout(
        row.next_text, tone="accent", action=ui.link_button(row.next_action, row.next_link)
    )
    return frame(
        ui.page_heading(
            _("Learn"),
            about=_("Six pages with five questions each: read, passed, and used with somebody."),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        ready(
            LearnState.loaded,
            ui.stack(
                rx.cond(row.next_text != "", following),
                ui.lines(rx.foreach(row.units, lambda one: _line(one))),
                ui.section(_("When you know them"), ui.lines(_line(row.exam, is_unit=False))),
                ui.quiet(_("Only you see your answers. Whoever leads you sees what is done.")),
                gap="between",
            ),
            waiting=ui.skeleton(6, name=_("Fetching the units")),
        ),
        narrow=True,
    )


def _line(one: UnitLine, *, is_unit: bool = True) -> rx.Component:
    """One unit or the exam: what it is about, and how far one has come."""
    steps = [_step(_("Read"), one.read), _step(_("Passed"), one.passed), _step(_("Used"), one.used)]
    return ui.stack(
        ui.heading(ui.link(one.title, one.link), level=2 if is_unit else 3),
        ui.paragraph(one.about),
        ui.row(ui.quiet(one.minutes), *(steps if is_unit else steps[1:2]), gap="near"),
        gap="near",
    )


def _step(word: str, when: Words) -> rx.Component:
    """One of the three steps with its day, once it is done."""
    return rx.cond(when != "", ui.badge(f"{word}: {when}", "done"))
