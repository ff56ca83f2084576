"""Browsers as people have them: one context each, whose console must stay silent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    WebError,
    expect,
    sync_playwright,
)

from coach_the_coach.identity.sign_in import cookie_name
from tests.journeys.company import Company

WIDE: Final = (1440, 900)
PHONE: Final = (375, 812)

HURRIED: Final = "WebSocket is closed before the connection is established"
"""What Chromium says of whoever leaves a page as it opens; a page can do nothing about it."""

PATIENCE: Final = 20_000
"""Milliseconds that anything may take to appear on a busy machine."""

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium_at(program: Path) -> Iterator[Browser]:
    """A browser that talks to nobody but our server, until the block ends."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS])
        yield browser
        browser.close()


@dataclass
class Visits:
    """Opens pages for people, and knows what their consoles said."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=lambda: [HURRIED])

    def page(
        self,
        company: Company,
        email: str | None = None,
        *,
        theme: Literal["light", "dark"] = "light",
        size: tuple[int, int] = WIDE,
        **options: Any,
    ) -> Page:
        """A new page of a new browser, signed in as this person, or as nobody."""
        context = self.browser.new_context(
            base_url=company.url,
            color_scheme=theme,
            locale="en-GB",
            reduced_motion="reduce",
            timezone_id="Europe/Berlin",
            viewport={"width": size[0], "height": size[1]},
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", self._hear)
        context.on("weberror", self._hear_error)
        if email is not None:
            secret = company.secret(email)
            context.add_cookies([{"name": cookie_name(), "value": secret, "url": company.url}])
        self.contexts.append(context)
        return context.new_page()

    def close(self, page: Page) -> None:
        """Put a browser away with everything in it."""
        self.contexts.remove(page.context)
        page.context.close()

    def allow(self, words: str) -> None:
        """Expect these words in a console: the browser's own about what the test wants."""
        self.allowed.append(words)

    def unexpected(self) -> list[str]:
        """What the consoles said and nobody expected."""
        return [one for one in self.said if not any(words in one for words in self.allowed)]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _hear_error(self, error: WebError) -> None:
        self.said.append(f"thrown: {error.error}")
