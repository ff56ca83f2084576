"""How often one may try, by account, by network and by browser; every time is an argument."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_network

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation.jobs import Job
from coach_the_coach.identity import throttle
from coach_the_coach.identity.tables import Passing, Tries
from coach_the_coach.identity.throttle import (
    EVERYWHERE,
    HERE,
    KNOWN_DAYS,
    KNOWN_PEOPLE,
    NETWORK,
    NUMBER,
    SITE,
    VAIN,
    TooMany,
    bucket,
    for_password,
    give_back,
    known_as,
    known_cookie,
    known_from_now,
    network_of,
    take,
    wait_words,
)
from tests.cast import NOW

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
EMAIL = "mo@example.com"
STRANGER, HOME, OFFICE = "198.51.100.0/24", "203.0.113.0/24", "192.0.2.0/24"


def hammered(
    session: Session, network: str, *, for_: timedelta, email: str = EMAIL, known: str | None = None
) -> int:
    """How many tries somebody gets in who tries whenever they may, from `NOW` on."""
    at, tries = NOW, 0
    while at < NOW + for_:
        try:
            take(session, for_password(email, network, known), at)
            tries += 1
        except TooMany as refusal:
            at = refusal.until
    return tries


def may_try(session: Session, network: str, *, at: datetime, known: str | None = None) -> bool:
    """Whether a try with Mo's password would be looked at; none is counted."""
    with session.begin_nested() as nested:
        try:
            take(session, for_password(EMAIL, network, known), at)
        except TooMany:
            return False
        finally:
            nested.rollback()
    return True


def test_five_tries_are_free_and_then_each_doubles_the_wait_up_to_a_quarter_of_an_hour():
    waits = [HERE.wait(failures).total_seconds() for failures in (0, 4, 5, 6, 7, 14, 15, 1000)]

    assert waits == [0, 0, 1, 2, 4, 512, 900, 900]


def test_at_one_instant_no_more_than_the_limit_are_looked_at(session: Session):
    mine = (bucket(HERE, EMAIL, HOME),)
    waits = [take(session, mine, NOW) for _ in range(HERE.free)]

    with pytest.raises(TooMany) as refused:
        take(session, mine, NOW)

    assert waits == [timedelta()] * (HERE.free - 1) + [SECOND]
    assert str(refused.value) == "Too many tries. Wait 1 second."
    assert (refused.value.status, refused.value.until) == (429, NOW + SECOND)


def test_trying_while_one_waits_makes_no_wait_longer(session: Session):
    mine = (bucket(HERE, EMAIL, HOME),)
    for _ in range(HERE.free):
        take(session, mine, NOW)
    for _ in range(50):
        with pytest.raises(TooMany):
            take(session, mine, NOW)

    assert take(session, mine, NOW + SECOND) == 2 * SECOND


def test_a_right_password_lets_one_begin_anew(session: Session):
    mine = for_password(EMAIL, HOME, None)
    for _ in range(HERE.free - 1):
        take(session, mine, NOW)

    take(session, mine, NOW)
    give_back(session, mine)

    left = {row.key.partition(":")[0]: row.failures for row in session.exec(select(Tries))}
    # What others in the same network tried still counts: whoever has an account wipes nothing out.
    assert left == {"network": HERE.free - 1}
    assert hammered(session, HOME, for_=SECOND) == HERE.free


def test_a_stranger_who_never_stops_makes_nobody_wait_elsewhere(session: Session):
    tries = hammered(session, STRANGER, for_=3 * DAY)

    later = NOW + 3 * DAY
    assert tries < 15 + 3 * 24 * 4
    assert may_try(session, HOME, at=later)
    known = known_as(f"{known_cookie()}={known_from_now(None, EMAIL, NOW)}", EMAIL, NOW)
    assert known is not None
    assert may_try(session, STRANGER, at=later, known=known)


def test_strangers_in_many_networks_slow_the_unknown_down_by_a_minute_at_most(session: Session):
    for number in range(300):
        hammered(session, f"10.{number // 256}.{number % 256}.0/24", for_=SECOND)

    assert not may_try(session, HOME, at=NOW)
    assert may_try(session, HOME, at=NOW + EVERYWHERE.longest)
    assert EVERYWHERE.longest <= timedelta(minutes=1)
    assert may_try(session, HOME, at=NOW, known="a browser that is known")


def test_one_network_that_tries_every_account_is_slowed_down_and_no_other_is(session: Session):
    tries = sum(
        hammered(session, STRANGER, for_=SECOND, email=f"somebody{number}@example.com")
        for number in range(100)
    )

    assert tries == NETWORK.free
    assert not may_try(session, STRANGER, at=NOW)
    assert may_try(session, STRANGER, at=NOW + NETWORK.longest)
    assert may_try(session, OFFICE, at=NOW)


def test_what_was_tried_long_ago_counts_less_and_then_nothing(session: Session):
    mine = (bucket(HERE, EMAIL, HOME),)
    for _ in range(HERE.free - 1):
        take(session, mine, NOW)

    assert take(session, mine, NOW + 2 * HERE.fades) == timedelta()
    assert session.exec(select(Tries.failures)).one() == HERE.free - 2
    assert take(session, mine, NOW + 30 * DAY) == timedelta()
    assert session.exec(select(Tries.failures)).one() == 1


def test_whoever_tries_more_often_than_it_fades_gains_nothing_by_it(session: Session):
    mine, at = (bucket(EVERYWHERE, EMAIL),), NOW
    for _ in range(EVERYWHERE.free * 2):
        at += EVERYWHERE.fades / 2
        take(session, mine, at)

    assert session.exec(select(Tries.failures)).one() in (EVERYWHERE.free, EVERYWHERE.free + 1)


def test_neither_an_address_nor_a_network_is_kept_in_clear(session: Session):
    take(session, for_password(EMAIL, HOME, None), NOW)
    take(session, (bucket(NUMBER, "1"), bucket(VAIN, HOME)), NOW)

    keys = [row.key for row in session.exec(select(Tries))]
    assert sorted(key.partition(":")[0] for key in keys) == [
        "everywhere",
        "here",
        "network",
        "number",
        "vain",
    ]
    # Whole, for three digits of it stand in one hash of a hundred.
    packed = ip_network(HOME).network_address.packed.hex()
    clear = (EMAIL, EMAIL.encode().hex(), HOME.rsplit(".", 1)[0], packed)
    assert [key for key in keys if any(one in key for one in clear)] == []
    assert {len(key.partition(":")[2]) for key in keys} == {40}
    assert all(int(key.partition(":")[2], 16) for key in keys)


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("no address", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_network_is_what_one_line_is_given(host: str | None, network: str):
    assert network_of(host) == network


def test_whoever_has_many_new_networks_is_counted_for_all_of_them_together():
    def counted(network: str) -> set[str]:
        buckets = for_password("mo@example.com", network, None)
        return {one.key for one in buckets if one.limit is SITE}

    assert counted("203.0.113.0/24") == counted("unknown") == set()
    assert counted("2001:db8:1:2::/64") == counted("2001:db8:1:ffff::/64")
    assert len(counted("2001:db8:1:2::/64") | counted("2001:db8:2:2::/64")) == 2


def held(value: str) -> str:
    """A Cookie header with this in the cookie of a known browser."""
    return f"other=1; {known_cookie()}={value}"


def test_a_browser_is_known_by_those_who_signed_in_and_by_nobody_else():
    value = known_from_now(None, " Mo@Example.com", NOW)
    name = known_as(held(value), EMAIL, NOW)

    assert name is not None
    assert known_as(held(value), "lena@example.com", NOW) is None
    assert "mo" not in value.replace(name, "")
    both = known_from_now(held(value), "lena@example.com", NOW)
    assert known_as(held(both), EMAIL, NOW) == name
    assert known_as(held(both), "lena@example.com", NOW) not in {None, name}
    again = known_from_now(held(both), EMAIL, NOW + 100 * DAY)
    assert known_as(held(again), EMAIL, NOW + 100 * DAY) == name


def test_a_browser_is_known_for_half_a_year_and_by_a_few():
    value = known_from_now(None, EMAIL, NOW)

    assert known_as(held(value), EMAIL, NOW + (KNOWN_DAYS - 1) * DAY)
    assert known_as(held(value), EMAIL, NOW + KNOWN_DAYS * DAY) is None
    assert known_as(held(value), EMAIL, NOW - DAY) is None
    for number in range(20):
        value = known_from_now(held(value), f"somebody{number}@example.com", NOW)
    assert value.count(".") == KNOWN_PEOPLE - 1
    assert known_as(held(value), "somebody19@example.com", NOW)


def forged() -> Iterator[str]:
    """What somebody could write into the cookie who does not have our key."""
    name, day, signature = known_from_now(None, EMAIL, NOW).split("-")
    yield from ("", "-", "--", "a-b-c", f"{name}-{day}", f"{name}-{day}-{signature[:-1]}x")
    yield from (f"{name}x-{day}-{signature}", f"{name}-{int(day) + 1}-{signature}")
    yield from (f"{name}-{day}-", f"{name}--{signature}", f"{name}-{'9' * 5000}-{signature}")
    yield from (f"{name}-²-{signature}", f"{name}-{day}-é", f'"{name}-{day}')


def test_a_mark_that_is_not_ours_makes_no_browser_known():
    assert [value for value in forged() if known_as(held(value), EMAIL, NOW)] == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "Wait 1 second."),
        (2, "Wait 2 seconds."),
        (120, "Wait 120 seconds."),
        (121, "Wait 3 minutes."),
        (900, "Wait 15 minutes."),
    ],
)
def test_a_wait_is_said_in_seconds_and_from_two_minutes_on_in_minutes(seconds: float, words: str):
    assert wait_words(NOW + timedelta(seconds=seconds), NOW) == words


def test_what_counts_no_more_is_let_go_of_by_a_job(session: Session):
    take(session, (bucket(HERE, "long ago"),), NOW - 15 * DAY)
    take(session, (bucket(HERE, "yesterday"),), NOW - DAY)
    session.add(Passing(key="old", value="", ends_at=NOW - SECOND))
    session.add(Passing(key="new", value="", ends_at=NOW + SECOND))
    session.flush()

    throttle.sweep(session, {}, NOW)

    assert [row.key for row in session.exec(select(Tries))] == [bucket(HERE, "yesterday").key]
    assert [row.key for row in session.exec(select(Passing))] == ["new"]
    jobs = session.exec(select(Job.key, Job.due_at).order_by(Job.key)).all()
    assert [tuple(one) for one in jobs] == [
        (f"sweep-tries:{day:%Y-%m-%d}", day)
        for day in (NOW.replace(hour=0) - 14 * DAY, NOW.replace(hour=0))
    ]


def test_counting_takes_as_many_statements_for_one_bucket_as_for_three(
    session: Session, statements
):
    with statements() as for_one:
        take(session, (bucket(VAIN, HOME),), NOW)
    with statements() as for_three:
        take(session, for_password(EMAIL, HOME, None), NOW)

    assert len(for_three) == len(for_one)
