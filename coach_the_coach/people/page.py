"""The list of people who coach."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.people.parts import page_turner, people_list
from coach_the_coach.people.state import PeopleState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PEOPLE,
    title=_("People · Coach the Coach"),
    on_load=[FrameState.arrive, PeopleState.load],
)
def people_page() -> rx.Component:
    """People in reach who coach, those who need the reader first."""
    return frame(
        ui.page_heading(
            _("People who coach"),
            about=_(
                "Whoever needs you comes first. Press a row for more. In the strips asks stand "
                "above the line and tells below it, the newest session last."
            ),
            action=ui.actions(
                ui.link_button(_("Who watches whom"), routes.WATCHING),
                ui.link_button(_("Kinds of talk"), routes.KINDS),
            ),
        ),
        ui.search_field(_("Find by name or team"), on_change=PeopleState.find),
        ready(
            PeopleState.loaded,
            rx.fragment(people_list(), page_turner()),
            waiting=ui.skeleton(6, name=_("Fetching people")),
        ),
    )
