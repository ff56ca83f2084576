"""Two at one moment: both sign, one signs and the other refuses, and one asks twice."""

from typing import Any

from sqlmodel import Session, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.asking.actions import ask
from coach_the_coach.certification.deciding.signing.actions import sign
from coach_the_coach.certification.deciding.tables import CoSignature
from coach_the_coach.certification.rules import Verdict
from coach_the_coach.certification.tables import Review
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.viewer import PROGRAM
from coach_the_coach.identity.access import Actor
from tests.cast import NOW, Cast
from tests.certification.deciding import reviewed
from tests.certification.deciding.reviewed import NO, YES, VerdictDraft
from tests.meeting import at_once, company


def ready(cast: Cast) -> tuple[str, Actor, Actor]:
    """A decision that waits for both, and the two who sign it."""
    with store.transaction(PROGRAM) as session:
        here = Cast(session, **{key: getattr(cast, key) for key in vars(cast) if key != "session"})
        review = reviewed.asked(session, here)
        return review.public_id, here.actor(cast.spec), here.actor(cast.cleo)


def signing(actor: Actor, public_id: str, draft: VerdictDraft):
    """Somebody signs."""

    def work(session: Session) -> Any:
        sign(session, actor, public_id=public_id, draft=draft, at=NOW)
        return "signed"

    return work


def test_two_who_sign_at_one_instant_make_one_certificate(database_url: str):
    with company(database_url) as cast:
        public_id, spec, cleo = ready(cast)
        came = at_once(signing(spec, public_id, YES), signing(cleo, public_id, YES), viewer=PROGRAM)
        assert came == ["signed", "signed"]
        with store.transaction(PROGRAM) as session:
            assert len(session.exec(select(Award)).all()) == 1
            assert session.exec(select(Review.outcome)).all() == [Verdict.CERTIFIED]


def test_a_yes_beside_a_no_is_a_no(database_url: str):
    with company(database_url) as cast:
        public_id, spec, cleo = ready(cast)
        first, second = at_once(
            signing(spec, public_id, NO), signing(cleo, public_id, YES), viewer=PROGRAM
        )
        assert first == "signed"
        assert isinstance(second, Conflict)
        with store.transaction(PROGRAM) as session:
            assert session.exec(select(Award)).all() == []
            assert len(session.exec(select(CoSignature)).all()) == 1
            assert session.exec(select(Review.outcome)).all() == [Verdict.NOT_YET]


def test_asked_twice_at_once_it_is_asked_once(database_url: str):
    with company(database_url) as cast:
        with store.transaction(PROGRAM) as session:
            here = Cast(
                session, **{key: getattr(cast, key) for key in vars(cast) if key != "session"}
            )
            enrolment = reviewed.complete(session, here).public_id
            mo = here.actor(cast.mo)

        def asking(session: Session) -> str:
            return ask(session, mo, enrolment=enrolment, at=NOW)

        first, second = at_once(asking, asking, viewer=PROGRAM)
        assert first == second
        with store.transaction(PROGRAM) as session:
            assert len(session.exec(select(Review)).all()) == 1
