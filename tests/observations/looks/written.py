"""A short look as Lena writes one of Mo, and gives it."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.observations.looks import actions
from tests import build
from tests.cast import NOW, Cast

MOMENT = "Rae asked what to do, and you asked what she had tried."
TO_TRY = "Wait three seconds after the question."


def begun(session: Session, cast: Cast, *, by: str = "lena", at: datetime = NOW) -> str:
    """The public id of a look at Mo in which nothing is written yet."""
    build.rubric(session)
    observer = cast.actor(getattr(cast, by))
    return actions.open_look(session, observer, person=cast.mo.public_id, at=at)


def written(session: Session, cast: Cast, *, by: str = "lena", at: datetime = NOW) -> str:
    """One with everything in it, not given."""
    look = begun(session, cast, by=by, at=at)
    observer = cast.actor(getattr(cast, by))
    for number, level in ((2, 3), (7, 1)):
        actions.choose_dimension(session, observer, public_id=look, dimension=number, wanted=True)
        actions.keep_level(session, observer, public_id=look, dimension=number, level=level)
    actions.keep_words(session, observer, public_id=look, name="moment", text=MOMENT)
    actions.keep_words(session, observer, public_id=look, name="to_try", text=TO_TRY)
    actions.keep_coached(session, observer, public_id=look, coached=cast.rae.public_id, at=at)
    return look


def given(session: Session, cast: Cast, *, by: str = "lena", at: datetime = NOW) -> str:
    """One that was given to Mo."""
    look = written(session, cast, by=by, at=at)
    actions.give_look(session, cast.actor(getattr(cast, by)), public_id=look, at=at)
    return look
