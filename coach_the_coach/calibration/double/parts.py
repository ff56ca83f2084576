"""What goes on, and asking for another to score a session as well."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.calibration.double.rows import AskableRow, PairLine
from coach_the_coach.calibration.double.state import DoubleState
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Words


def going_on() -> rx.Component:
    """Every session that two score, each with what comes next."""
    return ui.section(
        _("What goes on"),
        rx.cond(
            ui.count(DoubleState.pairs) > 0,
            ui.lines(rx.foreach(DoubleState.pairs, _pair)),
            ui.quiet(_("Nothing yet. What you are asked to score will be here.")),
        ),
    )


def asking() -> rx.Component:
    """The sessions that another could score as well."""
    return rx.cond(
        ui.count(DoubleState.askable) > 0,
        ui.section(
            _("Have another score a session as well"),
            ui.lines(rx.foreach(DoubleState.askable, _askable)),
            about=_(
                "For certification, before the talk about it. Neither sees anything of the other's "
                "until both have signed, and nobody else does."
            ),
        ),
    )


def _pair(one: PairLine) -> rx.Component:
    """Whose session it is, how it stands, and the way on."""
    return ui.row(
        ui.stack(
            ui.row(
                ui.link(_session(one.observed, one.coached), one.link),
                ui.badge(one.word, one.mark),
            ),
            ui.quiet(ui.moment(one.held.words, at=one.held.at, exact=one.held.exact)),
            ui.paragraph(one.says),
            gap="near",
        ),
        rx.cond(
            one.action != "",
            ui.link_button(
                rx.fragment(one.action, ui.unseen(rx.fragment(": ", one.observed))), one.link
            ),
        ),
        apart=True,
    )


def _askable(one: AskableRow) -> rx.Component:
    """A session, who scores it first, and choosing who is to score it as well."""
    is_chosen = DoubleState.asking == one.held_id
    return ui.stack(
        ui.row(
            ui.stack(
                ui.paragraph(_session(one.observed, one.coached)),
                ui.quiet(
                    ui.moment(one.held.words, at=one.held.at, exact=one.held.exact),
                    " · ",
                    _("Observed by"),
                    " ",
                    one.first,
                ),
                gap="near",
            ),
            rx.cond(
                is_chosen,
                rx.fragment(),
                ui.button(
                    rx.fragment(_("Choose who"), ui.unseen(rx.fragment(": ", one.observed))),
                    on_click=DoubleState.choose(one.held_id),
                ),
            ),
            apart=True,
        ),
        rx.cond(is_chosen, _choosing(one)),
    )


def _choosing(one: AskableRow) -> rx.Component:
    """Who may score it: drawn, or named."""
    return rx.cond(
        ui.count(DoubleState.people) > 0,
        ui.stack(
            ui.actions(
                ui.button(_("Draw one"), weight="primary", on_click=DoubleState.draw(one.held_id)),
                ui.quiet(
                    _("From outside their line where there is one, who did it least of late.")
                ),
            ),
            ui.state_form(
                ui.select(
                    _("Or name one"),
                    "observer",
                    DoubleState.people,
                    blank=_("Choose"),
                    problem=DoubleState.problems["observer"],
                ),
                ui.actions(ui.button(_("Ask them"), submit=True)),
                on_submit=DoubleState.name,
            ),
            gap="between",
        ),
        ui.quiet(_("Nobody who may certify is left to score it. An administrator can help.")),
    )


def _session(observed: Words, coached: Words) -> rx.Component:
    return rx.fragment(observed, " ", _("with"), " ", coached)
