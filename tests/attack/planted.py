"""What there is to be stolen: one of everything, of Lena, Mo and Rae, in words of their own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlmodel import Session, select

from coach_the_coach.cadence.calendar.actions import make_feed
from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.cadence.hours.tables import TimeAudit
from coach_the_coach.cadence.tables import Appointment, QuarterHour
from coach_the_coach.certification.learning.tables import KnowledgeTry
from coach_the_coach.coaching.cycles.tables import ActionPlan
from coach_the_coach.coaching.log.tables import Commitment, LogEntry
from coach_the_coach.coaching.plans.tables import CustomerCall, Pilot
from coach_the_coach.coaching.practice.tables import TeamPractice
from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.identity import invitations, sign_in
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.tables import Person, SignInTab
from coach_the_coach.imports.tables import Import
from coach_the_coach.notices.mail.tables import MailChoice
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.booking.actions import ensure_talk
from coach_the_coach.observations.looks.tables import Look, LookBody
from coach_the_coach.observations.practice.tables import PracticeRound
from coach_the_coach.observations.rules import Aim, Buttons, Source
from coach_the_coach.observations.selftally.tables import SelfTally, SelfTurn
from coach_the_coach.observations.tables import (
    Note,
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Reply,
    SelfRating,
    TalkBody,
    Transcript,
    TranscriptTurn,
)
from coach_the_coach.observations.tally.rules import Code
from coach_the_coach.observations.watching.rules import Move, State
from coach_the_coach.observations.watching.tables import Watching, WatchingStep
from coach_the_coach.pulse.tickets.actions import make_link
from coach_the_coach.selfaudit.tables import SelfAudit
from tests import build
from tests.cast import Cast, people
from tests.identity.coached import coached
from tests.people.seen import sign

MARK: Final = "Zqxkvjzq"
"""Every planted word begins with it, and nothing else does.

It is long: three letters were found by chance in sealed values.
"""

KNOWN: Final = "7c0ffee0-0000-4000-8000-00000000c0de"
"""The token of a page of Lena's, which has been closed."""

PASSWORD: Final = f"{MARK}password of Lena's, long enough"


@dataclass(frozen=True)
class Planted:
    """The public ids of what there is, by kind, and the cookies of those who are after it."""

    ids: dict[str, str]
    secrets: dict[str, str]
    people: dict[str, int]
    """Who attacks: name to id."""
    revoked: str
    """Lena's, of a sign-in that she has ended."""
    lenas: str
    """Lena's, in force."""
    off: str
    """Mo's token in the link of a letter."""
    pulse: str
    """Rae's link, by which she can say how her sessions were."""
    feed: str
    """Mo's secret address for a calendar program."""


ATTACKERS: Final = ("nil", "sid", "sol", "odd", "cleo", "spec", "cert", "ada")
"""Nobody in particular, another's rep, another manager, another leader, the leader above, the
specialist, a certifying observer of nobody, an administrator."""


def word(what: str) -> str:
    """A word that says what it is, and is nowhere else."""
    return f"{MARK}{what}"


def plant(session: Session, at: datetime) -> Planted:
    """Put one of everything there, and sign everybody in."""
    cast = people(session, at)
    cast.mo.family_name, cast.rae.family_name = word("moname"), word("raename")
    sign_in.set_password(session, cast.lena.id or 0, PASSWORD, at)
    nil = Person(email="nil@example.com", given_name="Nil", family_name="Nobody")
    cert = Person(email="cert@example.com", given_name="Cert", family_name="Observer")
    amy = Person(email="amy@example.com", given_name="Amy", family_name="Admin")
    session.add_all([nil, cert, amy])
    session.flush()
    give_grant(session, cert.id or 0, Role.CERTIFIER, root_id=cert.id, at=at, ends_at=None)
    give_grant(session, amy.id or 0, Role.ADMIN, root_id=None, at=at, ends_at=None)
    session.flush()
    ids = things(session, cast, amy, at)
    off = _asides(session, cast, at)
    pulse, feed = _secrets(session, cast, at)
    who = {"nil": nil, "cert": cert} | {
        name: getattr(cast, name) for name in ATTACKERS if name not in {"nil", "cert"}
    }

    def start(person: Person) -> str:
        return sign_in.start_sign_in(session, person.id or 0, device=word("device"), at=at)

    ended, lenas = start(cast.lena), start(cast.lena)
    one, open_one = (sign_in.sign_in_of(session, secret, at) for secret in (ended, lenas))
    assert one is not None
    assert open_one is not None
    sign_in.end_sign_ins(session, [one.id or 0], at)
    session.add(SignInTab(token=KNOWN, sign_in_id=open_one.id or 0))
    invitations.invite(session, cast.ren.id or 0, at)
    return Planted(
        ids=ids,
        secrets={name: start(person) for name, person in who.items()},
        people={name: person.id or 0 for name, person in who.items()},
        revoked=ended,
        lenas=lenas,
        off=off,
        pulse=pulse,
        feed=feed,
    )


def things(session: Session, cast: Cast, amy: Person, at: datetime) -> dict[str, str]:
    """One of everything, made by Lena, or by whoever takes her place in `cast`: kind to id."""
    return {
        "person": cast.mo.public_id,
        "development": _signed(session, cast, Aim.DEVELOPMENT, at),
        "certification": _signed(session, cast, Aim.CERTIFICATION, at),
        "draft": _draft(session, cast, at),
        "transcript": _transcript(session, cast, at),
        "look": _look(session, cast, at, given=True),
        "unread": _look(session, cast, at, given=False),
        "tally": _tally(session, cast, at),
        "watch": _watch(session, cast, at),
        "import": _import(session, amy, at),
        "rep": cast.rae.public_id,
        **_coached(session, cast, at),
    }


COACHING: Final[dict[str, Any]] = {
    "log": LogEntry,
    "commitment": Commitment,
    "call": CustomerCall,
    "pilot": Pilot,
    "cycle": Cycle,
    "plan": ActionPlan,
    "team-practice": TeamPractice,
    "appointment": Appointment,
    "quarter-hour": QuarterHour,
    "contract": InterruptionContract,
    "hours": TimeAudit,
    "self-audit": SelfAudit,
    "try": KnowledgeTry,
}
"""What there is about coaching that a page or an event names, by kind."""


def _coached(session: Session, cast: Cast, at: datetime) -> dict[str, str]:
    """All that Mo does with Rae and that is said of it; and what waits for Lena to sign."""
    coached(
        session, cast, at=at, said=word("saidofrae"), own=word("ownofmo"), outside=word("outsider")
    )
    session.add(
        InterruptionContract(
            coach_id=cast.mo.id or 0,
            text=word("offered"),
            reasons=word("because"),
            within_days=2,
            written_at=at,
            offered_at=at,
        )
    )
    # Open, so that there is something of it to be answered and sent.
    session.add(
        KnowledgeTry(person_id=cast.mo.id or 0, bank="purpose", seed=1, begun_at=at, answers={})
    )
    session.flush()
    return {
        kind: session.exec(select(table.public_id).order_by(table.id.desc())).first() or ""
        for kind, table in COACHING.items()
    }


def _secrets(session: Session, cast: Cast, at: datetime) -> tuple[str, str]:
    """Rae's link to what she is asked, and Mo's address for a calendar program."""
    rae, mo = (actor_named(session, one.id or 0, at) for one in (cast.rae, cast.mo))
    link = make_link(session, rae, public_id=cast.mo.public_id)
    feed = make_feed(session, mo, with_names=True, at=at)
    return link.partition("secret=")[2], feed


def _signed(session: Session, cast: Cast, aim: Aim, at: datetime) -> str:
    """A signed observation with everything in it, and the talk about it."""
    then = at - timedelta(days=3)
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, aim=aim, at=then)
    build.taps(session, made, [Code.OPEN, Code.DIRECT] * 15)
    owner = made.id or 0
    body = session.get_one(ObservationBody, owner)
    body.strengths, body.one_thing = word(f"{aim}strengths"), word(f"{aim}thing")
    body.agreed = word(f"{aim}agreed")
    session.add_all(
        [
            body,
            Rating(observation_id=owner, dimension=1, level=3, quote=word(f"{aim}quote")),
            Note(
                id=str(uuid4()), observation_id=owner, at=then, seconds=5, text=word(f"{aim}note")
            ),
            Outcome(observation_id=owner, tally={"open": 15, "direct": 15}, asks=15, tells=15),
            SelfRating(observation_id=owner, dimension=1, level=2),
            Reply(
                observation_id=owner,
                self_rated_at=then,
                answer=word(f"{aim}answer"),
                answered_at=then,
            ),
        ]
    )
    talk = ensure_talk(session, made)
    talk.opened_at, talk.shown_at = then, then
    words = session.get_one(TalkBody, talk.id)
    words.intended, words.noticed = word(f"{aim}intended"), word(f"{aim}noticed")
    words.one_thing, words.promised = word(f"{aim}one"), word(f"{aim}promise")
    session.add_all([talk, words])
    session.flush()
    sign(session, made, at=then + timedelta(hours=1))
    return made.public_id


def _draft(session: Session, cast: Cast, at: datetime) -> str:
    """A draft whose clock runs."""
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, at=at)
    body = session.get_one(ObservationBody, made.id)
    body.strengths = word("draftstrengths")
    session.add(body)
    build.taps(session, made, [Code.OPEN])
    return made.public_id


def _transcript(session: Session, cast: Cast, at: datetime) -> str:
    """A draft with the words of a file."""
    made: Observation = build.observation(
        session,
        of=cast.mo,
        by=cast.lena,
        coached=cast.rae,
        source=Source.TRANSCRIPT,
        at=at,
        started=False,
    )
    owner = made.id or 0
    session.add(
        Transcript(
            observation_id=owner,
            file_name=word("file"),
            format="text",
            manager_speaker="Mo",
            uploaded_at=at,
            delete_after=at + timedelta(days=20),
        )
    )
    session.flush()
    session.add_all(
        TranscriptTurn(observation_id=owner, index=place, speaker="Mo", text=word("said"))
        for place in range(3)
    )
    session.flush()
    return made.public_id


def _look(session: Session, cast: Cast, at: datetime, *, given: bool) -> str:
    """A short look of Lena's at Mo."""
    look = Look(
        observer_id=cast.lena.id or 0,
        observed_id=cast.mo.id or 0,
        coached_id=cast.rae.id,
        rubric_id=build.rubric(session).id or 0,
        opened_at=at,
    )
    session.add(look)
    session.flush()
    session.add(LookBody(look_id=look.id or 0, moment=word("moment"), to_try=word("totry")))
    session.flush()
    look.given_at = at if given else None
    session.add(look)
    session.flush()
    return look.public_id


def _tally(session: Session, cast: Cast, at: datetime) -> str:
    """A tally that Mo keeps to himself, of the words of a session."""
    tally = SelfTally(
        coach_id=cast.mo.id or 0,
        source=Source.TRANSCRIPT,
        buttons=Buttons.NINE,
        purpose=Purpose.COACH,
        about=word("about"),
        opened_at=at,
        file_name=word("ownfile"),
        speaker="Mo",
        delete_after=at + timedelta(days=20),
    )
    session.add(tally)
    session.flush()
    session.add(SelfTurn(self_tally_id=tally.id or 0, index=0, speaker="Mo", text=word("ownsaid")))
    return tally.public_id


def _watch(session: Session, cast: Cast, at: datetime) -> str:
    """A plan that Lena watches Mo, with a reason."""
    watch = Watching(
        observer_id=cast.lena.id or 0,
        observed_id=cast.mo.id or 0,
        asked_by_id=cast.lena.id or 0,
        aim=Aim.DEVELOPMENT,
        state=State.ASKED,
        asked_at=at,
        accepted_at=at,
        changed_at=at,
        steps=1,
    )
    session.add(watch)
    session.flush()
    session.add(
        WatchingStep(
            watching_id=watch.id or 0,
            place=1,
            by_id=cast.lena.id or 0,
            move=Move.ASK,
            at=at,
            reason=word("reason"),
        )
    )
    return watch.public_id


def _import(session: Session, amy: Person, at: datetime) -> str:
    """A file that another administrator has had checked."""
    made = Import(
        actor_id=amy.id or 0,
        file_name=word("people"),
        sha256="0" * 64,
        checked_at=at,
        waits=True,
        report={"notes": [word("newcomer")]},
        content=b"email",
    )
    session.add(made)
    session.flush()
    return made.public_id


def _asides(session: Session, cast: Cast, at: datetime) -> str:
    """A notice, a round of practice, and how Mo has his letters."""
    mo = cast.mo.id or 0
    mail = MailChoice(person_id=mo)
    session.add_all(
        [
            Notice(person_id=mo, text=word("notice"), link=f"/{word('link')}", at=at),
            PracticeRound(
                person_id=mo,
                conversation="first-call",
                started_at=at,
                codes={"1": word("code")},
            ),
            mail,
        ]
    )
    session.flush()
    return mail.off_token
