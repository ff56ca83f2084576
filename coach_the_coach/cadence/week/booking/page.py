"""The page of booking: one form, and the whole team at once."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.week.booking.rows import ProposedRow, SeriesRow
from coach_the_coach.cadence.week.booking.rules import EVERY, LENGTHS, every_word
from coach_the_coach.cadence.week.booking.state import BookState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState
from coach_the_coach.ui.tokens import Words


@rx.page(
    route=routes.WEEK_BOOK,
    title=_("Book sessions · Coach the Coach"),
    on_load=[FrameState.arrive, BookState.load],
)
def book_page() -> rx.Component:
    """A series in one step, or a free hour for everybody who has too few."""
    return frame(
        ui.page_heading(
            _("Book sessions"),
            about=_("Protect this time as you would a customer meeting."),
            back=ui.back_link(_("My week"), routes.WEEK),
        ),
        ready(
            BookState.loaded,
            ui.stack(_team(), _form(), _running(), gap="between"),
            waiting=ui.skeleton(5, name=_("Fetching the form")),
        ),
        narrow=True,
    )


def _form() -> rx.Component:
    """One series, or one time."""
    row, problems = BookState.form, BookState.problems
    lengths = [ui.Option(str(one), _("{n} min").format(n=one)) for one in LENGTHS]
    return ui.section(
        _("Book a time"),
        ui.state_form(
            ui.select(
                _("For whom"), "who", row.who, blank=_("Choose one"), problem=problems["who"]
            ),
            ui.date_field(
                _("First time"),
                "starts",
                value=row.starts,
                problem=problems["starts"],
                with_time=True,
                min=row.least,
            ),
            ui.fields(
                ui.select(
                    _("How long"),
                    "minutes",
                    lengths,
                    value=row.minutes,
                    former=_beside(row.minutes),
                    problem=problems["minutes"],
                ),
                ui.select(
                    _("How often"),
                    "every",
                    [ui.Option(str(one), every_word(one)) for one in EVERY],
                    value=row.every,
                    problem=problems["every"],
                    on_change=BookState.choose_every,
                ),
            ),
            rx.cond(
                BookState.is_once,
                rx.fragment(),
                ui.date_field(_("Until"), "until", value=row.until, problem=problems["until"]),
            ),
            rx.cond(
                BookState.must_override,
                ui.checkbox(
                    _("Book a fourth one-to-one on that day all the same"),
                    "override",
                    hint=problems["override"],
                    id="override",
                ),
            ),
            ui.actions(ui.button(_("Book"), weight="primary", submit=True)),
            on_submit=BookState.book,
            key=BookState.drawn,
        ),
    )


def _beside(minutes: Words) -> Words:
    """A length by the rhythm that is none of those offered; empty for one that is."""
    offered = [str(one) for one in LENGTHS]
    return rx.cond(rx.Var.create(offered).contains(minutes), "", minutes)


def _team() -> rx.Component:
    """A free hour for everybody who has too few times yet: pressed once; and who needs another."""
    row = BookState.form
    without = rx.cond(row.without != "", ui.quiet(row.without))
    return rx.cond(
        ui.count(row.proposed) > 0,
        ui.section(
            _("The whole team at once"),
            ui.lines(rx.foreach(row.proposed, _line)),
            without,
            ui.actions(
                ui.button(_("Book all of these"), busy=BookState.busy, on_click=BookState.book_team)
            ),
            about=_("Free hours from next week on, three a day at most, for twelve weeks."),
        ),
        without,
    )


def _line(one: ProposedRow) -> rx.Component:
    return ui.row(rx.el.span(one.name), ui.quiet(one.when), apart=True)


def _running() -> rx.Component:
    """Series that run, each with the way to end it."""
    rows = BookState.form.running
    return rx.cond(
        ui.count(rows) > 0,
        ui.section(
            _("What repeats"),
            ui.lines(rx.foreach(rows, _series)),
            about=_(
                "Ending a series takes its times out of the calendar, but for those of the next "
                "seven days. What is due stays due."
            ),
        ),
    )


def _series(one: SeriesRow) -> rx.Component:
    return ui.row(
        ui.stack(
            rx.el.span(one.name),
            ui.quiet(rx.fragment(one.when, ", ", _("until"), " ", one.until)),
            gap="tight",
        ),
        ui.button(
            rx.fragment(_("End"), ui.unseen(rx.fragment(" ", one.name, ", ", one.when))),
            on_click=BookState.end_series(one.public_id),
        ),
        apart=True,
    )
