"""Letters that were written and have not gone yet, for the tests of whoever writes them.

Its fixture `mail_goes` is for all who import it; without it nothing is written.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.foundation.jobs import Job
from coach_the_coach.notices.mail.actions import SENDS
from coach_the_coach.settings import settings


class Written(NamedTuple):
    """One letter on its way."""

    person_id: int
    letter: str
    link: str
    due_at: datetime


@pytest.fixture
def mail_goes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A mail server is set, at which nobody listens."""
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")
    monkeypatch.setenv("COACH_MAIL_FROM", "Coach the Coach <coach@example.com>")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def written(session: Session) -> list[Written]:
    """The letters that have not gone yet, the first written first."""
    found = session.exec(
        select(Job).where(Job.kind == SENDS, col(Job.done_at).is_(None)).order_by(col(Job.id))
    )
    return [_written(one.due_at, json.loads(one.payload)) for one in found]


def _written(due_at: datetime, payload: dict[str, Any]) -> Written:
    return Written(payload["person"], payload["letter"], payload["link"], due_at)
