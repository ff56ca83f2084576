"""Observing from end to end: light, closed as a loop, handed over in a talk that both sign."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Final

from playwright.sync_api import Page, WebSocket, expect
from sqlmodel import select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.observations import rubric
from coach_the_coach.observations.rubric.rules import Rubric, read_rubric, worded
from coach_the_coach.observations.tables import Observation
from tests.journeys import steps
from tests.journeys.company import Company
from tests.journeys.counted import counting
from tests.journeys.visits import PHONE, Visits

SHIPPED: Final = read_rubric((Path(rubric.__path__[0]) / "rubric-1.1.toml").read_text())

NOTE: Final = "They found the reason themselves"
NEXT_THING: Final = "Ask what they would do before you say what you would do."

LOOK_SECONDS: Final = 180
"""What a short look may take. Source: the words on its page."""

SIGNING_SECONDS: Final = 600
"""What may pass from stopping to signing. Source: docs/method.md#ten-minutes."""

TAKEN: Final = {"look": (6, 108), "rating": (27, 125)}
"""Presses and characters; the section of the method states them and has to follow."""


def test_a_short_look_and_then_a_rating_signed_within_ten_minutes_of_stopping(
    visits: Visits, own: Company
):
    vera = visits.page(own, "vera@example.com", size=PHONE)
    vera.goto("/")
    vera.get_by_role("link", name="Short look").click()
    steps.heading(vera, "A short look")
    counted = counting(vera)
    steps.take_look(
        vera,
        "Mo Reyes",
        moment="After the price came up he summed up what Rae had said.",
        to_try="Leave the pause two breaths longer before you ask on.",
    )
    look, taken = counted.seconds, {"look": (counted.presses, counted.characters)}

    path = steps.open_observation(vera, coach="Mo Reyes", coached="Rae Lindt")
    steps.start_watching(vera)
    _ten_minutes_pass(vera, own, path)
    steps.tap(vera, "1121312113" * 3)
    steps.note(vera, NOTE)
    counted.presses = counted.characters = 0
    begun = monotonic()
    steps.stop_watching(vera)
    expect(vera.get_by_role("definition").filter(has_text=re.compile("^1[0-4]:"))).to_be_visible()
    steps.book(vera)
    steps.go_on_to_rating(vera)
    _rate_with_what_is_at_hand(vera)
    for tick in ("Decided a next action", "Asked for updates instead of evidence"):
        vera.get_by_role("checkbox", name=tick).check()
    steps.write_words(
        vera,
        worked="You waited until Rae had finished, and summed up what she said.",
        one_thing=steps.ONE_THING,
    )
    steps.sign(vera, path)
    passed = monotonic() - begun
    taken["rating"] = (counted.presses, counted.characters)

    assert taken == TAKEN
    assert look <= LOOK_SECONDS, f"{taken['look']} stand for {look:.0f} s"
    assert counted.seconds <= SIGNING_SECONDS, f"{taken['rating']}: {counted.seconds:.0f} s"
    # What the pages themselves made somebody wait is in here.
    assert passed < SIGNING_SECONDS
    steps.unfold(vera)
    main = vera.get_by_role("main")
    expect(main.get_by_text(re.compile(r"Did not happen from 0:00 to 1[0-4]:\d\d"))).to_be_visible()
    expect(main.get_by_text("Tell, as tapped")).to_be_visible()
    expect(main.get_by_text(NOTE).first).to_be_visible()


def _ten_minutes_pass(page: Page, own: Company, path: str) -> None:
    """The clock of an observation, and its session, began ten minutes earlier."""
    with own.store() as session:
        public_id = path.rpartition("/")[2]
        one = session.exec(select(Observation).where(Observation.public_id == public_id)).one()
        held = session.get_one(CoachingSession, one.coaching_session_id)
        assert one.started_at is not None
        one.opened_at -= timedelta(minutes=10)
        one.started_at -= timedelta(minutes=10)
        held.held_at -= timedelta(minutes=10)
        session.add_all([one, held])
    page.reload()
    expect(page.get_by_role("timer")).to_have_text(re.compile("^1[0-4]:"))


def _rate_with_what_is_at_hand(page: Page) -> None:
    """Eight dimensions, and not a word typed for any of them."""
    steps.rate_level(page, 1, 3)
    steps.rate_level(page, 2, 1)
    told = steps.dimension(page, 2)
    told.get_by_role("button", name=re.compile(r"^1[0-4]:\d\d Tell$")).first.click()
    expect(told.get_by_label("In their words")).to_have_value("Tell, as tapped")
    steps.rate_level(page, 3, 4)
    noted = steps.dimension(page, 3)
    noted.get_by_role("button", name=NOTE).click()
    expect(noted.get_by_label("In their words")).to_have_value(NOTE)
    steps.rate_level(page, 4, 1)
    absent = steps.dimension(page, 4)
    absent.get_by_role("button", name="It did not happen").click()
    expect(absent.get_by_text(re.compile("^Did not happen from 0:00"))).to_be_visible()
    steps.rate(page, {5: 2, 6: 3, 7: "uncalled", 8: 2}, {})


def test_a_talk_in_which_the_one_observed_speaks_first_and_both_sign(visits: Visits, own: Company):
    viktor = visits.page(own, "viktor@example.com")
    mia = visits.page(own, "mia@example.com", size=PHONE)
    path = steps.open_observation(viktor, coach="Mia Kern", coached="Ria Falk")
    steps.start_watching(viktor)
    steps.tap(viktor, "1123")
    steps.note(viktor, NOTE)
    steps.stop_watching(viktor)
    steps.book(viktor)
    mia.goto("/notices")
    expect(mia.get_by_text(steps.starts("Viktor Strand would like fifteen min"))).to_be_visible()
    steps.go_on_to_rating(viktor)
    levels = {1: 3, 2: 2, 3: 3, 4: 2, 5: 3, 6: 2, 7: 3, 8: 3}
    steps.rate(viktor, levels, {})
    steps.write_words(viktor, one_thing=steps.ONE_THING)
    steps.sign(viktor, path)
    viktor.goto(f"{path}/talk")
    expect(viktor.get_by_text("Mia Kern has not given their own view yet.")).to_be_visible()
    expect(viktor.get_by_role("button", name="Show both views")).to_have_count(0)

    own_levels = {1: 4, 2: 3, 3: 1, 4: 4, 5: 1, 6: 4, 7: 1, 8: 2}
    mia.goto(f"{path}/reflect")
    steps.rate_oneself(mia, own_levels)
    steps.at_page(mia, f"{path}/talk")
    hers, his = _anchors(own_levels), _anchors(levels)

    # On two screens, which have not held the form: each is told what is said, and neither what the
    # other rated.
    viktor = visits.page(own, "viktor@example.com")
    mia = visits.page(own, "mia@example.com", size=PHONE)
    told = {name: _listen(page) for name, page in (("viktor", viktor), ("mia", mia))}
    for page in (viktor, mia):
        page.goto(f"{path}/talk")
        expect(page.get_by_role("heading", name="Mia Kern speaks first")).to_be_visible()
    steps.say(mia, "intended", "noticed")
    steps.look_again(viktor)
    expect(viktor.locator("#noticed")).to_have_value(steps.SPOKEN["noticed"])
    viktor.get_by_text("Take it from what you noted").click()
    viktor.get_by_role("button", name=NOTE).click()
    expect(viktor.locator("#moment")).to_have_value(re.compile(NOTE))
    steps.look_again(mia)
    expect(mia.locator("#moment")).to_have_value(re.compile(NOTE))
    expect(mia.get_by_role("button", name="Show both views")).to_have_count(0)
    viktor.get_by_role("button", name="Show both views").click()
    expect(viktor.get_by_text("Say first what to try next.")).to_be_visible()
    steps.say(mia, "would_try")
    steps.look_again(viktor)
    expect(viktor.locator("#would_try")).to_have_value(steps.SPOKEN["would_try"])
    _holds_none(viktor, told["viktor"], hers)
    _holds_none(mia, told["mia"], [*his, steps.ONE_THING])

    steps.open_both_views(viktor)
    steps.look_again(mia)
    for page in (viktor, mia):
        expect(page.get_by_role("heading", name="Both views")).to_be_visible()
        found = page.content()
        assert [one for one in (*hers, *his) if one not in found] == []

    # The observer suggested, the one observed takes it and promises, the observer sets the day.
    mia.get_by_role("button", name="Take it", exact=True).click()
    expect(mia.locator("#one_thing")).to_have_value(steps.ONE_THING)
    steps.agree(mia, promised=steps.AGREED)
    steps.look_again(viktor)
    expect(viktor.locator("#promised")).to_have_value(steps.AGREED)
    steps.agree(viktor, watch_again=steps.in_two_weeks())
    steps.sign_talk(mia, path)
    steps.sign_talk(viktor, path, last=True)
    for page in (viktor, mia):
        page.goto(f"{path}/talk")
        expect(page.get_by_text("What both have signed stays as it is.")).to_be_visible()
        expect(page.get_by_role("main").locator("textarea, input")).to_have_count(0)
        expect(page.get_by_text("Take my signature back")).to_have_count(0)
        expect(page.get_by_text("Move it")).to_have_count(0)

    steps.say_asked_first(mia, "Partly")
    viktor.goto(f"{path}/talk")
    expect(viktor.get_by_role("heading", name="Viktor Strand asked before tel")).to_be_visible()
    viktor.goto("/")
    expect(viktor.get_by_role("heading", name="Did you ask before you told?")).to_be_visible()
    _nobody_else_sees_the_answer(visits, own, path)


def _anchors(levels: Mapping[int, int]) -> list[str]:
    """What these levels look like, in the words of the form."""
    form: Rubric = worded(SHIPPED, coach="manager", coached="rep")
    return [form.dimensions[number - 1].anchors[level - 1] for number, level in levels.items()]


def _listen(page: Page) -> list[str]:
    """All that the server tells a page from now on."""
    told: list[str] = []

    def hear(line: WebSocket) -> None:
        line.on("framereceived", lambda said: told.append(str(said)))

    page.on("websocket", hear)
    return told


def _holds_none(page: Page, told: list[str], secrets: list[str]) -> None:
    """Neither the page nor what came to it holds any of this."""
    heard = page.content() + "".join(told)
    # The anchor of the lowest level of practice is a word that stands anywhere.
    assert [one for one in secrets if len(one) > 10 and one in heard] == []
    assert told


def _nobody_else_sees_the_answer(visits: Visits, own: Company, path: str) -> None:
    """Who leads the observer sees that nothing of it is there, nor in their own pages."""
    carla = visits.page(own, "carla@example.com")
    for address in (f"{path}/talk", path):
        carla.goto(address)
        expect(carla.get_by_text("Nothing here that you can see")).to_be_visible()
    for address in ("/", own.page_of("viktor@example.com"), own.page_of("mia@example.com")):
        carla.goto(address)
        expect(carla.locator("main h1")).to_be_visible()
        expect(carla.locator(".skeleton")).to_have_count(0)
        found = carla.content()
        assert [said for said in ("asked before tel", "Partly", NOTE) if said in found] == []


def test_the_one_thing_stays_until_it_was_seen_twice_and_then_the_next_is_chosen(
    visits: Visits, own: Company
):
    carla = visits.page(own, "carla@example.com")
    viktor = visits.page(own, "viktor@example.com")
    first = _watched(carla)
    _talked_over(carla, viktor, first, one_thing=steps.ONE_THING)

    seen_once = "Seen once. It stays until it was seen twice."
    for answer, stands, chain in (
        ("Seen", "Look out for it: it stays until it was seen twice.", seen_once),
        ("Partly", "Seen once since. Seen once more, it is learned.", seen_once),
    ):
        path = _watched(carla, answer=answer, stands=stands)
        _talked_over(carla, viktor, path, chain=chain)
    path = _watched(carla, answer="Seen", stands="Seen once since. Seen once more, it is learned.")
    page = own.page_of("viktor@example.com")
    carla.goto(page)
    expect(carla.get_by_text(steps.ONE_THING)).to_be_visible()
    expect(carla.get_by_text("Seen twice, last")).to_be_visible()
    _talked_over(
        carla,
        viktor,
        path,
        chain="Seen twice. Choose the next one together.",
        one_thing=NEXT_THING,
    )
    for who in (carla, viktor):
        who.goto(page)
        expect(who.get_by_text(NEXT_THING)).to_be_visible()
        expect(who.get_by_text("Not seen yet. It stays until it was seen twice.")).to_be_visible()
        expect(who.get_by_text(steps.ONE_THING)).to_have_count(0)


def _watched(page: Page, *, answer: str = "", stands: str = "") -> str:
    """One observation of Viktor by Carla, as short as it gets; answers for the ONE thing."""
    path = steps.open_observation(page, coach="Viktor Strand", coached="Mia Kern", word="manager")
    if answer:
        expect(page.get_by_role("button", name="Start the clock")).to_be_visible()
        steps.unfold(page)
        for said in (steps.ONE_THING, f"Promised: {steps.AGREED}", stands):
            expect(page.get_by_text(said)).to_be_visible()
    steps.watch(page, "13")
    if answer:
        for said in (steps.ONE_THING, f"Promised: {steps.AGREED}"):
            expect(page.get_by_text(said)).to_be_visible()
        steps.choose(page, "Did you see it today?", answer)
    steps.rate(page, steps.ALL_COACHING, {})
    steps.sign(page, path)
    return path


def _talked_over(
    observer: Page, observed: Page, path: str, *, chain: str = "", one_thing: str = ""
) -> None:
    """The own view, the talk, and both signatures; without `one_thing` it is the one there is."""
    observed.goto(f"{path}/reflect")
    steps.rate_oneself(observed, steps.ALL_COACHING)
    steps.talk(observer, path)
    if chain:
        expect(observer.get_by_text(chain)).to_be_visible()
    if not one_thing:
        expect(observer.get_by_role("main").get_by_text(steps.ONE_THING)).to_be_visible()
        expect(observer.locator("#one_thing")).to_have_count(0)
    steps.agree(
        observer, one_thing=one_thing, promised=steps.AGREED, watch_again=steps.in_two_weeks()
    )
    steps.sign_talk(observer, path)
    steps.sign_talk(observed, path, last=True)
