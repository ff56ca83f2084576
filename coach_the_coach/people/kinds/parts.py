"""The pieces of the month's kinds of talk."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.rules import kind_word
from coach_the_coach.foundation.words import _
from coach_the_coach.people.kinds.rows import PersonKinds
from coach_the_coach.people.kinds.state import KindsState
from coach_the_coach.people.person.mix.rows import KindLine
from coach_the_coach.people.person.mix.rules import SHOWN, method_words


def month_turner() -> rx.Component:
    """The month that is shown, and the way to the ones before and after."""
    return ui.row(
        ui.heading(KindsState.month),
        ui.row(
            ui.button(_("Earlier"), on_click=KindsState.go_back(1), disabled=KindsState.is_oldest),
            ui.button(_("Later"), on_click=KindsState.go_back(-1), disabled=KindsState.is_newest),
        ),
        apart=True,
    )


def people() -> rx.Component:
    """Everybody with answers as a row of small multiples, and the same as a table."""
    lines = KindsState.lines
    return rx.cond(
        ui.count(lines) > 0,
        rx.fragment(
            rx.el.ul(rx.foreach(lines, _row), class_name="kinds-people"),
            ui.turner(KindsState.paging, KindsState.turn),
            ui.disclosure(
                _("In figures"),
                ui.data_table(
                    _("The month in figures"),
                    [
                        ui.Column(_("Name"), lambda line: line.name),
                        ui.Column(_("From"), lambda line: line.basis),
                        *[_column(place, kind_word(kind)) for place, kind in enumerate(SHOWN)],
                    ],
                    lines,
                ),
            ),
            ui.disclosure(_("How this is counted"), ui.quiet(method_words())),
        ),
        ui.empty(
            _("No answers in this month"),
            _(
                "Whoever watches live is asked every five minutes what kind of talk it is. What "
                "you may read of that will stand here."
            ),
        ),
    )


def _row(line: PersonKinds) -> rx.Component:
    """One person: the name, a sentence, and five small drawings."""
    return rx.el.li(
        rx.el.div(
            rx.el.h3(ui.link(line.name, line.link), class_name="subheading"),
            ui.quiet(line.title),
            class_name="kinds-head",
        ),
        ui.paragraph(line.sentence),
        rx.el.ul(rx.foreach(line.kinds, _cell), class_name="kinds-cells"),
        key=line.public_id,
    )


def _cell(one: KindLine) -> rx.Component:
    """One kind: its word, its drawing, its figure, and how it stands beside its target."""
    return rx.el.li(
        rx.el.span(one.word, class_name="panel-word"),
        ui.target_bar(one),
        rx.el.span(one.figure, class_name="figures"),
        rx.cond(one.standing != "", ui.badge(one.standing, one.mark)),
    )


def _column(place: int, word: str) -> ui.Column:
    def cell(line: PersonKinds) -> str:
        return line.kinds[place].figure

    return ui.Column(word, cell)
