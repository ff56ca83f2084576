"""Rules of interruption are written, offered, signed once, and then stay as they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from coach_the_coach.cadence.contract import actions, queries
from coach_the_coach.cadence.contract.rules import Terms, template, template_draft
from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.viewer import NOBODY, VIEWER, begin_as, view_as
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.restricted import role_of

DRAFT = replace(template_draft(), reasons="Illness\nA fire", within_days="1")
LATER = NOW + timedelta(hours=1)
LATEST = NOW + timedelta(days=1)


def offered(session: Session, cast: Cast) -> str:
    """What Mo offers Lena."""
    return actions.offer_contract(session, cast.actor(cast.mo), draft=DRAFT, at=NOW)


def version(session: Session, public_id: str) -> str:
    """Which wording it is now."""
    found = select(InterruptionContract).where(InterruptionContract.public_id == public_id)
    return session.exec(found).one().written_at.isoformat()


def signed(session: Session, cast: Cast) -> str:
    """What Mo has offered and Lena signed."""
    public_id = offered(session, cast)
    lena = cast.actor(cast.lena)
    given = version(session, public_id)
    actions.sign_contract(session, lena, public_id=public_id, version=given, at=LATER)
    return public_id


def told(session: Session, person: Person) -> list[tuple[str, str]]:
    """What somebody was told, and where it leads."""
    found = select(Notice).where(Notice.person_id == person.id).order_by(col(Notice.id))
    return [(one.text, one.link) for one in session.exec(found).all()]


def terms(session: Session, cast: Cast, who: Person) -> Terms:
    """What holds for Mo's sessions, as far as somebody knows."""
    return queries.contract_of(session, cast.actor(who), coach_id=cast.mo.id or 0)


def test_signed_it_holds_for_the_coach_the_leader_and_the_reps_and_counts(
    session: Session, cast: Cast
):
    public_id = offered(session, cast)
    assert told(session, cast.lena) == [
        (
            "Mo Manager asks you to sign their rules of interruption.",
            routes.interruptions(cast.mo.public_id),
        )
    ]
    assert terms(session, cast, cast.mo) == template()
    given = version(session, public_id)
    for _again in range(2):
        actions.sign_contract(
            session, cast.actor(cast.lena), public_id=public_id, version=given, at=LATER
        )
    holding = Terms(reasons=("Illness", "A fire"), within_days=1, is_signed=True)
    for who in (cast.mo, cast.lena, cast.rae, cast.ren):
        assert terms(session, cast, who) == holding
    for who in (cast.cleo, cast.odd, cast.sol, cast.mia, cast.sid, cast.spec, cast.ada):
        assert terms(session, cast, who) == template()
    assert told(session, cast.mo) == [
        (
            "Lena Leader has signed your rules of interruption. They hold from now on.",
            "/interruptions",
        )
    ]
    counts = session.exec(select(Evidence)).all()
    assert [(one.person_id, one.kind, one.subject) for one in counts] == [
        (cast.mo.id, EvidenceKind.CONTRACT, public_id)
    ]


def test_a_draft_is_nobody_elses_and_is_written_on(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    first = actions.write_contract(session, mo, draft=DRAFT, at=NOW)
    again = replace(DRAFT, text="Mine\0 alone")
    assert actions.write_contract(session, mo, draft=again, at=LATER) == first
    assert queries.own_contract(session, mo, at=LATER).text == "Mine alone"
    with pytest.raises(NotFound):
        actions.sign_contract(
            session,
            cast.actor(cast.lena),
            public_id=first,
            version=version(session, first),
            at=LATER,
        )
    assert queries.next_lines(session, cast.actor(cast.lena), at=LATER) == []


def test_what_was_changed_meanwhile_is_read_again_before_it_is_signed(session: Session, cast: Cast):
    public_id = offered(session, cast)
    before = version(session, public_id)
    changed = replace(DRAFT, reasons="Whatever")
    actions.offer_contract(session, cast.actor(cast.mo), draft=changed, at=LATER)
    with pytest.raises(Conflict, match="Read it again"):
        actions.sign_contract(
            session, cast.actor(cast.lena), public_id=public_id, version=before, at=LATEST
        )
    assert terms(session, cast, cast.mo) == template()


def test_what_was_changed_meanwhile_is_read_again_before_it_is_given_back(
    session: Session, cast: Cast
):
    public_id, lena = offered(session, cast), cast.actor(cast.lena)
    before = version(session, public_id)
    changed = replace(DRAFT, reasons="Whatever")
    actions.offer_contract(session, cast.actor(cast.mo), draft=changed, at=LATER)
    why = {"public_id": public_id, "why": "A fire is no reason.", "at": LATEST}
    with pytest.raises(Conflict, match="Read it again"):
        actions.return_contract(session, lena, version=before, **why)
    own = queries.own_contract(session, cast.actor(cast.mo), at=LATEST)
    assert (own.open.state, own.open.returned_why) == ("offered", "")
    actions.return_contract(session, lena, version=version(session, public_id), **why)
    own = queries.own_contract(session, cast.actor(cast.mo), at=LATEST)
    assert own.open.returned_why == "A fire is no reason."


def test_given_back_it_says_why_and_is_offered_anew(session: Session, cast: Cast):
    public_id, lena = offered(session, cast), cast.actor(cast.lena)
    given = {"public_id": public_id, "version": version(session, public_id), "at": LATER}
    with pytest.raises(Invalid):
        actions.return_contract(session, lena, why=" ", **given)
    for _again in range(2):
        actions.return_contract(session, lena, why="A fire is no reason.", **given)
    own = queries.own_contract(session, cast.actor(cast.mo), at=LATER)
    assert (own.open.state, own.open.returned_why) == ("returned", "A fire is no reason.")
    assert [one.text for one in queries.next_lines(session, cast.actor(cast.mo), at=LATER)] == [
        "Your rules of interruption came back with a wish."
    ]
    with pytest.raises(Conflict):
        actions.sign_contract(
            session, lena, public_id=public_id, version=version(session, public_id), at=LATER
        )
    assert offered(session, cast) == public_id
    own = queries.own_contract(session, cast.actor(cast.mo), at=LATER)
    assert (own.open.state, own.open.returned_why) == ("offered", "")
    assert len(queries.next_lines(session, lena, at=LATER)) == 1


def test_a_signed_one_stays_as_it_is_and_a_new_one_takes_its_place_once_signed(
    session: Session, cast: Cast
):
    first, mo, lena = signed(session, cast), cast.actor(cast.mo), cast.actor(cast.lena)
    new = replace(DRAFT, reasons="Illness", within_days="5")
    second = actions.offer_contract(session, mo, draft=new, at=LATER)
    assert second != first
    assert terms(session, cast, cast.rae).within_days == 1
    with pytest.raises(Conflict):
        actions.return_contract(
            session,
            lena,
            public_id=first,
            version=version(session, first),
            why="No more",
            at=LATER,
        )
    actions.sign_contract(
        session, lena, public_id=second, version=version(session, second), at=LATEST
    )
    assert terms(session, cast, cast.rae) == Terms(("Illness",), 5, is_signed=True)
    kept = session.exec(
        select(InterruptionContract).where(InterruptionContract.public_id == first)
    ).one()
    assert (kept.reasons, kept.within_days, kept.signed_at) == ("Illness\nA fire", 1, LATER)
    assert len(session.exec(select(Evidence)).all()) == 2


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("mo", NotPermitted),
        ("cleo", NotFound),
        ("odd", NotFound),
        ("mia", NotFound),
        ("sol", NotFound),
        ("rae", NotFound),
        ("spec", NotFound),
        ("ada", NotFound),
    ],
)
def test_nobody_but_the_direct_leader_signs_or_gives_back(
    session: Session, cast: Cast, who: str, refusal: type[Exception]
):
    public_id, actor = offered(session, cast), cast.actor(getattr(cast, who))
    given = version(session, public_id)
    with pytest.raises(refusal):
        actions.sign_contract(session, actor, public_id=public_id, version=given, at=LATER)
    with pytest.raises(refusal):
        actions.return_contract(
            session, actor, public_id=public_id, version=given, why="No", at=LATER
        )
    assert session.exec(select(Evidence)).all() == []


def test_a_rep_reads_what_is_signed_and_signs_nothing(session: Session, cast: Cast):
    public_id, rae = signed(session, cast), cast.actor(cast.rae)
    with pytest.raises(NotPermitted):
        actions.sign_contract(
            session, rae, public_id=public_id, version=version(session, public_id), at=LATEST
        )


def test_who_does_not_coach_writes_none_and_who_has_no_leader_offers_none(
    session: Session, cast: Cast
):
    for who in (cast.rae, cast.spec, cast.ada):
        with pytest.raises(NotPermitted):
            actions.offer_contract(session, cast.actor(who), draft=DRAFT, at=NOW)
        with pytest.raises(NotPermitted):
            actions.write_contract(session, cast.actor(who), draft=DRAFT, at=NOW)
    with pytest.raises(Conflict, match="report to nobody"):
        actions.offer_contract(session, cast.actor(cast.cleo), draft=DRAFT, at=NOW)
    with pytest.raises(Invalid):
        actions.offer_contract(session, cast.actor(cast.mo), draft=replace(DRAFT, text=""), at=NOW)
    assert session.exec(select(InterruptionContract)).all() == []


def test_beneath_all_actions_postgresql_changes_no_signed_one(session: Session, cast: Cast):
    public_id = signed(session, cast)
    if session.get_bind().dialect.name != "postgresql":
        return
    for who in (cast.mo, cast.lena):
        begin_as(session, NOBODY, role=role_of(session))
        view_as(session, who.id or 0, LATEST)
        changed = update(InterruptionContract).values(within_days=9)
        removed = delete(InterruptionContract)
        assert [session.connection().execute(one).rowcount for one in (changed, removed)] == [0, 0]
    del session.info[VIEWER]
    driver = session.connection().connection.driver_connection
    assert driver is not None
    driver.execute("SET LOCAL ROLE NONE; SET LOCAL app.viewer = ''")
    kept = select(InterruptionContract.within_days).where(
        InterruptionContract.public_id == public_id
    )
    assert session.exec(kept).one() == 1
