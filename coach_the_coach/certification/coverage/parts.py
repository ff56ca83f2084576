"""Numbers of each path, and one list of people."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.coverage.rows import CountRow, CoveredRow, PathCoverRow
from coach_the_coach.certification.coverage.state import CertifiedState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes


def cover() -> rx.Component:
    """Each path with its numbers."""
    return rx.fragment(rx.foreach(CertifiedState.paths, _path))


def one_list() -> rx.Component:
    """The list that was opened."""
    shown = CertifiedState.shown_list
    return rx.cond(
        shown.title != "",
        ui.section(
            shown.title,
            ui.search_field(_("Find by name or team"), on_change=CertifiedState.find),
            ui.data_table(
                shown.title,
                [
                    ui.Column(_("Who"), _who),
                    ui.Column(
                        _("Stands"),
                        lambda one: rx.cond(one.state != "", ui.badge(one.state, one.mark)),
                    ),
                    ui.Column(
                        _("Met"), lambda one: one.met, number=True, wide_only=True, whole=True
                    ),
                    ui.Column(_("Day"), lambda one: one.when),
                    ui.Column(_("What helps"), _helps),
                ],
                shown.lines,
                empty=ui.empty(_("Nobody"), _("Nobody is on this list.")),
            ),
            ui.turner(shown.paging, CertifiedState.turn),
            action=rx.cond(
                shown.assign_link != "",
                ui.link_button(_("Put people on this path"), shown.assign_link),
                ui.link(_("All numbers"), routes.CERTIFIED),
            ),
        ),
    )


def _path(one: PathCoverRow) -> rx.Component:
    figure = ui.stats(ui.stat(_("Certified"), one.figure, of=one.share, meaning=one.of))
    return ui.section(
        one.title,
        rx.cond(one.total > 0, figure, ui.quiet(_("Nobody has it or is on the way."))),
        ui.row(rx.foreach(one.counts, _count), gap="between"),
    )


def _count(one: CountRow) -> rx.Component:
    """A list on which somebody is, with how many; an empty one is no news."""
    return rx.cond(
        one.count > 0,
        ui.row(
            ui.link(one.word, one.link),
            ui.badge(rx.Var.create(one.count).to(str), one.mark),
            gap="near",
        ),
    )


def _who(one: CoveredRow) -> rx.Component:
    return ui.person(ui.whole_link(one.name, one.link), initials_of=one.name, role=one.role)


def _helps(one: CoveredRow) -> rx.Component:
    return ui.stack(rx.el.span(one.helps), rx.cond(one.by != "", ui.quiet(one.by)), gap="tight")
