"""What waits for whom: said to the one who is next, and to nobody else."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant, rebuild_reach
from coach_the_coach.identity.tables import Person, ReportingLine
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import Observation, Rating
from coach_the_coach.observations.waiting.queries import (
    LIMIT,
    about_me,
    long_unseen,
    my_drafts,
    my_promises,
    next_lines,
)
from coach_the_coach.shell.rows import NextLine
from tests import build
from tests.cast import NOW, Cast
from tests.people import seen

TODAY = NOW.date()


def texts(lines: list[NextLine]) -> list[str]:
    return [line.text for line in lines]


def waiting(session: Session, cast: Cast, who: Person) -> list[str]:
    """Everything that waits for somebody."""
    return texts(next_lines(session, cast.actor(who), at=NOW))


def everybody_was_seen(session: Session, cast: Cast) -> None:
    """So that nobody is long unseen; all of it talked over, and nothing promised."""
    for of, by in (
        (cast.mo, cast.spec),
        (cast.mia, cast.spec),
        (cast.sol, cast.spec),
        (cast.lena, cast.spec),
        (cast.odd, cast.spec),
    ):
        seen.reply(session, seen.observation(session, cast, of=of, by=by, days=1), talked=True)


def promise(
    session: Session, cast: Cast, in_days: int, *, of: Person | None = None, days: float = 10
) -> Observation:
    """Lena's observation, talked over, with a day to watch again so many days from today."""
    again = TODAY + timedelta(days=in_days)
    made = seen.observation(session, cast, of=of, days=days, again=again)
    seen.reply(session, made, talked=True)
    return made


def test_nothing_waits_for_those_with_whom_all_is_done(session: Session, cast: Cast):
    everybody_was_seen(session, cast)

    for who in (cast.cleo, cast.lena, cast.odd, cast.mo, cast.rae, cast.spec, cast.ada):
        assert waiting(session, cast, who) == []


def test_the_one_observed_is_asked_to_rate_themself_and_then_left_alone(
    session: Session, cast: Cast
):
    everybody_was_seen(session, cast)
    made = seen.observation(session, cast, days=1)
    mo = cast.actor(cast.mo)
    since = (NOW - timedelta(days=1)).isoformat()

    assert next_lines(session, mo, at=NOW) == [
        NextLine(
            text=(
                "Lena Leader observed you, signed yesterday 10:00. "
                "Rate yourself, then talk it over."
            ),
            action="Rate yourself",
            link=f"/observations/{made.public_id}/reflect",
            rank=0,
            since=since,
        )
    ]
    for other in (cast.cleo, cast.odd, cast.sol, cast.rae, cast.ada):
        assert waiting(session, cast, other) == []
    seen.reply(session, made)
    assert next_lines(session, mo, at=NOW) == []
    seen.reply(session, made, talked=True)
    assert next_lines(session, mo, at=NOW) == []


def test_of_a_corrected_observation_only_the_version_that_holds_waits(session: Session, cast: Cast):
    first = seen.observation(session, cast, days=2)
    second = seen.observation(session, cast, days=1, corrects=first)

    assert [line.link for line in about_me(session, cast.actor(cast.mo), at=NOW)] == [
        f"/observations/{second.public_id}/reflect"
    ]


def test_a_draft_waits_for_its_observer_alone(session: Session, cast: Cast):
    everybody_was_seen(session, cast)
    draft = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)

    assert next_lines(session, cast.actor(cast.lena), at=NOW) == [
        NextLine(
            text="Your observation of Mo Manager, opened today 10:00, is not signed yet.",
            action="Go on",
            link=f"/observations/{draft.public_id}/live",
            rank=1,
            since=NOW.isoformat(),
        )
    ]
    for other in (cast.mo, cast.cleo, cast.odd, cast.spec, cast.ada, cast.rae):
        assert waiting(session, cast, other) == []


def test_a_draft_goes_on_where_it_was_left(session: Session, cast: Cast):
    def draft(source: Source = Source.LIVE) -> Observation:
        return build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, source=source)

    live, read, stopped = draft(), draft(Source.TRANSCRIPT), draft()
    rated, correction = draft(Source.TRANSCRIPT), draft(Source.TRANSCRIPT)
    stopped.stopped_at = NOW
    correction.supersedes_id = seen.observation(session, cast).id
    session.add_all([stopped, correction, Rating(observation_id=rated.id or 0, dimension=1)])
    session.flush()

    lines = my_drafts(session, cast.actor(cast.lena), at=NOW)

    assert sorted(line.link for line in lines) == sorted(
        [
            f"/observations/{live.public_id}/live",
            f"/observations/{read.public_id}/transcript",
            f"/observations/{stopped.public_id}/rate",
            f"/observations/{rated.public_id}/rate",
            f"/observations/{correction.public_id}/rate",
        ]
    )


@pytest.mark.parametrize(
    ("in_days", "text"),
    [
        (-8, "You agreed to watch Mo Manager again by Sunday 22 February 2026. That has passed."),
        (-1, "You agreed to watch Mo Manager again by yesterday. That has passed."),
        (0, "You agreed to watch Mo Manager again by today."),
        (1, "You agreed to watch Mo Manager again by tomorrow."),
        (7, "You agreed to watch Mo Manager again by Monday 9 March 2026."),
        (8, None),
    ],
)
def test_a_promise_is_shown_a_week_before_its_day_and_after_it(
    session: Session, cast: Cast, in_days: int, text: str | None
):
    promise(session, cast, in_days)
    promise(session, cast, in_days, of=cast.sol)

    found = my_promises(session, cast.actor(cast.lena), at=NOW)

    assert found == (
        [
            NextLine(
                text=text,
                action="Observe",
                link=f"/observations/new?of={cast.mo.public_id}",
                rank=1,
                since=(TODAY + timedelta(days=in_days)).isoformat(),
            )
        ]
        if text
        else []
    )
    for other in (cast.cleo, cast.odd, cast.mo, cast.spec):
        assert my_promises(session, cast.actor(other), at=NOW) == []


def test_a_promise_falls_due_on_the_observers_own_day(session: Session, cast: Cast):
    promise(session, cast, 1)
    late = NOW.replace(hour=23, minute=30)

    assert texts(my_promises(session, cast.actor(cast.lena), at=late)) == [
        "You agreed to watch Mo Manager again by today."
    ]


def test_a_promise_is_kept_by_opening_an_observation(session: Session, cast: Cast):
    promise(session, cast, 1)
    build.observation(session, of=cast.mo, by=cast.spec, coached=cast.rae)
    build.observation(session, of=cast.mia, by=cast.lena, coached=cast.rae)
    assert len(my_promises(session, cast.actor(cast.lena), at=NOW)) == 1

    build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    assert my_promises(session, cast.actor(cast.lena), at=NOW) == []


def test_a_correction_neither_keeps_a_promise_nor_makes_it_anew(session: Session, cast: Cast):
    first = promise(session, cast, -1, days=20)
    lena = cast.actor(cast.lena)
    second = seen.observation(
        session, cast, days=15, corrects=first, again=TODAY - timedelta(days=1)
    )
    assert len(my_promises(session, lena, at=NOW)) == 1

    seen.observation(session, cast, days=10)
    seen.observation(session, cast, days=5, corrects=second, again=TODAY - timedelta(days=1))
    assert my_promises(session, lena, at=NOW) == []


def test_a_promise_that_can_no_longer_be_kept_does_not_wait_for_ever(session: Session, cast: Cast):
    promise(session, cast, -1, of=cast.mo)
    promise(session, cast, -1, of=cast.mia)
    lena = cast.actor(cast.lena)
    cast.mia.ends_on = TODAY - timedelta(days=1)
    session.add(cast.mia)
    session.flush()
    assert texts(my_promises(session, lena, at=NOW)) == [
        "You agreed to watch Mo Manager again by yesterday. That has passed."
    ]

    move(session, cast.mo, under=cast.odd)
    assert my_promises(session, lena, at=NOW) == []


def move(session: Session, person: Person, *, under: Person) -> None:
    """Another leader answers for somebody from today on."""
    before = select(ReportingLine).where(ReportingLine.person_id == person.id)
    for line in session.exec(before):
        line.ends_on = TODAY
    session.flush()
    session.add(ReportingLine(person_id=person.id or 0, manager_id=under.id or 0, starts_on=TODAY))
    session.flush()
    rebuild_reach(session, [one.id or 0 for one in session.exec(select(Person))], TODAY)


def test_a_leader_is_told_of_her_own_managers_whom_nobody_has_seen_for_long(
    session: Session, cast: Cast
):
    seen.observation(session, cast, of=cast.mo, by=cast.spec, days=45)
    seen.observation(session, cast, of=cast.mia, by=cast.spec, days=44.9)

    assert long_unseen(session, cast.actor(cast.lena), at=NOW) == [
        NextLine(
            text="Nobody has observed Mo Manager in the last 45 days.",
            action="Observe",
            link=f"/observations/new?of={cast.mo.public_id}",
            rank=2,
            since="",
        )
    ]
    assert texts(long_unseen(session, cast.actor(cast.cleo), at=NOW)) == [
        "Nobody has observed Lena Leader in the last 45 days.",
        "Nobody has observed Odd Other in the last 45 days.",
    ]
    for nobodys_leader in (cast.spec, cast.mo, cast.ada, cast.rae):
        assert long_unseen(session, cast.actor(nobodys_leader), at=NOW) == []


def test_her_own_draft_counts_as_seen_soon_and_somebody_elses_does_not(
    session: Session, cast: Cast
):
    build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    build.observation(session, of=cast.mia, by=cast.spec, coached=cast.rae)

    assert texts(long_unseen(session, cast.actor(cast.lena), at=NOW)) == [
        "Nobody has observed Mia Manager in the last 45 days."
    ]


def test_a_correction_is_not_a_new_look_and_who_has_left_is_not_missed(
    session: Session, cast: Cast
):
    first = seen.observation(session, cast, days=60)
    seen.observation(session, cast, days=2, corrects=first)
    cast.mia.ends_on = TODAY - timedelta(days=1)
    session.add(cast.mia)
    session.flush()

    assert texts(long_unseen(session, cast.actor(cast.lena), at=NOW)) == [
        "Nobody has observed Mo Manager in the last 45 days."
    ]


def test_of_each_sort_there_are_so_many_and_as_many_statements_for_one(
    session: Session, cast: Cast, statements
):
    lena = cast.actor(cast.lena)
    sent = []
    for number in (1, LIMIT + 2):
        for at in range(number):
            one = manager(session, cast, f"m{number}-{at}")
            promise(session, cast, 1, of=one, days=50)
            seen.observation(session, cast, of=cast.lena, by=cast.cleo)
        if number > 1:
            for _each in range(number):
                build.observation(session, of=cast.sol, by=cast.lena, coached=cast.sid)
        rebuild_reach(session, [one.id or 0 for one in session.exec(select(Person))], TODAY)
        session.expunge_all()
        with statements() as one_list:
            lines = next_lines(session, lena, at=NOW)
        sent.append(len(one_list))

    assert sent == [10, 10]
    assert [sum(line.rank == rank for line in lines) for rank in (0, 1, 2)] == [
        LIMIT,
        2 * LIMIT,
        3,
    ]


def manager(session: Session, cast: Cast, key: str) -> Person:
    """A manager more under Lena."""
    made = Person(email=f"{key}@example.com", given_name=key, family_name="More")
    session.add(made)
    session.flush()
    session.add(
        ReportingLine(
            person_id=made.id or 0, manager_id=cast.lena.id or 0, starts_on=date(2024, 1, 1)
        )
    )
    give_grant(session, made.id or 0, Role.MANAGER, root_id=made.id, at=NOW - timedelta(days=1))
    session.flush()
    return made


def test_what_waits_longest_comes_first_within_its_sort(session: Session, cast: Cast):
    everybody_was_seen(session, cast)
    new = seen.observation(session, cast, days=1)
    old = seen.observation(session, cast, days=5)
    promise(session, cast, 3, of=cast.mia, days=8)
    promise(session, cast, 2, of=cast.mo, days=0.5)

    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)

    assert [line.link for line in about_me(session, mo, at=NOW)] == [
        f"/observations/{old.public_id}/reflect",
        f"/observations/{new.public_id}/reflect",
    ]
    assert [line.since for line in my_promises(session, lena, at=NOW)] == [
        "2026-03-04",
        "2026-03-05",
    ]
