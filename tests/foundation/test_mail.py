"""A letter is composed so that it says what it should and no more, and handed in or not."""

import socket
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage

import pytest

from coach_the_coach.foundation.ids import digest
from coach_the_coach.foundation.jobs import Away, Failed, Refused
from coach_the_coach.foundation.mail import Mail, compose, hand_in, one_line
from coach_the_coach.servers import Encryption, MailServer
from tests.mailbox import PASSWORD, USER, listening

SENDER = Address("Coach the Coach", addr_spec="coach@example.com")

MAIL = Mail(
    key="letter:one",
    name="Mo Manager",
    address="mo@example.com",
    subject="Something waits",
    text="One sentence <b>& more</b>.",
    link="https://coach.example.com/observations/1",
    link_words="Open it",
    why="You get this from Coach the Coach.",
    off="https://coach.example.com/mail/off/token",
    off_words="No more e-mails",
    at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
)

PLAIN = (
    "One sentence <b>& more</b>.\n\n"
    "Open it:\nhttps://coach.example.com/observations/1\n\n"
    "-- \nYou get this from Coach the Coach.\n"
    "No more e-mails:\nhttps://coach.example.com/mail/off/token\n"
)


def server(port: int, **more: str) -> MailServer:
    """The mail server at this port of the machine."""
    return MailServer(
        host="127.0.0.1", port=port, encryption=Encryption.NONE, sender=SENDER, **more
    )


def parts(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_a_letter_arrives_with_its_words_in_text_and_html_and_its_headers():
    with listening() as box:
        hand_in(compose(MAIL, SENDER), server(box.port))

    (letter,) = box.letters
    headers = {
        name: str(text) for name, text in letter.items() if name not in {"Content-Type", "X-Peer"}
    }
    assert headers == {
        "From": "Coach the Coach <coach@example.com>",
        "To": "Mo Manager <mo@example.com>",
        "Subject": "Something waits",
        "Date": "Mon, 02 Mar 2026 09:00:00 +0000",
        "Message-ID": f"<{digest('letter:one')[:32]}@example.com>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://coach.example.com/mail/off/token>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
    }
    assert parts(letter) == ["multipart/alternative", "text/plain", "text/html"]
    plain, html = letter.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert plain.get_content().replace("\r\n", "\n") == PLAIN
    assert "One sentence &lt;b&gt;&amp; more&lt;/b&gt;." in html.get_content()
    assert html.get_content().count("<a href=") == 2


def test_a_name_of_any_script_arrives_as_it_is():
    names = ["Ciarán Ó Dálaigh", "李小龍", 'Anna "Ann" Müller, Dr.', "Jörg <jo@evil.example>"]
    with listening() as box:
        for name in names:
            hand_in(
                compose(replace(MAIL, name=name, subject=f"Für {name}"), SENDER), server(box.port)
            )

    got = [one["To"].addresses[0] for one in box.letters]
    assert [(one.display_name, one.addr_spec) for one in got] == [
        (name, "mo@example.com") for name in names
    ]
    assert [str(one["Subject"]) for one in box.letters] == [f"Für {name}" for name in names]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\0"])
def test_nothing_that_is_given_makes_a_header_of_its_own(end: str):
    evil = f"Mo{end}Bcc: all@example.com{end}{end}And a body"
    with listening() as box:
        message = compose(
            replace(MAIL, name=evil, subject=evil, calendar=(evil, "BEGIN:VCALENDAR")), SENDER
        )
        hand_in(message, server(box.port))

    (letter,) = box.letters
    assert letter["Bcc"] is None
    assert str(letter["Subject"]) == "Mo Bcc: all@example.com And a body"
    assert letter["To"].addresses[0].display_name == "Mo Bcc: all@example.com And a body"
    assert one_line(evil) == "Mo Bcc: all@example.com And a body"


@pytest.mark.parametrize(
    "address", ["", "mo", "mo@", "mo@example.com\r\nBcc: x@example.com", "a b@example.com", "<>"]
)
def test_what_can_be_no_address_is_given_up(address: str):
    with pytest.raises(Refused):
        compose(replace(MAIL, address=address), SENDER)


def test_an_invitation_is_a_calendar_part_with_its_method():
    text = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Wätching\r\nEND:VCALENDAR\r\n"
    with listening() as box:
        hand_in(compose(replace(MAIL, calendar=("REQUEST", text)), SENDER), server(box.port))

    (letter,) = box.letters
    assert parts(letter)[1:] == ["text/plain", "text/html", "text/calendar"]
    *_others, invitation = letter.iter_parts()
    assert isinstance(invitation, EmailMessage)
    assert invitation.get_param("method") == "REQUEST"
    assert invitation.get_content() == text


def test_off_by_one_press_is_offered_to_mail_programs_where_the_program_has_https():
    message = compose(replace(MAIL, off="http://127.0.0.1:3000/mail/off/token"), SENDER)

    assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (
        "<http://127.0.0.1:3000/mail/off/token>",
        None,
    )


@pytest.mark.parametrize(
    ("at_address", "after_data", "error", "said"),
    [
        ("451 try later", "250 ok", Failed, "SMTPRecipientRefused 451"),
        ("550 no such user mo@example.com", "250 ok", Refused, "SMTPRecipientRefused 550"),
        ("", "452 full", Failed, "SMTPDataError 452"),
        ("", "554 no", Refused, "SMTPDataError 554"),
    ],
)
def test_what_the_server_says_is_for_now_or_for_good_and_its_words_are_not_kept(
    at_address: str, after_data: str, error: type[Failed], said: str
):
    with listening() as box:
        box.refusals = {"mo@example.com": at_address} if at_address else {}
        box.after_data = after_data
        with pytest.raises(Failed) as refusal:
            hand_in(compose(MAIL, SENDER), server(box.port))

    assert (type(refusal.value), str(refusal.value)) == (error, said)


def test_a_server_that_is_not_there_is_away():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(Away):
            hand_in(compose(MAIL, SENDER), server(nobody.getsockname()[1]))


def test_a_password_is_given_and_a_wrong_one_is_no_fault_of_the_letter():
    box_of: list = []

    def let_in(*given: object) -> object:
        return box_of[0].authenticate(*given)

    with listening(authenticator=let_in, auth_require_tls=False) as box:
        box_of.append(box)
        hand_in(compose(MAIL, SENDER), server(box.port, user=USER, password=PASSWORD))
        with pytest.raises(Away) as refusal:
            hand_in(compose(MAIL, SENDER), server(box.port, user=USER, password="wrong"))

    assert (len(box.letters), box.users) == (1, [USER])
    assert str(refusal.value) == "SMTPAuthenticationError 535"


def test_encryption_that_was_asked_for_is_not_done_without():
    with listening() as box:
        for encryption in (Encryption.STARTTLS, Encryption.TLS):
            with pytest.raises(Away):
                hand_in(compose(MAIL, SENDER), replace(server(box.port), encryption=encryption))

    assert box.letters == []
