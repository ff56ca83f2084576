"""Where somebody else stands on their paths, for those who lead them and for specialists."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.mine import parts
from coach_the_coach.certification.mine.person.state import PersonPathsState
from coach_the_coach.certification.mine.rows import CountedPath, HeadRow, LedPath
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here, ready
from coach_the_coach.shell.state import FrameState
from coach_the_coach.ui.tokens import Words


@rx.page(
    route=routes.CERTIFICATION_OF,
    title=_("Paths of one person · Coach the Coach"),
    on_load=[FrameState.arrive, PersonPathsState.load],
)
def person_paths_page() -> rx.Component:
    """Each path with what helps next, and each requirement as far as the reader may know."""
    person = PersonPathsState.person
    page = rx.fragment(
        ui.page_heading(
            person.name,
            about=_("Where they stand on their paths, and what helps next."),
            back=ui.back_link(
                _("Their page"), "/people/" + rx.Var.create(person.public_id).to(str)
            ),
        ),
        rx.cond(
            (ui.count(person.led) + ui.count(person.counted)) > 0,
            rx.fragment(rx.foreach(person.led, _led), rx.foreach(person.counted, _counted)),
            ui.empty(_("On no path yet"), _("Whoever leads them can put them on one.")),
        ),
        rx.cond(
            person.sign_link != "",
            ui.actions(ui.link_button(_("Sign for what you saw yourself"), person.sign_link)),
        ),
        ui.quiet(_("They see that you looked.")),
    )
    waiting = ui.skeleton(6, name=_("Looking what counts by now"))
    known = rx.cond(PersonPathsState.missing, nothing_here(), waiting)
    return frame(here(ready(PersonPathsState.loaded, page, waiting=known), waiting=waiting))


def _led(one: LedPath) -> rx.Component:
    return parts.path_section(
        one.head,
        _helps(one.helps, one.head),
        parts.requirement_lines(one.lines, parts.line, one.head),
        parts.history(one.history),
    )


def _counted(one: CountedPath) -> rx.Component:
    return parts.path_section(
        one.head,
        _helps(one.helps, one.head),
        parts.requirement_lines(one.lines, parts.count_line, one.head),
        parts.history(one.history),
    )


def _helps(words: Words, head: HeadRow) -> rx.Component:
    """What helps next, the decision under way, and the way to one about a certificate."""
    return rx.fragment(
        rx.cond(words != "", ui.paragraph(_("Helps next:"), " ", words)),
        rx.cond(head.decided != "", ui.link(_("See the decision"), head.decided)),
        rx.cond(
            head.rest_link != "",
            ui.quiet(ui.link(_("If this certificate may have to rest"), head.rest_link)),
        ),
    )
