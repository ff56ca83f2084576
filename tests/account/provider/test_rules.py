"""What a directory says of somebody, and what is kept while they are at the provider."""

from datetime import UTC, datetime

import pytest

from coach_the_coach.account.provider.rules import (
    MAX_EMPLOYEE_ID,
    Journey,
    Purpose,
    directory_roles,
    employee_id,
)
from coach_the_coach.identity.access import Role
from coach_the_coach.servers import DirectoryRole

LEADS = DirectoryRole(claim="groups", value="leads", role="leader")
CHIEFS = DirectoryRole(claim="groups", value="chiefs", role="leader")
ADMINS = DirectoryRole(claim="kind", value="admin", role="admin")


@pytest.mark.parametrize(
    ("claims", "given"),
    [
        ({}, {}),
        ({"groups": ["leads", "admin"]}, {Role.LEADER: LEADS}),
        ({"groups": "leads", "kind": "admin"}, {Role.LEADER: LEADS, Role.ADMIN: ADMINS}),
        ({"groups": ["chiefs", "leads"]}, {Role.LEADER: LEADS}),
        ({"groups": ["leadsx", "lead", "Leads"], "kind": ["Admin"]}, {}),
        ({"groups": {"leads": True}, "kind": None}, {}),
        ({"groups": "all leads here"}, {}),
    ],
)
def test_a_role_is_given_for_the_very_value_of_the_claim_alone(
    claims: dict[str, object], given: dict[Role, DirectoryRole]
):
    assert directory_roles(claims, (LEADS, CHIEFS, ADMINS)) == given


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("4711", "4711"),
        (" A-7 ", "A-7"),
        (4711, "4711"),
        ("", None),
        ("  ", None),
        (True, None),
        (47.0, None),
        (["4711"], None),
        (None, None),
        ("4\0", None),
        ("x" * MAX_EMPLOYEE_ID, "x" * MAX_EMPLOYEE_ID),
        ("x" * (MAX_EMPLOYEE_ID + 1), None),
    ],
)
def test_an_employee_id_is_a_text_or_a_whole_number(said: object, number: str | None):
    assert employee_id({"number": said}, "number") == number
    assert employee_id({}, "number") is None


def test_a_journey_is_read_as_it_was_written():
    journey = Journey(
        browser="digest",
        nonce="nonce",
        verifier="verifier",
        purpose=Purpose.LINK,
        begun_at="2026-03-02T09:00:00+00:00",
        wanted="/people?page=2",
        invitation="secret",
        sign_in_id=7,
    )

    assert Journey.read(journey.written()) == journey
    assert journey.since == datetime(2026, 3, 2, 9, tzinfo=UTC)
