"""The imports' own table, until the migrations make it."""

import pytest
from sqlmodel import Session

from coach_the_coach.imports.tables import Import


@pytest.fixture(autouse=True)
def imports_table(request: pytest.FixtureRequest) -> None:
    """Make the table where the migrations have not made it yet."""
    if "session" in request.fixturenames:
        session: Session = request.getfixturevalue("session")
        Import.__table__.create(session.connection(), checkfirst=True)  # pyright: ignore[reportAttributeAccessIssue] - SQLModel adds it
