"""The question bank on a page of its own, or over the page on which a talk is prepared."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.bank.rows import GroupRow, QuestionRow, ShelfRow
from coach_the_coach.coaching.bank.rules import Shelf
from coach_the_coach.coaching.bank.state import SHELVES, BankState
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Content, Words

KEY: Final = "q"
"""The key that leads to the bank."""

WIDE: Final = "@media (min-width: 800px)"

LIST: Final = {"margin": "0", "padding": "0", "listStyle": "none", "display": "grid"}
ENTRY: Final = {
    "display": "grid",
    "gridTemplateColumns": "minmax(0, 68ch) auto",
    "justifyContent": "start",
    "gap": "0 12px",
    "alignItems": "start",
    "padding": "12px 0",
    "scrollMarginTop": "88px",
    "&:not(:last-child)": {"borderBottom": "1px solid var(--line)"},
    "&:target": {"boxShadow": "-12px 0 0 var(--page), -14px 0 0 var(--accent)"},
}
SAID: Final = {"display": "grid", "gap": "2px", "minWidth": "0"}
ASKED: Final = {"margin": "0", "color": "var(--ink)", "fontWeight": "540"}
COPY: Final = {
    # Not every browser lets a page copy; `Copies` says where it may.
    "display": "none",
    "gap": "6px",
    "color": "var(--ink-quiet)",
    "body[data-can-copy] &": {"display": "inline-flex"},
    "&[data-copied]": {"width": "auto", "paddingInline": "8px", "color": "var(--ink)"},
    "&[data-copied]::after": {"content": "attr(data-said)", "fontSize": "13px"},
    "@media print": {"display": "none !important"},
}
GROUP: Final = {
    "display": "grid",
    "gap": "0 32px",
    "gridTemplateColumns": "minmax(0, 1fr)",
    WIDE: {"gridTemplateColumns": "176px minmax(0, 1fr)"},
    "& > h3": {"paddingTop": "12px"},
    "borderTop": "1px solid var(--line)",
}
FLUSH: Final = {"marginInlineStart": "-15px"}
"""A button without an edge, with its words in line with those above."""

SWITCH: Final = {"@media (hover: none)": {"display": "none"}}
KEYCAP: Final = {
    "display": "inline-grid",
    "placeItems": "center",
    "minWidth": "20px",
    "padding": "0 5px",
    "border": "1px solid var(--control-line)",
    "borderRadius": "4px",
    "fontFamily": "inherit",
    "fontSize": "12px",
    "lineHeight": "18px",
    # Who has no keys needs no hint at one.
    "@media (hover: none)": {"display": "none"},
    "@media print": {"display": "none"},
}


GOES_BACK: Final = rx.Var(
    """((event) => {
  const before = document.ledFrom;
  if (!before) return;
  document.ledFrom = null;
  event.preventDefault();
  if (before.isConnected) before.focus();
})"""
)
"""What the key opened gives the focus back to what had it, and not to the button it pressed."""


class KeyLeads(rx.Fragment):
    """Lets one key lead to what names it in `aria-keyshortcuts`, while `active`.

    A field gets the focus, a button is pressed where it is, also in what is folded: that stays
    folded, for a screen may be shared. Keys held down, keys with a modifier and what is typed into
    a field or said to a dialog are left alone.
    """

    active: rx.Var[bool]

    def add_imports(self) -> dict[str, Any]:
        """React's effect: what can be seen hears keys."""
        return {"react": [rx.ImportVar(tag="useLayoutEffect")]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """Listen while active."""
        return [
            f"""useLayoutEffect(() => {{
  if (!{self.active!s}) return;
  const taken = "input, select, textarea, [contenteditable], [role=dialog], [role=menu]";
  const lead = (event) => {{
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.key.toLowerCase() !== "{KEY}") return;
    if (event.target.closest && event.target.closest(taken)) return;
    const there = document.querySelector('[aria-keyshortcuts~="{KEY}"]');
    if (!there || document.querySelector("[role=dialog]")) return;
    event.preventDefault();
    if (there.matches("input")) {{ there.focus(); there.select(); return; }}
    document.ledFrom = document.activeElement;
    there.click();
  }};
  window.addEventListener("keydown", lead);
  return () => window.removeEventListener("keydown", lead);
}}, [{self.active!s}]);"""
        ]

    def render(self) -> dict[str, Any]:
        """Show nothing."""
        return rx.fragment().render()


class Copies(rx.Fragment):
    """Copies what a pressed button names in `data-copies`, and says so once it is done."""

    def add_imports(self) -> dict[str, Any]:
        """React's effect."""
        return {"react": [rx.ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """Listen for presses, where the browser lets a page copy."""
        return [
            """useEffect(() => {
  if (!navigator.clipboard) return;
  document.body.dataset.canCopy = "";
  const copy = async (event) => {
    const button = event.target.closest && event.target.closest("[data-copies]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copies);
    const heard = document.getElementById("copied");
    button.dataset.copied = "";
    if (heard) heard.textContent = button.dataset.said;
    setTimeout(() => {
      delete button.dataset.copied;
      if (heard) heard.textContent = "";
    }, 2000);
  };
  document.addEventListener("click", copy);
  return () => document.removeEventListener("click", copy);
}, []);"""
        ]

    def render(self) -> dict[str, Any]:
        """Show nothing."""
        return rx.fragment().render()


def bank() -> rx.Component:
    """The button to which the key leads: it opens the bank over the page. Once on a page."""
    words = rx.fragment(_("Find a question"), keycap())
    return rx.fragment(_opened_by(words, "", custom_attrs=_shortcut()), *_listeners())


def others_like(key: Words) -> rx.Component:
    """A button that opens the bank at the question of this key, on a page that has `bank`."""
    return _opened_by(_("More like this"), key, weight="bare", style=FLUSH)


def whole_bank() -> rx.Component:
    """The search with everything beneath it, for the bank's own page."""
    return rx.fragment(
        _search(leads=True),
        rx.cond(
            BankState.search != "",
            _results(),
            rx.fragment(_ways(), *[_shelf(shelf) for shelf in SHELVES]),
        ),
        _switch(),
        *_listeners(),
    )


def keycap() -> rx.Component:
    """The key, as it stands on a keyboard; nothing while it is switched off."""
    return rx.cond(BankState.keys_on, rx.el.kbd(KEY.upper(), aria_hidden="true", style=KEYCAP))


def _listeners() -> tuple[rx.Component, ...]:
    """What listens for the key and for copying, once on a page."""
    return (
        KeyLeads.create(active=BankState.keys_on),
        Copies.create(),
        rx.el.span(id="copied", role="status", class_name="unseen"),
    )


def _shortcut() -> dict[str, Any]:
    """The mark by which the key finds what it leads to."""
    return {"aria-keyshortcuts": rx.cond(BankState.keys_on, KEY, "")}


def _opened_by(words: Content, at: Words, **props: Any) -> rx.Component:
    """The bank as a dialog with its button, at the question of the key `at`; empty for none."""
    made = ui.dialog(
        _("Questions"),
        _search(leads=False),
        rx.cond(
            BankState.search != "",
            _results(),
            rx.cond(BankState.group != "", _group_found(), _groups()),
        ),
        ui.row(_switch(), ui.closing(ui.button(_("Close"))), apart=True),
        about=_("What to ask instead of telling. Choose a group, or search."),
        opener=ui.button(words, **props),
    )
    content = made.children[-1]
    if isinstance(content, rx.Component):
        content.custom_attrs = {**content.custom_attrs, "onCloseAutoFocus": GOES_BACK}
    # The dialog hears of its opening, and not the button: a button with an event of its own does
    # not get the focus back when the dialog is closed.
    return rx.dialog.root(*made.children, on_open_change=lambda _open: BankState.begin(at))


def _search(*, leads: bool) -> rx.Component:
    """The field; what is typed is looked for shortly after the last key."""
    control = rx.el.input(
        id="bank-search",
        name="question",
        type="search",
        auto_complete="off",
        on_change=BankState.find.debounce(120),
        custom_attrs=_shortcut() if leads else {},
        class_name="control control-search",
    )
    hint = _("Words in any order, such as “price silence” or “stuck”.")
    label: Content = _("Search the questions")
    if leads:
        label = rx.fragment(label, " ", keycap())
    return ui.field(label, control, id="bank-search", hint=hint)


def _switch() -> rx.Component:
    """A way to switch the single key off."""
    box = ui.checkbox(
        _("Use the key Q"), "bank-key", checked=BankState.keys_on, on_change=BankState.use_keys
    )
    return rx.el.div(box, class_name="quiet no-print", style=SWITCH)


def _results() -> rx.Component:
    """What the search brought."""
    number = ui.count(BankState.found)
    return rx.el.section(
        rx.el.h2(_("Found"), class_name="unseen"),
        rx.el.p(
            rx.match(
                number,
                (0, _("Nothing holds all of these words. Try fewer, or the beginning of one.")),
                (1, _("1 question")),
                _("{n} questions").format(n=number),
            ),
            role="status",
            class_name="quiet",
        ),
        _found_list(),
        class_name="section",
    )


def _group_found() -> rx.Component:
    """One group, and the way back to all."""
    return rx.el.section(
        ui.row(
            ui.heading(BankState.group),
            ui.button(_("All groups"), weight="bare", on_click=BankState.leave_group),
            apart=True,
        ),
        _found_list(),
        class_name="section",
    )


def _found_list() -> rx.Component:
    return rx.el.ul(
        rx.foreach(BankState.found, lambda one: _entry(one, with_place=True)), style=LIST
    )


def _groups() -> rx.Component:
    """Every group as a button, by shelf; that for the talk at hand first."""
    shelves = sorted(SHELVES, key=lambda shelf: shelf.key != Shelf.LEADERS)
    return ui.stack(
        *[
            rx.el.div(
                ui.quiet(shelf.word),
                ui.row(*[_group_button(shelf, group) for group in shelf.groups], gap="near"),
                role="group",
                aria_label=shelf.word,
                class_name="stack gap-near",
            )
            for shelf in shelves
        ]
    )


def _group_button(shelf: ShelfRow, group: GroupRow) -> rx.Component:
    return ui.button(group.word, on_click=BankState.choose(shelf.key, group.key))


def _ways() -> rx.Component:
    """To each shelf of a long page."""
    links = [ui.native_link(shelf.word, f"#{shelf.key}") for shelf in SHELVES]
    return rx.el.nav(
        ui.row(*links, gap="between"), aria_label=_("On this page"), class_name="no-print"
    )


def _shelf(shelf: ShelfRow) -> rx.Component:
    """One shelf, its groups beneath each other."""
    return rx.el.section(
        ui.heading(shelf.word, id=shelf.key),
        rx.el.p(shelf.meaning, class_name="quiet"),
        *[_group(shelf, group) for group in shelf.groups],
        class_name="section",
        style={"& > h2": {"scrollMarginTop": "80px"}},
    )


def _group(shelf: ShelfRow, group: GroupRow) -> rx.Component:
    entries = [_entry(one) for one in group.questions]
    return rx.el.div(
        ui.heading(group.word, level=3),
        rx.el.ul(*entries, style=LIST),
        style=GROUP,
    )


def _entry(one: QuestionRow | Any, *, with_place: bool = False) -> rx.Component:
    """One question: what it stands in place of, itself, when it helps; one press copies it."""
    # On the page every question has an address; a search shows some of them a second time.
    named: dict[str, Any] = {} if with_place else {"id": one.key}
    place = rx.cond(BankState.group == "", rx.fragment(one.place, " · "))
    helps = rx.fragment(place, one.helps) if with_place else one.helps
    return rx.el.li(
        rx.el.div(_instead(one), rx.el.p(one.text, style=ASKED), ui.quiet(helps), style=SAID),
        ui.icon_button(
            "copy",
            _("Copy “{question}”").format(question=one.text),
            custom_attrs={"data-copies": one.text, "data-said": _("Copied")},
            style=COPY,
        ),
        style=ENTRY,
        **named,
    )


def _instead(one: QuestionRow | Any) -> rx.Component:
    """What one is tempted to say; nothing where it stands for itself."""
    words = ui.quiet(_("Instead of “{said}”").format(said=one.instead))
    if isinstance(one, QuestionRow):
        return words if one.instead else rx.fragment()
    return rx.cond(one.instead != "", words)
