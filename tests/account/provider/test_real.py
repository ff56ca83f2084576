"""Single sign-on with a provider that nobody of us wrote, on both databases."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urljoin

import httpx
import pytest
from pyotp.totp import TOTP
from sqlmodel import col, or_, select, update

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.identity import second_factor, sign_in
from coach_the_coach.identity.access import Role, Way
from coach_the_coach.identity.tables import (
    Account,
    ExternalIdentity,
    Grant,
    Invitation,
    Passing,
    Person,
    SignIn,
)
from coach_the_coach.notices.tables import Notice
from coach_the_coach.settings import settings
from tests.account.browser import id_of, in_force, invitation, signed_in
from tests.account.provider.browser import Site, Visitor, onward_of, query_of
from tests.account.provider.real import SECRET, Real
from tests.cast import people

LINKED = "From now on you come in with an account of your organisation as well."

Refused = Callable[[str, str], None]
SignOn = Callable[..., None]

BY_NUMBER = {"OIDC_EMPLOYEE_CLAIM": "employee_number"}


@pytest.fixture(autouse=True)
def company(database_url: str) -> Iterator[None]:
    """The cast in a database of the test's own; Mo has the employee id 4711."""
    store.open_at(database_url)
    with store.transaction() as session:
        cast = people(session, clock.now())
        cast.mo.employee_id = "4711"
        session.add(cast.mo)
    yield
    store.open_at(None)


def sign_in_by_provider(visitor: Visitor, name: str, **query: str) -> httpx.Response:
    """Go through the whole of it, from our button until back with us."""
    return visitor.signs_in_there(name, visitor.get("/auth/provider/start", **query))


def actions_logged() -> list[str]:
    """What the audit log has, oldest first."""
    with store.reading() as session:
        found = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        return [f"{one.action} {one.result}" for one in found]


def newest() -> SignIn:
    """The sign-in that was begun last."""
    with store.reading() as session:
        found = session.exec(select(SignIn).order_by(col(SignIn.id).desc())).first()
        assert found is not None
        return found


def roles_of(who: str) -> list[tuple[Role, bool]]:
    """The roles somebody has now, and whether each is over everybody."""
    with store.reading() as session:
        found = session.exec(
            select(Grant.role, Grant.root_id)
            .where(
                Grant.person_id == id_of(who),
                or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > clock.now()),
            )
            .order_by(col(Grant.id))
        ).all()
        return [(Role(role), root is None) for role, root in found]


def told(who: str) -> list[str]:
    """What somebody was told."""
    with store.reading() as session:
        return list(session.exec(select(Notice.text).where(Notice.person_id == id_of(who))))


def has_password(who: str) -> None:
    """Somebody can sign in with a password, whichever it is."""
    with store.transaction() as session:
        session.add(Account(person_id=id_of(who), password_hash="-", created_at=clock.now()))


def has_second_factor(who: str) -> None:
    """Somebody signs in with a number of their phone as well."""
    at = clock.now()
    with store.transaction() as session:
        second_factor.begin(session, id_of(who), at)
        session.flush()
        totp = TOTP(second_factor.secret_to_show(session, id_of(who)) or "")
        second_factor.confirm(session, id_of(who), totp.at(at), at)


def change(statement: object) -> None:
    """Change what is there."""
    with store.transaction() as session:
        session.exec(statement)  # pyright: ignore[reportCallIssue, reportArgumentType] - an UPDATE


def test_with_an_invitation_one_comes_in_and_from_then_on_without(
    honest: Real, sign_on: SignOn, visitor: Visitor
):
    sign_on(honest.issuer, SECRET)
    honest.knows(**{"rae-there": {"email": "somebody.else@example.com"}})
    secret = invitation("rae")

    there = visitor.post("/auth/provider/start", invitation=secret)
    answer = visitor.signs_in_there("rae-there", there)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (signed_in(visitor.secret), newest().way) == ("rae", Way.PROVIDER)
    again = visitor.another()
    sign_in_by_provider(again, "rae-there", next="/account")
    assert signed_in(again.secret) == "rae"
    with store.reading() as session:
        assert session.exec(select(Invitation.used_at)).one() is not None
        assert session.exec(select(ExternalIdentity.subject)).all() == ["rae-there"]
    assert actions_logged() == [
        "identity:accept done",
        "sign_in:provider done",
        "sign_in:provider done",
    ]


def test_whoever_the_directory_names_by_their_number_comes_in_where_they_wanted_to_go(
    honest: Real, sign_on: SignOn, visitor: Visitor
):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(**{"m.manager": {"employee_number": 4711}})

    answer = sign_in_by_provider(visitor, "m.manager", next="/people?page=2")

    assert answer.headers["location"] == "/people?page=2"
    assert signed_in(visitor.secret) == "mo"
    flags = {
        cookie.name: (cookie.has_nonstandard_attr("HttpOnly"), cookie.path)
        for cookie in visitor.client.cookies.jar
        if cookie.domain == "127.0.0.1"
    }
    assert flags == {"sid": (True, "/")}


def test_nobody_comes_in_by_an_address_alone_nor_by_a_number_that_is_nobodys(
    honest: Real, sign_on: SignOn, visitor: Visitor, refused: Refused
):
    honest.knows(
        **{
            "mo@example.com": {"email": "mo@example.com", "email_verified": True},
            "stranger": {"employee_number": "4712"},
            "empty": {"employee_number": ""},
            "odd": {"employee_number": ["4711"]},
        }
    )
    sign_on(honest.issuer, SECRET)
    answers = [sign_in_by_provider(visitor.another(), "mo@example.com")]
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    names = ["mo@example.com", "stranger", "empty", "odd"]
    answers += [sign_in_by_provider(visitor.another(), name) for name in names]

    assert {answer.status_code for answer in answers} == {403}
    assert all("nobody has let you in here yet" in answer.text for answer in answers)
    assert (in_force(), actions_logged()) == ([], ["sign_in:provider refused"] * 5)
    refused("the same e-mail address and nothing else", "unknown_person")


def test_another_account_with_the_number_of_somebody_known_is_refused(
    honest: Real, sign_on: SignOn, visitor: Visitor, refused: Refused
):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(first={"employee_number": "4711"}, second={"employee_number": "4711"})
    sign_in_by_provider(visitor, "first")

    answer = sign_in_by_provider(visitor.another(), "second")

    assert (answer.status_code, in_force()) == (403, ["mo"])
    refused("a second account with the number of somebody known", "other_account")


def test_the_account_of_one_does_not_take_the_invitation_of_another(
    honest: Real, sign_on: SignOn, visitor: Visitor, refused: Refused
):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(mo={"employee_number": "4711"})
    sign_in_by_provider(visitor, "mo")
    other, secret = visitor.another(), invitation("ada")

    answer = other.signs_in_there("mo", other.post("/auth/provider/start", invitation=secret))

    assert (answer.status_code, signed_in(other.secret)) == (403, None)
    with store.reading() as session:
        assert session.exec(select(Invitation.used_at)).one() is None
    refused("the invitation of another", "account_of_another")


def test_an_invitation_at_the_provider_is_no_way_round_the_second_factor(
    honest: Real, sign_on: SignOn, visitor: Visitor, refused: Refused
):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(**{"not-mo": {"employee_number": "4711"}})
    has_second_factor("mo")
    secret = invitation("mo")

    by_link = visitor.signs_in_there("odd", visitor.post("/auth/provider/start", invitation=secret))
    by_number = sign_in_by_provider(visitor.another(), "not-mo")

    assert (by_link.status_code, by_number.status_code, in_force()) == (403, 403, [])
    assert "You have a second step here" in by_link.text
    with store.reading() as session:
        assert session.exec(select(ExternalIdentity.id)).all() == []
        assert session.exec(select(Invitation.used_at)).one() is None
    refused("an invitation of somebody with a second factor", "second_factor")


def test_an_invitation_at_the_provider_ends_what_there_was_and_its_person_is_told(
    honest: Real, sign_on: SignOn, visitor: Visitor
):
    sign_on(honest.issuer, SECRET)
    has_password_sign_in(visitor.another(), "mo")
    stranger = visitor.another()
    has_password_sign_in(stranger, "ada")
    before = visitor.others[0].secret

    there = visitor.post("/auth/provider/start", invitation=invitation("mo"))
    visitor.signs_in_there("mo-there", there)

    assert [signed_in(one) for one in (before, visitor.secret, stranger.secret)] == [
        None,
        "mo",
        "ada",
    ]
    assert (told("mo"), told("ada")) == ([LINKED], [])


@pytest.mark.parametrize("how", ["used", "old", "made up"])
def test_an_invitation_that_no_longer_works_lets_nobody_in(
    how: str, honest: Real, sign_on: SignOn, visitor: Visitor
):
    sign_on(honest.issuer, SECRET)
    secret = invitation("rae") if how != "made up" else "made-up"
    if how != "made up":
        column = Invitation.used_at if how == "used" else Invitation.expires_at
        change(update(Invitation).values({column: clock.now()}))

    there = visitor.post("/auth/provider/start", invitation=secret)
    answer = visitor.signs_in_there("rae-there", there)

    assert (answer.status_code, in_force()) == (403, [])
    assert "This invitation has been used or is too old." in answer.text


def test_who_has_left_comes_in_no_more(honest: Real, sign_on: SignOn, visitor: Visitor):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(mo={"employee_number": "4711"})
    sign_in_by_provider(visitor, "mo")
    left = clock.now().date() - timedelta(days=1)
    change(update(Person).where(col(Person.employee_id) == "4711").values(ends_on=left))

    assert sign_in_by_provider(visitor.another(), "mo").status_code == 403
    assert signed_in(visitor.secret) is None


def test_the_directory_gives_roles_and_takes_away_what_it_gave_and_nothing_else(
    honest: Real, sign_on: SignOn, visitor: Visitor
):
    rules = "groups=leads:leader, groups=training:specialist, email=a@example.com:admin"
    sign_on(honest.issuer, SECRET, **BY_NUMBER, OIDC_ROLES=rules)
    by_file = (Role.MANAGER, False)
    mo = {"employee_number": "4711"}

    honest.knows(mo=mo | {"groups": ["leads", "training", "admin"]})
    sign_in_by_provider(visitor, "mo")
    assert roles_of("mo") == [by_file, (Role.LEADER, False), (Role.SPECIALIST, True)]

    sign_in_by_provider(visitor, "mo")
    assert roles_of("mo") == [by_file, (Role.LEADER, False), (Role.SPECIALIST, True)]

    honest.knows(mo=mo | {"groups": ["training"]})
    sign_in_by_provider(visitor.another(), "mo")
    assert roles_of("mo") == [by_file, (Role.SPECIALIST, True)]

    sign_on(honest.issuer, SECRET, **BY_NUMBER, OIDC_ROLES="")
    sign_in_by_provider(visitor.another(), "mo")
    assert roles_of("mo") == [by_file]
    assert actions_logged().count("grant:directory done") == 3


def test_who_comes_in_has_a_new_secret_and_the_sign_in_there_was_ends(
    honest: Real, sign_on: SignOn, visitor: Visitor, refused: Refused
):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(mo={"employee_number": "4711"})
    visitor.client.cookies.set("sid", "chosen-by-somebody-else", domain="127.0.0.1")
    sign_in_by_provider(visitor, "mo")
    first = visitor.secret

    sign_in_by_provider(visitor, "mo")

    assert signed_in("chosen-by-somebody-else") is None
    assert (signed_in(first), signed_in(visitor.secret)) == (None, "mo")
    assert in_force() == ["mo"]
    refused("session fixation", "a new secret")


def test_a_code_is_taken_once_and_by_the_browser_that_asked_for_it(
    honest: Real, sign_on: SignOn, visitor: Visitor, refused: Refused
):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(mo={"employee_number": "4711"})
    answer = visitor.get("/auth/provider/start")
    while not (onward_of(answer) or "").startswith(f"{visitor.site}/auth/provider/callback"):
        if onward := onward_of(answer):
            answer = visitor.client.get(urljoin(str(answer.url), onward))
        else:
            answer = visitor.fills_in(answer, "mo")
    back = answer.headers["location"]
    thief = visitor.another()
    sent = thief.sets_out()

    with_nothing = visitor.another().get(back)
    with_own_state = thief.get(
        "/auth/provider/callback", **query_of(back) | {"state": sent["state"]}
    )

    assert (with_nothing.status_code, with_own_state.status_code, in_force()) == (403, 403, [])
    refused("state of another browser", "other_browser")
    refused("code of another browser", "token_endpoint_refused")


def test_a_callback_works_once(honest: Real, sign_on: SignOn, visitor: Visitor, refused: Refused):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(mo={"employee_number": "4711"})
    answer = sign_in_by_provider(visitor, "mo")

    again = visitor.get(str(answer.url))

    assert (again.status_code, in_force()) == (403, ["mo"])
    refused("replayed callback", "unknown_state")


def test_what_is_needed_to_believe_the_answer_lies_with_us_and_is_encrypted(
    honest: Real, sign_on: SignOn, visitor: Visitor
):
    sign_on(honest.issuer, SECRET)

    sent = visitor.sets_out(next="/people")

    assert sent["code_challenge_method"] == "S256"
    assert set(sent) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce",
        "code_challenge", "code_challenge_method",
    }  # fmt: skip
    held = {cookie.name: cookie.value or "" for cookie in visitor.client.cookies.jar}
    with store.reading() as session:
        kept = session.exec(select(Passing)).one()
    assert list(held) == ["provider"]
    clear = [sent["state"], sent["nonce"], held["provider"], "/people"]
    assert not any(word in kept.key + kept.value for word in clear)
    assert kept.ends_at - clock.now() < timedelta(minutes=10)


def test_one_confirms_that_it_is_them_by_signing_in_there_anew(
    honest: Real, sign_on: SignOn, visitor: Visitor
):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(mo={"employee_number": "4711"})
    sign_in_by_provider(visitor, "mo")
    began, first = newest(), visitor.secret
    change(update(SignIn).values(proved_at=clock.now() - timedelta(hours=1)))

    there = visitor.get("/auth/provider/start", confirm="1", next="/account")
    assert query_of(there.headers["location"])["prompt"] == "login"
    answer = visitor.signs_in_there("mo", there)

    assert answer.headers["location"] == "/account"
    assert (signed_in(first), signed_in(visitor.secret)) == (None, "mo")
    assert newest().id == began.id
    assert newest().proved_at > clock.now() - timedelta(minutes=1)


def test_who_is_not_signed_in_confirms_nothing(honest: Real, sign_on: SignOn, visitor: Visitor):
    sign_on(honest.issuer, SECRET)
    assert visitor.get("/auth/provider/start", confirm="1").status_code == 401


def test_to_confirm_is_to_sign_in_there_anew_whatever_the_browser_makes_of_the_address(
    honest: Real, sign_on: SignOn, visitor: Visitor, refused: Refused
):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(mo={"employee_number": "4711"})
    sign_in_by_provider(visitor, "mo")
    before = visitor.secret

    def confirms() -> httpx.Response:
        there = visitor.get("/auth/provider/start", confirm="1", next="/account")
        edited = httpx.URL(there.headers["location"])
        for name in ("prompt", "max_age"):
            edited = edited.copy_remove_param(name)
        # Nobody is asked who they are there: the session of before is enough.
        return visitor.signs_in_there("nobody", visitor.client.get(edited))

    answer = confirms()

    assert (answer.status_code, visitor.secret, signed_in(before)) == (403, before, "mo")
    assert newest().proved_at < clock.now() - timedelta(days=1)
    refused("confirming by an address without prompt and max_age", "not_anew")

    # Of a provider that is said never to tell, no more can be asked.
    sign_on(honest.issuer, SECRET, **BY_NUMBER, OIDC_AUTH_TIME="never")
    assert confirms().headers["location"] == "/account"


def has_password_sign_in(visitor: Visitor, who: str, *, shown: timedelta = timedelta()) -> None:
    """Somebody is signed in here by their password, and showed who they are so long ago."""
    at = clock.now()
    with store.transaction() as session:
        secret = sign_in.start_sign_in(session, id_of(who), device="", at=at)
        session.exec(update(SignIn).values(proved_at=at - shown))
    visitor.client.cookies.set("sid", secret, domain="127.0.0.1")


def test_one_links_ones_own_account_and_comes_in_by_it(
    honest: Real, sign_on: SignOn, visitor: Visitor
):
    sign_on(honest.issuer, SECRET)
    has_password("mo")
    has_password_sign_in(visitor, "mo")

    answer = visitor.signs_in_there("mo-there", visitor.post("/auth/provider/link"))

    assert answer.headers["location"] == "/account"
    assert told("mo") == [LINKED]
    other = visitor.another()
    sign_in_by_provider(other, "mo-there")
    assert signed_in(other.secret) == "mo"
    assert visitor.post("/auth/provider/unlink").headers["location"] == "/account"
    assert (signed_in(other.secret), signed_in(visitor.secret)) == (None, "mo")
    assert sign_in_by_provider(visitor.another(), "mo-there").status_code == 403


def test_nobody_shuts_themself_out_by_unlinking(honest: Real, sign_on: SignOn, visitor: Visitor):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(mo={"employee_number": "4711"})
    sign_in_by_provider(visitor, "mo")
    change(update(SignIn).values(proved_at=clock.now()))

    without_password = visitor.post("/auth/provider/unlink")
    has_password("mo")
    with store.transaction() as session:
        sign_in.set_passwords(session, sign_in.OFF, by=None, at=clock.now())
    while_off = visitor.post("/auth/provider/unlink")

    assert (without_password.status_code, while_off.status_code) == (409, 409)
    assert signed_in(visitor.secret) == "mo"
    assert sign_in_by_provider(visitor.another(), "mo").headers["location"] == "/"


def test_an_account_that_is_somebodys_is_nobody_elses(
    honest: Real, sign_on: SignOn, visitor: Visitor, refused: Refused
):
    sign_on(honest.issuer, SECRET)
    has_password_sign_in(visitor, "mo")
    visitor.signs_in_there("mo-there", visitor.post("/auth/provider/link"))
    other = visitor.another()
    has_password_sign_in(other, "ada")

    answer = other.signs_in_there("mo-there", other.post("/auth/provider/link"))

    assert answer.status_code == 403
    with store.reading() as session:
        assert session.exec(select(ExternalIdentity.person_id)).all() == [id_of("mo")]
    refused("linking the account of another", "account_of_another")


def test_an_account_is_linked_only_from_our_page_and_by_who_just_showed_who_they_are(
    honest: Real, sign_on: SignOn, visitor: Visitor
):
    sign_on(honest.issuer, SECRET)
    has_password_sign_in(visitor, "mo", shown=timedelta(minutes=6))

    assert not visitor.post("/auth/provider/link").headers.get("refresh")
    foreign = visitor.client.post(
        f"{visitor.site}/auth/provider/link", headers={"origin": "https://evil.example"}
    )
    assert foreign.status_code == 403


def test_signing_out_here_ends_the_session_there(honest: Real, sign_on: SignOn, visitor: Visitor):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(mo={"employee_number": "4711"})
    sign_in_by_provider(visitor, "mo")

    answer = visitor.signs_in_there("mo", visitor.post("/auth/sign-out"))

    assert str(answer.url).startswith(f"{visitor.site}/auth/provider/goodbye")
    assert (answer.headers["location"], signed_in(visitor.secret)) == ("/signin", None)
    # Had its session gone on, nobody would be asked there who they are.
    there = visitor.client.get(visitor.get("/auth/provider/start").headers["location"])
    page = visitor.client.get(urljoin(str(there.url), there.headers["location"]))
    assert 'name="login"' in page.text


def test_the_provider_ends_ours_when_one_leaves_it(honest: Real, sign_on: SignOn, visitor: Visitor):
    sign_on(honest.issuer, SECRET, **BY_NUMBER)
    honest.knows(mo={"employee_number": "4711"})
    sign_in_by_provider(visitor, "mo")
    elsewhere = visitor.another()
    sign_in_by_provider(elsewhere, "mo")
    assert in_force() == ["mo", "mo"]

    # Somebody leaves it at its own page, which tells our server and no browser of ours.
    page = visitor.client.get(f"{honest.issuer}/session/end")
    visitor.fills_in(page, "mo")

    assert signed_in(visitor.secret) is None
    assert signed_in(elsewhere.secret) == "mo"
    assert actions_logged()[-1] == "sign_in:end_by_provider done"


@pytest.fixture
def without(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """We are there, and no provider is named."""
    monkeypatch.setenv("COACH_PUBLIC_URL", site.url)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("without")
def test_without_a_provider_nobody_sets_out_comes_back_or_is_told_of(visitor: Visitor):
    has_password_sign_in(visitor, "mo")
    answers = [
        visitor.get("/auth/provider/start"),
        visitor.post("/auth/provider/start"),
        visitor.post("/auth/provider/link"),
        visitor.get("/auth/provider/callback", state="s", code="c"),
        visitor.get("/auth/provider/goodbye"),
        visitor.post("/auth/provider/logout", logout_token="t"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert signed_in(visitor.secret) == "mo"
