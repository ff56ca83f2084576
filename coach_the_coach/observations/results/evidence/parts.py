"""How the figures of one observation are drawn; components that know no state."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.results.evidence.rows import (
    BarRow,
    CountRow,
    FigureRow,
    NoteRow,
)
from coach_the_coach.observations.results.rules import band_word
from coach_the_coach.observations.tally.rules import DEFAULTS, Band
from coach_the_coach.ui.tokens import Tone

svg = rx.el.svg

TONES: dict[Band, Tone] = {Band.TELLING: "tell", Band.ASKING: "ask"}
"""Bands that have the colour of a side."""


PLAIN = {"fontWeight": "400"}
IN_PAIRS = {
    "&:has(> :nth-child(4):last-child)": {"gridTemplateColumns": "repeat(2, minmax(0, 1fr))"}
}
"""Four counts stand as their buttons do, two and two."""


def share(row: Any) -> rx.Component:
    """The ask share with its interval over the bands; grey where it is not judged."""
    said = ui.stack(
        ui.lead(row.sentence),
        rx.cond(row.meaning != "", ui.paragraph(row.meaning)),
        rx.cond(row.is_known, rx.el.div(ui.quiet(row.interval), style=PLAIN)),
        rx.cond(row.part != "", rx.el.div(ui.quiet(row.part), style=PLAIN)),
        rx.cond(
            row.is_known,
            rx.el.div(ui.disclosure(_("How this is counted"), ui.quiet(row.method)), style=PLAIN),
        ),
        gap="tight",
    )
    judged = ui.share_bar(said, row.share, row.low, row.high, bands=_bands(), known=row.is_known)
    return rx.cond(
        row.is_judged,
        judged,
        ui.share_bar(said, row.share, row.low, row.high, known=row.is_known),
    )


def figures(rows: Any) -> rx.Component:
    """Figures beside each other, each with what it rests on."""
    return ui.stats(rx.foreach(rows, _figure))


def counts(rows: Any) -> rx.Component:
    """The counts in the order in which they were tapped; what they mean opens."""
    return ui.stack(
        rx.el.dl(rx.foreach(rows, _count), class_name="counts", style=IN_PAIRS),
        ui.disclosure(
            _("What these mean"),
            rx.el.dl(rx.foreach(rows, _meaning), class_name="facts"),
        ),
        gap="tight",
    )


def bars(rows: Any) -> rx.Component:
    """The drawing alone: asks above the line, tells below; words and figures stand beside it."""
    return svg(
        rx.foreach(rows, _bar),
        svg.line(x1="0", x2="100%", y1="50%", y2="50%", stroke="var(--line)", stroke_width="1"),
        width="100%",
        height="120",
        aria_hidden="true",
    )


def kinds(sentence: Any, rows: Any) -> rx.Component:
    """The mix of kinds of talk."""
    return ui.mix_bar(sentence, rows)


def timeline(row: Any) -> rx.Component:
    """Asks above the line and tells below it, over the time of the talk; a table beneath."""
    return ui.stack(
        rx.el.figure(
            rx.el.figcaption(row.sentence),
            bars(row.bars),
            rx.el.div(rx.el.span("0:00"), rx.el.span(row.end), class_name="over-time-ends figures"),
            class_name="chart",
        ),
        ui.disclosure(
            _("As a table"),
            ui.data_table(
                _("Asks and tells over the time of the talk"),
                [
                    ui.Column(_("From minute"), lambda bar: ui.figures(bar.minute)),
                    ui.Column(_("Asks"), lambda bar: ui.figures(bar.asks), number=True),
                    ui.Column(_("Tells"), lambda bar: ui.figures(bar.tells), number=True),
                ],
                row.bars,
                keep_on_phone=True,
            ),
        ),
    )


def noted(rows: Any) -> rx.Component:
    """What was written while watching, each with its time."""
    return ui.lines(rx.foreach(rows, _note))


def _bands() -> list[ui.Band]:
    """The named bands of an ask share, 0..100."""
    edges = (DEFAULTS.mixed_from, DEFAULTS.asking_from, DEFAULTS.check_above)
    ends = [0.0, *(100 * float(edge) for edge in edges), 100.0]
    return [
        ui.Band(start, end, band_word(band), TONES.get(band, "neither"))
        for band, start, end in zip(Band, ends, ends[1:], strict=False)
    ]


def _figure(row: FigureRow) -> rx.Component:
    return ui.stat(row.name, row.value, meaning=row.basis)


def _bar(bar: BarRow) -> rx.Component:
    return rx.fragment(
        svg.rect(
            x=bar.at,
            y=bar.ask_top,
            width=bar.width,
            height=bar.ask_height,
            rx="1.5",
            fill="var(--ask)",
        ),
        svg.rect(
            x=bar.at, y="51%", width=bar.width, height=bar.tell_height, rx="1.5", fill="var(--tell)"
        ),
    )


def _count(row: CountRow) -> rx.Component:
    return rx.el.div(rx.el.dt(ui.tag(row.word, row.tone)), rx.el.dd(ui.figures(row.count)))


def _meaning(row: CountRow) -> rx.Component:
    return rx.el.div(rx.el.dt(ui.tag(row.word, row.tone)), rx.el.dd(ui.quiet(row.meaning)))


def _note(note: NoteRow) -> rx.Component:
    return rx.el.div(
        ui.quiet(ui.figures(note.clock)),
        ui.paragraph(note.text, rx.cond(note.quote != "", rx.fragment(" “", note.quote, "”"), "")),
        class_name="noted",
    )
