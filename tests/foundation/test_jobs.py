"""What falls due is done once, whoever is there to do it, and tried again when it fails."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from typing import Any

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.foundation import jobs, store
from coach_the_coach.foundation.jobs import (
    KEPT,
    LEASE,
    LONGEST_PAUSE,
    REST,
    Away,
    Failed,
    Job,
    Later,
    Refused,
    enqueue,
    run_due,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

KIND = "tests:note"


class Diary:
    """What the work of these tests has done, and what it is told to do."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.effects = count(1)
        self.fails = False
        self.begun = threading.Event()
        self.waits_for = threading.Event()
        self.waits_for.set()

    def write(self, session: Session, payload: dict[str, Any], at: datetime) -> None:
        """The work: it leaves a job of its own behind, so that its effect can be counted."""
        self.done.append(payload["say"])
        enqueue(session, "tests:effect", key=f"effect {next(self.effects)}", due_at=at, payload={})
        session.flush()
        self.begun.set()
        assert self.waits_for.wait(20)
        if self.fails:
            raise ValueError("words that must not be kept")


@pytest.fixture
def diary(database_url: str) -> Iterator[Diary]:
    """The work of `KIND`, in a database of the test's own."""
    store.open_at(database_url)
    diary = Diary()
    jobs.job(KIND)(diary.write)
    yield diary
    del jobs._works[KIND]
    store.open_at(None)


def put(say: str, *, due: datetime = NOW, kind: str = KIND, key: str = "") -> None:
    """Have something said."""
    with store.transaction() as session:
        enqueue(session, kind, key=key or say, due_at=due, payload={"say": say})


def kept(kind: str = KIND) -> list[Job]:
    """The jobs of a kind."""
    with store.reading() as session:
        return list(session.exec(select(Job).where(Job.kind == kind).order_by(col(Job.id))))


def test_what_is_due_is_done_in_its_order_once_and_nothing_before_its_time(diary: Diary):
    put("second", due=NOW - timedelta(hours=1))
    put("third")
    put("first", due=NOW - timedelta(hours=2))
    put("later", due=NOW + timedelta(seconds=1))

    assert [run_due(NOW), run_due(NOW)] == [3, 0]
    assert diary.done == ["first", "second", "third"]
    assert run_due(NOW + timedelta(seconds=1)) == 1
    assert diary.done[-1] == "later"
    assert {(one.lease, one.lease_until, one.attempts, one.failure) for one in kept()} == {
        (None, None, 1, None)
    }
    assert [one.done_at for one in kept()] == [NOW, NOW, NOW, NOW + timedelta(seconds=1)]


def test_several_who_look_at_once_do_each_job_once(diary: Diary):
    for number in range(12):
        put(f"{number}")

    with ThreadPoolExecutor(4) as threads:
        counts = list(threads.map(run_due, [NOW] * 4))

    assert sum(counts) == 12
    assert sorted(diary.done, key=int) == [f"{number}" for number in range(12)]
    assert len(kept("tests:effect")) == 12


TRIES = 8
"""How often the failing job is tried here."""


def test_what_fails_leaves_no_effect_and_is_tried_again_after_a_pause_that_grows(
    diary: Diary, caplog: pytest.LogCaptureFixture
):
    diary.fails = True
    put("try")
    tried, at = [], NOW
    while len(tried) < TRIES:
        assert run_due(at) == 0
        tried.append(at)
        (one,) = kept()
        assert run_due(one.lease_until or at) == 0
        at = (one.lease_until or at) + timedelta(seconds=1)

    assert [(later - at).seconds - 1 for at, later in pairwise(tried)] == [
        60,
        120,
        240,
        480,
        960,
        1920,
        3840,
    ]
    assert diary.done == ["try"] * TRIES
    assert kept("tests:effect") == []
    (one,) = kept()
    assert (one.attempts, one.failure, one.lease, one.done_at) == (TRIES, "ValueError", None, None)
    assert "words that must not be kept" not in one.model_dump_json()
    assert len(caplog.records) == TRIES


def test_it_is_never_given_up_and_never_left_alone_for_more_than_six_hours(diary: Diary):
    diary.fails = True
    put("again")
    with store.transaction() as session:
        one = session.exec(select(Job)).one()
        one.attempts = 1000
        session.add(one)

    run_due(NOW)

    (one,) = kept()
    assert (one.attempts, one.lease_until) == (1001, NOW + LONGEST_PAUSE)


def test_what_failed_once_is_done_when_it_works(diary: Diary, caplog: pytest.LogCaptureFixture):
    diary.fails = True
    put("again")
    run_due(NOW)
    diary.fails = False

    assert run_due(NOW + timedelta(seconds=61)) == 1
    assert [(one.attempts, one.done_at) for one in kept()] == [(2, NOW + timedelta(seconds=61))]
    assert len(caplog.records) == 1


def test_one_that_fails_does_not_stop_the_others(diary: Diary, caplog: pytest.LogCaptureFixture):
    @jobs.job("tests:broken")
    def broken(_session: Session, _payload: dict[str, Any], _at: datetime) -> None:
        raise RuntimeError

    put("broken", kind="tests:broken", due=NOW - timedelta(hours=1))
    put("whole")

    assert run_due(NOW) == 1
    assert diary.done == ["whole"]
    del jobs._works["tests:broken"]


def test_what_nobody_here_knows_how_to_do_is_left_alone(diary: Diary):
    put("strange", kind="tests:unknown", due=NOW - timedelta(days=1))
    put("known")

    assert run_due(NOW) == 1
    assert [(one.lease, one.attempts, one.done_at) for one in kept("tests:unknown")] == [
        (None, 0, None)
    ]


def test_the_same_key_moves_what_is_not_done_and_leaves_alone_what_is(diary: Diary):
    put("one", key="same", due=NOW)
    put("other", key="same", due=NOW + timedelta(hours=1))

    assert run_due(NOW) == 0
    assert run_due(NOW + timedelta(hours=1)) == 1
    put("again", key="same", due=NOW + timedelta(hours=2))
    assert run_due(NOW + timedelta(hours=3)) == 0
    assert diary.done == ["one"]
    assert [one.due_at for one in kept()] == [NOW + timedelta(hours=1)]


def test_what_is_let_go_is_gone_done_or_not_but_for_one_at_work(diary: Diary):
    for say, due in (("a:1", 0), ("a:2", 9), ("a:3", 1), ("a%", 9), ("b:1", 9)):
        put(say, due=NOW + timedelta(hours=due))
    put("a:4", kind="tests:unknown")
    assert run_due(NOW) == 1
    assert jobs._claim(NOW + timedelta(hours=1)) is not None

    with store.transaction() as session:
        jobs.forget(session, KIND, key="a:")
        jobs.forget(session, KIND, key="%")

    assert [one.key for one in kept()] == ["a:3", "a%", "b:1"]
    assert [one.key for one in kept("tests:unknown")] == ["a:4"]


def test_what_a_process_took_and_died_with_is_done_by_another_after_its_lease(diary: Diary):
    put("orphan")
    claimed = jobs._claim(NOW)
    assert claimed is not None

    assert run_due(NOW + LEASE) == 0
    assert run_due(NOW + LEASE + timedelta(seconds=1)) == 1
    assert diary.done == ["orphan"]
    _kind, job_id, lease = claimed
    assert not jobs._do(diary.write, job_id, lease, at=NOW + LEASE)
    assert diary.done == ["orphan"]


def test_a_slow_worker_keeps_its_job_even_beyond_its_lease(diary: Diary):
    put("slow")
    diary.waits_for.clear()

    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(run_due, NOW)
        assert diary.begun.wait(20)
        eager = threads.submit(run_due, NOW + LEASE + timedelta(hours=1))
        # On SQLite it waits for the writer; on PostgreSQL it finds nothing to take.
        wait([eager], timeout=0.3)
        diary.waits_for.set()
        assert (slow.result(), eager.result()) == (1, 0)

    assert diary.done == ["slow"]
    assert len(kept("tests:effect")) == 1


ERRAND = "tests:errand"


class Errands:
    """What was carried out outside the database, and what happens on the way."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.keys: list[str] = []
        self.raises: Exception | None = None
        self.later: datetime | None = None
        self.drops = False
        self.meanwhile: list[str] = []

    def prepare(self, _session: Session, key: str, payload: dict[str, Any], at: datetime) -> Any:
        """What is said, unless it must wait or is not to be said any more."""
        self.keys.append(key)
        if self.later is not None and at < self.later:
            return Later(self.later)
        return None if self.drops else payload["say"]

    def carry_out(self, say: str) -> None:
        """Say it; whoever writes meanwhile is not kept waiting."""
        if self.raises is not None:
            raise self.raises
        with store.transaction() as session:
            said = f"while {say}"
            enqueue(session, "tests:effect", key=said, due_at=NOW, payload={})
        self.out.append(say)


@pytest.fixture
def errands(database_url: str) -> Iterator[Errands]:
    """The errands of `ERRAND`, in a database of the test's own."""
    store.open_at(database_url)
    errands = Errands()
    jobs.errand(ERRAND, errands.prepare, errands.carry_out)
    yield errands
    del jobs._works[ERRAND]
    jobs._rests.clear()
    store.open_at(None)


def test_an_errand_is_carried_out_once_while_others_can_write(errands: Errands):
    put("one", kind=ERRAND)
    put("two", kind=ERRAND)

    assert [run_due(NOW), run_due(NOW + LONGEST_PAUSE)] == [2, 0]
    assert (errands.out, errands.keys) == (["one", "two"], ["one", "two"])
    assert [one.key for one in kept("tests:effect")] == ["while one", "while two"]
    ends = {(one.done_at, one.lease, one.failure, one.payload) for one in kept(ERRAND)}
    assert ends == {(NOW, None, None, "{}")}


def test_several_who_look_at_once_carry_out_each_errand_once(errands: Errands):
    for number in range(12):
        put(f"{number}", kind=ERRAND)

    with ThreadPoolExecutor(4) as threads:
        counts = list(threads.map(run_due, [NOW] * 4))

    assert sum(counts) == 12
    assert sorted(errands.out, key=int) == [f"{number}" for number in range(12)]


def test_an_errand_that_must_wait_goes_at_its_time_and_no_try_is_counted(errands: Errands):
    errands.later = NOW + timedelta(hours=10)
    put("late", kind=ERRAND)

    assert run_due(NOW) == 0
    assert [(one.due_at, one.attempts, one.lease_until) for one in kept(ERRAND)] == [
        (errands.later, 0, None)
    ]
    assert (run_due(errands.later - timedelta(seconds=1)), errands.out) == (0, [])
    assert (run_due(errands.later), errands.out) == (1, ["late"])


def test_what_is_not_to_be_done_any_more_is_done_with(errands: Errands):
    errands.drops = True
    put("gone", kind=ERRAND)

    assert (run_due(NOW), errands.out) == (1, [])
    assert [one.done_at for one in kept(ERRAND)] == [NOW]


def test_what_fails_is_tried_again_and_what_is_refused_is_not(
    errands: Errands, caplog: pytest.LogCaptureFixture
):
    put("one", kind=ERRAND)
    errands.raises = Failed("451")
    assert run_due(NOW) == 0
    assert [(one.failure, one.done_at) for one in kept(ERRAND)] == [("451", None)]

    errands.raises = Refused("550")
    assert run_due(NOW + timedelta(seconds=61)) == 0
    errands.raises = None

    assert run_due(NOW + timedelta(days=9)) == 0
    assert [(one.failure, one.done_at) for one in kept(ERRAND)] == [
        ("550", NOW + timedelta(seconds=61))
    ]
    assert errands.out == []
    assert len(caplog.records) == 2


def test_where_nobody_answers_all_of_the_kind_rest_and_other_jobs_go_on(
    errands: Errands, diary: Diary, caplog: pytest.LogCaptureFixture
):
    for say in ("one", "two", "three"):
        put(say, kind=ERRAND)
    put("of the house")
    errands.raises = Away("nobody there")

    assert run_due(NOW) == 1
    assert diary.done == ["of the house"]
    assert [one.attempts for one in kept(ERRAND)] == [1, 0, 0]
    errands.raises = None
    assert run_due(NOW + REST - timedelta(seconds=1)) == 0
    assert run_due(NOW + REST + timedelta(seconds=1)) == 3
    assert sorted(errands.out) == ["one", "three", "two"]
    assert len(caplog.records) == 1


def test_a_fault_of_ours_is_kept_by_name_and_tried_again(
    errands: Errands, caplog: pytest.LogCaptureFixture
):
    put("one", kind=ERRAND)
    errands.raises = ValueError("words that must not be kept")

    assert run_due(NOW) == 0
    assert [one.failure for one in kept(ERRAND)] == ["ValueError"]
    errands.raises = None
    assert run_due(NOW + timedelta(seconds=61)) == 1
    assert len(caplog.records) == 1


def test_whoever_lost_the_lease_before_the_errand_leaves_it_to_the_other(errands: Errands):
    put("one", kind=ERRAND)
    slow = jobs._claim(NOW)
    assert slow is not None

    assert run_due(NOW + LEASE + timedelta(seconds=1)) == 1
    kind, job_id, lease = slow
    work = jobs._works[kind]
    assert isinstance(work, jobs.Errand)
    assert not jobs._carry_out(work, kind, job_id, lease, at=NOW + LEASE)
    assert errands.out == ["one"]


def test_an_errand_withdrawn_does_not_go_even_where_it_was_at_work_and_failed(errands: Errands):
    put("one", kind=ERRAND)
    put("two", kind=ERRAND)
    assert jobs._claim(NOW) is not None

    with store.transaction() as session:
        jobs.withdraw(session, key="one")
        jobs.withdraw(session, key="never there")

    assert run_due(NOW + LEASE + timedelta(seconds=1)) == 1
    assert errands.out == ["two"]
    with store.transaction() as session:
        jobs.withdraw(session, key="two")
    assert [one.key for one in kept(ERRAND)] == ["two"]


def test_what_is_said_anew_takes_the_place_of_what_has_not_gone(errands: Errands):
    put("first", kind=ERRAND, key="same")
    with store.transaction() as session:
        enqueue(
            session, ERRAND, key="same", due_at=NOW + LEASE, payload={"say": "second"}, anew=True
        )

    assert [run_due(NOW), run_due(NOW + LEASE)] == [0, 1]
    with store.transaction() as session:
        enqueue(session, ERRAND, key="same", due_at=NOW, payload={"say": "third"}, anew=True)
    assert run_due(NOW + timedelta(days=9)) == 0
    assert errands.out == ["second"]


def test_two_who_say_the_same_at_once_have_it_done_once(errands: Errands):
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _one: put("same", kind=ERRAND), range(24)))

    assert run_due(NOW) == 1
    assert errands.out == ["same"]


def test_jobs_done_long_ago_are_let_go_of_and_no_others(diary: Diary):
    put("done")
    assert run_due(NOW) == 1
    put("waiting", due=NOW + timedelta(days=900))

    jobs.sweep(NOW + KEPT)
    assert [one.key for one in kept()] == ["done", "waiting"]
    jobs.sweep(NOW + KEPT + timedelta(seconds=1))
    assert [one.key for one in kept()] == ["waiting"]
