"""The drawings of a person's page: a sentence above each, its table beneath, what to do last."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.results.rules import band_word
from coach_the_coach.observations.tally.rules import DEFAULTS, Band
from coach_the_coach.people.person.state import PersonState
from coach_the_coach.shell import routes
from coach_the_coach.ui.tokens import Content, Rows, Tone


def strips() -> rx.Component:
    """Each session as a thin strip, newest on top, so that a change is seen at a glance."""
    now = PersonState.progress
    return _drawing(
        _("Session by session"),
        ui.strips(
            now.strips_words,
            now.strips,
            above=_("Asks, above the line"),
            below=_("Tells, below it"),
            without=_("Counted without times"),
        ),
        _table(
            _("Each session in figures"),
            [
                ui.Column(_("When"), lambda row: row.when.exact),
                ui.Column(_("Watched by"), lambda row: row.beside),
                ui.Column(_("Counted"), lambda row: row.figure),
                ui.Column(_("Asking"), lambda row: row.share),
            ],
            now.strips,
        ),
        _once_more(),
        count=ui.count(now.strips),
    )


def shares() -> rx.Component:
    """The ask shares over time, each with its interval."""
    now = PersonState.progress
    return _drawing(
        _("Asking and telling over time"),
        ui.share_over_time(
            now.points_words, now.points, first=now.first, last=now.last, bands=_bands()
        ),
        _table(
            _("Each share in figures"),
            [
                ui.Column(_("When"), lambda row: row.day),
                ui.Column(_("Asking"), lambda row: row.label),
                ui.Column(_("Likely from, %"), lambda row: row.low, number=True),
                ui.Column(_("Likely to, %"), lambda row: row.high, number=True),
            ],
            now.points,
        ),
        ui.link_button(_("Open the newest observation"), now.newest_link),
        count=ui.count(now.points),
        least=2,
    )


def dimensions() -> rx.Component:
    """Eight small panels, one for each dimension."""
    now = PersonState.progress
    return _drawing(
        _("The eight dimensions over time"),
        ui.level_panels(
            now.panels_words,
            now.panels,
            scale=rx.fragment(
                _("From the lowest line to the highest:"),
                " ",
                rx.Var.create(now.levels).to(list).join(", "),
            ),
        ),
        _table(
            _("Each dimension in figures"),
            [
                ui.Column(_("Dimension"), lambda row: row.word),
                ui.Column(_("Newest"), lambda row: row.newest),
                ui.Column(_("Of late"), lambda row: row.of_late),
                ui.Column(_("Levels, oldest first"), lambda row: row.heard),
            ],
            now.panels,
        ),
        ui.link_button(_("Find a question to try"), routes.QUESTIONS),
        count=ui.count(now.panels),
    )


def gaps() -> rx.Component:
    """The own view beside the observer's, newest first opened, with how each gap moved."""
    now = PersonState.progress
    return _drawing(
        _("Both views"),
        ui.comparison(
            now.gaps_words, ["1", "2", "3", "4"], now.gaps, own=now.own_name, seen=now.seen_name
        ),
        _table(
            _("Both views in figures"),
            [
                ui.Column(_("Dimension"), lambda row: row.word),
                ui.Column(_("Own view, observer's, gap"), lambda row: row.sentence),
            ],
            now.gaps,
        ),
        ui.link_button(_("Open what both wrote"), now.gaps_link),
        count=ui.count(now.gaps),
    )


def _drawing(
    title: Content,
    drawing: rx.Component,
    table: rx.Component,
    action: rx.Component,
    *,
    count: Any,
    least: int = 1,
) -> rx.Component:
    """A section with its drawing, shown from `least` rows on."""
    shown = ui.section(title, drawing, ui.row(table, ui.actions(action), apart=True))
    return rx.cond(count >= least, shown)


def _table(caption: str, columns: list[ui.Column], rows: Rows) -> rx.Component:
    """The same in figures, opened on request."""
    return ui.disclosure(_("In figures"), ui.data_table(caption, columns, rows))


def _once_more() -> rx.Component:
    """What makes the next strip: observing, or tallying a session of one's own."""
    head = PersonState.head
    return rx.cond(
        head.can_observe,
        ui.link_button(_("Observe"), head.observe_link),
        rx.cond(head.is_me, ui.link_button(_("Tally a session of your own"), routes.SELF_TALLIES)),
    )


def _bands() -> list[ui.Band]:
    """The named stretches of a share, as quiet stripes."""
    edges = [
        0.0,
        *(
            100 * float(edge)
            for edge in (DEFAULTS.mixed_from, DEFAULTS.asking_from, DEFAULTS.check_above)
        ),
        100.0,
    ]
    tones: dict[Band, Tone] = {Band.TELLING: "tell", Band.ASKING: "ask"}
    return [
        ui.Band(start, end, band_word(band), tones.get(band, "neither"))
        for band, start, end in zip(Band, edges, edges[1:], strict=False)
    ]
