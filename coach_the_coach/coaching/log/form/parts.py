"""The form of a session: what came of the last one, what was said, what is agreed, and the rest."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.form.rows import SplitRow
from coach_the_coach.coaching.log.form.state import LogFormState
from coach_the_coach.coaching.log.rows import ChoiceRow, CommitmentLine
from coach_the_coach.coaching.log.rules import (
    DUE_DAYS,
    LENGTHS,
    MINUTES,
    Outcome,
    due_word,
    outcome_word,
)
from coach_the_coach.coaching.rules import (
    Kind,
    Purpose,
    kind_meaning,
    kind_word,
    planned_word,
    purpose_meaning,
    purpose_word,
)
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Content

OUTCOMES: Final = [ui.Option(one.value, outcome_word(one)) for one in Outcome]
DUE: Final = [ui.Option(str(days), due_word(days)) for days in DUE_DAYS]
LENGTH: Final = [ui.Option(str(minutes), str(minutes)) for minutes in MINUTES]
PURPOSES: Final = [ui.Option(one.value, purpose_word(one), purpose_meaning(one)) for one in Purpose]
KINDS: Final = [ui.Option(one.value, kind_word(one), kind_meaning(one)) for one in Kind]
CAME: Final = [ui.Option("planned", planned_word(True)), ui.Option("moment", planned_word(False))]

_form = LogFormState.form
_problems = LogFormState.problems


def whom(choose: Any, people: Any) -> rx.Component:
    """The people of the team, each a wide button: one tap goes on."""

    def one(row: ChoiceRow) -> rx.Component:
        return ui.button(
            ui.person(row.word, initials_of=row.word, role=row.meaning),
            wide=True,
            on_click=choose(row.value),
        )

    return ui.section(
        _("With whom?"),
        rx.cond(
            ui.count(people) > 0,
            ui.stack(rx.foreach(people, one), gap="near"),
            ui.empty(
                _("Nobody reports to you today."),
                _("Whoever does is shown here, and one tap goes on."),
            ),
        ),
    )


def session_form() -> rx.Component:
    """The whole form, drawn anew for each session."""
    return ui.state_form(
        last_steps(_form.open, _problems),
        _said(),
        _agreed(),
        _length(),
        _rest(),
        ui.foot(
            ui.button(
                rx.cond(_form.is_correction, _("Keep the correction"), _("Keep it")),
                weight="primary",
                submit=True,
                busy=LogFormState.busy,
            )
        ),
        on_submit=LogFormState.keep(_form.public_id),
        key=_form.public_id,
    )


def last_steps(steps: Any, problems: Any) -> rx.Component:
    """What the two agreed and is open, before anything new: what became of it, at one tap each."""

    def one(step: CommitmentLine) -> rx.Component:
        return ui.radio_cards(
            rx.fragment(
                step.text,
                rx.cond(step.deal != "", rx.fragment(" (", step.deal, ")")),
            ),
            step.field,
            OUTCOMES,
            hint=rx.fragment(
                step.owner,
                " · ",
                _("due"),
                " ",
                ui.moment(step.due.words, at=step.due.at, exact=step.due.exact, within=True),
            ),
            problem=problems[step.field],
            arranged="row",
            optional=True,
        )

    return rx.cond(
        ui.count(steps) > 0,
        ui.section(_("What you agreed last"), rx.foreach(steps, one)),
    )


def _said() -> rx.Component:
    """The one skill, the feedback, and the moment it is about."""
    return rx.fragment(
        rx.cond(
            ui.count(_form.cycles) > 0,
            ui.select(
                _("Which skill are you working on?"),
                "cycle",
                _form.cycles,
                value=_form.cycle,
                blank=_("None of these"),
                optional=True,
                hint=_("Only then the minutes count as developmental."),
                problem=_problems["cycle"],
            ),
        ),
        text("focus", _("Focus: the one skill"), area=False, optional=_form.is_quick),
        text(
            "feedback",
            _("What you told them"),
            hint=_("About something they did, so that they can do it again or otherwise."),
            optional=_form.is_quick,
        ),
        text(
            "moment",
            _("The moment it is about"),
            hint=_("What was said or done, or the time in the call. It makes feedback specific."),
            area=False,
            optional=True,
        ),
    )


def _agreed() -> rx.Component:
    """One next step, whose it is, and by when."""
    return rx.fragment(
        text("next_step", _("The next step you agreed"), area=False, optional=_form.is_quick),
        ui.radio_cards(
            _("Who does it?"),
            "owner",
            _form.owners,
            value=_form.owner,
            problem=_problems["owner"],
            arranged="row",
        ),
        due(_form.due, _form.due_on, _problems["due_on"], least=_form.day),
    )


def due(chosen: Any, day: Any, problem: Any, *, least: Any) -> rx.Component:
    """By when, at one tap; or another day."""
    return rx.fragment(
        ui.radio_cards(_("By when?"), "due", DUE, value=chosen, arranged="row"),
        ui.date_field(
            _("Or on another day"), "due_on", value=day, problem=problem, optional=True, min=least
        ),
    )


def _length() -> rx.Component:
    """What it was, how long, and on which day."""
    return rx.fragment(
        ui.radio_cards(
            _("What was it?"),
            "form",
            _form.forms,
            value=_form.form,
            problem=_problems["form"],
            arranged="row",
            on_change=LogFormState.choose_form,
        ),
        ui.radio_cards(
            _("How many minutes?"),
            "minutes",
            LENGTH,
            value=_form.minutes,
            problem=_problems["minutes"],
            arranged="row",
        ),
        ui.date_field(
            _("On which day?"),
            "held_on",
            value=_form.day,
            problem=_problems["held_on"],
            min=_form.least_day,
            max=_form.today,
        ),
    )


def _rest() -> rx.Component:
    """What is chosen beforehand and seldom changed."""
    return ui.disclosure(
        _("Purpose, kind, deal, and other minutes"),
        ui.stack(
            ui.radio_cards(
                _("What was it for?"),
                "purpose",
                PURPOSES,
                value=_form.purpose,
                problem=_problems["purpose"],
            ),
            rx.el.div(
                ui.radio_cards(
                    _("What kind of talk was it?"),
                    "kind",
                    KINDS,
                    value=LogFormState.kind,
                    problem=_problems["kind"],
                ),
                # Follows the form that is chosen above.
                key=LogFormState.kind,
            ),
            ui.radio_cards(
                _("How did it come about?"),
                "planned",
                CAME,
                value=_form.planned,
                problem=_problems["planned"],
                arranged="row",
            ),
            text(
                "deal",
                _("About which deal?"),
                hint=_("Each deal has one next step of its own."),
                area=False,
                optional=True,
            ),
            ui.text_field(
                _("Another number of minutes"),
                "other_minutes",
                value=_form.other_minutes,
                kind="number",
                optional=True,
                short=True,
            ),
            rx.el.fieldset(
                rx.el.legend(
                    _("Minutes of each kind, where there were several"), class_name="label"
                ),
                ui.fields(rx.foreach(_form.split, _part)),
                class_name="field",
            ),
        ),
    )


def _part(row: SplitRow) -> rx.Component:
    return ui.text_field(
        row.word, row.field, value=row.minutes, kind="number", optional=True, short=True
    )


def text(
    name: str,
    label: str,
    *,
    hint: Content | None = None,
    area: bool = True,
    optional: Any = False,
) -> rx.Component:
    """One of the texts; the word "optional" stands where it may stay empty."""
    make = ui.text_area if area else ui.text_field

    def drawn(*, is_optional: bool) -> rx.Component:
        return make(
            label,
            name,
            value=getattr(_form, name),
            hint=hint,
            problem=_problems[name],
            optional=is_optional,
            max_length=LENGTHS[name],
        )

    if isinstance(optional, bool):
        return drawn(is_optional=optional)
    return rx.cond(optional, drawn(is_optional=True), drawn(is_optional=False))
