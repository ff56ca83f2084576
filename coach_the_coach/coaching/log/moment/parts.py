"""The few taps for what was said in the moment; every text may stay empty."""

from typing import Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.form.parts import due, last_steps
from coach_the_coach.coaching.log.moment.rules import MOMENT_MINUTES, USUAL_MOMENT
from coach_the_coach.coaching.log.moment.state import MomentState
from coach_the_coach.coaching.log.rules import LENGTHS
from coach_the_coach.coaching.rules import Purpose, purpose_word
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Content

LENGTH: Final = [ui.Option(str(minutes), str(minutes)) for minutes in MOMENT_MINUTES]
FOR: Final = [
    ui.Option(one.value, purpose_word(one))
    for one in (Purpose.COACH, Purpose.CELEBRATE, Purpose.TRAIN)
]

_form = MomentState.form


def moment_form() -> rx.Component:
    """Minutes at one tap, and the rest for whoever has a moment more."""
    return ui.state_form(
        ui.radio_cards(
            _("How many minutes?"),
            "minutes",
            LENGTH,
            value=str(USUAL_MOMENT),
            problem=MomentState.problems["minutes"],
            arranged="row",
        ),
        ui.radio_cards(
            _("What was it for?"),
            "purpose",
            FOR,
            value=Purpose.COACH.value,
            problem=MomentState.problems["purpose"],
            arranged="row",
        ),
        _text("feedback", _("What I saw and said")),
        _text("next_step", _("What we agreed"), area=False),
        ui.disclosure(
            _("By when, on which skill, and what was agreed before"),
            ui.stack(
                due(_form.due, "", MomentState.problems["due_on"], least=_form.today),
                _text("focus", _("Focus: the one skill"), area=False),
                last_steps(_form.open, MomentState.problems),
                ui.quiet(_("A new step replaces an open one, unless you say what became of that.")),
            ),
        ),
        rx.el.input(type="hidden", name="owner", value=_form.owner),
        ui.foot(
            ui.button(_("Keep it"), weight="primary", submit=True, busy=MomentState.busy),
        ),
        on_submit=MomentState.keep(_form.public_id),
        key=_form.public_id,
    )


def _text(name: str, label: Content, *, area: bool = True) -> rx.Component:
    make = ui.text_area if area else ui.text_field
    return make(
        label,
        name,
        value=getattr(_form, name),
        problem=MomentState.problems[name],
        optional=True,
        max_length=LENGTHS[name],
    )
