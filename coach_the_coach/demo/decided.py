"""Who of the demo company asked for their certificate, and how far deciding about it has come."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.calibration.pairing.actions import ask_double
from coach_the_coach.certification.deciding.appeal.actions import make_appeal
from coach_the_coach.certification.deciding.appeal.rules import AppealDraft
from coach_the_coach.certification.deciding.asking.actions import ask
from coach_the_coach.certification.deciding.rules import Said, VerdictDraft
from coach_the_coach.certification.deciding.seats.actions import name
from coach_the_coach.certification.deciding.signing.actions import sign
from coach_the_coach.certification.paths.rules import Seat
from coach_the_coach.certification.tables import Enrolment
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.demo import cast
from coach_the_coach.demo.cast import Part
from coach_the_coach.demo.people import Roster
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.observations.tables import Observation, Status

AGREED: Final = VerdictDraft(said=Said.AGREE)
"""A signature under a certificate."""

EVIDENCE: Final = (
    "Two observed sessions. In both the practice stands at 2: the rep was shown how it is said, "
    "and had no time left to say it."
)
"""What the refusal of the demo company was founded on."""

WOULD_MEET: Final = (
    "One more observed session in which the rep tries it aloud, hears one thing to change, and "
    "tries it again. Everything else is there, and it is good work."
)
"""What would meet it."""

APPEAL: Final = (
    "In the second session the rep tried it twice, in the middle and not at the end. I believe "
    "that it was taken for a part of the talk. Would somebody please look at it again?"
)
"""What the candidate answered."""

AGAIN_IN: Final = timedelta(days=21)
"""From the refusal to the day on which to try again."""


class _Deciding:
    """Lets people of the demo company act, each at an instant of the past."""

    def __init__(
        self, session: Session, everybody: Roster, people: Mapping[str, int], at: datetime
    ) -> None:
        self.session, self.everybody, self.people, self.at = session, everybody, people, at

    def ago(self, days: float) -> datetime:
        """So many days before the company is loaded."""
        return self.at - timedelta(days=days)

    def acting(self, part: Part, at: datetime) -> Actor:
        """Somebody at an instant, who has just shown who they are."""
        number = self.people[self.everybody.named(part).public_id]
        return replace(actor_named(self.session, number, at), proved_at=at)

    def asks(self, candidate: Part, *, days: float) -> str:
        """Ask for the decision on the one path that somebody is on; returns its public id."""
        actor = self.acting(candidate, self.ago(days))
        own = self.session.exec(
            select(Enrolment.public_id).where(Enrolment.person_id == actor.person_id)
        ).one()
        return ask(self.session, actor, enrolment=own, at=self.ago(days))

    def names(self, leader: Part, signer: Part, decision: str, *, days: float) -> None:
        """Ask somebody to sign in the second seat."""
        name(
            self.session,
            self.acting(leader, self.ago(days)),
            public_id=decision,
            seat=Seat.SECOND,
            person=self.everybody.named(signer).public_id,
            at=self.ago(days),
        )

    def says(self, signer: Part, decision: str, draft: VerdictDraft, *, days: float) -> None:
        """Sign, or say what is not there yet."""
        actor = self.acting(signer, self.ago(days))
        sign(self.session, actor, public_id=decision, draft=draft, at=self.ago(days))


def add_decided(
    session: Session, everybody: Roster, people: Mapping[str, int], *, at: datetime
) -> None:
    """One candidate told "Not yet" who has appealed, and one who waits for a second signature.

    By what people do in the app, after their progress was made as of an earlier day.
    """
    all_ = _Deciding(session, everybody, people, at)
    _refused(all_)
    decision = all_.asks(cast.CANDIDATE, days=6)
    all_.names(cast.DRIFTING, cast.NEUTRAL, decision, days=5)
    all_.says(cast.CRO, decision, AGREED, days=2)


def _refused(all_: _Deciding) -> None:
    """Refused by one, with all that a refusal says; it waits for who hears the appeal."""
    decision = all_.asks(cast.IMPROVING, days=11)
    all_.names(cast.NEUTRAL, cast.SEVERE, decision, days=10)
    on = local_day(all_.ago(7), all_.everybody.named(cast.IMPROVING).zone)
    draft = VerdictDraft(
        said=Said.NOT_YET,
        criterion="observed",
        evidence=EVIDENCE,
        would_meet=WOULD_MEET,
        try_again_on=on + AGAIN_IN,
    )
    all_.says(cast.SEVERE, decision, draft, days=7)
    make_appeal(
        all_.session,
        all_.acting(cast.IMPROVING, all_.ago(3)),
        public_id=decision,
        draft=AppealDraft(words=APPEAL),
        at=all_.ago(3),
    )


def add_doubles(session: Session, everybody: Roster, people: Mapping[str, int]) -> None:
    """What one has signed blind waits for the specialist, who is to score it as well."""
    second = everybody.named(cast.SPECIALIST)
    signed = session.exec(
        select(CoachingSession, Observation)
        .join(Observation, col(Observation.coaching_session_id) == col(CoachingSession.id))
        .where(Observation.status == Status.BLIND)
    ).all()
    for held, observation in signed:
        # The two were asked before it took place, and nobody was told of it since.
        asked = held.held_at - timedelta(hours=20)
        first = actor_named(session, observation.observer_id, asked)
        ask_double(session, first, held_id=held.public_id, observer=second.public_id, at=asked)
