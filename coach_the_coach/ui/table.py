"""Tables: semantic everywhere, read line by line on a phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from coach_the_coach.ui.tokens import Content, Rows, Words, each, when


@dataclass(frozen=True)
class Column:
    """One column: its head, what it shows of a row, and whether that is a number.

    `bare` cells speak for themselves, so that a phone leaves out their head; `wide_only` ones are
    left out there; `whole` ones never break within a line on a desk.
    """

    head: Words
    cell: Callable[[Any], Content]
    number: bool = False
    bare: bool = False
    wide_only: bool = False
    whole: bool = False


def data_table(
    caption: Words,
    columns: Sequence[Column],
    rows: Rows,
    *,
    empty: rx.Component | None = None,
    show_caption: bool = False,
    keep_on_phone: bool = False,
) -> rx.Component:
    """A table whose first column names the row; `empty` is shown instead when there are no rows.

    On a phone each row becomes a few lines with its heads as labels, unless `keep_on_phone`, for
    narrow tables of figures. A `whole_link` in the first cell makes the whole row press.
    """
    heads = [
        rx.el.th(column.head, scope="col", role="columnheader", class_name=_look(column))
        for column in columns
    ]
    table = rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="" if show_caption else "unseen"),
            rx.el.thead(rx.el.tr(*heads, role="row"), role="rowgroup"),
            rx.el.tbody(*each(rows, lambda row: _line(columns, row)), role="rowgroup"),
            role="table",
            class_name="table table-keep" if keep_on_phone else "table",
        ),
        class_name="table-scroll",
    )
    if empty is None:
        return table
    some = rows.to(list).length() > 0 if isinstance(rows, rx.Var) else len(rows) > 0
    return when(some, table, empty)


def _line(columns: Sequence[Column], row: Any) -> rx.Component:
    """One row of the table; roles are said aloud because a phone shows it as a block."""
    first, *rest = columns
    name = rx.el.th(
        first.cell(row),
        scope="row",
        role="rowheader",
        custom_attrs={"data-head": first.head},
    )
    cells = [
        rx.el.td(
            rx.el.div(column.cell(row)),
            role="cell",
            class_name=_look(column),
            custom_attrs={"data-head": column.head},
        )
        for column in rest
    ]
    return rx.el.tr(name, *cells, role="row")


def _look(column: Column) -> str:
    """Numbers stand on the right, so that their digits line up."""
    looks = {
        "number": column.number,
        "bare": column.bare,
        "wide-only": column.wide_only,
        "unbroken": column.whole,
    }
    return " ".join(look for look, has in looks.items() if has)
