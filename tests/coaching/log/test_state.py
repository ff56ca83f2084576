"""The pages of the coaching log: where they lead, what they keep, and who sees nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select

from coach_the_coach.coaching.log.agreed.state import AgreedState
from coach_the_coach.coaching.log.entry.state import EntryState
from coach_the_coach.coaching.log.form.state import LogFormState, draft_from
from coach_the_coach.coaching.log.moment.state import MomentState
from coach_the_coach.coaching.log.proof.state import ProofState
from coach_the_coach.coaching.log.rows import AnswerRow, EntryRow
from coach_the_coach.coaching.log.rules import LogDraft
from coach_the_coach.coaching.log.state import LogState
from coach_the_coach.coaching.log.tables import Commitment, LogEntry
from coach_the_coach.foundation import store
from tests.observations.visit import Visit, house, person

STEP = "Write three open questions"


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def public_id_of(key: str) -> str:
    """The public id of one of the cast."""
    with store.reading() as session:
        return person(session, key).public_id


def form_with(key: str = "rae", by: str = "mo", **query: str) -> Visit:
    """The form of a session as a coach opens it for somebody."""
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    return Visit(LogFormState, f"/coaching/new?of={public_id_of(key)}{asked}", by)


def answers(page: Visit, **changed: Any) -> dict[str, Any]:
    """What the form sends when it is filled in."""
    form = page.state.form
    sent = {
        "form": form.form,
        "kind": page.state.kind,
        "purpose": form.purpose,
        "planned": form.planned,
        "minutes": form.minutes,
        "other_minutes": "",
        "held_on": form.day,
        "focus": "Open questions",
        "feedback": "You waited at 12:05",
        "next_step": STEP,
        "owner": form.owner,
        "due": form.due,
        "due_on": "",
    }
    return sent | changed


def kept(key: str = "rae", by: str = "mo") -> str:
    """The public id of a session that was kept by the form."""
    page = form_with(key, by)
    page.do("keep", page.state.form.public_id, answers(page))
    return page.state.form.public_id


def test_one_tap_chooses_with_whom_and_the_rest_is_chosen_beforehand():
    page = Visit(LogFormState, "/coaching/new", "mo")
    assert (page.state.stage, [one.word for one in page.state.people]) == (
        "whom",
        ["Rae Rep", "Ren Rep"],
    )
    page.do("choose", public_id_of("rae"))
    assert (page.state.stage, page.state.form.first_name, page.state.kind) == (
        *("form", "Rae"),
        "developmental",
    )
    page.do("choose_form", "deal")
    assert page.state.kind == "tactical"
    page.do("choose_form", "nothing")
    assert page.state.kind == "tactical"


def test_a_session_is_kept_once_however_often_it_is_sent():
    page = form_with()
    public_id, sent = page.state.form.public_id, answers(page)
    for _press in range(2):
        assert f"/coaching/{public_id}" in page.do("keep", public_id, sent)[-1]
    assert page.state.message == "Kept. Rae is asked whether it is what they took away."
    with store.reading() as session:
        assert [one.public_id for one in session.exec(select(LogEntry)).all()] == [public_id]


def test_what_is_said_of_a_session_is_read_on_the_page_that_shows_it_and_not_on_the_one_after():
    page = form_with()
    page.do("keep", page.state.form.public_id, answers(page))
    said = []
    for _page in range(2):
        page.arrive()
        said.append(page.state.message)
    assert said == ["Kept. Rae is asked whether it is what they took away.", ""]


def test_what_is_missing_is_said_and_led_to():
    page = form_with()
    gone = page.do("keep", page.state.form.public_id, answers(page, focus="", next_step=""))
    assert set(page.state.problems) == {"focus", "next_step"}
    assert (page.state.busy, "focus" in gone[0]) == (False, True)
    page.do("keep", page.state.form.public_id, {"minutes": 5, "form": None, "outcome-x": "y"})
    assert "minutes" in page.state.problems
    page.do("keep", "not an id", answers(page))
    assert page.state.message != ""


def test_the_last_step_stands_first_and_is_closed_in_the_same_form():
    kept()
    page = form_with()
    [step] = page.state.form.open
    page.do("keep", page.state.form.public_id, answers(page, next_step="Other"))
    assert list(page.state.problems) == [step.field]
    closed = answers(page, next_step="Other", **{step.field: "kept"})
    page.do("keep", page.state.form.public_id, closed)
    with store.reading() as session:
        found = session.exec(select(Commitment)).all()
    assert sorted((one.text, one.outcome) for one in found if one.outcome) == [(STEP, "kept")]


def test_a_session_is_corrected_in_the_same_form():
    public_id = kept()
    page, old = (Visit(LogFormState, f"/coaching/new?entry={public_id}", "mo") for _ in range(2))
    assert (page.state.form.is_correction, page.state.form.next_step) == (True, STEP)
    sent = answers(page, focus="Silence", due="14", due_on=page.state.form.due_on)
    for _press in range(2):
        page.do("keep", public_id, sent)
        assert page.state.message == "Corrected."
    assert old.do("keep", public_id, answers(old, focus="Closing")) == []
    assert old.state.message.startswith("This was changed meanwhile")
    seen = Visit(EntryState, f"/coaching/{public_id}", "mo").state.entry
    assert (seen.focus, seen.step.due.words) == ("Silence", "in 2 weeks")


@pytest.mark.parametrize("key", ["mia", "sol"])
def test_for_who_does_not_coach_them_there_is_no_form(key: str):
    assert form_with("rae", key).state.stage == "gone"
    page = Visit(LogFormState, "/coaching/new", key)
    page.do("choose", public_id_of("rae"))
    assert page.state.stage == "whom"
    public_id = kept()
    gone = Visit(LogFormState, f"/coaching/new?entry={public_id}", key).state
    assert gone.stage == "gone"


def test_a_moment_is_kept_with_a_person_and_minutes():
    page = Visit(MomentState, "/coaching/moment", "mo")
    assert page.state.stage == "whom"
    page.do("choose", public_id_of("ren"))
    sent = {"minutes": "5", "purpose": "coach", "owner": "coached", "due": "7", "next_step": ""}
    public_id = page.state.form.public_id
    for _press in range(2):
        assert "/coaching" in page.do("keep", public_id, sent)[-1]
    with store.reading() as session:
        [entry] = session.exec(select(LogEntry)).all()
    assert (entry.opportunistic, entry.minutes, entry.complete) == (5, 5, False)
    page = Visit(MomentState, f"/coaching/moment?of={public_id_of('ren')}", "mo")
    page.do("keep", page.state.form.public_id, {"minutes": "many"})
    assert "minutes" in page.state.problems
    page.do("keep", "x", sent)
    assert page.state.message != ""
    assert Visit(MomentState, "/coaching/moment?of=x", "mo").state.stage == "gone"
    page = Visit(MomentState, "/coaching/moment", "mo")
    page.do("choose", "x")
    assert page.state.stage == "whom"


def test_the_log_shows_the_team_and_closes_a_step_at_one_tap():
    kept()
    page = Visit(LogState, "/coaching", "mo")
    assert [one.name for one in page.state.team] == ["Ren Rep", "Rae Rep"]
    assert len(page.state.sessions.lines) == 1
    page.do("close", page.state.team[1].open[0].public_id, "kept")
    assert page.state.team[1].open == []
    page.do("choose", public_id_of("ren"))
    assert (page.state.person_name, page.state.sessions.lines) == ("Ren Rep", [])
    page.do("choose", "")
    page.do("turn", 1)
    assert page.state.page == 1
    page.do("turn", -1)
    page.do("turn", -1)
    assert (page.state.page, len(page.state.sessions.lines)) == (0, 1)
    page.do("close", "x" * 32, "forgotten")
    assert page.state.message != ""
    one = Visit(LogState, f"/coaching?of={public_id_of('rae')}", "mo").state
    assert one.person_name == "Rae Rep"


def test_the_rep_answers_and_closes_where_they_read_it():
    public_id = kept()
    rae = Visit(EntryState, f"/coaching/{public_id}", "rae")
    assert (rae.state.stage, rae.state.entry.part, rae.state.answer.is_asked) == (
        *("read", "coached"),
        True,
    )
    rae.do("say", public_id, "taken")
    assert rae.state.answer.answer == "taken"
    rae.do("say", public_id, "perhaps")
    assert rae.state.answer.answer == "taken"
    rae.do("close", public_id, rae.state.entry.step.public_id, "kept")
    assert rae.state.entry.step.outcome == "Kept"
    rae.do("close", public_id, rae.state.entry.step.public_id, "gone")
    mo = Visit(EntryState, f"/coaching/{public_id}", "mo").state
    assert mo.answer.words == "They said: yes, that is what I took away."


def test_what_was_agreed_with_me_stands_on_one_page():
    kept()
    page = Visit(AgreedState, "/agreed", "rae")
    assert (len(page.state.agreed.asked), len(page.state.agreed.open)) == (1, 1)
    page.do("say", page.state.agreed.asked[0].public_id, "maybe")
    page.do("say", page.state.agreed.asked[0].public_id, "not-quite")
    page.do("close", page.state.agreed.open[0].public_id, "maybe")
    page.do("close", page.state.agreed.open[0].public_id, "not-kept")
    assert (page.state.agreed.asked, page.state.agreed.open) == ([], [])
    page.do("turn", 1)
    assert (page.state.page, page.state.agreed.sessions.lines) == (1, [])


def test_the_coach_withdraws_with_a_reason():
    public_id = kept()
    page = Visit(EntryState, f"/coaching/{public_id}", "mo")
    page.do("withdraw", public_id, {"reason": 5})
    assert list(page.state.problems) == ["reason"]
    page.do("withdraw", public_id, {"reason": "Entered twice"})
    assert page.state.entry.why_withdrawn == "Entered twice"


@pytest.mark.parametrize("key", ["cleo", "odd", "mia", "sol", "ren", "spec", "ada"])
def test_for_anybody_else_a_session_is_not_there(key: str):
    page = Visit(EntryState, f"/coaching/{kept()}", key).state
    assert (page.stage, page.entry, page.answer) == ("gone", EntryRow(), AnswerRow())


def test_the_leader_reads_a_session_and_no_answer():
    public_id = kept()
    Visit(EntryState, f"/coaching/{public_id}", "rae").do("say", public_id, "not-quite")
    page = Visit(EntryState, f"/coaching/{public_id}", "lena").state
    assert (page.stage, page.entry.part, page.answer) == ("read", "leader", AnswerRow())


@pytest.mark.parametrize(
    ("key", "stage", "lines"),
    [
        ("mo", "whole", 1),
        ("lena", "whole", 1),
        ("cleo", "counts", 0),
        ("spec", "counts", 0),
        ("mia", "gone", 0),
        ("odd", "gone", 0),
    ],
)
def test_proof_is_whole_counted_or_not_there(key: str, stage: str, lines: int):
    kept()
    page = Visit(ProofState, f"/coaching/proof?of={public_id_of('mo')}", key).state
    assert (page.stage, len(page.proof.lines), page.counts.sessions) == (
        stage,
        lines,
        0 if stage == "gone" else 1,
    )


def test_whatever_is_sent_becomes_a_draft():
    assert draft_from({}, "") == LogDraft(owner="")
    sent = {
        "minutes": "x" * 9,
        "minutes-status": "1e3",
        "due": "7",
        "due_on": "soon",
        "held_on": "2026-13-40",
        "planned": ["planned"],
        "focus": 5,
        "outcome-a": "kept",
        "outcome-b": "",
    }
    assert draft_from(sent, "2026-03-02") == LogDraft(
        minutes=-1, split={"status": -1}, outcomes={"a": "kept"}, owner=""
    )
