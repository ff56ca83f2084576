"""A talk as far as a test needs it to have come."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from coach_the_coach.observations.rules import Seen
from coach_the_coach.observations.tables import Observation, ObservationBody, Talk, TalkBody
from coach_the_coach.observations.talk.actions import keep_day, keep_words, show_both, sign_talk
from tests.cast import NOW, Cast
from tests.observations.results import signed

SPOKEN = {
    "intended": "I wanted to hear her plan first.",
    "noticed": "She went quiet when I came with the price.",
    "moment": "At twelve minutes you waited, and she went on.",
    "would_try": "Count to three before I say anything.",
}
"""What the two say in their talk, in its order."""

ONE_THING = "Count to three."
PROMISED = "Mo: in two talks. Lena: a look on Thursday."
AGAIN = date(2026, 3, 12)
TALKED_AT = NOW + timedelta(hours=5)


def talk_about(session: Session, made: Observation) -> Talk:
    """The talk over the session of an observation."""
    session.flush()
    session.expire_all()
    return session.exec(
        select(Talk).where(Talk.coaching_session_id == made.coaching_session_id)
    ).one()


def words_of(session: Session, made: Observation) -> TalkBody:
    """Its words."""
    return session.get_one(TalkBody, talk_about(session, made).id)


def speak(session: Session, cast: Cast, made: Observation, at: datetime = TALKED_AT) -> None:
    """The questions are answered, on Mo's device."""
    for name, text in SPOKEN.items():
        keep_words(
            session, cast.actor(cast.mo), public_id=made.public_id, name=name, text=text, at=at
        )


def talk(session: Session, cast: Cast, made: Observation, at: datetime = TALKED_AT) -> None:
    """They talk until both views are open."""
    speak(session, cast, made, at)
    show_both(session, cast.actor(cast.lena), public_id=made.public_id, at=at)


def agree(
    session: Session,
    cast: Cast,
    made: Observation,
    *,
    one_thing: str = ONE_THING,
    at: datetime = TALKED_AT,
) -> None:
    """They choose the ONE thing, what each promises, and when to watch again."""
    lena = cast.actor(cast.lena)
    given = {"one_thing": one_thing, "promised": PROMISED}
    for name, text in given.items():
        if text:
            keep_words(session, lena, public_id=made.public_id, name=name, text=text, at=at)
    keep_day(session, lena, public_id=made.public_id, on=AGAIN, at=at)


def sign(session: Session, cast: Cast, made: Observation, at: datetime = TALKED_AT) -> None:
    """Both sign."""
    for who in (cast.lena, cast.mo):
        sign_talk(session, cast.actor(who), public_id=made.public_id, at=at)


def held(session: Session, cast: Cast, *, at: datetime = TALKED_AT) -> Observation:
    """Lena's observation of Mo, talked over and signed by both."""
    made = signed.observation(session, cast)
    signed.rate_oneself(session, made)
    talk(session, cast, made, at)
    agree(session, cast, made, at=at)
    sign(session, cast, made, at)
    return made


def following(session: Session, cast: Cast, root: Observation, seen: Seen | None) -> Observation:
    """The next observation of the two, which looked out for the ONE thing of `root`."""
    made = signed.observation(session, cast, draft=True)
    made.followed_id = talk_about(session, root).id
    made.opened_at = TALKED_AT + timedelta(days=1)
    body = session.get_one(ObservationBody, made.id)
    body.seen = seen
    session.add_all([made, body])
    signed.complete(session, made, [])
    signed.rate_oneself(session, made)
    return made
