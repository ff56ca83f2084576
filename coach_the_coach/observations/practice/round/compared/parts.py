"""How the codes and the levels of a round compare with the reference, and the reasons."""

from typing import Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.practice.round.state import RoundState
from coach_the_coach.observations.practice.rows import ComparedLevel, ComparedTurn, MarkedSign
from coach_the_coach.shell import routes

TOP: Final = {"scrollMarginTop": "240px"}
"""One comes from the foot of the form: what has the focus is seen beneath the heading."""


def result() -> rx.Component:
    """What to look at first, the eight dimensions, then the codes: where not alike, and why."""
    found = RoundState.result
    return ui.stack(
        rx.el.div(
            rx.cond(found.look_first, ui.lead(found.look_first)),
            id="look-first",
            tab_index=-1,
            style=TOP,
        ),
        ui.callout(
            _(
                "This is practice: nothing is passed or failed. The reference is one author's "
                "reading and not the truth, and with {n} turns one more or less means nothing. "
                "Read the reasons."
            ).format(n=found.turns)
        ),
        rx.cond(ui.count(found.levels) > 0, _levels(), _codes_only()),
        ui.section(
            _("The codes"),
            ui.stats(
                ui.stat(
                    _("The same code"),
                    found.agreed,
                    of=_("of {n} turns").format(n=found.turns),
                ),
                ui.stat(
                    _("Asks and tells alike"),
                    found.alike,
                    of=_("of {n} turns").format(n=found.turns),
                    meaning=_("The same side, whatever the code."),
                ),
            ),
        ),
        rx.cond(
            ui.count(found.differing) > 0,
            ui.section(_("Where you differ"), ui.lines(rx.foreach(found.differing, _turn))),
            ui.callout(_("You differ on no turn.")),
        ),
        rx.cond(
            ui.count(found.same) > 0,
            ui.disclosure(_("Where you agree"), ui.lines(rx.foreach(found.same, _turn))),
        ),
        ui.actions(
            ui.link_button(_("Another conversation"), routes.PRACTICE, weight="primary"),
            ui.button(_("Do it again"), on_click=RoundState.begin_again),
        ),
        gap="between",
    )


def _levels() -> rx.Component:
    """The eight dimensions, and the stop signs that the reference marks."""
    found = RoundState.result
    return rx.fragment(
        ui.section(
            _("The eight dimensions"),
            ui.lines(rx.foreach(found.levels, _level)),
            about=_("Turns are counted as you coded them: the manager's, from 1."),
        ),
        rx.cond(
            ui.count(found.stop_signs) > 0,
            ui.section(
                _("Stop signs"),
                ui.lines(rx.foreach(found.stop_signs, _sign)),
                about=_("What caps the score of a whole session, however it was rated otherwise."),
            ),
        ),
    )


def _codes_only() -> rx.Component:
    """That this round has no levels, and what to do about it."""
    return ui.callout(
        _(
            "This round has codes and no levels. Do it again to rate the talk as well: only then "
            "it counts as practised."
        )
    )


def _level(one: ComparedLevel) -> rx.Component:
    """One dimension: both levels, how far apart, and the reference's reason."""
    return ui.stack(
        ui.row(
            ui.heading(rx.fragment(ui.figures(one.number), " · ", one.name), level=3),
            ui.badge(one.apart, one.mark),
            apart=True,
        ),
        ui.facts((_("You"), one.own), (_("Reference"), one.reference)),
        ui.paragraph(one.why),
        rx.cond(one.turns, ui.quiet(one.turns)),
        gap="near",
    )


def _sign(one: MarkedSign) -> rx.Component:
    """One stop sign, why, and where."""
    return ui.stack(
        ui.heading(one.text, level=3),
        ui.paragraph(one.why),
        ui.quiet(one.turns),
        gap="near",
    )


def _turn(turn: ComparedTurn) -> rx.Component:
    """One turn, both codes, and the reference's reason."""
    return ui.stack(
        rx.cond(
            turn.before != "",
            rx.el.p(turn.before_speaker, ": ", turn.before, class_name="quiet"),
        ),
        rx.el.p(
            ui.quiet(ui.figures(turn.number), " "),
            rx.el.b(RoundState.result.manager, ": "),
            turn.text,
            class_name="paragraph",
        ),
        rx.cond(
            turn.differs,
            ui.row(
                ui.quiet(_("You")),
                ui.tag(turn.own, turn.own_side),
                ui.quiet(_("Reference")),
                ui.tag(turn.reference, turn.reference_side),
                gap="near",
            ),
            ui.tag(turn.reference, turn.reference_side),
        ),
        ui.paragraph(turn.why),
        gap="near",
    )
