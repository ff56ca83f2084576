"""Pages, sections, cards and the space between things."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from coach_the_coach.foundation.words import _
from coach_the_coach.ui import action, text
from coach_the_coach.ui.tokens import Content, Gap, Words


def _wanted(event: rx.vars.ObjectVar[Any]) -> tuple[rx.Var[bool]]:
    """Whether the press asks for the detail to be open: what the browser does with it itself."""
    return (rx.Var("!_event.currentTarget.parentElement.open", _var_type=bool).to(bool),)


class Summary(BaseHTML):
    """The line that opens a detail; pressed, it says whether the detail is to be open."""

    tag = "summary"

    on_click: rx.EventHandler[_wanted]


def page(*children: Content, narrow: bool = False) -> rx.Component:
    """The main part of a page, 1120 px wide or 640 for a form; the skip link leads here."""
    look = "page page-narrow" if narrow else "page"
    return rx.el.main(*children, id="content", tab_index=-1, class_name=look)


def page_heading(
    title: Content,
    *,
    about: Content | None = None,
    back: rx.Component | None = None,
    action: rx.Component | None = None,
) -> rx.Component:
    """The only h1 of a page, one sentence about it, the way up and the page's one main action."""
    words: list[Content] = [text.heading(title, level=1)]
    if back is not None:
        words.insert(0, back)
    if about is not None:
        words.append(text.paragraph(about))
    parts = [rx.el.div(*words)] if action is None else [rx.el.div(*words), action]
    return rx.el.header(*parts, class_name="page-heading")


def section(
    title: Content,
    *children: Content,
    about: Content | None = None,
    action: rx.Component | None = None,
    level: int = 2,
) -> rx.Component:
    """A titled part of a page; `level` 3 inside another section, so that no heading is skipped."""
    head: list[Content] = [text.heading(title, level=level)]
    if action is not None:
        head.append(action)
    parts: list[Content] = [rx.el.div(*head, class_name="section-heading")]
    if about is not None:
        parts.append(rx.el.p(about, class_name="quiet"))
    return rx.el.section(*parts, *children, class_name="section")


def card(*children: Content, **props: Any) -> rx.Component:
    """Something that can be picked up as a thing; never put one inside another."""
    return rx.el.article(*children, class_name="card", **props)


def stack(*children: Content, gap: Gap = "inside", **props: Any) -> rx.Component:
    """Things beneath each other."""
    return rx.el.div(*children, class_name=f"stack gap-{gap}", **props)


def row(*children: Content, gap: Gap = "inside", apart: bool = False, **props: Any) -> rx.Component:
    """Things beside each other, wrapping on narrow screens; `apart` pushes them to both ends."""
    look = f"row gap-{gap} row-apart" if apart else f"row gap-{gap}"
    return rx.el.div(*children, class_name=look, **props)


def tiles(*children: Content) -> rx.Component:
    """Cards in as many columns of at least 280 px as fit."""
    return rx.el.div(*children, class_name="tiles")


def beside(main: Content, aside: Content) -> rx.Component:
    """What matters, with a narrow column of context beside it, or beneath it on a phone."""
    return rx.el.div(rx.el.div(main), rx.el.aside(aside), class_name="beside")


def halves(*children: Content) -> rx.Component:
    """Two columns of equal weight where there is room, beneath each other where there is not."""
    return rx.el.div(*[rx.el.div(child) for child in children], class_name="halves")


def lines(*children: Content) -> rx.Component:
    """Entries of a list parted by hairlines: lighter than cards."""
    return rx.el.div(*children, class_name="lines")


def rule() -> rx.Component:
    """A hairline between two parts."""
    return rx.el.hr(class_name="rule")


def actions(*buttons: Content) -> rx.Component:
    """The buttons that end a form or a dialog, the main one first."""
    return rx.el.div(*buttons, class_name="actions")


def foot(*children: Content) -> rx.Component:
    """What stays at the foot of the screen while somebody goes through a long form."""
    return rx.el.div(*children, class_name="foot")


def disclosure(summary: Words, *children: Content) -> rx.Component:
    """Detail that opens in place."""
    return rx.el.details(rx.el.summary(summary), rx.el.div(*children), class_name="disclosure")


def led_disclosure(
    summary: Content, *children: Content, id: str, group: str, open: Any, on_turn: Any
) -> rx.Component:
    """Detail that the page can open too; of one `group` one is open at a time.

    The browser opens it at once, and `on_turn` is told what is wanted, so that a slow answer can
    never leave the page and the state at odds.
    """
    return rx.el.details(
        Summary.create(summary, id=id, on_click=on_turn),
        rx.el.div(*children),
        open=open,
        custom_attrs={"name": group},
        class_name="disclosure",
    )


def turner(page: Any, on_turn: Any) -> rx.Component:
    """On and back in a list, shown only where there is more than one page.

    `page` has place, is_first and is_last; `on_turn` is called with -1 or 1.
    """
    return rx.cond(
        page.place != "",
        row(
            text.quiet(page.place),
            row(
                action.button(_("Back"), on_click=on_turn(-1), disabled=page.is_first),
                action.button(_("Next"), on_click=on_turn(1), disabled=page.is_last),
            ),
            apart=True,
        ),
    )
