"""Questions being answered, and what they came to; for the page of a unit and for the exam."""

from collections.abc import Sequence
from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.learning.check.rows import (
    AnsweredRow,
    GroupRow,
    QuestionRow,
    ReasonRow,
    TurnRow,
)
from coach_the_coach.certification.learning.check.state import CheckState
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Content

WIDE: Final = "@media (min-width: 900px)"

CASE: Final = {
    "display": "grid",
    "gap": "16px 48px",
    "gridTemplateColumns": "minmax(0, 1fr)",
    "alignItems": "start",
    WIDE: {"gridTemplateColumns": "minmax(0, 1fr) minmax(0, 1fr)"},
}
TALK: Final = {
    WIDE: {
        # What was said stays in sight beside what is asked about it.
        "position": "sticky",
        "top": "72px",
        "maxHeight": "calc(100vh - 96px)",
        "overflowY": "auto",
    }
}


PLACE: Final = {
    # Brought into sight, it stands beneath the navigation, which is two lines high on a phone.
    "scrollMarginTop": "112px",
    "outline": "none",
}
SENTENCES: Final = {
    # A card without a meaning holds a whole sentence, which is read and not glanced at.
    "& .choice-word:last-child": {"fontWeight": "400"},
}


def check(*, new: Content, begin: str, then: Sequence[Any] = ()) -> rx.Component:
    """The questions: `new` before the first try with the button `begin`, then as it stands.

    `then` is what the page does once they were begun.
    """
    return rx.el.div(
        rx.match(
            CheckState.check.stage,
            ("new", ui.stack(new, _begin(begin, then))),
            ("open", _open()),
            ("sent", _sent()),
            ui.skeleton(3, name=_("Fetching the questions")),
        ),
        id="questions",
        tab_index=-1,
        style=PLACE,
    )


def _begin(words: str, then: Sequence[Any] = ()) -> rx.Component:
    """Begins a try, or says from when on one may."""
    row = CheckState.check
    waits = ui.callout(
        _("Two tries in a row did not reach it. The next one opens"),
        " ",
        ui.moment(row.waits.words, at=row.waits.at, exact=row.waits.exact, within=True),
        ". ",
        _("Until then, read once more: the answers are in it."),
    )
    return rx.cond(
        row.waits.at != "",
        waits,
        ui.actions(
            rx.cond(
                row.has_passed,
                ui.button(words, on_click=[CheckState.begin, *then]),
                ui.button(words, weight="primary", on_click=[CheckState.begin, *then]),
            )
        ),
    )


def _open() -> rx.Component:
    """What is asked, and sending it."""
    row, problem = CheckState.check, CheckState.problems["answer"]
    return ui.stack(
        rx.foreach(row.groups, _asked_group),
        rx.cond(problem, rx.el.p(problem, role="alert", class_name="problem")),
        ui.row(
            ui.quiet(CheckState.left),
            ui.button(_("Send"), weight="primary", on_click=CheckState.send(row.try_id)),
            apart=True,
        ),
        ui.quiet(
            _("Each answer is kept as you give it. {n} of {all} are needed.").format(
                n=row.needed, all=row.asked
            )
        ),
        gap="between",
    )


def _asked_group(one: GroupRow) -> rx.Component:
    """The questions of one case beside its talk, or those of a unit."""
    return _group(one, ui.stack(rx.foreach(one.questions, _question), gap="between"))


def _group(one: GroupRow, questions: rx.Component) -> rx.Component:
    """A talk beside what is asked about it, above it on a phone; without a talk only that."""
    talk = rx.el.div(
        ui.stack(ui.paragraph(one.about), rx.foreach(one.turns, _turn), gap="near"),
        role="region",
        aria_label=_("The talk: {title}").format(title=one.title),
        tab_index=0,
        style=TALK,
    )
    return rx.cond(
        one.title != "",
        ui.section(one.title, rx.el.div(talk, questions, style=CASE)),
        questions,
    )


def _turn(one: TurnRow) -> rx.Component:
    """What one of the two says."""
    return ui.paragraph(rx.el.b(one.speaker, ": "), one.text)


def _question(one: QuestionRow) -> rx.Component:
    """One question with its answers; what is chosen is kept at once."""
    try_id = CheckState.check.try_id
    asked = ui.radio_cards(
        rx.fragment(rx.Var.create(one.number).to(str), ". ", one.text),
        # Another try is another question to the browser, with nothing chosen yet.
        f"{try_id}-{one.key}",
        one.options,
        value=one.given,
        arranged="column",
        on_change=lambda said: CheckState.answer(try_id, one.key, said),
    )
    return rx.el.div(asked, style=SENTENCES)


def _sent() -> rx.Component:
    """What a try came to, and why."""
    row = CheckState.check
    return ui.stack(
        ui.row(
            rx.cond(
                row.is_passed,
                ui.badge(_("Passed"), "done"),
                ui.badge(_("Not yet"), "attention"),
            ),
            ui.lead(row.result),
            ui.quiet(ui.moment(row.sent.words, at=row.sent.at, exact=row.sent.exact)),
            id="result",
            tab_index=-1,
            style=PLACE,
        ),
        rx.cond(
            row.is_passed,
            ui.paragraph(_("Only you see your answers. Others may learn that you passed.")),
            ui.paragraph(
                _("{n} of {all} are needed. Below is what speaks against your answers.").format(
                    n=row.needed, all=row.asked
                ),
                " ",
                _("Which are right you find out on the page, or by another try."),
            ),
        ),
        rx.foreach(row.groups, _answered_group),
        _begin(_("Try again")),
        gap="between",
    )


def _answered_group(one: GroupRow) -> rx.Component:
    """How the questions of one case, or of a unit, were answered."""
    answered = ui.lines(rx.foreach(one.answered, _answered))
    return rx.cond(one.title != "", ui.section(one.title, answered), answered)


def _answered(one: AnsweredRow) -> rx.Component:
    """One question, the answer given, and its reason; once passed the others too."""
    return ui.stack(
        rx.el.p(rx.el.b(rx.Var.create(one.number).to(str), ". ", one.text), class_name="paragraph"),
        ui.row(
            rx.cond(
                one.is_right,
                ui.badge(_("Right"), "done"),
                ui.badge(_("Not the best"), "attention"),
            ),
        ),
        ui.quote(one.given),
        ui.paragraph(one.why),
        rx.cond(
            one.right != "",
            ui.stack(
                ui.quiet(_("The best one")),
                ui.quote(one.right),
                ui.paragraph(one.right_why),
                gap="near",
            ),
        ),
        rx.cond(
            ui.count(one.others) > 0,
            ui.disclosure(
                _("Why not the others"),
                ui.lines(rx.foreach(one.others, _reason)),
            ),
        ),
        gap="near",
    )


def _reason(one: ReasonRow) -> rx.Component:
    """Another answer and what speaks against it."""
    return ui.stack(ui.paragraph(one.text), ui.quiet(one.why), gap="tight")
