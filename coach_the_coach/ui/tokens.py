"""What may be put into a component, and which meanings have a colour or a mark."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias

import reflex as rx

Words: TypeAlias = str | rx.Var[Any]
"""Text, known now or bound to the state."""

Content: TypeAlias = str | int | rx.Component | rx.Var[Any]
"""Text or a component."""

Number: TypeAlias = int | float | rx.Var[Any] | None
"""A number, known now or bound to the state; None where nothing is drawn from it."""

Flag: TypeAlias = bool | rx.Var[Any]
"""True or false, known now or bound to the state."""

Rows: TypeAlias = Sequence[Any] | rx.Var[Any]
"""A list of objects with the named attributes, known now or bound to the state."""

Tone = Literal["ask", "tell", "neither"]
"""The three sides of a turn: teal, amber, grey."""

Mark = Literal["done", "underway", "waiting", "attention", "broken", "plain"]
"""What a status says at a glance; attention is heavy ink, only broken is red."""

Gap = Literal["tight", "near", "inside", "between"]
"""Space between neighbours: 4, 8, 12 and 24 pixels."""


def each(rows: Rows, draw: Callable[[Any], Any]) -> list[Any]:
    """Draw every row, with a loop in the browser for a bound list and one here for a known list."""
    if isinstance(rows, rx.Var):
        return [rx.foreach(rows, draw)]
    return [draw(row) for row in rows]


def each_counted(rows: Rows, draw: Callable[[Any, Any], Any]) -> list[Any]:
    """Draw every row together with its place in the list, counted from 0."""
    if isinstance(rows, rx.Var):
        return [rx.foreach(rows, draw)]
    return [draw(row, index) for index, row in enumerate(rows)]


def when(condition: Any, shown: Content, otherwise: Content | None = None) -> Any:
    """Show something on a condition: decided here when known, in the browser when bound."""
    if isinstance(condition, rx.Var):
        return rx.cond(condition, shown, rx.fragment() if otherwise is None else otherwise)
    if condition:
        return shown
    return rx.fragment() if otherwise is None else otherwise


def count(rows: Rows) -> Any:
    """How many rows there are, known now or bound."""
    return rows.to(list).length() if isinstance(rows, rx.Var) else len(rows)


def number(value: Number) -> Any:
    """The value fit for arithmetic, also when a bound one may be None."""
    return value.to(float) if isinstance(value, rx.Var) else value
