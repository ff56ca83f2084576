"""Choosing whom to put on a path, and what would be done."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.able.parts import able_parts
from coach_the_coach.certification.assigning.rows import ChoiceLine, GroupRow
from coach_the_coach.certification.assigning.rules import Kind
from coach_the_coach.certification.assigning.state import AssignState
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Role, role_word
from coach_the_coach.shell import routes


def which_path() -> rx.Component:
    """The path."""
    return ui.select(
        _("Path"),
        "path",
        AssignState.paths,
        value=AssignState.path_key,
        on_change=AssignState.choose_path,
    )


def whom() -> rx.Component:
    """How they are named, and naming them."""
    kinds = [
        ui.Option(str(Kind.PEOPLE), _("People"), _("Picked one by one.")),
        ui.Option(str(Kind.TEAM), _("A team"), _("Everybody below somebody who coaches.")),
        ui.Option(str(Kind.ROLE), _("A role"), _("Every manager, or every leader, in reach.")),
    ]
    problem = AssignState.problems["whom"]
    return ui.section(
        _("Whom"),
        ui.radio_cards(
            _("How do you name them?"),
            "kind",
            kinds,
            value=AssignState.kind,
            problem=problem,
            on_change=AssignState.choose_kind,
        ),
        rx.match(
            AssignState.kind,
            (str(Kind.ROLE), _roles()),
            (str(Kind.TEAM), _team()),
            _people(),
        ),
    )


def what_happens() -> rx.Component:
    """What would be done for those who are named, and doing it."""
    preview = AssignState.preview
    return rx.cond(
        preview.whom != "",
        ui.section(
            _("What happens"),
            ui.paragraph(preview.whom, "."),
            ui.date_field(
                _("To be through by"),
                "due_on",
                value=preview.due_on,
                problem=AssignState.problems["due_on"],
                on_change=AssignState.choose_due,
                key=AssignState.path_key,
            ),
            ui.lines(rx.foreach(preview.groups, _group)),
            rx.cond(
                ui.count(preview.lines) > 0,
                ui.disclosure(
                    _("Who that is"),
                    ui.lines(rx.foreach(preview.lines, _named)),
                    ui.turner(preview.paging, AssignState.turn_group),
                ),
            ),
            _finishing(),
            ui.actions(
                ui.button(
                    _("Put them on the path"),
                    weight="primary",
                    busy=AssignState.working,
                    disabled=preview.will == 0,
                    on_click=AssignState.assign,
                )
            ),
            rx.cond(AssignState.working, ui.quiet(_("This takes a moment for many people."))),
            rx.cond(
                AssignState.done != "",
                ui.callout(
                    AssignState.done, action=ui.link(_("See how they do"), routes.CERTIFIED)
                ),
            ),
        ),
    )


def _finishing() -> rx.Component:
    return rx.cond(
        AssignState.able.verdict != "",
        ui.section(_("Can it be finished here?"), able_parts(AssignState.able), level=3),
    )


def _people() -> rx.Component:
    return ui.stack(
        rx.cond(
            ui.count(AssignState.chosen) > 0,
            ui.lines(rx.foreach(AssignState.chosen, _picked)),
        ),
        ui.search_field(_("Find by name or team"), on_change=AssignState.find),
        _found(),
    )


def _team() -> rx.Component:
    return ui.stack(
        rx.cond(
            AssignState.team.public_id != "",
            ui.paragraph(_("Chosen:"), " ", AssignState.team.name),
        ),
        ui.search_field(_("Find whose team by name"), on_change=AssignState.find),
        _found(),
    )


def _roles() -> rx.Component:
    roles = [ui.Option(str(one), role_word(one)) for one in (Role.MANAGER, Role.LEADER)]
    return ui.radio_cards(
        _("Which role?"),
        "role",
        roles,
        value=AssignState.role,
        arranged="row",
        on_change=AssignState.choose_role,
    )


def _found() -> rx.Component:
    return rx.fragment(
        rx.cond(
            ui.count(AssignState.found.lines) > 0,
            ui.lines(rx.foreach(AssignState.found.lines, _choice)),
            ui.empty(_("Nobody here"), _("Nobody in your reach has a name or a team like that.")),
        ),
        ui.turner(AssignState.found.paging, AssignState.turn),
    )


def _choice(one: ChoiceLine) -> rx.Component:
    return ui.row(
        ui.person(one.name, initials_of=one.name, role=one.role),
        ui.row(
            rx.cond(one.note != "", ui.badge(one.note, one.mark)),
            ui.button(
                rx.fragment(_("Choose"), ui.unseen(rx.fragment(" ", one.name))),
                on_click=AssignState.pick(one.public_id),
            ),
        ),
        apart=True,
        key=one.public_id,
    )


def _picked(one: ChoiceLine) -> rx.Component:
    return ui.row(
        ui.person(one.name, initials_of=one.name, role=one.role),
        ui.button(
            rx.fragment(_("Remove"), ui.unseen(rx.fragment(" ", one.name))),
            weight="bare",
            on_click=AssignState.drop(one.public_id),
        ),
        apart=True,
        key=one.public_id,
    )


def _group(one: GroupRow) -> rx.Component:
    return ui.row(
        ui.paragraph(one.word),
        ui.row(
            ui.quiet(one.words),
            ui.button(
                rx.fragment(_("Show"), ui.unseen(rx.fragment(" ", one.word))),
                weight="bare",
                disabled=one.count == 0,
                on_click=AssignState.choose_group(one.group),
            ),
        ),
        apart=True,
    )


def _named(one: ChoiceLine) -> rx.Component:
    return ui.row(
        ui.link(one.name, routes.ASSIGN + "/" + one.public_id),
        rx.cond(one.note != "", ui.badge(one.note, one.mark)),
        apart=True,
        key=one.public_id,
    )
