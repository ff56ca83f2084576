"""What an administrator changes of a path on its page, tried out before it is published."""

from collections.abc import Mapping
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.journeys import steps

SMALLER: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {
    "foundations": {
        "Learning units, done and used": {"Units": "1"},
        "Conversations scored in practice": {"Conversations": "1"},
        "Sessions in the log": {"Sessions": "2", "Different people": "2"},
        "Team practices led": {"Practices": "1"},
    },
    "certified-coach": {
        "Sessions in the log": {"Sessions": "8"},
        "Team practices led": {"Practices": "1"},
        "Kept rate": {"Over so many whole months": "1"},
    },
}
"""By path and by what it asks the fields that get another number: counts alone, nothing is let go.

A team of two, a month and not four: less of each, and each of what is asked as it ships.
"""


def make_smaller(page: Page, title: str, key: str) -> None:
    """Change the counts of a path, look at what that would do, and publish it with a reason."""
    page.goto("/paths")
    page.get_by_role("link", name=title, exact=True).click()
    steps.heading(page, title)
    asked = page.locator("section", has=page.get_by_role("heading", name="What it asks"))
    for name, fields in SMALLER[key].items():
        for label, number in fields.items():
            _fill(_part(asked, name), label, number)
    page.get_by_role("button", name="Try it out").click()
    tried = page.locator("section", has=page.get_by_role("heading", name="Who would pass today?"))
    expect(tried.get_by_role("heading", name="What is another")).to_be_visible()
    for name in SMALLER[key]:
        expect(tried.get_by_role("listitem").filter(has_text=f"{name}: ")).to_be_visible()
    reason = page.get_by_label("What is another, and why")
    reason.fill("We begin with teams of two.")
    reason.blur()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status").filter(has_text="Published as version 2")).to_be_visible()


def _part(asked: Locator, name: str) -> Locator:
    """What a path asks under this name."""
    head = asked.page.get_by_role("heading", level=3, name=name, exact=True)
    return asked.locator(".lines > *", has=head)


def _fill(part: Locator, label: str, number: str) -> None:
    field = part.get_by_label(label, exact=True)
    field.fill(number)
    field.blur()
