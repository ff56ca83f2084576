"""Codes changed after watching: kept once, by the observer alone, and never once it is signed."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.observations.live.queries import counts
from coach_the_coach.observations.rating.actions import amend_observation, sign_observation
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import Observation, Outcome, Tap
from coach_the_coach.observations.tally.rules import Code
from coach_the_coach.observations.timeline.changes.actions import keep_change, take_back
from coach_the_coach.observations.timeline.changes.queries import changes_of
from coach_the_coach.observations.timeline.changes.rules import ChangeDraft
from tests import build
from tests.cast import NOW, Cast
from tests.observations.rating.rated import rate

LATER = NOW + timedelta(hours=2)
STRANGE = "00000000-0000-4000-8000-0000000000ff"


def name(number: int) -> str:
    """The id that a page gives its change of this number."""
    return str(UUID(int=number))


@pytest.fixture
def watched(session: Session, cast: Cast) -> Observation:
    """Lena watched Mo for ten minutes: an open question, and two pieces of advice."""
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    build.taps(session, made, [Code.OPEN, Code.DIRECT, Code.DIRECT])
    made.stopped_at = NOW + timedelta(minutes=10)
    session.add(made)
    session.flush()
    return made


def tap_ids(session: Session, made: Observation) -> list[str]:
    """The taps, first to last."""
    found = session.exec(select(Tap).where(Tap.observation_id == made.id).order_by(Tap.seq))  # pyright: ignore[reportArgumentType] - a column
    return [tap.id for tap in found]


def change(
    session: Session, cast: Cast, made: Observation, number: int, tap: str = "", **given: str
) -> str:
    """One change by Lena."""
    draft = ChangeDraft(name(number), tap, **given)
    lena = cast.actor(cast.lena)
    keep_change(session, lena, public_id=made.public_id, draft=draft, at=LATER)
    return draft.id


def counted(session: Session, cast: Cast, made: Observation) -> dict[str, int]:
    """What counts, without what was never tapped."""
    every = counts(session, cast.actor(cast.lena), public_id=made.public_id)
    return {code: n for code, n in every.items() if n}


def lines(session: Session, cast: Cast, made: Observation) -> list[tuple[str, str, str]]:
    """The changes as they are told."""
    told = changes_of(session, cast.actor(cast.lena), public_id=made.public_id, at=LATER)
    return [(one.word, one.before, one.after) for one in told.rows]


def test_what_is_added_moved_renamed_and_removed_counts_everywhere_and_is_told(
    session: Session, cast: Cast, watched: Observation
):
    first, second, third = tap_ids(session, watched)
    change(session, cast, watched, 1, first, code="open", moment="4:10")
    change(session, cast, watched, 2, second, code="offer")
    change(session, cast, watched, 3, third)
    change(session, cast, watched, 4, code="back", moment="9:59")

    assert counted(session, cast, watched) == {"open": 1, "offer": 1, "back": 1}
    assert lines(session, cast, watched) == [
        ("Moved", "0:20 Open", "4:10 Open"),
        ("Code changed", "0:40 Direct", "0:40 Offer"),
        ("Removed", "1:00 Direct", ""),
        ("Added", "", "9:59 Back"),
    ]
    kept = session.exec(select(Tap).where(Tap.afterwards)).all()
    assert {(tap.received_at, tap.device_id) for tap in kept} == {(LATER, kept[0].device_id)}
    assert sorted(tap.seq for tap in kept) == [1, 2, 3, 4]
    rate(session, cast, watched)
    sign_observation(session, cast.actor(cast.lena), public_id=watched.public_id, at=LATER)
    outcome = session.get_one(Outcome, watched.id)
    assert (outcome.asks, outcome.tells) == (2, 1)
    assert +Counter(outcome.tally) == {"open": 1, "offer": 1, "back": 1}


def test_a_change_that_is_sent_twice_is_kept_once(
    session: Session, cast: Cast, watched: Observation
):
    first, second, _third = tap_ids(session, watched)
    for _time in range(2):
        change(session, cast, watched, 1, first)
        change(session, cast, watched, 2, code="back", moment="1:00")
        change(session, cast, watched, 3, second, code="offer")

    assert counted(session, cast, watched) == {"offer": 1, "direct": 1, "back": 1}
    lena, public_id = cast.actor(cast.lena), watched.public_id
    for _time in range(2):
        take_back(session, lena, public_id=public_id, id=name(9), change=name(1), at=LATER)
    assert counted(session, cast, watched) == {"open": 1, "offer": 1, "direct": 1, "back": 1}
    told = changes_of(session, lena, public_id=public_id, at=LATER)
    assert [one.is_taken_back for one in told.rows] == [True, False, False]
    assert told.standing == 2


def test_what_changes_nothing_is_not_kept(session: Session, cast: Cast, watched: Observation):
    first = tap_ids(session, watched)[0]
    change(session, cast, watched, 1, first, code="open", moment="0:20")

    assert lines(session, cast, watched) == []


def test_every_change_can_be_taken_back_the_last_one_first(
    session: Session, cast: Cast, watched: Observation
):
    first = tap_ids(session, watched)[0]
    change(session, cast, watched, 1, first, code="closed")
    change(session, cast, watched, 2, name(1), code="closed", moment="2:00")
    lena, given = cast.actor(cast.lena), {"public_id": watched.public_id, "at": LATER}

    with pytest.raises(Conflict):
        take_back(session, lena, id=name(3), change=name(1), **given)
    take_back(session, lena, id=name(3), change=name(2), **given)
    take_back(session, lena, id=name(4), change=name(1), **given)
    assert counted(session, cast, watched) == {"open": 1, "direct": 2}
    with pytest.raises(Conflict):
        take_back(session, lena, id=name(5), change=name(1), **given)


def test_two_pages_do_not_change_the_same_tap_twice(
    session: Session, cast: Cast, watched: Observation
):
    first = tap_ids(session, watched)[0]
    change(session, cast, watched, 1, first, code="closed")

    with pytest.raises(Conflict, match="changed meanwhile"):
        change(session, cast, watched, 2, first, code="back")
    assert counted(session, cast, watched) == {"closed": 1, "direct": 2}


@pytest.mark.parametrize(
    ("tap", "code", "moment", "field"),
    [
        ("", "open", "10:01", "moment"),
        ("", "open", "soon", "moment"),
        ("", "ask", "1:00", "code"),
        ("", "", "1:00", "code"),
    ],
)
def test_what_does_not_fit_into_what_was_watched_is_refused(
    session: Session, cast: Cast, watched: Observation, tap: str, code: str, moment: str, field: str
):
    with pytest.raises(Invalid) as refused:
        change(session, cast, watched, 1, tap, code=code, moment=moment)
    assert set(refused.value.problems) == {field}
    lena = cast.actor(cast.lena)
    draft = ChangeDraft("not a name", code="open", moment="1:00")
    with pytest.raises(Invalid):
        keep_change(session, lena, public_id=watched.public_id, draft=draft, at=LATER)


def test_what_is_signed_refuses_with_a_sentence_and_so_does_the_database(
    session: Session, cast: Cast, watched: Observation
):
    first = tap_ids(session, watched)[0]
    changed = change(session, cast, watched, 1, first, code="closed")
    rate(session, cast, watched)
    lena = cast.actor(cast.lena)
    sign_observation(session, lena, public_id=watched.public_id, at=LATER)

    with pytest.raises(Conflict, match="signed and cannot be changed"):
        change(session, cast, watched, 2, changed)
    with pytest.raises(Conflict, match="signed and cannot be changed"):
        take_back(session, lena, public_id=watched.public_id, id=name(3), change=changed, at=LATER)
    version = amend_observation(
        session, lena, public_id=watched.public_id, reason="A slip.", at=LATER
    )
    draft = ChangeDraft(name(4), code="open", moment="1:00")
    with pytest.raises(Conflict, match="correction keeps the counts"):
        keep_change(session, lena, public_id=version, draft=draft, at=LATER)
    tap = Tap(
        id=STRANGE,
        observation_id=watched.id or 0,
        device_id=STRANGE,
        seq=1,
        at=NOW,
        undoes=changed,
        afterwards=True,
    )
    session.add(tap)
    with pytest.raises(DBAPIError):
        session.flush()


def test_codes_of_a_transcript_are_changed_there_and_none_before_the_clock_was_started(
    session: Session, cast: Cast
):
    read = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, source=Source.TRANSCRIPT
    )
    ahead = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, started=False)

    for made, said in ((read, "transcript"), (ahead, "Start the clock")):
        with pytest.raises(Conflict, match=said):
            change(session, cast, made, 1, code="open", moment="0:10")


def test_nobody_changes_what_somebody_else_watched(
    session: Session, cast: Cast, watched: Observation
):
    draft = ChangeDraft(name(1), code="open", moment="1:00")
    for who, refusal in (
        (cast.spec, NotFound),
        (cast.cleo, NotFound),
        (cast.mo, NotPermitted),
        (cast.ada, NotPermitted),
    ):
        with pytest.raises(refusal):
            keep_change(
                session, cast.actor(who), public_id=watched.public_id, draft=draft, at=LATER
            )
        with pytest.raises(refusal):
            take_back(
                session,
                cast.actor(who),
                public_id=watched.public_id,
                id=name(2),
                change=name(1),
                at=LATER,
            )


def test_the_name_of_somebody_elses_tap_is_no_name_for_a_change(
    session: Session, cast: Cast, watched: Observation
):
    other = build.observation(session, of=cast.mia, by=cast.lena, coached=cast.rae)
    build.taps(session, other, [Code.TAKE])
    theirs = tap_ids(session, other)[0]

    with pytest.raises(Conflict):
        change(session, cast, watched, 1, theirs)
    draft = ChangeDraft(theirs, code="open", moment="1:00")
    lena = cast.actor(cast.lena)
    with pytest.raises(Conflict):
        keep_change(session, lena, public_id=watched.public_id, draft=draft, at=LATER)
