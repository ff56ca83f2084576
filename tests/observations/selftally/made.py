"""Mo's own tallies, the shortest way: opened, counted, finished, shared."""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.formats.rules import Format, ParsedTranscript, Turn
from coach_the_coach.observations.live.rules import Batch, SentTap
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally import actions
from coach_the_coach.observations.selftally.counting import actions as counting
from coach_the_coach.observations.selftally.rules import TallyDraft
from coach_the_coach.observations.selftally.words import actions as words
from coach_the_coach.observations.tally.rules import Buttons, Code
from tests.cast import NOW

SECRET: Final = "Rae and the Meridian deal"
"""What Mo calls it: nobody else may ever read this."""

SPOKEN: Final = "What do you fear about Meridian?"
"""What was said in it."""


def draft(
    *,
    source: Source = Source.LIVE,
    buttons: Buttons = Buttons.FOUR,
    purpose: Purpose = Purpose.COACH,
    about: str = SECRET,
) -> TallyDraft:
    """The answers, as a form sends them."""
    return TallyDraft(about=about, purpose=str(purpose), buttons=str(buttons), source=str(source))


def opened(session: Session, actor: Actor, *, at: datetime = NOW, **answers: object) -> str:
    """The public id of a new tally."""
    return actions.open_tally(session, actor, draft=draft(**answers), at=at)  # pyright: ignore[reportArgumentType] - as `draft` takes them


def taps(codes: list[Code], *, start: datetime = NOW, every: int = 20) -> Batch:
    """One tap for each code, `every` seconds apart."""
    device = str(uuid4())
    return Batch(
        taps=tuple(
            SentTap(
                id=str(uuid4()),
                device_id=device,
                seq=place,
                at=start + timedelta(seconds=every * place),
                code=code,
            )
            for place, code in enumerate(codes, start=1)
        )
    )


def counted(
    session: Session,
    actor: Actor,
    *,
    codes: list[Code] | None = None,
    at: datetime = NOW,
    **answers: object,
) -> str:
    """The public id of a finished live tally of ten minutes: 18 asks and 6 tells by default."""
    public_id = opened(session, actor, at=at, **answers)
    counting.start_counting(session, actor, public_id=public_id, at=at)
    given = [Code.ASK] * 18 + [Code.TELL] * 6 if codes is None else codes
    end = at + timedelta(minutes=10)
    counting.keep_batch(session, actor, public_id=public_id, batch=taps(given, start=at), at=end)
    counting.stop_counting(session, actor, public_id=public_id, at=end)
    return public_id


def talk(turns: int = 6) -> ParsedTranscript:
    """A transcript in which Mo and Rae speak by turns, ten seconds each."""
    return ParsedTranscript(
        format=Format.WEBVTT,
        turns=tuple(
            Turn(
                place,
                10.0 * place,
                10.0 * place + 9,
                "Mo Manager" if place % 2 else "Rae",
                SPOKEN,
            )
            for place in range(1, turns + 1)
        ),
    )


def worded(session: Session, actor: Actor, *, turns: int = 6, chosen: bool = True) -> str:
    """The public id of a tally whose words are in, and by default who Mo is in them."""
    public_id = opened(session, actor, source=Source.TRANSCRIPT)
    words.keep_words(
        session,
        actor,
        public_id=public_id,
        file_name="meridian.vtt",
        parsed=talk(turns),
        days=30,
        at=NOW,
    )
    if chosen:
        words.choose_speaker(session, actor, public_id=public_id, speaker="Mo Manager")
    return public_id
