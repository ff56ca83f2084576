"""Every lie of a provider is refused, each by a name that the log has and the page has not."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from coach_the_coach.account.provider.actions import SETTING_OUT, count
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.audit import AuditDetail, AuditEntry, Result
from coach_the_coach.identity.tables import ExternalIdentity, Passing, SignIn, Tries
from coach_the_coach.identity.throttle import network_of
from tests.account.browser import id_of, in_force, signed_in
from tests.account.provider.browser import Visitor
from tests.account.provider.hostile import ACCESS_TOKEN, CLIENT, GONE, LIES, SECRET, Hostile

pytestmark = pytest.mark.usefixtures("on_sqlite")

Refused = Callable[[str, str], None]
SignOn = Callable[..., None]


def is_linked(issuer: str, subject: str = "mo-there", who: str = "mo") -> None:
    """Somebody of the cast can come in by an account there."""
    at = clock.now()
    with store.transaction() as session:
        session.add(
            ExternalIdentity(
                person_id=id_of(who), issuer=issuer, subject=subject, created_at=at, used_at=at
            )
        )


def refusals() -> list[str]:
    """The names of what the audit log says was refused."""
    with store.reading() as session:
        found = session.exec(
            select(AuditDetail.text)
            .join(AuditEntry, col(AuditEntry.id) == col(AuditDetail.entry_id))
            .where(AuditEntry.action == "sign_in:provider", AuditEntry.result == Result.REFUSED)
            .order_by(col(AuditEntry.id))
        ).all()
        return [json.loads(text)["why"] for text in found]


@pytest.fixture
def honest_case(lying: Hostile, sign_on: SignOn) -> Hostile:
    """The provider when it does not lie; Mo can come in by it."""
    lying.subject, lying.more = "mo-there", {}
    sign_on(lying.issuer("honest"))
    is_linked(lying.issuer("honest"))
    return lying


def comes_back(visitor: Visitor, lying: Hostile, **changed: str) -> httpx.Response:
    """Set out, and come back with the provider's answer."""
    sent = visitor.sets_out()
    lying.nonce = sent["nonce"]
    answer = {"code": "a code", "state": sent["state"]} | changed
    return visitor.get("/auth/provider/callback", **{k: v for k, v in answer.items() if v})


def is_kindly_refused(answer: httpx.Response) -> bool:
    """Whether it is our page of a refusal, that gives nothing away."""
    said = answer.text
    told = [ACCESS_TOKEN, SECRET, "Traceback", "claim", "token"]
    return (
        answer.status_code == 403
        and bool(re.search(r"number(?: of this is)? [0-9a-f]{8}\.", said))
        and not any(word in said for word in told)
        and "sid" not in answer.cookies
        and answer.headers["cache-control"] == "no-store"
    )


def test_what_is_right_lets_in(honest_case: Hostile, visitor: Visitor):
    answer = comes_back(visitor, honest_case)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (signed_in(visitor.secret), refusals()) == ("mo", [])


@pytest.mark.parametrize("case", LIES)
def test_a_lie_is_refused_by_its_name(
    case: str, lying: Hostile, sign_on: SignOn, visitor: Visitor, refused: Refused
):
    lying.subject, lying.more = "mo-there", {}
    sign_on(lying.issuer(case))
    is_linked(lying.issuer(case))
    lie = LIES[case]

    if lie.refused == "other_issuer":
        answer = visitor.get("/auth/provider/start")
    else:
        answer = comes_back(visitor, lying, **lie.query)
        assert refusals() == [lie.refused]

    assert is_kindly_refused(answer), answer.text
    assert (visitor.secret, in_force()) == (None, [])
    refused(case, lie.refused)


def test_whoever_has_no_state_or_another_browsers_or_a_made_up_one_is_refused(
    honest_case: Hostile, visitor: Visitor, refused: Refused
):
    other = visitor.another().sets_out()
    theirs, mine = visitor.another(), visitor.sets_out()
    wrong = {
        "no state": (visitor, "", "unknown_state"),
        "bad state": (visitor, mine["state"][:-1] + "_", "unknown_state"),
        "state of another browser": (visitor, other["state"], "other_browser"),
        "our state, brought by a browser without our cookie": (
            theirs,
            mine["state"],
            "other_browser",
        ),
    }
    for case, (who, state, name) in wrong.items():
        # A refusal takes our cookie away, so each comes with the one it had.
        held = dict(who.client.cookies)
        honest_case.nonce = mine["nonce"]
        answer = who.get("/auth/provider/callback", code="a code", state=state)
        assert is_kindly_refused(answer), case
        who.client.cookies.update(held)
        refused(case, name)

    # None of it used up what the browser itself had set out for.
    honest_case.nonce = mine["nonce"]
    answer = visitor.get("/auth/provider/callback", code="a code", state=mine["state"])
    assert (answer.headers["location"], in_force()) == ("/", ["mo"])


def test_whoever_never_set_out_from_here_fills_no_audit_log(honest_case: Hostile, visitor: Visitor):
    for state in ("", "a", "b" * 5000, "\0"):
        assert visitor.get("/auth/provider/callback", code="c", state=state).status_code == 403

    assert refusals() == []


def test_an_answer_that_comes_after_ten_minutes_is_refused(
    honest_case: Hostile, visitor: Visitor, refused: Refused
):
    sent = visitor.sets_out()
    honest_case.nonce = sent["nonce"]
    with store.transaction() as session:
        kept = session.exec(select(Passing)).one()
        kept.ends_at = clock.now()
        session.add(kept)

    answer = visitor.get("/auth/provider/callback", code="a code", state=sent["state"])

    assert is_kindly_refused(answer)
    refused("answer after ten minutes", "unknown_state")


ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/people\r\nSet-Cookie: sid=1",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_elsewhere_after_signing_in(
    wanted: str, honest_case: Hostile, visitor: Visitor, refused: Refused
):
    sent = visitor.sets_out(next=wanted)
    honest_case.nonce = sent["nonce"]

    answer = visitor.get("/auth/provider/callback", code="a code", state=sent["state"])

    assert answer.headers["location"] == "/"
    refused(f"led to {wanted!r}", "led home")


def test_a_provider_that_nobody_reaches_is_said_kindly(
    sign_on: SignOn, visitor: Visitor, refused: Refused
):
    sign_on("http://127.0.0.1:9")

    assert is_kindly_refused(visitor.get("/auth/provider/start"))
    refused("nobody answers", "no_answer")


@pytest.mark.usefixtures("still")
def test_whoever_sets_out_again_and_again_waits_and_who_comes_back_counts_for_nothing(
    honest_case: Hostile, visitor: Visitor
):
    came_in(visitor, honest_case)
    with store.transaction() as session:
        assert session.exec(select(Tries.failures)).all() == [0]
        kept = len(session.exec(select(Passing)).all())
        for _time in range(SETTING_OUT.free):
            count(session, network=network_of("127.0.0.1"), at=clock.now())

    stranger = visitor.another()
    answers = [
        stranger.get("/auth/provider/start", next="/people"),
        stranger.post("/auth/provider/start", next="/people"),
        stranger.post("/auth/provider/start", invitation="made-up"),
    ]

    assert [answer.headers["location"] for answer in answers] == [
        "/signin?refused=wait&next=/people",
        "/signin?refused=wait&next=/people",
        "/welcome?invitation=made-up&refused=wait",
    ]
    with store.reading() as session:
        assert len(session.exec(select(Passing)).all()) == kept


def came_in(visitor: Visitor, lying: Hostile) -> None:
    """Somebody is signed in by the provider."""
    answer = comes_back(visitor, lying)
    assert answer.headers["location"] == "/"


EVENT = "http://schemas.openid.net/event/backchannel-logout"

FORGED: dict[str, dict[str, Any]] = {
    "logout token of another's key": {"how": "foreign"},
    "logout token without signature": {"how": "none"},
    "logout token with the client secret": {"how": "secret"},
    "logout token of another issuer": {"iss": "https://another.example"},
    "logout token for another": {"aud": "another"},
    "logout token for several": {"aud": [CLIENT, "another"]},
    "logout token without aud": {"aud": GONE},
    "logout token without iat": {"iat": GONE},
    "logout token of the future": {"iat": lambda: int(clock.now().timestamp()) + 600},
    "logout token without exp": {"exp": GONE},
    "logout token that has expired": {"exp": lambda: int(clock.now().timestamp()) - 60},
    "logout token that ends far away": {"exp": 10**18},
    "logout token that ends with the calendar": {"exp": 253_402_300_799},
    "logout token without jti": {"jti": GONE},
    "logout token with a jti that is no text": {"jti": 7},
    "logout token without events": {"events": GONE},
    "logout token of another event": {"events": {"http://another.example": {}}},
    "logout token whose events are a list": {"events": [EVENT]},
    "logout token with a nonce": {"nonce": "n"},
    "logout token of nobody": {"sub": GONE},
    "logout token whose sid is no text": {"sid": 7},
    "logout token of another type": {"header": {"typ": "at+jwt"}},
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_logout_token_ends_nothing(
    case: str, honest_case: Hostile, visitor: Visitor, refused: Refused, caplog: Any
):
    came_in(visitor, honest_case)

    token = honest_case.logout_token(**FORGED[case])
    answer = visitor.another().post("/auth/provider/logout", logout_token=token)

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
    assert answer.headers["cache-control"] == "no-store"
    assert signed_in(visitor.secret) == "mo"
    refused(case, caplog.messages[-1].rpartition("refused: ")[2])


def test_what_is_no_logout_token_ends_nothing(honest_case: Hostile, visitor: Visitor):
    came_in(visitor, honest_case)
    stranger = visitor.another()
    id_token = honest_case.id_token("honest")

    answers = [
        stranger.post("/auth/provider/logout"),
        stranger.post("/auth/provider/logout", logout_token=""),
        stranger.post("/auth/provider/logout", logout_token="a.b.c"),
        stranger.post("/auth/provider/logout", logout_token=id_token),
        stranger.post("/auth/provider/logout", logout_token="x" * 30_000),
    ]

    assert [answer.status_code for answer in answers] == [400] * 5
    assert signed_in(visitor.secret) == "mo"


def test_a_logout_token_ends_what_came_by_that_account_and_works_once(
    honest_case: Hostile, visitor: Visitor, refused: Refused
):
    came_in(visitor, honest_case)
    is_linked(honest_case.issuer("honest"), "lena-there", "lena")
    other = visitor.another()
    honest_case.subject = "lena-there"
    came_in(other, honest_case)
    honest_case.subject = "mo-there"
    token = honest_case.logout_token()

    first = visitor.another().post("/auth/provider/logout", logout_token=token)
    again = visitor.another()
    came_in(again, honest_case)
    second = visitor.another().post("/auth/provider/logout", logout_token=token)

    assert (first.status_code, first.content) == (200, b"")
    assert second.status_code == 400
    assert [signed_in(one.secret) for one in (visitor, other, again)] == [None, "lena", "mo"]
    refused("logout token that came before", "logout_again")


def test_a_logout_token_of_a_session_ends_that_session_alone(
    honest_case: Hostile, visitor: Visitor
):
    phone = visitor.another()
    honest_case.more = {"sid": "on the phone"}
    came_in(phone, honest_case)
    honest_case.more = {"sid": "at the desk"}
    came_in(visitor, honest_case)

    said: list[dict[str, Any]] = [{"jti": "one"}, {"jti": "two", "sub": GONE}]
    for one in said:
        token = honest_case.logout_token(sid="on the phone", **one)
        answer = visitor.another().post("/auth/provider/logout", logout_token=token)
        assert answer.status_code == 200

    assert (signed_in(phone.secret), signed_in(visitor.secret)) == (None, "mo")


def test_coming_back_from_signing_out_with_a_state_that_is_not_ours_does_nothing(
    honest_case: Hostile, visitor: Visitor, refused: Refused, caplog: Any
):
    came_in(visitor, honest_case)

    answer = visitor.get("/auth/provider/goodbye", state="made up")

    assert (answer.status_code, answer.headers["location"]) == (303, "/signin")
    assert (signed_in(visitor.secret), caplog.messages[-1]) == (
        "mo",
        "farewell refused: unknown_farewell",
    )
    refused("logout with a forged state", "unknown_farewell")


def test_a_sign_in_is_as_fresh_as_the_provider_says(honest_case: Hostile, visitor: Visitor):
    at = int(clock.now().timestamp())
    said = {"now": at, "an hour ago": at - 3600, "tomorrow": at + 86_400}
    shown: dict[str, float] = {}
    for words, seconds in said.items():
        honest_case.more = {"auth_time": seconds}
        came_in(visitor, honest_case)
        shown[words] = seconds_since_shown()
    honest_case.more = {}
    came_in(visitor, honest_case)

    assert -2 < shown["now"] < 60
    assert 3590 < shown["an hour ago"] < 3700
    assert -2 < shown["tomorrow"] < 60
    # Who came in without a word of it has shown nothing to us.
    assert seconds_since_shown() > 10**9


def seconds_since_shown() -> float:
    """How long ago whoever came in last had shown who they are."""
    with store.reading() as session:
        found = session.exec(select(SignIn).order_by(col(SignIn.id).desc())).first()
        assert found is not None
        return (clock.now() - found.proved_at).total_seconds()


def test_to_confirm_a_proof_of_before_the_question_is_not_enough(
    honest_case: Hostile, visitor: Visitor, refused: Refused
):
    came_in(visitor, honest_case)
    before = visitor.secret
    honest_case.more = {"auth_time": int(clock.now().timestamp()) - 120}
    sent = visitor.sets_out(confirm="1")
    assert (sent["prompt"], sent["max_age"]) == ("login", "0")
    honest_case.nonce = sent["nonce"]

    answer = visitor.get("/auth/provider/callback", code="c", state=sent["state"])

    assert is_kindly_refused_while_signed_in(answer)
    assert (visitor.secret, refusals()) == (before, ["not_anew"])
    refused("confirming by an old proof", "not_anew")


def is_kindly_refused_while_signed_in(answer: httpx.Response) -> bool:
    """The same, for somebody who was signed in before and still is."""
    return is_kindly_refused(answer) and "sid" not in answer.headers.get("set-cookie", "")


def test_the_account_of_another_confirms_nothing(
    honest_case: Hostile, visitor: Visitor, refused: Refused
):
    is_linked(honest_case.issuer("honest"), "lena-there", "lena")
    came_in(visitor, honest_case)
    before = visitor.secret
    honest_case.subject = "lena-there"
    sent = visitor.sets_out(confirm="1")
    honest_case.nonce = sent["nonce"]

    answer = visitor.get("/auth/provider/callback", code="c", state=sent["state"])

    assert is_kindly_refused_while_signed_in(answer)
    assert (visitor.secret, signed_in(before), refusals()) == (before, "mo", ["other_person"])
    refused("confirming by the account of another", "other_person")


@pytest.mark.usefixtures("still")
def test_what_one_address_is_refused_fills_no_audit_log(honest_case: Hostile, visitor: Visitor):
    for _round in range(8):
        comes_back(visitor, honest_case, error="access_denied")

    assert refusals() == ["denied"] * 5
