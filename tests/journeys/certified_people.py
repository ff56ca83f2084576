"""Who takes part in the certification of Mo, and when it begins."""

from datetime import UTC, datetime
from typing import Final

from tests.journeys import company

PEOPLE: Final = company.PEOPLE + """\
hana@example.com,Hana,Weiss,leader,VP Sales,West,carla@example.com,Europe/Berlin
ada@example.com,Ada,Adair,admin,Administrator,,,Europe/Berlin
sage@example.com,Sage,Quist,specialist,Enablement,Enablement,,Europe/Berlin
"""
"""The eight, and two who took no part: Hana leads another line, Sage is the specialist."""

BEGINS: Final = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
"""A Monday on which a month of four whole weeks begins."""
