"""Every route beside the pages, asked past them by everybody it is not meant for."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest
from starlette.routing import Route

from coach_the_coach import coach_the_coach as program
from coach_the_coach.identity.access import Permission
from tests.attack.books import BOOKKEEPING, Books, not_allowed
from tests.attack.planted import ATTACKERS, MARK, Planted
from tests.attack.siege import Siege, marked, only_where_asked

PER_KIND: Final = {
    "/observations": ("development", "certification", "draft", "transcript"),
    "/tallies": ("tally",),
    "/watching": ("watch",),
    "/figures": ("person", "rep"),
}
"""Whose ids a route takes, by how it begins."""

ENDS_SIGN_INS: Final = frozenset({"/auth/sign-out"})
"""What would end the attacker's own sign-in, and with it the attack: asked last."""

FROM_ANYWHERE: Final = ("/mail/off/", "/auth/provider/logout")
"""What a server elsewhere posts to, without a cookie and without a page of ours."""

READS_NOTHING: Final = frozenset({"/account/my-data"})
"""What gives somebody their own and never looks at what is sent along."""

MB: Final = 1024 * 1024


def addresses(route: Route, planted: Planted) -> list[str]:
    """The addresses of what others have, behind this route."""
    if "{" not in route.path:
        return [route.path]
    before, _brace, after = route.path.partition("{")
    _name, _brace, end = after.partition("}")
    kinds = next((kinds for start, kinds in PER_KIND.items() if before.startswith(start)), ())
    return [f"{before}{planted.ids[kind]}{end}" for kind in kinds] + [f"{before}{'x' * 32}{end}"]


def bodies() -> Iterator[dict[str, Any]]:
    """What is sent along: nothing, taps, forms, a file, and something of 1 MB."""
    tap = {"id": "t", "device_id": "d", "seq": 1, "code": "ask", "at": "2026-01-01T00:00:00Z"}
    yield {}
    yield {"json": {"taps": [tap], "notes": [], "kinds": []}}
    yield {"json": [1, None]}
    yield {"data": {"email": "lena@example.com", "password": "x" * 20, "sign_in": "1"}}
    yield {
        "files": {"file": ("talk.txt", b"Mo: Hello\nRae: Hi\n"), "people": ("p.csv", b"email\n")}
    }
    yield {"content": b"x" * MB}


REFUSED: Final = {303, 401, 403, 404, 409, 413, 422, 429}
"""The answers of what does not happen."""

ORIGINS: Final[dict[str, dict[str, str]]] = {
    "none": {},
    "foreign": {"Origin": "https://evil.test"},
    "null": {"Origin": "null"},
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
}
"""What a request that changes something says of the page it is from, but for ours."""


def routes() -> list[tuple[str, Route]]:
    """Every method of every route, what ends a sign-in last."""
    found = [(method, one) for one in program.routes for method in sorted(one.methods or ())]
    return sorted(found, key=lambda one: one[1].path in ENDS_SIGN_INS)


def asked(client: httpx.Client, method: str, address: str, **body: Any) -> httpx.Response | None:
    """The answer; None where the server hung up on a body that it would not hear to its end."""
    try:
        return client.request(method, address, headers={"Connection": "close"}, **body)
    except httpx.TransportError:
        assert "content" in body, (method, address)
        return None


def ask_everything(siege: Siege, secret: str | None, told: Counter[str]) -> list[str]:
    """Each route with each body, from a page of ours; returns all that was said."""
    heard = []
    here = f"http://127.0.0.1:{siege.port}"
    cookies = {"sid": secret} if secret else {}
    with httpx.Client(base_url=here, cookies=cookies, headers={"Origin": here}) as client:
        for method, one in routes():
            if one.path in ENDS_SIGN_INS and secret:
                continue
            for address in addresses(one, siege.planted):
                for body in bodies() if method == "POST" else [{}]:
                    told["requests"] += 1
                    answer = asked(client, method, address, **body)
                    if answer is not None:
                        assert answer.status_code < 500, (method, address, answer.text)
                        heard.append(f"{answer.headers} {answer.text}")
    return heard


@pytest.mark.parametrize("who", ["no cookie", "made up", "revoked", *ATTACKERS])
def test_no_route_gives_or_changes_what_is_anothers(siege: Siege, told: Counter[str], who: str):
    only_where_asked(siege, who)
    planted = siege.planted
    others = {"no cookie": None, "made up": "m" * 43, "revoked": planted.revoked}
    before = siege.books()

    heard = ask_everything(siege, others.get(who, planted.secrets.get(who)), told)

    assert marked(heard, who) == []
    may = siege.permissions(who) if who in planted.people else frozenset[Permission]()
    own = planted.people.get(who)
    assert not_allowed(before, siege.books(), attacker=own, permissions=may) == []


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_page_of_another_site_changes_nothing_with_the_cookie_of_whoever_opens_it(
    siege: Siege, told: Counter[str], origin: str
):
    before, planted = siege.books(), siege.planted
    cookies = {"sid": planted.lenas}
    base = f"http://127.0.0.1:{siege.port}"
    with httpx.Client(base_url=base, cookies=cookies, headers=ORIGINS[origin]) as client:
        for method, one in routes():
            if method == "POST" and not one.path.startswith(FROM_ANYWHERE):
                for address in addresses(one, planted):
                    answers = [asked(client, method, address, **body) for body in bodies()]
                    told["requests from elsewhere"] += len(answers)
                    assert {one.status_code for one in answers if one is not None} == {403}

    assert unchanged(before, siege)


@pytest.mark.parametrize("hides", [False, True])
def test_what_is_larger_than_anything_of_ours_is_refused(
    siege: Siege, told: Counter[str], hides: bool
):
    before, planted = siege.books(), siege.planted
    here = f"http://127.0.0.1:{siege.port}"
    book = b"x" * (17 * MB)

    def parts() -> Iterator[bytes]:
        for place in range(0, len(book), MB):
            yield book[place : place + MB]

    with httpx.Client(
        base_url=here, cookies={"sid": planted.secrets["odd"]}, headers={"Origin": here}
    ) as client:
        for method, one in routes():
            if method != "POST" or one.path in ENDS_SIGN_INS:
                continue
            told["requests of 17 MB"] += 1
            try:
                answer = client.post(addresses(one, planted)[0], content=parts() if hides else book)
            except httpx.TransportError:
                continue
            refused = REFUSED | ({200} if one.path in READS_NOTHING and hides else set())
            assert answer.status_code in refused, (one.path, answer.text)

    # That a calendar of their own could not be read waits to be said to them.
    own = planted.people["odd"]
    assert not_allowed(before, siege.books(), attacker=own, permissions=frozenset()) == []


def unchanged(before: Books, siege: Siege) -> bool:
    """Whether nothing has changed but what is kept of a refusal."""
    return [one for one in before.changed(siege.books()) if one[0] not in BOOKKEEPING] == []


def test_an_id_that_is_no_id_is_nobodys(siege: Siege):
    base = f"http://127.0.0.1:{siege.port}"
    odd = ["%00", "..%2f..%2fetc%2fpasswd", "%ed%a0%80", "'%20OR%201=1", "x" * 150, MARK]
    cookies = {"sid": siege.planted.secrets["odd"]}
    with httpx.Client(base_url=base, cookies=cookies, headers={"Origin": base}) as client:
        for method, one in routes():
            before, _brace, after = one.path.partition("{")
            if not after or before.startswith("/mail"):
                continue
            for name in odd:
                address = f"{before}{name}{after.partition('}')[2]}"
                answer = client.request(method, address)
                assert answer.status_code in REFUSED, (address, answer.text)
