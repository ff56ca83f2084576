"""The lines of a week: each appointment with one thing to press, and the ways to change it."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.rules import Blocker
from coach_the_coach.cadence.week.rows import DayRow, LimitRow, OwnTimeRow, SlotRow
from coach_the_coach.cadence.week.rules import LONGEST_REASON, blocker_word
from coach_the_coach.cadence.week.state import WeekState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes

_chosen = WeekState.chosen


def settling() -> rx.Component:
    """What is left of the week, and settling at once what the log holds."""
    week = WeekState.week
    return rx.cond(
        week.left > 0,
        ui.callout(
            week.left_words,
            action=rx.cond(
                week.logged > 0,
                ui.button(
                    week.logged_words,
                    weight="primary",
                    on_click=WeekState.settle_logged,
                ),
            ),
        ),
    )


def question() -> rx.Component:
    """What to ask oneself about what was in the way."""
    return rx.cond(
        WeekState.question != "",
        ui.callout(
            WeekState.question,
            action=rx.cond(
                WeekState.asks_bank, ui.link_button(_("Open the questions"), routes.QUESTIONS)
            ),
        ),
    )


def days() -> rx.Component:
    """Every day with something on it."""
    return rx.cond(
        ui.count(WeekState.week.days) > 0,
        ui.stack(rx.foreach(WeekState.week.days, _day), gap="between", key=WeekState.drawn),
        ui.empty(
            _("Nothing is booked in this week."),
            _("Book a series once, and every week has its time."),
        ),
    )


def turning() -> rx.Component:
    """The week before and the next."""
    return ui.actions(
        ui.button(_("Week before"), on_click=WeekState.turn(1)),
        rx.cond(
            ~WeekState.week.is_current,
            ui.button(_("This week"), weight="bare", on_click=WeekState.turn(0)),
        ),
        ui.button(_("Next week"), on_click=WeekState.turn(-1)),
    )


def limits() -> rx.Component:
    """What was moved or cancelled this quarter, rep by rep, in words."""
    return rx.cond(
        ui.count(WeekState.week.limits) > 0,
        ui.section(
            _("Moved or cancelled this quarter"),
            ui.lines(rx.foreach(WeekState.week.limits, _limit)),
            about=_(
                "One in a quarter can happen. After that, a shorter session is better than none."
            ),
        ),
    )


def own_times() -> rx.Component:
    """When the reader is coached; to look at."""
    return rx.cond(
        ui.count(WeekState.own) > 0,
        ui.section(
            _("Your own coaching"),
            ui.lines(rx.foreach(WeekState.own, _own_time)),
        ),
        rx.cond(
            WeekState.coaches,
            rx.fragment(),
            ui.empty(
                _("Nothing is booked with you yet."),
                _("As soon as your manager books a time, it is here."),
            ),
        ),
    )


def _day(day: DayRow) -> rx.Component:
    return ui.section(
        day.name,
        rx.cond(
            ui.count(day.slots) > 0,
            ui.lines(rx.foreach(day.slots, _slot)),
            ui.quiet(_("Nothing is booked.")),
        ),
        about=day.date,
    )


def _slot(slot: SlotRow) -> rx.Component:
    """One appointment: when, with whom, how it stands, and the one thing to press."""
    return rx.el.div(
        ui.row(
            ui.stack(
                ui.row(ui.figures(slot.time), ui.heading(slot.title, level=3), gap="near"),
                ui.row(ui.quiet(slot.lasts), ui.badge(slot.status_word, slot.mark), gap="near"),
                rx.cond(slot.note != "", ui.quiet(slot.note)),
                gap="tight",
            ),
            _tap(slot),
            apart=True,
        ),
        rx.cond(_chosen.public_id == slot.public_id, _changing()),
    )


def _tap(slot: SlotRow) -> rx.Component:
    """The one thing to press, and beside it the way to the others."""
    name = rx.fragment(ui.unseen(slot.title), " ", ui.unseen(slot.time))
    return rx.cond(
        slot.link != "",
        ui.link_button(rx.fragment(_("Open the talk"), " ", name), slot.link),
        _settling(slot, name),
    )


def _settling(slot: SlotRow, name: rx.Component) -> rx.Component:
    return ui.row(
        rx.match(
            slot.status,
            (
                "booked",
                rx.fragment(
                    rx.cond(
                        slot.is_over,
                        ui.button(
                            rx.fragment(_("Held"), " ", name),
                            on_click=WeekState.settle(slot.public_id),
                        ),
                    ),
                    ui.button(
                        rx.fragment(rx.cond(slot.is_over, _("Not held"), _("Change")), " ", name),
                        weight="bare",
                        on_click=WeekState.choose(slot.public_id),
                        custom_attrs={
                            "aria-expanded": rx.cond(
                                _chosen.public_id == slot.public_id, "true", "false"
                            )
                        },
                    ),
                ),
            ),
            ui.button(
                rx.fragment(_("Take back"), " ", name),
                weight="bare",
                on_click=WeekState.reopen(slot.public_id),
            ),
        ),
        gap="near",
    )


def _changing() -> rx.Component:
    """What can be done to it: to shorten comes first."""
    return ui.stack(
        rx.match(
            WeekState.step,
            ("move", _moving()),
            ("cancel", _cancelling()),
            ("miss", _missing()),
            _ways(),
        ),
        gap="inside",
        padding_top="12px",
    )


def _shorter() -> rx.Component:
    """Shorten instead: one press for each length."""
    return rx.cond(
        ui.count(_chosen.shorter) > 0,
        ui.stack(
            ui.quiet(_("Short is better than skipped.")),
            ui.actions(rx.foreach(_chosen.shorter, _shorten)),
            gap="near",
        ),
    )


def _shorten(minutes: Any) -> rx.Component:
    return ui.button(
        rx.fragment(_("Shorten to"), " ", minutes, " ", _("min")),
        on_click=WeekState.shorten(_chosen.public_id, minutes),
    )


def _ways() -> rx.Component:
    """The ways to change it."""
    return ui.stack(
        rx.cond(~_chosen.is_over, _shorter()),
        ui.actions(
            ui.button(_("Move"), on_click=WeekState.turn_to("move")),
            rx.cond(
                _chosen.is_over,
                ui.button(_("It was missed"), on_click=WeekState.turn_to("miss")),
            ),
            ui.button(_("Cancel it"), on_click=WeekState.turn_to("cancel")),
            rx.cond(
                _chosen.is_removable,
                ui.button(
                    _("Take it out of the calendar"),
                    weight="bare",
                    on_click=WeekState.remove(_chosen.public_id),
                ),
            ),
            ui.button(_("Leave it"), weight="bare", on_click=WeekState.close),
        ),
        rx.el.p(WeekState.problems["reason"], role="alert", class_name="quiet"),
    )


def _moving() -> rx.Component:
    """Another time, and why."""
    return ui.state_form(
        ui.date_field(
            _("New time"),
            "starts_at",
            value=_chosen.starts_local,
            hint=rx.fragment(_("By"), " ", _chosen.latest),
            problem=WeekState.problems["starts_at"],
            with_time=True,
        ),
        *_reasons(),
        rx.cond(
            WeekState.must_override,
            ui.checkbox(
                _("Book a fourth one-to-one on that day all the same"),
                "override",
                hint=WeekState.problems["override"],
                id="override",
            ),
        ),
        ui.actions(
            ui.button(_("Move it"), weight="primary", submit=True),
            ui.button(_("Back"), weight="bare", on_click=WeekState.turn_to("")),
        ),
        on_submit=WeekState.move(_chosen.public_id),
    )


def _cancelling() -> rx.Component:
    """Shorten instead; or why it falls out."""
    return ui.stack(
        rx.cond(~_chosen.is_over, _shorter()),
        ui.state_form(
            *_reasons(),
            ui.actions(
                ui.button(_("Cancel the session"), weight="danger", submit=True),
                ui.button(_("Back"), weight="bare", on_click=WeekState.turn_to("")),
            ),
            on_submit=WeekState.cancel(_chosen.public_id),
        ),
    )


def _reasons() -> list[rx.Component]:
    """One of the contract's reasons, or another, which is counted."""
    return [
        ui.select(
            _("Why"),
            "reason",
            WeekState.week.reasons,
            blank=_("Choose one of your rules"),
            problem=WeekState.problems["reason"],
        ),
        ui.text_field(
            _("Another reason"),
            "other",
            hint=_("It is kept, and counts as outside your rules of interruption."),
            optional=True,
            max_length=LONGEST_REASON,
        ),
    ]


def _missing() -> rx.Component:
    """What was in the way: one press."""
    return ui.stack(
        ui.heading(_("What was in the way?"), level=3),
        ui.actions(
            *[
                ui.button(blocker_word(one), on_click=WeekState.miss(_chosen.public_id, str(one)))
                for one in Blocker
            ]
        ),
        rx.el.p(WeekState.problems["blocker"], role="alert", class_name="quiet"),
        ui.button(_("Back"), weight="bare", on_click=WeekState.turn_to("")),
    )


def _limit(one: LimitRow) -> rx.Component:
    return ui.row(rx.el.span(one.name), ui.badge(one.word, one.mark), apart=True)


def _own_time(one: OwnTimeRow) -> rx.Component:
    return ui.row(
        ui.stack(
            ui.row(
                ui.moment(one.when.words, at=one.when.at, exact=one.when.exact),
                ui.quiet(one.lasts),
                gap="near",
            ),
            ui.quiet(rx.fragment(one.title, " · ", one.coach)),
            rx.cond(one.note != "", ui.quiet(one.note)),
            gap="tight",
        ),
        ui.badge(one.status_word, one.mark),
        apart=True,
    )
