"""One's own rhythm: whether it fits, with whom it is which, and who is left out."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.policy.mine.rows import RepRhythm
from coach_the_coach.cadence.policy.mine.state import OwnRhythmState
from coach_the_coach.cadence.policy.rules import LONGEST_REASON, MOST_DAYS
from coach_the_coach.foundation.words import _

BAR: Final = {"display": "block", "height": "8px", "borderRadius": "4px", "minWidth": "2px"}
"""How a bar looks, whatever its length."""

_own = OwnRhythmState.own


def fitting() -> rx.Component:
    """What the rhythm comes to, and whether the days of a week hold it."""
    days = [ui.Option(str(number), str(number)) for number in range(1, MOST_DAYS + 1)]
    return ui.section(
        _("Whether it fits"),
        ui.paragraph(_own.hours),
        rx.cond(_own.band != "", ui.callout(_own.band)),
        rx.cond(_own.too_many != "", ui.callout(_own.too_many, tone="accent")),
        ui.select(
            _("On how many days of a week do you hold one-to-ones?"),
            "days",
            days,
            value=_own.days,
            hint=_(
                "Three a day at most, so that each of them has your whole attention. It is only "
                "reckoned with here, and not kept."
            ),
            on_change=OwnRhythmState.name_days,
        ),
    )


def team() -> rx.Component:
    """Everybody by name with their rhythm, and the way to another one."""
    return ui.section(
        _("With whom"),
        rx.cond(
            ui.count(_own.team) > 0,
            ui.lines(rx.foreach(_own.team, _rep)),
            ui.quiet(_("Nobody reports to you today.")),
        ),
        about=_("The rhythm of the house: {rhythm}. Skills are assessed: {cycle}.").format(
            rhythm=_own.house, cycle=_own.assessment
        ),
    )


def shared_out() -> rx.Component:
    """Minutes with each in the last 30 days, by name: it is no ranking."""
    return rx.cond(
        ui.count(_own.team) > 0,
        ui.section(
            _("Who is left out"),
            ui.paragraph(_own.left_out),
            ui.lines(rx.foreach(_own.team, lambda one: bar(one.name, one.share, one.spent))),
            about=_(
                "Minutes with each in the last 30 days, from sessions in the log of 15 minutes or "
                "more. By name: it is no ranking."
            ),
        ),
    )


def bar(name: Any, share: Any, spent: Any) -> rx.Component:
    """Somebody's minutes as a small bar, with the figure beside it."""
    return ui.stack(
        ui.row(rx.el.span(name), ui.figures(spent), apart=True),
        rx.el.span(
            style=BAR | {"width": f"{share}%", "background": "var(--accent)"}, aria_hidden="true"
        ),
        gap="tight",
    )


def _rep(one: RepRhythm) -> rx.Component:
    """One of the team: the rhythm, why it is another, and the form to change it."""
    return ui.stack(
        ui.row(
            ui.person(one.name, initials_of=one.name, role=one.rhythm),
            ui.button(
                rx.fragment(_("Change"), ui.unseen(rx.fragment(" ", one.name))),
                on_click=OwnRhythmState.choose(one.public_id),
            ),
            apart=True,
        ),
        rx.cond(one.is_own, ui.quiet(_("Agreed otherwise:"), " ", one.reason)),
        rx.cond(OwnRhythmState.chosen == one.public_id, _form(one)),
    )


def _form(one: RepRhythm) -> rx.Component:
    """How often, how long, and why it is not as in the house."""
    problems = OwnRhythmState.problems
    return ui.state_form(
        ui.fields(
            _number(_("Sessions a month"), "per_month", one.per_month),
            _number(_("Minutes each"), "minutes", one.minutes),
        ),
        ui.text_area(
            _("Why"),
            "reason",
            value=one.reason,
            hint=_("{name} and your leader read it.").format(name=one.name),
            problem=problems["reason"],
            max_length=LONGEST_REASON,
        ),
        ui.actions(
            ui.button(_("Keep"), weight="primary", submit=True),
            rx.cond(
                one.is_own,
                ui.button(
                    _("Back to the rhythm of the house"),
                    on_click=OwnRhythmState.end(one.public_id),
                ),
            ),
            ui.button(_("Leave it"), weight="bare", on_click=OwnRhythmState.choose("")),
        ),
        on_submit=OwnRhythmState.keep(one.public_id),
        key=rx.Var.create(OwnRhythmState.version).to(str),
    )


def _number(label: str, name: str, value: Any) -> rx.Component:
    """A short field for a whole number."""
    return ui.text_field(
        label,
        name,
        value=value,
        problem=OwnRhythmState.problems[name],
        short=True,
        input_mode="numeric",
        max_length=3,
    )
