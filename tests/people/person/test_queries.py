"""Who sees whom among those who coach, and what of their observations."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import Moment
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim, Seen
from coach_the_coach.observations.tables import Outcome
from coach_the_coach.people.person.queries import (
    NOTICED,
    PAGE,
    focus_of,
    noticed_observations,
    person_head,
    readable_observations,
)
from coach_the_coach.people.person.rows import Focus, NoticedLine, ObservedLine, PersonHead
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


def test_the_head_says_who_it_is_and_what_the_reader_may_do(session: Session, cast: Cast):
    head = person_head(session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=NOW)
    assert head == PersonHead(
        public_id=cast.mo.public_id,
        name="Mo Manager",
        title="manager",
        leader="Lena Leader",
        can_observe=True,
        observe_link=f"/observations/new?of={cast.mo.public_id}",
        look_link=f"/looks/new?of={cast.mo.public_id}",
        figures_link=f"/figures/{cast.mo.public_id}",
        proof_link=f"/coaching/proof?of={cast.mo.public_id}",
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


def test_only_who_leads_directly_is_shown_the_way_to_figures_and_log(session: Session, cast: Cast):
    def ways(who: Person) -> tuple[str, str]:
        row = person_head(session, cast.actor(who), public_id=cast.mo.public_id, at=NOW)
        return row.figures_link, row.proof_link

    assert all(ways(cast.lena))
    assert [ways(who) for who in (cast.mo, cast.cleo, cast.spec, cast.ada)] == [("", "")] * 4


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


def test_the_one_observed_sees_no_share_before_the_talk(session: Session, cast: Cast):
    made = seen.observation(session, cast)
    page = f"/observations/{made.public_id}"

    def line() -> tuple[str, str, str]:
        (one,) = read(session, cast, cast.mo)
        return one.share, one.link, one.status

    assert line() == ("", f"{page}/reflect", "Waits for their own rating")
    seen.reply(session, made)
    assert line() == ("", f"{page}/talk", "Waits for the talk")
    seen.talk(session, made)
    assert line() == (SHARE, page, "Talked over")


def test_a_talk_is_said_with_its_day_and_with_who_has_yet_to_sign(session: Session, cast: Cast):
    booked = seen.observation(session, cast, days=1)
    seen.reply(session, booked)
    seen.talk(session, booked, shown=False, booked_for=NOW + timedelta(days=1))
    begun = seen.observation(session, cast, days=2)
    seen.talk(session, begun, observed_signs=False)

    assert [(one.status, one.mark) for one in read(session, cast, cast.mo)] == [
        ("Talk: Tomorrow 10:00", "waiting"),
        ("Waits for signatures", "waiting"),
    ]


def test_a_talk_read_alone_is_still_to_come_and_one_gone_on_with_waits_for_no_own_view(
    session: Session, cast: Cast
):
    seen.talk(session, seen.observation(session, cast, days=1), read_alone=True)
    without = seen.observation(session, cast, days=2)
    seen.talk(session, without, shown=False, without_own_view=True)

    lines = read(session, cast, cast.mo)

    assert [one.status for one in lines] == ["Waits for the talk"] * 2
    assert lines[1].link == f"/observations/{without.public_id}/talk"


def test_what_was_acknowledged_before_there_were_talks_is_talked_over(session: Session, cast: Cast):
    seen.reply(session, seen.observation(session, cast), talked=True)

    assert [(one.status, one.mark) for one in read(session, cast, cast.lena)] == [
        ("Talked over", "done")
    ]


def test_a_corrected_purpose_is_the_one_that_counts(session: Session, cast: Cast):
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    made.purpose_corrected = Purpose.TRAIN
    session.add_all([made, Outcome(observation_id=made.id or 0, tally={"open": 30}, asks=30)])
    session.flush()
    seen.sign(session, made)

    assert [(one.purpose, one.share) for one in read(session, cast, cast.lena)] == [
        ("Train", "Not judged: this was a training session")
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


def test_older_observations_are_on_further_pages_in_equal_statements(
    session: Session, cast: Cast, statements
):
    lena, cleo, mo = cast.actor(cast.lena), cast.actor(cast.cleo), cast.mo.public_id
    sent = []
    for number in (1, NOTICED + 4):
        for days in range(number):
            seen.observation(session, cast, days=days)
        session.expunge_all()
        with statements() as seen_by_lena:
            lines, has_older = readable_observations(session, lena, public_id=mo, at=NOW)
        with statements() as seen_by_cleo:
            noted = noticed_observations(session, cleo, public_id=mo, at=NOW)
        sent.append((len(seen_by_lena), len(seen_by_cleo)))

    rest, is_more = readable_observations(session, lena, public_id=mo, at=NOW, page=1)
    last = readable_observations(session, lena, public_id=mo, at=NOW, page=2)
    assert (len(lines), has_older, len(rest), is_more) == (PAGE, True, PAGE, True)
    assert (len(last[0]), last[1]) == (NOTICED + 5 - 2 * PAGE, False)
    assert len({one.link for one in [*lines, *rest, *last[0]]}) == NOTICED + 5
    assert len(noted) == NOTICED
    assert lines[0].when == noted[0].when == HELD
    assert sent[0] == sent[1] == (4, 2)


def focus(session: Session, cast: Cast, who: Person) -> Focus:
    return focus_of(session, cast.actor(who), public_id=cast.mo.public_id, at=NOW)


def test_the_focus_is_the_one_thing_of_the_newest_talk(session: Session, cast: Cast):
    older = seen.observation(session, cast, days=30, one_thing="A suggestion.")
    first = seen.talk(session, older, one_thing="Ask first.", promised="Both wait.")
    later = seen.observation(session, cast, days=9, follows=first, answer=Seen.SEEN)
    again = NOW.date() + timedelta(days=1)
    seen.talk(session, later, one_thing="Ask first!", promised="Wait.", follows=first, again=again)
    partly = seen.observation(session, cast, days=1, follows=first, answer=Seen.PARTLY)
    seen.talk(session, partly, one_thing="Not signed yet.", follows=first, observer_signs=False)
    seen.talk(session, seen.observation(session, cast, of=cast.mia), one_thing="Somebody else's.")

    found = Focus(
        one_thing="Ask first!",
        agreed="Wait.",
        stands="Seen once, 1 week ago. It stays until it was seen twice.",
        link=f"/observations/{later.public_id}/talk",
        watch_again=Moment("Tomorrow", "Tuesday 3 March 2026", "2026-03-03"),
        watch_note="Watched since",
        by="Lena Leader",
        when=Moment("1 week ago", "Saturday 21 February 2026, 10:15 CET", "2026-02-21T10:15+01:00"),
    )
    assert focus(session, cast, cast.lena) == focus(session, cast, cast.mo) == found
    assert {focus(session, cast, who) for who in (cast.cleo, cast.spec, cast.ada)} == {Focus()}


def test_where_no_talk_has_set_it_the_focus_is_what_the_observer_wrote(
    session: Session, cast: Cast
):
    older = seen.observation(session, cast, days=9, one_thing="Something older.")
    seen.observation(session, cast, again=NOW.date() + timedelta(days=1))

    found = focus(session, cast, cast.lena)

    assert (found.one_thing, found.agreed, found.stands, found.when) == (
        seen.ONE_THING,
        seen.AGREED,
        "Suggested by Lena Leader.",
        TODAY,
    )
    seen.reply(session, older, talked=True)
    found = focus(session, cast, cast.lena)
    assert (found.one_thing, found.stands) == ("Something older.", "")


def test_ones_own_focus_is_there_only_from_the_talk_on(session: Session, cast: Cast):
    older = seen.observation(session, cast, days=9, one_thing="Something older.")
    newer = seen.observation(session, cast)

    assert focus(session, cast, cast.mo) == Focus()
    for made in (older, newer):
        seen.reply(session, made)
    assert focus(session, cast, cast.mo) == Focus()
    seen.talk(session, older)
    assert focus(session, cast, cast.mo).one_thing == "Something older."
    seen.talk(session, newer, one_thing="Ask first.")
    assert focus(session, cast, cast.mo).one_thing == "Ask first."


def test_the_day_to_watch_again_is_said_in_the_readers_own_day(session: Session, cast: Cast):
    seen.observation(session, cast, again=date(2026, 3, 3))
    late = NOW.replace(hour=23, minute=30)

    focus = focus_of(session, cast.actor(cast.lena), public_id=cast.mo.public_id, at=late)

    assert focus.watch_again.words == "Today"
