"""Skills in lists: a team's, one's own, and how many others work on."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.cycles.rows import CountsLine, PlanLine, SkillLine, TeamLine
from coach_the_coach.coaching.cycles.state import SkillsState
from coach_the_coach.foundation.words import _

_team = SkillsState.team
_own = SkillsState.own


def own() -> rx.Component:
    """What the reader works on with whoever coaches them; nothing where nobody does."""
    is_there = (ui.count(_own.skills) > 0) | (ui.count(_own.plans) > 0)
    return rx.cond(
        is_there | ~SkillsState.coaches,
        ui.section(
            _("What I work on"),
            rx.cond(
                is_there,
                ui.lines(rx.foreach(_own.skills, _own_skill), rx.foreach(_own.plans, _own_plan)),
                ui.empty(
                    _("No skill is agreed yet."),
                    _("Whoever coaches you begins one with you. Say which one you would choose."),
                ),
            ),
        ),
    )


def team() -> rx.Component:
    """Each of the team with the ONE skill, whoever has none first said in a number."""
    return rx.cond(
        ui.count(_team.lines) > 0,
        ui.stack(
            ui.stats(
                ui.stat(_("People"), ui.count(_team.lines)),
                ui.stat(_("Without a skill"), _team.without),
                ui.stat(
                    _("Fading"), _team.fading, meaning=_("trained, and not coached for two weeks")
                ),
            ),
            ui.lines(rx.foreach(_team.lines, _member)),
            gap="between",
        ),
        ui.empty(_("Nobody reports to you."), _("Skills are agreed with those who do.")),
    )


def counts() -> rx.Component:
    """How many skills each coach in reach works on, without a word of any."""
    return rx.cond(
        ui.count(SkillsState.counts) > 0,
        ui.section(
            _("Those who coach"),
            ui.lines(rx.foreach(SkillsState.counts, _counted)),
            ui.turner(SkillsState.counts_page, SkillsState.turn),
            about=_(
                "Counts alone: looked at again in the last 30 days, and closed with what showed "
                "it in the last 90."
            ),
        ),
    )


def _member(one: TeamLine) -> rx.Component:
    """One person: the skill, how far it is, or the way to begin one."""
    return ui.stack(
        ui.row(
            ui.person(one.person, initials_of=one.person, role=one.role),
            rx.cond(one.is_former, ui.badge(_("No longer in this team"), "attention")),
            apart=True,
        ),
        rx.foreach(one.skills, _skill),
        rx.cond(
            ui.count(one.skills) == 0,
            ui.row(
                ui.quiet(_("No skill yet.")),
                rx.cond(
                    one.new_skill != "",
                    ui.link_button(
                        rx.fragment(
                            _("Begin one"), ui.unseen(rx.fragment(" ", _("with"), " ", one.person))
                        ),
                        one.new_skill,
                    ),
                ),
                apart=True,
            ),
        ),
        rx.cond(
            one.plan_link != "",
            ui.link(_("Action plan"), one.plan_link),
            rx.cond(one.new_plan != "", ui.link(_("Write an action plan"), one.new_plan)),
        ),
        gap="near",
    )


def _skill(one: SkillLine) -> rx.Component:
    """The skill with its step, its sessions and the last one."""
    return ui.stack(
        ui.row(ui.link(one.skill, one.link), ui.badge(one.ladder_word, "underway"), apart=True),
        ui.quiet(one.sessions, " · ", one.touch),
        rx.cond(one.reminder != "", ui.badge(one.reminder, "attention")),
        gap="tight",
    )


def _own_skill(one: SkillLine) -> rx.Component:
    """A skill of one's own, with the goal in one's own words."""
    return ui.stack(
        ui.row(ui.link(one.skill, one.link), ui.badge(one.ladder_word, "underway"), apart=True),
        rx.cond(
            one.goal != "",
            ui.quote(one.goal),
            ui.link(_("Say in your own words what you want from it"), one.link),
        ),
        ui.quiet(_("with"), " ", one.with_whom, " · ", one.sessions, " · ", one.touch),
        gap="tight",
    )


def _own_plan(one: PlanLine) -> rx.Component:
    """An action plan that somebody wrote with the reader."""
    return ui.stack(
        ui.row(ui.link(one.objective, one.link), ui.badge(_("Action plan")), apart=True),
        ui.quiet(
            _("with"),
            " ",
            one.with_whom,
            " · ",
            _("looked at again"),
            " ",
            ui.moment(one.review.words, at=one.review.at, exact=one.review.exact),
        ),
        gap="tight",
    )


def _counted(one: CountsLine) -> rx.Component:
    """One coach, in numbers with what they are of."""
    return ui.stack(
        ui.row(
            ui.person(one.coach, initials_of=one.coach, role=one.role),
            rx.cond(
                one.link != "",
                ui.link(rx.fragment(_("Open"), ui.unseen(rx.fragment(" ", one.coach))), one.link),
            ),
            apart=True,
        ),
        ui.stats(
            ui.stat(_("Open"), one.open),
            ui.stat(_("Looked at again"), one.reviewed, of=rx.fragment(_("of"), " ", one.open)),
            ui.stat(_("Closed, shown"), one.shown),
            ui.stat(_("Without a skill"), one.without, of=rx.fragment(_("of"), " ", one.people)),
        ),
        gap="near",
    )
