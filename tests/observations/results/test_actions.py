"""The answer: once both views are open, once, and by the one observed alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.identity.access import Actor
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.results.actions import keep_answer, send_answer
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import Observation, Reply
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.observations.results import signed

LATER = NOW + timedelta(hours=5)
TEXT = "Agreed. I gave the answer too early."

Step = Callable[[Session, Actor, str], None]


def keep(session: Session, actor: Actor, public_id: str, text: str = TEXT) -> None:
    """Keep an answer as it is typed."""
    keep_answer(session, actor, public_id=public_id, answer=text)


def send(session: Session, actor: Actor, public_id: str, text: str = TEXT) -> None:
    """Send an answer."""
    send_answer(session, actor, public_id=public_id, answer=text, at=LATER)


STEPS = {"keep": keep, "send": send}


@pytest.fixture
def made(session: Session, cast: Cast) -> Observation:
    """Lena's signed observation of Mo, both views of which were opened in their talk."""
    made = signed.observation(session, cast)
    signed.open_both(session, made)
    return made


def told(session: Session) -> list[tuple[int, str, str]]:
    """Everything anybody was told."""
    found = session.exec(select(Notice).order_by(col(Notice.id))).all()
    return [(one.person_id, one.text, one.link) for one in found]


def stands(session: Session, made: Observation) -> tuple[str, bool, bool]:
    """The answer, whether it is sent, and whether all is acknowledged."""
    session.flush()
    session.expire_all()
    reply = session.get_one(Reply, made.id)
    return reply.answer, reply.answered_at is not None, reply.acknowledged_at is not None


def test_an_answer_is_kept_as_it_is_typed_and_nobody_is_told(
    session: Session, cast: Cast, made: Observation
):
    mo = cast.actor(cast.mo)
    keep(session, mo, made.public_id, "Agr")
    keep(session, mo, made.public_id, "Agreed\0, partly.")
    assert stands(session, made) == ("Agreed, partly.", False, False)
    assert told(session) == []


def test_answering_tells_the_observer_once(session: Session, cast: Cast, made: Observation):
    mo = cast.actor(cast.mo)
    for step in (send, send, keep):
        step(session, mo, made.public_id)
    assert stands(session, made) == (TEXT, True, False)
    page = routes.observation(made.public_id)
    assert told(session) == [(cast.lena.id, "Mo Manager has answered your observation.", page)]


def test_what_is_sent_stays_as_it_is(session: Session, cast: Cast, made: Observation):
    mo = cast.actor(cast.mo)
    send(session, mo, made.public_id)
    for step in (keep, send):
        with pytest.raises(Conflict, match="sent and stays"):
            step(session, mo, made.public_id, "Something else.")
    assert stands(session, made) == (TEXT, True, False)


def test_nothing_is_written_where_it_was_acknowledged_before_talks_were_signed(
    session: Session, cast: Cast, made: Observation
):
    mo = cast.actor(cast.mo)
    session.get_one(Reply, made.id).acknowledged_at = NOW
    for step in (keep, send):
        with pytest.raises(Conflict, match="closed"):
            step(session, mo, made.public_id)
    assert stands(session, made) == ("", False, True)


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001])
def test_an_answer_that_is_empty_or_too_long_is_not_sent(
    session: Session, cast: Cast, made: Observation, text: str
):
    with pytest.raises(Invalid) as refusal:
        send(session, cast.actor(cast.mo), made.public_id, text)
    assert list(refusal.value.problems) == ["answer"]
    assert told(session) == []


@pytest.mark.parametrize("step", list(STEPS))
def test_before_both_views_are_open_nothing_can_be_answered(
    session: Session, cast: Cast, step: str
):
    made = signed.observation(session, cast)
    signed.rate_oneself(session, made)
    with pytest.raises(Conflict, match="First your talk"):
        STEPS[step](session, cast.actor(cast.mo), made.public_id)
    assert stands(session, made) == ("", False, False)


@pytest.mark.parametrize("step", list(STEPS))
def test_a_draft_cannot_be_answered(session: Session, cast: Cast, step: str):
    draft = signed.observation(session, cast, draft=True)
    with pytest.raises(NotFound):
        STEPS[step](session, cast.actor(cast.mo), draft.public_id)


@pytest.mark.parametrize("step", list(STEPS))
def test_a_version_that_was_corrected_is_not_answered_any_more(
    session: Session, cast: Cast, made: Observation, step: str
):
    signed.observation(session, cast, corrects=made)
    with pytest.raises(Conflict, match="corrected version"):
        STEPS[step](session, cast.actor(cast.mo), made.public_id)


@pytest.mark.parametrize("aim", list(Aim))
@pytest.mark.parametrize("who", ["lena", "cleo", "odd", "sol", "rae", "spec", "ada"])
def test_nobody_else_answers_in_their_place(session: Session, cast: Cast, who: str, aim: Aim):
    made = signed.observation(session, cast, aim=aim)
    signed.open_both(session, made)
    for step in STEPS.values():
        with pytest.raises(NotFound):
            step(session, cast.actor(getattr(cast, who)), made.public_id)
    assert stands(session, made) == ("", False, False)
    assert told(session) == []
