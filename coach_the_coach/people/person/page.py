"""The page of one person who coaches."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.mine import parts as paths
from coach_the_coach.foundation.words import _
from coach_the_coach.people.person import parts
from coach_the_coach.people.person.mix import parts as kinds
from coach_the_coach.people.person.progress import parts as progress
from coach_the_coach.people.person.state import PersonState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PERSON,
    title=_("Person · Coach the Coach"),
    on_load=[FrameState.arrive, PersonState.load],
)
def person_page() -> rx.Component:
    """First what to work on, then how it went, then each observation."""
    head = PersonState.head
    page = rx.el.div(
        ui.page_heading(
            head.name,
            about=rx.fragment(
                head.title,
                # Most titles name the team already.
                rx.cond(
                    rx.Var.create(head.title).contains(head.team), "", rx.fragment(" · ", head.team)
                ),
                rx.cond(head.leader != "", rx.fragment(" · ", _("led by"), " ", head.leader)),
            ),
            back=rx.cond(
                FrameState.person.observes & ~head.is_me,
                ui.back_link(_("People"), routes.PEOPLE),
            ),
            action=rx.cond(
                head.can_observe,
                ui.actions(
                    ui.link_button(_("Observe"), head.observe_link, weight="primary"),
                    ui.link_button(_("Short look"), head.look_link),
                ),
            ),
        ),
        rx.cond(
            head.figures_link != "",
            rx.el.div(
                ui.link(_("Figures"), head.figures_link),
                ui.link(_("The past 30 days in the log"), head.proof_link),
                class_name="row gap-inside no-print",
            ),
        ),
        parts.focus(),
        paths.standing(PersonState.paths),
        progress.strips(),
        progress.shares(),
        progress.dimensions(),
        kinds.mix(),
        progress.gaps(),
        rx.el.div(
            parts.looks(),
            parts.observations(),
            parts.noticed(),
            class_name="stack gap-between no-print",
        ),
        class_name="sheet",
    )
    waiting = ui.skeleton(6, name=_("Fetching this person"))
    known = rx.cond(PersonState.missing, nothing_here(), waiting)
    return frame(here(ready(PersonState.loaded, page, waiting=known), waiting=waiting))
