"""Taking turns: who decides about the same people at one moment does so one after another.

Whoever reads what is the case, decides by it and writes may be overtaken between the two, and then
both come out as if they were alone. So wait first, and then read what decides: what was read
before one's turn came may be over. See docs/decisions/0025-reach.md.
"""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from coach_the_coach.identity.tables import Person


def wait_for_people(session: Session, people: Iterable[int]) -> None:
    """Wait for whoever decides about these people, and have others wait until we are done.

    Deciding is what changes their ways in, their roles, or whether they are kept at all. Whoever
    only writes something that names them does not wait. All are taken in the same order, so that
    nobody waits for each other in a ring: take all at once, and before a row of the throttle. On
    SQLite the transaction has the write lock already.
    """
    wanted = set(people)
    if wanted:
        rows = select(Person.id).where(col(Person.id).in_(wanted)).order_by(col(Person.id))
        session.exec(rows.with_for_update(key_share=True)).all()
