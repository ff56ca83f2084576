"""A draft of Lena's and what goes into it, for the tests of transcripts."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from coach_the_coach.observations.formats.rules import read_transcript
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import Observation
from coach_the_coach.observations.transcript.actions import choose_manager, keep_transcript
from tests import build
from tests.cast import NOW, Cast

TALK = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Mo Manager>What did you try?</v>

00:00:04.000 --> 00:00:20.000
<v Rae>I called them twice, and the second time they went quiet.</v>

00:00:21.500 --> 00:00:24.000
<v Mo Manager>They went quiet.</v>

00:00:24.000 --> 00:00:40.000
<v Rae>Yes, at the price.</v>

00:00:41.000 --> 00:00:50.000
<v Mo Manager>Send them the other sheet. I would.</v>
"""


@pytest.fixture
def draft(session: Session, cast: Cast) -> Observation:
    """Lena's draft, from a transcript, of watching Mo coach Rae."""
    return build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, source=Source.TRANSCRIPT
    )


@pytest.fixture
def bring(session: Session, cast: Cast, draft: Observation) -> Callable[..., None]:
    """Bring a file into Lena's draft, and say who is the manager where one is named."""

    def bringing(content: str = TALK, manager: str | None = None, **changed: object) -> None:
        given = {"file_name": "talk.vtt", "days": 30, "at": NOW} | changed
        parsed = read_transcript(content.encode(), str(given["file_name"]))
        lena, public_id = cast.actor(cast.lena), draft.public_id
        keep_transcript(session, lena, public_id=public_id, parsed=parsed, **given)  # pyright: ignore[reportArgumentType] - a test may change any of them
        if manager is not None:
            choose_manager(session, lena, public_id=public_id, speaker=manager)

    return bringing
