"""What somebody presses and types, and the time that stands for."""

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

A_PRESS: Final = 6
"""Seconds for a press, with reading what is pressed. Source: docs/method.md#ten-minutes."""

CHARACTERS: Final = 3
"""Characters typed in a second. Source: docs/method.md#ten-minutes."""


@dataclass
class Counted:
    """What somebody has pressed and typed since the counting began."""

    presses: int = 0
    characters: int = 0

    @property
    def seconds(self) -> float:
        """The time that stands for."""
        return self.presses * A_PRESS + self.characters / CHARACTERS

    def add(self, presses: int, characters: int) -> None:
        """Something was pressed, or typed."""
        self.presses += presses
        self.characters += characters


_COUNTS: Final = """
(() => {
  let last = null;
  const isText = (one) => one.matches?.("textarea, input:not([type=radio], [type=checkbox])");
  const press = (event) => {
    if (!event.isTrusted) return;
    last = event.target;
    window.counted(1, 0);
  };
  const type = (event) => {
    // A list is opened with one press and chosen from with another.
    if (event.target.matches?.("select")) window.counted(2, 0);
    if (!isText(event.target)) return;
    // Whoever types into a field has gone to it before.
    if (event.target !== last) window.counted(1, 0);
    last = event.target;
    window.counted(0, event.data?.length ?? event.target.value.length);
  };
  addEventListener("pointerdown", press, true);
  addEventListener("keydown", (event) => !isText(event.target) && press(event), true);
  addEventListener("input", type, true);
})();
"""
"""Listens in the browser, so that no step passes by it, however it presses."""


def counting(page: Page) -> Counted:
    """Count what is pressed and typed on a page from now on."""
    counted = Counted()
    page.expose_function("counted", counted.add)
    page.add_init_script(_COUNTS)
    page.evaluate(_COUNTS)
    return counted
