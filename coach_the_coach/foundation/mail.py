"""Letters outside the app: composed with the standard library, handed in at a mail server."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import Final

import aiosmtplib

from coach_the_coach.foundation.ids import digest
from coach_the_coach.foundation.jobs import Away, Failed, Refused
from coach_the_coach.foundation.logs import CONTROL
from coach_the_coach.servers import Encryption, MailServer

DEADLINE_SECONDS: Final = 60.0
"""How long handing in one letter may take in all: far less than a lease.

Source: docs/method.md#jobs.
"""

STEP_SECONDS: Final = 20.0
"""How long the mail server may take for one step. Source: docs/method.md#jobs."""

FAREWELL_SECONDS: Final = 2.0
"""How long the mail server may take to say goodbye. Source: docs/method.md#jobs."""

FIRST_FINAL: Final = 500
"""From this reply code on, what a mail server says stays so. Source: RFC 5321, 4.2.1."""

OF_US: Final = frozenset({530, 535})
"""Replies that mean the sender and no letter: a password is wanted, or wrong. Source: RFC 4954."""

HTML: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{subject}</title></head>'
    '<body style="margin:24px;font:16px/1.5 system-ui,sans-serif;max-width:34em">'
    '<p>{text}</p><p><a href="{link}">{link_words}</a></p>'
    '<p style="font-size:13px">{why}<br><a href="{off}">{off_words}</a></p></body></html>'
)
"""A letter for readers that show HTML; no picture, no style from elsewhere, nothing that counts."""


@dataclass(frozen=True)
class Mail:
    """One letter in plain words: to whom, what it says, and where its two links lead.

    `key` is what makes it the same letter when it is handed in again. `calendar` is a method of
    iCalendar and a text in it, for a letter that invites.
    """

    key: str
    name: str
    address: str
    subject: str
    text: str
    link: str
    link_words: str
    why: str
    off: str
    off_words: str
    at: datetime
    calendar: tuple[str, str] | None = None


def compose(mail: Mail, sender: Address) -> EmailMessage:
    """The letter as it is handed in. Raises Refused for an address that can be none."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = _address(mail)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(mail.at)
    # The same for the same letter, however often it is handed in: two that arrive are known as one.
    message["Message-ID"] = f"<{digest(mail.key)[:32]}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{mail.off}>"
    if mail.off.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_plain(mail))
    message.add_alternative(_html(mail), subtype="html")
    if mail.calendar is not None:
        method, text = mail.calendar
        message.add_alternative(text, subtype="calendar", params={"method": one_line(method)})
    return message


def one_line(text: str) -> str:
    """Text that stays within a header: without control characters and line ends of any script."""
    return " ".join(CONTROL.sub(" ", text).split())


def hand_in(message: EmailMessage, server: MailServer) -> None:
    """Hand a letter in at the mail server, or raise.

    Raises Refused where the server refuses this letter for good, Away where it does not answer or
    does not let us in, and Failed for what may go another time.
    """
    asyncio.run(_hand_in(message, server))


async def _hand_in(message: EmailMessage, server: MailServer) -> None:
    """One connection for one letter."""
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.encryption is Encryption.TLS,
        start_tls=server.encryption is Encryption.STARTTLS,
        timeout=STEP_SECONDS,
    )
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            await _connect(client)
            await _send(client, message)
        # It is handed in: however the farewell goes, it must not be handed in again.
        with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
            await client.quit(timeout=FAREWELL_SECONDS)
    except TimeoutError as error:
        raise Away("TimeoutError") from error
    finally:
        client.close()


async def _connect(client: aiosmtplib.SMTP) -> None:
    """Reach the server and be let in; what it says of us, as of a password, may be mended."""
    try:
        await client.connect()
    except aiosmtplib.SMTPResponseException as error:
        raise Away(_said(error)) from error
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise Away(type(error).__name__) from error


async def _send(client: aiosmtplib.SMTP, message: EmailMessage) -> None:
    """Have the server take the letter."""
    try:
        await client.send_message(message)
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _verdict(error.recipients[0]) from error
    except aiosmtplib.SMTPSenderRefused as error:
        # It is us that it does not take, as before a password: that may be mended.
        raise Away(_said(error)) from error
    except aiosmtplib.SMTPResponseException as error:
        raise _verdict(error) from error
    except (aiosmtplib.SMTPNotSupported, ValueError) as error:
        # An address in letters that this server, or any, cannot write to.
        raise Refused(type(error).__name__) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Away(type(error).__name__) from error


def _verdict(error: aiosmtplib.SMTPResponseException) -> Failed:
    """What a reply to the letter means for it: not now, or never; of us it says nothing of it."""
    if error.code in OF_US:
        return Away(_said(error))
    return Refused(_said(error)) if error.code >= FIRST_FINAL else Failed(_said(error))


def _said(error: aiosmtplib.SMTPResponseException) -> str:
    """What the server said, without its words, which may name people."""
    return f"{type(error).__name__} {error.code}"


def _address(mail: Mail) -> Address:
    """To whom it goes, with a name of any script. Raises Refused."""
    try:
        return Address(one_line(mail.name), addr_spec=mail.address)
    except (ValueError, IndexError, MessageError) as error:
        raise Refused("no address") from error


def _plain(mail: Mail) -> str:
    """The letter in plain text."""
    return (
        f"{mail.text}\n\n{mail.link_words}:\n{mail.link}\n\n-- \n"
        f"{mail.why}\n{mail.off_words}:\n{mail.off}\n"
    )


def _html(mail: Mail) -> str:
    """The letter as a page."""
    words = ("subject", "text", "link", "link_words", "why", "off", "off_words")
    return HTML.format(**{name: escape(getattr(mail, name)) for name in words})
