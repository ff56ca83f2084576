"""The pages of deciding, as the browser of one of the cast sees them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.appeal.hearing.state import AppealState
from coach_the_coach.certification.deciding.attesting.state import AttestState
from coach_the_coach.certification.deciding.review.state import DecisionState
from coach_the_coach.certification.deciding.suspension.state import SuspensionState
from coach_the_coach.certification.deciding.waiting.state import DecisionsState
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import PROGRAM
from coach_the_coach.shell import routes
from tests.cast import NOW
from tests.certification.deciding import reviewed
from tests.certification.deciding.reviewed import NO, WORD
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cast, on a Monday in March; Mo has all but a leader's word and a specialist's."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        with store.transaction(PROGRAM) as session:
            on_path(session)
        yield


def on_path(session: Session) -> None:
    """Mo, on a path that asks for one session and one word."""
    mo, rae = person(session, "mo"), person(session, "rae")
    version = reviewed.path(session, requirements=[reviewed.LOG, WORD])
    reviewed.logged(session, mo, rae)
    reviewed.enrolled(session, mo, version)
    make_now(session, [mo.id or 0], at=NOW)


def public_id(key: str) -> str:
    """That of one of the cast."""
    with store.transaction() as session:
        return person(session, key).public_id


def asked() -> str:
    """Lena stands for Mo, and Mo asks; returns where the decision is."""
    lena = Visit(AttestState, routes.attest(public_id("mo")), "lena")
    lena.do("sign", public_id("mo"), "basics", "word", {"reason": "No."})
    assert list(lena.state.problems) == ["reason-basics-word"]
    lena.do("sign", public_id("mo"), "basics", "word", {"reason": "I have seen it myself."})
    assert lena.state.message == "Signed. They are told."
    mo = Visit(DecisionsState, routes.DECISIONS, "mo")
    mo.do("ask", mo.state.own[0].enrolment_id)
    assert mo.state.message == "Asked for. Those who sign are told."
    return mo.state.own[0].link


def named(link: str) -> None:
    """Lena names Cleo."""
    lena = Visit(DecisionState, link, "lena")
    one = lena.state.found.public_id
    lena.do("name", one, "line", {"person": public_id("mo")})
    assert list(lena.state.problems) == ["person"]
    lena.do("name", one, "line", {"person": public_id("cleo")})
    assert [seat.name for seat in lena.state.found.seats] == ["Cleo Chief", "Sage Specialist"]


def signed(link: str, key: str, said: str = "agree") -> Visit:
    """Somebody signs on the page."""
    visit = Visit(DecisionState, link, key)
    visit.do("choose", said)
    form = {
        "criterion": NO.criterion,
        "evidence": NO.evidence,
        "would_meet": NO.would_meet,
        "try_again_on": f"{NO.try_again_on}",
    }
    visit.do("sign", visit.state.found.public_id, form)
    assert visit.state.message == "Signed. It stays as it is."
    return visit


def test_from_asking_to_the_certificate_and_to_its_rest():
    link = asked()
    named(link)
    assert [one.text for one in Visit(DecisionsState, routes.DECISIONS, "spec").state.lines] == [
        "Mo Manager asks for a decision. You sign it."
    ]
    signed(link, "spec")
    cleo = signed(link, "cleo")
    assert (cleo.state.found.stands, cleo.state.found.may_sign) == ("Certified", False)
    with store.transaction(PROGRAM) as session:
        award = session.exec(select(Award.public_id)).one()
    lena = Visit(SuspensionState, routes.suspension(award), "lena")
    lena.do("open_up", award, {"ground": "stop-sign", "words": ""})
    assert set(lena.state.problems) == {"words"}
    lena.do("open_up", award, {"ground": "stop-sign", "words": "He shouted at a rep."})
    lena.do("confirm", award)
    spec = Visit(SuspensionState, routes.suspension(award), "spec")
    spec.do("confirm", award)
    mo = Visit(SuspensionState, routes.suspension(award), "mo")
    assert mo.state.found.stands.startswith("The certificate rests")
    assert (mo.state.found.may_end, mo.state.found.may_confirm) == (False, False)
    for visit in (lena, spec):
        visit.do("load")
        visit.do("end", award, {"act": "reinstate", "reason": "It was cleared up."})
    assert spec.state.found.ended == "It was cleared up."
    assert Visit(SuspensionState, routes.suspension(award), "sol").state.stage == "gone"


def test_a_refusal_an_appeal_and_the_other_signature():
    link = asked()
    named(link)
    spec = Visit(DecisionState, link, "spec")
    spec.do("choose", "not-yet")
    spec.do("sign", spec.state.found.public_id, {})
    assert set(spec.state.problems) == {"criterion", "evidence", "would_meet", "try_again_on"}
    signed(link, "spec", "not-yet")
    mo = Visit(DecisionState, link, "mo")
    assert (mo.state.found.refusal.would_meet, mo.state.found.may_appeal) == (NO.would_meet, True)
    page = routes.appeal(mo.state.found.public_id)
    one = mo.state.found.public_id
    mo = Visit(AppealState, page, "mo")
    mo.do("make", one, {"words": "The log of Tuesday holds all of it."})
    lena = Visit(AppealState, page, "lena")
    lena.do("name", one, {"decider": public_id("odd")})
    assert (lena.state.found.decider, lena.state.found.words) == ("Odd Other", "")
    odd = Visit(AppealState, page, "odd")
    assert Visit(DecisionState, link, "odd").state.found.refusal.evidence == NO.evidence
    odd.do("decide", one, {"outcome": "allowed", "reason": "It is there."})
    assert odd.state.message == "Decided. The candidate is told."
    mo.do("load")
    on = routes.decision(mo.state.found.new_id)
    cleo = signed(on, "cleo")
    assert cleo.state.found.stands == "Certified"


@pytest.mark.parametrize("key", ["sol", "odd", "rae"])
def test_others_are_shown_nothing(key: str):
    link = asked()
    for state, address in (
        (DecisionState, link),
        (AppealState, f"{link}/appeal"),
        (AttestState, routes.attest(public_id("mo"))),
    ):
        assert Visit(state, address, key).state.stage == "gone"
    assert Visit(DecisionsState, routes.DECISIONS, key).state.lines == []


def test_who_has_not_just_shown_who_they_are_is_asked_first(monkeypatch: pytest.MonkeyPatch):
    link = asked()
    spec = Visit(DecisionState, link, "spec")
    assert not spec.state.found.must_confirm_first
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=10))
    spec.do("load")
    assert spec.state.found.must_confirm_first
    spec.do("choose", "agree")
    spec.do("sign", spec.state.found.public_id, {})
    assert spec.state.message == "Please confirm that it is you, then do it once more."
    with pytest.raises(NotFound):
        spec.do("take_back", spec.state.found.public_id)
