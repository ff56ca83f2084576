"""What reps say of their sessions: one's own, and where one leads that of those below."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.pulse.rows import FigureLine
from coach_the_coach.pulse.rules import hard, one_thing, promise, rating, thinking
from coach_the_coach.pulse.state import PulseState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PULSE,
    title=_("What your people say · Coach the Coach"),
    on_load=[FrameState.arrive, PulseState.load],
)
def pulse_page() -> rx.Component:
    """The reader's own figures, the whole below them, and those of others below."""
    pulse = PulseState.pulse
    return frame(
        ui.page_heading(
            _("What your people say"),
            about=_(
                "How the sessions were for those who were coached, from 1 to 5: each month where "
                "enough of them answered, else together at the end of the quarter."
            ),
        ),
        ready(
            PulseState.loaded,
            ui.stack(
                ui.section(_("About your sessions"), _lines(pulse.own)),
                rx.cond(pulse.leads, rx.fragment(_whole(), _others())),
                _how(),
                gap="between",
            ),
            waiting=ui.skeleton(6, name=_("Fetching what they say")),
        ),
        narrow=True,
    )


def _whole() -> rx.Component:
    """All who coach below the reader together, and the reader, by the quarter."""
    return ui.section(
        _("About all sessions below you"),
        _lines(PulseState.pulse.whole),
        about=_("By the quarter, yours with them."),
    )


def _others() -> rx.Component:
    """Each of those below of whom something is shown, by name."""
    return ui.section(
        _("About those below you"),
        rx.cond(
            ui.count(PulseState.others) > 0,
            rx.fragment(_lines(PulseState.others), ui.turner(PulseState.page, PulseState.turn)),
            ui.empty(
                _("Nothing is shown yet"),
                _("Of whom too few people answered, nothing is shown."),
            ),
        ),
    )


def _lines(lines: list[FigureLine]) -> rx.Component:
    """Periods beneath each other."""
    return ui.lines(rx.foreach(lines, _line))


def _line(line: FigureLine) -> rx.Component:
    """One period: its means, or why there are none."""
    return ui.stack(
        rx.cond(
            line.name != "",
            ui.lead(line.name, ": ", line.whose, ", ", line.period),
            ui.lead(line.period),
        ),
        rx.cond(
            line.why != "",
            ui.quiet(line.why),
            rx.fragment(
                _mean(rating(), line.rating),
                _mean(thinking(), line.thinking),
                _mean(one_thing(), line.one_thing),
                _mean(hard(), line.hard),
                ui.quiet(_("Means to the nearest half, of"), " ", line.people, "."),
            ),
        ),
        gap="tight",
    )


def _mean(asked: str, mean: str) -> rx.Component:
    """One question and the mean of its answers."""
    return ui.row(rx.el.span(asked), ui.figures(mean), apart=True)


def _how() -> rx.Component:
    """What these figures are, and what they never are."""
    pulse = PulseState.pulse
    return ui.section(
        _("How this is made"),
        ui.paragraph(
            _(
                "It helps you to coach and is no pass mark: nobody is certified or judged by it. "
                "There are no filters, because of two selections one could take the difference."
            )
        ),
        ui.paragraph(
            _("Shown only where so many different people answered, now at least"),
            " ",
            pulse.minimum,
            _(", and where what is left of a larger group is nobody or as many."),
        ),
        ui.quiet(promise()),
        rx.cond(
            pulse.sets_minimum,
            ui.actions(ui.link_button(_("Change how many"), routes.PULSE_MINIMUM)),
        ),
    )
