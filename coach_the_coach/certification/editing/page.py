"""All paths: the way to each, a copy of it, its file, and a file to be brought in."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.editing.rows import PathLine
from coach_the_coach.certification.editing.state import PathsState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PATHS,
    title=_("Certification paths · Coach the Coach"),
    on_load=[FrameState.arrive, PathsState.load],
)
def paths_page() -> rx.Component:
    """Each path, and what can be done with it."""
    return frame(
        ui.page_heading(
            _("Certification paths"),
            about=_(
                "What each path asks. A change is a new version: whoever is on it keeps theirs."
            ),
            action=ui.link(_("How it moves"), routes.PATH_STATES),
        ),
        ready(
            PathsState.loaded,
            rx.fragment(ui.lines(rx.foreach(PathsState.paths, _line)), _bring_in()),
            waiting=ui.skeleton(4, name=_("Fetching the paths")),
        ),
    )


def _line(one: PathLine) -> rx.Component:
    return ui.row(
        ui.stack(
            ui.link(one.title, one.link),
            ui.quiet(one.about),
            ui.quiet(
                one.version,
                " · ",
                ui.moment(one.when.words, at=one.when.at, exact=one.when.exact),
                rx.cond(one.by != "", rx.fragment(" · ", one.by)),
                " · ",
                one.people,
            ),
            gap="tight",
        ),
        ui.row(
            ui.link_button(
                rx.fragment(_("Copy"), ui.unseen(rx.fragment(": ", one.title))), one.copy_link
            ),
            ui.native_link(
                rx.fragment(_("As a file"), ui.unseen(rx.fragment(": ", one.title))),
                one.file_link,
                download=one.file_name,
            ),
        ),
        apart=True,
    )


def _bring_in() -> rx.Component:
    """A file opens as a change that is not published yet."""
    return ui.section(
        _("Bring in a file"),
        ui.native_form(
            ui.file_field(
                _("A path as a TOML file"),
                "file",
                accept=".toml",
                hint=_("It opens to be read and tried. Nothing holds before you publish it."),
                problem=PathsState.problems["file"],
            ),
            ui.actions(ui.button(_("Open it"), submit=True)),
            action="/paths/file",
            with_file=True,
        ),
    )
