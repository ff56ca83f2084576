"""What is done for a certificate: logged, learned, observed by one or two, and talked over."""

from sqlmodel import Session, col, select

from coach_the_coach.calibration.adjudication.actions import ask_third
from coach_the_coach.calibration.pairing.actions import ask_double, begin_double
from coach_the_coach.certification.learning.unit.actions import use_unit
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rating.actions import amend_observation, sign_observation
from coach_the_coach.observations.reflect.actions import finish_own_rating
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import (
    BlindScoring,
    Observation,
    ObservationBody,
    Rating,
    SelfRating,
    Status,
    Talk,
    TalkBody,
    TurnCode,
)
from coach_the_coach.observations.talk.actions import show_both
from coach_the_coach.observations.tally.rules import Code
from tests import build
from tests.certification import kept
from tests.certification.deciding.rescored import heard
from tests.certification.learning.answers import tried
from tests.certification.machine.rows import day
from tests.certification.machine.scene import Scene
from tests.observations.talk.held import SPOKEN

UNIT = "purpose"
USED = "I asked for her plan first and then waited."


def answer(scene: Scene, who: Person, bank: str, *, wrong: int = 0) -> None:
    """Try the questions of a bank, and send them."""
    scene.do(who, tried, bank=bank, wrong=wrong)


def use(scene: Scene, who: Person, entry: LogEntry) -> None:
    """Say in which session the unit was used."""
    scene.do(who, use_unit, unit=UNIT, entry=entry.public_id, words=USED, twice=True)


def watched(scene: Scene, by: Person) -> Observation:
    """A draft of Mo coaching just now, for certification; its words are kept."""
    cast = scene.cast
    made = build.observation(
        scene.session, of=cast.mo, by=by, coached=cast.rae, aim=Aim.CERTIFICATION, at=scene.at
    )
    heard(scene.session, made)
    return made


def code(scene: Scene, made: Observation) -> None:
    """One turn of the words it is scored from."""
    turn = TurnCode(observation_id=made.id or 0, turn_index=0, code=Code.OPEN, at=scene.at)
    scene.session.merge(turn)
    scene.session.flush()


def rate(
    session: Session, made: Observation, level: int, *, few: bool = False, stop: bool = False
) -> None:
    """Everything that signing asks for: of a `few` dimensions alone, with a stop sign or none."""
    for number in range(1, 9):
        rated = session.get(Rating, (made.id, number)) or Rating(
            observation_id=made.id or 0, dimension=number
        )
        rated.level = level if number <= 3 or not few else None
        rated.quote = "You waited, and she went on." if rated.level else ""
        session.add(rated)
    body = session.get_one(ObservationBody, made.id)
    body.one_thing, body.stop_signs = "Wait a little longer.", ["shamed"] if stop else []
    session.add(body)
    session.flush()


def sign(scene: Scene, by: Person, made: Observation, *, fresh: bool = True) -> object:
    """Sign an observation."""
    return scene.do(by, sign_observation, fresh=fresh, twice=True, public_id=made.public_id)


def pair(
    scene: Scene, first: Observation, by: Person, second: Person, *, drawn: bool = False
) -> BlindScoring | None:
    """Have another score the session as well; None where that is refused."""
    held = scene.session.get_one(CoachingSession, first.coaching_session_id)
    observer = "" if drawn else second.public_id
    made = scene.do(by, ask_double, held_id=held.public_id, observer=observer, twice=True)
    if isinstance(made, Refusal):
        return None
    return scene.session.exec(select(BlindScoring).where(BlindScoring.public_id == made)).one()


def third(scene: Scene, scoring: BlindScoring, by: Person, who: Person) -> object:
    """Have a third look."""
    return scene.do(by, ask_third, twice=True, public_id=scoring.public_id, observer=who.public_id)


def scores_too(
    scene: Scene, scoring: BlindScoring, who: Person, level: int, *, signs: bool = True
) -> Observation | None:
    """Whoever was asked begins, rates and signs; None where they may not."""
    begun = scene.do(who, begin_double, public_id=scoring.public_id, both_agreed=True)
    if isinstance(begun, Refusal):
        return None
    made = named(scene.session, begun)
    if made.status is Status.DRAFT:
        made.started_at = scene.at if made.source is Source.LIVE else None
        if made.source is not Source.LIVE:
            code(scene, made)
        rate(scene.session, made, level)
        if signs:
            sign(scene, who, made)
    return made


def correct(scene: Scene, made: Observation, by: Person, level: int, *, signs: bool) -> None:
    """Correct what was signed; the new version is signed at once, or left as it is."""
    why = "I mixed up two talks."
    begun = scene.do(by, amend_observation, public_id=made.public_id, reason=why)
    if isinstance(begun, Refusal):
        return
    version = named(scene.session, begun)
    rate(scene.session, version, level)
    if signs:
        sign(scene, by, version)


def talk_over(scene: Scene, made: Observation) -> None:
    """Mo gives his own view, they talk, and the observer opens both."""
    session, mo = scene.session, scene.cast.mo
    for number in range(1, 9) if made.status is Status.SIGNED else ():
        if session.get(SelfRating, (made.id, number)) is None:
            session.add(SelfRating(observation_id=made.id or 0, dimension=number, level=3))
    session.flush()
    said = scene.do(mo, finish_own_rating, public_id=made.public_id)
    if isinstance(said, Refusal):
        return
    # Word by word is the business of the talk's own tests.
    talk = session.exec(
        select(Talk).where(
            Talk.coaching_session_id == made.coaching_session_id,
            Talk.observer_id == made.observer_id,
        )
    ).one()
    words = session.get_one(TalkBody, talk.id)
    for name, text in SPOKEN.items():
        setattr(words, name, text)
    session.add(words)
    observer = session.get_one(Person, made.observer_id)
    scene.do(observer, show_both, public_id=made.public_id, twice=True)


def newest(session: Session, **wanted: object) -> list[Observation]:
    """Observations for certification that are like this, the newest first."""
    found = session.exec(select(Observation).order_by(col(Observation.id).desc())).all()
    return [
        one
        for one in found
        if one.aim is Aim.CERTIFICATION
        and all(getattr(one, name) == value for name, value in wanted.items())
    ]


def named(session: Session, public_id: str) -> Observation:
    """An observation by its public id."""
    return session.exec(select(Observation).where(Observation.public_id == public_id)).one()


def is_observed_twice(scene: Scene, first: Person, second: Person) -> None:
    """Two good sessions of Mo: of one alone, and of both blind; talked over with each."""
    for by, other in ((first, None), (second, first)):
        scene.later(minutes=20)
        made = watched(scene, by)
        scoring = pair(scene, made, by, other) if other else None
        rate(scene.session, made, 3)
        sign(scene, by, made)
        too = scores_too(scene, scoring, other, 3) if scoring and other else None
        for one in (made, too):
            if one is not None:
                talk_over(scene, one)


def log(scene: Scene, who: Person, *, back: int = 0, complete: bool = True) -> list[LogEntry]:
    """A session with each of two whom somebody coaches, entered now."""
    cast = scene.cast
    coached = (cast.rae, cast.ren) if who is cast.mo else (cast.mo, cast.mia)
    on = day(scene.at, who)
    on = on.fromordinal(on.toordinal() - back)
    return [
        kept.log(scene.session, who, one, on, at=scene.at, complete=complete) for one in coached
    ]
