"""The frame: navigation above, the page beneath, one region that says what happened."""

from typing import Any, Final

import reflex as rx
from reflex_base.vars import VarData
from reflex_components_core.core.banner import has_connection_errors

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.door import RoomState
from coach_the_coach.shell import routes
from coach_the_coach.shell.state import FrameState
from coach_the_coach.ui.tokens import Content, Words

_ADDRESS: Final = rx.Var(
    "addressHere",
    _var_type=str,
    _var_data=VarData(
        hooks={'const addressHere = useLocation().pathname.replace(/\\/+$/, "");': None},
        imports={"react-router": [rx.ImportVar(tag="useLocation")]},
    ),
)
"""Where the browser is: known at once, and not only when the server has heard of it."""


class ReloadWhen(rx.Fragment):
    """Loads the page again once `flag` is true; the guard sets it when a sign-in has ended."""

    flag: rx.Var[bool]

    def add_imports(self) -> dict[str, Any]:
        """React's effect."""
        return {"react": [rx.ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """Reload when the flag turns true."""
        return [
            f"useEffect(() => {{ if ({self.flag!s}) window.location.reload(); }}, [{self.flag!s}]);"
        ]

    def render(self) -> dict[str, Any]:
        """Show nothing."""
        return rx.fragment().render()


def frame(*children: Content, narrow: bool = False, bare: bool = False) -> rx.Component:
    """A page of a room within the frame; `bare` leaves the navigation out for a task at hand.

    Whoever may not open the page is told so in its place, whatever the page itself shows first.
    """
    is_turned_away = (RoomState.turned_away != "") & (RoomState.turned_away_at == _ADDRESS)
    return rx.fragment(
        ui.skip_link(),
        rx.fragment() if bare else _navigation(),
        ui.page(rx.cond(is_turned_away, _turned_away(), rx.fragment(*children)), narrow=narrow),
        rx.cond(has_connection_errors, _no_connection()),
        ui.carrier(FrameState.person.public_id),
        ui.message(
            # The page says by itself that it is not opened.
            rx.cond(is_turned_away, "", RoomState.message),
            action=ui.button(_("Close"), weight="bare", on_click=RoomState.dismiss_message),
        ),
        ReloadWhen.create(flag=RoomState.must_reload),
    )


def here(content: Content, *, waiting: rx.Component, keeps: bool = False) -> rx.Component:
    """`content` once the state holds what the address names, and `waiting` until then.

    A link within the program draws the next page at once, with what the state still holds of the
    last page of its sort. The page's `load` begins with `_turn_to`, and is waited for as in `ready`
    unless it `keeps` what stands: what is counted at a desk goes on while a lost line comes back.
    """
    is_here = RoomState.shown == _ADDRESS
    return rx.cond(is_here, content, waiting) if keeps else ready(is_here, content, waiting=waiting)


def ready(loaded: Any, content: Content, *, waiting: rx.Component) -> rx.Component:
    """`content` once the `load` of this visit is through and `loaded` holds; else `waiting`.

    A page that is opened again is drawn at once with what its state held on the last visit. What
    is typed into that would be gone with the reading that follows.
    """
    return rx.cond(rx.State.is_hydrated & loaded, content, waiting)


def outside(title: str, *children: Content) -> rx.Component:
    """A page for somebody not signed in: the logo, the title, one thing to do."""
    head = rx.el.header(
        rx.el.img(src="/logo.svg", alt=_("Coach the Coach"), height="32"),
        ui.heading(title, level=1),
        class_name="entry-heading",
    )
    return rx.fragment(ui.skip_link(), ui.page(head, *children, narrow=True))


def _no_connection() -> rx.Component:
    """Said while the server cannot be reached; what is typed meanwhile is sent afterwards."""
    return rx.el.div(
        _("No connection. Keep this page open: what you do here is sent when it is back."),
        role="status",
        class_name="no-connection no-print",
    )


def _navigation() -> rx.Component:
    """Where one can go, who one is, and the way out."""
    person = FrameState.person
    # Whoever does nothing of these is coached, as everybody else is beside it.
    is_coached = ~(person.coaches | person.observes | person.administers)
    return rx.el.header(
        rx.el.nav(
            rx.el.a(
                rx.el.img(src="/logo.svg", alt=_("Coach the Coach"), height="24"),
                href=routes.HOME,
                class_name="brand",
            ),
            rx.el.div(
                _place(_("Home"), routes.HOME),
                rx.cond(person.observes, _place(_("People"), routes.PEOPLE)),
                rx.cond(person.observes, _place(_("Observe"), routes.NEW_OBSERVATION)),
                rx.cond(person.coaches, _place(_("Log"), routes.LOG)),
                rx.cond(person.coaches, _place(_("Week"), routes.WEEK)),
                rx.cond(person.coaches, _place(_("My coaching"), f"/people/{person.public_id}")),
                rx.cond(is_coached, _place(_("Agreed"), routes.AGREED)),
                rx.cond(person.administers, _place(_("Import"), routes.IMPORTS)),
                rx.cond(person.administers, _place(_("Invite"), routes.INVITATIONS)),
                rx.cond(person.administers, _place(_("Roles"), routes.GRANTS)),
                rx.cond(person.administers, _place(_("Audit log"), routes.AUDIT)),
                class_name="places",
            ),
            rx.el.a(
                _("Notices"),
                rx.cond(person.unread > 0, rx.el.span(person.unread, class_name="count")),
                href=routes.NOTICES,
                class_name="place",
            ),
            rx.cond(
                person.public_id != "",
                rx.el.a(
                    ui.avatar(person.name),
                    ui.unseen(_("Your account")),
                    href=routes.ACCOUNT,
                    class_name="place",
                ),
            ),
            aria_label=_("Main"),
            class_name="navigation",
        ),
        class_name="navigation-bar no-print",
    )


def _place(words: str, route: Words) -> rx.Component:
    """One entry of the navigation, marked when one is there."""
    here = rx.State.router.url.path == route
    return rx.el.a(
        words, href=route, class_name="place", aria_current=rx.cond(here, "page", "false")
    )


def confirm_first(words: str, back: Words) -> rx.Component:
    """Confirming first: asked for it later, what is typed or shown once would be lost."""
    return ui.callout(words, action=ui.link_button(_("Confirm"), f"{routes.CONFIRM}?next={back}"))


def _turned_away() -> rx.Component:
    """What stands in place of a page that is not the reader's: whom it is for, and the way home."""
    return rx.fragment(
        ui.page_heading(
            RoomState.turned_away,
            about=_("What is yours to do is on your home page, your roles on your account page."),
        ),
        ui.actions(
            ui.link_button(_("Home"), routes.HOME),
            ui.link_button(_("Your account"), routes.ACCOUNT),
        ),
    )


def nothing_here() -> rx.Component:
    """What a page shows in place of something that is not there, or not for the reader."""
    return rx.fragment(
        ui.page_heading(
            _("Nothing here that you can see"),
            about=_("It may have been moved, or it may not be shared with you."),
        ),
        ui.actions(ui.link_button(_("Home"), routes.HOME)),
    )
