"""Everybody sees of a decision what is theirs: the cast, whoever is named, an expired seat."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.certification.deciding.asking.actions import ask
from coach_the_coach.certification.deciding.review.queries import decision
from coach_the_coach.certification.deciding.rules import SEATED_DAYS
from coach_the_coach.certification.deciding.waiting.queries import next_lines, own_paths
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, Person, Reach, ReportingLine
from tests.cast import NOW, Cast
from tests.certification.deciding import reviewed
from tests.certification.deciding.reviewed import NO, asked, named, signed

REASON = "I was there when both were closed."


@pytest.mark.parametrize(
    ("key", "words", "may_sign", "may_name"),
    [
        ("mo", REASON, False, False),
        ("lena", REASON, False, True),
        ("cleo", REASON, True, True),
        ("spec", REASON, True, False),
    ],
)
def test_who_takes_part_reads_what_counted(
    session: Session, cast: Cast, key: str, words: str, may_sign: bool, may_name: bool
):
    review = asked(session, cast)
    actor = cast.actor(getattr(cast, key))
    row = decision(session, actor, public_id=review.public_id, at=NOW)

    assert [(one.key, one.counted, one.is_missing) for one in row.lines] == [
        ("log", "1 counted", False),
        ("gates", "1 counted", False),
    ]
    assert row.lines[1].words == words
    assert [(one.name, one.said) for one in row.seats] == [
        ("Cleo Chief", ""),
        ("Sage Specialist", ""),
    ]
    assert (row.may_sign, any(one.may_name for one in row.seats)) == (may_sign, may_name)
    assert (row.may_take_back, row.stands) == (key == "mo", "0 of 2 have signed")


def test_a_leader_above_and_a_specialist_who_are_not_named_read_no_words(
    session: Session, cast: Cast
):
    review = asked(session, cast)
    named(session, cast, review.public_id, "line", cast.lena)
    named(session, cast, review.public_id, "second", cast.odd)
    signed(session, cast, review, cast.odd, NO)
    for who in (cast.cleo, cast.spec):
        row = decision(session, cast.actor(who), public_id=review.public_id, at=NOW)
        assert [one.words for one in row.lines] == ["", ""]
        assert (row.refusal.evidence, row.refusal.would_meet) == ("", "")
        assert row.refusal.criterion.startswith("1 logged session")
    for who in (cast.mo, cast.lena, cast.odd):
        row = decision(session, cast.actor(who), public_id=review.public_id, at=NOW)
        assert row.refusal.evidence == NO.evidence
        assert row.refusal.again_on == "22 March 2026"
        assert row.may_appeal is (who is cast.mo)


def test_an_administrator_sees_who_is_to_sign_and_nothing_else(session: Session, cast: Cast):
    review = asked(session, cast)
    row = decision(session, cast.actor(cast.ada), public_id=review.public_id, at=NOW)
    assert (row.names_only, row.lines, row.candidate) == (True, [], "Mo Manager")
    assert [one.may_name for one in row.seats] == [True, True]
    signed(session, cast, review, cast.spec, NO)
    with pytest.raises(NotFound):
        decision(session, cast.actor(cast.ada), public_id=review.public_id, at=NOW)


@pytest.mark.parametrize("key", ["sol", "odd", "mia", "rae", "sid"])
def test_nobody_else_knows_of_it(session: Session, cast: Cast, key: str):
    review = asked(session, cast)
    with pytest.raises(NotFound):
        decision(session, cast.actor(getattr(cast, key)), public_id=review.public_id, at=NOW)


def test_whoever_is_named_sees_this_decision_until_it_ends(session: Session, cast: Cast):
    review = asked(session, cast)
    named(session, cast, review.public_id, "second", cast.odd)
    row = decision(session, cast.actor(cast.odd), public_id=review.public_id, at=NOW)
    assert (row.may_sign, row.lines[1].words) == (True, REASON)
    assert [one.text for one in next_lines(session, cast.actor(cast.odd), at=NOW)] == [
        "Mo Manager asks for a decision. You sign it."
    ]
    over = NOW + timedelta(days=SEATED_DAYS)
    odd = cast.actor(cast.odd, over)
    with pytest.raises(NotFound):
        decision(session, odd, public_id=review.public_id, at=over)
    assert next_lines(session, odd, at=over) == []
    told = [one.text for one in next_lines(session, cast.actor(cast.lena, over), at=over)]
    assert told == ["Mo Manager asks for a decision. Name who signs it."]
    named(session, cast, review.public_id, "second", cast.spec)
    with pytest.raises(NotFound):
        decision(session, cast.actor(cast.odd), public_id=review.public_id, at=NOW)


def test_what_waits_is_said_to_each(session: Session, cast: Cast):
    enrolment = reviewed.complete(session, cast)
    mo = cast.actor(cast.mo)
    assert [(one.text, one.rank) for one in next_lines(session, mo, at=NOW)] == [
        ("All that Basics asks is there.", 1)
    ]
    assert [(one.path, one.may_ask) for one in own_paths(session, mo, at=NOW)] == [("Basics", True)]
    ask(session, mo, enrolment=enrolment.public_id, at=NOW)

    lines = {
        key: [one.text for one in next_lines(session, cast.actor(getattr(cast, key)), at=NOW)]
        for key in ("mo", "lena", "cleo", "odd", "spec", "ada", "sol")
    }

    naming = ["Mo Manager asks for a decision. Name who signs it."]
    assert lines == {
        "mo": [],
        "lena": naming,
        "cleo": naming,
        "odd": [],
        "spec": ["Mo Manager asks for a decision. You sign it."],
        "ada": naming,
        "sol": [],
    }


def many(session: Session, cast: Cast, n: int) -> None:
    """So many managers of Lena's who ask for a decision."""
    version = reviewed.path(session, f"path{n}", requirements=[reviewed.LOG])
    for number in range(n):
        who = Person(email=f"m{n}-{number}@example.com", given_name="M", family_name=f"{number}")
        session.add(who)
        session.flush()
        session.add_all(
            [
                Grant(
                    person_id=who.id or 0,
                    role=Role.MANAGER,
                    root_id=who.id,
                    starts_at=NOW - timedelta(days=9),
                ),
                ReportingLine(
                    person_id=who.id or 0,
                    manager_id=cast.lena.id or 0,
                    starts_on=NOW.date() - timedelta(days=90),
                ),
                Reach(ancestor_id=who.id or 0, descendant_id=who.id or 0, depth=0),
                Reach(ancestor_id=cast.lena.id or 0, descendant_id=who.id or 0, depth=1),
                Reach(ancestor_id=cast.cleo.id or 0, descendant_id=who.id or 0, depth=2),
            ]
        )
        enrolment = reviewed.enrolled(session, who, version)
        reviewed.logged(session, who, cast.rae)
        make_now(session, [who.id or 0], at=NOW)
        ask(session, cast.actor(who), enrolment=enrolment.public_id, at=NOW)


def test_what_waits_takes_as_many_statements_for_many_as_for_one(
    session: Session, cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
):
    counts = []
    for n in (1, 8):
        many(session, cast, n)
        session.expire_all()
        counted = []
        for who in (cast.lena, cast.spec):
            actor = cast.actor(who)
            with statements() as sent:
                found = next_lines(session, actor, at=NOW)
            counted.append(len(sent))
            assert len(found) == (1 if n == 1 else 9)
        counts.append(counted)
    assert counts[0] == counts[1]
