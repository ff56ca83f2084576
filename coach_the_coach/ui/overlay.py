"""What lies over the page: dialogs and menus; the focus stays inside and returns."""

from typing import Any

import reflex as rx

from coach_the_coach.ui.tokens import Content, Flag, Words


def dialog(
    title: Words,
    *children: Content,
    about: Words,
    opener: rx.Component | None = None,
    open: Flag | None = None,
    on_open_change: Any = None,
    filling: bool = False,
) -> rx.Component:
    """A question that needs an answer before going on; Escape closes it.

    Give an `opener`, or bind `open` and `on_open_change`. End it with `actions(...)`, in which
    `closing(button)` closes it. One that is `filling` takes the whole screen and says its title
    and `about` large, for somebody else to read.
    """
    bound: dict[str, Any] = {} if open is None else {"open": open, "on_open_change": on_open_change}
    trigger = [] if opener is None else [rx.dialog.trigger(opener)]
    content = rx.dialog.content(
        rx.dialog.title(title, class_name="heading", margin_bottom="4px"),
        rx.dialog.description(about, class_name="quiet", margin_bottom="16px"),
        rx.el.div(*children, class_name="dialog-body"),
        class_name="dialog dialog-filling" if filling else "dialog",
    )
    return rx.dialog.root(*trigger, content, **bound)


def closing(button: rx.Component) -> rx.Component:
    """A button that also closes the dialog it stands in."""
    return rx.dialog.close(button)


def menu(opener: rx.Component, *items: rx.Component) -> rx.Component:
    """A list of things to do, opened by a button; put `menu_item` and `menu_rule` into it."""
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(opener),
        rx.dropdown_menu.content(*items, variant="soft", align="end"),
        modal=False,
    )


def menu_item(words: Content, *, on_select: Any = None, danger: bool = False) -> rx.Component:
    """One thing to do; `words` may be a link, `on_select` an event."""
    does: dict[str, Any] = {} if on_select is None else {"on_select": on_select}
    look: dict[str, Any] = {"color_scheme": "red"} if danger else {}
    return rx.dropdown_menu.item(words, **does, **look)


def menu_link(words: Content, href: Words) -> rx.Component:
    """A page to go to."""
    return rx.dropdown_menu.item(rx.el.a(words, href=href), as_child=True)


def menu_rule() -> rx.Component:
    """A line between groups of a menu."""
    return rx.dropdown_menu.separator()
