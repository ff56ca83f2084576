"""Takes the README's picture of the running program: `python -m tests.journeys.picture`."""

import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import expect

from coach_the_coach.demo import Case, cast
from tests import machine
from tests.journeys import steps
from tests.journeys.demo import Demo, load
from tests.journeys.visits import Visits, chromium_at
from tests.serving import ROOT, serving

PICTURE: Final = ROOT / "docs" / "picture.png"

SIZE: Final = (1440, 900)
"""What one sees first of the page: the ONE thing, and how it changed from talk to talk."""


def take(program: Path, folder: Path) -> None:
    """Serve the demo company, open the page of a manager who gets better, and keep what is seen."""
    data = folder / "data"
    loaded = load(data)
    with serving(data) as served, chromium_at(program) as browser:
        demo = Demo(served, data, loaded)
        page = Visits(browser).page(demo, demo.email(cast.NEUTRAL), size=SIZE)
        page.goto(f"/people/{demo.loaded.cases[Case.IMPROVING].person_id}")
        steps.heading(page, cast.IMPROVING.name)
        expect(page.locator(".skeleton")).to_have_count(0)
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    found = machine.chromium()
    if found is None:
        sys.exit("There is no Chromium on this machine.")
    with tempfile.TemporaryDirectory() as folder:
        take(found, Path(folder))
