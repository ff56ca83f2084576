"""What waits of the plans one takes part in, for the one who is next and nobody else."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.waiting import queries as waiting
from coach_the_coach.observations.watching import actions
from coach_the_coach.observations.watching.beginning.actions import begin_watching
from coach_the_coach.observations.watching.beginning.rules import BeginningDraft
from coach_the_coach.observations.watching.own.queries import LIMIT, next_lines, own_watchings
from coach_the_coach.observations.watching.rules import ProposalDraft
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine
from tests.cast import NOW, Cast
from tests.observations.watching import planned
from tests.observations.watching.planned import LATER, THURSDAY, WEDNESDAY


def waits(session: Session, cast: Cast, who: Person, at=NOW) -> list[tuple[str, str, int]]:
    """What waits for somebody: sentence, button and rank."""
    lines = next_lines(session, cast.actor(who), at=at)
    return [(line.text, line.action, line.rank) for line in lines]


def test_an_ask_waits_for_the_one_who_answers_it(session: Session, cast: Cast):
    watch = planned.offered(session, cast)
    assert next_lines(session, cast.actor(cast.odd), at=NOW) == [
        NextLine(
            "You are asked to watch a session of Mo Manager.",
            "Answer",
            routes.watching(watch),
            0,
            NOW.isoformat(),
        )
    ]
    assert (waits(session, cast, cast.mo), waits(session, cast, cast.lena)) == ([], [])
    actions.accept(session, cast.actor(cast.odd), public_id=watch, at=NOW)
    assert waits(session, cast, cast.odd) == []
    assert waits(session, cast, cast.mo) == [
        ("Odd Other would like to watch one of your sessions.", "Propose one", 0)
    ]


def test_a_proposal_waits_for_the_other(session: Session, cast: Cast):
    watch = planned.proposed(session, cast)
    assert waits(session, cast, cast.mo) == []
    assert waits(session, cast, cast.lena) == [
        (
            "Mo Manager proposes Wednesday 4 March, 14:00 for the session to be watched.",
            "Answer",
            0,
        )
    ]
    draft = ProposalDraft(starts_at=THURSDAY)
    actions.propose(session, cast.actor(cast.lena), public_id=watch, draft=draft, at=NOW)
    assert waits(session, cast, cast.lena) == []
    assert waits(session, cast, cast.mo)[0][:2] == (
        "Lena Leader proposes Thursday 5 March, 14:00 for the session to be watched.",
        "Answer",
    )


def test_what_is_agreed_is_named_from_the_day_before_until_it_has_begun(
    session: Session, cast: Cast
):
    watch = planned.agreed(session, cast)
    time = "Wednesday 4 March, 14:00"
    assert waits(session, cast, cast.lena) == []
    for at, action in ((WEDNESDAY - timedelta(hours=20), "Open"), (WEDNESDAY, "Begin")):
        assert waits(session, cast, cast.lena, at) == [
            (f"You watch Mo Manager: {time}.", action, 1)
        ]
        assert waits(session, cast, cast.mo, at) == [
            (f"Lena Leader watches you: {time}.", "Open", 1)
        ]
    passed = WEDNESDAY + timedelta(days=1)
    text = f"The session that Lena Leader was to watch, {time}, has passed. Move it or call it off."
    assert waits(session, cast, cast.mo, passed) == [(text, "Open", 1)]
    begin_watching(
        session,
        cast.actor(cast.lena),
        public_id=watch,
        draft=BeginningDraft(both_agreed=True),
        at=WEDNESDAY,
    )
    for who in (cast.lena, cast.mo):
        assert waits(session, cast, who, passed) == []
        assert own_watchings(session, cast.actor(who), at=passed) == []


def test_home_names_what_waits_of_them(session: Session, cast: Cast):
    planned.proposed(session, cast)
    lines = waiting.next_lines(session, cast.actor(cast.lena), at=NOW)
    assert [line.text for line in lines if "to be watched" in line.text] == [
        "Mo Manager proposes Wednesday 4 March, 14:00 for the session to be watched."
    ]


@pytest.mark.parametrize("who", ["cleo", "sol", "mia", "rae", "ada", "spec", "odd"])
def test_nothing_of_it_waits_for_anybody_else(session: Session, cast: Cast, who: str):
    planned.proposed(session, cast)
    other = getattr(cast, who)
    assert waits(session, cast, other) == []
    assert own_watchings(session, cast.actor(other), at=NOW) == []


def test_the_own_list_says_how_each_stands_and_who_is_next(session: Session, cast: Cast):
    planned.agreed(session, cast)
    planned.asked(session, cast, of="mia")
    lines = own_watchings(session, cast.actor(cast.lena), at=NOW)
    assert [(one.words, one.state_word, one.mark, one.is_mine_next) for one in lines] == [
        ("You watch Mo Manager", "Agreed", "done", False),
        ("You watch Mia Manager", "Asked", "waiting", False),
    ]
    mia = own_watchings(session, cast.actor(cast.mia), at=NOW)
    assert [(one.words, one.is_mine_next) for one in mia] == [("Lena Leader watches you", True)]
    late = own_watchings(session, cast.actor(cast.mo), at=THURSDAY)
    assert [(one.state_word, one.mark) for one in late] == [("The day has passed", "attention")]


def test_what_waits_takes_two_statements_and_is_limited(session: Session, cast: Cast, statements):
    sent = []
    for more in (1, 29):
        for number in range(more):
            watch = planned.proposed(session, cast)
            one = planned.found(session, watch)
            one.asked_at = NOW + timedelta(minutes=number)
            # As if it had begun, so that the next ask is another.
            one.observer_id, one.observed_id = cast.spec.id or 0, cast.mo.id or 0
            session.add(one)
        session.flush()
        session.expunge_all()
        spec = cast.actor(cast.spec)
        with statements() as seen:
            found = next_lines(session, spec, at=LATER)
        sent.append((len(seen), len(found)))
    assert sent == [(1, 1), (1, LIMIT)]
