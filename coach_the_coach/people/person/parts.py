"""The pieces of one person's page."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.results.rules import band_word
from coach_the_coach.observations.tally.rules import DEFAULTS, Band
from coach_the_coach.people.person.state import PersonState
from coach_the_coach.people.rows import NoticedLine, ObservedLine
from coach_the_coach.ui.tokens import Tone


def focus() -> rx.Component:
    """The one thing to work on now, and what was agreed."""
    now = PersonState.focus
    return rx.cond(
        now.one_thing != "",
        ui.section(
            _("To work on now"),
            ui.card(
                ui.lead(now.one_thing),
                rx.cond(now.agreed != "", ui.paragraph(now.agreed)),
                ui.facts(
                    (
                        _("From"),
                        rx.fragment(
                            now.by,
                            ", ",
                            ui.moment(now.when.words, at=now.when.at, exact=now.when.exact),
                        ),
                    ),
                    (
                        _("Watch again"),
                        rx.cond(
                            now.watch_again.words != "",
                            ui.moment(
                                now.watch_again.exact,
                                at=now.watch_again.at,
                                exact=now.watch_again.words,
                            ),
                            _("Not agreed"),
                        ),
                    ),
                ),
            ),
        ),
    )


def shares() -> rx.Component:
    """The ask shares over time, each with its interval."""
    edges = [
        0.0,
        *(
            100 * float(edge)
            for edge in (DEFAULTS.mixed_from, DEFAULTS.asking_from, DEFAULTS.check_above)
        ),
        100.0,
    ]
    tones: dict[Band, Tone] = {Band.TELLING: "tell", Band.ASKING: "ask"}
    bands = [
        ui.Band(start, end, band_word(band), tones.get(band, "neither"))
        for band, start, end in zip(Band, edges, edges[1:], strict=False)
    ]
    return rx.cond(
        ui.count(PersonState.points) > 1,
        ui.section(
            _("Asking and telling over time"),
            ui.share_over_time(
                _("Share of asking in each session, with what it may be by chance."),
                PersonState.points,
                first=PersonState.first,
                last=PersonState.last,
                bands=bands,
            ),
        ),
    )


def observations() -> rx.Component:
    """What was observed, newest first."""
    return ui.section(
        _("Observations"),
        ui.data_table(
            _("Observations"),
            [
                ui.Column(_("When"), _when),
                ui.Column(_("By"), lambda line: line.observer, bare=True, whole=True),
                ui.Column(_("For"), _purpose, bare=True, whole=True),
                ui.Column(_("Asking"), lambda line: line.share, bare=True),
                ui.Column(
                    _("Stands"),
                    lambda line: ui.badge(line.status, line.mark),
                    bare=True,
                    whole=True,
                ),
            ],
            PersonState.observed,
            empty=ui.empty(
                _("No observation yet"),
                _("What you observe here, or what others let you read, will be listed."),
                action=rx.cond(
                    PersonState.head.can_observe,
                    ui.link_button(_("Observe"), PersonState.head.observe_link),
                ),
            ),
        ),
    )


def noticed() -> rx.Component:
    """Observations of which one may know that they took place."""
    return rx.cond(
        ui.count(PersonState.noticed) > 0,
        ui.section(
            _("Observed by others"),
            ui.lines(rx.foreach(PersonState.noticed, _notice)),
            about=_("What was said stays between the two. You can see that it took place."),
        ),
    )


def _when(line: ObservedLine) -> rx.Component:
    return ui.whole_link(
        ui.moment(line.when.words, at=line.when.at, exact=line.when.exact), line.link
    )


def _purpose(line: ObservedLine) -> rx.Component:
    """What the session was for, and what it was watched for."""
    return ui.quiet(line.purpose, " · ", line.aim)


def _notice(line: NoticedLine) -> rx.Component:
    return ui.row(
        ui.moment(line.when.words, at=line.when.at, exact=line.when.exact),
        ui.quiet(line.observer),
        apart=True,
    )
