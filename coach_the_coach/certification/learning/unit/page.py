"""The page of one learning unit."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.learning.check.parts import check
from coach_the_coach.certification.learning.check.state import CheckState
from coach_the_coach.certification.learning.unit.parts import reading, use
from coach_the_coach.certification.learning.unit.state import UnitState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.LEARN_UNIT,
    title=_("Learn · Coach the Coach"),
    on_load=[FrameState.arrive, UnitState.load, CheckState.load],
)
def unit_page() -> rx.Component:
    """A page to read, its questions, and where it was used."""
    unit, waiting = UnitState.unit, ui.skeleton(6, name=_("Fetching the page"))
    shown = rx.fragment(
        ui.page_heading(
            unit.title,
            about=rx.fragment(unit.about, " ", unit.minutes, "."),
            back=ui.back_link(_("Learn"), routes.LEARN),
        ),
        ui.stack(
            reading(),
            ui.section(
                _("Five questions"),
                check(
                    new=ui.paragraph(
                        _("Five situations, four answers each. {n} right answers pass.").format(
                            n=CheckState.check.needed
                        )
                    ),
                    begin=_("I have read it"),
                    # Having begun the questions is having read the page.
                    then=[UnitState.look_again],
                ),
            ),
            use(),
            gap="between",
        ),
    )
    return frame(here(rx.cond(UnitState.gone, nothing_here(), shown), waiting=waiting), narrow=True)
