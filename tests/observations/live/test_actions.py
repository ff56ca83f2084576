"""Taps are kept once, in whatever order they come, and only for the one who watches."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import Session, col, select

from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.live.actions import (
    keep_batch,
    resume_watching,
    start_watching,
    stop_watching,
)
from coach_the_coach.observations.live.rows import KeptRow
from coach_the_coach.observations.live.rules import Batch
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import KindAnswer, Note, Observation, Status, Tap
from coach_the_coach.observations.tally.rules import BUTTONS, Buttons, Code, TapMark, kept_taps
from tests import build
from tests.cast import NOW, Cast
from tests.observations.live.send import (
    NONE,
    PHONE,
    TABLET,
    after,
    batch,
    kind,
    name,
    note,
    tap,
    undo,
)


@pytest.fixture
def draft(session: Session, cast: Cast) -> Observation:
    """Lena's draft of watching Mo coach Rae, its clock running since NOW."""
    return build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)


@pytest.fixture
def keep(session: Session, cast: Cast, draft: Observation) -> Callable[..., KeptRow]:
    """Keep a batch in Lena's draft as Lena, or as somebody else."""

    def keeping(sent: Batch, *, by: Person | None = None, at: float = 3600) -> KeptRow:
        actor = cast.actor(by or cast.lena)
        return keep_batch(session, actor, public_id=draft.public_id, batch=sent, at=after(at))

    return keeping


def signed(session: Session, draft: Observation) -> None:
    """Sign the draft."""
    session.exec(
        update(Observation)
        .where(col(Observation.id) == draft.id)
        .values(status=Status.SIGNED, signed_at=after(4000))
    )
    session.expire_all()


def test_taps_notes_and_kinds_are_kept_under_the_observation(
    session: Session, draft: Observation, keep: Callable[..., KeptRow]
):
    kept = keep(
        batch(
            tap(1, Code.OPEN, at=10),
            tap(2, Code.DIRECT, at=20, device=TABLET),
            undo(3, of=2, at=21),
            note(4, " Named the fear\0 ", at=30.9),
            kind(5, at=301),
        )
    )
    assert kept == KeptRow(
        kept=[name(n) for n in (1, 2, 3, 4, 5)],
        counts=NONE | {"open": 1},
        clock=kept.clock,
    )
    assert (kept.clock.started_at, kept.clock.stopped_at) == (NOW.isoformat(), "")
    assert kept.clock.now == after(3600).isoformat()
    taps = session.exec(select(Tap).order_by(col(Tap.seq))).all()
    assert [(t.observation_id, t.device_id, t.seq, t.at, t.code, t.undoes) for t in taps] == [
        (draft.id, PHONE, 1, after(10), Code.OPEN, None),
        (draft.id, TABLET, 2, after(20), Code.DIRECT, None),
        (draft.id, PHONE, 3, after(21), None, name(2)),
    ]
    written = session.exec(select(Note)).one()
    assert (written.text, written.seconds, written.at) == ("Named the fear", 30, after(30.9))
    assert session.exec(select(KindAnswer)).one().at == after(301)


def test_what_is_sent_again_is_kept_once_and_said_to_be_kept_again(
    session: Session, keep: Callable[..., KeptRow]
):
    sent = batch(tap(1, at=1), note(2, at=2), kind(3, at=3))
    first, second = keep(sent), keep(sent)
    assert first == second
    tables = (Tap, Note, KindAnswer)
    assert [len(session.exec(select(table.id)).all()) for table in tables] == [1, 1, 1]


def test_the_first_word_of_a_tap_stands_when_its_id_comes_again_with_another_code(
    keep: Callable[..., KeptRow],
):
    keep(batch(tap(1, Code.OPEN)))
    assert keep(batch(tap(1, Code.TAKE))).counts == NONE | {"open": 1}
    assert keep(batch(tap(2, Code.BACK), tap(2, Code.TAKE))).kept == [name(2)]


def test_a_tap_taken_back_before_it_arrives_never_counts(keep: Callable[..., KeptRow]):
    assert keep(batch(undo(2, of=1))).counts == NONE
    assert keep(batch(tap(1))).counts == NONE


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.data())
def test_any_order_and_repetition_of_batches_gives_the_same_counts(
    session: Session, keep: Callable[..., KeptRow], data: st.DataObject
):
    codes = data.draw(st.lists(st.sampled_from(BUTTONS[Buttons.NINE]), min_size=1, max_size=12))
    undone = data.draw(st.lists(st.integers(1, len(codes) + 3), max_size=6))
    taps = [tap(n, code, at=n) for n, code in enumerate(codes, start=1)]
    taps += [undo(100 + n, of=of) for n, of in enumerate(undone)]
    changed = data.draw(st.lists(st.integers(1, len(codes) + 3), max_size=6))
    taps += [
        tap(200 + n, codes[0], at=n).model_copy(update={"undoes": name(of)})
        for n, of in enumerate(changed)
    ]
    again = data.draw(st.lists(st.sampled_from(taps), max_size=10))
    order = data.draw(st.permutations([*taps, *again]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(order)), max_size=4)))
    parts = [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    with session.begin_nested() as nested:
        last = [keep(batch(*part)) for part in parts][-1]
        nested.rollback()

    marks = [TapMark(t.id, t.at, t.code, t.undoes, t.seq) for t in taps]
    truth = [str(one.code) for one in kept_taps(marks)]
    assert last.counts == {code: truth.count(code) for code in NONE}


@pytest.mark.parametrize("buttons", Buttons)
def test_a_code_that_is_on_no_button_is_refused_with_all_that_came_with_it(
    session: Session, draft: Observation, keep: Callable[..., KeptRow], buttons: Buttons
):
    draft.buttons = buttons
    session.add(draft)
    session.flush()
    for place, code in enumerate(Code):
        if code in BUTTONS[buttons]:
            continue
        with pytest.raises(Invalid) as refused:
            keep(batch(tap(500, Code.BACK), tap(place, code), note(600)))
        assert refused.value.problems == {"taps": "This is counted with other buttons."}
    assert count(session) == 0

    kept = keep(batch(*(tap(n, code) for n, code in enumerate(BUTTONS[buttons]))))

    assert kept.counts == NONE | {str(code): 1 for code in BUTTONS[buttons]}


def count(session: Session) -> int:
    """Taps and notes in the database."""
    return len(session.exec(select(Tap)).all()) + len(session.exec(select(Note)).all())


def test_instants_are_moved_between_the_start_and_the_receipt(
    session: Session, keep: Callable[..., KeptRow]
):
    keep(batch(tap(1, at=-5 * 3600), tap(2, at=5 * 3600), note(3, at=-9)), at=60)
    assert session.exec(select(Tap.at).order_by(col(Tap.seq))).all() == [NOW, after(60)]
    assert session.exec(select(Note.seconds)).one() == 0


def test_somebody_elses_observation_is_not_found_and_nothing_of_it_is_kept(
    session: Session, cast: Cast, keep: Callable[..., KeptRow]
):
    for stranger in (cast.odd, cast.cleo, cast.spec):
        with pytest.raises(NotFound):
            keep(batch(tap(1)), by=stranger)
    for powerless in (cast.mo, cast.rae, cast.ada):
        with pytest.raises(NotPermitted):
            keep(batch(tap(1)), by=powerless)
    assert session.exec(select(Tap)).all() == []


def test_a_tap_of_another_observation_is_neither_moved_nor_said_to_be_kept(
    session: Session, cast: Cast, keep: Callable[..., KeptRow]
):
    keep(batch(tap(1)))
    other = build.observation(session, of=cast.mia, by=cast.lena, coached=cast.rae)
    kept = keep_batch(
        session,
        cast.actor(cast.lena),
        public_id=other.public_id,
        batch=batch(tap(1), undo(2, of=1)),
        at=after(60),
    )
    assert (kept.kept, kept.counts) == ([name(2)], NONE)
    assert keep(Batch()).counts == NONE | {"open": 1}


def test_a_signed_observation_takes_no_more(
    session: Session, draft: Observation, keep: Callable[..., KeptRow]
):
    keep(batch(tap(1)))
    signed(session, draft)
    with pytest.raises(Conflict, match="signed"):
        keep(batch(tap(2)))
    assert session.exec(select(Tap.id)).all() == [name(1)]


def test_nothing_is_tapped_before_the_clock_is_started(session: Session, cast: Cast):
    lena = cast.actor(cast.lena)
    draft = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, started=False)
    with pytest.raises(Conflict, match="Start the clock"):
        keep_batch(session, lena, public_id=draft.public_id, batch=batch(tap(1)), at=after(1))
    with pytest.raises(Conflict, match="Start the clock"):
        stop_watching(session, lena, public_id=draft.public_id, at=after(1))


def test_the_clock_starts_once_stops_once_and_goes_on(session: Session, cast: Cast):
    lena = cast.actor(cast.lena)
    draft = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, started=False)
    for seconds in (5, 50):
        start_watching(session, lena, public_id=draft.public_id, at=after(seconds))
    for seconds in (600, 700):
        stop_watching(session, lena, public_id=draft.public_id, at=after(seconds))
    assert (draft.started_at, draft.stopped_at) == (after(5), after(600))
    resume_watching(session, lena, public_id=draft.public_id)
    assert (draft.started_at, draft.stopped_at) == (after(5), None)


def test_what_waited_on_a_device_is_kept_after_the_clock_was_stopped(
    session: Session, cast: Cast, draft: Observation, keep: Callable[..., KeptRow]
):
    stop_watching(session, cast.actor(cast.lena), public_id=draft.public_id, at=after(600))
    assert keep(batch(tap(1, at=590))).counts == NONE | {"open": 1}


def test_an_observation_from_a_transcript_has_no_clock(session: Session, cast: Cast):
    draft = build.observation(
        session,
        of=cast.mo,
        by=cast.lena,
        coached=cast.rae,
        source=Source.TRANSCRIPT,
        started=False,
    )
    with pytest.raises(Conflict, match="transcript"):
        start_watching(session, cast.actor(cast.lena), public_id=draft.public_id, at=NOW)


def test_nobody_else_starts_or_stops_the_clock(session: Session, cast: Cast, draft: Observation):
    odd = cast.actor(cast.odd)
    with pytest.raises(NotFound):
        start_watching(session, odd, public_id=draft.public_id, at=NOW)
    with pytest.raises(NotFound):
        stop_watching(session, odd, public_id=draft.public_id, at=NOW)
    with pytest.raises(NotFound):
        resume_watching(session, odd, public_id=draft.public_id)


def test_a_correction_keeps_its_clock_and_its_counts(
    session: Session, cast: Cast, draft: Observation
):
    lena = cast.actor(cast.lena)
    stop_watching(session, lena, public_id=draft.public_id, at=after(600))
    signed(session, draft)
    newer = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    newer.supersedes_id, newer.stopped_at = draft.id, after(600)
    session.add(newer)
    own = newer.public_id
    for change in (
        partial(start_watching, at=after(5000)),
        partial(stop_watching, at=after(5000)),
        resume_watching,
        partial(keep_batch, batch=batch(tap(1)), at=after(5000)),
    ):
        with pytest.raises(Conflict, match="keeps the counts"):
            change(session, lena, public_id=own)
    assert (newer.started_at, newer.stopped_at) == (NOW, after(600))
    assert session.exec(select(Tap)).all() == []


def test_a_batch_of_two_hundred_takes_as_many_statements_as_one_of_three(
    keep: Callable[..., KeptRow],
    statements: Callable[[], AbstractContextManager[list[str]]],
):
    with statements() as few:
        keep(batch(tap(1), note(2), kind(3)))
    with statements() as many:
        keep(batch(*(tap(n) for n in range(10, 206)), note(300), note(301), kind(302)))
    assert len(few) == len(many)
