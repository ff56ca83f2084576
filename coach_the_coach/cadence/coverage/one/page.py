"""Who coaches one rep."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.coverage.one.rows import RecordRow
from coach_the_coach.cadence.coverage.one.state import OneCoachState
from coach_the_coach.cadence.coverage.rules import LONGEST_NAME, kind_meaning, kind_word
from coach_the_coach.cadence.rules import CoachKind
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState

_found = OneCoachState.found


@rx.page(
    route=routes.COVERAGE_OF,
    title=_("Who coaches them · Coach the Coach"),
    on_load=[FrameState.arrive, OneCoachState.load],
)
def one_coach_page() -> rx.Component:
    """What was said, and the form to say it anew."""
    waiting = ui.skeleton(5, name=_("Fetching who coaches them"))
    return frame(
        here(
            rx.match(
                OneCoachState.stage,
                ("here", rx.fragment(_head(), _standing(), _form(), _before())),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        ),
        narrow=True,
    )


def _head() -> rx.Component:
    return ui.page_heading(
        _("Who coaches {name}?").format(name=_found.name),
        about=rx.cond(
            _found.manager != "",
            _("They report to {manager}.").format(manager=_found.manager),
            _("They report to nobody."),
        ),
        back=ui.back_link(_("Who coaches whom"), routes.COVERAGE),
    )


def _standing() -> rx.Component:
    """The way back to whom they report to, where somebody else is named."""
    return rx.cond(
        _found.is_otherwise & (_found.manager != ""),
        ui.callout(
            _("Somebody else than {manager} is named.").format(manager=_found.manager),
            action=ui.button(
                _("Back to {manager}").format(manager=_found.manager),
                on_click=OneCoachState.end(_found.public_id),
            ),
        ),
    )


def _form() -> rx.Component:
    """From where somebody comes, who it is, and from which day on."""
    kinds = [ui.Option(one, kind_word(one), kind_meaning(one)) for one in CoachKind]
    problems = OneCoachState.problems
    return ui.section(
        _("Name somebody"),
        rx.cond(
            OneCoachState.kind != CoachKind.EXTERNAL,
            ui.search_field(
                _("Find somebody by name"), on_change=OneCoachState.find(_found.public_id)
            ),
        ),
        ui.state_form(
            ui.radio_cards(
                _("From where"),
                "kind",
                kinds,
                value=OneCoachState.kind,
                problem=problems["kind"],
                arranged="column",
                on_change=OneCoachState.choose_kind,
            ),
            rx.match(
                OneCoachState.kind,
                (CoachKind.MANAGER, _choice(_found.managers)),
                (CoachKind.ENABLEMENT, _choice(_found.specialists)),
                ui.text_field(
                    _("Name"),
                    "outside",
                    problem=problems["outside"],
                    max_length=LONGEST_NAME,
                ),
            ),
            ui.date_field(
                _("From which day"),
                "starts_on",
                value=_found.today,
                problem=problems["starts_on"],
            ),
            ui.button(_("Keep"), weight="primary", submit=True),
            on_submit=OneCoachState.keep(_found.public_id),
            key=rx.Var.create(OneCoachState.version).to(str),
        ),
        about=_(
            "It says who coaches, and whom they ask for 15 minutes. It opens no log: sessions are "
            "logged here by those they report to, and by leaders above."
        ),
    )


def _choice(people: Any) -> rx.Component:
    return ui.select(
        _("Who"),
        "coach",
        people,
        blank=_("Choose somebody"),
        problem=OneCoachState.problems["coach"],
    )


def _before() -> rx.Component:
    """What was said before, newest first."""
    return rx.cond(
        ui.count(_found.records) > 0,
        ui.section(_("What was said"), ui.lines(rx.foreach(_found.records, _record))),
    )


def _record(one: RecordRow) -> rx.Component:
    until = rx.cond(
        one.until.words != "",
        rx.fragment(" · ", _("until"), " ", one.until.exact),
    )
    return ui.stack(
        rx.el.span(one.coach, " · ", one.kind),
        ui.quiet(_("from"), " ", one.since.exact, until, " · ", _("said by"), " ", one.said_by),
        gap="tight",
    )
