"""Who could be asked to watch: three groups, and how a guest comes in."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.watching.watchers.rows import WatcherRow
from coach_the_coach.observations.watching.watchers.state import WatchersState
from coach_the_coach.shell import routes

BESIDE: Final = {"flexWrap": "nowrap"}
"""The button stays beside whom it asks, also where a name takes two lines."""

NOTE: Final = {"display": "block"}
"""On a line of its own, beneath the title."""

_found = WatchersState.found


def choosing() -> rx.Component:
    """What to look for, and who is found."""
    return ui.stack(
        ui.search_field(
            _("Find somebody by name or team"), on_change=WatchersState.find(_found.observed_id)
        ),
        ui.checkbox(
            _("For certification"),
            "certifying",
            checked=WatchersState.certifying,
            hint=_("Shows only those who may certify."),
            on_change=WatchersState.certify(_found.observed_id),
        ),
        _group(_("Of their line"), _found.line, _nobody(_("Nobody of their line."))),
        _group(
            _("From outside their line"),
            _found.outside,
            _nobody(_("Nobody from outside their line.")),
            has_more=_found.has_more,
        ),
        rx.cond(WatchersState.certifying, rx.fragment(), _guests()),
        gap="between",
    )


def _guests() -> rx.Component:
    """Those who are here as guests, what they will see, and how another comes in."""
    return _group(
        _("From outside the company"),
        _found.guests,
        _nobody(_("Nobody is here as a guest now.")),
        rx.cond(
            _found.lets_in,
            ui.actions(ui.link_button(_("Let a guest in"), routes.GRANTS)),
            ui.quiet(_("Not here yet? An administrator lets guests in.")),
        ),
        has_more=_found.has_more_guests,
        about=_("A guest sees this one session and nothing else of anybody, and never certifies."),
    )


def _group(
    title: str,
    rows: Any,
    nobody: Any,
    *more: rx.Component,
    has_more: Any = None,
    about: str | None = None,
) -> rx.Component:
    """Those who come from one place, and that there are more of them."""
    is_cut = [] if has_more is None else [rx.cond(has_more, ui.quiet(_("More are found by name.")))]
    return ui.section(
        title,
        rx.cond(ui.count(rows) > 0, ui.lines(rx.foreach(rows, _watcher)), ui.quiet(nobody)),
        *is_cut,
        *more,
        about=about,
    )


def _nobody(words: str) -> rx.Var[str]:
    """That nobody is there, or nobody by that name."""
    return rx.cond(WatchersState.search != "", _("Nobody here is called that."), words)


def _watcher(one: WatcherRow) -> rx.Component:
    """Somebody who could watch, and the way to ask them or to what is asked already."""
    return ui.row(
        ui.person(
            rx.cond(one.is_me, _("You"), one.name),
            initials_of=one.name,
            role=rx.fragment(
                one.role,
                rx.cond(one.note != "", rx.el.span(one.note, style=NOTE)),
                rx.cond(one.unpractised, rx.el.span(one.unpractised, style=NOTE)),
            ),
        ),
        rx.cond(one.asked.link != "", ui.link(one.asked.state_word, one.asked.link), _ask(one)),
        apart=True,
        style=BESIDE,
    )


def _ask(one: WatcherRow) -> rx.Component:
    words = rx.cond(one.is_me, _("Ask to watch"), _("Ask them"))
    whom = rx.cond(one.is_me, _found.observed, one.name)
    return ui.button(
        rx.fragment(words, ui.unseen(rx.fragment(" ", whom))),
        on_click=WatchersState.ask(_found.observed_id, one.public_id),
    )
