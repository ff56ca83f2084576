"""Who sees what of a signed observation, and what the figures say, computed by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import Moment
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.results.evidence.queries import evidence, notes
from coach_the_coach.observations.results.evidence.rows import (
    FigureRow,
    KindRow,
    NoteRow,
    ShareRow,
)
from coach_the_coach.observations.results.handing.rows import HandingRow
from coach_the_coach.observations.results.queries import counts, result, standing
from coach_the_coach.observations.results.rows import AnswerRow, CountsRow, LevelRow, ViewRow
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import (
    Note,
    Observation,
    Rating,
    Reply,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.observations.results import signed

DEVELOPMENT, CERTIFICATION = Aim.DEVELOPMENT, Aim.CERTIFICATION

PEOPLE = ("spec", "mo", "lena", "cleo", "odd", "sol", "mia", "rae", "ren", "ada")
"""Sage observed Mo, whom Lena leads and Cleo leads through her; the others have no part in it."""

NOTHING = dict.fromkeys(PEOPLE, "nothing")

WHO_SEES_WHAT = {
    (DEVELOPMENT, "draft"): {"spec": "goes on"},
    (DEVELOPMENT, "signed"): {"spec": "whole, notes", "mo": "reflects"},
    (DEVELOPMENT, "rated"): {"spec": "whole, notes", "mo": "talks"},
    (DEVELOPMENT, "shown"): {"spec": "whole, notes", "mo": "whole, notes"},
    (CERTIFICATION, "draft"): {"spec": "goes on"},
    (CERTIFICATION, "signed"): {
        "spec": "whole, notes",
        "mo": "reflects",
        "lena": "whole",
        "cleo": "counts",
    },
    (CERTIFICATION, "rated"): {
        "spec": "whole, notes",
        "mo": "talks",
        "lena": "whole",
        "cleo": "counts",
    },
    (CERTIFICATION, "shown"): {
        "spec": "whole, notes",
        "mo": "whole, notes",
        "lena": "whole",
        "cleo": "counts",
    },
}
"""What each person gets, by aim and by how far it has come; the others get nothing."""


def seen_by(session: Session, actor: Actor, public_id: str) -> str:
    """What the queries give to somebody, whatever the page would ask for."""
    got = []
    for name, query in {
        "whole": lambda: result(session, actor, public_id=public_id, at=NOW),
        "figures": lambda: evidence(session, actor, public_id=public_id),
        "notes": lambda: notes(session, actor, public_id=public_id),
        "counts": lambda: counts(session, actor, public_id=public_id, at=NOW),
    }.items():
        try:
            query()
        except NotFound:
            continue
        got.append(name)
    try:
        stands = standing(session, actor, public_id=public_id)
    except NotFound:
        assert got == []
        return "nothing"
    if stands.go_to:
        assert got == []
        return {"reflect": "reflects", "talk": "talks"}.get(stands.go_to.split("/")[-1], "goes on")
    assert ("whole" in got) == ("figures" in got) == (stands.view == "whole")
    assert ("counts" in got) == (stands.view == "counts")
    return ", ".join(name for name in got if name != "figures")


@pytest.mark.parametrize(("aim", "state"), list(WHO_SEES_WHAT))
def test_who_sees_what(session: Session, cast: Cast, aim: Aim, state: str):
    made = signed.observation(session, cast, by=cast.spec, aim=aim, draft=state == "draft")
    if state in {"rated", "shown"}:
        signed.rate_oneself(session, made)
    if state == "shown":
        signed.show(session, made)
    seen = {who: seen_by(session, cast.actor(getattr(cast, who)), made.public_id) for who in PEOPLE}
    assert seen == NOTHING | WHO_SEES_WHAT[aim, state]


def test_a_leader_above_who_observed_sees_what_they_wrote(session: Session, cast: Cast):
    made = signed.observation(session, cast, by=cast.cleo, aim=CERTIFICATION)
    assert seen_by(session, cast.actor(cast.cleo), made.public_id) == "whole, notes"
    assert seen_by(session, cast.actor(cast.lena), made.public_id) == "whole"


def test_what_is_not_there_is_not_found(session: Session, cast: Cast):
    assert seen_by(session, cast.actor(cast.lena), "0" * 32) == "nothing"


def test_a_draft_leads_its_observer_on_to_where_it_goes_on(session: Session, cast: Cast):
    live = signed.observation(session, cast, draft=True)
    read = signed.observation(session, cast, source=Source.TRANSCRIPT, draft=True)
    lena = cast.actor(cast.lena)

    def page(made: Observation) -> str:
        return standing(session, lena, public_id=made.public_id).go_to

    assert page(live) == routes.observation(live.public_id, routes.LIVE)
    assert page(read) == routes.observation(read.public_id, routes.TRANSCRIPT)
    live.stopped_at = NOW
    session.add(live)
    session.flush()
    assert page(live) == routes.observation(live.public_id, routes.RATE)


def test_leaders_above_see_counts_and_not_a_word_that_was_said(session: Session, cast: Cast):
    made = signed.observation(session, cast, aim=CERTIFICATION, stop_signs=("shamed",))
    signed.rate_oneself(session, made)
    row = counts(session, cast.actor(cast.cleo), public_id=made.public_id, at=NOW)
    assert row == CountsRow(
        observed="Mo Manager",
        person_link=routes.person(cast.mo.public_id),
        observer="Lena Leader",
        purpose_word="Coach",
        aim_word="Certification",
        held=Moment("Today 09:00", "Monday 2 March 2026, 09:00 CET", "2026-03-02T09:00+01:00"),
        signed=Moment("Today 10:00", "Monday 2 March 2026, 10:00 CET", "2026-03-02T10:00+01:00"),
        rubric="Session observation 1.1",
        levels=[
            LevelRow("Focus and agreement", "Coaching"),
            LevelRow("Ask-tell balance", "Telling"),
            LevelRow("Listening and building", "Steering"),
            LevelRow("Diagnosis from evidence", "Coaching"),
            LevelRow("Developmental depth", "Steering"),
            LevelRow("Feedback and safety", "Building ownership"),
            LevelRow("Practice", "Not observed"),
            LevelRow("Commitment and follow-through", "Steering"),
        ],
        score="2.0, Steering: held down by a stop sign, otherwise 2.4",
        score_basis="7 of 8 dimensions observed",
    )


USUAL_SHARE = ShareRow(
    # 23 of 30 is 76.7 %; Wilson: 59.1 to 88.2 %.
    sentence="76\u00a0% asking, 30 taps: too close to call, mixed or mostly asking",
    interval="Likely between 59 and 89\u00a0%.",
    method="95\u00a0% interval; treats turns as independent.",
    meaning="",
    is_judged=True,
    is_known=True,
    share=76,
    low=59,
    high=89,
)

TOO_FEW = "Too few to judge: 19 taps"

SHARES = {
    # 5 of 28 is 17.9 %; Wilson: 7.9 to 35.6 %.
    "telling": (
        Purpose.COACH,
        signed.codes(open=2, closed=3, offer=2, direct=12, explain=8, take=1),
        ShareRow(
            sentence="17\u00a0% asking, 28 taps: mostly telling",
            interval="Likely between 7 and 36\u00a0%.",
            method="95\u00a0% interval; treats turns as independent.",
            meaning="Answers and instructions outweigh questions and listening back.",
            is_judged=True,
            is_known=True,
            share=17,
            low=7,
            high=36,
        ),
    ),
    "too few": (
        Purpose.COACH,
        signed.codes(open=15, direct=4, praise=9),
        ShareRow(sentence=TOO_FEW, is_judged=True),
    ),
    "training": (
        Purpose.TRAIN,
        signed.codes(open=10, closed=5, back=8, direct=4, explain=3),
        replace(USUAL_SHARE, sentence="Not judged: this was a training session", is_judged=False),
    ),
}


@pytest.mark.parametrize("case", list(SHARES))
def test_the_share_is_the_one_computed_by_hand(session: Session, cast: Cast, case: str):
    purpose, tapped, share = SHARES[case]
    made = signed.observation(session, cast, purpose=purpose, tapped=tapped)
    row = evidence(session, cast.actor(cast.lena), public_id=made.public_id)
    assert row.share == share


def test_the_evidence_of_a_live_observation_is_what_was_tapped(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    row = evidence(session, cast.actor(cast.lena), public_id=made.public_id)
    assert row.share == USUAL_SHARE
    assert row.measures == [
        FigureRow("Open questions", "66\u00a0%", "10 of 15 questions"),
        FigureRow("Listening back for each question", "0.5", "8 after 15 questions"),
        FigureRow("Advice that was invited", "Too few to say", "0 of 4 pieces of advice"),
        FigureRow("Tasks taken over", "0", "of 30 asks and tells"),
    ]
    assert [(one.word, one.count, one.tone) for one in row.counts] == [
        ("Open", 10, "ask"),
        ("Closed", 5, "ask"),
        ("Back", 8, "ask"),
        ("Offer", 0, "tell"),
        ("Direct", 4, "tell"),
        ("Explain", 3, "tell"),
        ("Take", 0, "tell"),
        ("Praise", 0, "neither"),
        ("Pause", 0, "neither"),
    ]
    assert row.kinds == [
        KindRow("Developmental", 67, "2 of 3"),
        KindRow("Tactical", 33, "1 of 3"),
        KindRow("Strategic", 0, "0 of 3"),
        KindRow("Opportunistic", 0, "0 of 3"),
        KindRow("Status", 0, "0 of 3"),
    ]
    assert row.kinds_sentence == (
        "What kind of talk it was, asked every five minutes: 3 answers, too few for shares"
    )
    assert (row.talk, row.talk_note) == ([], "")


def test_the_timeline_of_a_live_observation_counts_by_the_minute(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    line = evidence(session, cast.actor(cast.lena), public_id=made.public_id).timeline
    # A tap every 20 seconds from second 20 on: 23 asks, then 7 tells, in 30 minutes.
    asks = [2, 3, 3, 3, 3, 3, 3, 3, *[0] * 22]
    tells = [*[0] * 8, 3, 3, 1, *[0] * 19]
    assert [(bar.minute, bar.asks, bar.tells) for bar in line.bars] == list(
        zip(range(30), asks, tells, strict=True)
    )
    assert line.end == "30:00"
    assert line.bars[0].ask_height == "32%"
    assert (line.bars[8].ask_height, line.bars[8].tell_height) == ("0%", "48%")


def test_the_evidence_of_a_transcript_is_what_was_coded(session: Session, cast: Cast):
    read = transcript(session, cast, words_left=True)
    row = evidence(session, cast.actor(cast.lena), public_id=read.public_id)
    assert row.talk == [
        FigureRow("Share of the talking", "43\u00a0%", "of the time spoken"),
        FigureRow("Longest stretch", "1:15", "minutes and seconds"),
        FigureRow("Questions in ten minutes", "6.5", "by the question marks in the text"),
    ]
    assert [(bar.minute, bar.asks, bar.tells) for bar in row.timeline.bars] == [
        (0, 1, 0),
        (1, 1, 0),
        (2, 0, 1),
    ]


def test_the_timeline_stays_when_the_words_of_the_transcript_are_gone(session: Session, cast: Cast):
    lena = cast.actor(cast.lena)
    there = evidence(session, lena, public_id=transcript(session, cast, words_left=True).public_id)
    gone = evidence(session, lena, public_id=transcript(session, cast, words_left=False).public_id)
    assert gone == there


def test_a_transcript_without_times_gives_no_measure_of_time(session: Session, cast: Cast):
    read = transcript(session, cast, words_left=True, timed=False)
    row = evidence(session, cast.actor(cast.lena), public_id=read.public_id)
    assert row.talk == []
    assert row.talk_note == "The transcript has no times, so nothing is measured in minutes."
    assert row.timeline.bars == []


def transcript(
    session: Session, cast: Cast, *, words_left: bool, timed: bool = True
) -> Observation:
    """A signed observation from a transcript of three coded turns."""
    tapped = signed.codes(open=2, direct=1)
    starts = {1: 5.0, 3: 70.0, 5: 130.0}
    made = signed.observation(session, cast, source=Source.TRANSCRIPT, draft=True)
    measures = {
        "talk_share": 0.4399,
        "longest_stretch_seconds": 75.0,
        "questions_per_ten_minutes": 6.51,
    }
    session.add(
        Transcript(
            observation_id=made.id or 0,
            file_name="talk.vtt",
            format="webvtt",
            manager_speaker="Mo Manager",
            measures={"turns": 6, "manager_turns": 3}
            | (measures if timed else {})
            | ({} if words_left else {"starts": {str(key): at for key, at in starts.items()}}),
            uploaded_at=NOW,
            delete_after=NOW + timedelta(days=30),
        )
    )
    session.flush()
    for (index, start), code in zip(starts.items(), tapped, strict=True):
        session.add(TurnCode(observation_id=made.id or 0, turn_index=index, code=code, at=NOW))
        if words_left:
            session.add(
                TranscriptTurn(
                    observation_id=made.id or 0,
                    index=index,
                    start=start if timed else None,
                    speaker="Mo Manager",
                    text="What would you try?",
                )
            )
    signed.complete(session, made, tapped)
    return made


def test_the_observed_reads_all_that_was_written_beside_their_own_view(
    session: Session, cast: Cast
):
    made = signed.observation(session, cast, stop_signs=("elsewhere",))
    signed.open_both(session, made)
    mo = cast.actor(cast.mo)
    row = result(session, mo, public_id=made.public_id, at=NOW)
    assert (row.handing.one_thing, row.handing.agreed, row.strengths) == (
        signed.ONE_THING,
        signed.AGREED,
        signed.STRENGTHS,
    )
    assert row.handing.watch_again == Moment("in 1 week", "Thursday 12 March 2026", "2026-03-12")
    assert (row.own_name, row.seen_name) == ("You", "Lena Leader")
    assert row.comparison == "Seen alike in 2 of 6 dimensions that both rated."
    assert [(view.number, view.own, view.seen) for view in row.views] == [
        (number, signed.OWN[number], signed.LEVELS[number]) for number in range(1, 9)
    ]
    assert row.views[1] == ViewRow(
        number=2,
        word="Ask-tell balance",
        own=2,
        seen=1,
        gap="Own view 1 level higher",
        sentence="You: Steering · Lena Leader: Telling · Own view 1 level higher",
        own_word="Steering",
        own_anchor="Asks, but mainly to lead to the own answer; several questions at once.",
        seen_word="Telling",
        seen_anchor=(
            "Mostly answers and instructions; gives the solution before hearing the rep's."
        ),
        quote=signed.SAID,
        clock="12:34",
    )
    assert row.highest == "Feedback and safety, Focus and agreement"
    assert row.score == "2.0, Steering: held down by a stop sign, otherwise 2.4"
    assert row.score_basis == "7 of 8 dimensions observed"
    assert len(row.stop_signs) == 1
    assert notes(session, mo, public_id=made.public_id) == [NoteRow("1:30", signed.NOTE)]


def test_observer_and_decider_see_own_levels_only_once_both_views_were_opened(
    session: Session, cast: Cast
):
    made = signed.observation(session, cast, by=cast.spec, aim=CERTIFICATION)
    signed.rate_oneself(session, made, done=False)
    spec, lena = cast.actor(cast.spec), cast.actor(cast.lena)

    for reader in (spec, lena):
        for done in (False, True):
            if done:
                signed.rate_oneself(session, made, {})
            before = result(session, reader, public_id=made.public_id, at=NOW)
            assert [view.own for view in before.views] == [None] * 8
            assert before.views[0].gap == "Coaching"
            assert {(view.own_word, view.own_anchor) for view in before.views} == {("", "")}
            assert before.own_name == ""
            assert before.comparison == ("Mo Manager's own view appears here once you have talked.")

    signed.show(session, made)
    for reader in (spec, lena):
        after = result(session, reader, public_id=made.public_id, at=NOW)
        assert [view.own for view in after.views] == [signed.OWN[number] for number in range(1, 9)]
        assert after.own_name == "Mo Manager"


def test_what_the_two_chose_in_their_talk_comes_first_and_is_theirs_alone(
    session: Session, cast: Cast
):
    made = signed.observation(session, cast, by=cast.spec, aim=CERTIFICATION)
    path = routes.observation(made.public_id, routes.TALK)

    def came(who: str) -> HandingRow:
        actor = cast.actor(getattr(cast, who))
        return result(session, actor, public_id=made.public_id, at=NOW).handing

    again = Moment("in 1 week", "Thursday 12 March 2026", "2026-03-12")
    written = HandingRow(one_thing=signed.ONE_THING, agreed=signed.AGREED, watch_again=again)
    note = "Sage Specialist suggests this. What you choose together takes its place."
    assert came("spec") == HandingRow(
        *("Your talk is not booked yet", "waiting", "Open the talk", path),
        *(signed.ONE_THING, note, signed.AGREED, again),
    )
    signed.show(session, made, shown_at=None, booked_for=NOW + timedelta(hours=3))
    assert came("spec").stands == "Your talk is booked: Today 13:00"

    talk = signed.show(
        session, made, one_thing="Wait.", promised="Twice.", watch_again_on=NOW.date()
    )
    today = Moment("Today", "Monday 2 March 2026", "2026-03-02")
    for who in ("spec", "mo"):
        assert came(who) == HandingRow(
            *("Both views are open; what you agree is not signed yet", "underway"),
            *("Go on with the talk", path, "Wait.", "", "Twice.", today),
        )
    assert came("lena") == written
    signed.show(session, made, observed_signed_at=NOW)
    assert came("spec").stands == "Signed by Mo Manager, not yet by Sage Specialist"
    talk.observer_signed_at, talk.sha256 = NOW, "a" * 64
    session.add(talk)
    session.flush()
    assert (came("mo").stands, came("mo").mark) == ("Talked over, and signed by both", "done")
    assert came("lena") == written


def test_a_corrected_purpose_is_said_with_its_reason_and_judges_nothing(
    session: Session, cast: Cast
):
    made = signed.observation(session, cast, purpose=Purpose.COACH, draft=True)
    made.purpose_corrected, made.purpose_reason = Purpose.CELEBRATE, "A deal was won."
    session.add(made)
    signed.complete(session, made, [])

    row = result(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW)

    assert row.purpose_note == "Opened as Coach, corrected to Celebrate: A deal was won."
    assert not row.is_scored


def test_what_was_not_called_for_and_what_did_not_happen_is_said(session: Session, cast: Cast):
    other = signed.observation(session, cast, draft=True)
    session.add_all(
        [
            Rating(observation_id=other.id or 0, dimension=7, not_called=True),
            Rating(
                observation_id=other.id or 0,
                dimension=2,
                level=1,
                absent_from=60,
                absent_to=1800,
            ),
        ]
    )
    session.flush()
    signed.complete(session, other, [], {1: 3})

    views = result(session, cast.actor(cast.lena), public_id=other.public_id, at=NOW).views

    assert views[6].seen_word == "Not called for in this session"
    assert views[1].absent == "Did not happen from 1:00 to 30:00"
    assert views[0].absent == ""


def test_an_answer_is_the_writers_alone_until_it_is_sent(session: Session, cast: Cast):
    made = signed.observation(session, cast, by=cast.spec, aim=CERTIFICATION)
    signed.open_both(session, made)
    reply = session.get_one(Reply, made.id)
    reply.answer = "I saw it differently at first."
    session.add(reply)
    session.flush()

    def answers() -> dict[str, AnswerRow]:
        return {
            who: result(
                session, cast.actor(getattr(cast, who)), public_id=made.public_id, at=NOW
            ).answer
            for who in ("mo", "spec", "lena")
        }

    nobody = AnswerRow()
    assert answers() == {"mo": AnswerRow(text=reply.answer), "spec": nobody, "lena": nobody}

    reply.answered_at = reply.acknowledged_at = NOW - timedelta(days=1)
    session.add(reply)
    session.flush()
    when = Moment("Yesterday 10:00", "Sunday 1 March 2026, 10:00 CET", "2026-03-01T10:00+01:00")
    assert set(answers().values()) == {AnswerRow(reply.answer, when, when)}


def test_a_correction_keeps_what_was_tapped_and_says_what_it_corrects(session: Session, cast: Cast):
    first = signed.observation(session, cast, aim=CERTIFICATION)
    second = signed.observation(
        session, cast, aim=CERTIFICATION, levels=signed.LEVELS | {7: 1}, corrects=first
    )
    signed.rate_oneself(session, first)
    signed.open_both(session, second)
    mo, cleo = cast.actor(cast.mo), cast.actor(cast.cleo)

    assert evidence(session, mo, public_id=second.public_id) == evidence(
        session, mo, public_id=first.public_id
    )
    assert notes(session, mo, public_id=second.public_id) == [NoteRow("1:30", signed.NOTE)]
    old = result(session, mo, public_id=first.public_id, at=NOW)
    new = result(session, mo, public_id=second.public_id, at=NOW)
    assert (old.older_link, old.newer_link) == ("", routes.observation(second.public_id))
    assert (new.older_link, new.newer_link) == (routes.observation(first.public_id), "")
    assert new.header.amend_reason == "The wrong level for practice."
    assert seen_by(session, cleo, first.public_id) == "nothing"
    assert seen_by(session, cleo, second.public_id) == "counts"


def test_a_note_under_a_correction_is_nobodys_to_read(session: Session, cast: Cast):
    first = signed.observation(session, cast)
    second = signed.observation(session, cast, draft=True)
    stray = Note(
        id="stray",
        observation_id=second.id or 0,
        at=NOW,
        seconds=1,
        text="Not said while watching.",
    )
    session.add(stray)
    second.coaching_session_id, second.supersedes_id = first.coaching_session_id, first.id
    session.flush()
    signed.open_both(session, first)
    seen = [NoteRow("1:30", signed.NOTE)]
    for who in (cast.lena, cast.mo):
        assert notes(session, cast.actor(who), public_id=first.public_id) == seen

    signed.complete(session, second, [], corrects=first)
    signed.rate_oneself(session, second)
    for who in (cast.lena, cast.mo):
        assert notes(session, cast.actor(who), public_id=second.public_id) == seen


def test_the_number_of_statements_does_not_depend_on_how_much_there_is(
    session: Session, cast: Cast, statements
):
    few = signed.observation(session, cast, tapped=signed.codes(open=1), aim=CERTIFICATION)
    many = signed.observation(session, cast, tapped=signed.codes(open=150, direct=150))
    sent = []
    for made in (few, many):
        signed.open_both(session, made)
        session.expunge_all()
        mo = cast.actor(cast.mo)
        with statements() as seen:
            standing(session, mo, public_id=made.public_id)
            result(session, mo, public_id=made.public_id, at=NOW)
            evidence(session, mo, public_id=made.public_id)
            notes(session, mo, public_id=made.public_id)
        sent.append(len(seen))
    assert sent[0] == sent[1] <= 16

    cleo = cast.actor(cast.cleo)
    with statements() as seen:
        counts(session, cleo, public_id=few.public_id, at=NOW)
    assert len(seen) <= 4
