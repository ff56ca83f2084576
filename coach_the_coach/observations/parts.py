"""Parts of the page on which an observation is opened."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.rules import Purpose, planned_word, purpose_meaning, purpose_word
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rows import DraftRow
from coach_the_coach.observations.rules import (
    Source,
    buttons_meaning,
    buttons_word,
    source_word,
)
from coach_the_coach.observations.state import OpeningState
from coach_the_coach.observations.tally.rules import Buttons
from coach_the_coach.shell import routes

PURPOSES = [
    ui.Option(str(purpose), purpose_word(purpose), purpose_meaning(purpose)) for purpose in Purpose
]
"""What a session can be for."""

ORIGINS = [ui.Option("planned", planned_word(True)), ui.Option("moment", planned_word(False))]
"""How a session can have come about."""

SOURCES = [
    ui.Option(
        str(Source.LIVE), source_word(Source.LIVE), _("You are there, or listening in, now.")
    ),
    ui.Option(
        str(Source.TRANSCRIPT),
        source_word(Source.TRANSCRIPT),
        _("It has taken place, and you have its words as a file."),
    ),
]
"""How one can watch."""

BUTTONS = [ui.Option(str(one), buttons_word(one), buttons_meaning(one)) for one in Buttons]
"""What one can count with."""

LIST_STYLE = {
    "& .choices": {
        "max_height": "324px",
        "overflow_y": "auto",
        # Or the rows share the height there is, and what stands in them is cut off.
        "grid_auto_rows": "max-content",
        "padding": "3px",
        "margin_inline": "-3px",
    }
}
"""Fifty people must not push the questions off a phone; room for the ring of what has the focus."""

NAMES_STYLE = {
    "@media (max-width: 639px)": {
        "& .choices": {"grid_template_columns": "repeat(auto-fill, minmax(min(100%, 150px), 1fr))"}
    }
}
"""Names are short: two beside each other on a phone."""


def drafts() -> rx.Component:
    """What one has begun and not signed, on whichever device."""
    return rx.cond(
        rx.Var.create(OpeningState.drafts).length() > 0,
        ui.section(
            _("Go on with …"),
            ui.lines(rx.foreach(OpeningState.drafts, _draft)),
            about=_("Begun and not signed yet. Only you can see these."),
        ),
    )


def last_time(focus: Any) -> rx.Component:
    """The ONE thing the two follow and what was promised; nothing where nothing is followed."""
    return rx.cond(
        focus.text != "",
        ui.card(
            ui.stack(
                ui.quiet(_("The ONE thing since last time")),
                ui.lead(focus.text),
                rx.cond(focus.promised != "", ui.paragraph(_("Promised: "), focus.promised)),
                ui.quiet(
                    rx.cond(
                        focus.is_learned,
                        _("Seen twice, so it is learned. In the next talk you choose another."),
                        rx.cond(
                            focus.times_seen > 0,
                            _("Seen once since. Seen once more, it is learned."),
                            _("Look out for it: it stays until it was seen twice."),
                        ),
                    )
                ),
                gap="tight",
            )
        ),
    )


def opening_form() -> rx.Component:
    """Whom to watch and the four questions; nobody out of reach is offered."""
    problems = OpeningState.problems
    return ui.state_form(
        _people(),
        last_time(OpeningState.focus),
        _coached(),
        ui.radio_cards(
            _("What is this session for?"),
            "purpose",
            PURPOSES,
            problem=problems["purpose"],
            on_change=OpeningState.answered("purpose"),
        ),
        ui.radio_cards(
            _("Planned, or in the moment?"),
            "planned",
            ORIGINS,
            problem=problems["planned"],
            on_change=OpeningState.answered("planned"),
        ),
        _aim(),
        ui.radio_cards(
            _("Live, or from a transcript?"),
            "source",
            SOURCES,
            value=OpeningState.source,
            problem=problems["source"],
            on_change=OpeningState.choose_source,
        ),
        rx.cond(OpeningState.source == str(Source.TRANSCRIPT), _held_at()),
        _buttons(),
        ui.yes_no(
            _("Do both people know that you are watching, and agree?"),
            "both_agreed",
            hint=_("If not, ask them first. Nobody is watched without knowing."),
            problem=problems["both_agreed"],
            on_change=OpeningState.answered("both_agreed"),
        ),
        ui.actions(
            ui.button(
                rx.cond(
                    OpeningState.source == str(Source.TRANSCRIPT),
                    _("Go on to the transcript"),
                    _("Go on to watching"),
                ),
                weight="primary",
                submit=True,
                busy=OpeningState.busy,
            )
        ),
        on_submit=OpeningState.submit,
    )


def _people() -> rx.Component:
    """A search and the people it finds; the one chosen stays chosen whatever is searched."""
    chosen = OpeningState.coach
    return ui.stack(
        ui.text_field(
            _("Who coaches?"),
            "search",
            kind="search",
            hint=_("Search by name or team, then choose."),
            on_change=OpeningState.find.debounce(250),
        ),
        rx.el.div(
            ui.radio_cards(
                ui.unseen(_("People you may observe")),
                "coach",
                OpeningState.people,
                value=chosen.public_id,
                problem=rx.cond(
                    OpeningState.problems["coach_id"],
                    OpeningState.problems["coach_id"],
                    OpeningState.problems["observer_id"],
                ),
                on_change=OpeningState.choose_coach,
            ),
            style=LIST_STYLE,
        ),
        rx.cond(
            rx.Var.create(OpeningState.people).length() == 0,
            ui.quiet(_("Nobody you may observe is called that.")),
        ),
        rx.el.input(type="hidden", name="coach_id", value=chosen.public_id, read_only=True),
        gap="near",
    )


def _coached() -> rx.Component:
    """Those whom the chosen one leads."""
    coach = OpeningState.coach
    legend = rx.fragment(
        _("Which"), " ", coach.coached_word, " ", _("is coached by"), " ", coach.name, "?"
    )
    return rx.cond(
        coach.public_id != "",
        rx.el.div(
            rx.cond(
                rx.Var.create(coach.coached).length() > 0,
                ui.radio_cards(
                    legend,
                    "coached_id",
                    coach.coached,
                    problem=OpeningState.problems["coached_id"],
                    on_change=OpeningState.answered("coached_id"),
                ),
                ui.callout(coach.name, " ", _("leads nobody today, so there is nothing to watch.")),
            ),
            key=coach.public_id,
            style=NAMES_STYLE,
        ),
    )


def _aim() -> rx.Component:
    """Development always; certification for those who hold the right, with a sentence why not.

    Whoever holds it and has not practised yet is told so here, before anything is sent.
    """
    coach = OpeningState.coach
    return rx.cond(
        coach.public_id != "",
        rx.el.div(
            ui.radio_cards(
                _("Why are you watching?"),
                "aim",
                OpeningState.aims,
                hint=rx.cond(
                    coach.certifies,
                    _("Fixed from now on: both know before the session what it is for."),
                    _(
                        "For certification only those watch who were given that right for this "
                        "person. You may watch to help them grow."
                    ),
                ),
                problem=OpeningState.problems["aim"],
                on_change=OpeningState.answered("aim"),
            ),
            rx.cond(
                coach.must_practise,
                rx.el.div(must_practise(coach.must_practise), margin_top="12px"),
            ),
            key=coach.public_id,
        ),
    )


def must_practise(words: Any) -> rx.Component:
    """What is to be practised before one certifies, and the way there."""
    return ui.callout(words, action=ui.link(_("Practise scoring"), routes.PRACTICE))


def _buttons() -> rx.Component:
    """Four buttons at first, without a question; then as one likes, the last choice first."""
    own = OpeningState.buttons
    return rx.cond(
        own.is_light,
        ui.callout(
            rx.cond(
                own.left > 1,
                _("You start light: your first three observations take four buttons. "),
                _("The last of your three light ones: four buttons. "),
            ),
            buttons_meaning(Buttons.FOUR),
            " ",
            _("After that you choose."),
        ),
        rx.el.div(
            rx.cond(own.last == str(Buttons.NINE), _choice(BUTTONS[::-1]), _choice(BUTTONS)),
            key=own.last,
        ),
    )


def _choice(options: list[ui.Option]) -> rx.Component:
    """Which buttons; the first one is chosen."""
    return ui.radio_cards(
        _("Four buttons or nine?"),
        "buttons",
        options,
        value=options[0].value,
        problem=OpeningState.problems["buttons"],
        on_change=OpeningState.answered("buttons"),
    )


def _held_at() -> rx.Component:
    """When the session on a transcript took place."""
    return ui.date_field(
        _("When did it take place?"),
        "held_at",
        with_time=True,
        hint=rx.fragment(_("In your time zone,"), " ", OpeningState.zone, "."),
        problem=OpeningState.problems["held_at"],
        max=OpeningState.now,
        on_change=OpeningState.answered("held_at"),
    )


def _draft(draft: DraftRow) -> rx.Component:
    """One draft, the way back to it, and the way to be rid of it."""
    return ui.row(
        rx.el.div(
            ui.link(rx.fragment(draft.observed, " ", _("with"), " ", draft.coached), draft.place),
            rx.el.div(
                ui.quiet(
                    rx.cond(draft.is_correction, rx.fragment(_("Correction"), " · ")),
                    draft.purpose_word,
                    " · ",
                    draft.source_word,
                    " · ",
                    ui.moment(draft.opened.words, at=draft.opened.at, exact=draft.opened.exact),
                )
            ),
        ),
        ui.row(
            ui.link_button(_("Go on"), draft.place),
            ui.dialog(
                _("Discard this draft?"),
                ui.actions(
                    ui.closing(
                        ui.button(
                            _("Discard"),
                            weight="danger",
                            on_click=OpeningState.discard(draft.public_id),
                        )
                    ),
                    ui.closing(ui.button(_("Keep it"))),
                ),
                about=_("What was counted, noted and rated in it is deleted. Nobody else saw it."),
                opener=ui.button(_("Discard"), weight="bare"),
            ),
            gap="near",
        ),
        apart=True,
    )
