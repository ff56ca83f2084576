"""Who watches loses nothing: without a network, a tab, a server, or a sign-in."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

import pytest
from playwright.sync_api import Page, Route, expect
from sqlmodel import select

from coach_the_coach.identity.sign_in import ABSOLUTE, cookie_name
from coach_the_coach.identity.tables import SignIn
from coach_the_coach.observations.tables import Tap
from tests.journeys import steps, watching
from tests.journeys.company import Company, bring_in_people, company
from tests.journeys.visits import ARGUMENTS, PHONE, Visits

WORDS: Final = ("Ask", "Listening back", "Tell", "Take")
CODES: Final = {"Ask": "ask", "Listening back": "back", "Tell": "tell", "Take": "take"}
MINUTE: Final = 60_000


@pytest.fixture(scope="module")
def guests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company of eight; each walk makes observations of its own in it."""
    data = tmp_path_factory.mktemp("guests") / "data"
    bring_in_people(data)
    with company(data) as served:
        yield served


def _expect_no_network(visits: Visits) -> None:
    for words in watching.NO_NETWORK:
        visits.allow(words)


def _phone(visits: Visits, served: Company, who: str = "vera@example.com") -> Page:
    return visits.page(served, who, size=PHONE)


def _away_for(page: Page, milliseconds: int) -> None:
    """Let time pass in the page, by its own timers."""
    page.evaluate("(wait) => new Promise((done) => setTimeout(done, wait))", milliseconds)


def _place(page: Page) -> None:
    """Let a device at rest ask the server for its time once more: the surest answer is kept."""
    page.evaluate(
        "() => { window.asks = setInterval(() => window.dispatchEvent(new Event('online')), 50); }"
    )
    for _time in range(3):
        with page.expect_response("**/taps"):
            pass
    page.evaluate("() => clearInterval(window.asks)")


def test_a_minute_without_a_network_in_the_middle_of_tapping_loses_nothing(
    visits: Visits, guests: Company
):
    _expect_no_network(visits)
    page = _phone(visits, guests)
    seen = watching.begin(page)
    order = []
    for word in WORDS:
        seen.press(page, word)
        order.append(word)
    seen.all_kept(page)

    page.context.set_offline(True)
    begun = monotonic()
    for word in ("Ask", "Ask", "Tell"):
        seen.press(page, word)
        order.append(word)
    steps.jot(page, "She waited")
    expect(page.locator(".tally-kept")).to_have_text("4 waiting")
    _away_for(page, MINUTE)
    seen.press(page, "Take")
    passed = monotonic() - begun
    order.append("Take")
    expect(page.locator(".tally-kept")).to_have_text("5 waiting")
    assert watching.codes_kept(guests, seen.path) == [CODES[word] for word in WORDS]

    page.context.set_offline(False)
    seen.all_kept(page)
    assert watching.codes_kept(guests, seen.path) == [CODES[word] for word in order]
    assert watching.notes_kept(guests, seen.path) == [("She waited", "")]
    assert seen.counts_on(page) == seen.pressed
    times = [one.at for one in watching.taps_kept(guests, seen.path)]
    assert 59 < (times[-1] - times[-2]).total_seconds() < passed


def test_a_tab_that_is_closed_reloaded_and_opened_without_a_network_goes_on_counting(
    visits: Visits, guests: Company
):
    _expect_no_network(visits)
    page = _phone(visits, guests)
    seen = watching.begin(page)
    seen.press(page, "Ask")
    seen.all_kept(page)
    context = page.context

    context.set_offline(True)
    seen.press(page, "Tell")
    seen.press(page, "Tell")
    watching.stores(page, 2)
    page.reload()
    expect(page.get_by_role("button", name="Tell 2")).to_be_visible()
    seen.press(page, "Take")
    watching.stores(page, 3)
    page.close()

    again = context.new_page()
    again.goto(f"{seen.path}/live")
    expect(again.get_by_text("3 waiting")).to_be_visible()
    # What the server has is not on the device: it shows what waits, and names nobody.
    assert "Reyes" not in again.locator("main").inner_text()
    seen.press(again, "Listening back")
    expect(again.get_by_text("4 waiting")).to_be_visible()

    context.set_offline(False)
    seen.all_kept(again)
    steps.heading(again, "Mo Reyes")
    assert seen.counts_on(again) == seen.pressed
    kept = ["ask", "tell", "tell", "take", "back"]
    assert watching.codes_kept(guests, seen.path) == kept


def test_only_what_waits_is_stored_and_it_is_wiped_when_it_is_kept(visits: Visits, guests: Company):
    _expect_no_network(visits)
    page = _phone(visits, guests)
    seen = watching.begin(page)
    seen.press(page, "Ask")
    seen.all_kept(page)
    watching.stores(page, 0)

    page.context.set_offline(True)
    seen.press(page, "Take")
    steps.jot(page, "A private word")
    expect(page.locator(".tally-kept")).to_have_text("2 waiting")
    watching.stores(page, 2)
    found = watching.stored(page)
    assert sorted(json.loads(one)["part"] for one in found["waiting"]) == ["notes", "taps"]
    assert [json.loads(one)["address"] for one in found["screens"]] == [f"{seen.path}/taps"]
    named = json.dumps(found)
    assert [name for name in ("Reyes", "Mo ", "Lindt", "Vera", "Stone") if name in named] == []

    page.context.set_offline(False)
    seen.all_kept(page)
    watching.stores(page, 0)
    cached = page.evaluate(
        """async () => {
          const texts = [];
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys())
              texts.push(new URL(request.url).pathname);
          return texts;
        }"""
    )
    data = [one for one in cached if "taps" in one or "_event" in one or seen.path in one]
    assert data == []


def test_a_sign_in_that_ended_keeps_what_waits_until_the_same_person_is_back(
    visits: Visits, guests: Company
):
    _expect_no_network(visits)
    visits.allow("401")
    page = _phone(visits, guests)
    seen = watching.begin(page)
    seen.press(page, "Ask")
    seen.all_kept(page)

    _let_all_sign_ins_run_out(guests)
    seen.press(page, "Tell")
    seen.press(page, "Take")
    link = page.get_by_role("link", name="Sign in again to keep what you tapped")
    expect(link).to_be_visible()

    # Another person signs in on the device: they neither see nor send it.
    _sign_in_here(page, guests, "viktor@example.com")
    page.goto("/")
    steps.heading(page, "Viktor Strand")
    expect(page.get_by_text("waiting", exact=False)).to_have_count(0)
    expect(page.get_by_text("to be sent")).to_have_count(0)
    assert watching.codes_kept(guests, seen.path) == ["ask"]
    page.goto(f"{seen.path}/live")
    expect(page.get_by_text("Nothing here that you can see")).to_be_visible()

    # Nor does their signing out wipe it.
    steps.to_account(page)
    page.get_by_role("button", name="Sign out").click()
    steps.heading(page, "Sign in")

    _sign_in_here(page, guests, "vera@example.com")
    page.goto(f"{seen.path}/live")
    seen.all_kept(page)
    assert seen.counts_on(page) == seen.pressed
    assert watching.codes_kept(guests, seen.path) == ["ask", "tell", "take"]


CUT: Final = """
const send = window.fetch;
window.fetch = (address, ...rest) =>
  localStorage.getItem("cut") && String(address).endsWith("/taps")
    ? Promise.reject(new TypeError("cut"))
    : send(address, ...rest);
"""
"""Lets nothing through to the route of taps while the browser remembers `cut`."""


def test_signing_out_asks_whether_what_waits_is_sent_or_discarded(visits: Visits, guests: Company):
    _expect_no_network(visits)
    for press, kept in (("Send, then sign out", ["ask"]), ("Discard and sign out", [])):
        page = _phone(visits, guests)
        page.context.add_init_script(CUT)
        seen = watching.begin(page)
        # What is tapped does not arrive, not even as the page is left; all else does.
        page.evaluate("() => localStorage.setItem('cut', '1')")
        seen.press(page, "Ask")
        expect(page.locator(".tally-kept")).to_contain_text("1 waiting")
        steps.to_account(page)
        expect(page.get_by_text("Waiting on this device to be sent: 1")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        dialog = page.get_by_role("dialog", name="Not yet sent from this device: 1")
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name="Stay signed in").click()
        expect(dialog).to_be_hidden()
        page.get_by_role("button", name="Sign out").click()
        if kept:
            page.evaluate("() => localStorage.removeItem('cut')")
        dialog.get_by_role("button", name=press).click()
        steps.heading(page, "Sign in")
        assert watching.codes_kept(guests, seen.path) == kept
        watching.stores(page, 0)
        assert watching.stored(page)["screens"] == []


def test_taps_of_two_devices_merge_by_time_though_one_clock_is_five_hours_wrong(
    visits: Visits, guests: Company
):
    _expect_no_network(visits)
    phone = _phone(visits, guests)
    seen = watching.begin(phone)
    tablet = visits.page(guests, "vera@example.com")
    tablet.add_init_script("const now = Date.now; Date.now = () => now() + 5 * 3_600_000;")
    tablet.goto(f"{seen.path}/live")
    expect(tablet.get_by_role("button", name=steps.starts("Ask"))).to_be_visible()
    for device in (phone, tablet):
        _place(device)
    tablet.context.set_offline(True)
    order = []
    for word in WORDS * 2:
        device = phone if len(order) % 2 else tablet
        device.get_by_role("button", name=steps.starts(word)).click()
        order.append(CODES[word])
        # A tenth of a second: what two hands on two devices can tell apart.
        _away_for(device, 100)
    # The clock is changed in the middle, too.
    tablet.evaluate("() => { Date.now = () => performance.timeOrigin - 3 * 3_600_000; }")
    tablet.get_by_role("button", name=steps.starts("Take")).click()
    tablet.context.set_offline(False)
    seen.all_kept(phone)
    expect(tablet.locator(".tally-kept")).to_have_text("All kept", timeout=MINUTE)

    assert watching.codes_kept(guests, seen.path) == [*order, "take"]
    with guests.store() as session:
        taps = session.exec(select(Tap)).all()
        assert all(one.received_at and one.at <= one.received_at for one in taps)


def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_is_doubled(
    visits: Visits, guests: Company
):
    _expect_no_network(visits)
    page = _phone(visits, guests)
    seen = watching.begin(page)
    seen.press(page, "Ask")
    seen.all_kept(page)
    lost: list[int] = []

    def lose(route: Route) -> None:
        """The server keeps it and answers; the answer never arrives."""
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.fetch().status)
            return route.abort("connectionreset")
        return route.continue_()

    page.route("**/taps", lose)
    for word in ("Tell", "Take", "Ask"):
        seen.press(page, word)
    seen.all_kept(page)
    assert lost == [200, 200]
    assert seen.counts_on(page) == seen.pressed
    assert watching.codes_kept(guests, seen.path) == ["ask", "tell", "take", "ask"]


ASKED: Final = """() => {
  const [send, asked] = [window.fetch, []];
  window.fetch = (address, ...rest) => {
    asked.push(String(address));
    return send(address, ...rest);
  };
  window.dispatchEvent(new Event("online"));
  window.fetch = send;
  return asked;
}"""
"""What a page asks for at once when the network is back."""


def test_what_is_stopped_is_not_looked_at_any_more(visits: Visits, guests: Company):
    page = _phone(visits, guests)
    seen = watching.begin(page)
    seen.press(page, "Ask")
    seen.all_kept(page)
    assert page.evaluate(ASKED) == [f"{seen.path}/taps"]

    with page.expect_response("**/taps"):
        steps.stop_watching(page)
    steps.go_on_to_rating(page)
    assert page.evaluate(ASKED) == []


def test_a_mistaken_tap_is_changed_in_its_place(visits: Visits, guests: Company):
    page = _phone(visits, guests)
    seen = watching.begin(page)
    for word in ("Ask", "Tell", "Take"):
        seen.press(page, word)
    seen.all_kept(page)
    page.get_by_role("button", name="Change Take").click()
    expect(page.get_by_text("Press what it was instead of Take.")).to_be_visible()
    page.get_by_role("button", name=steps.starts("Listening back")).click()
    seen.all_kept(page)
    assert watching.codes_kept(guests, seen.path) == ["ask", "tell", "back"]
    # Also after a reload, when only the server knows of it.
    page.reload()
    expect(page.get_by_role("button", name="Change Ask")).to_be_visible()
    page.get_by_role("button", name="Change Ask").click()
    page.get_by_role("button", name=steps.starts("Tell")).click()
    seen.all_kept(page)
    assert watching.codes_kept(guests, seen.path) == ["tell", "tell", "back"]


def test_a_note_takes_two_taps_and_can_hold_a_quote(visits: Visits, guests: Company):
    page = _phone(visits, guests)
    seen = watching.begin(page)
    page.get_by_role("button", name="Note").click()
    page.get_by_label(steps.starts("Note at ")).fill("Rae went quiet")
    page.get_by_role("button", name="Quote").click()
    page.get_by_label(steps.starts("Their words at ")).fill("What would you try?")
    page.get_by_role("button", name="Keep").click()
    seen.all_kept(page)
    assert watching.notes_kept(guests, seen.path) == [("Rae went quiet", "What would you try?")]


def test_the_left_hand_has_a_layout_of_its_own_and_the_screen_stays_awake(
    visits: Visits, guests: Company
):
    page = _phone(visits, guests)
    page.add_init_script(
        "window.held = []; navigator.wakeLock.request = async (kind) => "
        "{ window.held.push(kind); return { release() {} }; };"
    )
    steps.open_observation(page, coach="Mo Reyes", coached="Rae Lindt")
    page.get_by_role("radio", name="Left").check()
    steps.start_watching(page)
    undo, kind = (
        page.get_by_role("button", name=word).evaluate("(one) => one.getBoundingClientRect().x")
        for word in ("Undo", "Kind")
    )
    # What is pressed most is the nearest to the thumb.
    assert undo > kind
    page.wait_for_function("() => window.held.length > 0")
    assert page.evaluate("() => window.held") == ["screen"]


@dataclass
class Named(Company):
    """A company reached by another name than its machine's own."""

    address: str = ""

    @property
    def url(self) -> str:
        return self.address


def test_over_plain_http_the_page_says_what_is_missing_and_counts_all_the_same(
    visits: Visits, chromium: Path, tmp_path: Path
):
    data, address = tmp_path / "data", "http://coach.example.com"
    bring_in_people(data)
    with company(data, COACH_PUBLIC_URL=address) as served:
        rule = f"--host-resolver-rules=MAP coach.example.com:80 127.0.0.1:{served.served.port}"
        browser = visits.browser.browser_type.launch(
            executable_path=chromium, args=[*ARGUMENTS, rule]
        )
        named = Named(served.served, data, address)
        page = Visits(browser).page(named, "vera@example.com", size=PHONE)
        path = steps.open_observation(page, coach="Mo Reyes", coached="Rae Lindt")
        expect(page.get_by_text("Your screen may go dark meanwhile")).to_be_visible()
        expect(page.get_by_text("Keep this tab open: over plain http")).to_be_visible()
        steps.start_watching(page)
        steps.tap(page, "13")
        assert watching.codes_kept(served, path) == ["ask", "tell"]
        browser.close()


def _let_all_sign_ins_run_out(served: Company) -> None:
    """As when twelve hours are over; one that is ended by somebody closes its pages at once."""
    with served.store() as session:
        for one in session.exec(select(SignIn)).all():
            one.created_at -= ABSOLUTE
            session.add(one)


def _sign_in_here(page: Page, served: Company, who: str) -> None:
    """Sign in as this person in this very browser."""
    page.context.clear_cookies()
    secret = served.secret(who)
    page.context.add_cookies([{"name": cookie_name(), "value": secret, "url": served.url}])


HELD = """() => {
  const [wait, stop] = [setTimeout, clearTimeout];
  window.setTimeout = (work, ms, ...more) => {
    if (ms !== 600) return wait(work, ms, ...more);
    [window.held, window.setTimeout] = [work, wait];
    return -1;
  };
  window.clearTimeout = (id) => (id === -1 ? (window.held = null) : stop(id));
  document.querySelector(".tally-codes").isBefore = true;
}"""
"""Put off what holding the next button does until it is asked for; mark what is drawn now."""


def test_a_server_that_starts_again_takes_no_note_and_no_press_that_was_begun(
    visits: Visits, tmp_path: Path
):
    _expect_no_network(visits)
    data = tmp_path / "data"
    bring_in_people(data)
    with company(data) as served:
        port = served.served.port
        page = _phone(visits, served)
        seen = watching.begin(page)
        seen.press(page, "Ask")
        seen.all_kept(page)
        page.get_by_role("button", name=steps.starts("Note")).click()
        page.get_by_label("Note at").fill("She waited and")
        page.evaluate(HELD)
        button = page.get_by_role("button", name=steps.starts("Tell"))
        button.hover()
        page.mouse.down()
        served.kill()
    with company(data, port=port) as served:
        # Drawn anew, by a server that knows of nobody any more; the finger is where it was.
        page.wait_for_function(
            "() => document.querySelector('.tally-codes')?.isBefore === undefined && "
            "document.querySelector('.tally-codes')"
        )
        page.evaluate("() => window.held?.()")
        page.mouse.up()
        expect(page.get_by_role("heading", name="Mo Reyes")).to_be_visible()
        expect(page.get_by_label("Note at")).to_be_focused()
        page.keyboard.type(" asked")
        page.get_by_role("button", name="Keep", exact=True).click()
        seen.all_kept(page)
        expect(page.get_by_role("button", name="Tell 1")).to_be_visible()
        assert watching.codes_kept(served, seen.path) == ["ask", "tell"]
        assert watching.notes_kept(served, seen.path) == [("She waited and asked", "")]


def killed_at_random(visits: Visits, folder: Path, seed: int) -> None:
    """Tap while the server is killed three times at random moments and started again."""
    chance = random.Random(seed)
    _expect_no_network(visits)
    data = folder / f"data-{seed}"
    bring_in_people(data)
    page = seen = None
    order: list[str] = []
    port = 0
    for life in range(4):
        with company(data, port=port) as served:
            port = served.served.port
            if page is None:
                page = _phone(visits, served)
                seen = watching.begin(page)
            assert seen is not None
            for _tap in range(chance.randrange(3, 9)):
                word = chance.choice(WORDS)
                seen.press(page, word)
                order.append(CODES[word])
                _away_for(page, chance.randrange(0, 250))
            if life == 3:
                seen.all_kept(page)
                assert seen.counts_on(page) == seen.pressed
                assert watching.codes_kept(served, seen.path) == order
                return
            if chance.random() < 0.5:
                # The moment at which a promise that was made too early is found out.
                seen.all_kept(page)
            promised = page.locator(".tally-kept").inner_text() == "All kept" and len(order)
            served.kill()
        if promised:
            # What the screen called kept is in the database, whatever the moment was.
            kept = watching.codes_kept(served, seen.path)
            assert len(kept) >= promised, f"{order}; kept: {watching.told(served, seen.path)}"
        for word in chance.sample(WORDS, 2):
            seen.press(page, word)
            order.append(CODES[word])


def test_a_server_killed_at_random_moments_loses_nothing_and_doubles_nothing(
    visits: Visits, tmp_path: Path, seed_of_kills: int
):
    killed_at_random(visits, tmp_path, seed_of_kills)
