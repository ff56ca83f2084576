"""From nothing to Certified Coach, refused once on the way; and on to its end, and beyond."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select

from coach_the_coach.cadence.tables import CoachMonth
from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.certification.tables import Progress
from tests.journeys import decisions, doubles, path_changes, shared, steps, transcripts, work
from tests.journeys.company import PEOPLE, Company
from tests.journeys.entered import QUOTE, Entered
from tests.journeys.moving import MovedClock, company_at
from tests.journeys.visits import PHONE, WIDE, Visits

MORE: Final = """\
hana@example.com,Hana,Weiss,leader,VP Sales,West,carla@example.com,Europe/Berlin
ada@example.com,Ada,Adair,admin,Administrator,,,Europe/Berlin
sage@example.com,Sage,Quist,specialist,Enablement,Enablement,,Europe/Berlin
"""
"""Hana leads another line, Sage is the specialist, Ada administers."""

BEGINS: Final = datetime(2027, 2, 1, 8, tzinfo=UTC)
"""A Monday on which a month of four whole weeks begins."""

MO, RAE = "Mo Reyes", "Rae Lindt"
FOUNDATIONS, CERTIFIED = "Foundations", "Certified Coach"

USED: Final = "I gave back what she said, and then I waited."
EVIDENCE: Final = "In the third session the manager names the next step, and the rep agrees."
WOULD_MEET: Final = "One session more in which the rep names the next step."
APPEALED: Final = "In the third session Rae names it herself: it is in the transcript at 1:52."
HEARD: Final = "The transcript shows it: she says who counts, and how."

BETTER: Final = steps.ALL_COACHING | {1: 4}
"""What the two give the third session: on average more than is asked."""

SCORE: Final = "3.1"
"""What that comes to, as Mo reads it."""

UNSAID: Final = (SCORE, "Vera", "Viktor", "Sage", "Rae", "Ren", QUOTE, steps.ONE_THING, EVIDENCE)
"""What no stranger reads: how it was scored, who scored and signed, with whom, and any word."""


@dataclass(frozen=True)
class Story:
    """The company, its clock, what is entered in it, and everybody's browsers."""

    company: Company
    clock: MovedClock
    entered: Entered
    visits: Visits
    folder: Path

    def page(self, name: str, size: tuple[int, int] = WIDE) -> Page:
        """A new browser of somebody, signed in at the time that it is."""
        return self.visits.page(self.company, f"{name}@example.com", size=size)

    def at(self, on: date) -> None:
        """Have it be the morning of a day; who was signed in signs in again."""
        self.clock.set(datetime.combine(on, BEGINS.timetz()))

    def until(self, path: str) -> date:
        """The last day of the newest certificate of Mo's on a path."""
        with self.company.store() as session:
            awards = select(Award).where(Award.path_key == path)
            newest = session.exec(awards.order_by(col(Award.id).desc())).first()
            assert newest is not None
            assert newest.valid_until is not None
            return newest.valid_until


@pytest.fixture
def moved(tmp_path: Path) -> Iterator[tuple[Company, MovedClock]]:
    """The company, and the clock that it goes by; browsers are put away before it ends."""
    with company_at(BEGINS, tmp_path, PEOPLE + MORE) as company_and_clock:
        yield company_and_clock


def test_from_nothing_to_certified_refused_once_and_beyond_its_end(
    moved: tuple[Company, MovedClock], visits: Visits, tmp_path: Path
):
    company, clock = moved
    story = Story(company, clock, Entered(company), visits, tmp_path)
    _two_paths_are_changed_and_given(story)
    _a_first_month_of_work(story)
    _two_sessions_are_observed(story)
    _foundations(story)
    _what_is_left_for_certified(story)
    _a_session_is_scored_by_two(story)
    _refused_and_heard(story)
    address = _shared(story)
    _renewal_opens_it_expires_and_lapses(story, address)
    _certified_again(story)


def _two_paths_are_changed_and_given(story: Story) -> None:
    """An administrator asks less of both, and a leader puts Mo on them."""
    ada = story.page("ada")
    path_changes.make_smaller(ada, FOUNDATIONS, "foundations")
    path_changes.make_smaller(ada, CERTIFIED, "certified-coach")

    story.entered.may_certify("vera", "viktor")
    vera = story.page("vera")
    for path in (FOUNDATIONS, CERTIFIED):
        vera.goto("/assign")
        vera.get_by_label("Path", exact=True).select_option(label=path)
        vera.get_by_role("button", name=f"Choose {MO}").click()
        able = vera.locator("section", has=vera.get_by_role("heading", name="Can it be finished"))
        expect(able.get_by_text("It can be finished here").first).to_be_visible()
        vera.get_by_role("button", name="Put them on the path").click()
        done = vera.locator(".callout", has_text="1 person is on the path now.")
        expect(done).to_be_visible()

    _more_time_is_given(vera, story.company.page_of("mo@example.com"))


def _more_time_is_given(page: Page, page_of_mo: str) -> None:
    """The leader moves the day of one of the two paths, and says why."""
    page.goto(page_of_mo.replace("/people/", "/assign/"))
    steps.heading(page, MO)
    on_path = page.locator(".lines > *", has=page.get_by_role("heading", name=FOUNDATIONS))
    on_path.locator("summary", has_text="Change the day").click()
    on_path.get_by_label("To be through by").fill("2027-05-31")
    on_path.get_by_label("Why").first.fill("Two weeks of holiday are in between.")
    on_path.get_by_role("button", name="Change the day").click()
    work.said(page, "Kept. They are told.")
    expect(on_path.get_by_text("31 May 2027")).to_be_visible()


def _a_first_month_of_work(story: Story) -> None:
    """Mo learns, logs and practises on a phone; then week by week, and closes a skill."""
    mo, entered = story.page("mo", PHONE), story.entered
    mo.goto("/certification")
    _stands(mo, FOUNDATIONS, "Not started", "0 of 6 met")

    mo.goto("/learn/asking")
    mo.get_by_role("button", name="I have read it").click()
    work.answer(mo, "asking")
    work.send_answers(mo, "5 of 5 right")
    work.log(mo, RAE)
    work.use_unit(mo, "asking", f"Today · {RAE} · Silence", USED)
    mo.goto("/team-practice")
    work.begin_practice(mo)
    work.practise_with(mo, "Rae", "Ask what the price is compared with.")
    work.close_practice(mo, "A question first, then the price.")

    entered.clip("mo", 0)
    for rep in ("rae", "ren"):
        entered.skill("mo", rep)
    entered.log("mo", "ren")
    for week in (1, 2, 3):
        story.at(BEGINS.date() + timedelta(weeks=week, days=1))
        for rep in ("rae", "ren"):
            entered.log("mo", rep)
    entered.close_skill("mo", "rae")

    mo = story.page("mo", PHONE)
    mo.goto("/certification")
    _stands(mo, FOUNDATIONS, "In progress", "5 of 6 met")


def _two_sessions_are_observed(story: Story) -> None:
    """Vera watches one on a phone and they talk it over; Viktor of another line watches one."""
    vera, mo = story.page("vera", PHONE), story.page("mo", PHONE)
    path = steps.open_observation(vera, coach=MO, coached=RAE, aim="Certification")
    steps.watch(vera, "1121312113")
    steps.rate(vera, steps.ALL_COACHING, {})
    steps.write_words(vera, one_thing=steps.ONE_THING)
    steps.sign(vera, path)

    mo.goto("/")
    mo.get_by_role("link", name="Rate yourself").click()
    steps.rate_oneself(mo, steps.OWN_LEVELS)
    steps.at_page(mo, f"{path}/talk")
    steps.talk(vera, path)

    story.entered.observed_on_request("vera", "viktor", "mo", "ren")
    mo.goto("/certification")
    expect(_path(mo, FOUNDATIONS).get_by_text("1 more observed.").first).to_be_visible()
    story.entered.talked_over("viktor", "mo")
    mo.reload()
    _stands(mo, FOUNDATIONS, "Evidence complete", "6 of 6 met")


def _foundations(story: Story) -> None:
    """A leader names the second of those who sign, both say yes: the first certificate."""
    decision = story.entered.asked("mo", "foundations")
    second = "A coaching specialist, or whoever is named"
    decisions.name_who_signs(story.page("carla"), decision, second, "Hana Weiss")
    story.entered.signed("carla", decision)
    decisions.say_yes(story.page("hana"), MO)
    mo = story.page("mo", PHONE)
    mo.goto("/certification")
    _stands(mo, FOUNDATIONS, "Certified")


def _what_is_left_for_certified(story: Story) -> None:
    """A month later: the exam, the ten points, and what the specialist attests."""
    story.at(BEGINS.date() + timedelta(weeks=4, days=1))
    mo, sage = story.page("mo", PHONE), story.page("sage")
    mo.goto("/exam")
    mo.get_by_role("button", name="Begin the exam").click()
    work.answer(mo, EXAM)
    work.send_answers(mo, "20 of 20 right")
    story.entered.ten_points("mo")

    sage.goto(story.company.page_of("mo@example.com").replace("/people/", "/attest/"))
    sage.get_by_label("Why you sign for it").fill("We looked at both of them on Monday.")
    sage.get_by_role("button", name="Sign", exact=True).click()
    work.said(sage, "Signed. They are told.")

    _made_on(story, mo, BEGINS.date() + timedelta(weeks=4, days=1))
    mo.goto("/certification")
    _stands(mo, CERTIFIED, "In progress", "8 of 9 met")


def _a_session_is_scored_by_two(story: Story) -> None:
    """Vera and Viktor score the third from its transcript, and neither sees the other's."""
    vera, viktor, mo = story.page("vera"), story.page("viktor"), story.page("mo", PHONE)
    steps.open_observation(
        vera, coach=MO, coached=RAE, source="From a transcript", aim="Certification"
    )
    transcripts.bring_in(vera, story.folder)
    transcripts.code_by_keys(vera)
    doubles.ask(vera, "Viktor Strand (from outside their line)")
    doubles.begin(viktor)
    transcripts.code_by_keys(viktor)
    first = story.entered.rated("vera", BETTER)
    second = story.entered.rated("viktor", BETTER)

    vera.goto(f"{first}/rate")
    steps.sign(vera, first)
    expect(vera.get_by_text(doubles.WAITS)).to_be_visible()
    for page, path in ((mo, first), (viktor, first)):
        page.goto(path)
        steps.heading(page, "Nothing here that you can see")
    viktor.goto(f"{second}/rate")
    steps.sign(viktor, second)

    for observer in ("vera", "viktor"):
        story.entered.talked_over(observer, "mo")
    mo.goto(first)
    expect(mo.get_by_role("main")).to_contain_text(f"{SCORE}, ")
    mo.goto("/certification")
    _stands(mo, CERTIFIED, "Evidence complete", "9 of 9 met")


def _refused_and_heard(story: Story) -> None:
    """One signs and one says not yet; Mo appeals, who took no part allows it, and two certify."""
    mo, carla, sage = story.page("mo", PHONE), story.page("carla"), story.page("sage")
    again = (story.company.now() + timedelta(days=21)).date()
    decision = decisions.ask(mo, CERTIFIED)
    decisions.say_yes(carla, MO)
    not_yet = decisions.NotYet("observed", EVIDENCE, WOULD_MEET, again.isoformat())
    decisions.say_not_yet(sage, MO, not_yet)

    mo.goto(decision)
    criterion = mo.get_by_role("definition").filter(has_text="3 observed sessions")
    expect(criterion).to_be_visible()
    for words in (EVIDENCE, WOULD_MEET, f"{again:%-d %B %Y}"):
        expect(mo.get_by_text(words)).to_be_visible()
    decisions.appeal(mo, decision, APPEALED)
    decisions.name_who_hears(story.page("vera"), decision, "Hana Weiss")
    decisions.allow(story.page("hana"), decision, HEARD)
    mo.goto("/certification")
    _stands(mo, CERTIFIED, "Under review")
    decisions.say_yes(carla, MO)

    mo.goto(f"{decision}/appeal")
    expect(mo.get_by_text(HEARD)).to_be_visible()
    mo.goto("/certification")
    _stands(mo, CERTIFIED, "Certified")


def _shared(story: Story) -> str:
    """Mo shares all there is to share; a stranger reads it and sees no score."""
    address = shared.share(story.page("mo", PHONE), CERTIFIED)
    stranger = story.visits.page(story.company, size=PHONE)
    told = shared.said_to_a_stranger(stranger, address)
    for words in ("This certificate is valid.", MO, "Level 2"):
        assert words in told
    file = stranger.request.get(f"{address}/credential.json").text()
    assert [words for words in UNSAID if words in told or words in file] == []
    return address


def _renewal_opens_it_expires_and_lapses(story: Story, address: str) -> None:
    """What Mo and a stranger read on the way to the end."""
    until = story.until("certified-coach")
    stranger = story.visits.page(story.company)
    for days, state, asked, to_a_stranger in (
        (-80, "Certified, renewal open", "0 of 4 met", "This certificate is valid."),
        (5, "Expired, still in grace", "0 of 4 met", "This certificate expired."),
        (50, "Lapsed", "0 of 1 met", "This certificate expired."),
    ):
        on = until + timedelta(days=days)
        story.at(on)
        mo = story.page("mo", PHONE)
        _made_on(story, mo, on)
        mo.goto("/certification")
        _stands(mo, CERTIFIED, state, asked)
        assert to_a_stranger in shared.said_to_a_stranger(stranger, address)
        story.visits.close(mo)


def _certified_again(story: Story) -> None:
    """What others see is shown anew, and nothing else is asked; both certificates are kept."""
    entered = story.entered
    entered.observed("vera", "mo", "rae")
    entered.observed("vera", "mo", "ren")
    entered.observed_by_two("vera", "viktor", "mo", "rae")
    for observer in ("vera", "viktor"):
        entered.talked_over(observer, "mo")
    mo = story.page("mo", PHONE)
    decisions.ask(mo, CERTIFIED)
    for signer in ("carla", "sage"):
        decisions.say_yes(story.page(signer), MO)
    mo.goto("/certification")
    _stands(mo, CERTIFIED, "Certified")

    ada = story.page("ada")
    ada.goto("/register")
    kept = ada.get_by_role("row").filter(has_text=MO).filter(has_text=CERTIFIED)
    expect(kept).to_have_count(2)
    with story.company.store() as session:
        kinds = session.exec(
            select(Award.kind).where(Award.path_key == "certified-coach").order_by(col(Award.id))
        ).all()
    assert kinds == [AwardKind.FIRST, AwardKind.RECERTIFIED]


def _path(page: Page, title: str) -> Locator:
    """One of somebody's own paths, on their page of them."""
    head = page.get_by_role("heading", level=2, name=title, exact=True)
    return page.locator("section.section", has=head)


def _stands(page: Page, title: str, state: str, met: str = "") -> None:
    """Wait until a path is said to be in this state, and so much of what it asks to be met."""
    path = _path(page, title)
    expect(path.locator(".badge").first).to_have_text(state)
    if met:
        expect(path.get_by_text(met, exact=True)).to_be_visible()


def _made_on(story: Story, page: Page, on: date) -> None:
    """Wait until the server has made Mo's months and everybody's progress on a day, by itself."""
    begun = datetime.combine(on, BEGINS.timetz())
    behind = select(Progress.enrolment_id).where(col(Progress.made_on) < on)
    months = select(CoachMonth).where(col(CoachMonth.made_at) >= begun)
    for _look in range(200):
        with story.company.store() as session:
            if session.exec(behind).first() is None and session.exec(months).first():
                return
        page.wait_for_timeout(250)
    raise AssertionError(f"nobody made what stands on {on}")
