"""How one session that two score stands, what the reader can do, and what both gave."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.calibration.double.one.state import PairState
from coach_the_coach.calibration.double.rows import LevelLine
from coach_the_coach.calibration.rules import REASON_LENGTH
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.parts import must_practise

_row = PairState.row


def standing() -> rx.Component:
    """What comes next, and the one way on."""
    return ui.section(
        _("What comes next"),
        ui.lead(_row.says),
        rx.cond(_row.reason != "", ui.paragraph(_("Called off:"), " ", _row.reason)),
        rx.cond(
            _row.can_begin,
            rx.cond(_row.must_practise != "", must_practise(_row.must_practise), _begin()),
        ),
        rx.cond(
            _row.goes_on != "",
            ui.actions(
                rx.cond(
                    _row.is_signed,
                    ui.link_button(_("See yours"), _row.goes_on),
                    ui.link_button(_("Go on"), _row.goes_on, weight="primary"),
                )
            ),
        ),
        rx.cond(_row.can_draw, _third()),
        rx.cond(
            _row.can_decline,
            ui.actions(ui.button(_("I cannot"), on_click=PairState.decline(_row.public_id))),
        ),
        who(),
        rx.cond(_row.can_call_off, _call_off()),
    )


def who() -> rx.Component:
    """Who scores it."""
    first = (_("First observer"), _row.first)
    second = (
        _("Second observer"),
        rx.fragment(_row.second, rx.cond(_row.drawn != "", rx.fragment(" · ", _row.drawn), "")),
    )
    third = (_("Third observer"), _row.third)
    return rx.cond(_row.third != "", ui.facts(first, second, third), ui.facts(first, second))


def levels() -> rx.Component:
    """What each gave side by side, what counts of it, and where they are far apart."""
    return rx.cond(
        _row.is_open,
        ui.section(
            _("What each gave"),
            rx.cond(
                _row.total != "",
                ui.stats(ui.stat(_row.total_words, _row.total, of=_("of 4"), meaning=_row.apart)),
            ),
            ui.quiet(_row.totals),
            rx.cond(
                _row.has_third,
                _table(ui.Column(_row.third, lambda one: one.third)),
                _table(),
            ),
            rx.cond(
                ui.count(_row.stop_signs) > 0,
                ui.stack(
                    ui.paragraph(_("Stop signs that two saw")),
                    ui.bullets(_row.stop_signs),
                ),
            ),
            about=_(
                "Of two the mean counts, of three the middle one. What one of them did not observe "
                "is in no mean."
            ),
        ),
    )


def _table(*third: ui.Column) -> rx.Component:
    """The levels by dimension, of the two and of a third where there is one."""
    return ui.data_table(
        _("Level by dimension"),
        [
            ui.Column(_("Dimension"), _dimension),
            ui.Column(_row.first, lambda one: one.first),
            ui.Column(_row.second, lambda one: one.second),
            *third,
            ui.Column(_row.total_words, lambda one: one.counts, number=True),
        ],
        _row.levels,
        empty=ui.empty(_("No levels"), _("Nothing is rated in a session for this.")),
    )


def _dimension(one: LevelLine) -> rx.Component:
    """A dimension, and that the two are far apart in it."""
    far = rx.fragment(" ", ui.badge(one.differs, "attention"))
    return rx.fragment(one.name, rx.cond(one.differs != "", far))


def _begin() -> rx.Component:
    """What is asked before one begins."""
    return ui.state_form(
        ui.yes_no(
            rx.fragment(
                _("Do {observed} and {coached} know and agree?").format(
                    observed=_row.observed, coached=_row.coached
                )
            ),
            "both_agreed",
            problem=PairState.problems["both_agreed"],
        ),
        ui.actions(ui.button(_("Begin"), submit=True, weight="primary")),
        on_submit=PairState.begin(_row.public_id),
    )


def _third() -> rx.Component:
    """Having a third drawn, or naming one."""
    return ui.stack(
        ui.actions(
            ui.button(
                _("Draw a third"),
                weight="primary",
                on_click=PairState.draw_third(_row.public_id),
            )
        ),
        rx.cond(
            ui.count(_row.thirds) > 0,
            ui.state_form(
                ui.select(
                    _("Or name one"),
                    "observer",
                    _row.thirds,
                    blank=_("Choose"),
                    problem=PairState.problems["observer"],
                ),
                ui.actions(ui.button(_("Ask them"), submit=True)),
                on_submit=PairState.name_third(_row.public_id),
            ),
        ),
        gap="between",
    )


def _call_off() -> rx.Component:
    """Having it scored by one after all, with a reason."""
    return ui.disclosure(
        _("Have it scored by one"),
        ui.state_form(
            ui.text_area(
                _("Why?"),
                "reason",
                hint=_("The observers and the one observed read it."),
                problem=PairState.problems["reason"],
                max_length=REASON_LENGTH,
            ),
            ui.actions(ui.button(_("Call it off"), submit=True, weight="danger")),
            on_submit=PairState.call_off(_row.public_id),
        ),
    )
