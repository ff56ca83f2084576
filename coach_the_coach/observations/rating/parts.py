"""Parts of the page for rating."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.focus.rows import SeenRow
from coach_the_coach.observations.rating.evidence.parts import (
    LEFT,
    PAUSE,
    evidence,
    problem,
    said,
)
from coach_the_coach.observations.rating.rules import (
    NOT_CALLED,
    NOT_OBSERVED,
    ONE_THING_LENGTH,
    REASON_LENGTH,
    TEXT_LENGTH,
)
from coach_the_coach.observations.rating.state import RatingState
from coach_the_coach.observations.rows import ChoiceRow, HeaderRow
from coach_the_coach.observations.rubric.rules import DIMENSIONS
from coach_the_coach.observations.ticks.rules import HELPED

ANCHORS = {
    "& .choices": {"gap": "8px"},
    "@media (min-width: 900px)": {
        "& .choices": {"grid_template_columns": "repeat(4, minmax(0, 1fr))"},
        "& .choice:nth-of-type(n+5)": {"grid_column": "span 2"},
    },
}
"""The four anchors side by side where there is room, and what else may be said beneath them."""

COLUMNS = {
    "display": "grid",
    "gap": "4px 24px",
    "grid_template_columns": "repeat(auto-fit, minmax(min(100%, 300px), 1fr))",
}
"""Boxes in as many columns as fit."""

_own = RatingState.form.header.public_id


def focus() -> rx.Component:
    """The ONE thing of last time, what was promised, and whether it was seen today."""
    row = RatingState.form.focus
    return ui.stack(
        ui.lead(row.text),
        rx.cond(row.promised, ui.paragraph(_("Promised:"), " ", row.promised)),
        rx.cond(
            row.since.words,
            ui.quiet(
                _("Set"), " ", ui.moment(row.since.words, at=row.since.at, exact=row.since.exact)
            ),
        ),
        rx.cond(
            ui.count(row.answers) > 0,
            rx.el.div(
                ui.quiet(_("Since then:")),
                rx.el.ul(rx.foreach(row.answers, _answered), class_name="plain"),
            ),
        ),
        rx.el.div(
            ui.radio_cards(
                _("Did you see it today?"),
                "seen",
                RatingState.form.answers_to_focus,
                value=RatingState.answers.seen,
                problem=RatingState.problems["seen"],
                arranged="row",
                on_change=RatingState.answer_seen(_own),
            ),
            said("seen"),
            id="first-question",
            tab_index=-1,
        ),
    )


def purpose() -> rx.Component:
    """What the session was for after all, with the reason that both read."""
    head = RatingState.form.header
    return ui.stack(
        rx.cond(
            head.opened_purpose_word,
            ui.callout(opened_as(head), tone="plain"),
        ),
        ui.led_disclosure(
            _("Was it for something else after all?"),
            ui.stack(
                ui.radio_cards(
                    _("What it was for"),
                    "purpose",
                    RatingState.form.purposes,
                    value=RatingState.answers.purpose,
                    hint=_("The form follows. Both of you see what it was opened as."),
                    problem=RatingState.problems["purpose"],
                    id="purpose-for",
                    on_change=RatingState.choose_purpose(_own),
                ),
                rx.cond(head.opened_purpose_word, _reason()),
            ),
            id="purpose",
            group="purpose",
            open=RatingState.correcting,
            on_turn=RatingState.turn_purpose,
        ),
    )


def opened_as(head: HeaderRow) -> rx.Component:
    """What it was opened as, what it was corrected to, and why."""
    return rx.fragment(
        _("Opened as"),
        " ",
        head.opened_purpose_word,
        ", ",
        _("corrected to"),
        " ",
        head.purpose_word,
        rx.cond(head.purpose_reason, rx.fragment(": ", head.purpose_reason)),
    )


def dimensions() -> rx.Component:
    """All dimensions in their order, one open at a time: the same on a phone and on a desk."""
    return rx.el.div(
        *[_dimension(number) for number in range(1, DIMENSIONS + 1)], class_name="lines"
    )


def ticks() -> rx.Component:
    """Six habits, each with a box: they feed the talk and no score."""
    return rx.el.fieldset(
        rx.el.legend(_("Seen today"), class_name="heading"),
        rx.el.p(_("Tick what you saw. None of it changes a score."), class_name="quiet"),
        rx.el.div(
            _habits(_("Helped"), helped=True),
            _habits(_("Got in the way"), helped=False),
            style=COLUMNS,
        ),
        rx.el.div(said("ticks"), problem("ticks")),
        class_name="field",
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
        rx.el.div(said("stop_signs"), problem("stop_signs")),
        class_name="field",
    )


def words() -> rx.Component:
    """What goes with the levels; the ONE thing itself is set together, in the talk."""
    return ui.stack(
        _text(
            "strengths",
            _("What worked"),
            _("What to keep doing, with the moment you saw it."),
            TEXT_LENGTH,
        ),
        _text(
            "one_thing",
            _("What would you suggest as the ONE thing?"),
            _("One sentence, something to do. You set it together in the talk."),
            ONE_THING_LENGTH,
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
            ui.paragraph(
                observed,
                " ",
                rx.cond(
                    RatingState.form.why_not_rated,
                    _("is told, and reads it with you in your talk."),
                    _("is told, and rates themself before you talk it over."),
                ),
            ),
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
                row.is_optional & (level == ""),
                rx.el.span(_("optional"), class_name="quiet"),
            ),
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
    seen = (level != "") & (level != NOT_OBSERVED) & (level != NOT_CALLED)
    return ui.stack(
        rx.el.div(
            ui.radio_cards(
                row.hint,
                f"level_{number}",
                row.choices,
                value=RatingState.answers.levels[key],
                # What the evidence lacks is said once, beside the evidence.
                problem=rx.cond(
                    seen & (RatingState.problems[f"rating_{number}"] == RatingState.missing[key]),
                    "",
                    RatingState.problems[f"rating_{number}"],
                ),
                on_change=RatingState.choose_level(_own, number),
            ),
            said(f"rating_{number}"),
            style=ANCHORS,
        ),
        # Hidden and not taken away: what was typed stays, should the level be changed once more.
        rx.el.div(evidence(number), display=rx.cond(seen, "block", "none")),
        ui.actions(_way_on(number)),
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


def _reason() -> rx.Component:
    """Why the purpose is another; it keeps itself while it is written."""
    return rx.el.div(
        ui.text_area(
            _("Why?"),
            "purpose_reason",
            value=RatingState.answers.purpose_reason,
            hint=_("Needed to sign. Both of you read this."),
            problem=RatingState.problems["purpose_reason"],
            max_length=REASON_LENGTH,
            on_change=RatingState.keep_reason(_own).debounce(PAUSE),
            on_blur=RatingState.keep_reason(_own),
        ),
        said("purpose_reason"),
        max_width="640px",
    )


def _answered(one: SeenRow) -> rx.Component:
    """Whether the ONE thing was seen in one session since, and when that was."""
    held = one.held
    return rx.el.li(ui.quiet(one.word, " · ", ui.moment(held.words, at=held.at, exact=held.exact)))


def _habits(title: str, *, helped: bool) -> rx.Component:
    """The habits that help, or the others, under their own name."""
    helps = rx.Var.create([str(tick) for tick in HELPED])

    def shown(tick: ChoiceRow) -> rx.Component:
        is_help = helps.contains(tick.value)
        return rx.cond(is_help if helped else ~is_help, _tick(tick))

    return rx.el.fieldset(
        rx.el.legend(title, class_name="label"),
        rx.foreach(RatingState.form.ticks, shown),
        class_name="field",
    )


def _tick(tick: ChoiceRow) -> rx.Component:
    """One habit and its box."""
    return ui.checkbox(
        tick.word,
        "tick",
        checked=rx.Var.create(RatingState.answers.ticks).contains(tick.value),
        on_change=RatingState.mark_tick(_own, tick.value),
    )


def _text(name: str, label: str, hint: str, longest: int) -> rx.Component:
    """A text that keeps itself while it is written."""
    return rx.el.div(
        ui.text_area(
            label,
            name,
            value=getattr(RatingState.answers, name),
            hint=hint,
            problem=RatingState.problems[name],
            optional=True,
            max_length=longest,
            on_change=RatingState.keep_words(_own, name).debounce(PAUSE),
            on_blur=RatingState.keep_words(_own, name),
        ),
        said(name),
        max_width="640px",
    )


def _to_do(one: ChoiceRow) -> rx.Component:
    """One thing that is missing, and the way to it; what is wrong is said at the field itself."""
    return rx.el.li(
        ui.button(
            rx.cond(one.word, one.word, one.meaning),
            weight="bare",
            style=LEFT,
            on_click=RatingState.go_to_field(one.value),
        )
    )
