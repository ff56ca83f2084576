"""Who can sign in, and a link for who cannot."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.invitations.rows import InviteeRow
from coach_the_coach.account.invitations.state import InvitationsState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import confirm_first, frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.INVITATIONS,
    title=_("Invite · Coach the Coach"),
    on_load=[FrameState.arrive, InvitationsState.load],
)
def invitations_page() -> rx.Component:
    """Make a link, hand it over, done."""
    return frame(
        ui.page_heading(
            _("Invite"),
            about=_("A link lets one person choose a password. It works once, for three days."),
            action=ui.link_button(_("Ways in"), routes.WAYS),
        ),
        rx.cond(InvitationsState.link != "", _new_link()),
        rx.cond(
            InvitationsState.must_confirm,
            confirm_first(_("To make a link, confirm first that it is you."), routes.INVITATIONS),
        ),
        ui.search_field(_("Find by name or address"), on_change=InvitationsState.find),
        _found(),
        ui.turner(InvitationsState.paging, InvitationsState.turn),
        narrow=True,
    )


def _found() -> rx.Component:
    """Who was found, or that nobody was."""
    return ready(
        InvitationsState.loaded,
        rx.cond(
            ui.count(InvitationsState.invitees) > 0,
            ui.lines(rx.foreach(InvitationsState.invitees, _invitee)),
            ui.empty(_("Nobody found"), _("Try another name or address.")),
        ),
        waiting=ui.skeleton(4, name=_("Fetching people")),
    )


def _new_link() -> rx.Component:
    """The link just made; it is not shown again."""
    return ui.callout(
        _("It is shown once. Give it to"),
        " ",
        InvitationsState.link_for,
        ": ",
        rx.el.code(InvitationsState.link, class_name="code"),
        tone="accent",
        action=ui.button(_("Copy"), on_click=rx.set_clipboard(InvitationsState.link)),
    )


def _invitee(one: InviteeRow) -> rx.Component:
    """One person, how they stand, and a link."""
    return ui.row(
        rx.el.div(
            rx.el.div(one.name),
            rx.el.div(ui.quiet(one.email)),
            ui.quiet(one.state),
        ),
        rx.cond(
            InvitationsState.must_confirm,
            None,
            ui.button(_("Make a link"), on_click=InvitationsState.invite(one.public_id)),
        ),
        apart=True,
    )
