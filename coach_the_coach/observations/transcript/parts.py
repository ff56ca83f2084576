"""The desk on which a transcript is coded, one key for a turn, and the list of turns beside it."""

from collections.abc import Callable
from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.tally.rules import (
    BUTTONS,
    Buttons,
    Code,
    Side,
    code_meaning,
    code_word,
    side_of,
    side_word,
)
from coach_the_coach.observations.transcript.state import TranscriptState
from coach_the_coach.ui.tokens import Words

LETTERS: Final = {
    Code.OPEN: "o",
    Code.CLOSED: "c",
    Code.BACK: "b",
    Code.OFFER: "f",
    Code.DIRECT: "d",
    Code.EXPLAIN: "e",
    Code.TAKE: "t",
    Code.PRAISE: "p",
    Code.PAUSE: "s",
    Code.ASK: "a",
    Code.TELL: "l",
}
"""The letter of each code, beside its number on the screen."""

WIDE: Final = "@media (min-width: 900px)"

DESK: Final = {
    "display": "grid",
    "gap": "16px",
    "gridTemplateColumns": "minmax(0, 1fr)",
    WIDE: {"position": "sticky", "top": "72px"},
}
NOW: Final = {
    "display": "flex",
    "flexDirection": "column",
    "gap": "8px",
    "height": "max(120px, 24vh)",
    "overflowY": "auto",
    "paddingRight": "8px",
    # The words stand at the foot, close to the buttons, and can still be scrolled when long.
    "& > :first-of-type": {"marginTop": "auto"},
    WIDE: {"height": "min(28vh, 232px)"},
}
SPOKEN: Final = {
    "margin": "0",
    "maxWidth": "62ch",
    "fontSize": "16px",
    "lineHeight": "24px",
    WIDE: {"fontSize": "18px", "lineHeight": "28px"},
}
TRACK: Final = {
    "height": "6px",
    "overflow": "hidden",
    "borderRadius": "3px",
    "background": "var(--line)",
}
PAD: Final = {
    "display": "grid",
    "gap": "8px",
    # On a phone the buttons stay in reach of the thumb.
    "position": "sticky",
    "bottom": "0",
    "padding": "8px 0 max(8px, env(safe-area-inset-bottom))",
    "background": "var(--page)",
    WIDE: {"position": "static", "padding": "0"},
}
CODES: Final = {
    "display": "grid",
    "gap": "8px",
    "gridTemplateColumns": "repeat(3, minmax(0, 1fr))",
}
PAIRS: Final = CODES | {"gridTemplateColumns": "repeat(2, minmax(0, 1fr))"}
CODE: Final = {
    "minHeight": "48px",
    "padding": "5px 8px",
    "borderColor": "var(--tone)",
    "background": "var(--tone-wash)",
    "color": "var(--tone-ink)",
    "&[aria-pressed=true]": {
        "boxShadow": "inset 0 0 0 2px var(--tone-ink)",
        "borderColor": "var(--tone-ink)",
    },
}
KEY: Final = {"fontSize": "13px", "opacity": "0.85", "fontVariantNumeric": "tabular-nums"}


class KeysPress(rx.Fragment):
    """Lets a key press the button that names it in `aria-keyshortcuts`, while `active`.

    Keys held down, keys with a modifier and what is typed into a field are left alone.
    """

    active: rx.Var[bool]

    def add_imports(self) -> dict[str, Any]:
        """React's effect: what can be seen hears keys."""
        return {"react": [rx.ImportVar(tag="useLayoutEffect")]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """Listen while active; a digit is a digit on every keyboard, whatever shift it needs."""
        return [
            f"""useLayoutEffect(() => {{
  if (!{self.active!s}) return;
  const taken = "input, select, textarea, [contenteditable], [role=dialog], [role=menu]";
  const press = (event) => {{
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest && event.target.closest(taken)) return;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    const plain = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const key = digit ? digit[1] : plain;
    if (!/^\\w+$/.test(key)) return;
    const button = document.querySelector(`[aria-keyshortcuts~="${{key}}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  }};
  window.addEventListener("keydown", press);
  return () => window.removeEventListener("keydown", press);
}}, [{self.active!s}]);"""
        ]

    def render(self) -> dict[str, Any]:
        """Show nothing."""
        return rx.fragment().render()


class ScrollTo(rx.Fragment):
    """Brings the element `entry` into view within its own scrolling list, not within the page."""

    entry: rx.Var[str]

    def add_imports(self) -> dict[str, Any]:
        """React's effect."""
        return {"react": [rx.ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """Scroll whenever the entry is another."""
        return [
            f"""useEffect(() => {{
  const row = document.getElementById({self.entry!s});
  const box = row && row.closest("[data-scrolls]");
  if (!box || box.scrollHeight <= box.clientHeight) return;
  const away = row.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop += away - box.clientHeight / 3;
}}, [{self.entry!s}]);"""
        ]

    def render(self) -> dict[str, Any]:
        """Show nothing."""
        return rx.fragment().render()


def desk() -> rx.Component:
    """The turn being coded, and a button for each code."""
    return rx.el.section(
        progress(TranscriptState.coded, TranscriptState.focus.clock, of=_codable()),
        turn_in_focus(TranscriptState.focus),
        # A machine's suggestion will stand here: above the buttons, and never pressing one.
        rx.el.div(by_buttons(_pad), _moves(), style=PAD),
        by_buttons(_keys),
        aria_label=_("Code this turn"),
        style=DESK,
    )


def how_much() -> rx.Component:
    """Of a long transcript: all of it, or four runs of ten turns; what that costs is said first."""
    found = TranscriptState.transcript
    fewer = _(
        "{whole} turns to code. You may code four runs of ten, drawn by the program from each "
        "quarter: quicker, and less sure. The ask share may then be off by {runs} points either "
        "way, with all of them by {all}."
    ).format(whole=found.whole, runs=found.margin_runs, all=found.margin)
    drawn = _("Four runs of ten turns, drawn by the program. Nothing outside them counts.")
    some, words = TranscriptState.draw_runs, _("Code four runs of ten turns")
    offered = rx.cond(
        TranscriptState.coded == 0,
        ui.callout(fewer, action=ui.button(words, on_click=some)),
        ui.row(ui.quiet(fewer), ui.button(words, weight="bare", on_click=some), apart=True),
    )
    whole = ui.button(_("Code the whole"), weight="bare", on_click=TranscriptState.code_whole)
    return rx.cond(
        found.can_draw,
        rx.cond(found.in_runs, ui.row(ui.quiet(drawn), whole, apart=True), offered),
    )


def progress(coded: Any, clock: Words, *, of: Any) -> rx.Component:
    """How many turns have a code, of how many; `of` is 0 where the file does not say."""
    of_all = _("{coded} of {all} coded").format(coded=coded, all=of)
    words = rx.cond(of > 0, of_all, _("{coded} coded").format(coded=coded))
    return ui.stack(
        ui.row(ui.figures(words), ui.quiet(ui.figures(clock)), apart=True),
        rx.cond(of > 0, _bar(coded, of)),
        gap="tight",
    )


def _codable() -> Any:
    """How many turns are the manager's; 0 where the file does not say."""
    found = TranscriptState.transcript
    return rx.cond(found.names_known, found.codable, 0)


def _bar(done: Any, every: Any) -> rx.Component:
    """The part that is coded, drawn."""
    filled = {"width": f"calc(100% * {done} / {every})", "height": "100%"}
    return rx.el.div(
        rx.el.div(style=filled | {"background": "var(--accent)"}),
        role="progressbar",
        custom_attrs={
            "aria-label": _("Turns coded"),
            "aria-valuenow": done,
            "aria-valuemin": 0,
            "aria-valuemax": every,
        },
        style=TRACK,
    )


def turn_in_focus(focus: Any) -> rx.Component:
    """What was said, large, after what was said before it."""
    return rx.el.div(
        rx.cond(
            focus.before != "",
            rx.el.p(
                rx.cond(focus.before_speaker != "", f"{focus.before_speaker}: ", ""),
                focus.before,
                class_name="quiet",
            ),
        ),
        rx.el.p(focus.text, aria_live="polite", style=SPOKEN),
        key=focus.key,
        tab_index=0,
        role="group",
        aria_label=_("The turn to code"),
        style=NOW,
    )


def by_buttons(draw: Callable[[Buttons], rx.Component]) -> rx.Component:
    """Drawn for as many buttons as this observation is counted with."""
    light = TranscriptState.transcript.buttons == str(Buttons.FOUR)
    return rx.cond(light, draw(Buttons.FOUR), draw(Buttons.NINE))


def _pad(buttons: Buttons) -> rx.Component:
    """The codes in their rows: what asks, what tells, and with nine the three others."""
    codes, wide = BUTTONS[buttons], 2 if buttons is Buttons.FOUR else 3
    names = [side_word(Side.ASK), side_word(Side.TELL), _("Others")]
    rows = [codes[start : start + wide] for start in range(0, len(codes), wide)]
    drawn = [
        rx.el.div(
            *(_code_button(code, buttons) for code in row),
            role="group",
            aria_label=name,
            style=PAIRS if wide == 2 else CODES,
        )
        for name, row in zip(names, rows, strict=False)
    ]
    return rx.el.div(*drawn, style={"display": "grid", "gap": "8px"})


def _code_button(code: Code, buttons: Buttons) -> rx.Component:
    focus = TranscriptState.focus
    return code_button(
        code,
        f"{BUTTONS[buttons].index(code) + 1}",
        word=code_word(code, buttons),
        given=TranscriptState.codes[focus.key],
        on_click=TranscriptState.code(focus.index, str(code)),
    )


def code_button(code: Code, number: str, *, word: str, given: Any, on_click: Any) -> rx.Component:
    """One code with its key; pressed where it is the one `given`."""
    return rx.el.button(
        rx.el.span(number, aria_hidden="true", style=KEY),
        word,
        type="button",
        title=code_meaning(code),
        aria_pressed=given == str(code),
        on_click=on_click,
        custom_attrs={"aria-keyshortcuts": f"{number} {LETTERS.get(code, '')}".strip()},
        class_name=f"button tone-{side_of(code)}",
        style=CODE,
    )


def _moves() -> rx.Component:
    """Back, on without a code, and taking a code off."""
    index = TranscriptState.focus.index
    return moves(
        back=TranscriptState.move(index, "previous"),
        on=TranscriptState.move(index, "next"),
        uncode=TranscriptState.uncode(index),
        has_code=_codes_here().contains(TranscriptState.focus.key),
    )


def moves(*, back: Any, on: Any, uncode: Any, has_code: Any) -> rx.Component:
    """Back, on without a code, and taking a code off, each with its keys."""
    return ui.row(
        ui.button(_("Previous"), on_click=back, custom_attrs={"aria-keyshortcuts": "k ArrowLeft"}),
        ui.button(_("Next"), on_click=on, custom_attrs={"aria-keyshortcuts": "j ArrowRight"}),
        ui.button(
            _("Take the code off"),
            weight="bare",
            on_click=uncode,
            disabled=~has_code,
            custom_attrs={"aria-keyshortcuts": "x Backspace"},
        ),
        gap="near",
    )


def _keys(buttons: Buttons) -> rx.Component:
    """Which key does what, and a way to switch them off."""
    rows = [
        (
            f"{place} {_('or')} {LETTERS[code].upper()}",
            f"{code_word(code, buttons)}: {code_meaning(code)}",
        )
        for place, code in enumerate(BUTTONS[buttons], start=1)
    ]
    leading = (
        _("A leading question is Tell.")
        if buttons is Buttons.FOUR
        else _("A leading question is Direct.")
    )
    return ui.disclosure(
        _("Codes and keys"),
        ui.stack(
            ui.facts(
                *rows,
                (_("K or ←"), _("The turn before")),
                (_("J or →"), _("The next turn; this one may stay without a code")),
                (_("X or Backspace"), _("Take the code off")),
            ),
            ui.quiet(
                _("One code for a turn: the main one."),
                " ",
                leading,
                " ",
                _("Greetings and scheduling get none."),
            ),
            ui.checkbox(
                _("Use single keys"),
                "keys",
                checked=TranscriptState.keys_on,
                on_change=TranscriptState.use_keys,
            ),
        ),
    )


def _codes_here() -> rx.vars.ObjectVar:
    """Code by turn, bound, for the turns of this page."""
    return rx.Var.create(TranscriptState.codes).to(dict)
