"""Every key is made of one secret: given, or kept in a file that is made once and read by none."""

import stat
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from coach_the_coach import settings as environment
from coach_the_coach.foundation import keys
from coach_the_coach.settings import SettingsError, settings_from

GIVEN = "a sentence that nobody else would think of"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Goes on as an installation with this data folder and this secret, or none."""

    def go(data: Path, secret: str = "") -> None:
        monkeypatch.setenv("COACH_DATA", str(data))
        monkeypatch.setenv("COACH_SECRET", secret)
        environment.settings.cache_clear()
        keys._secret.cache_clear()

    return go


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch):
    yield
    monkeypatch.undo()
    environment.settings.cache_clear()
    keys._secret.cache_clear()


def test_each_purpose_has_a_key_of_its_own_and_keeps_it(tmp_path: Path, at: Callable[..., None]):
    at(tmp_path)
    audit, cookies = keys.key("audit"), keys.key("cookies")
    at(tmp_path)

    assert (keys.key("audit"), keys.key("cookies")) == (audit, cookies)
    assert audit != cookies
    assert len(audit) == 32


def test_the_file_is_its_owners_alone(tmp_path: Path, at: Callable[..., None]):
    at(tmp_path / "data")
    keys.key("audit")

    [file] = (tmp_path / "data").iterdir()
    assert file.name == keys.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_text()) >= environment.MIN_SECRET


def test_a_given_secret_needs_no_file_and_makes_other_keys(tmp_path: Path, at: Callable[..., None]):
    at(tmp_path / "one", GIVEN)
    first = keys.key("audit")
    at(tmp_path / "two", GIVEN)
    assert keys.key("audit") == first
    at(tmp_path / "two", GIVEN + " or that")
    assert keys.key("audit") != first
    assert list(tmp_path.iterdir()) == []


def _key_in(data: str) -> bytes:
    """The key that another process makes there."""
    environment.share({"COACH_DATA": data})
    keys._secret.cache_clear()
    return keys.key("audit")


def test_processes_that_begin_at_once_agree_on_one_secret(tmp_path: Path):
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        found = set(pool.map(_key_in, [str(tmp_path)] * 8))

    assert len(found) == 1
    assert [file.name for file in tmp_path.iterdir()] == [keys.FILE]


def test_what_is_sealed_opens_for_its_purpose_alone(tmp_path: Path, at: Callable[..., None]):
    at(tmp_path)
    kept = keys.sealed("second factor", "JBSWY3DP")

    assert "JBSWY3DP" not in kept
    assert keys.unsealed("second factor", kept) == "JBSWY3DP"
    assert keys.unsealed("provider", kept) is None
    assert keys.unsealed("second factor", "made up") is None
    at(tmp_path, GIVEN)
    assert keys.unsealed("second factor", kept) is None


def test_a_secret_that_is_too_short_is_refused_and_not_repeated():
    with pytest.raises(SettingsError) as refusal:
        settings_from({"COACH_SECRET": "hunter2"})

    assert "hunter2" not in str(refusal.value)
