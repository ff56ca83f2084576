"""A real mail server for tests: it keeps what it is handed, and answers as it is told."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from coach_the_coach.settings import settings
from tests.serving import free_port

USER, PASSWORD = "coach", "a word: with %signs/"
SENDER = "Coach the Coach <coach@example.com>"


@dataclass
class Mailbox:
    """What was handed in, and what the server says to whom."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    """Address to what is said instead of taking a letter for it."""
    after_data: str = "250 taken"
    slow_seconds: float = 0.0
    arrived: threading.Event = field(default_factory=threading.Event)
    lets_go: threading.Event = field(default_factory=threading.Event)
    """Waited for after each letter, where it is cleared."""
    users: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lets_go.set()

    async def handle_RCPT(  # noqa: N802 - the name is the library's
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        """Take an address, or refuse it."""
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 yes"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - the name is the library's
        """Take a letter, or refuse it."""
        await asyncio.sleep(self.slow_seconds)
        if self.after_data.startswith("250"):
            letter = message_from_bytes(envelope.content, policy=SMTP)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        self.arrived.set()
        await asyncio.to_thread(self.lets_go.wait, 20)
        return self.after_data

    def authenticate(
        self, _server: object, _session: object, _envelope: object, _mechanism: str, given: Any
    ) -> AuthResult:
        """Let in whoever knows the password."""
        if (given.login, given.password) != (USER.encode(), PASSWORD.encode()):
            return AuthResult(success=False, handled=False)
        self.users.append(USER)
        return AuthResult(success=True)

    @property
    def ids(self) -> list[str]:
        """The Message-ID of every letter, in the order of their coming."""
        return [str(one["Message-ID"]) for one in self.letters]


@contextmanager
def listening(**habits: Any) -> Iterator[Mailbox]:
    """A mail server that listens while the block lasts."""
    box = Mailbox(free_port())
    server = Controller(box, hostname="127.0.0.1", port=box.port, ready_timeout=60, **habits)
    server.start()
    try:
        yield box
    finally:
        box.lets_go.set()
        server.stop()


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server that the settings of this process name."""
    with listening() as box:
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        monkeypatch.setenv("COACH_MAIL_FROM", SENDER)
        settings.cache_clear()
        yield box
        monkeypatch.undo()
        settings.cache_clear()
