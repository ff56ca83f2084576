"""What the server leans on is looked at by itself, and whoever asks is told from memory."""

import signal
from threading import Event, Thread

import pytest
from redis import RedisError

from coach_the_coach.foundation import health
from coach_the_coach.foundation.health import Need, RedisLine
from tests.redis_server import redis_server


def test_a_redis_that_goes_away_is_noticed_at_the_next_look_and_when_it_is_back(
    caplog: pytest.LogCaptureFixture,
):
    with redis_server() as redis:
        need = Need("Redis", RedisLine(redis.url).ask)
        found: list[bool] = []
        for change in (redis.start, redis.start, redis.stop, lambda: None, redis.start):
            change()
            need.look()
            found.append(need.is_gone())

    assert found == [False, False, True, True, False]
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_a_redis_that_was_started_anew_between_two_looks_is_noticed():
    with redis_server() as redis:
        need = Need("Redis", RedisLine(redis.url).ask)
        need.look()
        redis.stop()
        redis.start()
        need.look()
        assert need.is_gone(), "it may have forgotten everything"
        need.look()
        assert not need.is_gone()


def test_a_redis_that_says_nothing_is_gone_and_is_used_again_when_it_speaks():
    with redis_server() as redis:
        need = Need("Redis", RedisLine(redis.url).ask)
        need.look()
        assert redis.process is not None
        redis.process.send_signal(signal.SIGSTOP)
        need.look()
        assert need.is_gone()
        redis.process.send_signal(signal.SIGCONT)
        need.look()
        assert not need.is_gone()


def test_a_redis_that_is_full_cannot_be_used():
    with redis_server() as redis:
        line = RedisLine(redis.url)
        line.ask()
        assert line.redis is not None
        line.redis.config_set("maxmemory", "1")
        with pytest.raises(RedisError):
            line.ask()


def test_what_does_not_answer_is_gone_and_nobody_waits_for_it():
    stuck, stop = Event(), Event()
    need = Need("the database", stuck.wait)
    looking = Thread(target=need.look_until, args=(stop,), daemon=True)
    looking.start()
    try:
        assert not need.is_gone()
        need.answered -= health.LOOK_EVERY_SECONDS + 2 * health.PATIENCE_SECONDS
        assert need.is_gone()
    finally:
        stop.set()
        stuck.set()
        looking.join()


def test_an_error_is_told_on_one_line():
    assert health.told(RedisError("Error 111\n connecting.")) == "Error 111 connecting"
