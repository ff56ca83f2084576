"""Who reads what of somebody's paths: whole answers, on both databases."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.credential.actions import issue, suspend
from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.mine.person.queries import person_paths, standing_lines
from coach_the_coach.certification.mine.queries import own_paths
from coach_the_coach.certification.mine.rows import NextRow
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.certification.rules import Asked
from coach_the_coach.certification.tables import Review
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes
from tests.cadence.figures import kept
from tests.cast import NOW, Cast
from tests.certification.mine import onpath
from tests.certification.mine.onpath import REASON, TODAY

Statements = Callable[[], AbstractContextManager[list[str]]]


def test_ones_own_path_says_what_is_there_what_is_missing_and_what_was_set_aside(
    session: Session, cast: Cast
):
    onpath.walked(session, cast)
    make_now(session, [cast.mo.id or 0], at=NOW)

    mine = own_paths(session, cast.actor(cast.mo), at=NOW)

    (path,) = mine.paths
    head = path.head
    assert (head.title, head.state, head.met, head.left) == (
        "First path",
        "In progress",
        "1 of 3 met",
        "50 days left",
    )
    assert (head.since.words, head.until.at, head.rests) == ("Today", "", False)
    assert path.next == NextRow(
        "Sessions in the log: 1 more session within 30 days.", "Log a session", routes.LOG_NEW
    )
    log, points, signed = path.lines
    assert (log.word, log.mark, log.have, log.missing) == (
        "Not yet",
        "underway",
        "1 of 2 sessions in 30 days",
        ["1 more session within 30 days."],
    )
    assert [(one.when.words, one.link[:10], one.why) for one in (*log.counted, *log.aside)] == [
        ("Friday", "/coaching/", ""),
        ("Saturday", "/coaching/", "It does not say all five things."),
    ]
    assert (points.have, points.missing) == ("6 of ten with yes", ["1 more yes."])
    assert (signed.word, signed.have) == ("Met", f"Signed, not measured: {REASON}")
    assert [(step.what, step.by) for step in path.history] == [("First evidence", "")]
    assert path.worth[0] == "First path: the certificate holds for 12 months (365 days)."


def test_on_no_path_one_reads_what_there_is_and_who_can_begin_it(session: Session, cast: Cast):
    ensure_paths(session, at=NOW)

    mo, lena = (own_paths(session, cast.actor(one), at=NOW) for one in (cast.mo, cast.lena))

    assert mo.paths == []
    assert [one.title for one in mo.others] == [
        "Foundations",
        "Certified Coach",
        "Master Coach",
        "Observer licence",
    ]
    assert [one.can_start for one in mo.others] == [True, False, False, False]
    assert (
        mo.others[0].asks[2]
        == "12 logged sessions in 60 days, at least 4 people, all five things said"
    )
    assert (mo.start_link, mo.asks_whom) == (
        "",
        "Lena Leader or an administrator can put you on one. Say that you want to start.",
    )
    assert (lena.start_link, lena.asks_whom) == (routes.ASSIGN, "")


def certified(session: Session, cast: Cast, *, days: int) -> None:
    """Mo certified on the path, until in so many days."""
    issue(
        session,
        person_id=cast.mo.id or 0,
        path_key="first",
        path_title="First path",
        level=1,
        version=1,
        kind=AwardKind.FIRST,
        valid_from=TODAY - timedelta(days=200),
        valid_until=TODAY + timedelta(days=days),
        criteria=[],
        evidence=[],
        signed_by=[],
        at=NOW - timedelta(days=200),
    )
    session.flush()


@pytest.mark.parametrize(
    ("days", "state", "text", "link"),
    [
        (
            100,
            "Certified",
            "Nothing to do until Thursday 12 March 2026. From then on it can be renewed.",
            routes.CERTIFICATES,
        ),
        (50, "Certified, renewal open", "Everything asked for is there.", routes.DECISIONS),
        (-20, "Expired, still in grace", "Everything asked for is there.", routes.DECISIONS),
    ],
)
def test_a_certificate_says_when_it_is_renewed_and_asks_the_lighter_list(
    session: Session, cast: Cast, days: int, state: str, text: str, link: str
):
    onpath.walked(session, cast)
    certified(session, cast, days=days)

    (path,) = own_paths(session, cast.actor(cast.mo), at=NOW).paths

    assert (path.head.state, path.next.text, path.next.link) == (state, text, link)
    assert [line.sentence for line in path.lines] == [
        "1 logged session in 30 days, all five things said"
    ]
    assert path.head.rests is (days == 100)


def test_a_direct_leader_reads_the_whole_but_for_the_ten_points(session: Session, cast: Cast):
    onpath.walked(session, cast)

    seen = person_paths(session, cast.actor(cast.lena), person=cast.mo.public_id, at=NOW)

    assert (seen.name, seen.counted) == ("Mo Manager", [])
    (path,) = seen.led
    log, points, signed = path.lines
    assert path.helps == "Sessions in the log: 1 more session within 30 days."
    assert [one.link[:10] for one in (*log.counted, *log.aside)] == ["/coaching/", "/coaching/"]
    assert (points.have, points.missing, points.counted, points.counted_words) == (
        "Answered",
        ["More yeses are asked for."],
        [],
        "",
    )
    assert signed.have == f"Signed, not measured: {REASON}"
    noted = session.info.pop(audit.SEEN)
    assert [(action, of.person_id) for action, of in noted] == [("certification:read", cast.mo.id)]


@pytest.mark.parametrize("by", ["cleo", "spec"])
def test_further_up_one_reads_counts_and_no_word_day_or_link(session: Session, cast: Cast, by: str):
    onpath.walked(session, cast)

    actor = cast.actor(getattr(cast, by))
    seen = person_paths(session, actor, person=cast.mo.public_id, at=NOW)

    assert seen.led == []
    (path,) = seen.counted
    log, points, signed = path.lines
    assert (log.have, log.missing, log.aside) == (
        "1 of 2 sessions in 30 days",
        ["1 more session within 30 days."],
        ["1 set aside: It does not say all five things."],
    )
    assert (points.have, signed.have) == ("Answered", "Signed, not measured")
    told = str(asdict(seen))
    assert REASON not in told
    assert "/coaching/" not in told


@pytest.mark.parametrize(("by", "signs"), [("lena", True), ("cleo", True), ("spec", False)])
def test_whoever_may_sign_for_something_is_shown_where(
    session: Session, cast: Cast, by: str, signs: bool
):
    onpath.walked(session, cast)
    actor = cast.actor(getattr(cast, by))
    seen = person_paths(session, actor, person=cast.mo.public_id, at=NOW)
    assert seen.sign_link == (routes.attest(cast.mo.public_id) if signs else "")


def test_where_nothing_is_to_be_signed_for_there_is_no_way_to_it(session: Session, cast: Cast):
    asks = onpath.FIRST.requirements[:1]
    path = onpath.version(session, onpath.renamed(onpath.FIRST, requirements=asks))
    onpath.enrolled(session, cast.mo, path)
    seen = person_paths(session, cast.actor(cast.lena), person=cast.mo.public_id, at=NOW)
    assert seen.sign_link == ""


def test_what_is_under_review_leads_to_its_own_decision(session: Session, cast: Cast):
    enrolment = onpath.walked(session, cast)
    review = Review(
        enrolment_id=enrolment.id or 0,
        person_id=cast.mo.id or 0,
        path_version_id=enrolment.path_version_id,
        asking=Asked.FIRST,
        asked_at=NOW,
        asked_on=TODAY,
    )
    session.add(review)
    session.flush()

    (mine,) = own_paths(session, cast.actor(cast.mo), at=NOW).paths
    seen = person_paths(session, cast.actor(cast.lena), person=cast.mo.public_id, at=NOW)

    here = routes.decision(review.public_id)
    assert (mine.head.decided, mine.next.link, seen.led[0].head.decided) == (here, here, here)


def test_a_certificate_that_rests_leads_to_why_and_one_that_stands_to_where_that_is_named(
    session: Session, cast: Cast
):
    onpath.walked(session, cast)
    certified(session, cast, days=100)
    award = session.exec(select(Award)).one()
    here = routes.suspension(award.public_id)

    def heads() -> list[tuple[str, str]]:
        session.expire_all()
        own = own_paths(session, cast.actor(cast.mo), at=NOW).paths[0].head
        actor = cast.actor(cast.lena)
        seen = person_paths(session, actor, person=cast.mo.public_id, at=NOW).led[0].head
        return [(one.decided, one.rest_link) for one in (own, seen)]

    assert heads() == [("", ""), ("", here)]
    suspend(session, award, NOW)
    assert heads() == [(here, ""), (here, "")]


@pytest.mark.parametrize(
    ("by", "refusal"),
    [("odd", NotFound), ("sol", NotFound), ("rae", NotFound), ("ada", NotPermitted)],
)
def test_nobody_else_reads_anything(
    session: Session, cast: Cast, by: str, refusal: type[Exception]
):
    onpath.walked(session, cast)
    make_now(session, [cast.mo.id or 0], at=NOW)
    actor = cast.actor(getattr(cast, by))
    with pytest.raises(refusal):
        person_paths(session, actor, person=cast.mo.public_id, at=NOW)
    if refusal is NotPermitted:
        assert standing_lines(session, actor, person=cast.mo.public_id, at=NOW) == []
    else:
        with pytest.raises(NotFound):
            standing_lines(session, actor, person=cast.mo.public_id, at=NOW)


def test_of_oneself_the_page_of_others_says_nothing(session: Session, cast: Cast):
    onpath.walked(session, cast)
    seen = person_paths(session, cast.actor(cast.mo), person=cast.mo.public_id, at=NOW)
    assert (seen.is_me, seen.led, seen.counted) == (True, [], [])
    assert audit.SEEN not in session.info


@pytest.mark.parametrize("by", ["mo", "lena", "cleo", "spec"])
def test_a_persons_page_says_where_they_stand_in_a_word(session: Session, cast: Cast, by: str):
    onpath.walked(session, cast)
    onpath.enrolled(session, cast.mia, onpath.version(session, number=2))
    make_now(session, [cast.mo.id or 0, cast.mia.id or 0], at=NOW)

    actor = cast.actor(getattr(cast, by))
    (line,) = standing_lines(session, actor, person=cast.mo.public_id, at=NOW)

    assert (line.title, line.state, line.met, line.since.words) == (
        "First path",
        "In progress",
        "1 of 3 met",
        "Today",
    )
    own = routes.CERTIFICATION
    assert line.link == (own if by == "mo" else routes.certification_of(cast.mo.public_id))


def test_a_path_that_was_left_is_not_shown(session: Session, cast: Cast):
    made = onpath.walked(session, cast)
    make_now(session, [cast.mo.id or 0], at=NOW)
    made.withdrawn_at = NOW
    session.flush()
    assert own_paths(session, cast.actor(cast.mo), at=NOW).paths == []
    assert standing_lines(session, cast.actor(cast.lena), person=cast.mo.public_id, at=NOW) == []


def test_more_evidence_takes_no_more_statements(
    session: Session, cast: Cast, statements: Statements
):
    onpath.walked(session, cast)
    third = onpath.version(session, onpath.renamed(onpath.FIRST, key="third", level=3))

    def sent(by: Person) -> int:
        session.expire_all()
        actor = cast.actor(by)
        with statements() as said:
            if by is cast.mo:
                own_paths(session, actor, at=NOW)
            else:
                person_paths(session, actor, person=cast.mo.public_id, at=NOW)
        return len(said)

    few = {by.given_name: sent(by) for by in (cast.mo, cast.lena, cast.cleo)}
    onpath.more_sessions(session, cast, 30)
    onpath.enrolled(session, cast.mo, third)
    kept.entry(session, cast.mo, None, TODAY - timedelta(days=9))

    assert {by.given_name: sent(by) for by in (cast.mo, cast.lena, cast.cleo)} == few
