"""Where one dimension was seen: in words, at a moment, or not at all; most of it in one press."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rating.evidence.rows import OfferRow
from coach_the_coach.observations.rating.rules import QUOTE_LENGTH
from coach_the_coach.observations.rating.state import RatingState

PAUSE = 500
"""Milliseconds without a key after which a text is kept, even before one leaves its field."""

LEFT = {
    "height": "auto",
    "justify_content": "flex-start",
    "padding": "8px 0",
    "text_align": "left",
    "white_space": "normal",
}
"""Sentences to press read from the left, and break."""

_own = RatingState.form.header.public_id


def evidence(number: int) -> rx.Component:
    """What shows the level of one dimension: what is at hand first, what is typed last.

    Open where the level needs it, at hand in one press where it does not.
    """
    key = str(number)
    level = RatingState.levels[key]
    written = (RatingState.answers.quotes[key] != "") | (RatingState.answers.moments[key] != "")
    needs = (level == "4") | ((level == "1") & (RatingState.absences[key] == ""))
    return ui.stack(
        rx.cond(
            RatingState.missing[key],
            rx.el.div(ui.callout(RatingState.missing[key]), role="status"),
        ),
        rx.cond(level == "1", _absence(number)),
        rx.el.details(
            rx.el.summary(_("Where you saw it")),
            ui.stack(
                rx.cond(RatingState.open == number, _at_hand(number)),
                _typed(number),
                padding_top="12px",
            ),
            open=needs | written,
            class_name="disclosure",
        ),
    )


def said(field: str) -> rx.Component:
    """When a field was last kept; nothing before it was."""
    return rx.el.p(ui.quiet(RatingState.kept[field]), min_height="20px")


def problem(field: str) -> rx.Component:
    """Why a field was not kept, for one without a place of its own for that."""
    return rx.el.p(RatingState.problems[field], role="alert", class_name="problem")


def _typed(number: int) -> rx.Component:
    """The quote and the moment, as they are typed."""
    key = str(number)
    return rx.fragment(
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
    )


def _absence(number: int) -> rx.Component:
    """That it did not happen: said in one press, then with the stretch that was watched."""
    key = str(number)
    return ui.stack(
        rx.cond(
            RatingState.absences[key],
            ui.stack(
                rx.el.p(ui.badge(RatingState.absences[key], "done"), role="status"),
                ui.disclosure(
                    _("Another stretch"),
                    ui.row(
                        _edge(number, "start", _("Watched from"), RatingState.absent_from[key]),
                        _edge(number, "end", _("Until"), RatingState.absent_to[key]),
                    ),
                ),
                ui.actions(
                    ui.button(
                        _("It did happen"), on_click=RatingState.say_absent(_own, number, False)
                    )
                ),
            ),
            ui.actions(
                ui.button(
                    _("It did not happen"), on_click=RatingState.say_absent(_own, number, True)
                )
            ),
        ),
        problem(f"absent_{number}"),
    )


def _edge(number: int, side: str, label: str, value: Any) -> rx.Component:
    """One end of the stretch that was watched."""
    return ui.text_field(
        label,
        f"absent_{side}_{number}",
        value=value,
        optional=True,
        short=True,
        input_mode="text",
        on_blur=RatingState.keep_stretch(_own, number, side),
    )


def _at_hand(number: int) -> rx.Component:
    """Taps, notes and turns; only in the open dimension, so that they are drawn once."""
    offers = RatingState.offers
    return ui.stack(
        rx.cond(
            rx.Var.create(offers).length() > 0,
            ui.stack(
                rx.el.p(_("Take what you tapped or noted, in one press:"), class_name="quiet"),
                rx.el.ul(
                    rx.foreach(offers, lambda offer: _tap(number, offer)),
                    class_name="plain",
                    style={"display": "flex", "flex_wrap": "wrap", "gap": "8px"},
                ),
                rx.el.ul(
                    rx.foreach(offers, lambda offer: _words(number, offer)),
                    class_name="plain",
                    style={"max_height": "240px", "overflow_y": "auto"},
                ),
                gap="tight",
            ),
            ui.quiet(_("Nothing was tapped or noted that could be taken here.")),
        ),
        ui.quiet(
            _("Any moment can be quoted from the timeline:"),
            " ",
            ui.link(_("Every moment"), f"/observations/{_own}/timeline"),
        ),
        ui.disclosure(
            _("Search what was noted and said"),
            ui.text_field(
                _("Search"),
                f"find_{number}",
                kind="search",
                optional=True,
                on_change=RatingState.find_offer(_own).debounce(300),
            ),
        ),
    )


def _tap(number: int, offer: OfferRow) -> rx.Component:
    """One tap that tells: of telling beside a 1, of asking beside a 4, of either between them."""
    level = RatingState.levels[str(number)]
    is_tap = (offer.sort != "note") & (offer.sort != "turn")
    tells = offer.sort == "tell"
    fits = rx.cond(level == "1", tells, rx.cond(level == "4", ~tells, True))
    return rx.cond(
        is_tap & fits,
        rx.el.li(
            ui.button(
                rx.el.span(ui.figures(offer.moment), " ", offer.text),
                on_click=RatingState.quote_offer(_own, number, offer.id),
            )
        ),
    )


def _words(number: int, offer: OfferRow) -> rx.Component:
    """One note or turn, taken with one press."""
    return rx.cond(
        (offer.sort == "note") | (offer.sort == "turn"),
        rx.el.li(
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
        ),
    )
