"""Parts of the page of a session's timeline."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.timeline.changes import parts as listed
from coach_the_coach.observations.timeline.changes.rows import ChangeRow
from coach_the_coach.observations.timeline.drawing.parts import drawing
from coach_the_coach.observations.timeline.rows import MomentRow
from coach_the_coach.observations.timeline.state import TimelineState

row = TimelineState.timeline
head = row.header
_own = head.public_id
_chosen = TimelineState.chosen

may_change = ui.count(row.codes) > 0
"""Whether codes can be changed here."""

is_at_hand = may_change | row.may_quote
"""Whether anything can be done with a moment."""

LIST: Final = {"max_width": "720px", "width": "100%"}
"""What can be done stays near to what it is done with."""

ENTRY: Final = {
    "display": "grid",
    "grid_template_columns": "64px minmax(0, 1fr) auto",
    "gap": "2px 12px",
    "align_items": "center",
    "padding": "4px 0",
    "min_height": "44px",
}
"""When, what, and what can be done; a line is high enough for a thumb."""


def sentences() -> rx.Component:
    """What the course of the talk says, above the drawing."""
    return rx.el.div(
        rx.foreach(row.sentences, lambda said: ui.paragraph(said)),
        class_name="stack gap-tight",
    )


def over_time() -> rx.Component:
    """The drawing, or why there is none."""
    key = rx.cond(
        is_at_hand,
        _("Asks above the line, tells below. Press a dot, or its line in the list."),
        _("Asks above the line, tells below."),
    )
    return rx.cond(
        row.without != "",
        ui.callout(row.without, tone="plain"),
        rx.cond(
            is_at_hand,
            drawing(key, row.drawn, on_press=lambda name: TimelineState.choose(_own, name)),
            drawing(key, row.drawn),
        ),
    )


def changing() -> rx.Component:
    """The way to add a code, why none can be changed, and what was changed already."""
    transcript = rx.cond(
        (head.source != "live") & ~head.is_signed & (head.corrects == ""),
        ui.link(_("Open the transcript"), f"/observations/{_own}/transcript"),
    )
    return ui.stack(
        rx.cond(
            may_change,
            ui.actions(
                ui.button(_("Add a code you missed"), on_click=TimelineState.begin_adding),
            ),
            rx.cond(row.why_fixed != "", ui.quiet(row.why_fixed, " ", transcript)),
        ),
        listed.changes(row.changes, doing=_restoring),
        gap="near",
    )


def moments() -> rx.Component:
    """Every moment in a list, a hundred at a time."""
    shown = TimelineState.moments
    return rx.fragment(
        rx.el.ol(rx.foreach(shown.rows, _moment), class_name="plain", style=LIST),
        rx.cond(
            shown.more > 0,
            ui.actions(
                ui.button(_("Show more"), on_click=TimelineState.show_more),
                ui.quiet(ui.figures(shown.more), " ", _("further on")),
            ),
        ),
    )


def at_hand() -> rx.Component:
    """One moment in a dialog: quoting it, moving it, giving it another code, removing it."""
    is_tap = _chosen.sort == "tap"
    is_new = _chosen.sort == "new"
    title = rx.cond(is_new, _("A code you missed"), f"{_chosen.clock} · {_chosen.word}")
    about = rx.cond(
        is_new,
        _("It is marked as entered afterwards."),
        rx.cond(
            _chosen.quote != "",
            _chosen.quote,
            rx.cond(_chosen.text != "", _chosen.text, _("This moment of the session.")),
        ),
    )
    return ui.dialog(
        title,
        rx.cond(
            TimelineState.problems["moment_at_hand"],
            ui.callout(TimelineState.problems["moment_at_hand"], tone="danger", urgent=True),
        ),
        rx.cond(row.may_quote & ~is_new, _quoting()),
        rx.cond(may_change & (is_tap | is_new), _code()),
        ui.actions(ui.closing(ui.button(_("Close"), weight="bare"))),
        about=about,
        open=TimelineState.asking,
        on_open_change=TimelineState.turn,
    )


def _moment(one: MomentRow) -> rx.Component:
    """One line: when, what, its words; with something to do, a button at its end."""
    said = rx.fragment(
        rx.cond(one.sort == "kind", ui.quiet(_("Kind of talk:"), " ", one.word)),
        rx.cond(one.sort == "note", ui.quiet(one.word)),
        rx.cond((one.sort == "tap") | (one.sort == "turn"), ui.tag(one.word, one.tone)),
        rx.cond(one.text != "", rx.el.p(one.text, class_name="paragraph")),
        rx.cond(one.quote != "", ui.quote(one.quote)),
    )
    can = is_at_hand & (one.sort != "kind") & (row.may_quote | (one.sort == "tap"))
    # A hairline where a new minute begins.
    line = rx.cond(one.is_new_minute, "1px solid var(--line)", "0")
    return rx.el.li(
        ui.quiet(ui.figures(one.clock)),
        rx.el.div(said, min_width="0"),
        rx.cond(
            can,
            rx.el.button(
                rx.cond(
                    one.sort == "tap", rx.cond(may_change, _("Change"), _("Quote")), _("Quote")
                ),
                ui.unseen(rx.fragment(" ", one.clock, " ", one.word)),
                type="button",
                class_name="button button-bare",
                on_click=TimelineState.choose(_own, one.id),
            ),
        ),
        key=one.id,
        style={**ENTRY, "border_top": line},
    )


def _quoting() -> rx.Component:
    """Where the moment belongs in the rating; only what has a level can bear it."""
    return rx.cond(
        ui.count(row.dimensions) > 0,
        ui.state_form(
            _hidden("name", _chosen.id),
            ui.select(
                _("Quote it for"),
                "dimension",
                row.dimensions,
                blank=_("Choose a dimension"),
                problem=TimelineState.problems["dimension"],
            ),
            ui.button(
                _("Quote in the rating"), weight="primary", submit=True, busy=TimelineState.busy
            ),
            on_submit=TimelineState.quote,
        ),
        ui.quiet(
            _("Give a dimension its level first; then this moment can be quoted for it."),
            " ",
            ui.link(_("Open the rating"), f"/observations/{_own}/rate"),
        ),
    )


def _code() -> rx.Component:
    """The code and its time, to be changed or added; and removing it."""
    is_new = _chosen.sort == "new"
    return ui.state_form(
        _hidden("change", TimelineState.fresh),
        _hidden("tap", _chosen.id),
        ui.fields(
            ui.select(
                _("Code"),
                "code",
                row.codes,
                value=_chosen.code,
                blank=_("Choose a code"),
                problem=TimelineState.problems["code"],
            ),
            ui.text_field(
                _("At"),
                "moment",
                value=_chosen.clock,
                hint=rx.fragment(_("As in 12:05; you watched until"), " ", row.end),
                problem=TimelineState.problems["moment"],
                short=True,
            ),
        ),
        ui.actions(
            ui.button(
                rx.cond(is_new, _("Add it"), _("Change it")),
                weight="quiet",
                submit=True,
                busy=TimelineState.busy,
            ),
            rx.cond(
                is_new,
                rx.fragment(),
                ui.button(
                    _("Remove it"),
                    weight="bare",
                    on_click=TimelineState.remove(_own, TimelineState.fresh, _chosen.id),
                ),
            ),
        ),
        on_submit=TimelineState.keep,
        key=_chosen.id,
    )


def _restoring(change: ChangeRow) -> rx.Component:
    """Taking a change back, while codes can be changed."""
    return rx.cond(
        may_change,
        ui.button(
            rx.fragment(
                _("Take back"), ui.unseen(rx.fragment(" ", change.word, " ", change.before))
            ),
            weight="bare",
            on_click=TimelineState.restore(_own, TimelineState.fresh, change.id),
        ),
    )


def _hidden(name: str, value: Any) -> rx.Component:
    """What the form sends along; it follows the state."""
    return rx.el.input(type="hidden", name=name, value=value, read_only=True)
