"""The route that one's own taps arrive by, and what the screen asks when it wakes."""

from coach_the_coach.identity.access import Permission
from coach_the_coach.observations.live.http import tap_routes
from coach_the_coach.observations.selftally.counting import actions, queries

routes = tap_routes(
    "/tallies/{public_id}/taps",
    Permission.COACHING_HOLD,
    keep_batch=actions.keep_batch,
    present=queries.present,
)
