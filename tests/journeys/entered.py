"""What people enter by the actions of our pages, where a browser has done the same once before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.calibration.pairing.actions import ask_double, begin_double
from coach_the_coach.certification.deciding.asking.actions import ask
from coach_the_coach.certification.deciding.rules import Said, VerdictDraft
from coach_the_coach.certification.deciding.signing.actions import sign
from coach_the_coach.certification.tables import Enrolment
from coach_the_coach.coaching.cycles.actions import close_cycle, open_cycle
from coach_the_coach.coaching.cycles.rules import ClosingDraft, CycleDraft
from coach_the_coach.coaching.log.actions import keep_session
from coach_the_coach.coaching.log.rules import LogDraft, Outcome
from coach_the_coach.coaching.log.tables import Commitment
from coach_the_coach.coaching.rules import Cause, Form, Kind, Purpose, SessionDraft
from coach_the_coach.coaching.tables import CoachingSession, Cycle
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import Actor, Role
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.tables import Grant
from coach_the_coach.observations.actions import open_observation
from coach_the_coach.observations.formats.rules import read_transcript
from coach_the_coach.observations.live.actions import start_watching, stop_watching
from coach_the_coach.observations.practice.actions import (
    code_turn,
    finish_round,
    open_comparison,
    rate_dimension,
)
from coach_the_coach.observations.practice.queries import conversations
from coach_the_coach.observations.rating.actions import save_level, save_words, sign_observation
from coach_the_coach.observations.rating.evidence.actions import save_quote
from coach_the_coach.observations.reflect.actions import finish_own_rating, keep_own_level
from coach_the_coach.observations.rules import Aim, OpeningDraft, Source
from coach_the_coach.observations.scope import is_shown
from coach_the_coach.observations.tables import Observation, Status
from coach_the_coach.observations.talk.actions import keep_words, show_both
from coach_the_coach.observations.tally.rules import Code
from coach_the_coach.observations.transcript.actions import choose_manager, keep_transcript
from coach_the_coach.observations.transcript.actions import code_turn as code_talk_turn
from coach_the_coach.observations.watching.actions import accept, agree, propose
from coach_the_coach.observations.watching.beginning.actions import begin_watching
from coach_the_coach.observations.watching.beginning.rules import BeginningDraft
from coach_the_coach.observations.watching.needs.actions import ask_to_watch
from coach_the_coach.observations.watching.rules import AskDraft, ProposalDraft
from coach_the_coach.selfaudit.actions import answer, send
from coach_the_coach.selfaudit.rules import POINTS
from tests import build
from tests.journeys import steps, transcripts
from tests.journeys.company import Company

QUOTE: Final = "How would you do that?"
"""What is written down beside the highest level and the lowest."""

NOES: Final = frozenset({4, 9})
"""The points of ten that are answered with no: a quarter of the time, and practice every week."""


@dataclass(frozen=True)
class Entered:
    """Enters what somebody does, at the time that it is where the company is."""

    company: Company

    def actor(self, session: Session, name: str) -> Actor:
        """One of them, acting, who has just shown who they are."""
        number = self.company.person(session, f"{name}@example.com").id or 0
        return replace(
            actor_named(session, number, self.company.now()), proved_at=self.company.now()
        )

    def public_id(self, session: Session, name: str) -> str:
        """What names somebody in addresses."""
        return self.company.person(session, f"{name}@example.com").public_id

    def may_certify(self, *names: str) -> None:
        """Give these the right to observe anybody for certification; they have practised."""
        since = self.company.now()
        with self.company.store() as session:
            for name in names:
                who = self.company.person(session, f"{name}@example.com")
                session.add(Grant(person_id=who.id or 0, role=Role.CERTIFIER, starts_at=since))
                build.practised(session, who, at=since)

    def skill(self, coach: str, rep: str) -> None:
        """Begin to work on a skill with a rep."""
        draft = CycleDraft(
            skill="Silence after a question",
            baseline="One pause in ten questions",
            target="A pause after every second question",
            exit_evidence="Two calls heard in which the customer goes on by themself",
            cause=Cause.SKILL,
        )
        with self.company.store() as session:
            at, person = self.company.now(), self.public_id(session, rep)
            open_cycle(session, self.actor(session, coach), person=person, draft=draft, at=at)

    def log(self, coach: str, rep: str) -> None:
        """Log a session of half an hour on their skill; what was agreed before it was kept."""
        with self.company.store() as session:
            who, at = self.actor(session, coach), self.company.now()
            other = self.company.person(session, f"{rep}@example.com")
            steps_left = session.exec(
                select(Commitment.public_id).where(
                    Commitment.coached_id == other.id, col(Commitment.closed_at).is_(None)
                )
            )
            today = local_day(at, who.time_zone)
            draft = LogDraft(
                coached_id=other.public_id,
                held_on=today,
                form=Form.ONE_TO_ONE,
                purpose=Purpose.COACH,
                planned=True,
                minutes=30,
                kind=Kind.DEVELOPMENTAL,
                cycle=self._open_skill(session, other.id or 0),
                focus="Silence after a question",
                moment="At 12:40, after the price",
                feedback="You waited, and she went on.",
                next_step="Wait again with the next customer",
                due_on=today + timedelta(days=6),
                outcomes=dict.fromkeys(steps_left, Outcome.KEPT),
            )
            keep_session(session, who, public_id=new_id(), draft=draft, at=at)

    def close_skill(self, coach: str, rep: str) -> None:
        """Close the skill of a rep with what was seen."""
        with self.company.store() as session:
            other = self.company.person(session, f"{rep}@example.com")
            close_cycle(
                session,
                self.actor(session, coach),
                public_id=self._open_skill(session, other.id or 0),
                draft=ClosingDraft(shown=True, seen="Both calls of this week: she waited twice."),
                at=self.company.now(),
            )

    def clip(self, name: str, number: int) -> None:
        """Score an invented conversation as the reference does, and see the comparison."""
        one = conversations()[number]
        with self.company.store() as session:
            who, at = self.actor(session, name), self.company.now()
            for place, code in enumerate(one.reference, start=1):
                code_turn(session, who, conversation=one.key, number=place, code=code, at=at)
            for rated in one.ratings:
                rate_dimension(
                    session,
                    who,
                    conversation=one.key,
                    dimension=rated.dimension,
                    level=rated.level,
                )
            finish_round(session, who, conversation=one.key, at=at)
            open_comparison(session, who, conversation=one.key, at=at)

    def ten_points(self, name: str) -> None:
        """Answer the ten points about oneself and send them."""
        with self.company.store() as session:
            who, at = self.actor(session, name), self.company.now()
            for point in range(1, POINTS + 1):
                yes = point not in NOES
                answer(session, who, public_id=who.public_id, point=point, yes=yes, at=at)
            send(session, who, public_id=who.public_id, at=at)

    def observed(self, observer: str, coach: str, rep: str) -> None:
        """Watch a session of somebody whom one leads live for certification, rate it and sign."""
        with self.company.store() as session:
            who = self.actor(session, observer)
            self._watch(session, who, self._opened(session, who, coach, rep, Source.LIVE))

    def observed_by_two(self, first: str, second: str, coach: str, rep: str) -> None:
        """Score a session from its transcript, each of the two for themself; both sign."""
        with self.company.store() as session:
            one, other = self.actor(session, first), self.actor(session, second)
            at = self.company.now()
            opened = self._opened(session, one, coach, rep, Source.TRANSCRIPT)
            parsed = read_transcript(transcripts.TALK.encode(), "talk.vtt")
            keep_transcript(
                session, one, public_id=opened, file_name="talk.vtt", parsed=parsed, days=30, at=at
            )
            choose_manager(session, one, public_id=opened, speaker="Mo Reyes")
            held = session.exec(
                select(CoachingSession.public_id)
                .join(Observation)
                .where(Observation.public_id == opened)
            ).one()
            pair = ask_double(session, one, held_id=held, observer=other.public_id, at=at)
            as_well = begin_double(session, other, public_id=pair, both_agreed=True, at=at)
            for who, public_id in ((one, opened), (other, as_well)):
                first_turn = parsed.turns[0].index
                code_talk_turn(
                    session, who, public_id=public_id, index=first_turn, code=Code.BACK, at=at
                )
                self._rate(session, who, public_id)
                sign_observation(session, who, public_id=public_id, at=at)

    def observed_on_request(self, asking: str, observer: str, coach: str, rep: str) -> None:
        """Have somebody of another line watch: asked, proposed, agreed, watched, rated, signed."""
        with self.company.store() as session:
            asks, who, of = (self.actor(session, one) for one in (asking, observer, coach))
            at = self.company.now()
            asked = AskDraft(of.public_id, who.public_id, aim=Aim.CERTIFICATION)
            plan = ask_to_watch(session, asks, draft=asked, at=at)
            accept(session, who, public_id=plan, at=at)
            proposed = ProposalDraft(
                coached=self.public_id(session, rep),
                purpose=Purpose.COACH,
                starts_at=at + timedelta(minutes=5),
            )
            propose(session, of, public_id=plan, draft=proposed, at=at)
            agree(session, who, public_id=plan, at=at)
            draft = BeginningDraft(both_agreed=True)
            self._watch(
                session, who, begin_watching(session, who, public_id=plan, draft=draft, at=at)
            )

    def rated(self, observer: str, levels: Mapping[int, int] = steps.ALL_COACHING) -> str:
        """Fill in the newest that somebody watched and has not signed; returns its path."""
        with self.company.store() as session:
            who = self.actor(session, observer)
            public_id = session.exec(
                select(Observation.public_id)
                .where(Observation.observer_id == who.person_id)
                .order_by(col(Observation.id).desc())
            ).first()
            assert public_id is not None
            self._rate(session, who, public_id, levels)
            return f"/observations/{public_id}"

    def asked(self, candidate: str, path: str) -> str:
        """Ask for the decision on a path; returns its public id."""
        with self.company.store() as session:
            who = self.actor(session, candidate)
            enrolment = session.exec(
                select(Enrolment.public_id).where(
                    Enrolment.person_id == who.person_id, Enrolment.path_key == path
                )
            ).one()
            return ask(session, who, enrolment=enrolment, at=self.company.now())

    def signed(self, signer: str, public_id: str) -> None:
        """Say yes to a decision."""
        with self.company.store() as session:
            who, draft = self.actor(session, signer), VerdictDraft(Said.AGREE)
            sign(session, who, public_id=public_id, draft=draft, at=self.company.now())

    def talked_over(self, observer: str, coach: str) -> None:
        """Rate oneself and talk over every session that somebody observed, until both see it."""
        with self.company.store() as session:
            who, of, at = (
                self.actor(session, observer),
                self.actor(session, coach),
                self.company.now(),
            )
            found = session.exec(
                select(Observation.public_id).where(
                    Observation.observer_id == who.person_id,
                    Observation.observed_id == of.person_id,
                    Observation.status == Status.SIGNED,
                    ~is_shown(),
                )
            ).all()
            for public_id in found:
                for number in range(1, 9):
                    keep_own_level(session, of, public_id=public_id, dimension=number, level=3)
                finish_own_rating(session, of, public_id=public_id, at=at)
                for name, text in steps.SPOKEN.items():
                    keep_words(session, of, public_id=public_id, name=name, text=text, at=at)
                show_both(session, who, public_id=public_id, at=at)

    def _watch(self, session: Session, who: Actor, public_id: str) -> None:
        at = self.company.now()
        start_watching(session, who, public_id=public_id, at=at)
        stop_watching(session, who, public_id=public_id, at=at + timedelta(minutes=30))
        self._rate(session, who, public_id)
        sign_observation(session, who, public_id=public_id, at=at)

    def _opened(self, session: Session, who: Actor, coach: str, rep: str, source: Source) -> str:
        """The observation of a session of just now, opened for certification."""
        at = self.company.now()
        held = SessionDraft(
            coach_id=self.public_id(session, coach),
            coached_id=self.public_id(session, rep),
            purpose=Purpose.COACH,
            planned=True,
            held_at=at,
        )
        draft = OpeningDraft(session=held, aim=Aim.CERTIFICATION, source=source, both_agreed=True)
        return open_observation(session, who, draft=draft, at=at)

    def _rate(
        self,
        session: Session,
        who: Actor,
        public_id: str,
        levels: Mapping[int, int] = steps.ALL_COACHING,
    ) -> None:
        for number, level in levels.items():
            save_level(session, who, public_id=public_id, dimension=number, level=level)
            if level in steps.WITH_EVIDENCE:
                save_quote(session, who, public_id=public_id, dimension=number, quote=QUOTE)
        save_words(session, who, public_id=public_id, name="one_thing", text=steps.ONE_THING)

    def _open_skill(self, session: Session, rep: int) -> str:
        """The public id of the one skill that is worked on with a rep."""
        found = select(Cycle.public_id).where(
            Cycle.coached_id == rep, col(Cycle.closed_on).is_(None)
        )
        return session.exec(found).one()
