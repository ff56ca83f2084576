"""A card to ask one's coach in one tap, and the list of those who ask.

A page that shows one of them loads `AskingState.load` beside its own state.
"""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.coverage.asking.rows import RequestRow
from coach_the_coach.cadence.coverage.asking.rules import Reply
from coach_the_coach.cadence.coverage.asking.state import AskingState
from coach_the_coach.foundation.words import _

_asked = AskingState.asked


def ask_card() -> rx.Component:
    """One button that asks for a quarter of an hour; nothing where nobody coaches the reader."""
    since = ui.moment(_asked.since.words, at=_asked.since.at, exact=_asked.since.exact)
    return rx.cond(
        _asked.coach != "",
        rx.el.div(
            rx.cond(
                _asked.since.words != "",
                ui.paragraph(
                    _("You asked {coach} for 15 minutes.").format(coach=_asked.coach), " ", since
                ),
                rx.cond(
                    _asked.may_ask,
                    ui.button(
                        _("Ask {coach} for 15 minutes").format(coach=_asked.coach),
                        on_click=AskingState.ask,
                    ),
                    ui.paragraph(
                        _("{coach} coaches you and has no account here: ask directly.").format(
                            coach=_asked.coach
                        )
                    ),
                ),
            ),
        ),
    )


def requests() -> rx.Component:
    """Who asks the reader, each to be answered with one tap; nothing where nobody ever asked."""
    found = AskingState.requests
    return rx.cond(
        (ui.count(found.lines) > 0) | (found.good_news != ""),
        ui.section(
            _("Who asks for 15 minutes"),
            rx.cond(found.good_news != "", ui.quiet(found.good_news)),
            rx.cond(
                ui.count(found.lines) > 0,
                ui.lines(rx.foreach(found.lines, _request)),
                ui.quiet(_("Nobody waits for an answer.")),
            ),
        ),
    )


def _request(one: RequestRow) -> rx.Component:
    """Somebody who asks, since when, and the two answers."""
    whom = ui.unseen(rx.fragment(": ", one.name))
    return ui.row(
        ui.person(
            one.name,
            initials_of=one.name,
            role=ui.moment(one.since.words, at=one.since.at, exact=one.since.exact),
        ),
        ui.row(
            ui.button(
                rx.fragment(_("Booked"), whom),
                on_click=AskingState.answer(one.public_id, Reply.BOOKED),
            ),
            ui.button(
                rx.fragment(_("We talked"), whom),
                on_click=AskingState.answer(one.public_id, Reply.TALKED),
            ),
            gap="tight",
        ),
        apart=True,
    )
