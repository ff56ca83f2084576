"""What the page of roles is made of: the list, and a form for each thing that can be given."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.grants.rows import GrantRow
from coach_the_coach.account.grants.rules import EVERYBODY, GIVEN
from coach_the_coach.account.grants.state import GrantsState
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import role_word
from coach_the_coach.ui.tokens import Words, count


def grant_list() -> rx.Component:
    """Who has which role, and the way to end each."""
    return rx.fragment(
        ui.search_field(_("Find by name or address"), on_change=GrantsState.find),
        rx.cond(GrantsState.ending.id != "", _ending()),
        rx.cond(
            count(GrantsState.grants) > 0,
            ui.lines(rx.foreach(GrantsState.grants, _grant)),
            ui.empty(_("Nobody found"), _("Try another name or address.")),
        ),
        ui.turner(GrantsState.paging, GrantsState.turn),
    )


def giving() -> rx.Component:
    """The three things that can be given, each behind its name."""
    return rx.el.div(
        ui.disclosure(_("Give a role"), _role_form()),
        ui.disclosure(_("Let somebody stand in"), _stand_in_form()),
        ui.disclosure(_("Let a guest in"), _guest_form()),
        key=rx.Var.create(GrantsState.version).to(str),
    )


def _grant(one: GrantRow) -> rx.Component:
    """One role that somebody holds."""
    return ui.row(
        rx.el.div(
            rx.el.div(one.name, " ", rx.cond(one.mark != "", ui.badge(one.mark))),
            rx.el.div(one.what),
            rx.el.div(ui.quiet(one.span, rx.cond(one.why != "", " · ", ""), one.why)),
        ),
        ui.button(
            rx.fragment(_("End"), ui.unseen(rx.fragment(" ", one.name, ": ", one.what))),
            on_click=GrantsState.choose_to_end(one.id),
        ),
        apart=True,
    )


def _ending() -> rx.Component:
    """Why the chosen role is to end."""
    one = GrantsState.ending
    return ui.card(
        ui.paragraph(one.name, ": ", one.what),
        ui.state_form(
            _text(_("Why it ends"), "end_reason", max_length=200),
            ui.actions(
                ui.button(_("End it now"), weight="primary", submit=True),
                ui.button(_("Leave it"), on_click=GrantsState.choose_to_end("")),
            ),
            on_submit=GrantsState.end,
            key=one.id,
        ),
    )


def _role_form() -> rx.Component:
    """A role, over whom, from when to when, and why."""
    problems = GrantsState.problems
    return ui.state_form(
        _text(_("Who gets it, by e-mail address"), "person", kind="email"),
        ui.select(
            _("Role"),
            "role",
            [ui.Option(role, role_word(role)) for role in GIVEN],
            blank=_("Choose a role"),
            problem=problems["role"],
        ),
        ui.radio_cards(
            _("Over whom"),
            "over",
            [
                ui.Option(EVERYBODY, _("Everybody")),
                ui.Option("people", _("The people of one leader or manager")),
            ],
            arranged="column",
            value="people",
            problem=problems["over"],
        ),
        _text(
            _("Whose people, by e-mail address"),
            "root",
            kind="email",
            optional=True,
            hint=_("Those below them, and not the leader or manager themself."),
        ),
        _days("", optional=True),
        _text(_("Why"), "reason", max_length=200),
        ui.actions(ui.button(_("Give the role"), weight="primary", submit=True)),
        on_submit=GrantsState.give,
    )


def _stand_in_form() -> rx.Component:
    """Who is away, who stands in, from when to when, and why."""
    return ui.state_form(
        ui.quiet(
            _(
                "A stand-in reaches the same people for a time, as the one who is away does. What "
                "is the other's own stays theirs: drafts, talks, notes. It ends by itself."
            )
        ),
        _text(_("Who is away, by e-mail address"), "absent", kind="email"),
        _text(_("Who stands in, by e-mail address"), "stand_in", kind="email"),
        _days("away_"),
        _text(_("Why"), "away_reason", max_length=200),
        ui.actions(ui.button(_("Let them stand in"), weight="primary", submit=True)),
        on_submit=GrantsState.let_stand_in,
    )


def _guest_form() -> rx.Component:
    """Somebody from outside, until when, and why."""
    problems = GrantsState.problems
    return ui.state_form(
        ui.quiet(
            _(
                "A guest sees nothing but the sessions that are agreed with them, and cannot sign "
                "in after the last day."
            )
        ),
        _text(_("E-mail address"), "email", kind="email"),
        ui.fields(
            _text(_("Given name"), "given_name", max_length=80),
            _text(_("Family name"), "family_name", max_length=80, optional=True),
        ),
        ui.date_field(
            _("Last day"),
            "guest_ends_on",
            problem=problems["guest_ends_on"],
            min=GrantsState.today,
        ),
        _text(_("Why"), "guest_reason", max_length=200),
        ui.actions(ui.button(_("Let them in"), weight="primary", submit=True)),
        on_submit=GrantsState.let_guest_in,
    )


def _days(prefix: str, *, optional: bool = False) -> rx.Component:
    """The first day, today unless another is chosen, and the last."""
    problems = GrantsState.problems
    return ui.fields(
        ui.date_field(
            _("First day"),
            f"{prefix}starts_on",
            value=GrantsState.today,
            problem=problems[f"{prefix}starts_on"],
            min=GrantsState.today,
        ),
        ui.date_field(
            _("Last day"),
            f"{prefix}ends_on",
            problem=problems[f"{prefix}ends_on"],
            optional=optional,
            min=GrantsState.today,
        ),
    )


def _text(label: Words, name: str, **props: Any) -> rx.Component:
    """One line of text with its problem."""
    return ui.text_field(label, name, problem=GrantsState.problems[name], **props)
