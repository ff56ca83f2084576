"""How things stand: badges, tags, figures, people, and what is said when there is nothing yet."""

from typing import Any, Literal

import reflex as rx

from coach_the_coach.ui import text
from coach_the_coach.ui.tokens import Content, Mark, Rows, Tone, Words, each, when


def badge(word: Words, mark: Mark | Words = "plain") -> rx.Component:
    """A state as a word with a mark, so that colour never says it alone."""
    sign = rx.el.span(class_name=f"mark mark-{mark}", aria_hidden="true")
    return rx.el.span(sign, word, class_name=f"badge badge-{mark}")


def tag(word: Words, tone: Tone | Words = "neither") -> rx.Component:
    """The code of a turn: asks teal with a ring, tells amber with a block, neither grey."""
    return rx.el.span(word, class_name=f"tag tone-{tone}")


def stat(
    name: Words, number: Content, *, of: Content | None = None, meaning: Content | None = None
) -> rx.Component:
    """A figure with what it is, out of how many, and what it means; put several into `stats`."""
    figure = [rx.el.span(number)] if of is None else [rx.el.span(number), text.quiet(of)]
    said = [] if meaning is None else [rx.el.dd(meaning, class_name="stat-meaning")]
    return rx.el.div(
        rx.el.dt(name), rx.el.dd(*figure, class_name="stat-number"), *said, class_name="stat"
    )


def stats(*figures: rx.Component) -> rx.Component:
    """A row of `stat`s."""
    return rx.el.dl(*figures, class_name="stats")


def facts(*pairs: tuple[Content, Content]) -> rx.Component:
    """Names and values beneath each other."""
    entries = [rx.el.div(rx.el.dt(name), rx.el.dd(value)) for name, value in pairs]
    return rx.el.dl(*entries, class_name="facts")


def avatar(name: Words) -> rx.Component:
    """Initials in a circle; hidden from those who listen, for the name is beside it."""
    return rx.el.span(_initials(name), class_name="avatar", aria_hidden="true")


def person(name: Content, *, initials_of: Words, role: Content | None = None) -> rx.Component:
    """A person by name with role; `name` may be a link, `initials_of` is the bare name."""
    words: list[rx.Component] = [rx.el.span(name, class_name="person-name")]
    if role is not None:
        words.append(text.quiet(role))
    return rx.el.span(avatar(initials_of), rx.el.span(*words), class_name="person")


def empty(title: Words, hint: Words, *, action: rx.Component | None = None) -> rx.Component:
    """Nothing here yet: what will be, and the one thing to do next."""
    words = rx.el.div(rx.el.p(title, class_name="subheading"), rx.el.p(hint, class_name="quiet"))
    return rx.el.div(*([words] if action is None else [words, action]), class_name="empty")


def skeleton(count: int = 3, *, name: Words) -> rx.Component:
    """The shape of what is coming, seen after 200 ms; `name` says what is being fetched."""
    bars = [rx.el.span(aria_hidden="true") for _place in range(count)]
    return rx.el.div(text.unseen(name), *bars, class_name="skeleton", role="status")


def callout(
    *content: Content,
    tone: Literal["plain", "accent", "danger"] = "plain",
    action: rx.Component | None = None,
    urgent: bool = False,
) -> rx.Component:
    """A sentence that concerns the whole page; `urgent` interrupts those who listen."""
    mark = "broken" if tone == "danger" else "note"
    sign = rx.el.span(class_name=f"mark mark-{mark}", aria_hidden="true")
    said = rx.el.p(sign, rx.el.span(*content))
    inside = [said] if action is None else [said, action]
    announced: dict[str, Any] = {"role": "alert"} if urgent else {}
    return rx.el.div(*inside, class_name=f"callout callout-{tone}", **announced)


def message(words: Words, *, action: Content | None = None) -> rx.Component:
    """What just happened, at the foot of the screen and said aloud; the shell shows one of them."""
    inside = [rx.el.span(words)] if action is None else [rx.el.span(words), action]
    shown = when(words, rx.el.div(*inside))
    return rx.el.div(shown, role="status", aria_live="polite", class_name="message")


def bullets(items: Rows) -> rx.Component:
    """A plain list of sentences."""
    return rx.el.ul(*each(items, lambda item: rx.el.li(item)), class_name="plain lines")


def _initials(name: Words) -> Any:
    """First letters of the first and the last word of a name."""
    if isinstance(name, rx.Var):
        parts = name.to(str).split(" ")
        return when(parts.length() > 1, parts[0][0] + parts[parts.length() - 1][0], name.to(str)[0])
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:]))
