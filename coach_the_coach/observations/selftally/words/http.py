"""The route by which the words of one's own session come in."""

from coach_the_coach.identity.access import Permission
from coach_the_coach.observations.selftally.words import actions, queries
from coach_the_coach.observations.transcript.http import upload_route
from coach_the_coach.shell import routes as addresses

routes = [
    upload_route(
        "/tallies/{public_id}/transcript",
        Permission.COACHING_HOLD,
        page=addresses.self_tally,
        takes=queries.own_words,
        keep=actions.keep_words,
    )
]
