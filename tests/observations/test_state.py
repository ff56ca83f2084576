from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import func, select

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.observations.booking.actions import ensure_talk
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.state import OpeningState, draft_from, instant
from coach_the_coach.observations.tables import Observation, Status, TalkBody
from tests import build
from tests.observations.visit import Visit, house, person

PAGE = "/observations/new"


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        with store.transaction() as session:
            build.rubric(session)
        yield


def ids(*keys: str) -> list[str]:
    with store.reading() as session:
        return [person(session, key).public_id for key in keys]


def answers(**but: Any) -> dict[str, Any]:
    """A form as it is sent, all answered for Mo and Rae, except for `but`."""
    mo, rae = ids("mo", "rae")
    whole = {"search": "", "coach_id": mo, "coached_id": rae, "purpose": "coach"}
    whole |= {"planned": "moment", "aim": "development", "source": "live", "both_agreed": "yes"}
    return whole | but


def opened() -> int:
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(Observation)).one()


def test_a_time_without_a_zone_is_in_the_zone_of_the_observer():
    at = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)

    assert instant("2026-07-01T14:30", "Europe/Paris") == at
    assert instant("2026-07-01T14:30:00", "Europe/Paris") == at
    assert instant("", "Europe/Paris") is None
    assert instant("yesterday", "Europe/Paris") is None


def test_a_live_session_is_held_now_and_a_transcripts_when_it_was_said():
    at = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    live = draft_from({"source": "live", "held_at": None}, "UTC", at)
    read = draft_from({"source": "transcript", "held_at": "2026-06-30T09:00"}, "UTC", at)

    assert live.session.held_at == at
    assert read.session.held_at == datetime(2026, 6, 30, 9, tzinfo=UTC)
    assert draft_from({"source": ["live"], "purpose": 3}, "UTC", at).source == ""


def test_the_page_offers_whom_one_may_observe_and_nobody_else():
    page = Visit(OpeningState, PAGE)

    assert (page.state.loaded, page.state.may_open) == (True, True)
    assert [one.word for one in page.state.people] == ["Mia Manager", "Mo Manager"]
    assert page.state.coach.public_id == ""


def test_somebody_who_does_not_observe_is_offered_nothing():
    page = Visit(OpeningState, PAGE, "mo")

    assert (page.state.loaded, page.state.may_open) == (True, False)
    assert (page.state.people, page.state.drafts) == ([], [])


def test_an_address_chooses_somebody_at_once_unless_they_are_out_of_reach():
    mo, sol = ids("mo", "sol")

    here = Visit(OpeningState, f"{PAGE}?of={mo}").state
    assert (here.coach.name, [one.value for one in here.aims]) == (
        "Mo Manager",
        ["development", "certification"],
    )
    stranger = Visit(OpeningState, f"{PAGE}?of={sol}").state
    assert (stranger.loaded, stranger.coach.name) == (True, "")


def test_certification_is_offered_only_to_those_who_hold_it():
    page = Visit(OpeningState, PAGE, "cleo")
    page.do("choose_coach", ids("mo")[0])

    assert [one.value for one in page.state.aims] == ["development"]


def test_who_may_certify_and_has_not_practised_is_told_beside_the_question_and_keeps_the_answers():
    page = Visit(OpeningState, PAGE)
    page.do("choose_coach", ids("mo")[0])
    assert [one.value for one in page.state.aims] == ["development", "certification"]
    words = page.state.coach.must_practise
    assert words.startswith("Before you score for certification, practise scoring on two")

    told = page.do("submit", answers(aim="certification"))

    assert (page.state.problems, opened()) == ({"aim": words}, 0)
    assert "ref_aim" in told[0]
    with store.transaction(store.PROGRAM) as session:
        build.practised(session, person(session, "lena"), at=clock.now())
    page.do("choose_coach", ids("mo")[0])
    assert page.state.coach.must_practise == ""
    assert "/live" in page.do("submit", answers(aim="certification"))[0]


def test_the_answers_open_one_observation_however_often_they_are_sent():
    page = Visit(OpeningState, PAGE)
    first = page.do("submit", answers())
    second = page.do("submit", answers())

    assert opened() == 1
    assert first == second
    assert "/live" in first[0]


def test_a_transcript_is_gone_on_with_on_its_own_page():
    page = Visit(OpeningState, PAGE)
    held = (clock.now() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")

    assert "/transcript" in page.do("submit", answers(source="transcript", held_at=held))[0]
    with store.reading() as session:
        assert session.exec(select(Observation)).one().source is Source.TRANSCRIPT


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_opened():
    page = Visit(OpeningState, PAGE)
    told = page.do("submit", answers(purpose=None, both_agreed="no", coached_id=""))

    assert set(page.state.problems) == {"purpose", "both_agreed", "coached_id"}
    # Nobody is chosen on the page, so there is no question yet whom they coach.
    assert "ref_coach" in told[0]
    assert (len(told), opened(), page.state.busy) == (1, 0, False)


def test_an_answer_given_anew_takes_its_problem_away():
    page = Visit(OpeningState, PAGE)
    page.do("submit", answers(purpose=None, both_agreed="no", coached_id="", aim=None))

    page.do("answered", "purpose")
    assert set(page.state.problems) == {"both_agreed", "coached_id", "aim"}
    page.do("choose_coach", ids("mia")[0])
    assert set(page.state.problems) == {"both_agreed"}


def test_one_starts_with_four_buttons_and_is_asked_after_three():
    page = Visit(OpeningState, PAGE).state
    assert (page.buttons.is_light, page.buttons.left, page.buttons.last) == (True, 3, "")
    with store.transaction() as session:
        lena, mo, rae = (person(session, key) for key in ("lena", "mo", "rae"))
        for _turn in range(3):
            made = build.observation(session, of=mo, by=lena, coached=rae)
            made.status, made.signed_at = Status.SIGNED, clock.now()
            session.add(made)

    page = Visit(OpeningState, PAGE)
    own = page.state.buttons
    assert (own.is_light, own.left, own.last) == (False, 0, "nine")
    page.do("submit", answers(buttons="four"))
    assert Visit(OpeningState, PAGE).state.buttons.last == "four"


def test_whoever_is_chosen_comes_with_what_the_two_follow():
    mo, mia = ids("mo", "mia")
    with store.transaction() as session:
        lena, one, rae = (person(session, key) for key in ("lena", "mo", "rae"))
        made = build.observation(session, of=one, by=lena, coached=rae)
        talk = ensure_talk(session, made)
        body = session.get_one(TalkBody, talk.id)
        body.one_thing, body.promised = "Ask once more.", "Mo tries it on Thursday."
        talk.observer_signed_at = made.signed_at = clock.now() - timedelta(days=3)
        made.status = Status.SIGNED
        session.add_all([body, talk, made])

    page = Visit(OpeningState, f"{PAGE}?of={mo}")
    assert (page.state.focus.text, page.state.focus.promised) == (
        "Ask once more.",
        "Mo tries it on Thursday.",
    )
    page.do("choose_coach", mia)
    assert page.state.focus.text == ""


def test_a_form_made_by_hand_opens_nothing_out_of_reach():
    sol, sid = ids("sol", "sid")
    with pytest.raises(NotFound):
        Visit(OpeningState, PAGE).do("submit", answers(coach_id=sol, coached_id=sid))
    with pytest.raises(NotPermitted):
        Visit(OpeningState, PAGE, "mo").do("submit", answers())
    assert opened() == 0


def test_a_draft_is_discarded_by_its_observer_and_by_nobody_else():
    page = Visit(OpeningState, PAGE)
    page.do("submit", answers())
    again = Visit(OpeningState, PAGE)
    draft = again.state.drafts[0].public_id
    with pytest.raises(NotFound):
        Visit(OpeningState, PAGE, "cleo").do("discard", draft)

    again.do("discard", draft)

    assert (again.state.drafts, opened()) == ([], 0)
