"""A coach's rhythm, for their leader and for their reps."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.policy.shown.rows import RhythmLine
from coach_the_coach.cadence.policy.shown.state import CoachRhythmState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.RHYTHM_OF,
    title=_("Rhythm · Coach the Coach"),
    on_load=[FrameState.arrive, CoachRhythmState.load],
)
def coach_rhythm_page() -> rx.Component:
    """With whom which rhythm, and why it is another than the house's."""
    waiting = ui.skeleton(4, name=_("Fetching the rhythm"))
    return frame(
        here(
            rx.match(CoachRhythmState.stage, ("here", _whole()), ("gone", nothing_here()), waiting),
            waiting=waiting,
        ),
        narrow=True,
    )


def _whole() -> rx.Component:
    found = CoachRhythmState.found
    return rx.fragment(
        ui.page_heading(
            _("Sitting down with {coach}").format(coach=found.coach),
            about=_("The rhythm of the house: {rhythm}.").format(rhythm=found.house),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        ui.lines(rx.foreach(found.lines, _line)),
        rx.cond(found.hours != "", ui.paragraph(found.hours, " ", found.band)),
        ui.actions(ui.link_button(_("Rules of interruption"), found.contract)),
    )


def _line(one: RhythmLine) -> rx.Component:
    return ui.stack(
        ui.person(one.name, initials_of=one.name, role=one.rhythm),
        rx.cond(one.is_own, ui.quiet(_("Agreed otherwise:"), " ", one.reason)),
    )
