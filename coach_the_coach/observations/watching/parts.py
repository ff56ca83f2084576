"""One plan to watch somebody: what comes next for the reader, what it is, and how it came about."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.parts import BUTTONS, PURPOSES, must_practise
from coach_the_coach.observations.watching.rows import StepRow
from coach_the_coach.observations.watching.rules import REASON_LENGTH
from coach_the_coach.observations.watching.state import WatchState
from coach_the_coach.shell import routes
from coach_the_coach.ui.tokens import Content

ENTERED: Final = {"whiteSpace": "pre-wrap"}
"""Words as somebody typed them."""

_whole = WatchState.whole
_id = WatchState.known.public_id


def whole() -> rx.Component:
    """Everything for those who plan it; drawn anew with each reading."""
    return ui.stack(_next(), _what(), _history(), gap="between", key=WatchState.version)


def known() -> rx.Component:
    """That it is planned, for who may know that much."""
    return ui.section(
        _("What is planned"),
        ui.facts((_("When"), _starts()), (_("How it stands"), _state())),
        ui.quiet(_("What the two say to each other about it stays between them.")),
    )


def _next() -> rx.Component:
    """Whose turn it is, and what the reader can do."""
    return ui.section(
        _("Next"),
        ui.lead(_whole.next_words),
        rx.cond(_whole.coached_words != "", ui.callout(_whole.coached_words)),
        rx.cond(_whole.must_practise, must_practise(_whole.must_practise)),
        rx.cond(_may("begin"), _begin()),
        rx.cond(_whole.goes_on_at != "", _go_on()),
        ui.actions(
            rx.cond(
                _may("accept"),
                ui.button(
                    _("I am ready to watch"),
                    weight="primary",
                    on_click=WatchState.accept(_id),
                ),
            ),
            rx.cond(
                _may("agree") & ~_whole.is_over,
                ui.button(_("Agree"), weight="primary", on_click=WatchState.agree(_id)),
            ),
            rx.cond(
                _whole.has_invitation,
                ui.link_button(
                    _("Put it in my calendar"),
                    f"{routes.WATCHING}/{_id}/invitation.ics",
                    native=True,
                ),
            ),
        ),
        rx.cond(_may("propose"), _propose()),
        rx.cond(_may("decline"), _end(_("Decline"), WatchState.decline(_id))),
        rx.cond(_may("cancel"), _end(_("Call it off"), WatchState.cancel(_id))),
    )


def _may(move: str) -> Any:
    """Whether the reader may take this step."""
    return rx.Var.create(_whole.moves).contains(move)


def _propose() -> rx.Component:
    """A session or a time to propose; unfolded where it is what comes next."""
    opener = rx.cond(_whole.starts_local != "", _("Propose another time"), _("Propose a session"))
    form = rx.cond(_whole.part == "observed", _session_form(), _time_form())
    return rx.cond(_whole.state == "asked", form, ui.disclosure(opener, form))


def _session_form() -> rx.Component:
    """One of the sessions that are planned, or with whom, what for and when."""
    named = ui.stack(
        ui.select(
            rx.fragment(_("With which"), " ", _whole.coached_word),
            "coached",
            _whole.people,
            blank=_("Choose"),
            problem=WatchState.problems["coached"],
        ),
        ui.radio_cards(
            _("What is it for?"),
            "purpose",
            PURPOSES,
            problem=WatchState.problems["purpose"],
        ),
        _when(),
    )
    return ui.state_form(
        rx.cond(
            ui.count(_whole.planned_sessions) > 0,
            ui.select(
                _("Which session?"),
                "planned",
                _whole.planned_sessions,
                blank=_("One that I name here"),
                optional=True,
                problem=WatchState.problems["planned"],
                on_change=WatchState.choose_planned,
            ),
        ),
        rx.cond(WatchState.planned == "", named),
        _why_moved(),
        ui.actions(ui.button(_("Propose"), submit=True)),
        on_submit=WatchState.propose(_id),
    )


def _time_form() -> rx.Component:
    """Another time for the same session."""
    return ui.state_form(
        _when(),
        _why_moved(),
        ui.actions(ui.button(_("Propose this time"), submit=True)),
        on_submit=WatchState.propose(_id),
    )


def _when() -> rx.Component:
    return ui.date_field(
        _("Day and time"),
        "starts_at",
        with_time=True,
        value=_whole.starts_local,
        hint=rx.fragment(_("In your time zone,"), " ", _whole.zone, "."),
        problem=WatchState.problems["starts_at"],
        min=_whole.least,
    )


def _why_moved() -> rx.Component:
    """Why what was agreed is to move."""
    return rx.cond(_whole.is_agreed, _reason(_("Why does it move?"), "reason"))


def _reason(label: str, field: str) -> rx.Component:
    return ui.text_area(
        label,
        field,
        hint=rx.fragment(_whole.other, " ", _("reads it, and nobody else.")),
        problem=WatchState.problems[field],
        max_length=REASON_LENGTH,
    )


def _end(words: str, on_submit: Any) -> rx.Component:
    """Saying no, or calling it off, with a reason."""
    return ui.disclosure(
        words,
        ui.state_form(
            _reason(_("Why?"), "why"),
            ui.actions(ui.button(words, submit=True, weight="danger")),
            on_submit=on_submit,
        ),
    )


def _begin() -> rx.Component:
    """What is asked once more when the watching begins."""
    return ui.state_form(
        rx.cond(
            _whole.is_light,
            rx.fragment(),
            ui.radio_cards(
                _("With how many buttons?"),
                "buttons",
                BUTTONS,
                value=_whole.last_buttons,
                problem=WatchState.problems["buttons"],
            ),
        ),
        ui.yes_no(
            rx.fragment(
                _("Do {observed} and {coached} know and agree?").format(
                    observed=_whole.planned.observed, coached=_whole.coached
                )
            ),
            "both_agreed",
            problem=WatchState.problems["both_agreed"],
        ),
        ui.actions(
            ui.button(_("Begin"), submit=True, weight="primary", busy=WatchState.busy),
        ),
        on_submit=WatchState.begin(_id),
    )


def _go_on() -> rx.Component:
    return ui.actions(ui.link_button(_("Go on"), _whole.goes_on_at, weight="primary"))


def _what() -> rx.Component:
    """What was asked and what is proposed."""
    return ui.section(
        _("What it is about"),
        ui.facts(
            (_("When"), _starts()),
            (_("With"), rx.cond(_whole.coached != "", _whole.coached, _("Not said yet"))),
            (_("For"), rx.cond(_whole.purpose_word != "", _whole.purpose_word, _("Not said yet"))),
            (_("Watched for"), _whole.aim_word),
            (
                _("Asked by"),
                rx.fragment(
                    _whole.asked_by,
                    rx.cond(
                        _whole.wanted_by.words != "",
                        rx.fragment(", ", _("by"), " ", _whole.wanted_by.exact),
                    ),
                ),
            ),
        ),
        rx.cond(
            _whole.double_link != "",
            ui.paragraph(_whole.double_words, " ", ui.link(_("Scored by two"), _whole.double_link)),
        ),
    )


def _starts() -> Content:
    starts = WatchState.known.starts
    return rx.cond(
        starts.words != "",
        ui.moment(starts.words, at=starts.at, exact=starts.exact),
        _("Not proposed yet"),
    )


def _state() -> rx.Component:
    return ui.badge(WatchState.known.state_word, WatchState.known.mark)


def _history() -> rx.Component:
    """Every step, the newest first."""
    return ui.section(_("How it came about"), ui.lines(rx.foreach(_whole.history, _step)))


def _step(step: StepRow) -> rx.Component:
    """Who did what, when and why."""
    return rx.el.div(
        ui.row(
            rx.el.span(
                step.who, " ", step.what, rx.cond(step.time != "", rx.fragment(": ", step.time))
            ),
            ui.quiet(ui.moment(step.when.words, at=step.when.at, exact=step.when.exact)),
            apart=True,
        ),
        rx.cond(step.reason != "", ui.quote(rx.el.span(step.reason, style=ENTERED))),
    )
