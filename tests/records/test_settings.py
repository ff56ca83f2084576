"""How long each class is kept is said by the organisation, and a mistake in it is loud."""

import pytest

from coach_the_coach.settings import KEEP, SettingsError, settings_from


def test_what_is_not_named_is_kept_as_usual():
    assert settings_from({}).keep == KEEP
    keep = settings_from({"COACH_KEEP": " drafts = 90, left=365 ,"}).keep
    assert keep == {**KEEP, "drafts": 90, "left": 365}


@pytest.mark.parametrize(
    "given", ["draft=90", "drafts", "drafts=-1", "drafts=soon", "drafts=36501", "=3"]
)
def test_a_mistake_is_refused(given: str):
    with pytest.raises(SettingsError, match="COACH_KEEP"):
        settings_from({"COACH_KEEP": given})
