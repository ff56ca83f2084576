"""Somebody who watches, what their screen promised, and what the database holds of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from coach_the_coach.observations.tables import Note, Observation, Tap
from tests.journeys import steps
from tests.journeys.company import Company

NO_NETWORK: Final = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
    "ERR_NETWORK_CHANGED",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
    "ERR_SOCKET_NOT_CONNECTED",
    "WebSocket connection to",
    "connection error",
    "when fetching the script",
)
"""What a browser says of itself while nobody answers."""


STORED: Final = """
async () => {
  const found = { local: Object.keys(localStorage), session: Object.keys(sessionStorage) };
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
    });
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      await new Promise((done) => (all.onsuccess = done));
      found[store] = all.result.map((one) => JSON.stringify(one));
    }
    database.close();
  }
  return found;
}
"""
"""Reads all that a browser stores for us."""


SHELL_KEPT: Final = """
async () => {
  if (!(await caches.has("observations"))) return false;
  const requests = await (await caches.open("observations")).keys();
  const kept = new Set(requests.map(({ url }) => new URL(url).pathname));
  const made = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
  const needed = made.filter((path) => /^[/](assets|tally)[/].*[.]js$/.test(path));
  return needed.length > 0 && ["/observations", ...needed].every((path) => kept.has(path));
}
"""
"""Whether the worker has kept the page and every script that it was made of."""


@dataclass
class Watching:
    """One observation being made, and how often each button was pressed."""

    path: str
    pressed: dict[str, int] = field(default_factory=dict)

    def press(self, page: Page, word: str) -> None:
        """Press a button; its count has moved when this returns."""
        button = page.get_by_role("button", name=steps.starts(word))
        before = int(button.locator(".tally-count").inner_text())
        button.click()
        expect(button.locator(".tally-count")).to_have_text(str(before + 1))
        self.pressed[word] = self.pressed.get(word, 0) + 1

    def all_kept(self, page: Page) -> None:
        """Wait until the screen says that everything is kept, and hold it to that."""
        expect(page.locator(".tally-kept")).to_have_text("All kept", timeout=60_000)

    def counts_on(self, page: Page) -> dict[str, int]:
        """The counts that the screen shows, of the buttons that were pressed."""
        return {
            word: int(
                page.get_by_role("button", name=steps.starts(word))
                .locator(".tally-count")
                .inner_text()
            )
            for word in self.pressed
        }


def begin(page: Page, *, coach: str = "Mo Reyes", coached: str = "Rae Lindt") -> Watching:
    """Open an observation and start its clock; the worker has kept the shell when this returns."""
    path = steps.open_observation(page, coach=coach, coached=coached)
    steps.start_watching(page)
    page.wait_for_function(SHELL_KEPT)
    return Watching(path)


def codes_kept(company: Company, path: str) -> list[str]:
    """The codes in the database that were not taken back, by time."""
    with company.store() as session:
        return [str(one.code) for one in _taps(session, path)]


def told(company: Company, path: str) -> str:
    """Every tap in the database, those that were taken back as well, to say why a test failed."""
    with company.store() as session:
        found = sorted(_every_tap(session, path), key=lambda one: one.seq)
        return ", ".join(
            f"{one.code or 'undo'}{' for another' * bool(one.undoes)}" for one in found
        )


def _every_tap(session: Session, path: str) -> Sequence[Tap]:
    return session.exec(
        select(Tap)
        .join(Observation, Observation.id == Tap.observation_id)  # pyright: ignore[reportArgumentType] - a column
        .where(Observation.public_id == path.rsplit("/", 1)[-1])
    ).all()


def _taps(session: Session, path: str) -> list[Tap]:
    found = _every_tap(session, path)
    undone = {one.undoes for one in found if one.undoes}
    kept = [one for one in found if one.code and one.id not in undone]
    return sorted(kept, key=lambda one: (one.at, one.seq, one.id))


def taps_kept(company: Company, path: str) -> list[Tap]:
    """The taps in the database that were not taken back, by time."""
    with company.store() as session:
        return _taps(session, path)


def notes_kept(company: Company, path: str) -> list[tuple[str, str]]:
    """Text and quote of each note in the database, by time."""
    with company.store() as session:
        found = session.exec(
            select(Note)
            .join(Observation, Observation.id == Note.observation_id)  # pyright: ignore[reportArgumentType] - a column
            .where(Observation.public_id == path.rsplit("/", 1)[-1])
            .order_by(Note.at)  # pyright: ignore[reportArgumentType] - a column
        ).all()
        return [(one.text, one.quote) for one in found]


def stored(page: Page) -> dict[str, list[str]]:
    """Everything that the browser stores for us, by where: names only, and what waits as text."""
    return page.evaluate(STORED)


def stores(page: Page, waiting: int) -> None:
    """Wait until so many entries wait on the disk: the screen waits for no disk."""
    page.wait_for_function(
        f"async (waiting) => ((await ({STORED})()).waiting ?? []).length === waiting", arg=waiting
    )
