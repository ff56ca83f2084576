"""What every page has to pass: axe finds nothing in either theme, nothing is wider than a phone."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.journeys.visits import PHONE, WIDE

AXE: Final = (Path(__file__).parents[1] / "data" / "axe.min.js").read_text("utf-8")

WHOLE: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Every rule of these kinds."""

COLOURS: Final = ["color-contrast", "link-in-text-block"]
"""The rules that a theme has a part in; the others look at the same page in either."""

RUN: Final = """async ([part, rules]) => {
    // Scrolled, the navigation would lie over whatever is beneath it.
    scrollTo(0, 0);
    // Colours on their way from one theme to the other are nobody's.
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    for (let moving = [true]; moving.length; moving = document.getAnimations()) {
        await drawn();
        document.getAnimations().forEach((one) => one.finish());
        await drawn();
    }
    const options = { runOnly: rules, resultTypes: ["violations"] };
    const { violations } = await axe.run(part ?? document, options);
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`));
}"""

TOO_WIDE: Final = """() => {
    const whole = document.documentElement;
    if (whole.scrollWidth <= whole.clientWidth) return [];
    const names = [...document.body.querySelectorAll("*")]
        .filter((one) => one.getBoundingClientRect().right > whole.clientWidth + 1)
        .map((one) => `${one.tagName}.${one.className}`);
    return [`${whole.scrollWidth} wide: ${names.slice(0, 6)}`];
}"""


@dataclass
class Looks:
    """Collects what is wrong with the pages looked at, each by its name."""

    wrong: list[str] = field(default_factory=list)

    def at(self, page: Page, name: str, part: str | None = None) -> None:
        """Look at a page as it is now, light and dark, wide and on a phone.

        `part` is the open dialog or menu: what lies behind it is hidden from those who listen.
        """
        if part is not None:
            expect(page.locator(part).first).to_be_visible()
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(AXE)
        self._axe(page, f"{name}, light", part)
        _theme(page, "dark")
        self._axe(page, f"{name}, dark", part, COLOURS)
        _theme(page, "light")
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        self._axe(page, f"{name}, phone", part)
        self._note(f"{name}, phone", page.evaluate(TOO_WIDE))
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})

    def plain(self, page: Page, name: str) -> None:
        """Look at a page that needs no script, and so has one theme, wide and on a phone."""
        page.evaluate(AXE)
        self._axe(page, name, None)
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        self._axe(page, f"{name}, phone", None)
        self._note(f"{name}, phone", page.evaluate(TOO_WIDE))

    def _axe(self, page: Page, name: str, part: str | None, rules: list[str] = WHOLE) -> None:
        self._note(name, page.evaluate(RUN, [part, rules]))

    def _note(self, name: str, found: list[str]) -> None:
        self.wrong += [f"{name}: {' '.join(one.split())}" for one in found]


def _theme(page: Page, theme: Any) -> None:
    """As when the device changes between day and night."""
    page.emulate_media(color_scheme=theme)
    expect(page.locator("html")).to_have_class(theme)
