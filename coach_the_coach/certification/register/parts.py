"""Asking of the register, and what is in it."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.register.rows import AwardRow
from coach_the_coach.certification.register.rules import Stands, stands_word
from coach_the_coach.certification.register.state import RegisterState
from coach_the_coach.foundation.words import _


def asking() -> rx.Component:
    """By name, state on a day, and year."""
    options = [ui.Option(str(one), stands_word(one)) for one in Stands]
    return ui.state_form(
        ui.fields(
            ui.text_field(_("Name or team"), "search", optional=True, short=True),
            ui.select(_("Stands"), "stands", options, blank=_("However it stands"), optional=True),
            ui.date_field(_("On the day"), "on", optional=True),
            ui.text_field(_("Granted in the year"), "year", optional=True, short=True),
            ui.select(_("Path"), "path", RegisterState.paths, blank=_("Every path"), optional=True),
        ),
        ui.actions(ui.button(_("Show"), weight="primary", submit=True)),
        on_submit=RegisterState.find,
    )


def awards() -> rx.Component:
    """One page of certificates, and all of them as a file."""
    found = RegisterState.found
    return ui.section(
        found.total,
        ui.data_table(
            _("Certificates"),
            [
                ui.Column(_("Who"), _who),
                ui.Column(_("Path"), lambda one: one.path),
                ui.Column(_("Stands"), _stands),
                ui.Column(_("From"), lambda one: one.since),
                ui.Column(_("Until"), lambda one: one.until),
                ui.Column(_("Signed by"), lambda one: one.signers, wide_only=True),
            ],
            found.lines,
            empty=ui.empty(_("No certificate"), _("None is like what you asked for.")),
        ),
        ui.turner(found.paging, RegisterState.turn),
        action=ui.native_link(_("Download as a file"), found.file, download="awards.csv"),
    )


def _who(one: AwardRow) -> rx.Component:
    return ui.person(one.name, initials_of=one.name, role=one.kind)


def _stands(one: AwardRow) -> rx.Component:
    """What it is worth, and that it rested once and came back."""
    rested = rx.Var.create(one.rested).to(list[str])
    return rx.fragment(
        ui.badge(one.stands, one.mark),
        rx.foreach(rested, lambda said: rx.el.div(ui.quiet(said))),
    )
