"""Taking turns: who decides about the same people at one moment does so one after another.

Whoever reads what is the case, decides by it and writes may be overtaken between the two, and then
both come out as if they were alone. So wait first, and then read what decides: what was read
before one's turn came may be over. See docs/decisions/0025-reach.md.

So that nobody waits in a ring, all take turns in one order: people, by id and all at once; then
rows of the throttle; then sign-ins.
"""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from coach_the_coach.identity.tables import Person


def wait_for_people(session: Session, people: Iterable[int]) -> None:
    """Wait for whoever decides about these people, and have others wait until we are done.

    Deciding is what changes their ways in, their roles, or whether they are kept at all. Whoever
    only writes something that names them does not wait. On SQLite the transaction has the write
    lock already.
    """
    wanted = set(people)
    if wanted:
        rows = select(Person.id).where(col(Person.id).in_(wanted)).order_by(col(Person.id))
        session.exec(rows.with_for_update(key_share=True)).all()
