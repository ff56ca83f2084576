"""The page of a signed observation, as each of the cast opens it."""

from collections.abc import Iterator

import pytest

from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.observations.results.evidence.rows import EvidenceRow
from coach_the_coach.observations.results.rows import CountsRow, ResultRow
from coach_the_coach.observations.results.state import ResultState
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import Observation, Reply
from tests.observations.results import signed
from tests.observations.visit import Visit, house

TEXT = "Agreed. I gave the answer too early."


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def observed(aim: Aim = Aim.DEVELOPMENT, *, rated: bool = True, draft: bool = False) -> Observation:
    """Lena's observation of Mo, in the database of the program."""
    with store.transaction() as session:
        made = signed.observation(session, signed.cast_in(session), aim=aim, draft=draft)
        if rated and not draft:
            signed.open_both(session, made)
        return made


def page_of(made: Observation, key: str) -> Visit:
    """The page as one of the cast opens it."""
    return Visit(ResultState, f"/observations/{made.public_id}", key)


def shown(page: Visit) -> tuple[bool, bool, bool, bool]:
    """Whether there is anything in the state of the whole, the figures, the notes, the counts."""
    state = page.state
    return (
        state.result != ResultRow(),
        state.evidence != EvidenceRow(),
        state.notes != [],
        state.counts != CountsRow(),
    )


@pytest.mark.parametrize(
    ("key", "stage", "holds"),
    [
        ("lena", "whole", (True, True, True, False)),
        ("mo", "whole", (True, True, True, False)),
        ("cleo", "counts", (False, False, False, True)),
        ("odd", "gone", (False, False, False, False)),
        ("sol", "gone", (False, False, False, False)),
        ("spec", "gone", (False, False, False, False)),
        ("ada", "gone", (False, False, False, False)),
        ("rae", "gone", (False, False, False, False)),
    ],
)
def test_the_state_holds_what_its_reader_may_see(
    key: str, stage: str, holds: tuple[bool, bool, bool, bool]
):
    page = page_of(observed(Aim.CERTIFICATION), key)
    assert (page.state.stage, shown(page)) == (stage, holds)


def test_a_development_observation_is_there_for_no_leader_above():
    assert page_of(observed(), "cleo").state.stage == "gone"


def test_the_observed_is_led_to_their_own_view_first():
    made = observed(rated=False)
    page = page_of(made, "mo")
    assert shown(page) == (False, False, False, False)
    assert f"/observations/{made.public_id}/reflect" in page.do("load")[0]


def test_a_draft_leads_its_observer_on_and_is_there_for_nobody_else():
    made = observed(draft=True)
    assert f"/observations/{made.public_id}/live" in page_of(made, "lena").do("load")[0]
    assert page_of(made, "mo").state.stage == "gone"


def test_an_answer_keeps_itself_and_is_sent():
    made = observed()
    page = page_of(made, "mo")
    page.do("keep_answer", made.public_id, TEXT)
    assert page.state.kept.startswith("Kept ")
    assert page_of(made, "mo").state.result.answer.text == TEXT
    assert page_of(made, "lena").state.result.answer.text == ""

    page.do("send_answer", {"answer": " "})
    assert page.state.problems == {"answer": "Write something first. You may also leave it out."}
    page.do("send_answer", {"answer": TEXT})
    assert page.state.problems == {}
    given = page_of(made, "lena").state.result.answer
    assert given.text == TEXT
    assert given.answered.words.startswith("Today ")


def test_what_is_not_kept_is_said_beside_the_field():
    made = observed()
    page = page_of(made, "mo")
    page.do("keep_answer", made.public_id, "x" * 4001)
    assert page.state.problems == {"answer": "Not kept: An answer has at most 4000 characters."}
    assert page.state.kept == ""


def test_what_is_kept_a_moment_too_late_goes_to_the_page_it_was_written_on():
    first, second = observed(), observed()
    page = page_of(second, "mo")
    page.do("keep_answer", first.public_id, TEXT)
    assert (page.state.kept, page.state.problems) == ("", {})
    with store.reading() as session:
        assert session.get_one(Reply, first.id).answer == TEXT
        assert session.get_one(Reply, second.id).answer == ""


def test_a_correction_begins_with_a_reason():
    made = observed()
    page = page_of(made, "lena")
    page.do("correct", {"reason": " "})
    assert list(page.state.problems) == ["reason"]
    assert "/rate" in page.do("correct", {"reason": "The wrong level for practice."})[0]
    link = page_of(made, "lena").state.result.correction_link
    assert link.endswith("/rate")
    assert page_of(made, "mo").state.result.correction_link == ""
    with pytest.raises(Conflict):
        page.do("correct", {"reason": "Once more."})
