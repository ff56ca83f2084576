"""Forms and their fields: a bound label, a hint, and the problem said beside the field.

Every field sends its value under `name`. `value` is what it shows first: draw the form when the
state has loaded, or give it a `key`; what is typed later belongs to the browser until it is sent.
Give `problem=SomeState.problems["name"]`; a name without a problem shows nothing.
"""

from typing import Any, Literal

import reflex as rx

from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Content, Rows, Words, each, when

InputKind = Literal["text", "email", "password", "search", "tel", "url", "number", "time"]
"""What is typed, so that a phone shows the right keys."""


class _Form(rx.el.Form):
    """A form that is handled where it stands: in a list its handler may name the line it is in.

    Reflex writes the handler of a form above everything that a list is gone through with.
    """

    def _get_added_hooks(self) -> dict[str, Any]:
        return {}

    def _render(self) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride] - as in the form itself
        sent = rx.Var.create(self.event_triggers["on_submit"])
        refs = rx.Var.create(self._get_form_refs())  # pyright: ignore[reportAttributeAccessIssue] - the stubs leave it out
        handled = (
            "((ev) => { ev.preventDefault(); "
            f"const form_data = getFormData(ev.target, {refs!s}); ({sent!s})(ev); }})"
        )
        return super()._render().add_props(on_submit=rx.Var(_js_expr=handled))


def state_form(*children: Content, on_submit: Any, **props: Any) -> rx.Component:
    """A form handled by the state, at most 640 px wide; the handler receives a dict by name."""
    return _Form.create(
        *children, on_submit=on_submit, no_validate=True, class_name="form", **props
    )


def search_field(label: Content, *, on_change: Any) -> rx.Component:
    """Words to look for; `on_change` hears them shortly after the last key."""
    control = rx.el.input(
        id="search",
        name="search",
        type="search",
        on_change=on_change.debounce(300),
        class_name="control control-search",
    )
    return field(label, control, id="search")


def fields(*children: Content) -> rx.Component:
    """Short fields side by side where there is room."""
    return rx.el.div(*children, class_name="fields")


def described(id: Words, problem: Words, hint: Content | None = None) -> dict[str, Any]:
    """The id and aria properties that tie a control of one's own to the words of `field`."""
    by = f"{id}-problem" if hint is None else f"{id}-hint {id}-problem"
    bad = (
        when(problem, "true", "false")
        if isinstance(problem, rx.Var)
        else "true"
        if problem
        else "false"
    )
    return {"id": id, "aria_describedby": by, "aria_invalid": bad}


def field(
    label: Content,
    control: rx.Component,
    *,
    id: Words,
    hint: Content | None = None,
    problem: Words = "",
    optional: bool = False,
) -> rx.Component:
    """A control with its label above and its hint; the problem is announced when it appears."""
    name = rx.el.label(label, *_optional(optional), html_for=id, class_name="label")
    told = [] if hint is None else [rx.el.span(hint, id=f"{id}-hint", class_name="hint")]
    return rx.el.div(name, *told, control, problem_of(id, problem), class_name="field")


def text_field(
    label: Content,
    name: Words,
    *,
    value: Words = "",
    hint: Content | None = None,
    problem: Words = "",
    kind: InputKind | rx.Var[Any] = "text",
    id: Words | None = None,
    optional: bool = False,
    short: bool = False,
    **props: Any,
) -> rx.Component:
    """One line of text; `id` only where a name appears twice on a page."""
    own = name if id is None else id
    control = rx.el.input(
        name=name,
        type=kind,
        default_value=value,
        required=not optional,
        class_name="control control-short" if short else "control",
        **described(own, problem, hint),
        **props,
    )
    return field(label, control, id=own, hint=hint, problem=problem, optional=optional)


def text_area(
    label: Content,
    name: Words,
    *,
    value: Words = "",
    hint: Content | None = None,
    problem: Words = "",
    id: Words | None = None,
    optional: bool = False,
    **props: Any,
) -> rx.Component:
    """Several lines of text; it grows with what is typed."""
    own = name if id is None else id
    control = rx.el.textarea(
        name=name,
        default_value=value,
        required=not optional,
        rows=3,
        class_name="control",
        **described(own, problem, hint),
        **props,
    )
    return field(label, control, id=own, hint=hint, problem=problem, optional=optional)


def date_field(
    label: Content,
    name: Words,
    *,
    value: Words = "",
    hint: Content | None = None,
    problem: Words = "",
    id: Words | None = None,
    optional: bool = False,
    with_time: bool = False,
    **props: Any,
) -> rx.Component:
    """A day (`2026-05-31`), or a day and time without zone, from the browser's own calendar."""
    own = name if id is None else id
    control = rx.el.input(
        name=name,
        type="datetime-local" if with_time else "date",
        default_value=value,
        required=not optional,
        class_name="control control-short",
        **described(own, problem, hint),
        **props,
    )
    return field(label, control, id=own, hint=hint, problem=problem, optional=optional)


def file_field(
    label: Content,
    name: Words,
    *,
    accept: str,
    hint: Content | None = None,
    problem: Words = "",
    optional: bool = False,
    **props: Any,
) -> rx.Component:
    """A file for a `native_form(with_file=True)`; `accept` lists endings such as `.vtt,.srt`."""
    control = rx.el.input(
        name=name,
        type="file",
        accept=accept,
        required=not optional,
        class_name="control",
        **described(name, problem, hint),
        **props,
    )
    return field(label, control, id=name, hint=hint, problem=problem, optional=optional)


def select(
    label: Content,
    name: Words,
    options: Rows,
    *,
    value: Words = "",
    blank: Words | None = None,
    former: Words = "",
    hint: Content | None = None,
    problem: Words = "",
    id: Words | None = None,
    optional: bool = False,
    **props: Any,
) -> rx.Component:
    """One of many `Option`s in the browser's own list; `blank` shows before one is chosen.

    `former` is a value that is offered no more and yet chosen; empty for none.
    """
    own = name if id is None else id
    first = [] if blank is None else [rx.el.option(blank, value="")]
    if not isinstance(former, str) or former:
        first.append(when(former, rx.el.option(former, value=former)))
    control = rx.el.select(
        *first,
        *each(options, lambda option: rx.el.option(option.word, value=option.value)),
        name=name,
        default_value=value,
        required=not optional,
        class_name="control",
        **described(own, problem, hint),
        **props,
    )
    return field(label, control, id=own, hint=hint, problem=problem, optional=optional)


def problem_of(id: Words, problem: Words) -> rx.Component:
    """The place beside a control where its problem is shown and announced."""
    mark = rx.el.span(class_name="mark mark-broken", aria_hidden="true")
    shown = rx.fragment(mark, rx.el.span(problem))
    content = [] if isinstance(problem, str) and not problem else [when(problem, shown)]
    return rx.el.p(*content, id=f"{id}-problem", role="alert", class_name="problem")


def _optional(optional: bool) -> list[rx.Component]:
    """The word beside a label that may stay empty; everything else is needed."""
    return [rx.el.span(" ", _("optional"), class_name="quiet")] if optional else []
