"""The matrix in docs/access.md is what the program does."""

from sqlmodel import Session

from tests.identity.matrix import block, written


def test_who_may_do_what_to_what_is_as_it_is_written(session: Session):
    assert block(session).splitlines() == written().splitlines(), (
        "python -m tests.identity.matrix writes it anew"
    )
