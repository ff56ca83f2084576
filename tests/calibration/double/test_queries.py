"""What the pages show of what two score: to whom, and from when on."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session, select

from coach_the_coach.calibration.adjudication.actions import ask_third
from coach_the_coach.calibration.double.queries import (
    askable,
    next_lines,
    pair_row,
    pairs,
    seconds,
)
from coach_the_coach.calibration.double.rows import PairRow
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes
from tests.calibration import scene
from tests.calibration.scene import SIGNED_AT
from tests.cast import NOW, Cast
from tests.observations.results.signed import show

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def certifiers(session: Session, cast: Cast) -> None:
    """Sage, Odd and Cleo may certify anybody."""
    scene.let_certify(session, cast)


def says(session: Session, cast: Cast, who: Person) -> list[tuple[str, str]]:
    """What stands on their list, and the way on."""
    return [(one.says, one.action) for one in pairs(session, cast.actor(who), at=SIGNED_AT)]


def test_each_is_told_what_comes_next_by_their_own_signature_alone(session: Session, cast: Cast):
    _scoring, one, _other = scene.scored(session, cast, cast.spec, cast.odd, signed=False)
    people = (cast.odd, cast.mo, cast.lena, cast.cleo)
    before = {who.email: says(session, cast, who) for who in people}

    scene.sign(session, cast, cast.spec, one.public_id)

    assert {who.email: says(session, cast, who) for who in people} == before
    waits = "Yours is signed and waits for the other observer. Nobody else reads it yet."
    assert says(session, cast, cast.spec) == [(waits, "")]
    blind = "Score this session for yourself. You see nothing of the other before both signed."
    assert before[cast.odd.email] == [(blind, "Go on")]
    for who in (cast.sol, cast.mia, cast.rae, cast.ada):
        assert says(session, cast, who) == []


def test_what_waits_for_the_second_stands_among_what_comes_next(session: Session, cast: Cast):
    made = scene.watched(session, cast, cast.spec)
    scoring = scene.ask(session, cast, made, cast.odd, by=cast.spec)

    (line,) = next_lines(session, cast.actor(cast.odd), at=NOW)

    assert (line.action, line.link) == ("Begin", routes.double(scoring.public_id))
    assert next_lines(session, cast.actor(cast.spec), at=NOW) == []
    assert next_lines(session, cast.actor(cast.mo), at=NOW) == []


def test_nobody_reads_what_one_gave_before_both_have_signed(session: Session, cast: Cast):
    scoring, one, _other = scene.scored(session, cast, cast.spec, cast.odd, signed=False)
    scene.sign(session, cast, cast.spec, one.public_id)

    for who in (cast.spec, cast.odd, cast.mo, cast.lena, cast.cleo):
        row = pair_row(session, cast.actor(who), public_id=scoring.public_id, at=SIGNED_AT)
        assert (row.is_open, row.levels, row.total) == (False, [], "")
    for who in (cast.sol, cast.rae, cast.ada):
        with pytest.raises(NotFound):
            pair_row(session, cast.actor(who), public_id=scoring.public_id, at=SIGNED_AT)


def test_once_both_have_signed_the_two_and_the_direct_leader_read_both_side_by_side(
    session: Session, cast: Cast
):
    scoring, one, other = scene.scored(session, cast, cast.spec, cast.odd, one={1: 4})
    for who in (cast.spec, cast.odd, cast.lena):
        row = pair_row(session, cast.actor(who), public_id=scoring.public_id, at=SIGNED_AT)
        assert row.is_open
        assert (row.levels[0].first[:1], row.levels[0].second[:1]) == ("4", "3")
        assert (row.levels[0].counts, row.total) == ("3.50", "3.06")
        assert row.totals == "Sage Specialist 3.12 · Odd Other 3.00"
        assert row.apart == "The two are close."
    # Who leads through others sees scores on the page of each, and not here.
    row = pair_row(session, cast.actor(cast.cleo), public_id=scoring.public_id, at=SIGNED_AT)
    assert not row.is_open
    session.info.pop(audit.SEEN, None)
    pair_row(session, cast.actor(cast.lena), public_id=scoring.public_id, at=SIGNED_AT)
    read = {what.thing for _action, what in session.info[audit.SEEN]}
    assert read == {one.public_id, other.public_id}


def test_the_one_observed_reads_both_once_both_talks_have_opened_them(session: Session, cast: Cast):
    scoring, one, other = scene.scored(session, cast, cast.spec, cast.odd)
    mo = cast.actor(cast.mo)

    def is_open() -> bool:
        return pair_row(session, mo, public_id=scoring.public_id, at=SIGNED_AT).is_open

    assert not is_open()
    show(session, one)
    assert not is_open()
    show(session, other)
    assert is_open()


def test_a_third_reads_both_once_they_have_signed(session: Session, cast: Cast):
    ann = scene.outsider(session, "ann")
    scoring, _one, _other = scene.scored(
        session, cast, cast.spec, cast.odd, one={1: 4}, other={1: 1}
    )
    lena = cast.actor(cast.lena)
    waiting = pair_row(session, lena, public_id=scoring.public_id, at=SIGNED_AT)
    assert [(one.value, one.word) for one in waiting.thirds] == [
        (ann.public_id, "Ann Outside (from outside their line)")
    ]
    assert (waiting.levels[0].differs, waiting.can_draw) == ("Far apart", True)
    ask_third(session, lena, public_id=scoring.public_id, at=NOW)
    row = pair_row(session, cast.actor(ann), public_id=scoring.public_id, at=SIGNED_AT)
    assert (row.is_open, row.can_begin, row.can_decline) == (False, True, True)
    third = scene.begin(session, cast, ann, scoring)
    scene.rate(session, cast, ann, third.public_id, levels={1: 2})

    scene.sign(session, cast, ann, third.public_id)

    row = pair_row(session, cast.actor(ann), public_id=scoring.public_id, at=SIGNED_AT)
    assert (row.is_open, row.levels[0].third[:1], row.levels[0].counts) == (True, "2", "2.00")


def test_a_session_can_be_asked_for_with_those_who_may_score_it(session: Session, cast: Cast):
    made = scene.watched(session, cast, cast.spec)
    spec = cast.actor(cast.spec)
    (row,) = askable(session, spec, at=NOW)

    assert (row.observed, row.coached, row.first) == ("Mo Manager", "Rae Rep", "Sage Specialist")
    people = seconds(session, spec, held_id=scene.held_of(session, made).public_id, at=NOW)
    assert [one.word for one in people] == [
        "Cleo Chief (of their line)",
        "Lena Leader (of their line)",
        "Odd Other (from outside their line)",
    ]
    with pytest.raises(NotFound):
        seconds(session, spec, held_id="0" * 32, at=NOW)


def test_a_long_list_takes_the_statements_of_a_short_one(
    session: Session, cast: Cast, statements: Statements
):
    def add(number: int) -> None:
        for _each in range(number):
            made = scene.watched(session, cast, cast.spec)
            scene.ask(session, cast, made, cast.odd, by=cast.spec)

    def sent() -> int:
        session.flush()
        actor = cast.actor(cast.lena)
        session.expunge_all()
        with statements() as found:
            assert pairs(session, actor, at=NOW)
        return len(found)

    add(1)
    one = sent()
    add(12)

    assert sent() == one


def test_whoever_has_not_practised_is_told_before_they_begin_and_is_shown_where(
    session: Session, cast: Cast
):
    made = scene.watched(session, cast, cast.spec)
    scoring = scene.ask(session, cast, made, cast.odd, by=cast.spec)

    def row() -> PairRow:
        return pair_row(session, cast.actor(cast.odd), public_id=scoring.public_id, at=NOW)

    assert (row().can_begin, row().must_practise) == (True, "")
    for one in session.exec(select(Evidence).where(Evidence.person_id == cast.odd.id)):
        one.withdrawn_at = NOW
    session.flush()

    assert row().must_practise.startswith("Before you score for certification, practise")
    with pytest.raises(Invalid) as refusal:
        scene.begin(session, cast, cast.odd, scoring)
    assert refusal.value.problems == {"both_agreed": row().must_practise}
