"""Logging a session in under a minute, or correcting one."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.form import parts
from coach_the_coach.coaching.log.form.state import LogFormState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, nothing_here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.LOG_NEW,
    title=_("Log a session · Coach the Coach"),
    on_load=[FrameState.arrive, LogFormState.load],
)
def log_form_page() -> rx.Component:
    """With whom, and then what was said and agreed."""
    return frame(
        ready(
            LogFormState.stage != "",
            rx.match(
                LogFormState.stage,
                ("whom", _whom()),
                ("form", _form()),
                nothing_here(),
            ),
            waiting=ui.skeleton(6, name=_("Fetching what you agreed last")),
        ),
        narrow=True,
    )


def _whom() -> rx.Component:
    """The first of the two steps."""
    return rx.fragment(
        ui.page_heading(
            _("Log a session"),
            about=_(
                "Less than a minute: what became of the last step, what you said, what is next."
            ),
            back=ui.back_link(_("Coaching log"), routes.LOG),
        ),
        parts.whom(LogFormState.choose, LogFormState.people),
    )


def _form() -> rx.Component:
    """The form with one person."""
    name = LogFormState.form.person.word
    return rx.fragment(
        ui.page_heading(
            rx.cond(
                LogFormState.form.is_correction,
                rx.fragment(_("Correct the session with"), " ", name),
                rx.fragment(_("A session with"), " ", name),
            ),
            about=rx.fragment(
                LogFormState.form.first_name,
                " ",
                _("can read what you write here, and so can who leads you."),
            ),
            back=ui.back_link(_("Coaching log"), routes.LOG),
        ),
        parts.session_form(),
    )
