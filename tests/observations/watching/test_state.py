"""The pages of a plan: what each may press, what is said where, and who sees nothing."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from coach_the_coach.foundation import clock, store
from coach_the_coach.observations.watching.needs.state import NeedsState
from coach_the_coach.observations.watching.rows import PlannedRow, WatchRow
from coach_the_coach.observations.watching.state import WatchState
from tests import build
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        with store.transaction() as session:
            build.rubric(session)
        yield


def public_id_of(key: str) -> str:
    """The public id of one of the cast."""
    with store.reading() as session:
        return person(session, key).public_id


def asked(key: str = "lena", to: str = "") -> str:
    """A plan that Lena makes from the list of those who need watching."""
    page = Visit(NeedsState, "/watching", key)
    sent = page.do("ask", public_id_of("mo"), public_id_of(to) if to else "", "")
    return sent[0].partition("/watching/")[2][:32]


def page_of(watch: str, key: str = "lena") -> Visit:
    """The page of a plan as one of the cast opens it."""
    return Visit(WatchState, f"/watching/{watch}", key)


def local(hours: float) -> str:
    """A time so many hours from now in Paris, as a browser writes it."""
    at = clock.now() + timedelta(hours=hours)
    return at.astimezone(ZoneInfo("Europe/Paris")).strftime("%Y-%m-%dT%H:%M")


def session_form(hours: float = 50, **more: str) -> dict[str, str]:
    """What Mo fills in for a session with Rae."""
    return {
        "coached": public_id_of("rae"),
        "purpose": "coach",
        "starts_at": local(hours),
        **more,
    }


def agreed(hours: float = 50) -> str:
    """A plan that both have agreed to."""
    watch = asked()
    page_of(watch, "mo").do("propose", watch, session_form(hours))
    page_of(watch).do("agree", watch)
    return watch


def test_a_plan_goes_from_the_ask_to_the_agreement():
    watch = asked()
    assert page_of(watch).state.whole.next_words == (
        "Mo Manager proposes a session now, or says why not."
    )
    mo = page_of(watch, "mo")
    assert (mo.state.stage, mo.state.whole.moves) == ("whole", ["propose", "decline"])
    sent = mo.do("propose", watch, session_form(purpose=""))
    assert list(mo.state.problems) == ["purpose"]
    assert "purpose" in sent[0]
    mo.do("propose", watch, session_form())
    assert (mo.state.message, mo.state.problems) == ("Proposed.", {})
    lena = page_of(watch)
    assert lena.state.whole.moves == ["propose", "agree", "decline"]
    lena.do("agree", watch)
    assert (lena.state.message, lena.state.known.state_word) == (
        "Agreed. You both are told.",
        "Agreed",
    )
    assert lena.state.whole.coached_words == (
        "Mo Manager asks Rae Rep beforehand. When you begin, you say whether both know and agree."
    )


def test_moving_it_asks_why_and_so_does_calling_it_off():
    watch = agreed()
    lena = page_of(watch)
    lena.do("propose", watch, {"starts_at": local(60)})
    assert list(lena.state.problems) == ["reason"]
    lena.do("propose", watch, {"starts_at": local(60), "reason": "A customer comes."})
    assert (lena.state.problems, lena.state.known.state_word) == ({}, "Session proposed")
    mo = page_of(watch, "mo")
    assert mo.state.whole.history[0].reason == "A customer comes."
    mo.do("decline", watch, {"why": "  "})
    assert list(mo.state.problems) == ["why"]
    mo.do("decline", watch, {"why": "Neither day fits."})
    assert (mo.state.message, mo.state.whole.moves) == ("Declined.", [])
    assert page_of(watch).state.whole.next_words == (
        "It does not take place. The reason stands below."
    )


def test_what_has_gone_on_meanwhile_is_said_and_shown():
    watch = asked()
    mo = page_of(watch, "mo")
    page_of(watch).do("cancel", watch, {"why": "Found another day."})
    mo.do("propose", watch, session_form())
    assert mo.state.message == "This has gone on meanwhile. Look at it again."
    assert (mo.state.whole.moves, mo.state.known.state_word) == ([], "Not taking place")


def test_on_its_day_the_observer_begins_and_goes_on_to_watching(monkeypatch: pytest.MonkeyPatch):
    # By the clock it is noon: no midnight lies between.
    noon = clock.now().replace(hour=12, minute=0)
    monkeypatch.setattr(clock, "now", lambda: noon)
    watch = agreed(hours=1 / 30)
    lena = page_of(watch)
    assert "begin" in lena.state.whole.moves
    lena.do("begin", watch, {})
    assert (list(lena.state.problems), lena.state.busy) == (["both_agreed"], False)
    sent = lena.do("begin", watch, {"both_agreed": "yes"})
    assert any("/live" in one for one in sent)
    again = page_of(watch).state.whole
    assert (again.moves, again.has_begun, "/live" in again.goes_on_at) == ([], True, True)


def test_somebody_from_outside_is_asked_and_accepts():
    watch = asked(to="odd")
    asker = page_of(watch).state.whole
    assert (asker.part, asker.moves) == ("asker", ["cancel"])
    assert page_of(watch, "mo").state.stage == "gone"
    odd = page_of(watch, "odd")
    odd.do("accept", watch)
    assert odd.state.message == "Mo Manager is asked now to propose a session."
    assert page_of(watch, "mo").state.whole.moves == ["propose", "decline"]
    lena = page_of(watch).state
    assert (lena.stage, lena.whole) == ("known", WatchRow())


@pytest.mark.parametrize("key", ["sol", "mia", "spec", "ada", "rae", "odd"])
def test_for_anybody_else_a_plan_is_not_there(key: str):
    watch = agreed()
    page = page_of(watch, key)
    assert (page.state.stage, page.state.whole, page.state.known) == (
        "gone",
        WatchRow(),
        PlannedRow(),
    )


def test_who_may_know_of_it_reads_that_it_is_planned():
    watch = agreed()
    page = page_of(watch, "cleo").state
    assert (page.stage, page.whole) == ("known", WatchRow())
    assert (page.known.observer, page.known.observed) == ("Lena Leader", "Mo Manager")


def test_the_list_is_for_who_may_know_and_the_places_for_who_observes():
    for key, plans, observes, names in (
        ("lena", True, True, ["Mia Manager", "Mo Manager"]),
        ("odd", True, True, ["Sol Stranger"]),
        ("spec", False, True, []),
        ("mo", False, False, []),
        ("rae", False, False, []),
        ("ada", False, False, []),
    ):
        page = Visit(NeedsState, "/watching", key).state
        assert (page.loaded, page.plans, page.observes) == (True, plans, observes)
        assert [row.name for row in page.rows] == names


def test_places_are_kept_or_what_is_wrong_is_said():
    page = Visit(NeedsState, "/watching")
    page.do("say_places", {"per_month": "many"})
    assert list(page.state.problems) == ["per_month"]
    page.do("say_places", {"per_month": "6"})
    assert (page.state.places.per_month, page.state.places.is_said) == (6, True)
    assert Visit(NeedsState, "/watching").state.places.per_month == 6


def test_a_specialist_finds_whom_to_ask_by_name():
    page = Visit(NeedsState, "/watching", "spec")
    assert page.state.found == []
    page.do("find", "sol")
    assert [one.name for one in page.state.found] == ["Sol Stranger"]
    sent = page.do("ask", page.state.found[0].public_id, "", "not a day")
    assert "/watching/" in sent[0]
    page.do("find", " ")
    assert page.state.found == []


def test_what_one_may_not_ask_for_is_said():
    page = Visit(NeedsState, "/watching")
    for of, to in (("sol", ""), ("mo", "mia"), ("rae", "")):
        assert page.do("ask", public_id_of(of), public_id_of(to) if to else "", "") == []
        assert page.state.message != ""
    page.do("certify", True)
    assert page.do("ask", public_id_of("mo"), public_id_of("odd"), "") == []
    assert page.state.message != ""


def test_what_is_planned_with_one_is_listed():
    watch = agreed()
    for key, words in (("lena", "You watch Mo Manager"), ("mo", "Lena Leader watches you")):
        (line,) = Visit(NeedsState, "/watching", key).state.own
        assert (line.words, line.link) == (words, f"/watching/{watch}")
    assert Visit(NeedsState, "/watching", "sol").state.own == []
