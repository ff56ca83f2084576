"""A coach's rules of interruption, for their leader and for their reps."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.contract import parts
from coach_the_coach.cadence.contract.one.state import CoachContractState
from coach_the_coach.cadence.contract.rules import LONGEST_WHY
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.INTERRUPTIONS_OF,
    title=_("Rules of interruption · Coach the Coach"),
    on_load=[FrameState.arrive, CoachContractState.load],
)
def coach_interruptions_page() -> rx.Component:
    """What waits to be signed, and what holds."""
    found = CoachContractState.found
    waiting = ui.skeleton(5, name=_("Fetching the rules of interruption"))
    return frame(
        here(
            rx.match(
                CoachContractState.stage,
                ("here", rx.fragment(_head(), rx.cond(found.is_leader, _waiting()), _holding())),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        ),
        narrow=True,
    )


def _head() -> rx.Component:
    """Whose they are."""
    found = CoachContractState.found
    return ui.page_heading(
        _("Rules of interruption"),
        about=_("When {coach} may move a session, and by when it then takes place.").format(
            coach=found.coach
        ),
        back=ui.back_link(_("Home"), routes.HOME),
    )


def _waiting() -> rx.Component:
    """What the leader signs, or gives back with what should change."""
    found, one = CoachContractState.found, CoachContractState.found.offered
    return rx.cond(
        one.public_id != "",
        ui.section(
            _("Waits for your signature"),
            parts.version(one),
            ui.actions(
                ui.button(
                    _("Sign"),
                    weight="primary",
                    on_click=CoachContractState.sign(found.coach_id, one.public_id, one.version),
                )
            ),
            ui.disclosure(
                _("Give it back"),
                ui.state_form(
                    ui.text_area(
                        _("What should change"),
                        "why",
                        problem=CoachContractState.problems["why"],
                        max_length=LONGEST_WHY,
                    ),
                    ui.button(_("Give it back"), submit=True),
                    on_submit=CoachContractState.give_back(
                        found.coach_id, one.public_id, one.version
                    ),
                ),
            ),
            about=_("Signed it stays as it is, and a new version takes its place."),
        ),
    )


def _holding() -> rx.Component:
    """What holds: signed, or what is proposed until something is."""
    found = CoachContractState.found
    return ui.section(
        _("What holds now"),
        rx.cond(
            found.holding.public_id != "",
            rx.fragment(parts.standing(found.holding), parts.version(found.holding)),
            rx.fragment(
                ui.quiet(_("Nothing is signed yet, so what is proposed holds.")),
                parts.version(found.template),
            ),
        ),
    )
