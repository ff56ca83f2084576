"""Every handler there is, called past the pages by everybody it is not meant for."""

from collections import Counter
from typing import Any, Final

import httpx
import pytest

from coach_the_coach.identity.guard import SNAPSHOT
from tests.attack.books import BOOKKEEPING, not_allowed
from tests.attack.planted import ATTACKERS, KNOWN, MARK, Planted
from tests.attack.siege import (
    Siege,
    at_home,
    every_call,
    given,
    marked,
    misshapen,
    only_where_asked,
    ours,
    served,
    takes,
)
from tests.attack.wire import HEAR, HYDRATE, RELOAD, Call, Shut, knock, socket

LONG: Final = "x" * 280_000
"""A text that a frame just holds."""

TOO_LONG: Final = "x" * 1_100_000


def attack(siege: Siege, secret: str | None, told: Counter[str]) -> list[str]:
    """Everything, over one socket; returns all that was heard."""
    with socket(siege.port, secret) as page:
        page.call([Call(HYDRATE)])
        page.call(every_call(siege.planted))
        told["calls at the addresses of others"] += page.sent
        return page.heard


@pytest.mark.parametrize("who", ["no cookie", "made up", "revoked"])
def test_a_stranger_calls_everything_and_nothing_has_happened(
    siege: Siege, told: Counter[str], who: str
):
    only_where_asked(siege, who)
    secret = {"no cookie": None, "made up": "m" * 43, "revoked": siege.planted.revoked}[who]
    before = siege.books()

    heard = attack(siege, secret, told)

    assert marked(heard) == []
    assert not_allowed(before, siege.books(), attacker=None, permissions=frozenset()) == []


@pytest.mark.parametrize("who", ATTACKERS)
def test_whoever_is_signed_in_reaches_nothing_of_others(siege: Siege, told: Counter[str], who: str):
    only_where_asked(siege, who)
    before, planted = siege.books(), siege.planted

    heard = attack(siege, planted.secrets[who], told)

    assert marked(heard, who) == []
    may, line = siege.permissions(who), siege.line(who)
    own = planted.people[who]
    assert not_allowed(before, siege.books(), attacker=own, permissions=may, line=line) == []


@pytest.mark.parametrize("who", ["no cookie", "revoked", "odd", "ada"])
def test_the_token_of_a_closed_page_opens_nothing(siege: Siege, told: Counter[str], who: str):
    only_where_asked(siege, who)
    planted = siege.planted
    secret = {"no cookie": None, "revoked": planted.revoked}.get(who, planted.secrets.get(who))
    with socket(siege.port, planted.lenas, token=KNOWN) as lena:
        lena.call([Call(HYDRATE), *at_home(planted)])
        assert f"{MARK}draftstrengths" in "".join(lena.heard), "her page holds something"
    before = siege.books()
    forged = {"headers": {"cookie": f"sid={planted.lenas}"}, "sid": "x", "token": KNOWN}

    with socket(siege.port, secret, token=KNOWN) as page:
        page.call([Call(name, {}, "/", forged) for name in served() if name not in SNAPSHOT])
        told["calls with a known token and forged router data"] += page.sent
        assert all(RELOAD in frame or frame.startswith(("0", "40")) for frame in page.heard)
        page.call([Call(HYDRATE), *at_home(planted)])
        assert marked(page.heard, who) == []
    with socket(siege.port, secret, token=KNOWN, auth={"event": hydrating(planted)}) as page:
        page.call([])
        assert marked(page.heard, who) == []

    assert not_allowed(before, siege.books(), attacker=None, permissions=frozenset()) == []


def hydrating(planted: Planted) -> dict[str, Any]:
    """The event that a page sends with its first frame."""
    path = f"/observations/{planted.ids['draft']}/rate"
    return {"name": HYDRATE, "payload": {}, "router_data": {"pathname": path, "asPath": path}}


def test_what_no_handler_takes_is_refused_before_it_runs(siege: Siege, told: Counter[str]):
    before, planted = siege.books(), siege.planted
    calls = list(misshapen(planted))

    for who in ("ada", "odd") if siege.engine.dialect.name == "sqlite" else ("odd",):
        with socket(siege.port, planted.secrets[who]) as page:
            page.call([Call(HYDRATE), *calls])
            told["misshapen calls"] += page.sent
            assert marked(page.heard, who) == []

    found = [one for one in before.changed(siege.books()) if one[0] not in BOOKKEEPING]
    assert found == []


def _first_text(hints: dict[str, Any]) -> str:
    """The first argument that is a text; empty for none."""
    return next((key for key, hint in hints.items() if hint is str), "")


def test_a_payload_as_long_as_a_frame_holds_is_refused_and_a_longer_frame_ends_the_socket(
    siege: Siege, told: Counter[str]
):
    before, planted = siege.books(), siege.planted
    texts = [
        Call(name, given(name, hints, "/", planted) | {long: LONG})
        for name in ours()
        if (long := _first_text(hints := takes(name)))
    ]
    for secret in (None, planted.secrets["odd"]):
        with socket(siege.port, secret) as page:
            page.call([Call(HYDRATE)])
            for one in texts[:: 1 if secret is None else 4]:
                page.call([one])
            told["calls of 1 MB"] += page.sent
            assert LONG[:1000] not in "".join(page.heard)
        with socket(siege.port, secret) as page:
            page.send(Call(HEAR, {"text": TOO_LONG}).written())
            with pytest.raises(Shut):
                page.call([Call(HYDRATE)])

    found = [one for one in before.changed(siege.books()) if one[0] not in BOOKKEEPING]
    assert found == []


def test_who_knocks_without_being_a_page_of_ours_is_not_let_in(siege: Siege):
    here = f"http://127.0.0.1:{siege.port}"
    cookie = {"Cookie": f"sid={siege.planted.lenas}"}
    polling = "/_event/?EIO=4&transport=polling"
    strangers: list[tuple[dict[str, str], str]] = [
        (cookie, ""),
        (cookie | {"Origin": "https://evil.test"}, ""),
        (cookie | {"Origin": "null"}, ""),
        (cookie | {"Origin": here, "Host": "evil.test"}, ""),
        (cookie | {"Origin": here}, "/socket.io/?EIO=4&transport=websocket"),
    ]

    for headers, path in strangers:
        with pytest.raises(Shut):
            knock(siege.port, headers, path=path)
    for method, path in (
        ("GET", polling),
        ("POST", polling),
        ("POST", "/_upload"),
        ("GET", "/_all_routes"),
    ):
        answer = httpx.request(method, f"{here}{path}", headers=cookie | {"Origin": here})
        assert answer.status_code == 404, path
