"""What the environment decides, and what it is told when it is wrong."""

from email.headerregistry import Address
from pathlib import Path

import pytest

from coach_the_coach.identity.access import Role
from coach_the_coach.servers import (
    ROLES,
    DirectoryRole,
    Encryption,
    MailServer,
    Provider,
    SettingsError,
)
from coach_the_coach.settings import ROOT, Settings, settings_from


def test_an_empty_environment_gives_the_defaults():
    assert settings_from({}) == Settings()
    assert settings_from({"COACH_PORT": " ", "DATABASE_URL": ""}) == Settings()


def test_everything_can_be_set():
    settings = settings_from(
        {
            "COACH_HOST": "0.0.0.0",
            "COACH_PORT": "8000",
            "COACH_PUBLIC_URL": "https://Coach.Example.com/",
            "COACH_DATA": "/srv/coach",
            "DATABASE_URL": "postgres://coach:secret@db/coach",
            "REDIS_URL": "redis://cache",
            "COACH_WORKERS": "4",
            "COACH_TRANSCRIPT_DAYS": "7",
        }
    )

    assert settings == Settings(
        host="0.0.0.0",
        port=8000,
        public_url="https://coach.example.com",
        data=Path("/srv/coach"),
        database_url="postgresql+psycopg://coach:secret@db/coach",
        redis_url="redis://cache",
        workers=4,
        proxy_hops=1,
        transcript_days=7,
    )
    assert settings.secure


def test_a_data_folder_is_read_from_the_repository_and_holds_the_database():
    settings = settings_from({"COACH_DATA": "elsewhere"})

    assert settings.data == ROOT / "elsewhere"
    assert settings.database_url == f"sqlite:///{ROOT}/elsewhere/coach.db"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_gets_psycopg_3(scheme: str):
    settings = settings_from({"DATABASE_URL": f"{scheme}://u:p@h:5432/d?sslmode=require"})

    assert settings.database_url == "postgresql+psycopg://u:p@h:5432/d?sslmode=require"


def test_a_loopback_server_answers_to_its_names_at_its_port():
    assert settings_from({"COACH_PORT": "3100"}).origins == {
        "127.0.0.1:3100": "http://127.0.0.1:3100",
        "localhost:3100": "http://localhost:3100",
        "[::1]:3100": "http://[::1]:3100",
    }
    assert settings_from({"COACH_PORT": "80"}).origins["localhost"] == "http://localhost"


def test_a_public_https_address_is_the_only_one_answered_to():
    settings = settings_from({"COACH_PUBLIC_URL": "https://coach.example.com:443"})

    assert settings.origins == {"coach.example.com": "https://coach.example.com"}


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"COACH_PORT": "http"}, "COACH_PORT must be a whole number from 1 to 65535, not 'http'."),
        ({"COACH_PORT": "0"}, "COACH_PORT must be a whole number from 1 to 65535, not '0'."),
        ({"COACH_PORT": "²"}, "COACH_PORT must be a whole number from 1 to 65535, not '²'."),
        ({"COACH_PROT": "3000"}, "There is no setting COACH_PROT; did you mean COACH_PORT?"),
        (
            {"COACH_HOST": "0.0.0.0"},
            "COACH_PUBLIC_URL must say the address people open, because COACH_HOST 0.0.0.0 "
            "is reached from other machines.",
        ),
        (
            {"COACH_PUBLIC_URL": "coach.example.com"},
            "COACH_PUBLIC_URL must look like https://coach.example.com, not 'coach.example.com'.",
        ),
        (
            {"COACH_PUBLIC_URL": "https://example.com/coach"},
            "COACH_PUBLIC_URL must have no path after its host, "
            "unlike 'https://example.com/coach'.",
        ),
        (
            {"DATABASE_URL": "mysql://root:secret@h/d"},
            "DATABASE_URL must begin with sqlite:/// or postgresql://.",
        ),
        ({"REDIS_URL": "h:6379"}, "REDIS_URL must begin with redis://, rediss:// or unix://."),
        *(
            (
                {"REDIS_URL": f"redis://{place}"},
                "REDIS_URL cannot be read: in its password / is written as %2F, # as %23 "
                "and ? as %3F, and its port is a number.",
            )
            for place in (":se/cret@h:6379", ":se#cret@h", ":se?cret@h", "se/cret@h", "h:port")
        ),
        (
            {"COACH_WORKERS": "2"},
            "COACH_WORKERS above 1 needs REDIS_URL, where they share open pages.",
        ),
        (
            {"COACH_WORKERS": "2", "REDIS_URL": "redis://h"},
            "COACH_WORKERS above 1 needs PostgreSQL in DATABASE_URL, not SQLite.",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_one_sentence(
    environment: dict[str, str], sentence: str
):
    with pytest.raises(SettingsError) as refused:
        settings_from(environment)

    assert str(refused.value) == sentence


def test_with_a_certificate_the_server_speaks_https_itself_and_believes_no_proxy(tmp_path: Path):
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    given = {"COACH_TLS_CERT": str(cert), "COACH_TLS_KEY": str(key)}

    with pytest.raises(SettingsError, match=r"COACH_TLS_CERT names .*, which is no file that can"):
        settings_from(given)
    cert.touch()
    key.touch()
    settings = settings_from(given)

    assert (settings.tls, settings.proxy_hops, settings.secure) == ((cert, key), 0, True)
    assert settings.public_url == "https://127.0.0.1:3000"
    with pytest.raises(SettingsError, match="are files that go together"):
        settings_from({"COACH_TLS_CERT": str(cert)})
    with pytest.raises(SettingsError, match="must begin with https:// beside COACH_TLS_CERT"):
        settings_from(given | {"COACH_PUBLIC_URL": "http://coach.example.com"})


SENDER = "Coach the Coach <coach@example.com>"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://relay", ("relay", 25, Encryption.NONE, None, None)),
        ("smtp://127.0.0.1:1025/", ("127.0.0.1", 1025, Encryption.NONE, None, None)),
        (
            "smtp://me%40example.com:p%3Aw%2F%25@mail.example.com:587?starttls",
            ("mail.example.com", 587, Encryption.STARTTLS, "me@example.com", "p:w/%"),
        ),
        ("smtps://u:p@mail.example.com", ("mail.example.com", 465, Encryption.TLS, "u", "p")),
        ("smtp://u:p@localhost", ("localhost", 25, Encryption.NONE, "u", "p")),
    ],
)
def test_a_mail_server_is_named_by_its_address(url: str, found: tuple[object, ...]):
    mail = settings_from({"SMTP_URL": url, "COACH_MAIL_FROM": SENDER}).mail

    assert mail is not None
    assert (mail.host, mail.port, mail.encryption, mail.user, mail.password) == found
    assert mail.sender == Address("Coach the Coach", addr_spec="coach@example.com")


def test_the_password_of_the_mail_server_is_not_written_out():
    mail = settings_from(
        {"SMTP_URL": "smtps://u:very-secret@mail.example.com", "COACH_MAIL_FROM": "c@example.com"}
    ).mail

    assert isinstance(mail, MailServer)
    assert "very-secret" not in repr(mail)


LOOKS = (
    "SMTP_URL must look like smtp://user:password@mail.example.com:587?starttls "
    "or smtps://user:password@mail.example.com."
)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mail.example.com", LOOKS),
        ("http://u:secret@mail.example.com", LOOKS),
        ("smtp://", LOOKS),
        ("smtp://mail.example.com/path", LOOKS),
        (
            "smtp://mail.example.com?tls",
            "SMTP_URL may end in ?starttls after smtp://, and in nothing else.",
        ),
        (
            "smtps://mail.example.com?starttls",
            "SMTP_URL may end in ?starttls after smtp://, and in nothing else.",
        ),
        ("smtp://relay:99999", "SMTP_URL must have a port from 1 to 65535, or none."),
        ("smtp://relay:x", "SMTP_URL must have a port from 1 to 65535, or none."),
        ("smtps://u@relay", "SMTP_URL must hold a user and a password, or neither of them."),
        ("smtps://:secret@relay", "SMTP_URL must hold a user and a password, or neither of them."),
        (
            "smtp://u:secret@mail.example.com:587",
            "SMTP_URL would send its password in clear: add ?starttls, or use smtps://.",
        ),
    ],
)
def test_an_address_of_a_mail_server_that_cannot_be_is_told_without_its_password(
    url: str, sentence: str
):
    with pytest.raises(SettingsError) as refused:
        settings_from({"SMTP_URL": url, "COACH_MAIL_FROM": SENDER})

    assert str(refused.value) == sentence


@pytest.mark.parametrize("sender", ["coach", "coach@", "@example.com", "<>", "cöach@example.com"])
def test_letters_come_from_an_address(sender: str):
    with pytest.raises(SettingsError, match="COACH_MAIL_FROM must look like"):
        settings_from({"SMTP_URL": "smtp://relay", "COACH_MAIL_FROM": sender})


def test_a_mail_server_and_a_sender_are_named_together_or_not_at_all():
    for given, needed in (("SMTP_URL", "COACH_MAIL_FROM"), ("COACH_MAIL_FROM", "SMTP_URL")):
        with pytest.raises(SettingsError, match=f"{given} needs {needed}"):
            settings_from({given: "smtp://relay"})


SIGN_ON = {
    "OIDC_ISSUER": "https://login.example.com/tenant/",
    "OIDC_CLIENT_ID": "coach",
    "OIDC_CLIENT_SECRET": "a secret of theirs",
    "COACH_PUBLIC_URL": "https://coach.example.com",
}


def test_a_provider_is_read_as_it_names_itself_and_lets_nobody_in_by_itself():
    assert settings_from({"COACH_PUBLIC_URL": SIGN_ON["COACH_PUBLIC_URL"]}).provider is None
    assert settings_from(SIGN_ON).provider == Provider(
        issuer="https://login.example.com/tenant/",
        client_id="coach",
        client_secret="a secret of theirs",
    )
    assert "a secret of theirs" not in repr(settings_from(SIGN_ON))


def test_a_directory_may_name_people_and_their_roles():
    provider = settings_from(
        SIGN_ON
        | {
            "OIDC_SCOPES": "openid  groups",
            "OIDC_EMPLOYEE_CLAIM": "employee_number",
            "OIDC_ROLES": "groups=sales leads:leader, https://a.example/kind=x=y:z:admin,",
        }
    ).provider

    assert provider is not None
    assert (provider.scopes, provider.employee_claim) == ("openid groups", "employee_number")
    assert provider.roles == (
        DirectoryRole(claim="groups", value="sales leads", role="leader"),
        DirectoryRole(claim="https://a.example/kind", value="x=y:z", role="admin"),
    )


def test_a_provider_says_when_one_signed_in_there_unless_it_is_said_that_it_never_does():
    said = [settings_from(SIGN_ON | {"OIDC_AUTH_TIME": one}).provider for one in ("said", "never")]
    assert [one and one.says_when for one in said] == [True, False]


def test_a_directory_gives_roles_there_are_and_none_that_is_given_by_hand():
    assert set(ROLES) <= set(Role)
    assert Role.CERTIFIER not in ROLES


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_provider_on_this_machine_may_speak_plain_http(host: str):
    given = {**SIGN_ON, "OIDC_ISSUER": f"http://{host}:9000", "COACH_PUBLIC_URL": ""}
    provider = settings_from(given).provider

    assert provider is not None
    assert provider.issuer == f"http://{host}:9000"


APART = (
    "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together, "
    "and nothing else of OIDC_ is read without them."
)


def not_an_issuer(given: str) -> str:
    """What is said of an issuer that cannot be."""
    like = "https://login.example.com, as the provider writes it"
    return f"OIDC_ISSUER must look like {like}, not {given!r}."


def not_a_role(given: str) -> str:
    """What is said of a rule that cannot be."""
    return (
        "OIDC_ROLES must look like groups=sales-leads:leader, with commas between and one of "
        f"admin, leader, specialist, manager, rep at the end of each, not {given!r}."
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"OIDC_ISSUER": ""}, APART),
        ({"OIDC_CLIENT_SECRET": ""}, APART),
        (
            {"COACH_PUBLIC_URL": "http://coach.example.com"},
            "OIDC_ISSUER needs a COACH_PUBLIC_URL that begins with https://.",
        ),
        ({"OIDC_ISSUER": "http://login.example.com"}, not_an_issuer("http://login.example.com")),
        ({"OIDC_ISSUER": "login.example.com"}, not_an_issuer("login.example.com")),
        ({"OIDC_ISSUER": "https://a:b@c.example"}, not_an_issuer("https://a:b@c.example")),
        ({"OIDC_ISSUER": "https://c.example/?a=1"}, not_an_issuer("https://c.example/?a=1")),
        ({"OIDC_SCOPES": "email"}, "OIDC_SCOPES must hold the word openid, unlike 'email'."),
        (
            {"OIDC_AUTH_TIME": "no"},
            "OIDC_AUTH_TIME must be said, or never for a provider whose id tokens hold no "
            "auth_time, not 'no'.",
        ),
        ({"OIDC_ROLES": "groups=leads"}, not_a_role("groups=leads")),
        ({"OIDC_ROLES": "leads:leader"}, not_a_role("leads:leader")),
        ({"OIDC_ROLES": "groups=a:leader, b=c:certifier"}, not_a_role("b=c:certifier")),
        ({"OIDC_ISUER": "x"}, "There is no setting OIDC_ISUER; did you mean OIDC_ISSUER?"),
    ],
)
def test_a_provider_that_cannot_be_is_told_in_one_sentence(changed: dict[str, str], sentence: str):
    with pytest.raises(SettingsError) as refused:
        settings_from(SIGN_ON | changed)

    assert str(refused.value) == sentence
