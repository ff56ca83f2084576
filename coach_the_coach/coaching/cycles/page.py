"""The page of skills: one for each person."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.cycles import parts
from coach_the_coach.coaching.cycles.state import SkillsState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, nothing_here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.SKILLS,
    title=_("Skills · Coach the Coach"),
    on_load=[FrameState.arrive, SkillsState.load],
)
def skills_page() -> rx.Component:
    """One row for each person of the team; what one works on oneself; counts of others."""
    waiting = ui.skeleton(6, name=_("Fetching the skills"))
    return frame(
        ready(
            SkillsState.stage != "",
            rx.match(
                SkillsState.stage,
                ("mine", _mine()),
                ("theirs", _theirs()),
                nothing_here(),
            ),
            waiting=waiting,
        ),
    )


def _mine() -> rx.Component:
    """Everything that is the reader's."""
    new = ui.link_button(_("Begin a skill"), routes.SKILL_NEW, weight="primary")
    return rx.fragment(
        ui.page_heading(
            _("One skill at a time"),
            about=_("The smallest change that is coached again and again moves the most."),
            action=rx.cond(SkillsState.coaches, new),
        ),
        ui.stack(
            parts.own(),
            rx.cond(SkillsState.coaches, ui.section(_("Your team"), parts.team())),
            parts.counts(),
            gap="between",
        ),
    )


def _theirs() -> rx.Component:
    """The team of a coach whom the reader leads."""
    return rx.fragment(
        ui.page_heading(
            rx.fragment(_("Skills in the team of"), " ", SkillsState.team.coach),
            back=ui.back_link(_("Skills"), routes.SKILLS),
        ),
        parts.team(),
    )
