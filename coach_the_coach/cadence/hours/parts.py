"""The pieces of a time audit: noting by taps, what it came to, and what will be dropped."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.hours.rows import CategoryRow, DayRow, PastAudit
from coach_the_coach.cadence.hours.rules import DAYS, ENOUGH_DAYS, STEPS
from coach_the_coach.cadence.hours.state import HoursState
from coach_the_coach.foundation.words import _

PAUSE: Final = 500
"""Milliseconds without a key after which a text is kept, even before one leaves its field."""

_own = HoursState.hours.audit.public_id


def beginning() -> rx.Component:
    """What it is, and the way in."""
    return ui.stack(
        ui.paragraph(
            _(
                "For {days} working days, tap where your time went: two minutes at the end of each "
                "day. After {enough} noted days you see how much of it was coaching, and choose "
                "what to drop. You and whoever leads you directly can read it, and they only once "
                "you close it."
            ).format(days=DAYS, enough=ENOUGH_DAYS)
        ),
        ui.actions(
            ui.button(
                rx.fragment(_("Begin"), " · ", HoursState.hours.starts_next),
                weight="primary",
                on_click=HoursState.begin,
            )
        ),
    )


def running() -> rx.Component:
    """The day that is open, the ten days, the result so far, and what will be dropped."""
    audit = HoursState.hours.audit
    return ui.stack(
        rx.cond(audit.day != "", _day(), ui.callout(_("It begins on the first of these days."))),
        ui.section(
            _("The ten days"), ui.lines(rx.foreach(audit.days, _one_day)), about=audit.noted
        ),
        ui.section(_("So far"), result(audit.share)),
        _ending(),
        gap="between",
    )


def result(share: Any) -> rx.Component:
    """Coaching as a share of the noted time with its bands, or how many days are missing."""
    bands = [
        ui.Band(0, 10, _("under 10")),
        ui.Band(10, 25, _("10 to 25")),
        ui.Band(25, 40, _("25 to 40"), "ask"),
        ui.Band(40, 100, _("40 or more"), "ask"),
    ]
    return ui.stack(
        ui.share_bar(
            share.sentence, share.share, share.share, share.share, bands=bands, known=share.is_known
        ),
        rx.cond(share.is_known, ui.mix_bar(_("Where it went"), share.parts)),
        ui.disclosure(
            _("How this number is made"),
            ui.quiet(share.made_of),
            ui.quiet(
                _(
                    "Days with less than four hours noted are left out on both sides. From 25 to "
                    "40 % is claimed as good practice, and that most stay under 10 %; we found no "
                    "study of it. The bands are a proposal."
                )
            ),
        ),
    )


def past() -> rx.Component:
    """Those that are closed."""
    return rx.cond(
        ui.count(HoursState.hours.past) > 0,
        ui.section(_("Earlier"), ui.lines(rx.foreach(HoursState.hours.past, _past))),
    )


def drops(lines: Any) -> rx.Component:
    """What will be dropped, as a list."""
    return ui.stack(
        ui.heading(_("What I will drop"), level=3),
        ui.bullets(lines),
        gap="tight",
        style={"overflowWrap": "anywhere"},
    )


PRESS: Final = rx.Var("(Date.now().toString(36) + Math.random().toString(36).slice(2))").to(str)
"""A name for one press, made in the browser at that press."""


def _day() -> rx.Component:
    """One day: what log and calendar know, and a row of taps for each category."""
    audit = HoursState.hours.audit
    return ui.section(
        audit.day_word,
        rx.cond(
            audit.proposal != "",
            ui.callout(
                audit.proposal,
                action=ui.button(_("Take it over"), on_click=HoursState.take_over(_own, audit.day)),
            ),
        ),
        rx.cond(
            HoursState.problems["day"],
            ui.callout(HoursState.problems["day"], tone="danger", urgent=True),
        ),
        ui.lines(rx.foreach(audit.categories, _category)),
        about=rx.fragment(_("Noted:"), " ", audit.day_total),
    )


def _category(one: CategoryRow | Any) -> rx.Component:
    """One category: its meaning, what is noted, and four steps."""
    return rx.el.div(
        ui.row(
            rx.el.div(
                ui.heading(one.word, level=3),
                ui.quiet(one.meaning),
                rx.cond(one.not_the_job, ui.badge(_("Not the job"))),
            ),
            ui.figures(one.noted),
            apart=True,
        ),
        ui.row(*[_step(one, minutes) for minutes in STEPS], gap="near"),
        key=one.key,
    )


def _step(one: CategoryRow | Any, minutes: int) -> rx.Component:
    """One tap, named in full for those who listen."""
    audit = HoursState.hours.audit
    words = _("\u2212{n}") if minutes < 0 else _("+{n}")
    sign = words.format(n=abs(minutes))
    return ui.button(
        rx.fragment(
            rx.el.span(sign, aria_hidden="true"),
            ui.unseen(rx.fragment(one.word, " ", sign, " ", _("minutes"))),
        ),
        disabled=one.is_empty if minutes < 0 else False,
        on_click=HoursState.tap(_own, audit.day, one.key, minutes, PRESS),
    )


def _one_day(one: DayRow | Any) -> rx.Component:
    """One of the ten days; a press opens it."""
    return ui.row(
        rx.el.div(ui.paragraph(one.word), ui.quiet(one.total)),
        ui.row(
            ui.badge(one.state, one.mark),
            rx.cond(
                one.is_open,
                ui.button(
                    rx.fragment(_("Open"), ui.unseen(rx.fragment(" ", one.word))),
                    weight="bare",
                    on_click=HoursState.choose_day(one.key),
                ),
            ),
            gap="near",
        ),
        apart=True,
        key=one.key,
    )


def _ending() -> rx.Component:
    """What will be dropped, and closing it."""
    audit = HoursState.hours.audit
    return ui.section(
        _("What I will drop"),
        ui.text_area(
            _("One thing in a line"),
            "drops",
            value=audit.drops,
            hint=_("What you will stop, shorten or hand on, so that there is time to coach."),
            problem=HoursState.problems["drops"],
            on_change=HoursState.keep_drops(_own).debounce(PAUSE),
            on_blur=HoursState.keep_drops(_own),
        ),
        rx.el.div(
            rx.cond(
                HoursState.problems["days"],
                ui.callout(HoursState.problems["days"], tone="danger", urgent=True),
            ),
            id="days",
            tab_index=-1,
        ),
        ui.actions(
            ui.button(
                _("Close and offer it to my leader"),
                weight="primary",
                busy=HoursState.busy,
                on_click=HoursState.close(_own),
            ),
            ui.dialog(
                _("Begin anew?"),
                ui.actions(
                    ui.closing(
                        ui.button(
                            _("Empty it and begin anew"),
                            weight="danger",
                            on_click=HoursState.begin_anew(_own),
                        )
                    ),
                    ui.closing(ui.button(_("Keep it"))),
                ),
                about=_("For whoever was away for most of it. What is noted is deleted."),
                opener=ui.button(_("Begin anew"), weight="bare"),
            ),
        ),
        about=rx.cond(audit.can_close, "", audit.share.sentence),
    )


def _past(one: PastAudit | Any) -> rx.Component:
    return ui.stack(
        ui.heading(one.period, level=3),
        ui.quiet(
            _("Closed"),
            " ",
            ui.moment(one.closed.words, at=one.closed.at, exact=one.closed.exact),
            " · ",
            one.agreed,
        ),
        result(one.share),
        drops(one.drops),
    )
