"""Coming in and going out, by the routes that forms are posted to."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from sqlmodel import col, select, update

# The pages that a sign-out closes are those of the program's app, which must be there.
from coach_the_coach import coach_the_coach as program
from coach_the_coach.account.entry import http
from coach_the_coach.account.entry.http import MAX_FORM, safe_path
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.passwords import hash_of
from coach_the_coach.identity.tables import Invitation, Person, SignIn
from coach_the_coach.settings import settings
from tests.account.browser import (
    PASSWORD,
    Browser,
    has_account,
    in_force,
    invitation,
    signed_in,
)

assert program.app is not None

OTHER = "a quite different sentence"


@pytest.fixture
def browser(company: None) -> Browser:
    """A browser without any cookie, and the company it comes to."""
    return Browser()


def test_the_right_password_signs_in_and_the_cookie_is_for_the_server_alone(browser: Browser):
    answer = browser.sign_in()

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["cache-control"] == "no-store"
    given = cookies_in(answer)
    assert given["sid"] == [browser.secret, "HttpOnly", "Max-Age=43200", "Path=/", "SameSite=lax"]
    # By the other one the browser is known next time; those of a form that was refused go.
    assert given["known"][1:] == ["HttpOnly", "Max-Age=15552000", "Path=/", "SameSite=lax"]
    assert {name: value[0] for name, value in given.items() if name not in ("sid", "known")} == {
        "again": '""',
        "half": '""',
    }
    assert (signed_in(browser.secret), in_force()) == ("mo", ["mo"])
    with store.reading() as session:
        assert session.exec(select(SignIn.device)).one() == "Mozilla/5.0 (X11; Linux) Firefox/150.0"


def cookies_in(answer: httpx.Response) -> dict[str, list[str]]:
    """Each cookie that an answer gives: its value, then its flags in order."""
    parts = [one.split("; ") for one in answer.headers.get_list("set-cookie")]
    return {
        head.partition("=")[0]: [
            head.partition("=")[2],
            *sorted(flag for flag in flags if not flag.startswith("expires=")),
        ]
        for head, *flags in parts
    }


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program is reached over https."""
    monkeypatch.setenv("COACH_PUBLIC_URL", "https://coach.example.com")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("https")
def test_over_https_the_cookie_is_bound_to_the_host_and_goes_nowhere_else(browser: Browser):
    answer = browser.sign_in()

    given = cookies_in(answer)
    assert set(given) == {f"__Host-{name}" for name in ("sid", "known", "again", "half")}
    assert all({"HttpOnly", "Path=/", "SameSite=lax", "Secure"} < {*one} for one in given.values())


def test_whatever_does_not_match_is_refused_alike_and_nobody_is_signed_in(browser: Browser):
    wrong = [("mo", OTHER), ("mo", ""), ("rae", PASSWORD), ("nobody", PASSWORD), ("\0", PASSWORD)]

    answers = [browser.sign_in(who, password, next="/people?page=2") for who, password in wrong]

    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {
        (303, "/signin?refused=1&next=/people%3Fpage%3D2")
    }
    assert (browser.secret, in_force()) == (None, [])


def test_who_signs_in_again_has_one_sign_in_and_a_new_secret(browser: Browser):
    browser.sign_in("mo")
    first = browser.secret
    browser.sign_in("lena")

    assert browser.secret != first
    assert (signed_in(first), signed_in(browser.secret)) == (None, "lena")
    assert in_force() == ["lena"]


def test_a_wrong_password_leaves_the_sign_in_there_was(browser: Browser):
    browser.sign_in("mo")
    first = browser.secret
    browser.sign_in("lena", OTHER)

    assert (browser.secret, signed_in(first)) == (first, "mo")


def test_a_secret_brought_along_is_never_made_a_sign_in(browser: Browser):
    browser.cookies.set("sid", "chosen-by-somebody-else")
    answer = browser.sign_in()

    assert "chosen-by-somebody-else" not in answer.headers["set-cookie"]
    assert signed_in("chosen-by-somebody-else") is None


OURS = ["/", "/./people", "/people", "/people?page=2", "/observations/ab12/live", "/people/ab#top"]

ELSEWHERE = [
    "",
    "people",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\u2028/evil.example",
    "/\0/evil.example",
    "https://evil.example",
    "https:evil.example",
    "HTTPS://testserver@evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,hello",
    "/people\r\nSet-Cookie: sid=1",
    "/" + "x" * 300,
]


def test_one_comes_out_where_one_wanted_to_go_if_that_is_a_path_of_ours():
    assert [safe_path(one) for one in OURS] == OURS
    assert {one: safe_path(one) for one in ELSEWHERE} == dict.fromkeys(ELSEWHERE, "/")


def test_a_link_made_elsewhere_leads_home(browser: Browser):
    made = ["//evil.example", "/\t/evil.example", "javascript:alert(1)"]
    right = [browser.sign_in(next=wanted) for wanted in made]
    wrong = [browser.sign_in(password=OTHER, next=wanted) for wanted in made]

    assert {answer.headers["location"] for answer in right} == {"/"}
    assert {answer.headers["location"] for answer in wrong} == {"/signin?refused=1&next=/"}


PATHS = [
    "/auth/sign-in",
    "/auth/number",
    "/auth/sign-out",
    "/auth/accept",
    "/auth/end-sign-in",
    "/auth/end-others",
]

FOREIGN = ["https://evil.example", "http://testserver.evil.example", "http://testserver:81", "null"]


def test_a_form_that_is_not_of_our_own_page_does_nothing(browser: Browser):
    browser.sign_in("lena")
    secret, invited = browser.secret, invitation("rae")
    form = {
        "email": "mo@example.com",
        "password": PASSWORD,
        "invitation": invited,
        "sign_in": "1",
    }

    answers = [
        browser.post(path, origin=origin, **form) for path in PATHS for origin in (*FOREIGN, None)
    ]

    assert {(answer.status_code, answer.json()["text"]) for answer in answers} == {
        (403, "This request did not come from a page of ours.")
    }
    assert {answer.headers.get("set-cookie") for answer in answers} == {None}
    assert (in_force(), signed_in(secret), has_account("rae")) == (["lena"], "lena", False)


def test_signing_out_ends_the_sign_in_and_takes_only_its_own_cookie(browser: Browser):
    browser.sign_in()
    elsewhere = Browser()
    elsewhere.sign_in()
    secret = browser.secret

    answer = browser.post("/auth/sign-out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/signin")
    # What another person tapped in this browser and was not yet sent must stay.
    assert "clear-site-data" not in answer.headers
    assert answer.headers["set-cookie"].startswith('sid=""; ')
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (browser.secret, signed_in(secret)) == (None, None)
    assert signed_in(elsewhere.secret) == "mo"


def test_signing_out_twice_or_never_signed_in_leads_to_the_same_place(browser: Browser):
    assert browser.post("/auth/sign-out").headers["location"] == "/signin"


def test_the_invited_choose_a_password_and_are_in(browser: Browser):
    secret = invitation("rae")

    answer = browser.post("/auth/accept", invitation=secret, password=OTHER)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert signed_in(browser.secret) == "rae"
    assert Browser().sign_in("rae", OTHER).headers["location"] == "/"


def test_an_invitation_taken_in_a_browser_of_somebody_else_ends_their_sign_in_there(
    browser: Browser,
):
    browser.sign_in("lena")
    earlier = browser.secret

    browser.post("/auth/accept", invitation=invitation("rae"), password=OTHER)

    assert (signed_in(earlier), in_force()) == (None, ["rae"])


def test_a_password_that_does_not_fit_is_refused_by_a_code_and_the_invitation_still_works(
    browser: Browser,
):
    secret = invitation("rae")
    weak = {
        "too short": "short",
        "x" * 257: "long",
        "Rae Rep at example": "personal",
        "monkeymonkeymonkey": "common",
        "ab!!!!!!!!!!!!!!!!": "guessable",
    }
    for password, rule in weak.items():
        answer = browser.post("/auth/accept", invitation=secret, password=password)
        assert answer.headers["location"] == f"/welcome?invitation={secret}&refused={rule}"

    assert (browser.secret, has_account("rae")) == (None, False)
    assert (
        browser.post("/auth/accept", invitation=secret, password=OTHER).headers["location"] == "/"
    )


@pytest.mark.parametrize("how", ["used", "replaced", "old", "made up", "gone"])
def test_an_invitation_that_no_longer_works_is_refused_by_a_code(browser: Browser, how: str):
    secret = invitation("rae")
    match how:
        case "used":
            Browser().post("/auth/accept", invitation=secret, password=PASSWORD)
        case "replaced":
            invitation("rae")
        case "old":
            change(update(Invitation).values(expires_at=clock.now() - timedelta(seconds=1)))
        case "made up":
            secret = "a&refused=password#x"
        case _:
            left = clock.now().date() - timedelta(days=1)
            change(
                update(Person).where(col(Person.email) == "rae@example.com").values(ends_on=left)
            )

    answer = browser.post("/auth/accept", invitation=secret, password=OTHER)

    kept = "a%26refused%3Dpassword%23x" if how == "made up" else secret
    assert answer.headers["location"] == f"/welcome?invitation={kept}&refused=invitation"
    assert (answer.status_code, browser.secret) == (303, None)
    assert Browser().sign_in("rae", OTHER).headers["location"].startswith("/signin")


def change(statement: object) -> None:
    """Change what is there."""
    with store.transaction() as session:
        session.exec(statement)  # pyright: ignore[reportCallIssue, reportArgumentType] - an UPDATE


@pytest.mark.usefixtures("company")
def test_of_two_who_use_an_invitation_at_once_one_comes_in():
    secret = invitation("mo")

    def accept(password: str) -> str:
        answer = Browser().post("/auth/accept", invitation=secret, password=password)
        return answer.headers["location"].partition("?")[0]

    with ThreadPoolExecutor(4) as threads:
        places = list(threads.map(accept, [f"{OTHER} {number}" for number in range(4)]))

    assert sorted(places) == ["/", "/welcome", "/welcome", "/welcome"]
    assert in_force() == ["mo"]


def test_a_new_password_ends_the_sign_ins_made_before(browser: Browser):
    browser.sign_in("mo")

    Browser().post("/auth/accept", invitation=invitation("mo"), password=OTHER)

    assert signed_in(browser.secret) is None
    assert in_force() == ["mo"]


def test_a_form_is_read_up_to_its_longest_and_no_further(browser: Browser):
    form = f"email=mo%40example.com&password={PASSWORD.replace(' ', '+')}&rest=".encode()
    bodies = [form.ljust(MAX_FORM + extra, b"x") for extra in (0, 1, MAX_FORM)]

    kind = "application/x-www-form-urlencoded"
    answers = [browser.send("/auth/sign-in", body, kind) for body in bodies]

    refused = "/signin?refused=1&next=/"
    assert [answer.headers["location"] for answer in answers] == ["/", refused, refused]


def test_a_form_that_is_none_or_holds_files_signs_nobody_in(browser: Browser):
    multipart = (
        b'--b\r\nContent-Disposition: form-data; name="email"; filename="a"\r\n\r\nx\r\n--b--\r\n'
    )
    answers = [
        browser.send("/auth/sign-in", b"", "application/x-www-form-urlencoded"),
        browser.send("/auth/sign-in", b'{"email": 1}', "application/json"),
        browser.send("/auth/sign-in", b"&" * 40, "application/x-www-form-urlencoded"),
        browser.send("/auth/sign-in", multipart, "multipart/form-data; boundary=b"),
        browser.send("/auth/sign-in", b"--", "multipart/form-data"),
    ]

    assert [answer.status_code for answer in answers] == [303, 303, 303, 400, 400]
    assert in_force() == []


def test_one_ends_ones_own_sign_in_on_another_device(browser: Browser):
    phone = Browser()
    phone.sign_in()
    browser.sign_in()

    answer = browser.post("/auth/end-sign-in", sign_in=number_of("mo", 0))

    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert (signed_in(phone.secret), signed_in(browser.secret)) == (None, "mo")


def number_of(who: str, place: int) -> str:
    """The number of somebody's sign-in, oldest first."""
    with store.reading() as session:
        found = session.exec(
            select(SignIn.id)
            .join(Person, col(Person.id) == col(SignIn.person_id))
            .where(Person.email == f"{who}@example.com")
            .order_by(col(SignIn.id))
        ).all()
        return str(found[place])


def test_nobody_ends_the_sign_in_of_somebody_else(browser: Browser):
    other = Browser()
    other.sign_in("lena")
    browser.sign_in("mo")
    wrong = [number_of("lena", 0), "", "-1", "0", "x", "٣", "9" * 15, "9" * 400]

    answers = [browser.post("/auth/end-sign-in", sign_in=number) for number in wrong]

    assert {(answer.status_code, answer.json()["text"]) for answer in answers} == {
        (404, "There is nothing here that you can see.")
    }
    assert in_force() == ["lena", "mo"]


def test_who_is_not_signed_in_ends_nothing(browser: Browser):
    other = Browser()
    other.sign_in("lena")

    assert browser.post("/auth/end-sign-in", sign_in=number_of("lena", 0)).status_code == 401
    assert signed_in(other.secret) == "lena"


def test_no_answer_is_kept_by_anybody_on_the_way(browser: Browser):
    answers = [browser.post(path) for path in PATHS]

    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


def test_a_form_in_an_odd_charset_is_refused_like_any_other(browser: Browser):
    half = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n'
        b"Content-Type: text/plain; charset=raw_unicode_escape\r\n\r\n\\ud800\r\n" % name
        for name in (b"email", b"password", b"next")
    )
    kind = "multipart/form-data; boundary=b; charset=raw_unicode_escape"

    answer = browser.send("/auth/sign-in", half + b"--b--\r\n", kind)

    assert (answer.status_code, answer.headers["location"]) == (303, "/signin?refused=1&next=/")


def test_others_write_while_a_chosen_password_is_hashed(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    secret, wrote = invitation("rae"), []

    def hashing(password: str, about: Iterable[str]) -> str:
        with store.transaction() as session:
            session.exec(update(Person).where(col(Person.email).startswith("mo@")).values(team="A"))
        wrote.append(tuple(about))
        return hash_of(password, about)

    monkeypatch.setattr(http, "hash_of", hashing)
    answer = browser.post("/auth/accept", invitation=secret, password=OTHER)

    assert (answer.headers["location"], in_force()) == ("/", ["rae"])
    assert wrote == [("Rae Rep", "Rae", "Rep", "rae@example.com")]
