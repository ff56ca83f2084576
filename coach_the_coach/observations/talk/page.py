"""The page that leads two people through their talk."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.booking.parts import talk_time
from coach_the_coach.observations.booking.state import BookingState
from coach_the_coach.observations.plan.state import PlanState
from coach_the_coach.observations.rules import TalkStage
from coach_the_coach.observations.talk import parts
from coach_the_coach.observations.talk.agreeing.parts import agreed
from coach_the_coach.observations.talk.state import TalkState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.TALK,
    title=_("Your talk · Coach the Coach"),
    on_load=[FrameState.arrive, PlanState.load, BookingState.load, TalkState.load],
)
def talk_page() -> rx.Component:
    """First the one observed; then what was seen; then one thing, and both sign."""
    row = TalkState.talk
    whole = rx.fragment(
        ui.page_heading(
            rx.fragment(row.observer, " ", _("and"), " ", row.observed),
            about=rx.fragment(
                _("Your talk about the session with"),
                " ",
                row.coached,
                ", ",
                ui.moment(row.held.words, at=row.held.at, exact=row.held.exact),
                " · ",
                row.purpose_word,
            ),
            back=ui.back_link(_("Home"), routes.HOME),
            action=rx.cond(
                row.stage == TalkStage.DONE,
                ui.link_button(_("See both views and the evidence"), row.result_link),
            ),
        ),
        parts.before(),
        parts.questions(),
        agreed(),
    )
    waiting = ui.skeleton(6, name=_("Fetching this talk"))
    return frame(
        here(
            rx.match(
                TalkState.stage,
                ("talk", whole),
                ("gone", rx.cond(BookingState.row.public_id != "", _booked(), nothing_here())),
                waiting,
            ),
            waiting=waiting,
        )
    )


def _booked() -> rx.Component:
    """A talk that has its time before the observer has signed what they saw."""
    row = BookingState.row
    return rx.fragment(
        ui.page_heading(
            _("Your talk with {name}").format(name=row.other),
            about=_("What was seen is not signed yet. The questions open here once it is."),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        talk_time(row.public_id),
    )
