"""How machines of many steps are walked: the same everywhere, and printed as they were."""

from typing import Final

from hypothesis import HealthCheck, Phase, settings

WALK: Final = settings(
    deadline=None,
    database=None,
    print_blob=False,
    # Shrinking takes minutes; the steps are printed as they were.
    phases=[Phase.generate],
    report_multiple_bugs=False,
    # A company takes longer to make than what Hypothesis is used to, and shares its database.
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)
"""What is set for every such machine; each says how many examples, of how many steps."""
