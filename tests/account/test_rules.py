"""Time zones are offered by place, and nobody loses the one they have."""

import pytest

from coach_the_coach.account.rules import ZONES, other_zone


def test_zones_are_offered_by_area_and_place_and_utc():
    assert {"Europe/Berlin", "America/Argentina/Ushuaia", "Pacific/Auckland", "UTC"} <= set(ZONES)
    assert [zone for zone in ZONES if "/" not in zone] == ["UTC"]
    assert len(set(ZONES)) == len(ZONES)


@pytest.mark.parametrize(
    "zone", ["Factory", "localtime", "EST5EDT", "Etc/GMT+3", "SystemV/PST8", "US/Eastern"]
)
def test_old_names_and_offsets_are_not_offered_and_kept_by_who_has_one(zone: str):
    assert zone not in ZONES
    assert other_zone(zone) == zone


def test_who_has_a_zone_that_is_offered_is_offered_no_other():
    assert [other_zone(zone) for zone in ("Europe/Berlin", "UTC")] == ["", ""]
