"""A session over its time: what is there, and for whom."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Kind
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rating.actions import amend_observation, save_level
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    Observation,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import Code
from coach_the_coach.observations.timeline.changes.queries import changes_of
from coach_the_coach.observations.timeline.queries import moments, timeline_of
from coach_the_coach.observations.timeline.rows import MomentRow
from tests import build
from tests.cast import NOW, Cast
from tests.observations.results import signed

SAID = "What would you have asked in her place?"
END = NOW + timedelta(minutes=12)


@pytest.fixture
def watched(session: Session, cast: Cast) -> Observation:
    """Lena watched Mo for twelve minutes, and noted something with a quote."""
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    build.taps(session, made, [Code.OPEN, Code.PAUSE, Code.PRAISE, Code.DIRECT])
    number = made.id or 0
    session.add_all(
        [
            KindAnswer(
                id="k1", observation_id=number, at=NOW + timedelta(minutes=5), kind=Kind.TACTICAL
            ),
            Note(
                id="n1",
                observation_id=number,
                at=NOW + timedelta(seconds=50),
                seconds=50,
                text="Rae thinks.",
                quote=SAID,
            ),
        ]
    )
    made.stopped_at = END
    session.add(made)
    session.flush()
    return made


def read(session: Session, cast: Cast, *, words_left: bool, draft: bool = True) -> Observation:
    """Two coded turns of a transcript, one of them a question with a silence after it."""
    made = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, source=Source.TRANSCRIPT, started=False
    )
    own = made.id or 0
    starts = {} if words_left else {"1": 3.0, "3": 70.0}
    session.add(
        Transcript(
            observation_id=own,
            file_name="a.vtt",
            format="vtt",
            manager_speaker="Mo",
            measures={"starts": starts},
            uploaded_at=NOW,
            delete_after=NOW + timedelta(days=30),
        )
    )
    turns = [
        (1, 3.0, 6.0, "Mo", SAID),
        (2, 12.0, 60.0, "Rae", "Well."),
        (3, 70.0, 90.0, "Mo", "Do"),
    ]
    if words_left:
        session.add_all(
            TranscriptTurn(
                observation_id=own, index=index, start=start, end=end, speaker=who, text=text
            )
            for index, start, end, who, text in turns
        )
    for index, code in ((1, Code.OPEN), (3, Code.DIRECT)):
        session.add(TurnCode(observation_id=own, turn_index=index, code=code, at=NOW))
    session.flush()
    if not draft:
        signed.complete(session, made, [Code.OPEN, Code.DIRECT])
    return made


def listed(
    session: Session, cast: Cast, made: Observation, who: Person | None = None
) -> list[MomentRow]:
    """The list as somebody sees it."""
    actor = cast.actor(who or cast.lena)
    return moments(session, actor, public_id=made.public_id, limit=100, at=NOW).rows


def test_every_tap_note_and_kind_is_listed_with_its_time(
    session: Session, cast: Cast, watched: Observation
):
    rows = listed(session, cast, watched)

    assert [(one.clock, one.sort, one.word, one.tone, one.is_new_minute) for one in rows] == [
        ("0:20", "tap", "Open", "ask", True),
        ("0:40", "tap", "Pause", "neither", False),
        ("0:50", "note", "Note", "neither", False),
        ("1:00", "tap", "Praise", "neither", True),
        ("1:20", "tap", "Direct", "tell", False),
        ("5:00", "kind", "Tactical", "neither", True),
    ]
    assert (rows[2].text, rows[2].quote) == ("Rae thinks.", SAID)


def test_a_note_is_listed_though_nothing_was_tapped(session: Session, cast: Cast):
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    number = made.id or 0
    session.add(
        Note(id="n", observation_id=number, at=NOW + timedelta(seconds=5), seconds=5, text="Quiet.")
    )
    made.stopped_at = END
    session.add(made)
    session.flush()

    assert [(one.clock, one.text) for one in listed(session, cast, made)] == [("0:05", "Quiet.")]


def test_asks_stand_above_the_line_and_tells_below_it(
    session: Session, cast: Cast, watched: Observation
):
    shown = timeline_of(session, cast.actor(cast.lena), public_id=watched.public_id, at=NOW)
    drawn = shown.drawn

    assert [lane.word for lane in drawn.lanes] == [
        "Notes",
        "Open",
        "Closed",
        "Back",
        "Praise, Pause",
        "Offer",
        "Direct",
        "Explain",
        "Take",
        "Kind",
    ]
    at = {dot.said: dot for dot in drawn.dots}
    assert at["0:20 Open"].y < drawn.line == at["0:40 Pause"].y < at["1:20 Direct"].y
    assert [(band.x, band.width, band.said) for band in drawn.bands] == [
        ("1.5%", "40.42%", "0:00–5:00 Tactical")
    ]
    assert [tick.word for tick in drawn.ticks] == [
        "0:00",
        "2:00",
        "4:00",
        "6:00",
        "8:00",
        "10:00",
        "12:00",
    ]
    assert shown.sentences == [
        "Where it turned is said from 20 asks and tells on.",
        "A pause after 1 of 1 question.",
    ]
    assert (shown.without, shown.why_fixed, shown.end) == ("", "", "12:00")


def test_a_moment_can_be_quoted_for_what_has_a_level(
    session: Session, cast: Cast, watched: Observation
):
    lena = cast.actor(cast.lena)
    for dimension, level in ((2, 4), (3, None)):
        save_level(session, lena, public_id=watched.public_id, dimension=dimension, level=level)
    shown = timeline_of(session, lena, public_id=watched.public_id, at=NOW)

    assert shown.may_quote
    assert [one.value for one in shown.dimensions] == ["2"]


def test_a_transcript_shows_its_turns_with_their_words_to_its_observer_until_it_is_signed(
    session: Session, cast: Cast
):
    draft = read(session, cast, words_left=True)
    rows = listed(session, cast, draft)
    assert [(one.clock, one.sort, one.word, one.text) for one in rows] == [
        ("0:03", "turn", "Open", SAID),
        ("1:10", "turn", "Direct", "Do"),
    ]
    lena = cast.actor(cast.lena)
    shown = timeline_of(session, lena, public_id=draft.public_id, at=NOW)
    assert shown.sentences[-1] == "A pause after 1 of 1 question."
    assert "transcript" in shown.why_fixed

    done = read(session, cast, words_left=True, draft=False)
    assert [one.text for one in listed(session, cast, done)] == ["", ""]
    gone = read(session, cast, words_left=False, draft=False)
    assert [one.clock for one in listed(session, cast, gone)] == ["0:03", "1:10"]
    shown = timeline_of(session, lena, public_id=gone.public_id, at=NOW)
    assert shown.sentences == ["Where it turned is said from 20 asks and tells on."]


def test_of_drawn_runs_nothing_is_said_about_the_course(session: Session, cast: Cast):
    made = read(session, cast, words_left=True)
    transcript = session.get_one(Transcript, made.id)
    transcript.runs = [[1, 2]]
    session.add(transcript)
    session.flush()

    shown = timeline_of(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW)
    assert shown.sentences[0].startswith("Only drawn runs were coded")
    assert [dot.said for dot in shown.drawn.dots] == ["0:03 Open"]


def test_where_there_is_nothing_over_time_it_is_said_why(session: Session, cast: Cast):
    lena = cast.actor(cast.lena)
    ahead = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, started=False)
    unread = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, source=Source.TRANSCRIPT
    )

    for made, said in ((ahead, "Nothing was tapped"), (unread, "has a time")):
        shown = timeline_of(session, lena, public_id=made.public_id, at=NOW)
        assert said in shown.without
        assert (shown.sentences, shown.drawn.dots) == ([], [])


def test_a_correction_shows_what_was_tapped_for_the_version_it_corrects(
    session: Session, cast: Cast
):
    made = signed.observation(session, cast, tapped=signed.codes(open=3))
    lena = cast.actor(cast.lena)
    newer = amend_observation(session, lena, public_id=made.public_id, reason="Why.", at=NOW)

    shown = timeline_of(session, lena, public_id=newer, at=NOW)
    assert len(shown.drawn.dots) == 4
    assert (shown.codes, shown.may_quote) == ([], True)
    assert "correction keeps the counts" in shown.why_fixed


NOBODY = dict.fromkeys(("lena", "spec", "mo", "cleo", "odd", "sol", "rae", "ada"), "nothing")

WHO_SEES_WHAT = {
    (Aim.DEVELOPMENT, "draft"): {"spec": "notes"},
    (Aim.DEVELOPMENT, "signed"): {"spec": "notes"},
    (Aim.DEVELOPMENT, "shown"): {"spec": "notes", "mo": "notes"},
    (Aim.CERTIFICATION, "draft"): {"spec": "notes"},
    (Aim.CERTIFICATION, "signed"): {"spec": "notes", "lena": "taps"},
    (Aim.CERTIFICATION, "shown"): {"spec": "notes", "mo": "notes", "lena": "taps"},
}
"""Who reads taps alone, and who the notes too: the specialist watched Mo."""


@pytest.mark.parametrize(("aim", "state"), list(WHO_SEES_WHAT))
def test_who_sees_what(session: Session, cast: Cast, aim: Aim, state: str):
    made = signed.observation(session, cast, by=cast.spec, aim=aim, draft=state == "draft")
    if state == "draft":
        build.taps(session, made, [Code.OPEN])
        session.add(Note(id="n", observation_id=made.id or 0, at=NOW, seconds=3600, text="Hm."))
        session.flush()
    if state == "shown":
        signed.open_both(session, made)

    seen = {}
    for who in NOBODY:
        actor = cast.actor(getattr(cast, who))
        try:
            sorts = {one.sort for one in listed(session, cast, made, getattr(cast, who))}
            shown = timeline_of(session, actor, public_id=made.public_id, at=NOW)
            changes_of(session, actor, public_id=made.public_id, at=NOW)
        except NotFound:
            for query in (timeline_of, changes_of):
                with pytest.raises(NotFound):
                    query(session, actor, public_id=made.public_id, at=NOW)
            seen[who] = "nothing"
            continue
        seen[who] = "notes" if "note" in sorts else "taps"
        assert bool(shown.codes) == (who == "spec" and state == "draft")
        assert shown.may_quote == (who == "spec" and state == "draft")
        noted = [dot for dot in shown.drawn.dots if dot.tone == "note"]
        assert bool(noted) == (seen[who] == "notes")
    assert seen == NOBODY | WHO_SEES_WHAT[aim, state]


def test_a_list_is_a_hundred_long_at_first(session: Session, cast: Cast):
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    build.taps(session, made, [Code.OPEN] * 400, every=5)

    found = moments(session, cast.actor(cast.lena), public_id=made.public_id, limit=100, at=END)
    assert (len(found.rows), found.more) == (100, 300)


@pytest.mark.parametrize("is_signed", [False, True])
def test_the_number_of_statements_does_not_grow_with_what_was_tapped(
    session: Session, cast: Cast, statements, *, is_signed: bool
):
    sent = []
    for number in (1, 400):
        made = signed.observation(
            session, cast, tapped=signed.codes(open=number), draft=not is_signed
        )
        if not is_signed:
            build.taps(session, made, [Code.OPEN] * number, every=2)
        lena = cast.actor(cast.lena)
        session.expunge_all()
        with statements() as seen:
            timeline_of(session, lena, public_id=made.public_id, at=END)
            moments(session, lena, public_id=made.public_id, limit=100, at=END)
        sent.append(len(seen))

    assert sent[0] == sent[1] <= 26
