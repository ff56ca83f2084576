"""Taking turns: who decides about the same people at one moment does so one after another.

Whoever reads what is the case, decides by it and writes may be overtaken between the two, and then
both come out as if they were alone. So wait first, and then read what decides: what was read
before one's turn came may be over. See docs/decisions/0025-reach.md.

So that nobody waits in a ring, all take turns in one order: people, by id and all at once; then
rows of the throttle; then sign-ins.
"""

from collections.abc import Iterable
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.identity.tables import Person

AT_ONCE: Final = 5000
"""People asked for in one statement. Source: docs/method.md#store."""


def wait_for_people(session: Session, people: Iterable[int]) -> None:
    """Wait for whoever decides about these people, and have others wait until we are done.

    Deciding is what changes their ways in, their roles, or whether they are kept at all. Whoever
    only writes something that names them does not wait. On SQLite the transaction has the write
    lock already.
    """
    wanted = sorted(set(people))
    for start in range(0, len(wanted), AT_ONCE):
        these = col(Person.id).in_(wanted[start : start + AT_ONCE])
        rows = select(Person.id).where(these).order_by(col(Person.id))
        session.exec(rows.with_for_update(key_share=True)).all()
