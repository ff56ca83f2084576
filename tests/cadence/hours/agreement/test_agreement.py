"""What somebody offers is read and agreed to by whoever leads them directly, and nobody else."""

import pytest
from sqlmodel import Session, select

from coach_the_coach.cadence.hours.agreement.actions import agree
from coach_the_coach.cadence.hours.agreement.queries import offered_audit
from coach_the_coach.cadence.hours.tables import TimeAudit
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.notices.tables import Notice
from coach_the_coach.shell import routes
from tests.cadence.hours.noted import LATER, closed, noted
from tests.cast import Cast


def test_the_direct_leader_reads_the_result_and_agrees_once(session: Session, cast: Cast):
    lena = cast.actor(cast.lena)
    audit = closed(session, cast.actor(cast.mo))

    row = offered_audit(session, lena, public_id=audit, at=LATER)
    assert (row.name, row.share.figure, row.is_agreed) == ("Mo Manager", "20\u00a0%", False)
    assert row.drops == ["The Monday forecast deck", "The second pipeline meeting"]

    for _time in range(2):
        agree(session, lena, public_id=audit, at=LATER)

    row = offered_audit(session, lena, public_id=audit, at=LATER)
    assert (row.is_agreed, row.agreed) == (True, "Lena Leader agreed")
    told = session.exec(select(Notice).where(Notice.person_id == cast.mo.id)).all()
    assert [(one.text, one.link) for one in told] == [
        ("Lena Leader agreed to what you will drop.", routes.HOURS)
    ]


def test_nobody_reads_it_before_it_is_closed(session: Session, cast: Cast):
    audit = noted(session, cast.actor(cast.mo))
    for work in (offered_audit, agree):
        with pytest.raises(NotFound):
            work(session, cast.actor(cast.lena), public_id=audit, at=LATER)


def test_nobody_else_reads_or_agrees(session: Session, cast: Cast):
    audit = closed(session, cast.actor(cast.mo))
    for work in (offered_audit, agree):
        for who in (cast.cleo, cast.odd):
            with pytest.raises(NotFound):
                work(session, cast.actor(who), public_id=audit, at=LATER)
        for who in (cast.mo, cast.mia, cast.sol, cast.rae, cast.spec, cast.ada):
            with pytest.raises(NotPermitted):
                work(session, cast.actor(who), public_id=audit, at=LATER)
    assert session.exec(select(TimeAudit)).one().agreed_at is None
