"""Headings, paragraphs, links and times."""

from typing import Any

import reflex as rx

from coach_the_coach.foundation.words import _
from coach_the_coach.ui.native import NativeLink
from coach_the_coach.ui.tokens import Content, Words


def heading(words: Content, *, level: int = 2, id: Words | None = None) -> rx.Component:
    """A heading of level 1 (28 px), 2 (18 px) or 3 (15 px)."""
    make = {1: rx.el.h1, 2: rx.el.h2, 3: rx.el.h3}[level]
    look = {1: "title", 2: "heading", 3: "subheading"}[level]
    named: dict[str, Any] = {} if id is None else {"id": id}
    return make(words, class_name=look, **named)


def paragraph(*content: Content) -> rx.Component:
    """Running text, never wider than 75 characters."""
    return rx.el.p(*content, class_name="paragraph")


def lead(*content: Content) -> rx.Component:
    """A sentence that carries the point of what follows."""
    return rx.el.p(*content, class_name="paragraph lead")


def quiet(*content: Content) -> rx.Component:
    """Secondary text at 13 px, usable within a line."""
    return rx.el.span(*content, class_name="quiet")


def figures(words: Content) -> rx.Component:
    """Numbers set in figures of one width, so that they line up and do not jump."""
    return rx.el.span(words, class_name="figures")


def quote(words: Content, *, source: Content | None = None) -> rx.Component:
    """Words somebody said, with who and when beneath."""
    parts: list[Content] = [words] if source is None else [words, quiet(source)]
    return rx.el.blockquote(*parts, class_name="quote")


def link(words: Content, href: Words) -> rx.Component:
    """A link to another page of the app within a sentence."""
    return rx.el.a(words, href=href, class_name="link")


def whole_link(words: Content, href: Words) -> rx.Component:
    """The one link of a card or a table row, which can be pressed anywhere on it."""
    return rx.el.a(words, href=href, class_name="whole")


def back_link(words: Content, href: Words) -> rx.Component:
    """The way up, above a page heading."""
    arrow = rx.el.span("←", aria_hidden="true")
    return rx.el.a(arrow, words, href=href, class_name="back no-print")


def moment(words: Content, *, at: Words, exact: Words, within: bool = False) -> rx.Component:
    """A time as a person says it; `at` is ISO 8601, `exact` the date in full, shown on hover.

    `within` a sentence a day near by has no capital: "due today".
    """
    if within:
        words = rx.match(
            words,
            (_("Today"), _("today")),
            (_("Tomorrow"), _("tomorrow")),
            (_("Yesterday"), _("yesterday")),
            words,
        )
    return rx.el.time(words, date_time=at, title=exact)


def unseen(words: Content) -> rx.Component:
    """Text for those who listen rather than look."""
    return rx.el.span(words, class_name="unseen")


def skip_link(target: str = "content") -> rx.Component:
    """The first thing the tab key reaches: past the navigation to the main part."""
    return NativeLink.create(_("Skip to content"), href=f"#{target}", class_name="skip")
