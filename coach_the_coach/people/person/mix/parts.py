"""How the kinds of talk of one person's months are drawn, each drawing with its table."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.rules import kind_word
from coach_the_coach.foundation.words import _
from coach_the_coach.people.person.mix.rows import MonthLine
from coach_the_coach.people.person.mix.rules import SHOWN, method_words
from coach_the_coach.people.person.state import PersonState
from coach_the_coach.shell import routes
from coach_the_coach.shell.state import FrameState


def mix() -> rx.Component:
    """What one month's talks were made of beside the targets, and the months beside each other."""
    now, month = PersonState.mix, PersonState.month
    return rx.cond(
        ui.count(now.months) > 0,
        ui.section(
            rx.fragment(_("Kinds of talk"), ", ", month.month),
            ui.target_bars(month.sentence, month.kinds),
            rx.cond(
                ui.count(now.panels) > 0,
                rx.el.div(
                    ui.share_panels(now.panels_words, now.panels, first=now.first, last=now.last),
                    class_name="no-print",
                ),
            ),
            ui.stack(
                ui.disclosure(_("In figures"), _figures()),
                ui.disclosure(
                    _("Month by month"),
                    ui.data_table(_("Each month in figures"), _columns(), now.months),
                ),
                ui.disclosure(_("How this is counted"), ui.quiet(method_words())),
                rx.el.div(_action(), class_name="no-print"),
                gap="tight",
            ),
            action=_turner(),
        ),
    )


def _action() -> rx.Component:
    """What makes more answers: observing live; an administrator may change the targets."""
    return ui.actions(
        rx.cond(
            FrameState.person.administers,
            ui.link_button(_("Change the targets"), routes.TARGETS),
            rx.cond(
                PersonState.head.can_observe,
                ui.link_button(_("Observe"), PersonState.head.observe_link),
            ),
        )
    )


def _turner() -> rx.Component:
    """The way to the months before and after, where there are others."""
    return rx.cond(
        ui.count(PersonState.mix.months) > 1,
        rx.el.div(
            ui.row(
                ui.button(
                    _("Earlier"),
                    on_click=PersonState.turn_month(1),
                    disabled=PersonState.is_oldest_month,
                ),
                ui.button(
                    _("Later"),
                    on_click=PersonState.turn_month(-1),
                    disabled=PersonState.is_newest_month,
                ),
            ),
            class_name="no-print",
        ),
    )


def _figures() -> rx.Component:
    """The month that is drawn, in figures."""
    return ui.data_table(
        _("The month in figures"),
        [
            ui.Column(_("Kind"), lambda row: row.word),
            ui.Column(_("Share"), lambda row: row.figure),
            ui.Column(_("Target"), lambda row: row.aim),
            ui.Column(_("Stands"), lambda row: row.standing),
        ],
        PersonState.month.kinds,
    )


def _columns() -> list[ui.Column]:
    """The month, what it rests on, and each kind."""
    return [
        ui.Column(_("Month"), lambda row: row.month),
        ui.Column(_("From"), lambda row: row.basis),
        *[_column(place, kind_word(kind)) for place, kind in enumerate(SHOWN)],
    ]


def _column(place: int, word: str) -> ui.Column:
    def cell(row: MonthLine) -> str:
        return row.kinds[place].figure

    return ui.Column(word, cell)
