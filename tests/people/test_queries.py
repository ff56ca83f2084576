"""Who sees whom among those who coach, and what of their observations."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.when import Moment
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant, rebuild_reach
from coach_the_coach.identity.tables import Person, ReportingLine
from coach_the_coach.observations.rules import Aim, Seen
from coach_the_coach.people.person.progress.queries import progress
from coach_the_coach.people.person.queries import (
    focus_of,
    noticed_observations,
    person_head,
    readable_observations,
)
from coach_the_coach.people.queries import PAGE, coaching_people
from coach_the_coach.people.rows import PersonLine, TinyStrip
from coach_the_coach.people.rules import STRIPS
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
    seen.observation(session, cast, of=cast.mo, strip=[[2, 1], [0, 4]])
    seen.observation(session, cast, of=cast.sol, by=cast.odd)

    found = coaching_people(session, cast.actor(cast.lena), search="", page=0, at=NOW)

    def line(person: Person, **values: Any) -> PersonLine:
        of = f"?of={person.public_id}"
        row: dict[str, Any] = {"last": Moment(), "by": "", **values}
        return PersonLine(
            public_id=person.public_id,
            link=f"/people/{person.public_id}",
            name=person.name,
            title="manager",
            team="",
            unseen="Not yet",
            observe_link=f"/observations/new{of}",
            look_link=f"/looks/new{of}",
            **row,
        )

    assert found == (
        [
            line(cast.mia),
            line(
                cast.mo,
                last=HELD,
                by="Lena Leader",
                waiting="Waits for their own rating",
                since=TODAY,
                mark="waiting",
                strips=[TinyStrip("M0 20h43v-2h-43z", "M0 20h43v1h-43zM50 20h43v4h-43z")],
                one_thing=seen.ONE_THING,
                promised=seen.AGREED,
                stands_word="Suggested",
                stands="Suggested by Lena Leader.",
            ),
        ],
        2,
    )


def test_who_needs_the_reader_comes_first(session: Session, cast: Cast):
    mira, max_, mel, mac, mim = managers(session, cast, 5)
    for one in (cast.mo, mira, max_, mim):
        seen.talk(session, seen.observation(session, cast, of=one, days=3))
    seen.talk(session, seen.observation(session, cast, of=mel, days=50))
    yesterday = NOW.date() - timedelta(days=1)
    seen.talk(session, seen.observation(session, cast, of=cast.mia, days=9), again=yesterday)
    seen.reply(session, seen.observation(session, cast, of=mac, days=1))
    build.observation(session, of=mim, by=cast.lena, coached=cast.rae)

    found = people(session, cast, cast.lena)

    assert [line.public_id for line in found] == [
        one.public_id for one in (mim, mac, cast.mia, mel, mira, max_, cast.mo)
    ]


def test_a_promise_kept_by_opening_an_observation_is_passed_no_more(session: Session, cast: Cast):
    yesterday = NOW.date() - timedelta(days=1)
    seen.talk(session, seen.observation(session, cast, of=cast.mia, days=9), again=yesterday)
    seen.talk(session, seen.observation(session, cast, of=cast.mo, days=20))
    assert names(session, cast, cast.lena) == ["Mia", "Mo"]

    later = seen.observation(session, cast, of=cast.mia, days=2)
    seen.talk(session, later, again=NOW.date() + timedelta(days=1))

    assert names(session, cast, cast.lena) == ["Mo", "Mia"]


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

    assert last.words == "Yesterday 09:00"


def test_an_unsigned_observation_was_not_seen_yet_and_waits_for_the_signature(
    session: Session, cast: Cast
):
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)

    line = people(session, cast, cast.lena)[0]

    assert (line.name, line.last, line.waiting) == ("Mo Manager", Moment(), "Waits for you to sign")
    assert (line.action, line.action_link) == ("Go on", f"/observations/{made.public_id}/live")


@pytest.mark.parametrize(
    ("who", "last", "by"),
    [
        ("lena", "Today 09:00", "Lena Leader"),
        ("cleo", "Today 09:00", "Lena Leader"),
        ("spec", "Yesterday 09:00", "Sage Specialist"),
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

    def waiting(who: Person) -> tuple[str, str]:
        line = people(session, cast, who, "mo manager")[0]
        return line.waiting, line.action

    theirs = ("Waits for their own rating", "")
    assert [waiting(cast.lena), waiting(cast.cleo)] == [theirs, ("", "")]
    seen.reply(session, made)
    assert waiting(cast.lena) == ("Waits for the talk", "Open the talk")
    correction = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    correction.supersedes_id = made.id
    session.add(correction)
    session.flush()
    assert waiting(cast.lena) == ("Waits for you to sign", "Go on")
    seen.sign(session, correction)
    assert waiting(cast.lena) == theirs


def test_a_talk_waits_for_its_day_and_then_for_its_signatures(session: Session, cast: Cast):
    def waiting(of: Person, **values: Any) -> tuple[str, str]:
        made = seen.observation(session, cast, of=of)
        seen.reply(session, made)
        seen.talk(session, made, **values)
        line = people(session, cast, cast.lena, of.name)[0]
        return line.waiting, line.action

    tomorrow = NOW + timedelta(days=1)
    one, two, three, four = managers(session, cast, 4)

    assert waiting(one, shown=False, booked_for=tomorrow) == ("Talk: Tomorrow 10:00", "")
    assert waiting(two, shown=False, booked_for=NOW) == ("Waits for the talk", "Open the talk")
    assert waiting(three, observer_signs=False) == ("Waits for your signature", "Open the talk")
    assert waiting(four, observed_signs=False) == ("Waits for their signature", "")
    assert names(session, cast, cast.lena)[:2] == ["Mira01", "Mira02"]


def test_a_talk_that_was_read_alone_is_still_to_come(session: Session, cast: Cast):
    def waiting(of: Person, **values: Any) -> tuple[str, str]:
        made = seen.observation(session, cast, of=of)
        seen.reply(session, made)
        seen.talk(session, made, read_alone=True, **values)
        line = people(session, cast, cast.lena, of.name)[0]
        return line.waiting, line.action

    assert waiting(cast.mo) == ("Waits for the talk", "Open the talk")
    tomorrow = NOW + timedelta(days=1)
    assert waiting(cast.mia, booked_for=tomorrow) == ("Talk: Tomorrow 10:00", "")


def test_who_went_on_without_the_own_view_waits_for_it_no_more(session: Session, cast: Cast):
    made = seen.observation(session, cast, of=cast.mo, days=4)
    seen.talk(session, made, shown=False, without_own_view=True)
    seen.talk(session, seen.observation(session, cast, of=cast.mia, days=9))

    mo, _mia = people(session, cast, cast.lena)

    assert (mo.name, mo.waiting, mo.action) == (
        "Mo Manager",
        "Waits for the talk",
        "Open the talk",
    )


def test_a_correction_after_both_have_signed_is_there_to_go_on_with(session: Session, cast: Cast):
    made = seen.observation(session, cast, of=cast.mo, days=4)
    seen.talk(session, made)
    draft = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    draft.coaching_session_id, draft.supersedes_id = made.coaching_session_id, made.id
    session.add(draft)
    session.flush()

    (line,) = people(session, cast, cast.lena, "mo manager")

    assert (line.waiting, line.action, line.action_link) == (
        "Waits for you to sign",
        "Go on",
        f"/observations/{draft.public_id}/rate",
    )


def test_a_correction_neither_keeps_a_promise_nor_makes_it_anew(session: Session, cast: Cast):
    yesterday = NOW.date() - timedelta(days=1)
    for one in (cast.mo, cast.mia):
        made = seen.observation(session, cast, of=one, days=20, again=yesterday)
        seen.reply(session, made, talked=True)
        second = seen.observation(session, cast, of=one, days=15, corrects=made, again=yesterday)
        seen.reply(session, second, talked=True)
    seen.reply(session, seen.observation(session, cast, of=cast.mia, days=10), talked=True)
    third = seen.observation(session, cast, of=cast.mia, days=5, corrects=second, again=yesterday)
    seen.reply(session, third, talked=True)
    (mira,) = managers(session, cast, 1)
    seen.reply(session, seen.observation(session, cast, of=mira, days=30), talked=True)

    # Mo was promised and not watched since; Mia was, before the second correction.
    assert names(session, cast, cast.lena) == ["Mo", "Mira00", "Mia"]


def test_the_list_says_whom_the_reader_promised_to_watch_and_has_not(session: Session, cast: Cast):
    yesterday = NOW.date() - timedelta(days=1)
    for one in (cast.mo, cast.mia):
        made = seen.observation(session, cast, of=one, days=20)
        seen.talk(session, made, one_thing="Wait.", again=yesterday)
    seen.talk(session, seen.observation(session, cast, of=cast.mia, days=5))

    def said(who: Person) -> list[tuple[str, str, str, str]]:
        lines = people(session, cast, who)
        return [(one.name.split()[0], one.waiting, one.mark, one.watch_note) for one in lines[:2]]

    assert said(cast.lena) == [
        ("Mo", "To be watched again", "attention", "That has passed"),
        ("Mia", "", "plain", "Watched since"),
    ]
    assert {told[1:] for told in said(cast.cleo)} == {("", "plain", "")}


def test_a_look_begun_and_not_signed_is_told_to_nobody_as_having_watched_again(
    session: Session, cast: Cast
):
    made = seen.observation(session, cast, days=20)
    seen.talk(session, made, one_thing="Wait.", again=NOW.date() - timedelta(days=1))
    build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)

    for who in (cast.mo, cast.lena):
        found = focus_of(session, cast.actor(who), public_id=cast.mo.public_id, at=NOW)
        assert found.watch_note == "That has passed"


def test_whoever_waits_for_a_signature_is_said_before_a_promise(session: Session, cast: Cast):
    made = seen.observation(session, cast, days=20)
    yesterday = NOW.date() - timedelta(days=1)
    seen.talk(session, made, one_thing="Wait.", again=yesterday, observed_signs=False)

    assert people(session, cast, cast.lena)[0].waiting == "Waits for their signature"


def test_a_session_that_is_not_rated_waits_for_no_own_rating(session: Session, cast: Cast):
    seen.observation(session, cast, purpose=Purpose.INSPECT)

    assert people(session, cast, cast.lena)[0].waiting == "Waits for the talk"


def test_what_somebody_works_on_is_told_to_those_who_may_read_it(session: Session, cast: Cast):
    first = seen.talk(
        session, seen.observation(session, cast, days=20), one_thing="Ask first.", promised="Both."
    )
    again = NOW.date() + timedelta(days=1)
    later = seen.observation(session, cast, days=9, follows=first, answer=Seen.SEEN)
    seen.talk(session, later, one_thing="Ask first!", follows=first, again=again)
    seen.observation(session, cast, days=1, one_thing="A suggestion", answer=Seen.SEEN)

    def works_on(who: Person) -> tuple[str, str, str, str]:
        line = people(session, cast, who, "mo manager")[0]
        return line.one_thing, line.stands_word, line.stands, line.watch_again.words

    assert works_on(cast.lena) == (
        "Ask first!",
        "Seen once",
        "Seen once, 1 week ago. It stays until it was seen twice.",
        "Tomorrow",
    )
    assert {works_on(who) for who in (cast.cleo, cast.spec, cast.ada)} == {("", "", "", "")}


def test_what_an_observer_wrote_is_a_suggestion_unless_it_was_talked_over(
    session: Session, cast: Cast
):
    older = seen.observation(session, cast, days=9, one_thing="Talked over.")
    seen.observation(session, cast, days=1, one_thing="Written.")

    def works_on() -> tuple[str, str, str]:
        line = people(session, cast, cast.lena, "mo manager")[0]
        return line.one_thing, line.stands_word, line.stands

    assert works_on() == ("Written.", "Suggested", "Suggested by Lena Leader.")
    seen.reply(session, older, talked=True)
    assert works_on() == ("Talked over.", "", "")


def test_a_leader_who_reads_a_certification_learns_nothing_of_how_it_was_handed_over(
    session: Session, cast: Cast
):
    lena, mo = cast.actor(cast.lena), cast.mo.public_id
    made = seen.observation(
        session, cast, by=cast.spec, days=9, aim=Aim.CERTIFICATION, levels={1: 3, 2: 2}
    )

    def told() -> list[Any]:
        return [
            coaching_people(session, lena, search="", page=0, at=NOW),
            *(
                query(session, lena, public_id=mo, at=NOW)
                for query in (
                    person_head,
                    readable_observations,
                    noticed_observations,
                    focus_of,
                    progress,
                )
            ),
        ]

    before = told()
    (read,), focus = before[2][0], before[4]
    assert (read.status, read.mark, read.link) == (
        "Signed",
        "plain",
        f"/observations/{made.public_id}",
    )
    assert (focus.one_thing, focus.stands, focus.link, focus.agreed) == (
        seen.ONE_THING,
        "Suggested by Sage Specialist.",
        f"/observations/{made.public_id}",
        seen.AGREED,
    )
    seen.reply(session, made)
    assert told() == before
    talk = seen.talk(
        session,
        made,
        one_thing="Between the two.",
        promised="Between the two.",
        again=NOW.date(),
        shown=False,
        booked_for=NOW + timedelta(days=1),
    )
    assert told() == before
    for name in ("without_own_view", "opened_at", "shown_at", "observer_signed_at"):
        setattr(talk, name, True if name == "without_own_view" else NOW)
        session.add(talk)
        session.flush()
        assert told() == before
    talk.observed_signed_at = NOW
    seen.reply(session, made, talked=True)
    assert told() == before
    # The two themselves are told.
    works_on = focus_of(session, cast.actor(cast.spec), public_id=mo, at=NOW)
    assert works_on.one_thing == "Between the two."


def test_only_the_last_strips_of_each_are_shown_oldest_first(session: Session, cast: Cast):
    for days in range(STRIPS + 2):
        seen.observation(session, cast, days=days, strip=[[4, 0]] if days else [[0, 4]])
        seen.observation(session, cast, of=cast.mia, days=days)

    mia, mo = people(session, cast, cast.lena)

    assert (mia.strips, len(mo.strips)) == ([], STRIPS)
    assert [bool(one.tells) for one in mo.strips] == [False] * (STRIPS - 1) + [True]


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
        for days in (1, 9):
            made = seen.observation(session, cast, of=one, days=days, strip=[[1, 1]])
            seen.talk(session, made, one_thing="Ask first.")
    seen.observation(session, cast, of=cast.sol, by=cast.odd)
    session.expunge_all()
    with statements() as few:
        assert coaching_people(session, odd, search="", page=0, at=NOW)[1] == 1
    with statements() as many:
        assert coaching_people(session, lena, search="", page=0, at=NOW)[1] == 32

    assert len(few) == len(many) == 9


def test_who_may_not_know_of_others_observations_is_not_told_there_were_none(
    session: Session, cast: Cast
):
    seen.observation(session, cast, of=cast.mo, by=cast.lena)

    lines, _total = coaching_people(session, cast.actor(cast.spec), search="mo", page=0, at=NOW)

    assert {line.name: (line.last.words, line.unseen) for line in lines}["Mo Manager"] == (
        "",
        "Not by you",
    )
