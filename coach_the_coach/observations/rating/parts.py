"""Parts of the page for rating."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rating.rows import OfferRow
from coach_the_coach.observations.rating.rules import ONE_THING_LENGTH, QUOTE_LENGTH, TEXT_LENGTH
from coach_the_coach.observations.rating.state import RatingState
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.observations.rubric.rules import DIMENSIONS

PAUSE = 500
"""Milliseconds without a key after which a text is kept, even before one leaves its field."""

ANCHORS = {
    "& .choices": {"gap": "8px"},
    "@media (min-width: 900px)": {
        "& .choices": {"grid_template_columns": "repeat(4, minmax(0, 1fr))"},
        "& .choice:last-of-type": {"grid_column": "1 / -1", "width": "fit-content"},
    },
}
"""The four anchors side by side where there is room, and what was not observed beneath them."""

LEFT = {
    "height": "auto",
    "justify_content": "flex-start",
    "padding": "8px 0",
    "text_align": "left",
    "white_space": "normal",
}
"""Sentences to press read from the left, and break."""

_own = RatingState.form.header.public_id


def dimensions() -> rx.Component:
    """All dimensions in their order, one open at a time: the same on a phone and on a desk."""
    return rx.el.div(
        *[_dimension(number) for number in range(1, DIMENSIONS + 1)], class_name="lines"
    )


def stop_signs() -> rx.Component:
    """What caps the whole session, each with a box."""
    return rx.el.fieldset(
        rx.el.legend(_("Stop signs"), class_name="heading"),
        rx.el.p(
            _("Mark only what you saw yourself. One of these caps the score of the session."),
            class_name="quiet",
        ),
        rx.foreach(RatingState.form.stop_signs, _stop_sign),
        rx.el.div(_said("stop_signs"), _problem("stop_signs")),
        class_name="field",
    )


def words() -> rx.Component:
    """What goes with the levels, the one thing first."""
    observed = RatingState.form.header.observed
    return ui.stack(
        _text(
            "one_thing",
            _("The ONE thing to work on"),
            rx.fragment(observed, " ", _("reads this first. One sentence, something to do.")),
            ONE_THING_LENGTH,
        ),
        _text(
            "strengths",
            _("What worked"),
            _("What to keep doing, with the moment you saw it."),
            TEXT_LENGTH,
            optional=True,
        ),
        _text(
            "agreed",
            _("What you agreed"),
            _("Who does what, and how you will both see it."),
            TEXT_LENGTH,
            optional=True,
        ),
        rx.el.div(
            ui.date_field(
                _("Watch again on"),
                "watch_again_on",
                value=RatingState.answers.watch_again_on,
                problem=RatingState.problems["watch_again_on"],
                optional=True,
                min=RatingState.form.first_day,
                max=RatingState.form.last_day,
                on_change=RatingState.keep_day(_own),
            ),
            _said("watch_again_on"),
        ),
        gap="between",
    )


def signing() -> rx.Component:
    """What is missing as a list that leads there, and the question before signing."""
    observed = RatingState.form.header.observed
    return ui.stack(
        rx.cond(
            rx.Var.create(RatingState.to_do).length() > 0,
            rx.el.div(
                ui.heading(_("Before you sign"), level=3),
                rx.el.ul(rx.foreach(RatingState.to_do, _to_do), class_name="plain"),
                role="alert",
            ),
        ),
        ui.actions(
            ui.button(
                _("Look over and sign"),
                weight="primary",
                on_click=RatingState.ask_to_sign(_own),
            ),
            ui.quiet(_("Until then only you can see any of this.")),
        ),
        ui.dialog(
            _("Sign this observation?"),
            ui.paragraph(observed, " ", _("is told, and gives an own rating before seeing yours.")),
            ui.actions(
                ui.button(
                    _("Sign"),
                    weight="primary",
                    busy=RatingState.busy,
                    on_click=RatingState.sign(_own),
                ),
                ui.closing(ui.button(_("Not yet"))),
            ),
            about=_("From then on it cannot be changed; a correction becomes a new version."),
            open=RatingState.asking,
            on_open_change=RatingState.answer_asked,
        ),
    )


def _dimension(number: int) -> rx.Component:
    """One dimension: closed it says its level, open it asks for it."""
    key = str(number)
    row = RatingState.form.dimensions[number - 1]
    level = RatingState.levels[key]
    summary = rx.el.span(
        ui.figures(key),
        " · ",
        row.name,
        rx.el.span(
            rx.cond(
                level,
                ui.badge(
                    RatingState.level_words[key],
                    rx.cond(RatingState.missing[key], "attention", "done"),
                ),
            ),
            margin_left="12px",
            font_weight="400",
        ),
    )
    return ui.led_disclosure(
        summary,
        rx.el.div(_rating(number, row), padding_bottom="16px"),
        id=f"dimension-{number}",
        group="dimensions",
        open=RatingState.open == number,
        on_turn=RatingState.turn_to(number),
    )


def _rating(number: int, row: Any) -> rx.Component:
    """The anchors of one dimension, where it was seen, and the way on."""
    key = str(number)
    level = RatingState.levels[key]
    seen = (level != "") & (level != "none")
    return ui.stack(
        rx.el.div(
            ui.radio_cards(
                row.hint,
                f"level_{number}",
                row.choices,
                value=RatingState.answers.levels[key],
                problem=RatingState.problems[f"rating_{number}"],
                on_change=RatingState.choose_level(_own, number),
            ),
            _said(f"rating_{number}"),
            style=ANCHORS,
        ),
        # Hidden and not taken away: what was typed stays, should the level be changed once more.
        rx.el.div(_evidence(number), display=rx.cond(seen, "block", "none")),
        ui.actions(_way_on(number)),
    )


def _evidence(number: int) -> rx.Component:
    """The quote and the moment of one dimension, and what can become one in one press."""
    key = str(number)
    return ui.stack(
        rx.cond(
            RatingState.missing[key],
            rx.el.p(ui.badge(RatingState.missing[key], "attention"), role="status"),
        ),
        rx.el.div(
            ui.text_area(
                _("In their words"),
                f"quote_{number}",
                value=RatingState.answers.quotes[key],
                hint=_("What was said or done that shows it."),
                optional=True,
                max_length=QUOTE_LENGTH,
                on_change=RatingState.keep_quote(_own, number).debounce(PAUSE),
                on_blur=RatingState.keep_quote(_own, number),
            ),
            max_width="640px",
        ),
        ui.text_field(
            _("At"),
            f"moment_{number}",
            value=RatingState.answers.moments[key],
            hint=_("Minutes and seconds, as in 12:05."),
            problem=RatingState.problems[f"moment_{number}"],
            optional=True,
            short=True,
            input_mode="text",
            on_blur=RatingState.keep_moment(_own, number),
        ),
        rx.cond(RatingState.open == number, _offers(number)),
    )


def _offers(number: int) -> rx.Component:
    """Notes and turns; only in the open dimension, so that they are drawn once."""
    return ui.disclosure(
        _("Take it from your notes or the transcript"),
        ui.text_field(
            _("Search what was said"),
            f"find_{number}",
            kind="search",
            optional=True,
            on_change=RatingState.find_offer(_own).debounce(300),
        ),
        rx.cond(
            rx.Var.create(RatingState.offers).length() > 0,
            rx.el.ul(
                rx.foreach(RatingState.offers, lambda offer: _offer(number, offer)),
                class_name="plain",
                style={"max_height": "320px", "overflow_y": "auto"},
            ),
            ui.quiet(_("Nothing was noted that could be quoted here.")),
        ),
    )


def _offer(number: int, offer: OfferRow) -> rx.Component:
    """One thing that was said, taken with one press."""
    return rx.el.li(
        ui.button(
            rx.el.span(
                rx.cond(offer.moment, ui.quiet(ui.figures(offer.moment), " ")),
                rx.cond(offer.speaker, ui.quiet(offer.speaker, ": ")),
                offer.text,
            ),
            weight="bare",
            wide=True,
            style=LEFT,
            on_click=RatingState.quote_offer(_own, number, offer.id),
        )
    )


def _way_on(number: int) -> rx.Component:
    """To the next dimension, or closing the last one."""
    if number == DIMENSIONS:
        return ui.button(_("Close"), on_click=RatingState.turn_to(number, False))
    following = RatingState.form.dimensions[number]
    return ui.button(
        rx.fragment(_("Next:"), " ", following.name), on_click=RatingState.go_on_to(number + 1)
    )


def _stop_sign(sign: ChoiceRow) -> rx.Component:
    """One stop sign and its box."""
    return ui.checkbox(
        sign.word,
        "stop_sign",
        checked=rx.Var.create(RatingState.answers.stop_signs).contains(sign.value),
        on_change=RatingState.mark_stop_sign(_own, sign.value),
    )


def _text(
    name: str, label: str, hint: Any, longest: int, *, optional: bool = False
) -> rx.Component:
    """A text that keeps itself while it is written."""
    return rx.el.div(
        ui.text_area(
            label,
            name,
            value=getattr(RatingState.answers, name),
            hint=hint,
            problem=RatingState.problems[name],
            optional=optional,
            max_length=longest,
            on_change=RatingState.keep_words(_own, name).debounce(PAUSE),
            on_blur=RatingState.keep_words(_own, name),
        ),
        _said(name),
        max_width="640px",
    )


def _to_do(one: ChoiceRow) -> rx.Component:
    """One thing that is missing, and the way to it."""
    return rx.el.li(
        ui.button(
            rx.el.span(rx.cond(one.word, rx.fragment(one.word, ": ")), one.meaning),
            weight="bare",
            style=LEFT,
            on_click=RatingState.go_to_field(one.value),
        )
    )


def _said(field: str) -> rx.Component:
    """When a field was last kept; nothing before it was."""
    return rx.el.p(ui.quiet(RatingState.kept[field]), min_height="20px")


def _problem(field: str) -> rx.Component:
    """Why a field was not kept, for one without a place of its own for that."""
    return rx.el.p(RatingState.problems[field], role="alert", class_name="problem")
