"""What somebody takes to a talk on paper."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from coach_the_coach.demo import Case, cast
from coach_the_coach.demo.cast import Part
from tests.journeys import steps
from tests.journeys.demo import Demo
from tests.journeys.visits import PHONE, WIDE, Visits

SHEET: Final = re.compile(rb"/Type\s*/Page\b")
"""One page of a PDF, as Chromium writes it: what a page is made of is never squeezed."""

DRAWN: Final = 20_000
"""Bytes that a sheet with words and charts has at least; an empty one has about a thousand."""


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize("who", [cast.NEUTRAL, cast.IMPROVING])
def test_the_page_of_a_person_prints_on_one_sheet(
    visits: Visits, demo: Demo, who: Part, size: tuple[int, int]
):
    page = visits.page(demo, demo.email(who), size=size)
    page.goto(f"/people/{demo.loaded.cases[Case.IMPROVING].person_id}")
    steps.heading(page, cast.IMPROVING.name)
    expect(page.get_by_role("table", name="Observations")).to_be_attached()
    expect(page.locator(".skeleton")).to_have_count(0)

    sheets = page.pdf(format="A4")

    assert len(SHEET.findall(sheets)) == 1
    assert len(sheets) > DRAWN
    assert b"/Font" in sheets
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
