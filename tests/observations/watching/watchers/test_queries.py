"""Who could be asked to watch somebody, in whose eyes; and who learns nothing of guests."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.account.grants.actions import let_guest_in
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.watching.needs.actions import ask_to_watch, say_places
from coach_the_coach.observations.watching.needs.queries import people_to_ask_for
from coach_the_coach.observations.watching.rules import AskDraft
from coach_the_coach.observations.watching.watchers.queries import LIMIT, watchers_for
from coach_the_coach.observations.watching.watchers.rows import WatcherRow, WatchersRow
from tests import build
from tests.cast import NOW, Cast
from tests.observations.watching import planned
from tests.observations.watching.test_guests import GUEST, let_in


def watchers(
    session: Session,
    cast: Cast,
    who: Person,
    of: Person,
    *,
    search: str = "",
    certifying: bool = False,
    at=NOW,
) -> WatchersRow:
    """Who could watch one, in the eyes of another."""
    actor = cast.actor(who, at)
    return watchers_for(
        session, actor, observed=of.public_id, search=search, certifying=certifying, at=at
    )


def names(rows: list[WatcherRow]) -> list[str]:
    """Who is offered, in their order."""
    return [one.name for one in rows]


def groups(found: WatchersRow) -> tuple[list[str], list[str], list[str]]:
    """Who is offered of the line, from outside it, and from outside the company."""
    return names(found.line), names(found.outside), names(found.guests)


def test_those_of_the_line_those_outside_it_and_guests_are_offered_apart(
    session: Session, cast: Cast
):
    gus = let_in(session, cast)
    found = watchers(session, cast, cast.lena, cast.mo)
    assert (found.observed, found.lets_in, found.has_more, found.has_more_guests) == (
        "Mo Manager",
        False,
        False,
        False,
    )
    assert groups(found) == (
        ["Lena Leader", "Cleo Chief"],
        ["Odd Other", "Sage Specialist"],
        ["Gus Guest"],
    )
    assert (found.line[0].is_me, found.line[1].is_me) == (True, False)
    assert found.outside[0] == WatcherRow(
        public_id=cast.odd.public_id,
        name="Odd Other",
        role="leader",
        note="4 places free this month",
    )
    assert found.guests == [
        WatcherRow(public_id=gus.public_id, name="Gus Guest", role="Here until 31 March 2026")
    ]


def test_nobody_is_offered_whom_the_one_observed_leads_or_who_does_not_observe(
    session: Session, cast: Cast
):
    assert groups(watchers(session, cast, cast.cleo, cast.lena)) == (
        ["Cleo Chief"],
        ["Odd Other", "Sage Specialist"],
        [],
    )
    give_grant(session, cast.mo.id or 0, Role.LEADER, root_id=cast.mo.id, at=NOW)
    session.flush()
    assert "Mo Manager" in names(watchers(session, cast, cast.cleo, cast.odd).outside)
    assert "Mo Manager" not in names(watchers(session, cast, cast.cleo, cast.lena).outside)


@pytest.mark.parametrize(
    ("who", "of", "refusal"),
    [
        # A stranger, the one observed, those below and beside, and the administrator who lets
        # guests in but plans for nobody; a specialist observes Mo and asks nobody else to.
        ("odd", "mo", NotFound),
        ("lena", "lena", NotPermitted),
        ("lena", "cleo", NotFound),
        ("mo", "rae", NotPermitted),
        ("mo", "mo", NotPermitted),
        ("rae", "mo", NotPermitted),
        ("ada", "mo", NotPermitted),
        ("spec", "mo", NotPermitted),
        # Rae coaches nobody.
        ("lena", "rae", NotFound),
    ],
)
def test_nobody_else_learns_who_could_watch_or_which_guests_there_are(
    session: Session, cast: Cast, who: str, of: str, refusal: type[Exception]
):
    let_in(session, cast)
    with pytest.raises(refusal):
        watchers(session, cast, getattr(cast, who), getattr(cast, of))


def test_a_guest_learns_of_no_other_guest(session: Session, cast: Cast):
    gus = let_in(session, cast)
    with pytest.raises(NotFound):
        watchers(session, cast, gus, cast.mo)
    ask = AskDraft(observed=cast.mo.public_id, observer=gus.public_id)
    ask_to_watch(session, cast.actor(cast.lena), draft=ask, at=NOW)
    with pytest.raises(NotFound):
        watchers(session, cast, gus, cast.mo)


def test_a_guest_is_offered_while_let_in_and_no_longer(session: Session, cast: Cast):
    let_in(session, cast)
    for days, offered in ((-1, []), (29, ["Gus Guest"]), (31, [])):
        at = NOW + timedelta(days=days)
        assert names(watchers(session, cast, cast.cleo, cast.mo, at=at).guests) == offered


def test_a_guest_is_here_until_the_day_that_was_said_wherever_the_reader_is(
    session: Session, cast: Cast
):
    let_in(session, cast)
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        cast.lena.time_zone = zone
        session.add(cast.lena)
        session.flush()
        [guest] = watchers(session, cast, cast.lena, cast.mo).guests
        assert guest.role == "Here until 31 March 2026"


def test_names_and_teams_are_looked_for_in_every_group(session: Session, cast: Cast):
    let_in(session, cast)
    found = watchers(session, cast, cast.lena, cast.mo, search="gus GUEST")
    assert groups(found) == ([], [], ["Gus Guest"])
    assert groups(watchers(session, cast, cast.lena, cast.mo, search="le")) == (
        ["Lena Leader", "Cleo Chief"],
        [],
        [],
    )
    assert groups(watchers(session, cast, cast.lena, cast.mo, search="%_\0")) == ([], [], [])


def test_for_certification_those_who_may_are_left_and_no_guest(session: Session, cast: Cast):
    let_in(session, cast)
    give_grant(session, cast.odd.id or 0, Role.CERTIFIER, root_id=cast.lena.id, at=NOW)
    session.flush()
    assert groups(watchers(session, cast, cast.lena, cast.mo, certifying=True)) == (
        ["Lena Leader"],
        ["Odd Other"],
        [],
    )
    assert groups(watchers(session, cast, cast.cleo, cast.sol, certifying=True)) == ([], [], [])


def test_for_certification_it_is_said_who_has_not_practised_scoring(session: Session, cast: Cast):
    give_grant(session, cast.odd.id or 0, Role.CERTIFIER, root_id=cast.lena.id, at=NOW)
    build.practised(session, cast.odd)
    build.practised(session, cast.lena, times=1)

    def said(*, certifying: bool) -> list[tuple[str, str]]:
        found = watchers(session, cast, cast.lena, cast.mo, certifying=certifying)
        everybody = (*found.line, *found.outside, *found.guests)
        return [(one.name, one.unpractised) for one in everybody]

    assert said(certifying=True) == [
        ("Lena Leader", "Has not practised scoring yet"),
        ("Odd Other", ""),
    ]
    assert {unpractised for _name, unpractised in said(certifying=False)} == {""}


def test_whoever_is_asked_already_stands_with_how_far_it_has_come(session: Session, cast: Cast):
    gus = let_in(session, cast)
    ask = AskDraft(observed=cast.mo.public_id, observer=gus.public_id)
    watch = ask_to_watch(session, cast.actor(cast.lena), draft=ask, at=NOW)
    agreed = planned.agreed_with_odd(session, cast)
    found = watchers(session, cast, cast.lena, cast.mo)
    assert [(one.asked.link, one.asked.state_word) for one in found.guests] == [
        (f"/watching/{watch}", "Observer asked")
    ]
    assert [(one.name, one.asked.link, one.asked.state_word) for one in found.outside] == [
        ("Sage Specialist", "", ""),
        ("Odd Other", f"/watching/{agreed}", "Agreed"),
    ]
    assert [one.asked.link for one in found.line] == ["", ""]


def test_who_has_no_place_free_comes_last_and_can_be_found(session: Session, cast: Cast):
    say_places(session, cast.actor(cast.odd), per_month="0", at=NOW)
    session.flush()
    outside = watchers(session, cast, cast.lena, cast.mo).outside
    assert [(one.name, one.note) for one in outside] == [
        ("Sage Specialist", "4 places free this month"),
        ("Odd Other", "No place free this month"),
    ]


def test_whoever_leads_and_lets_guests_in_is_told_where(session: Session, cast: Cast):
    give_grant(session, cast.lena.id or 0, Role.ADMIN, root_id=None, at=NOW)
    session.flush()
    assert watchers(session, cast, cast.lena, cast.mo).lets_in


def test_asking_others_is_offered_for_those_of_whom_one_may_know_that_they_are_observed(
    session: Session, cast: Cast
):
    lena = people_to_ask_for(session, cast.actor(cast.lena), search="", at=NOW)
    assert [(one.name, one.choose) for one in lena] == [
        ("Mia Manager", f"/watchers/{cast.mia.public_id}"),
        ("Mo Manager", f"/watchers/{cast.mo.public_id}"),
    ]
    spec = people_to_ask_for(session, cast.actor(cast.spec), search="mo", at=NOW)
    assert [(one.name, one.choose) for one in spec] == [("Mo Manager", "")]


def test_the_page_takes_the_same_statements_with_one_and_with_forty(
    session: Session, cast: Cast, statements
):
    sent = []
    let_in(session, cast)
    ada = replace(cast.actor(cast.ada), proved_at=NOW)
    for more in (0, 40):
        for number in range(more):
            one = Person(
                email=f"o{number}@example.com", given_name=f"O{number}", family_name="More"
            )
            session.add(one)
            session.flush()
            give_grant(session, one.id or 0, Role.SPECIALIST, root_id=None, at=NOW)
            guest = replace(GUEST, email=f"g{number}@elsewhere.org", given_name=f"G{number}")
            let_guest_in(session, ada, draft=guest, at=NOW)
            ask = AskDraft(observed=cast.mo.public_id, observer=one.public_id)
            session.flush()
            ask_to_watch(session, cast.actor(cast.lena), draft=ask, at=NOW)
        session.flush()
        lena, mo = cast.actor(cast.lena), cast.mo.public_id
        session.expunge_all()
        with statements() as said:
            found = watchers_for(session, lena, observed=mo, search="", certifying=False, at=NOW)
        shown = len(found.line) + len(found.outside), len(found.guests)
        sent.append((len(said), shown, found.has_more, found.has_more_guests))
    assert sent == [(6, (4, 1), False, False), (6, (LIMIT, LIMIT), True, True)]
