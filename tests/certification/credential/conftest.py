from collections.abc import Iterator

import pytest

from coach_the_coach.settings import settings
from tests.certification.credential.given import HOUSE


@pytest.fixture(autouse=True)
def _at_its_address(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The house at its public address."""
    monkeypatch.setenv("COACH_PUBLIC_URL", HOUSE)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()
