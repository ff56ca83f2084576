"""The page as it is used: where it opens, what a key does, and how little it sends."""

import json
from collections.abc import Iterator

import pytest

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.guard import fits
from coach_the_coach.observations.rows import HeaderRow
from coach_the_coach.observations.transcript.queries import PAGE
from coach_the_coach.observations.transcript.state import TranscriptState, sealed
from tests.observations.transcript.opened import Page, drafts, signed_in, upload

SMALL = 2_500
"""Bytes that one code may send to the browser: a page of codes and one turn, never the list."""


@pytest.fixture
def draft(database_url: str) -> Iterator[str]:
    """The public id of Lena's draft, into which a talk of 400 turns was brought."""
    names = ("Mo Manager", "Rae")
    talk = "".join(f"{names[n % 2]}: Turn {n + 1}. {'And so on. ' * 30}\n" for n in range(400))
    with drafts(database_url) as (public_id,):
        upload(public_id, signed_in("lena"), talk.encode(), "talk.txt")
        yield public_id


@pytest.fixture
def page(draft: str) -> Page:
    """Lena's page, loaded, with Mo chosen as the manager."""
    page = Page(f"/observations/{draft}/transcript", signed_in("lena"))
    page.do("load")
    page.do("choose_manager", {"speaker": "Mo Manager"})
    return page


def size(delta: dict[str, object]) -> int:
    """Bytes of what is sent."""
    plain = {name: getattr(value, "__dict__", value) for name, value in delta.items()}
    return len(json.dumps(plain, default=vars))


def test_it_opens_at_the_first_turn_without_a_code(page: Page):
    assert (page.state.stage, page.state.focus.index) == ("code", 1)
    page.do("code", 1, "open")
    page.do("code", 3, "back")
    page.do("load")
    assert (page.state.focus.index, page.state.coded) == (5, 2)
    assert page.state.codes == {"1": "open", "3": "back"}


def test_in_runs_one_goes_from_turn_to_turn_within_them(page: Page):
    assert (page.state.transcript.can_draw, page.state.transcript.whole) == (True, 200)
    page.do("code", 1, "open")
    page.do("draw_runs")

    found = page.state.transcript
    assert (found.in_runs, found.codable, page.state.stage) == (True, 40, "code")
    assert (found.margin, found.margin_runs) == (7, 18)
    walked, begun = [], []
    while page.state.coded < 40:
        index = page.state.focus.index
        walked.append(index)
        begun += [turn.run for turn in page.state.turns if turn.index == index and turn.run]
        page.do("code", index, "back")
        assert len(walked) <= 40
    assert begun == [1, 2, 3, 4]
    assert page.state.message == "Every turn has its code."
    for start in range(0, 40, 10):
        assert walked[start : start + 10] == [*range(walked[start], walked[start] + 20, 2)]

    page.do("code_whole")
    assert page.state.coded == 40 + (1 not in walked)


def test_coding_is_left_and_taken_up_again(page: Page):
    page.do("finish")
    assert page.state.stage == "done"
    page.do("keep_choice")
    assert page.state.stage == "code"


def test_a_code_sends_little_however_long_the_talk(page: Page):
    for index in range(1, PAGE - 2, 2):
        sent = page.do("code", index, "direct")
        assert {name.removesuffix("_rx_state_") for name in sent} == {"codes", "coded", "focus"}
        assert size(sent) < SMALL
    assert len(page.state.codes) == PAGE // 2 - 1


def test_after_the_last_turn_of_a_page_the_next_page_opens(page: Page):
    page.do("focus_on", PAGE - 1)
    page.do("code", PAGE - 1, "take")
    assert (page.state.page_number, page.state.focus.index) == (2, PAGE + 1)
    assert page.state.focus.before.startswith("…")
    assert page.state.turns[0].index == PAGE
    page.do("move", PAGE + 1, "previous")
    assert (page.state.page_number, page.state.focus.index) == (1, PAGE - 1)


def test_one_may_look_at_another_page_and_code_on(page: Page):
    page.do("open_page", 5)
    assert (page.state.page_number, page.state.focus.index) == (5, 1)
    page.do("code", 1, "open")
    assert (page.state.page_number, page.state.focus.index) == (1, 3)


def test_a_code_can_be_taken_off_and_a_turn_passed_over(page: Page):
    page.do("code", 1, "open")
    page.do("uncode", 1)
    assert (page.state.codes, page.state.coded, page.state.focus.index) == ({}, 0, 3)
    page.do("move", 3, "next")
    page.do("move", 5, "uncoded")
    assert page.state.focus.index == 7


def test_the_end_is_said_and_one_stays_there(page: Page):
    page.do("code", 399, "pause")
    assert (
        page.state.message == "That was the last one. Some before it have no code, which is fine."
    )
    page.do("move", 399, "next")
    assert page.state.message == "That was the last one."


def test_only_turns_of_the_manager_come_into_focus(page: Page):
    for index in (2, 0, 401, -1):
        with pytest.raises(NotFound):
            page.do("focus_on", index)


def test_who_is_not_in_the_file_is_a_problem_beside_the_question(page: Page):
    page.do("choose_manager", {})
    assert page.state.problems == {"speaker": "Choose who it is."}
    page.do("choose_manager", {"speaker": ["Mo Manager"]})
    assert page.state.problems == {"speaker": "Choose who it is."}
    page.do("choose_manager", {"speaker": "Sol"})
    assert page.state.problems == {"speaker": "Choose somebody who speaks in this file."}


def test_what_a_browser_sends_passes_the_guard():
    """A form arrives at the guard as pairs under one key, and is a dict only afterwards."""
    sent = {"form": {"__reflex_form_data__": [["speaker", "Mo Manager"]]}}
    choose = TranscriptState.event_handlers["choose_manager"].fn
    assert fits(choose, sent)
    assert fits(choose, {"form": {"speaker": ""}})
    code = TranscriptState.event_handlers["code"].fn
    assert fits(code, {"index": 3, "code": "open"})
    assert not fits(code, {"index": "3", "code": "open"})
    move = TranscriptState.event_handlers["move"].fn
    assert fits(move, {"index": 3, "step": "next"})
    assert not fits(move, {"index": 3, "step": "sideways"})


def test_the_manager_can_be_asked_for_again_and_left_as_it_was(page: Page):
    page.do("code", 1, "open")
    page.do("choose_again")
    assert page.state.stage == "manager"
    page.do("keep_choice")
    assert (page.state.stage, page.state.coded) == ("code", 1)
    page.do("use_keys", False)
    assert page.state.keys_on is False


def test_a_strangers_page_shows_nothing(draft: str):
    page = Page(f"/observations/{draft}/transcript", signed_in("odd"))
    page.do("load")
    assert (page.state.stage, page.state.transcript.file_name) == ("gone", "")


def test_the_page_shows_what_the_route_refused_and_no_words_of_anybody_else(draft: str):
    secret = signed_in("lena")
    address = f"/observations/{draft}/transcript"

    told = Page(f"{address}?{sealed(secret, draft, 'Line 3: wrong.')}", secret)
    told.do("load")
    assert told.state.problems == {"file": "Line 3: wrong."}

    forged = Page(f"{address}?{sealed('guess', draft, 'Call this number.')}", secret)
    forged.do("load")
    assert forged.state.problems == {}


def test_nothing_of_one_draft_is_left_when_another_is_opened(page: Page, draft: str):
    page.state.observation = HeaderRow(public_id="another")
    page.do("load")
    assert page.state.observation.public_id == draft
    assert TranscriptState.get_fields()["turns"].default_value() == []
