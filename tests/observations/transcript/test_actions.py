"""A transcript is brought in, coded and let go of by the one whose draft it is."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from coach_the_coach.foundation import jobs, store
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.observations.formats.rules import read_transcript
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import (
    Observation,
    Status,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import BUTTONS, Buttons, Code, Tally
from coach_the_coach.observations.transcript.actions import (
    choose_manager,
    code_turn,
    code_whole,
    delete_words,
    draw_runs,
    keep_transcript,
    uncode_turn,
)
from coach_the_coach.observations.transcript.queries import tally_of_transcript
from coach_the_coach.observations.transcript.rows import CodedRow
from tests import build
from tests.cast import NOW, Cast, people
from tests.observations.transcript.conftest import TALK

Bring = Callable[..., None]
MONTH = timedelta(days=30)


def words(session: Session) -> list[tuple[int, str, str]]:
    """The turns that are kept."""
    found = session.exec(select(TranscriptTurn).order_by(col(TranscriptTurn.index))).all()
    return [(turn.index, turn.speaker, turn.text) for turn in found]


def codes(session: Session) -> dict[int, Code]:
    """The codes that are kept, by turn."""
    return {one.turn_index: one.code for one in session.exec(select(TurnCode)).all()}


def transcript_in(session: Session) -> Transcript:
    """The only transcript there is."""
    return session.exec(select(Transcript)).one()


def signed(session: Session, draft: Observation) -> None:
    """Sign the draft."""
    session.exec(
        update(Observation)
        .where(col(Observation.id) == draft.id)
        .values(status=Status.SIGNED, signed_at=NOW)
    )
    session.expire_all()


@pytest.fixture
def long(session: Session, cast: Cast, draft: Observation, bring: Bring) -> list[int]:
    """The manager's turns of a long talk brought into Lena's draft: 80 of 160."""
    names = ("Mo Manager", "Rae")
    talk = "".join(f"{names[n % 2]}: Turn number {n + 1} of it.\n" for n in range(160))
    bring(talk, "Mo Manager", file_name="talk.txt")
    return [*range(1, 160, 2)]


def drawn(session: Session) -> list[int]:
    """The turns of the runs drawn."""
    return [turn for run in transcript_in(session).runs or [] for turn in run]


def test_four_runs_of_ten_are_drawn_and_drawn_again_they_are_the_same(
    session: Session, cast: Cast, draft: Observation, long: list[int]
):
    lena, own = cast.actor(cast.lena), draft.public_id
    draw_runs(session, lena, public_id=own)
    first = drawn(session)
    assert (len(first), set(first) <= set(long)) == (40, True)

    code_whole(session, lena, public_id=own)
    assert transcript_in(session).runs is None
    draw_runs(session, lena, public_id=own)
    assert drawn(session) == first


def test_what_is_coded_outside_the_runs_is_kept_and_does_not_count(
    session: Session, cast: Cast, draft: Observation, long: list[int]
):
    lena, own = cast.actor(cast.lena), draft.public_id
    for index in long:
        code_turn(session, lena, public_id=own, index=index, code="open", at=NOW)
    assert tally_of_transcript(session, draft.id or 0) == Tally(open=80)

    draw_runs(session, lena, public_id=own)
    assert tally_of_transcript(session, draft.id or 0) == Tally(open=40)
    inside = drawn(session)
    row = uncode_turn(session, lena, public_id=own, index=inside[3])
    assert (row.coded, tally_of_transcript(session, draft.id or 0)) == (39, Tally(open=39))
    outside = next(index for index in long if index not in inside)
    for change in (
        partial(code_turn, index=outside, code="back", at=NOW),
        partial(uncode_turn, index=outside),
    ):
        with pytest.raises(NotFound, match="none of the runs"):
            change(session, lena, public_id=own)

    code_whole(session, lena, public_id=own)
    assert tally_of_transcript(session, draft.id or 0) == Tally(open=79)


def test_another_manager_or_another_file_is_coded_whole_again(
    session: Session, cast: Cast, draft: Observation, long: list[int], bring: Bring
):
    lena, own = cast.actor(cast.lena), draft.public_id
    draw_runs(session, lena, public_id=own)
    choose_manager(session, lena, public_id=own, speaker="Mo Manager")
    assert len(drawn(session)) == 40
    choose_manager(session, lena, public_id=own, speaker="Rae")
    assert transcript_in(session).runs is None
    draw_runs(session, lena, public_id=own)
    bring()
    assert transcript_in(session).runs is None


def test_a_short_or_nameless_talk_is_not_drawn_from(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    lena, own = cast.actor(cast.lena), draft.public_id
    with pytest.raises(NotFound):
        draw_runs(session, lena, public_id=own)
    bring()
    with pytest.raises(Conflict, match="Choose who that is"):
        draw_runs(session, lena, public_id=own)
    choose_manager(session, lena, public_id=own, speaker="Mo Manager")
    with pytest.raises(Conflict, match="60 turns"):
        draw_runs(session, lena, public_id=own)
    assert transcript_in(session).runs is None


def test_nobody_else_draws(session: Session, cast: Cast, draft: Observation, long: list[int]):
    for stranger in (cast.odd, cast.cleo, cast.spec):
        for act in (draw_runs, code_whole):
            with pytest.raises(NotFound):
                act(session, cast.actor(stranger), public_id=draft.public_id)
    with pytest.raises(NotPermitted):
        draw_runs(session, cast.actor(cast.mo), public_id=draft.public_id)
    signed(session, draft)
    session.expire_all()
    for act in (draw_runs, code_whole):
        with pytest.raises(Conflict):
            act(session, cast.actor(cast.lena), public_id=draft.public_id)


@pytest.mark.parametrize("buttons", Buttons)
def test_a_turn_takes_the_codes_of_its_buttons_and_no_others(
    session: Session, cast: Cast, draft: Observation, bring: Bring, buttons: Buttons
):
    draft.buttons = buttons
    session.add(draft)
    bring(manager="Mo Manager")
    for code in Code:
        act = partial(
            code_turn,
            session,
            cast.actor(cast.lena),
            public_id=draft.public_id,
            index=1,
            code=str(code),
            at=NOW,
        )
        if code in BUTTONS[buttons]:
            act()
            assert codes(session) == {1: code}
        else:
            with pytest.raises(Invalid, match="no such code"):
                act()


def test_a_file_is_kept_as_turns_with_the_day_on_which_its_words_go(
    session: Session, draft: Observation, bring: Bring
):
    bring(file_name="C:\\Users\\lena\\talk\n.vtt", days=7)

    assert words(session) == [
        (1, "Mo Manager", "What did you try?"),
        (2, "Rae", "I called them twice, and the second time they went quiet."),
        (3, "Mo Manager", "They went quiet."),
        (4, "Rae", "Yes, at the price."),
        (5, "Mo Manager", "Send them the other sheet. I would."),
    ]
    kept = transcript_in(session)
    assert kept.model_dump() == {
        "observation_id": draft.id,
        "file_name": "talk.vtt",
        "format": "webvtt",
        "manager_speaker": None,
        "measures": {},
        "uploaded_at": NOW,
        "delete_after": NOW + timedelta(days=7),
        "deleted_at": None,
        "runs": None,
    }
    job = session.exec(select(jobs.Job)).one()
    assert (job.kind, job.due_at) == ("delete-transcript", NOW + timedelta(days=7))


def test_a_speakers_very_long_name_is_cut_and_not_refused(session: Session, bring: Bring):
    bring(f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {'N' * 500}>Yes.</v>\n")
    assert words(session) == [(1, "N" * 120, "Yes.")]


def test_another_file_takes_the_place_of_the_first_and_of_its_codes(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(manager="Mo Manager")
    lena = cast.actor(cast.lena)
    code_turn(session, lena, public_id=draft.public_id, index=1, code="open", at=NOW)

    bring("Ann: Good. And then?\n", file_name="notes.txt", at=NOW + timedelta(days=3))

    assert words(session) == [(1, "Ann", "Good. And then?")]
    assert codes(session) == {}
    assert transcript_in(session).manager_speaker is None
    assert transcript_in(session).delete_after == NOW + timedelta(days=33)


def test_choosing_the_manager_keeps_what_the_times_tell(session: Session, bring: Bring):
    bring(manager="Mo Manager")
    kept = transcript_in(session)
    assert kept.manager_speaker == "Mo Manager"
    assert kept.measures == {
        "talk_share": pytest.approx(14.5 / 46.5),
        "longest_stretch_seconds": 9.0,
        "questions_per_ten_minutes": pytest.approx(600 / 49),
        "word_share": pytest.approx(14 / 29),
        "turns": 5,
        "manager_turns": 3,
        "manager_questions": 1,
    }


def test_another_manager_takes_all_codes_off_and_the_same_one_none(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(manager="Mo Manager")
    lena, public_id = cast.actor(cast.lena), draft.public_id
    code_turn(session, lena, public_id=public_id, index=1, code="open", at=NOW)

    choose_manager(session, lena, public_id=public_id, speaker="Mo Manager")
    assert codes(session) == {1: Code.OPEN}

    choose_manager(session, lena, public_id=public_id, speaker="Rae")
    assert codes(session) == {}


def test_a_file_without_names_is_coded_by_hand_and_measures_nothing(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v >One.</v>\n\n00:02.000 --> 00:03.000\n<v>Two.\n", ""
    )
    assert set(transcript_in(session).measures.values()) == {None}
    lena = cast.actor(cast.lena)
    kept = code_turn(session, lena, public_id=draft.public_id, index=2, code="back", at=NOW)
    assert (kept, codes(session)) == (CodedRow(coded=1), {2: Code.BACK})


def test_nobody_outside_the_file_can_be_the_manager(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring()
    for nobody in ("Sol", "", "mo manager"):
        with pytest.raises(Invalid) as refused:
            choose_manager(
                session, cast.actor(cast.lena), public_id=draft.public_id, speaker=nobody
            )
        assert set(refused.value.problems) == {"speaker"}


def test_each_code_leads_to_the_next_turn_without_one(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(manager="Mo Manager")
    lena, public_id = cast.actor(cast.lena), draft.public_id

    def give(index: int, code: str) -> CodedRow:
        return code_turn(session, lena, public_id=public_id, index=index, code=code, at=NOW)

    assert give(3, "back") == CodedRow(coded=1, next_index=5)
    assert give(1, "open") == CodedRow(coded=2, next_index=5)
    assert give(5, "direct") == CodedRow(coded=3, next_index=None)
    assert give(1, "closed") == CodedRow(coded=3, next_index=None)
    assert codes(session) == {1: Code.CLOSED, 3: Code.BACK, 5: Code.DIRECT}

    assert uncode_turn(session, lena, public_id=public_id, index=3) == CodedRow(coded=2)
    assert uncode_turn(session, lena, public_id=public_id, index=3) == CodedRow(coded=2)
    assert codes(session) == {1: Code.CLOSED, 5: Code.DIRECT}


def test_only_the_managers_turns_and_the_nine_codes_are_taken(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(manager="Mo Manager")
    lena, public_id = cast.actor(cast.lena), draft.public_id
    for index in (2, 0, -1, 6, 10**12):
        with pytest.raises(NotFound):
            code_turn(session, lena, public_id=public_id, index=index, code="open", at=NOW)
        with pytest.raises(NotFound):
            uncode_turn(session, lena, public_id=public_id, index=index)
    with pytest.raises(Invalid):
        code_turn(session, lena, public_id=public_id, index=1, code="shout", at=NOW)
    assert codes(session) == {}


def test_before_the_manager_is_chosen_nothing_can_be_coded(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    lena, public_id = cast.actor(cast.lena), draft.public_id
    with pytest.raises(NotFound):
        choose_manager(session, lena, public_id=public_id, speaker="Mo Manager")
    bring()
    with pytest.raises(NotFound):
        code_turn(session, lena, public_id=public_id, index=1, code="open", at=NOW)


def test_nobody_but_the_observer_touches_the_transcript(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(manager="Mo Manager")
    parsed, public_id = read_transcript(b"Ann: Mine now.", "notes.txt"), draft.public_id
    strangers = [
        (cast.odd, NotFound),
        (cast.cleo, NotFound),
        (cast.spec, NotFound),
        (cast.mo, NotPermitted),
        (cast.ada, NotPermitted),
    ]
    for person, refusal in strangers:
        actor = cast.actor(person)
        with pytest.raises(refusal):
            keep_transcript(
                session,
                actor,
                public_id=public_id,
                file_name="notes.txt",
                parsed=parsed,
                days=30,
                at=NOW,
            )
        with pytest.raises(refusal):
            choose_manager(session, actor, public_id=public_id, speaker="Rae")
        with pytest.raises(refusal):
            code_turn(session, actor, public_id=public_id, index=1, code="open", at=NOW)
        with pytest.raises(refusal):
            uncode_turn(session, actor, public_id=public_id, index=1)
    assert len(words(session)) == 5
    assert codes(session) == {}


def test_a_live_observation_takes_no_transcript(session: Session, cast: Cast):
    live = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    with pytest.raises(Conflict):
        keep_transcript(
            session,
            cast.actor(cast.lena),
            public_id=live.public_id,
            file_name="talk.vtt",
            parsed=read_transcript(TALK.encode(), "talk.vtt"),
            days=30,
            at=NOW,
        )


def test_once_signed_neither_file_nor_manager_nor_code_changes(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(manager="Mo Manager")
    lena, public_id = cast.actor(cast.lena), draft.public_id
    code_turn(session, lena, public_id=public_id, index=1, code="open", at=NOW)
    signed(session, draft)

    with pytest.raises(Conflict):
        bring()
    with pytest.raises(Conflict):
        choose_manager(session, lena, public_id=public_id, speaker="Rae")
    with pytest.raises(Conflict):
        code_turn(session, lena, public_id=public_id, index=3, code="back", at=NOW)
    with pytest.raises(Conflict):
        uncode_turn(session, lena, public_id=public_id, index=1)
    assert codes(session) == {1: Code.OPEN}


def test_in_time_the_words_go_and_the_codes_stay_even_of_a_signed_one(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(manager="Mo Manager")
    lena, public_id = cast.actor(cast.lena), draft.public_id
    code_turn(session, lena, public_id=public_id, index=3, code="back", at=NOW)
    signed(session, draft)

    delete_words(session, {"observation_id": draft.id}, NOW + MONTH)
    delete_words(session, {"observation_id": draft.id}, NOW + 2 * MONTH)

    session.expire_all()
    kept = transcript_in(session)
    assert (words(session), codes(session)) == ([], {3: Code.BACK})
    assert kept.deleted_at == NOW + MONTH
    assert (kept.measures["starts"], kept.measures["manager_turns"]) == ({"3": 21.5}, 3)


def test_without_its_words_a_draft_takes_no_more_codes(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(manager="Mo Manager")
    delete_words(session, {"observation_id": draft.id}, NOW + MONTH)
    lena, public_id = cast.actor(cast.lena), draft.public_id
    with pytest.raises(Conflict):
        code_turn(session, lena, public_id=public_id, index=1, code="open", at=NOW)
    with pytest.raises(Conflict):
        choose_manager(session, lena, public_id=public_id, speaker="Rae")


def test_words_are_not_let_go_before_their_time(session: Session, draft: Observation, bring: Bring):
    bring()
    delete_words(session, {"observation_id": draft.id}, NOW + MONTH - timedelta(seconds=1))
    delete_words(session, {"observation_id": (draft.id or 0) + 1}, NOW + MONTH)
    assert len(words(session)) == 5


def test_the_job_runs_once_and_each_file_is_let_go_in_its_own_time(database_url: str):
    store.open_at(database_url)
    parsed = read_transcript(TALK.encode(), "talk.vtt")
    with store.transaction() as session:
        cast = people(session)
        lena = cast.actor(cast.lena)
        public_id = build.observation(
            session, of=cast.mo, by=cast.lena, coached=cast.rae, source=Source.TRANSCRIPT
        ).public_id

    def upload(days_later: int) -> None:
        with store.transaction() as session:
            keep_transcript(
                session,
                lena,
                public_id=public_id,
                file_name="talk.vtt",
                parsed=parsed,
                days=30,
                at=NOW + timedelta(days=days_later),
            )

    def left() -> int:
        with store.reading() as session:
            return len(words(session))

    upload(0)
    upload(10)
    jobs.run_due(NOW + timedelta(days=35))
    assert left() == 5, "the first file's job must spare the second file"
    assert jobs.run_due(NOW + timedelta(days=41)) == 1
    assert jobs.run_due(NOW + timedelta(days=41)) == 0
    assert left() == 0
    upload(50)
    assert jobs.run_due(NOW + timedelta(days=81)) == 1
    assert left() == 0, "a file brought in after the words of another were deleted goes as well"
    store.open_at(None)
