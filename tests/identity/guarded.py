"""A row in every table that policies guard: what Lena watched, what Sage certified, what is own."""

from sqlmodel import Session

from coach_the_coach.coaching.rules import Kind, Purpose
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations import tables as parts
from coach_the_coach.observations.looks.tables import Look, LookBody, LookLevel
from coach_the_coach.observations.practice.tables import PracticeOffer, PracticeRound
from coach_the_coach.observations.rules import Aim, AskedFirst, Source
from coach_the_coach.observations.selftally.tables import SelfCode, SelfTally, SelfTap, SelfTurn
from coach_the_coach.observations.tables import Observation, Status
from coach_the_coach.observations.tally.rules import Buttons, Code
from coach_the_coach.observations.watching.rules import Move, State
from coach_the_coach.observations.watching.tables import ObserverPlaces, Watching, WatchingStep
from tests import build
from tests.cast import NOW, Cast, people
from tests.identity.coached import coached


def world(session: Session) -> Cast:
    """The cast; Lena watched Mo to help and they talked, Sage certified Mo and nobody talked yet.

    Lena gave Mo a look and plans to watch him again, Mo shares a tally with her; she practises.
    Mo coaches Rae, see `coached`.
    """
    cast = people(session)
    watched = _observation(session, cast, by="lena", aim=Aim.DEVELOPMENT)
    certified = _observation(session, cast, by="spec", aim=Aim.CERTIFICATION)
    _scored_by_two(session, cast, certified)
    _talk(session, watched)
    _look(session, cast)
    _tally(session, cast)
    _plan(session, cast)
    lena, mo = cast.lena.id or 0, cast.mo.id or 0
    session.add_all(
        [
            ObserverPlaces(person_id=lena, per_month=2, said_at=NOW),
            PracticeRound(person_id=lena, conversation="one", started_at=NOW),
            PracticeOffer(person_id=lena, declined_at=NOW),
            Notice(person_id=mo, text="Something waits.", at=NOW),
        ]
    )
    coached(session, cast)
    return cast


def _observation(session: Session, cast: Cast, *, by: str, aim: Aim) -> Observation:
    """A signed one of Mo with every part."""
    made = build.observation(session, of=cast.mo, by=getattr(cast, by), coached=cast.rae, aim=aim)
    build.taps(session, made, [Code.OPEN])
    number = made.id or 0
    session.add_all(
        [
            parts.Rating(observation_id=number, dimension=1, level=3, quote="What else?"),
            parts.KindAnswer(id=new_id(), observation_id=number, at=NOW, kind=Kind.DEVELOPMENTAL),
            parts.Note(id=new_id(), observation_id=number, at=NOW, seconds=1, text="Waited."),
            parts.TurnCode(observation_id=number, turn_index=0, code=Code.OPEN, at=NOW),
            parts.Outcome(observation_id=number),
            parts.SelfRating(observation_id=number, dimension=1, level=2),
            parts.Reply(observation_id=number),
            parts.Transcript(
                observation_id=number,
                file_name="talk.vtt",
                format="vtt",
                uploaded_at=NOW,
                delete_after=NOW,
            ),
            parts.TranscriptTurn(observation_id=number, index=0, speaker="Mo", text="Hello."),
        ]
    )
    session.flush()
    made.status, made.signed_at = Status.SIGNED, NOW
    session.add(made)
    session.flush()
    return made


def _scored_by_two(session: Session, cast: Cast, watched: Observation) -> None:
    """That Lena was to score it as well, and both are done."""
    lena = cast.lena.id or 0
    scoring = parts.BlindScoring(
        coaching_session_id=watched.coaching_session_id,
        observed_id=watched.observed_id,
        first_observer_id=watched.observer_id,
        second_observer_id=lena,
        asked_by_id=lena,
        asked_at=NOW,
        both_signed_at=NOW,
        settled_at=NOW,
    )
    session.add(scoring)
    session.flush()


def _talk(session: Session, watched: Observation) -> None:
    """A talk in which both views were opened."""
    talk = parts.Talk(
        coaching_session_id=watched.coaching_session_id,
        observer_id=watched.observer_id,
        observed_id=watched.observed_id,
        shown_at=NOW,
    )
    session.add(talk)
    session.flush()
    number = talk.id or 0
    session.add(parts.TalkBody(talk_id=number, salt=new_id(), one_thing="Wait."))
    session.add(parts.AskedFirst(talk_id=number, answer=AskedFirst.YES, answered_at=NOW))


def _look(session: Session, cast: Cast) -> None:
    """A look of Lena's that she gave to Mo."""
    look = Look(
        observer_id=cast.lena.id or 0,
        observed_id=cast.mo.id or 0,
        rubric_id=build.rubric(session).id or 0,
        opened_at=NOW,
    )
    session.add(look)
    session.flush()
    session.add(LookBody(look_id=look.id or 0, moment="Silence."))
    session.add(LookLevel(look_id=look.id or 0, dimension=1, level=2))
    session.flush()
    look.given_at = NOW
    session.add(look)


def _tally(session: Session, cast: Cast) -> None:
    """A tally of Mo's own that he shares with Lena."""
    tally = SelfTally(
        coach_id=cast.mo.id or 0,
        source=Source.LIVE,
        buttons=Buttons.NINE,
        purpose=Purpose.COACH,
        opened_at=NOW,
        stopped_at=NOW,
        shared_with_id=cast.lena.id,
        shared_at=NOW,
    )
    session.add(tally)
    session.flush()
    number = tally.id or 0
    session.add_all(
        [
            SelfTap(
                id=new_id(), self_tally_id=number, device_id="a", seq=1, at=NOW, code=Code.OPEN
            ),
            SelfTurn(self_tally_id=number, index=0, speaker="Mo", text="Hello."),
            SelfCode(self_tally_id=number, turn_index=0, code=Code.OPEN, at=NOW),
        ]
    )


def _plan(session: Session, cast: Cast) -> None:
    """Lena would like to watch Mo again."""
    lena = cast.lena.id or 0
    plan = Watching(
        observer_id=lena,
        observed_id=cast.mo.id or 0,
        asked_by_id=lena,
        aim=Aim.DEVELOPMENT,
        state=State.ASKED,
        asked_at=NOW,
        accepted_at=NOW,
        changed_at=NOW,
    )
    session.add(plan)
    session.flush()
    session.add(WatchingStep(watching_id=plan.id or 0, place=1, by_id=lena, move=Move.ASK, at=NOW))
