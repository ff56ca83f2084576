"""The pieces of a talk, in the order in which the two go through them."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.bank.parts import bank
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.booking.parts import talk_time
from coach_the_coach.observations.plan.parts import plan
from coach_the_coach.observations.plan.state import PlanState
from coach_the_coach.observations.rules import TalkStage
from coach_the_coach.observations.talk.rows import OfferRow
from coach_the_coach.observations.talk.rules import LENGTHS
from coach_the_coach.observations.talk.state import TalkState
from coach_the_coach.ui.tokens import Content

PAUSE: Final = 500
"""Milliseconds without a key after which a text is kept. Source: docs/method.md#text-lengths."""

LEFT: Final = {"textAlign": "left", "justifyContent": "flex-start", "whiteSpace": "normal"}

row = TalkState.talk
words = TalkState.talk.words
_own = TalkState.talk.public_id
_is_before = (row.stage == TalkStage.OWN_VIEW) | (row.stage == TalkStage.QUESTIONS)


def before() -> rx.Component:
    """What comes before the talk: its time, the own view, the observer's preparation."""
    return rx.fragment(
        rx.cond(_is_before | row.went_without, _own_view()),
        rx.cond(
            row.read_alone & (row.stage == TalkStage.AGREEING),
            ui.callout(
                row.observed,
                " ",
                _("has read both views alone, for no talk had come about. You can still hold it."),
            ),
        ),
        rx.cond(
            _is_before,
            rx.fragment(talk_time(_own), _alone()),
        ),
        rx.cond(
            row.is_observer & _is_before,
            ui.disclosure(
                _("Prepare this talk"), rx.cond(ui.count(PlanState.plan.lines) > 0, plan(), bank())
            ),
        ),
    )


def questions() -> rx.Component:
    """The one observed speaks first; then one moment the observer saw; then what to try next."""
    folded = rx.cond(row.is_frozen, said(), ui.disclosure(_("What you said so far"), _asked()))
    return rx.cond(
        (row.stage == TalkStage.QUESTIONS) | (row.stage == TalkStage.AGREEING),
        # Who read both alone has not been asked yet.
        rx.cond(
            (row.stage == TalkStage.QUESTIONS)
            | (row.read_alone & ~row.is_frozen)
            | TalkState.asks_again,
            _asked(),
            folded,
        ),
    )


def said() -> rx.Component:
    """What was said, as it stands."""
    told = [
        (_("What did you intend?"), words.intended),
        (_noticed(), words.noticed),
        (_("One moment that was seen"), words.moment),
        (_("What would you try next?"), words.would_try),
    ]
    return ui.section(
        _("What you said"),
        ui.facts(
            *[
                (asked, rx.cond(text != "", text, ui.quiet(_("Nothing written"))))
                for asked, text in told
            ]
        ),
    )


def _own_view() -> rx.Component:
    """How the own view stands, with the one thing to do about it."""
    rates = (row.stage == TalkStage.OWN_VIEW) & ~row.is_observer
    return rx.cond(
        row.own_view != "",
        rx.cond(
            rates,
            ui.callout(
                row.own_view,
                tone="accent",
                action=ui.link_button(
                    _("Rate yourself"),
                    row.reflect_link,
                    weight="primary",
                ),
            ),
            rx.cond(
                row.may_go_on_without,
                ui.callout(
                    row.own_view,
                    " ",
                    _("Three working days have passed. You may go on, and it is marked so."),
                    action=ui.button(_("Go on without it"), on_click=TalkState.go_on_without),
                ),
                ui.quiet(row.own_view),
            ),
        ),
    )


def _alone() -> rx.Component:
    """The way out where no talk comes about, for the one observed."""
    from_then = row.alone_on
    return rx.cond(
        row.may_read_alone,
        ui.callout(
            _("Five working days have passed without a talk. You may read both views alone."),
            action=ui.button(_("Read both alone"), on_click=TalkState.read_alone),
        ),
        rx.cond(
            from_then.words != "",
            ui.quiet(
                _("If no talk comes about, you can read both views alone from"),
                " ",
                ui.moment(from_then.exact, at=from_then.at, exact=from_then.words),
                ".",
            ),
        ),
    )


def _asked() -> rx.Component:
    """The questions, in their order, as fields that keep themselves."""
    return ui.section(
        rx.fragment(row.observed, " ", _("speaks first")),
        text("intended", _("What did you intend?")),
        text("noticed", _noticed()),
        rx.cond(
            TalkState.is_moment_next,
            rx.fragment(
                text(
                    "moment",
                    _("Here is one moment I saw"),
                    hint=rx.fragment(row.observer, " ", _("tells it, as it was, and stops.")),
                    optional=True,
                ),
                _offers(),
            ),
        ),
        text("would_try", _("What would you try next?")),
        rx.cond(
            row.stage == TalkStage.QUESTIONS,
            rx.cond(
                row.is_observer,
                ui.actions(
                    ui.button(_("Show both views"), weight="primary", on_click=TalkState.show_both)
                ),
                ui.quiet(row.observer, " ", _("opens both views, once you have said this.")),
            ),
        ),
        about=_(
            "Whoever has the screen types. What is written keeps itself, and both can read it."
        ),
        action=ui.button(_("Look again"), weight="bare", on_click=TalkState.look_again),
    )


def _noticed() -> rx.Component:
    """The question about the one who was coached."""
    return rx.fragment(_("What did you notice in"), " ", row.coached, "?")


def _offers() -> rx.Component:
    """The observer's own quotes, moments and notes, taken with one press."""
    return rx.cond(
        ui.count(TalkState.offers) > 0,
        ui.disclosure(
            _("Take it from what you noted"),
            rx.el.ul(
                rx.foreach(TalkState.offers, _offer),
                class_name="plain",
                style={"maxHeight": "320px", "overflowY": "auto"},
            ),
        ),
    )


def _offer(offer: OfferRow) -> rx.Component:
    return rx.el.li(
        ui.button(
            rx.el.span(
                rx.cond(offer.clock != "", ui.quiet(ui.figures(offer.clock), " ")), offer.text
            ),
            weight="bare",
            wide=True,
            style=LEFT,
            on_click=TalkState.tell_moment(_own, offer.key),
        )
    )


def text(
    name: str, label: Content, *, hint: Content | None = None, optional: Any = False
) -> rx.Component:
    """A text that keeps itself while it is written."""
    return rx.el.div(
        ui.text_area(
            label,
            name,
            value=getattr(words, name),
            hint=hint,
            problem=TalkState.problems[name],
            optional=optional,
            max_length=LENGTHS[name],
            key=key(name),
            on_change=TalkState.keep_words(_own, name).debounce(PAUSE),
            on_blur=TalkState.keep_words(_own, name),
        ),
        kept(name),
        max_width="640px",
    )


def key(name: str) -> Any:
    """What makes a field begin anew after each reading."""
    return rx.Var.create(f"{name}-") + rx.Var.create(TalkState.reading).to(str)


def kept(field: str) -> rx.Component:
    """When a field was last kept; nothing before it was."""
    return rx.el.p(ui.quiet(TalkState.kept[field]), min_height="20px", role="status")
