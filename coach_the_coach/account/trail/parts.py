"""What the pages of the log are made of: a line for each entry."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.trail.rows import EntryRow
from coach_the_coach.account.trail.state import TrailState
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Words, count


def by_others() -> rx.Component:
    """What others did or read that concerns the reader."""
    return ui.section(
        _("By others"),
        _entries(
            TrailState.by_others,
            nothing=_("Nobody yet"),
            hint=_("What others sign, book or read of yours appears here."),
        ),
        ui.turner(TrailState.others_paging, TrailState.turn_others),
        about=_(
            "What others did that concerns you, and which of your certification observations were "
            "read by somebody else than the two of you."
        ),
    )


def by_oneself() -> rx.Component:
    """What the reader did."""
    return ui.section(
        _("By you"),
        _entries(
            TrailState.own,
            nothing=_("Nothing yet"),
            hint=_("What you open, sign and read of others appears here."),
        ),
        ui.turner(TrailState.own_paging, TrailState.turn_own),
        about=_("Opening, signing and closing are kept, and not every word that you type."),
    )


def entry(one: EntryRow, *, more: Any = None) -> rx.Component:
    """One entry: who did what, about whom, and when."""
    return rx.el.div(
        rx.el.div(
            rx.el.strong(one.who),
            " ",
            one.what,
            rx.cond(one.about != "", rx.fragment(": ", one.about)),
            " ",
            rx.cond(one.mark != "", ui.badge(one.mark)),
        ),
        ui.quiet(
            ui.moment(one.when.words, at=one.when.at, exact=one.when.exact),
            rx.cond(one.detail != "", rx.fragment(" · ", one.detail)),
            more,
        ),
    )


def _entries(rows: Any, *, nothing: Words, hint: Words) -> rx.Component:
    """The entries, or that there are none."""
    return rx.cond(
        count(rows) > 0,
        ui.lines(rx.foreach(rows, entry)),
        ui.empty(nothing, hint),
    )
