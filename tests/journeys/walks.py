"""Walks through the pages with data, with an error, with a dialog open, looked at on the way."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Final

from playwright.sync_api import FilePayload, Page, expect

from coach_the_coach.demo import Case, cast
from coach_the_coach.foundation import clock
from tests.journeys import steps
from tests.journeys.company import PEOPLE
from tests.journeys.demo import Demo
from tests.journeys.looks import Looks
from tests.journeys.visits import Visits

ANOTHER: Final = (
    "email,given_name,family_name,role,employee_id\nbob@example.com,Bob,Poe,rep,AQ-1005\n"
)
"""A file in which an employee id has gone to another person of the demo company."""

TALK: Final = Path(__file__).parents[1] / "data" / "transcripts" / "zoom.vtt"


def opened(page: Page, address: str, head: str | re.Pattern[str]) -> Page:
    """The page at this address, once it shows what it has."""
    page.goto(address)
    steps.heading(page, head)
    expect(page.locator(".skeleton")).to_have_count(0)
    return page


def home(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.NEUTRAL)), "/", cast.NEUTRAL.name)
    steps.unfold(page)
    expect(page.get_by_role("link", name="Go on").first).to_be_visible()
    expect(page.get_by_role("link", name="Decisions", exact=True)).to_have_count(1)
    looks.at(page, "home of a leader")
    page = opened(visits.page(demo, demo.email(cast.IMPROVING)), "/", cast.IMPROVING.name)
    looks.at(page, "home of a manager")


def signing_in(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo), "/signin?next=/people", "Sign in")
    looks.at(page, "sign in")
    steps.sign_in(page, "nobody@example.com", "not the right words")
    expect(page.get_by_role("alert").filter(has_text="do not match")).to_be_visible()
    looks.at(page, "sign in, refused")


def welcome(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo), "/welcome?invitation=made-up", "Welcome")
    looks.at(page, "welcome")
    page.get_by_label("Choose a password").fill("a quiet harbour at dawn")
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("alert").filter(has_text="too old")).to_be_visible()
    looks.at(page, "welcome, refused")


def number(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo), "/signin/number?refused=number", "Second step")
    expect(page.get_by_role("alert").filter(has_text="This is not the number")).to_be_visible()
    looks.at(page, "second step of signing in, refused")


def confirm(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.CRO))
    opened(page, "/confirm?next=/people", "Confirm that it is you")
    page.get_by_label("Password").fill("not the right words")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert").filter(has_text="That was not right")).to_be_visible()
    looks.at(page, "confirming, refused")


def second_step(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.SPECIALIST))
    opened(page, "/account/second", "Second step")
    looks.at(page, "second step, off")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_alt_text("The code to be read")).to_be_visible()
    page.get_by_label("Number").fill("not a number")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("alert").filter(has_text="This is not the number")).to_be_visible()
    looks.at(page, "second step, begun")


def password(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.SPECIALIST))
    opened(page, "/account/password", "Password")
    page.get_by_label("New password").fill("too short")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert").filter(has_text="at least 15 characters")).to_be_visible()
    looks.at(page, "another password, refused")


def ways_in(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/ways", "Ways in")
    expect(page.get_by_text("No provider is set for this installation")).to_be_visible()
    looks.at(page, "ways in")


def account(visits: Visits, demo: Demo, looks: Looks) -> None:
    email = demo.email(cast.CRO)
    demo.secret(email, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    page = opened(visits.page(demo, email), "/account", cast.CRO.name)
    expect(page.get_by_role("button", name="End", exact=True).first).to_be_visible()
    looks.at(page, "account")


def invitations(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/invitations", "Invite")
    page.get_by_role("button", name="Make a link").first.click()
    expect(page.locator(".callout code")).to_be_visible()
    looks.at(page, "invitations, a link just made")


def trail(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.ADMINISTRATOR))
    opened(page, "/account/trail", "Who looked at your data")
    expect(page.get_by_text("Nobody yet")).to_be_visible()
    looks.at(page, "who looked at one's data")


def audit_log(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/audit", "Audit log")
    page.get_by_role("button", name="Search").click()
    # The words are among those to choose from as well.
    entry = page.locator(":not(option)").and_(page.get_by_text("read the audit log"))
    expect(entry.first).to_be_visible()
    looks.at(page, "audit log")
    page.get_by_label("By whom, or about whom").fill("nobody of that name")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Nothing found")).to_be_visible()
    looks.at(page, "audit log, nothing found")


def grants(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/grants", "Roles")
    steps.unfold(page)
    looks.at(page, "roles, forms open")
    page.get_by_label("Who is away, by e-mail address").fill(demo.email(cast.NEUTRAL))
    page.get_by_label("Who stands in, by e-mail address").fill("nobody@example.com")
    page.get_by_label("Last day").nth(1).fill((clock.today("UTC") + timedelta(days=7)).isoformat())
    page.get_by_label("Why", exact=True).nth(1).fill("Holiday.")
    page.get_by_role("button", name="Let them stand in").click()
    expect(page.get_by_role("alert").filter(has_text="Nobody here")).to_be_visible()
    looks.at(page, "roles, a stand-in refused")
    page.get_by_role("button", name="End").first.click()
    expect(page.get_by_label("Why it ends")).to_be_visible()
    looks.at(page, "roles, one about to end")


def imports(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/imports", "Import people")
    steps.unfold(page)
    looks.at(page, "imports")
    for content, shown in (
        (PEOPLE, page.get_by_role("button", name="Bring in")),
        (ANOTHER, page.locator(".callout", has_text="Look at this before")),
        (PEOPLE.replace("carla@", "nobody@", 1), page.get_by_role("alert").filter(has_text="Mend")),
    ):
        page.get_by_label("People", exact=True).set_input_files(
            FilePayload(name="people.csv", mimeType="text/csv", buffer=content.encode())
        )
        page.get_by_role("button", name="Check the file").click()
        expect(shown).to_be_visible()
        looks.at(page, f"imports, {shown}")


def people(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.CRO)), "/people", "People who coach")
    expect(page.locator("summary").filter(has_text=cast.IMPROVING.name)).to_be_visible()
    looks.at(page, "people, of whom one may know little")
    page = opened(visits.page(demo, demo.email(cast.NEUTRAL)), "/people", "People who coach")
    expect(page.locator("summary").filter(has_text=cast.IMPROVING.name)).to_be_visible()
    looks.at(page, "people")
    steps.unfold(page)
    looks.at(page, "people, each opened")


def kinds(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.NEUTRAL)), "/kinds", "Kinds of talk")
    page.get_by_role("button", name="Earlier").click()
    expect(page.get_by_role("heading", name="so far")).to_have_count(0)
    expect(page.locator(".kinds-people > li").first).to_be_visible()
    steps.unfold(page)
    looks.at(page, "kinds of talk, a month ago")


def targets(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/targets", "Targets")
    expect(page.get_by_text("As proposed. Nobody has changed them.")).to_be_visible()
    looks.at(page, "targets, as proposed")
    page.locator("#tactical_at_most").fill("140")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert").filter(has_text="A whole number")).to_be_visible()
    looks.at(page, "targets, what is wrong")


def questions(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.IMPROVING)), "/questions", "Questions")
    looks.at(page, "questions")
    page.keyboard.press("q")
    expect(page.get_by_label("Search the questions")).to_be_focused()
    page.keyboard.type("cfo")
    expect(page.get_by_text("1 question", exact=True)).to_be_visible()
    looks.at(page, "questions, one found")


def person(visits: Visits, demo: Demo, looks: Looks) -> None:
    address = f"/people/{demo.loaded.cases[Case.IMPROVING].person_id}"
    for who in (cast.NEUTRAL, cast.CRO, cast.IMPROVING):
        page = opened(visits.page(demo, demo.email(who)), address, cast.IMPROVING.name)
        steps.unfold(page)
        looks.at(page, f"a person, seen by {who.name}")


def notices(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.IMPROVING)), "/notices", "Notices")
    expect(page.locator("main .lines > *").first).to_be_visible()
    looks.at(page, "notices")


def new_observation(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.NEUTRAL)), "/observations/new", "Observe")
    steps.choose(page, "People you may observe", cast.CHECK.name)
    steps.choose(page, "Live, or from a transcript?", "From a transcript")
    expect(page.get_by_label("When did it take place?")).to_be_visible()
    looks.at(page, "a new observation")
    page.get_by_role("button", name=steps.starts("Go on to ")).click()
    expect(page.get_by_role("alert").filter(has_text="Choose").first).to_be_visible()
    expect(page.locator("#coached_id")).to_be_focused()
    looks.at(page, "a new observation, with problems")
    page.get_by_role("button", name="Discard").first.click()
    looks.at(page, "discard a draft", "[role=dialog]")


def live(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.DRIFTING))
    steps.open_observation(page, coach=cast.TRAINER.name, coached="")
    steps.heading(page, f"Watch {cast.TRAINER.name}")
    looks.at(page, "live, before the start")
    page.get_by_role("button", name="Start the clock").click()
    steps.heading(page, cast.TRAINER.name)
    for digit in "123456789":
        page.keyboard.press(digit)
    looks.at(page, "live")
    page.keyboard.press("n")
    expect(page.get_by_label(steps.starts("Note at "))).to_be_focused()
    looks.at(page, "live, a note")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.get_by_role("group", name="What kind of talk")).to_be_visible()
    looks.at(page, "live, the kind of talk")
    page.get_by_role("button", name="Not now").click()
    page.get_by_role("button", name="Stop").click()
    steps.heading(page, f"You watched {cast.TRAINER.name}")
    looks.at(page, "live, stopped")


def transcript(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.SEVERE))
    steps.open_observation(page, coach=cast.RESCUER.name, coached="", source="From a transcript")
    steps.heading(page, "Transcript")
    field = page.get_by_label("Transcript file")
    expect(field).to_be_visible()
    looks.at(page, "transcript, nothing yet")
    field.set_input_files(FilePayload(name="a.vtt", mimeType="text/vtt", buffer=b"nothing"))
    page.get_by_role("button", name="Bring it in").click()
    expect(page.locator("#file-problem")).not_to_be_empty()
    looks.at(page, "transcript, a bad file")
    field.set_input_files(TALK)
    page.get_by_role("button", name="Bring it in").click()
    steps.choose(page, f"Who is {cast.RESCUER.name}", "Mara Quill")
    looks.at(page, "transcript, who is who")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("0 of 2 coded")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_text("1 of 2 coded")).to_be_visible()
    steps.unfold(page)
    looks.at(page, "transcript, coding")


def rate(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.NEUTRAL))
    opened(page, f"{demo.observation(Case.DRAFT)}/rate", steps.starts("Rate "))
    looks.at(page, "rating")
    page.get_by_role("button", name="Look over and sign").click()
    expect(page.get_by_role("alert").filter(has_text="Before you sign")).to_be_visible()
    looks.at(page, "rating, what is missing")
    steps.open_observation(page, coach=cast.SMALL.name, coached="")
    steps.watch(page, "135")
    steps.heading(page, f"Rate {cast.SMALL.name}")
    steps.choose(page, "Did you see it today?", "Seen")
    steps.rate(page, {1: 4, **dict.fromkeys(range(2, 9), 3)}, {1: "What for?"})
    steps.write_words(page, one_thing=steps.ONE_THING)
    page.locator("#dimension-1").click()
    page.get_by_text("Search what was noted and said").first.click()
    looks.at(page, "rating, all of it")
    page.get_by_role("button", name="Look over and sign").click()
    looks.at(page, "rating, about to sign", "[role=dialog]")


def timeline(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.NEUTRAL))
    steps.open_observation(page, coach=cast.SMALL.name, coached="")
    steps.watch(page, "1357")
    steps.heading(page, f"Rate {cast.SMALL.name}")
    steps.rate_level(page, 1, 3)
    page.get_by_role("link", name="Open the timeline").click()
    steps.heading(page, f"{cast.SMALL.name}, over time")
    looks.at(page, "a timeline")
    page.get_by_role("button", name=steps.starts("Change ")).first.click()
    looks.at(page, "a timeline, a moment at hand", "[role=dialog]")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("Changed afterwards: 1")).to_be_visible()
    page.get_by_role("button", name="Add a code you missed").click()
    page.get_by_label("At", exact=True).fill("soon")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert").filter(has_text="Write it as")).to_be_visible()
    looks.at(page, "a timeline, a code that does not fit", "[role=dialog]")
    page.keyboard.press("Escape")
    steps.unfold(page)
    looks.at(page, "a timeline, changed afterwards")
    opened(page, f"{demo.observation(Case.TALK)}/timeline", re.compile(", over time"))
    looks.at(page, "a timeline that is signed")


def result(visits: Visits, demo: Demo, looks: Looks) -> None:
    for who, case, name in (
        (cast.NEUTRAL, Case.TALK, "an observation to talk over"),
        (cast.NEUTRAL, Case.CERTIFICATION, "a certification"),
        (cast.SPECIALIST, Case.AMENDED, "a corrected observation"),
    ):
        page = visits.page(demo, demo.email(who))
        opened(page, demo.observation(case), re.compile(" with "))
        steps.unfold(page)
        looks.at(page, name)
    page.get_by_role("button", name=steps.starts("Correct this")).click()
    looks.at(page, "a correction", "[role=dialog]")
    page.get_by_role("button", name="Begin the correction").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()
    looks.at(page, "a correction without a reason", "[role=dialog]")


def counts_alone(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.CRO))
    page.goto(demo.observation(Case.CERTIFICATION))
    expect(page.get_by_role("heading", name="Levels")).to_be_visible()
    looks.at(page, "a certification, as leaders above see it")


def reflect(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.IMPROVING))
    opened(page, f"{demo.observation(Case.SELF_RATING)}/reflect", "How do you see it?")
    page.get_by_role("radio").first.check()
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    looks.at(page, "one's own view")


def talk(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.IMPROVING))
    opened(page, f"{demo.observation(Case.SELF_RATING)}/talk", re.compile(" and "))
    looks.at(page, "a talk before the own view")
    page = visits.page(demo, demo.email(cast.NEUTRAL))
    path = demo.observation(Case.TALK)
    opened(page, f"{path}/talk", re.compile(" and "))
    page.get_by_role("button", name="Show both views").click()
    expect(page.get_by_role("alert").filter(has_text="Say first").first).to_be_visible()
    steps.unfold(page)
    looks.at(page, "a talk, what is missing")
    page.get_by_role("button", name=steps.starts("Find a question")).first.click()
    looks.at(page, "a talk, the questions", "[role=dialog]")
    page.keyboard.press("Escape")
    steps.talk(page, path)
    steps.unfold(page)
    looks.at(page, "a talk, both views open")
    steps.agree(
        page, one_thing=steps.ONE_THING, promised=steps.AGREED, watch_again=steps.in_two_weeks()
    )
    steps.sign_talk(page, path)
    looks.at(page, "a talk, signed by one")
    other = visits.page(demo, demo.email(cast.CHECK))
    steps.sign_talk(other, path, last=True)
    steps.unfold(other)
    looks.at(other, "a talk, signed by both")


def new_look(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.NEUTRAL)), "/looks/new", "A short look")
    expect(page.get_by_role("button", name=steps.starts("Begin")).first).to_be_visible()
    looks.at(page, "whom to take a short look at")


def short_look(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.NEUTRAL)), "/looks/new", "A short look")
    page.get_by_role("button", name=steps.starts("Begin")).first.click()
    steps.heading(page, steps.starts("A short look at "))
    looks.at(page, "a short look, nothing yet")
    page.get_by_role("button", name=steps.starts("Give it to ")).click()
    expect(page.get_by_role("alert").filter(has_text="Choose one or two")).to_be_visible()
    looks.at(page, "a short look, what is missing")
    for number in (2, 7):
        page.locator(f"#dimension-{number}").check()
        page.locator(f"input[name=level_{number}]").nth(2).check()
    page.get_by_label("One moment").fill("Asked what had been tried, and waited.")
    page.get_by_label("One thing to try").fill("Ask a second question before the first idea.")
    page.get_by_label("One thing to try").blur()
    looks.at(page, "a short look, all of it")
    page.get_by_role("button", name="Discard").click()
    looks.at(page, "discard a short look", "[role=dialog]")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name=steps.starts("Give it to ")).click()
    steps.heading(page, steps.starts("Your short look at "))
    looks.at(page, "a short look, given")


def practice(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.IMPROVING)), "/practice", "Practice")
    expect(page.get_by_role("link", name="After the first call")).to_be_visible()
    looks.at(page, "practice")


def practice_round(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.CHECK))
    opened(page, "/practice/first-call", "After the first call")
    looks.at(page, "practice, the first turn")
    for coded in range(1, 21):
        page.keyboard.press("1")
        expect(page.get_by_text(f"{coded} coded", exact=True)).to_be_visible()
    looks.at(page, "practice, every turn coded")
    page.get_by_role("button", name="Rate the whole talk").click()
    expect(page.get_by_text("0 of 8 answered")).to_be_visible()
    looks.at(page, "practice, the eight dimensions")
    for number in range(1, 9):
        page.locator(f"input[name='level_{number}'][value='2']").check()
        if number < 8:
            expect(page.get_by_text(f"{number} of 8 answered")).to_be_visible()
            page.get_by_role("button", name="Next:").locator("visible=true").click()
    page.get_by_role("button", name="See how it compares").click()
    steps.heading(page, "You and the reference agree on 5 of 20 codes")
    steps.unfold(page)
    looks.at(page, "practice, compared")


def self_tallies(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = opened(visits.page(demo, demo.email(cast.IMPROVING)), "/tallies?again=1", "My tallies")
    expect(page.get_by_label("What do you call it?")).to_be_visible()
    looks.at(page, "my tallies")


def self_tally(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.IMPROVING))
    count_oneself(page, "Live")
    looks.at(page, "a self-tally, before the start")
    page.get_by_role("button", name="Start the clock").click()
    steps.heading(page, "Rae, Tuesday")
    for digit in "1234" * 6:
        page.keyboard.press(digit)
    looks.at(page, "a self-tally, live")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", name="What came out")).to_be_visible()
    steps.unfold(page)
    looks.at(page, "a self-tally, what came out")
    page.get_by_role("button", name="Delete").click()
    looks.at(page, "delete a self-tally", "[role=dialog]")
    count_oneself(page, "From a transcript")
    field = page.get_by_label("Transcript file")
    expect(field).to_be_visible()
    looks.at(page, "a self-tally, no words yet")
    field.set_input_files(TALK)
    page.get_by_role("button", name="Bring it in").click()
    steps.choose(page, "Who are you", "Mara Quill")
    looks.at(page, "a self-tally, who is who")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("0 of 2 coded")).to_be_visible()
    steps.unfold(page)
    looks.at(page, "a self-tally, coding")


def who_watches_whom(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.NEUTRAL))
    opened(page, "/watching", "Who watches whom")
    expect(page.get_by_role("link", name=f"You watch {cast.IMPROVING.name}")).to_be_visible()
    looks.at(page, "who watches whom")
    page.get_by_label("Sessions a month").fill("99")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert").filter(has_text="At most 20")).to_be_visible()
    page.get_by_label("Whom would you like to watch?").fill(cast.CHECK.given)
    expect(page.get_by_role("button", name=f"Ask to watch {cast.CHECK.name}").last).to_be_visible()
    looks.at(page, "who watches whom, somebody found and a number refused")
    page = opened(visits.page(demo, demo.email(cast.IMPROVING)), "/watching", "Who watches whom")
    looks.at(page, "who watches whom, for somebody who observes nobody")


def who_is_to_watch(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.NEUTRAL))
    opened(page, "/watching", "Who watches whom")
    page.get_by_role("link", name=steps.starts("Choose who watches")).first.click()
    steps.heading(page, steps.starts("Who is to watch "))
    expect(page.get_by_role("button", name=steps.starts("Ask them")).first).to_be_visible()
    looks.at(page, "who is to watch somebody")
    page.get_by_label("Find somebody by name or team").fill("nobody of this name")
    expect(page.get_by_text("Nobody here is called that.").first).to_be_visible()
    looks.at(page, "who is to watch somebody, nobody found")


def watch(visits: Visits, demo: Demo, looks: Looks) -> None:
    names = f"{cast.SPECIALIST.name} watches {cast.CHECK.name}"
    page = opened(visits.page(demo, demo.email(cast.SPECIALIST)), "/watching", "Who watches whom")
    page.get_by_role("link", name=f"You watch {cast.CHECK.name}").click()
    steps.heading(page, names)
    steps.unfold(page)
    looks.at(page, "a session proposed, to the observer")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("alert").filter(has_text="Say why")).to_be_visible()
    expect(page.locator("#why")).to_be_focused()
    looks.at(page, "a session proposed, no without a reason")
    path = page.url.removeprefix(demo.url)
    page = opened(visits.page(demo, demo.email(cast.CHECK)), path, names)
    steps.unfold(page)
    looks.at(page, "a session proposed, to the one observed")
    page = opened(visits.page(demo, demo.email(cast.CRO)), path, names)
    looks.at(page, "a session proposed, to a leader above")
    page = opened(visits.page(demo, demo.email(cast.DRIFTING)), "/watching", "Who watches whom")
    page.get_by_role("link", name=f"{cast.CRO.name} watches you").click()
    steps.heading(page, f"{cast.CRO.name} watches {cast.DRIFTING.name}")
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="Choose with whom")).to_be_visible()
    looks.at(page, "a session to propose, what is missing")
    page = opened(visits.page(demo, demo.email(cast.NEUTRAL)), "/watching", "Who watches whom")
    page.get_by_role("link", name=f"You watch {cast.IMPROVING.name}").click()
    steps.heading(page, f"{cast.NEUTRAL.name} watches {cast.IMPROVING.name}")
    steps.unfold(page)
    looks.at(page, "a session agreed")


def count_oneself(page: Page, source: str) -> None:
    """Open a tally of one's own session with four buttons."""
    opened(page, "/tallies?again=1", "My tallies")
    page.get_by_label("What do you call it?").fill("Rae, Tuesday")
    steps.choose(page, "What is the session for?", "Coach")
    steps.choose(page, "How do you count?", source)
    steps.choose(page, "With how many buttons?", "Four")
    page.get_by_role("button", name="Go on").click()
    steps.heading(page, "Rae, Tuesday")
