"""The page of the case exam."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.learning.check.parts import check
from coach_the_coach.certification.learning.check.state import CheckState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.EXAM,
    title=_("Case exam · Coach the Coach"),
    on_load=[FrameState.arrive, CheckState.load],
)
def exam_page() -> rx.Component:
    """Four cases on one page, each talk beside its questions."""
    return frame(
        ui.page_heading(
            _("Case exam"),
            about=_(
                "Four invented talks. For each: what it was for, the likely cause, the next "
                "question, what would prove you wrong, and what to practise."
            ),
            back=ui.back_link(_("Learn"), routes.LEARN),
        ),
        ready(
            CheckState.check.bank != "",
            check(new=_before(), begin=_("Begin the exam")),
            waiting=ui.skeleton(6, name=_("Fetching the exam")),
        ),
    )


def _before() -> rx.Component:
    """What it is, before it is begun."""
    row = CheckState.check
    return ui.stack(
        ui.paragraph(
            _("{all} questions, about 40 minutes. {n} right answers pass.").format(
                all=row.asked, n=row.needed
            )
        ),
        ui.paragraph(
            _(
                "You can stop at any time and go on later, also on another device. After sending "
                "you see the reasons. Only you see your answers."
            )
        ),
        gap="near",
    )
