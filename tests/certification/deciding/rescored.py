"""An appeal that names a session: Ann scored it, and Ben and Cem are to score it again."""

from dataclasses import replace
from datetime import timedelta
from typing import Final, NamedTuple

from sqlmodel import Session, select

from coach_the_coach.calibration.pairing.actions import begin_double
from coach_the_coach.certification.deciding.appeal.actions import (
    decide_appeal,
    make_appeal,
    name_hearing,
)
from coach_the_coach.certification.deciding.appeal.rules import AppealDraft, HearingDraft
from coach_the_coach.certification.deciding.tables import Appeal
from coach_the_coach.certification.tables import Review
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.tables import (
    BlindScoring,
    Observation,
    Talk,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import Code
from tests.calibration import scene
from tests.cast import NOW, Cast
from tests.certification.deciding import reviewed
from tests.certification.deciding.reviewed import GATES, LOG, NO, SEEN

AT: Final = scene.SIGNED_AT + timedelta(hours=1)
THEN: Final = AT + timedelta(days=3)
FIRST: Final = "Count the amber doors."
AGAIN: Final = "Leave the grey kite alone."
TURN: Final = "What did you see?"
AS_WELL: Final = "Ask what the lantern shows."


class Scene(NamedTuple):
    """Who takes part, and what it is about."""

    ann: Person
    ben: Person
    cem: Person
    original: Observation
    review: Review


def refused(session: Session, cast: Cast) -> Scene:
    """Ann scored a session of Mo's, they talked, and Sage says that it is not yet enough."""
    scene.let_certify(session, cast)
    ann, ben, cem = (scene.outsider(session, name) for name in ("ann", "ben", "cem"))
    original = scene.watched(session, cast, ann)
    heard(session, original)
    scene.rate(session, cast, ann, original.public_id, words=FIRST)
    scene.sign(session, cast, ann, original.public_id)
    talk = session.exec(select(Talk)).one()
    talk.shown_at = scene.SIGNED_AT
    session.add(talk)
    session.flush()
    review = reviewed.asked(session, cast, at=AT, requirements=[LOG, GATES, SEEN])
    reviewed.named(session, cast, review.public_id, "second", cast.spec, at=AT)
    reviewed.signed(session, cast, review, cast.cleo, at=AT)
    no = replace(NO, criterion="seen")
    reviewed.signed(session, cast, review, cast.spec, no, at=AT)
    return Scene(ann, ben, cem, original, reviewed.found(session, review.public_id))


def heard(session: Session, of: Observation) -> None:
    """A transcript of the session."""
    number = of.id or 0
    session.add(
        Transcript(
            observation_id=number,
            file_name="talk.vtt",
            format="vtt",
            manager_speaker="Mo",
            uploaded_at=NOW,
            delete_after=NOW + timedelta(days=30),
        )
    )
    session.flush()
    said = TranscriptTurn(observation_id=number, index=0, speaker="Mo", text=TURN)
    session.add(said)
    session.flush()


def appealed(session: Session, cast: Cast) -> Scene:
    """Mo appeals and names the session; Odd is to decide, Ben and Cem are to score it again."""
    found = refused(session, cast)
    held = scene.held_of(session, found.original)
    draft = AppealDraft("It had a next step, listen again.", held.public_id)
    make_appeal(
        session, cast.actor(cast.mo, AT), public_id=found.review.public_id, draft=draft, at=AT
    )
    named(session, cast, found, found.ben, found.cem)
    return found


def named(session: Session, cast: Cast, found: Scene, first: Person, second: Person) -> None:
    """Lena names Odd to decide, and these two."""
    hearing = HearingDraft(cast.odd.public_id, first.public_id, second.public_id)
    name_hearing(
        session, cast.actor(cast.lena, AT), public_id=found.review.public_id, draft=hearing, at=AT
    )


def pair(session: Session) -> BlindScoring:
    """The scoring for the appeal."""
    return session.exec(select(BlindScoring).where(BlindScoring.again_for != "")).one()


def begun(session: Session, cast: Cast, who: Person) -> str:
    """One of the two begins."""
    return begin_double(
        session,
        cast.actor(who, AT),
        public_id=pair(session).public_id,
        both_agreed=True,
        at=AT,
    )


def signed_again(
    session: Session, cast: Cast, who: Person, words: str, levels: dict[int, int | None]
) -> Observation:
    """One of the two scores it and signs."""
    public_id = begun(session, cast, who)
    made = session.exec(select(Observation).where(Observation.public_id == public_id)).one()
    session.add(TurnCode(observation_id=made.id or 0, turn_index=0, code=Code.OPEN, at=AT))
    session.flush()
    scene.rate(session, cast, who, public_id, levels=levels, words=words)
    scene.sign(session, cast, who, public_id, at=AT)
    return made


def both(session: Session, cast: Cast, found: Scene) -> tuple[Observation, Observation]:
    """Ben gives a 4 and Cem a 2 in the first dimension, else threes."""
    return (
        signed_again(session, cast, found.ben, AGAIN, {1: 4, 2: 2}),
        signed_again(session, cast, found.cem, AS_WELL, {1: 3, 2: 2}),
    )


def decided(session: Session, cast: Cast, found: Scene, outcome: str) -> Appeal:
    """Odd decides."""
    decide_appeal(
        session,
        cast.actor(cast.odd, THEN),
        public_id=found.review.public_id,
        outcome=outcome,
        reason="Two more listened to it.",
        at=THEN,
    )
    return session.exec(select(Appeal)).one()
