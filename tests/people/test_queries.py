"""Who sees whom among those who coach, and what of their observations."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import Moment
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant, rebuild_reach
from coach_the_coach.identity.tables import Person, ReportingLine
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tally.rules import Tally
from coach_the_coach.people.queries import (
    PAGE,
    coaching_people,
    focus_of,
    noticed_observations,
    person_head,
    readable_observations,
)
from coach_the_coach.people.rows import Focus, NoticedLine, ObservedLine, PersonHead, PersonLine
from tests import build
from tests.cast import NOW, Cast
from tests.people import seen

TODAY = Moment("Today 10:00", "Monday 2 March 2026, 10:00 CET", "2026-03-02T10:00+01:00")
"""NOW as it is said in Paris."""

HELD = Moment("Today 09:00", "Monday 2 March 2026, 09:00 CET", "2026-03-02T09:00+01:00")
"""When a session was held that was signed at NOW."""

ALL = ["Cleo", "Lena", "Mia", "Mo", "Odd", "Sol"]
"""All who coach."""

SHARE = "86\u00a0% asking, 30 taps: too close to call, mostly asking or almost only asking"


def people(
    session: Session, cast: Cast, who: Person, search: str = "", page: int = 0
) -> list[PersonLine]:
    return coaching_people(session, cast.actor(who), search=search, page=page, at=NOW)[0]


def names(session: Session, cast: Cast, who: Person, search: str = "", page: int = 0) -> list[str]:
    return [line.name.split()[0] for line in people(session, cast, who, search, page)]


def managers(session: Session, cast: Cast, number: int) -> list[Person]:
    """So many managers more under Lena."""
    made = [
        Person(email=f"m{at}@example.com", given_name=f"Mira{at:02}", family_name="More")
        for at in range(number)
    ]
    session.add_all(made)
    session.flush()
    for one in made:
        session.add(
            ReportingLine(
                person_id=one.id or 0, manager_id=cast.lena.id or 0, starts_on=date(2024, 1, 1)
            )
        )
        give_grant(session, one.id or 0, Role.MANAGER, root_id=one.id, at=NOW - timedelta(days=1))
    session.flush()
    everybody = [cast.cleo, cast.lena, cast.odd, cast.mo, cast.mia, cast.sol, cast.rae, *made]
    rebuild_reach(session, [one.id or 0 for one in everybody], NOW.date())
    return made


def test_a_leader_sees_who_coaches_below_her_the_unseen_first_and_no_stranger(
    session: Session, cast: Cast
):
    seen.observation(session, cast, of=cast.mo)
    seen.observation(session, cast, of=cast.sol, by=cast.odd)

    found = coaching_people(session, cast.actor(cast.lena), search="", page=0, at=NOW)

    def line(person: Person, **values: object) -> PersonLine:
        row = {"team": "", "last": Moment(), "by": "", "unseen": "Not yet"} | {
            "waiting": "",
            **values,
        }
        return PersonLine(
            public_id=person.public_id,
            link=f"/people/{person.public_id}",
            name=person.name,
            title="manager",
            **row,
        )

    assert found == (
        [
            line(cast.mia),
            line(cast.mo, last=TODAY, by="Lena Leader", waiting="Waits for their own rating"),
        ],
        2,
    )


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("cleo", ["Lena", "Mia", "Mo", "Odd", "Sol"]),
        ("odd", ["Sol"]),
        ("mo", []),
        ("rae", []),
        ("spec", ALL),
        ("ada", ALL),
    ],
)
def test_everybody_sees_those_who_coach_within_their_reach(
    session: Session, cast: Cast, who: str, found: list[str]
):
    assert names(session, cast, getattr(cast, who)) == found


def test_who_has_left_or_coaches_no_more_is_not_on_the_list(session: Session, cast: Cast):
    cast.mia.ends_on = NOW.date() - timedelta(days=1)
    session.add(cast.mia)
    session.flush()

    assert names(session, cast, cast.lena) == ["Mo"]


def test_those_longest_unseen_come_first_after_those_never_seen(session: Session, cast: Cast):
    seen.observation(session, cast, of=cast.mia, days=3)
    seen.observation(session, cast, of=cast.mo, days=40)
    seen.observation(session, cast, of=cast.lena, by=cast.cleo, days=20)

    assert names(session, cast, cast.cleo) == ["Odd", "Sol", "Mo", "Lena", "Mia"]


def test_a_correction_is_not_a_new_look_at_somebody(session: Session, cast: Cast):
    first = seen.observation(session, cast, days=1)
    seen.observation(session, cast, corrects=first)

    last = people(session, cast, cast.lena)[1].last

    assert last.words == "Yesterday 10:00"


def test_an_unsigned_observation_was_not_seen_yet_and_waits_for_the_signature(
    session: Session, cast: Cast
):
    build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)

    line = people(session, cast, cast.lena)[1]

    assert (line.name, line.last, line.waiting) == ("Mo Manager", Moment(), "Waits for you to sign")


@pytest.mark.parametrize(
    ("who", "last", "by"),
    [
        ("lena", "Today 10:00", "Lena Leader"),
        ("cleo", "Today 10:00", "Lena Leader"),
        ("spec", "Yesterday 10:00", "Sage Specialist"),
        ("ada", "", ""),
    ],
)
def test_when_and_by_whom_is_told_to_those_alone_who_may_know(
    session: Session, cast: Cast, who: str, last: str, by: str
):
    seen.observation(session, cast, by=cast.spec, days=1)
    seen.observation(session, cast, by=cast.lena)

    (line,) = people(session, cast, getattr(cast, who), "mo manager")

    assert (line.last.words, line.by) == (last, by)


def test_of_two_observations_signed_at_the_same_instant_only_the_known_one_has_a_name(
    session: Session, cast: Cast
):
    seen.observation(session, cast, by=cast.spec)
    seen.observation(session, cast, by=cast.lena)

    (line,) = people(session, cast, cast.spec, "mo manager")

    assert line.by == "Sage Specialist"


def test_what_waits_between_the_two_is_said_to_the_observer_alone(session: Session, cast: Cast):
    made = seen.observation(session, cast)

    def waiting(who: Person) -> str:
        return people(session, cast, who, "mo manager")[0].waiting

    assert [waiting(cast.lena), waiting(cast.cleo)] == ["Waits for their own rating", ""]
    seen.reply(session, made)
    assert waiting(cast.lena) == "Waits for their answer"
    correction = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    correction.supersedes_id = made.id
    session.add(correction)
    session.flush()
    assert waiting(cast.lena) == "Waits for you to sign"
    seen.sign(session, correction)
    assert waiting(cast.lena) == "Waits for their own rating"


def test_nothing_waits_once_it_was_talked_over(session: Session, cast: Cast):
    seen.reply(session, seen.observation(session, cast), talked=True)

    assert people(session, cast, cast.lena, "mo manager")[0].waiting == ""


def test_a_search_takes_words_of_name_and_team_and_signs_as_they_are(session: Session, cast: Cast):
    cast.mo.team = "North 100%"
    session.add(cast.mo)
    session.flush()

    searches = ["manager MO", "north 100%", "%", "_", "sol", "m\0o", "mo mia", "a b c d e f"]
    found = {one: names(session, cast, cast.lena, one) for one in searches}

    assert found == {
        "manager MO": ["Mo"],
        "north 100%": ["Mo"],
        "%": ["Mo"],
        "_": [],
        "sol": [],
        "m\0o": ["Mo"],
        "mo mia": [],
        "a b c d e f": [],
    }


def test_the_pages_hold_everybody_once_and_say_how_many_there_are(session: Session, cast: Cast):
    managers(session, cast, 30)
    actor = cast.actor(cast.lena)

    pages = [coaching_people(session, actor, search="", page=at, at=NOW) for at in (0, 1, 2)]

    assert [(len(lines), total) for lines, total in pages] == [(PAGE, 32), (7, 32), (0, 32)]
    assert len({line.public_id for lines, _total in pages for line in lines}) == 32


def test_thirty_people_take_as_many_statements_as_one(session: Session, cast: Cast, statements):
    lena, odd = cast.actor(cast.lena), cast.actor(cast.odd)
    for one in managers(session, cast, 30):
        seen.observation(session, cast, of=one)
    seen.observation(session, cast, of=cast.sol, by=cast.odd)
    session.expunge_all()
    with statements() as few:
        assert coaching_people(session, odd, search="", page=0, at=NOW)[1] == 1
    with statements() as many:
        assert coaching_people(session, lena, search="", page=0, at=NOW)[1] == 32

    assert len(few) == len(many) == 4


def test_the_head_says_who_it_is_and_what_the_reader_may_do(session: Session, cast: Cast):
    head = person_head(session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=NOW)
    assert head == PersonHead(
        public_id=cast.mo.public_id,
        name="Mo Manager",
        title="manager",
        leader="Lena Leader",
        can_observe=True,
        observe_link=f"/observations/new?of={cast.mo.public_id}",
    )

    def right(who: Person, of: Person) -> tuple[bool, bool]:
        row = person_head(session, cast.actor(who), public_id=of.public_id, at=NOW)
        return row.is_me, row.can_observe

    assert right(cast.mo, cast.mo) == (True, False)
    assert right(cast.lena, cast.rae) == (False, False)
    assert right(cast.mo, cast.rae) == (False, False)
    assert right(cast.ada, cast.mo) == (False, False)
    assert right(cast.spec, cast.cleo) == (False, True)
    assert (
        person_head(session, cast.actor(cast.cleo), public_id=cast.cleo.public_id, at=NOW).leader
        == ""
    )


def test_who_has_left_can_be_looked_up_and_not_observed(session: Session, cast: Cast):
    cast.mo.ends_on = NOW.date() - timedelta(days=1)
    session.add(cast.mo)
    session.flush()

    head = person_head(session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=NOW)

    assert (head.name, head.can_observe) == ("Mo Manager", False)


@pytest.mark.parametrize("who", ["odd", "sol", "mia", "rae", "sid"])
@pytest.mark.parametrize(
    "query", [person_head, readable_observations, noticed_observations, focus_of]
)
def test_a_stranger_finds_nobody(session: Session, cast: Cast, who: str, query):
    seen.observation(session, cast)

    with pytest.raises(NotFound):
        query(session, cast.actor(getattr(cast, who)), public_id=cast.mo.public_id, at=NOW)


def read(session: Session, cast: Cast, who: Person, of: Person | None = None) -> list[ObservedLine]:
    of = of or cast.mo
    return readable_observations(session, cast.actor(who), public_id=of.public_id, at=NOW)[0]


def noticed(session: Session, cast: Cast, who: Person) -> list[NoticedLine]:
    return noticed_observations(session, cast.actor(who), public_id=cast.mo.public_id, at=NOW)


def test_the_observer_reads_her_own_observation(session: Session, cast: Cast):
    made = seen.observation(session, cast)

    assert read(session, cast, cast.lena) == [
        ObservedLine(
            link=f"/observations/{made.public_id}",
            when=HELD,
            observer="Lena Leader",
            purpose="Coach",
            aim="Development",
            share=SHARE,
            status="Waits for their own rating",
            mark="waiting",
        )
    ]


def test_the_one_observed_sees_no_share_before_rating_themself(session: Session, cast: Cast):
    made = seen.observation(session, cast)
    mo = cast.actor(cast.mo)

    (before,), points = readable_observations(session, mo, public_id=mo.public_id, at=NOW)
    assert (before.share, before.link, points) == (
        "",
        f"/observations/{made.public_id}/reflect",
        [],
    )

    seen.reply(session, made)
    (after,), points = readable_observations(session, mo, public_id=mo.public_id, at=NOW)
    assert (after.share, after.link, after.status) == (
        SHARE,
        f"/observations/{made.public_id}",
        "Waits for an answer",
    )
    assert [(one.at, one.share, one.day) for one in points] == [(50.0, 86.0, "Today 09:00")]
    assert points[0].low < points[0].share < points[0].high

    seen.reply(session, made, talked=True)
    assert [(one.status, one.mark) for one in read(session, cast, cast.mo)] == [
        ("Talked over", "done")
    ]


def test_an_observation_that_is_not_signed_is_on_no_list(session: Session, cast: Cast):
    build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)

    for who in (cast.lena, cast.mo, cast.cleo, cast.spec, cast.ada):
        assert (read(session, cast, who), noticed(session, cast, who)) == ([], [])


def test_a_leader_above_knows_that_it_took_place_and_nothing_else(session: Session, cast: Cast):
    seen.observation(session, cast)
    seen.observation(session, cast, of=cast.sol, by=cast.odd)

    assert noticed(session, cast, cast.cleo) == [NoticedLine(when=HELD, observer="Lena Leader")]
    assert read(session, cast, cast.cleo) == []
    assert focus_of(session, cast.actor(cast.cleo), public_id=cast.mo.public_id, at=NOW) == Focus()


def test_the_direct_leader_reads_certification_and_only_notices_development(
    session: Session, cast: Cast
):
    seen.observation(session, cast, by=cast.spec, aim=Aim.CERTIFICATION, days=1)
    seen.observation(session, cast, by=cast.spec)

    assert [one.aim for one in read(session, cast, cast.lena)] == ["Certification"]
    assert noticed(session, cast, cast.lena) == [NoticedLine(HELD, "Sage Specialist")]
    assert read(session, cast, cast.cleo) == []
    assert [one.observer for one in noticed(session, cast, cast.cleo)] == ["Sage Specialist"] * 2


def test_whoever_only_sees_the_person_knows_of_no_observation(session: Session, cast: Cast):
    seen.observation(session, cast, aim=Aim.CERTIFICATION)
    seen.observation(session, cast)

    for who in (cast.spec, cast.ada):
        assert (read(session, cast, who), noticed(session, cast, who)) == ([], [])


def test_what_one_can_read_is_not_told_a_second_time(session: Session, cast: Cast):
    seen.observation(session, cast)

    assert noticed(session, cast, cast.lena) == noticed(session, cast, cast.mo) == []


def test_a_version_that_was_corrected_is_on_no_list(session: Session, cast: Cast):
    first = seen.observation(session, cast, days=2, one_thing="The old words.")
    second = seen.observation(session, cast, days=1, corrects=first, one_thing="The new words.")

    assert [one.link for one in read(session, cast, cast.lena)] == [
        f"/observations/{second.public_id}"
    ]
    assert len(noticed(session, cast, cast.cleo)) == 1
    assert (
        focus_of(session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=NOW).one_thing
        == "The new words."
    )


def test_while_a_correction_is_a_draft_the_first_version_stands(session: Session, cast: Cast):
    first = seen.observation(session, cast)
    draft = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    draft.supersedes_id = first.id
    session.add(draft)
    session.flush()

    assert [one.link for one in read(session, cast, cast.mo)] == [
        f"/observations/{first.public_id}/reflect"
    ]


def test_the_shares_stand_in_time_and_those_that_say_nothing_are_left_out(
    session: Session, cast: Cast
):
    seen.observation(session, cast, days=0)
    seen.observation(session, cast, days=3, tally=Tally(open=3))
    seen.observation(session, cast, days=6, purpose=Purpose.TRAIN)
    seen.observation(session, cast, days=8)

    lines, points = readable_observations(
        session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=NOW
    )

    assert [line.share for line in lines] == [
        SHARE,
        "Too few to judge: 3 taps",
        "Not judged: this was a training session",
        SHARE,
    ]
    assert [(one.at, one.day) for one in points] == [
        (0.0, "1 week ago"),
        (100.0, "Today 09:00"),
    ]


def test_the_lists_of_a_person_hold_the_newest_and_take_equal_statements(
    session: Session, cast: Cast, statements
):
    lena, cleo, mo = cast.actor(cast.lena), cast.actor(cast.cleo), cast.mo.public_id
    sent = []
    for number in (1, PAGE + 4):
        for days in range(number):
            seen.observation(session, cast, days=days)
        session.expunge_all()
        with statements() as seen_by_lena:
            lines, points = readable_observations(session, lena, public_id=mo, at=NOW)
        with statements() as seen_by_cleo:
            noted = noticed_observations(session, cleo, public_id=mo, at=NOW)
        sent.append((len(seen_by_lena), len(seen_by_cleo)))

    assert (len(lines), len(points), len(noted)) == (PAGE, PAGE, PAGE)
    assert lines[0].when == noted[0].when == HELD
    assert sent[0] == sent[1] == (3, 2)


def test_the_focus_is_what_was_last_agreed(session: Session, cast: Cast):
    seen.observation(session, cast, days=9, one_thing="Something older.")
    seen.observation(session, cast, again=NOW.date() + timedelta(days=1))
    seen.observation(session, cast, of=cast.mia, one_thing="Somebody else's.")

    assert focus_of(session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=NOW) == Focus(
        one_thing=seen.ONE_THING,
        agreed=seen.AGREED,
        watch_again=Moment("Tomorrow", "Tuesday 3 March 2026", "2026-03-03"),
        by="Lena Leader",
        when=TODAY,
    )


def test_ones_own_focus_is_there_only_after_rating_oneself(session: Session, cast: Cast):
    older = seen.observation(session, cast, days=9, one_thing="Something older.")
    newer = seen.observation(session, cast)

    def focus() -> str:
        actor = cast.actor(cast.mo)
        return focus_of(session, actor, public_id=actor.public_id, at=NOW).one_thing

    assert focus() == ""
    seen.reply(session, older)
    assert focus() == "Something older."
    seen.reply(session, newer)
    assert focus() == seen.ONE_THING


def test_the_day_to_watch_again_is_said_in_the_readers_own_day(session: Session, cast: Cast):
    seen.observation(session, cast, again=date(2026, 3, 3))
    late = NOW.replace(hour=23, minute=30)

    focus = focus_of(session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=late)

    assert focus.watch_again.words == "Today"


def test_a_training_session_is_no_point_on_the_judged_bands(session: Session, cast: Cast):
    seen.observation(session, cast, days=2, purpose=Purpose.TRAIN)

    lines, points = readable_observations(
        session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=NOW
    )

    assert [line.share for line in lines] == ["Not judged: this was a training session"]
    assert points == []


def test_who_may_not_know_of_others_observations_is_not_told_there_were_none(
    session: Session, cast: Cast
):
    seen.observation(session, cast, of=cast.mo, by=cast.lena)

    lines, _total = coaching_people(session, cast.actor(cast.spec), search="mo", page=0, at=NOW)

    assert {line.name: (line.last.words, line.unseen) for line in lines}["Mo Manager"] == (
        "",
        "Not by you",
    )
