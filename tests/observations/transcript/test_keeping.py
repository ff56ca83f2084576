"""A transcript that a certification rests on is kept until that is decided, and no longer."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation.erasing import LegalHold
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.observations.formats.rules import read_transcript
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import Observation, Transcript, TranscriptTurn
from coach_the_coach.observations.transcript.actions import (
    decided,
    delete_words,
    keep_transcript,
    keep_until_decided,
)
from tests.cast import NOW, Cast
from tests.observations.results import signed

WORDS = b"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Mo>What have you tried?\n"
DUE = NOW + timedelta(days=31)
LATE = NOW + timedelta(days=401)


def kept(session: Session, cast: Cast, *, aim: Aim, sign: bool = True) -> Observation:
    """An observation of Mo whose transcript is kept for 30 days."""
    made = signed.observation(session, cast, aim=aim, source=Source.TRANSCRIPT, draft=True)
    keep_transcript(
        session,
        cast.actor(cast.lena),
        public_id=made.public_id,
        file_name="talk.vtt",
        parsed=read_transcript(WORDS, "talk.vtt"),
        days=30,
        at=NOW,
    )
    if sign:
        signed.complete(session, made, [])
    return made


def there(session: Session, made: Observation, at: datetime) -> bool:
    """Whether the words are still there once the job has come round at an instant."""
    delete_words(session, {"observation_id": made.id}, at)
    session.flush()
    turns = select(TranscriptTurn.index).where(TranscriptTurn.observation_id == made.id)
    return session.exec(turns).first() is not None


def next_asked(session: Session, made: Observation) -> list[datetime]:
    """When the job comes round for it, soonest first."""
    jobs = select(Job).where(Job.kind == "delete-transcript").order_by(Job.due_at)  # pyright: ignore[reportArgumentType] - a column
    return [one.due_at for one in session.exec(jobs).all()]


@pytest.mark.parametrize(
    ("aim", "sign", "stays"),
    [
        (Aim.DEVELOPMENT, True, False),
        (Aim.DEVELOPMENT, False, False),
        (Aim.CERTIFICATION, True, False),
        (Aim.CERTIFICATION, False, True),
    ],
)
def test_words_go_with_their_days_but_of_an_unsigned_certification(
    session: Session, cast: Cast, aim: Aim, sign: bool, stays: bool
):
    made = kept(session, cast, aim=aim, sign=sign)
    assert there(session, made, DUE) == stays


def test_words_wait_while_a_certification_is_corrected(session: Session, cast: Cast):
    made = kept(session, cast, aim=Aim.CERTIFICATION)
    newer = signed.observation(session, cast, aim=Aim.CERTIFICATION, draft=True)
    newer.supersedes_id = made.id
    session.add(newer)
    session.flush()
    assert there(session, made, DUE)


def test_words_wait_for_a_decision_and_go_with_it(session: Session, cast: Cast):
    made = kept(session, cast, aim=Aim.CERTIFICATION)
    keep_until_decided(session, made.id or 0, at=NOW)
    keep_until_decided(session, made.id or 0, at=NOW)
    session.flush()
    assert there(session, made, DUE)
    assert DUE + timedelta(days=1) in next_asked(session, made)
    assert there(session, made, LATE)
    decided(session, made.id or 0, at=LATE)
    session.flush()
    assert LATE in next_asked(session, made)
    assert not there(session, made, LATE)
    assert session.get_one(Transcript, made.id).deleted_at == LATE


def test_words_of_what_nobody_finishes_go_in_the_end(session: Session, cast: Cast):
    made = kept(session, cast, aim=Aim.CERTIFICATION, sign=False)
    assert there(session, made, DUE)
    assert not there(session, made, LATE)


@pytest.mark.parametrize("who", ["mo", "lena", "rae"])
def test_a_hold_on_one_who_took_part_keeps_the_words(session: Session, cast: Cast, who: str):
    made = kept(session, cast, aim=Aim.DEVELOPMENT)
    hold = LegalHold(person_id=getattr(cast, who).id, reason="a suit", since=NOW)
    session.add(hold)
    session.flush()
    assert there(session, made, LATE)
    hold.until = LATE
    session.add(hold)
    session.flush()
    assert not there(session, made, LATE)
