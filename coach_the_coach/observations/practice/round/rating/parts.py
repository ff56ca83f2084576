"""The eight dimensions of an invented conversation, asked as in the rating of an observation."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.practice.round.state import RoundState
from coach_the_coach.observations.practice.rows import PracticeTurn
from coach_the_coach.observations.rating.parts import ANCHORS
from coach_the_coach.observations.rubric.rules import DIMENSIONS


def dimensions() -> rx.Component:
    """All eight in their order, one open at a time, the talk at hand, and the way on."""
    done = RoundState.rated
    return ui.stack(
        ui.lead(_("Now the whole talk. What would you give it?")),
        ui.quiet(_("Go by what was said. What the talk gave no chance to see is not observed.")),
        ui.disclosure(
            _("Read the talk again"),
            ui.lines(rx.foreach(RoundState.talk.turns, _turn)),
        ),
        rx.el.div(*[_dimension(number) for number in range(1, DIMENSIONS + 1)], class_name="lines"),
        ui.actions(
            rx.cond(
                done >= DIMENSIONS,
                ui.button(_("See how it compares"), weight="primary", on_click=RoundState.finish),
                ui.quiet(
                    ui.figures(_("{done} of {all} answered").format(done=done, all=DIMENSIONS))
                ),
            ),
            ui.button(_("Back to the codes"), weight="bare", on_click=RoundState.back_to_codes),
        ),
        gap="between",
    )


def _dimension(number: int) -> rx.Component:
    """One dimension: closed it says that it is answered, open it asks."""
    key, row = str(number), RoundState.talk.dimensions[number - 1]
    summary = rx.el.span(
        ui.figures(key),
        " · ",
        row.name,
        rx.cond(
            RoundState.levels[key],
            rx.el.span(ui.badge(_("Answered"), "done"), margin_left="12px", font_weight="400"),
        ),
    )
    return ui.led_disclosure(
        summary,
        rx.el.div(
            ui.stack(
                rx.el.div(
                    ui.radio_cards(
                        row.hint,
                        f"level_{number}",
                        row.choices,
                        value=RoundState.levels[key],
                        on_change=RoundState.rate(number),
                    ),
                    style=ANCHORS,
                ),
                ui.actions(_way_on(number)),
            ),
            padding_bottom="16px",
        ),
        id=f"dimension-{number}",
        group="dimensions",
        open=RoundState.open == number,
        on_turn=RoundState.turn_to(number),
    )


def _way_on(number: int) -> rx.Component:
    """To the next dimension, or closing the last one."""
    if number == DIMENSIONS:
        return ui.button(_("Close"), on_click=RoundState.turn_to(number, False))
    following = RoundState.talk.dimensions[number]
    return ui.button(
        rx.fragment(_("Next:"), " ", following.name), on_click=RoundState.go_on_to(number + 1)
    )


def _turn(turn: PracticeTurn) -> rx.Component:
    """One of the manager's turns, after what was said before it."""
    return ui.stack(
        rx.cond(
            turn.before != "",
            rx.el.p(turn.before_speaker, ": ", turn.before, class_name="quiet"),
        ),
        rx.el.p(
            ui.quiet(ui.figures(turn.number), " "),
            rx.el.b(RoundState.talk.manager, ": "),
            turn.text,
            class_name="paragraph",
        ),
        gap="tight",
    )
