"""Where one stands on one's paths: what next, what is in the way, what it will be worth."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.mine import parts
from coach_the_coach.certification.mine.rows import NextRow, OfferRow, OwnPath
from coach_the_coach.certification.mine.rules import meaning_words
from coach_the_coach.certification.mine.state import MineState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.CERTIFICATION,
    title=_("My paths · Coach the Coach"),
    on_load=[FrameState.arrive, MineState.load],
)
def certification_page() -> rx.Component:
    """Each path with one next step first, and the paths there are besides."""
    return frame(
        ui.page_heading(
            _("My paths"),
            about=_("Where you stand, what comes next, and what it will be worth."),
            action=ui.link(_("How it moves"), routes.PATH_STATES),
        ),
        ready(
            MineState.loaded,
            rx.fragment(
                rx.cond(
                    ui.count(MineState.mine.paths) > 0,
                    rx.fragment(rx.foreach(MineState.mine.paths, _path)),
                    ui.empty(
                        _("You are on no path yet"),
                        _("Below is what there is. Nothing is lost: what you did counts from now."),
                    ),
                ),
                _others(),
                ui.callout(meaning_words()),
            ),
            waiting=ui.skeleton(6, name=_("Looking what counts by now")),
        ),
    )


def _path(one: OwnPath, place: rx.Var[int]) -> rx.Component:
    """One path, with the one thing that helps next above all it asks."""
    return parts.path_section(
        one.head,
        rx.cond(one.next.text != "", _next(one.next, is_first=place == 0)),
        parts.requirement_lines(one.lines, parts.line, one.head),
        ui.disclosure(_("What it will be worth"), ui.bullets(rx.Var.create(one.worth).to(list))),
        parts.history(one.history),
    )


def _next(one: NextRow, *, is_first: rx.Var[bool]) -> rx.Component:
    """What helps next, and the one button to it; only the first is loud."""
    button = rx.cond(
        is_first,
        ui.link_button(one.action, one.link, weight="primary"),
        ui.link_button(one.action, one.link),
    )
    return ui.card(
        ui.heading(_("Next"), level=3),
        ui.lead(one.text),
        rx.cond(one.link != "", ui.actions(button)),
    )


def _others() -> rx.Component:
    """The paths one is not on, and who can put one on them."""
    mine = MineState.mine
    return rx.cond(
        ui.count(mine.others) > 0,
        ui.section(
            rx.el.span(_("Other paths there are"), id="paths"),
            ui.lines(rx.foreach(mine.others, _offer)),
            rx.cond(
                mine.start_link != "",
                ui.actions(ui.link_button(_("Put people on a path"), mine.start_link)),
                ui.paragraph(mine.asks_whom),
            ),
        ),
    )


def _offer(one: OfferRow) -> rx.Component:
    return ui.stack(
        rx.el.span(one.title, class_name="person-name"),
        ui.quiet(one.about),
        ui.disclosure(
            _("What it asks"),
            ui.bullets(rx.Var.create(one.asks).to(list)),
            ui.bullets(rx.Var.create(one.worth).to(list)),
        ),
        rx.cond(
            one.can_start,
            ui.actions(
                ui.button(
                    rx.fragment(_("I want to start"), ui.unseen(rx.fragment(": ", one.title))),
                    on_click=MineState.start(one.key),
                )
            ),
        ),
        gap="near",
    )
