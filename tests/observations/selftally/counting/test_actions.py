from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.live.rows import KeptRow
from coach_the_coach.observations.live.rules import Batch
from coach_the_coach.observations.selftally.counting import actions
from coach_the_coach.observations.selftally.counting.queries import present
from coach_the_coach.observations.selftally.tables import SelfTally, SelfTap
from coach_the_coach.observations.selftally.words.actions import go_on_coding
from coach_the_coach.observations.tables import Tap
from coach_the_coach.observations.tally.rules import Buttons, Code
from tests.cast import NOW, Cast
from tests.observations.live.send import NONE, after, batch, kind, name, note, tap, undo
from tests.observations.selftally.made import opened, worded


@pytest.fixture
def mo(cast: Cast) -> Actor:
    return cast.actor(cast.mo)


@pytest.fixture
def running(session: Session, mo: Actor) -> str:
    """The public id of a tally of Mo's with nine buttons, its clock started."""
    public_id = opened(session, mo, buttons=Buttons.NINE)
    actions.start_counting(session, mo, public_id=public_id, at=NOW)
    return public_id


def keep(session: Session, actor: Actor, public_id: str, sent: Batch, at: float = 60) -> KeptRow:
    return actions.keep_batch(session, actor, public_id=public_id, batch=sent, at=after(at))


def tally(session: Session, public_id: str) -> SelfTally:
    return session.exec(select(SelfTally).where(SelfTally.public_id == public_id)).one()


def test_a_batch_is_kept_once_whatever_comes_twice(session: Session, mo: Actor, running: str):
    sent = batch(tap(1), tap(2, Code.TAKE), undo(3, 1))
    keep(session, mo, running, sent)
    kept = keep(session, mo, running, sent)

    assert kept.kept == [name(1), name(2), name(3)]
    assert kept.counts == NONE | {"take": 1}
    assert len(session.exec(select(SelfTap)).all()) == 3
    assert session.exec(select(Tap)).all() == []


def test_times_are_moved_between_the_start_and_the_receipt(
    session: Session, mo: Actor, running: str
):
    keep(session, mo, running, batch(tap(1, at=-500), tap(2, at=9000)), at=60)

    assert sorted(one.at for one in session.exec(select(SelfTap)).all()) == [NOW, after(60)]


def test_another_device_sees_where_it_stands(session: Session, mo: Actor, running: str):
    keep(session, mo, running, batch(tap(1), tap(2, Code.TAKE, at=5)))

    seen = present(session, mo, public_id=running, at=after(90))
    assert seen.counts == NONE | {"open": 1, "take": 1}
    assert [(one.id, one.code) for one in seen.marks] == [(name(1), "open"), (name(2), "take")]
    assert (seen.taps, seen.watched, seen.asked) == (2, "1:30", 0)


def test_a_tap_that_comes_after_the_end_changes_what_came_out(
    session: Session, mo: Actor, running: str
):
    keep(session, mo, running, batch(tap(1)))
    actions.stop_counting(session, mo, public_id=running, at=after(120))
    assert tally(session, running).tally == {"open": 1}

    keep(session, mo, running, batch(tap(2, Code.DIRECT, at=100)), at=200)

    assert tally(session, running).tally == {"open": 1, "direct": 1}
    assert tally(session, running).strip == [[1, 0], [0, 1]]


def test_stopping_twice_keeps_the_first_end_and_going_on_takes_it_back(
    session: Session, mo: Actor, running: str
):
    for seconds in (120, 500):
        actions.stop_counting(session, mo, public_id=running, at=after(seconds))
    assert tally(session, running).stopped_at == after(120)

    actions.go_on_counting(session, mo, public_id=running)
    found = tally(session, running)
    assert (found.stopped_at, found.tally, found.strip) == (None, None, None)
    assert found.started_at == NOW


def test_the_clock_starts_once(session: Session, mo: Actor, running: str):
    actions.start_counting(session, mo, public_id=running, at=after(50))
    assert tally(session, running).started_at == NOW


def test_before_the_start_nothing_is_kept_or_stopped(session: Session, mo: Actor):
    public_id = opened(session, mo)
    with pytest.raises(Conflict):
        keep(session, mo, public_id, batch(tap(1, Code.ASK)))
    with pytest.raises(Conflict):
        actions.stop_counting(session, mo, public_id=public_id, at=NOW)
    with pytest.raises(Conflict):
        actions.go_on_counting(session, mo, public_id=public_id)


@pytest.mark.parametrize("sent", [batch(note(1)), batch(kind(1)), batch(tap(1, Code.ASK))])
def test_what_has_no_button_here_is_refused(session: Session, mo: Actor, running: str, sent: Batch):
    with pytest.raises(Invalid):
        keep(session, mo, running, sent)
    assert session.exec(select(SelfTap)).all() == []


def test_one_from_a_transcript_has_no_clock(session: Session, mo: Actor):
    public_id = worded(session, mo)
    for act in (actions.start_counting, actions.stop_counting):
        with pytest.raises(Conflict):
            act(session, mo, public_id=public_id, at=NOW)


def test_one_that_is_live_has_no_words_to_go_on_with(session: Session, mo: Actor, running: str):
    with pytest.raises(Conflict):
        go_on_coding(session, mo, public_id=running)


def test_another_tally_cannot_take_the_name_of_a_tap(session: Session, cast: Cast, running: str):
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)
    keep(session, mo, running, batch(tap(1)))
    hers = opened(session, lena, buttons=Buttons.NINE)
    actions.start_counting(session, lena, public_id=hers, at=NOW)

    assert keep(session, lena, hers, batch(tap(1))).kept == []
    assert present(session, mo, public_id=running, at=after(9)).counts["open"] == 1


@pytest.mark.parametrize(
    ("key", "refusal"),
    [
        *((key, NotFound) for key in ("lena", "cleo", "odd", "mia")),
        *((key, NotPermitted) for key in ("ada", "spec", "rae")),
    ],
)
def test_nobody_else_counts_in_it(
    session: Session, cast: Cast, running: str, key: str, refusal: type[Exception]
):
    other = cast.actor(getattr(cast, key))
    attacks: list[Callable[[], object]] = [
        lambda: keep(session, other, running, batch(tap(1))),
        lambda: actions.start_counting(session, other, public_id=running, at=NOW),
        lambda: actions.stop_counting(session, other, public_id=running, at=NOW),
        lambda: actions.go_on_counting(session, other, public_id=running),
    ]
    for attack in attacks:
        with pytest.raises(refusal):
            attack()
    with pytest.raises(NotFound):
        present(session, other, public_id=running, at=NOW + timedelta(hours=1))
    assert session.exec(select(SelfTap)).all() == []
