"""The pieces of the page of one path: its fields, its lists, what it would do, its versions."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.editing.path.form.rules import type_choices
from coach_the_coach.certification.editing.path.rows import (
    FieldRow,
    ListRow,
    PartRow,
    TriedGroup,
    TriedLine,
    VersionRow,
)
from coach_the_coach.certification.editing.path.rules import (
    REASON,
    audience_word,
    expiry_word,
)
from coach_the_coach.certification.editing.path.state import PathState
from coach_the_coach.certification.paths.rules import Audience, Expiry, Seat, seat_word
from coach_the_coach.foundation.words import _


def meanwhile() -> rx.Component:
    """That somebody else was first, and what to do about it."""
    return rx.cond(
        PathState.meanwhile > 0,
        ui.callout(
            _(
                "Somebody published another version while you changed this one. It stands first "
                "below. What you typed is still here."
            ),
            tone="accent",
            urgent=True,
            action=ui.actions(
                ui.button(_("I have looked: carry on with mine"), on_click=PathState.carry_on),
                ui.button(_("Start from theirs"), on_click=PathState.start_over),
            ),
        ),
    )


def fields() -> rx.Component:
    """What the path is called, its days, who signs, and its two lists."""
    form = PathState.form
    return rx.el.div(
        ui.section(
            _("The path"),
            rx.foreach(form.words, _field),
            _choices(),
            rx.el.div(rx.foreach(form.numbers, _field), class_name="fields"),
        ),
        ui.section(
            _("Who signs"),
            _seats(),
            about=_("Two different people sign at least, and nobody who scored what counted."),
        ),
        _list(form.requirements, "requirements"),
        _list(form.recertify, "recertify"),
        class_name="form",
        key=rx.Var.create(PathState.version).to(str),
    )


def tried() -> rx.Component:
    """What the change would do: in sentences, and counted over those who are on the path."""
    found = PathState.tried
    return ui.section(
        _("Who would pass today?"),
        ui.actions(ui.button(_("Try it out"), on_click=PathState.try_out)),
        rx.cond(
            found.is_done,
            ui.stack(
                ui.heading(_("What is another"), level=3),
                rx.cond(
                    ui.count(found.changes) > 0,
                    ui.bullets(rx.Var.create(found.changes).to(list)),
                    ui.quiet(_("Nothing, or the path is new.")),
                ),
                rx.cond(
                    ui.count(found.groups) > 0,
                    rx.fragment(rx.foreach(found.groups, _group)),
                    ui.quiet(_("Nobody who could be counted is on it yet.")),
                ),
                ui.quiet(found.lapsed),
                gap="between",
            ),
        ),
        about=_("Counts alone. Nothing changes for anybody by trying."),
    )


def publishing(then: Any) -> rx.Component:
    """Why, and the one press that makes it hold; `then` follows it."""
    return ui.section(
        _("Publish"),
        ui.text_area(
            _("What is another, and why"),
            "reason",
            value=PathState.reason,
            hint=_("Whoever is on this path reads it."),
            problem=PathState.problems["reason"],
            max_length=REASON[-1],
            on_blur=lambda text: PathState.fill("reason", text),
            key=rx.Var.create(PathState.version).to(str) + "-reason",
        ),
        ui.actions(
            ui.button(_("Publish"), weight="primary", on_click=[PathState.publish, then]),
            rx.cond(
                PathState.is_changed,
                ui.button(_("Start over"), weight="bare", on_click=PathState.start_over),
            ),
        ),
        ui.quiet(_("It is a new version. Whoever is on the path keeps the one they began with.")),
    )


def versions() -> rx.Component:
    """Every version as it was published, the newest first."""
    return rx.cond(
        ui.count(PathState.path.versions) > 0,
        ui.section(_("Versions"), ui.lines(rx.foreach(PathState.path.versions, _version))),
    )


def _choices() -> rx.Component:
    """What is chosen from a list."""
    form, problems = PathState.form, PathState.problems
    audiences = [ui.Option(one, audience_word(one)) for one in Audience]
    expiries = [ui.Option(one, expiry_word(one)) for one in Expiry]
    return rx.fragment(
        ui.select(
            _("Enrolled without being asked"),
            "audience",
            audiences,
            value=form.audience,
            problem=problems["audience"],
            on_change=lambda said: PathState.fill("audience", said),
        ),
        ui.select(
            _("A renewed certificate runs"),
            "expiry",
            expiries,
            value=form.expiry,
            problem=problems["expiry"],
            on_change=lambda said: PathState.fill("expiry", said),
        ),
        ui.select(
            _("Renewed by another path"),
            "renewed_by",
            PathState.path.others,
            value=form.renewed_by,
            blank=_("By none"),
            problem=problems["renewed_by"],
            optional=True,
            on_change=lambda said: PathState.fill("renewed_by", said),
        ),
        ui.checkbox(
            _("It licenses observers, and is not about coaching a team"),
            "is_licence",
            checked=form.is_licence,
            on_change=lambda holds: PathState.tick("is_licence", holds),
        ),
    )


def _seats() -> rx.Component:
    """Those who sign, each to be had or not."""
    chosen = rx.Var.create(PathState.form.seats).to(list)
    problem = PathState.problems["seats"]
    return rx.el.div(
        *(
            ui.checkbox(
                seat_word(one),
                f"seat-{one}",
                checked=chosen.contains(one),
                on_change=lambda holds, seat=str(one): PathState.seat(seat, holds),
            )
            for one in Seat
        ),
        rx.cond(problem, rx.el.p(problem, role="alert", class_name="problem")),
        class_name="stack gap-near",
    )


def _field(one: FieldRow) -> rx.Component:
    """One field of whichever kind."""
    problem = rx.Var.create(PathState.problems).to(dict)[one.name]
    drawn = rx.match(
        one.kind,
        (
            "check",
            ui.checkbox(
                one.label,
                one.name,
                checked=one.value == "1",
                on_change=lambda holds: PathState.tick(one.name, holds),
            ),
        ),
        (
            "path",
            ui.select(
                one.label,
                one.name,
                PathState.path.others,
                value=one.value,
                problem=problem,
                on_change=lambda said: PathState.fill(one.name, said),
            ),
        ),
        (
            "number",
            ui.text_field(
                one.label,
                one.name,
                value=one.value,
                hint=one.hint,
                problem=problem,
                short=True,
                input_mode="numeric",
                on_blur=lambda text: PathState.fill(one.name, text),
            ),
        ),
        (
            "long",
            ui.text_area(
                one.label,
                one.name,
                value=one.value,
                hint=one.hint,
                problem=problem,
                on_blur=lambda text: PathState.fill(one.name, text),
            ),
        ),
        ui.text_field(
            one.label,
            one.name,
            value=one.value,
            hint=one.hint,
            problem=problem,
            on_blur=lambda text: PathState.fill(one.name, text),
        ),
    )
    return rx.fragment(drawn)


def _list(one: ListRow, name: str) -> rx.Component:
    """A list of requirements, and one more."""
    problem = PathState.problems[name]
    types = [ui.Option(each.value, each.word) for each in type_choices()]
    adding = ui.state_form(
        ui.row(
            ui.select(_("One thing more"), "type", types, id=f"{name}-type"),
            ui.button(_("Add"), submit=True),
        ),
        on_submit=lambda form: PathState.add(name, form),
    )
    return ui.section(
        one.title,
        rx.cond(problem, rx.el.p(problem, role="alert", class_name="problem")),
        ui.lines(rx.foreach(one.parts, _part)),
        adding,
        about=one.about,
    )


def _part(one: PartRow) -> rx.Component:
    """One requirement: what it asks as it stands, its fields, and its place in the list."""
    problem = rx.Var.create(PathState.problems).to(dict)["r" + rx.Var.create(one.uid).to(str)]
    return rx.el.div(
        ui.row(
            ui.heading(one.name, level=3),
            ui.row(
                _mover("chevron-up", _("Further up"), one, -1, one.is_first),
                _mover("chevron-down", _("Further down"), one, 1, one.is_last),
                ui.button(
                    rx.fragment(_("Take out"), ui.unseen(rx.fragment(": ", one.name))),
                    weight="bare",
                    on_click=PathState.remove(one.uid),
                ),
            ),
            apart=True,
        ),
        ui.quiet(one.sentence),
        rx.cond(problem, rx.el.p(problem, role="alert", class_name="problem")),
        rx.el.div(rx.foreach(one.fields, _field), class_name="fields"),
        class_name="stack gap-near",
        # What is typed goes along when it is moved.
        key=rx.Var.create(one.uid).to(str),
    )


def _mover(icon: str, words: str, one: PartRow, by: int, at_end: bool) -> rx.Component:
    return ui.icon_button(icon, words, on_click=PathState.shift(one.uid, by), disabled=at_end)


def _group(one: TriedGroup) -> rx.Component:
    """The counts of those of whom the same is asked."""
    return ui.stack(
        ui.heading(one.title, level=3),
        ui.paragraph(one.words),
        rx.cond(
            ui.count(one.lines) > 0,
            ui.data_table(
                _("How many meet what is asked"),
                [
                    ui.Column(_("Asked"), _sentence),
                    ui.Column(_("Now"), lambda line: line.now, whole=True),
                    ui.Column(_("As changed"), lambda line: line.then, whole=True),
                ],
                rx.Var.create(one.lines).to(list[TriedLine]),
            ),
        ),
    )


def _sentence(line: TriedLine) -> rx.Component:
    return rx.el.span(line.sentence)


def _version(one: VersionRow) -> rx.Component:
    """One version: when, by whom, why, what was another, and what it asks."""
    return ui.stack(
        ui.row(
            rx.el.span(one.word, class_name="person-name"),
            ui.quiet(
                ui.moment(one.when.words, at=one.when.at, exact=one.when.exact),
                " · ",
                one.by,
                " · ",
                one.people,
            ),
            apart=True,
        ),
        rx.cond(one.reason != "", ui.paragraph(one.reason)),
        rx.cond(ui.count(one.changes) > 0, ui.bullets(rx.Var.create(one.changes).to(list))),
        ui.disclosure(
            _("What it asks"),
            ui.bullets(rx.Var.create(one.asks).to(list)),
            rx.cond(
                ui.count(one.renewing) > 0,
                rx.fragment(
                    ui.quiet(_("When it is renewed")),
                    ui.bullets(rx.Var.create(one.renewing).to(list)),
                ),
            ),
        ),
        gap="near",
    )
