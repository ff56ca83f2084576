"""What came of the talk about one observation, for those who may read the observation."""

from datetime import datetime

from sqlmodel import Session, and_, col, select

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import day, local_day, moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import sees
from coach_the_coach.observations.results.evidence.queries import opened
from coach_the_coach.observations.results.handing.rows import HandingRow
from coach_the_coach.observations.results.handing.rules import handing_words
from coach_the_coach.observations.rows import HeaderRow
from coach_the_coach.observations.rules import TalkStage, TalkStands, talk_stage
from coach_the_coach.observations.scope import is_its_talk
from coach_the_coach.observations.tables import Observation, ObservationBody, Talk, TalkBody
from coach_the_coach.shell import routes


def handing_of(
    session: Session, actor: Actor, *, head: HeaderRow, is_rated: bool, at: datetime
) -> HandingRow:
    """What came of the observation with this head, and where its talk stands.

    Raises NotFound for one that is not open to the actor.
    """
    found = session.exec(
        select(ObservationBody, Talk, TalkBody)
        .join(Observation, col(Observation.id) == col(ObservationBody.observation_id))
        .join(Talk, and_(is_its_talk(), sees(Talk, actor, None)), isouter=True)
        .join(TalkBody, col(TalkBody.talk_id) == col(Talk.id), isouter=True)
        .where(Observation.public_id == head.public_id, opened(actor))
    ).first()
    if found is None:
        raise NotFound
    body, talk, words = found
    today = local_day(at, actor.time_zone)
    if not (head.is_mine or head.is_about_me):
        again = day(body.watch_again_on, today)
        return HandingRow(one_thing=body.one_thing, agreed=body.agreed, watch_again=again)
    mark, stands, action = _stands(head, talk, is_rated, actor, at)
    link = routes.observation(head.public_id, routes.TALK) if action else ""
    if talk and words and talk.shown_at is not None and words.one_thing.strip():
        again = day(talk.watch_again_on, today)
        return HandingRow(stands, mark, action, link, words.one_thing, "", words.promised, again)
    note = _("{name} suggests this. What you choose together takes its place.")
    is_suggestion = body.one_thing.strip() and not head.acknowledged
    return HandingRow(
        stands,
        mark,
        action,
        link,
        body.one_thing,
        note.format(name=head.observer) if is_suggestion else "",
        body.agreed,
        day(body.watch_again_on, today),
    )


def _without_talk(head: HeaderRow) -> tuple[str, str, str]:
    """As `_stands`, where there is no talk: of what waits for others, or was for an appeal."""
    if not head.is_blind:
        return "done", _("Scored again for an appeal"), ""
    if head.is_again:
        return "waiting", _("Waits for the decision about the appeal"), ""
    return "waiting", _("Waits for the second observer"), ""


def _stands(
    head: HeaderRow, talk: Talk | None, is_rated: bool, actor: Actor, at: datetime
) -> tuple[str, str, str]:
    """The mark, where it stands, and the one way on; no way where nothing is left to do."""
    if head.is_again or head.is_blind:
        return _without_talk(head)
    stands = TalkStands(
        is_scored=is_rated,
        self_rated=head.self_rated,
        without_own_view=talk is not None and talk.without_own_view,
        shown=talk is not None and talk.shown_at is not None,
        observer_signed=talk is not None and talk.observer_signed_at is not None,
        observed_signed=talk is not None and talk.observed_signed_at is not None,
        acknowledged=head.acknowledged,
    )
    stage = talk_stage(stands)
    if stage is TalkStage.DONE:
        if talk is None or talk.sha256 is None:
            return "done", _("Talked over"), ""
        return "done", _("Talked over, and signed by both"), _("See the talk")
    has_begun = talk is not None and talk.opened_at is not None
    if talk is not None and talk.read_alone and not has_begun:
        said = _("Read alone by {name}; the talk is still to come").format(name=head.observed)
        return "waiting", said, _("Open the talk")
    if stage is TalkStage.AGREEING:
        said = handing_words(stands, observer=head.observer, observed=head.observed)
        return "underway", said, _("Go on with the talk")
    booked_for = talk.booked_for if talk else None
    if has_begun and not (booked_for and booked_for > at):
        return "underway", _("Your talk has begun"), _("Go on with the talk")
    booked = moment(booked_for, actor.time_zone, at).words
    said = _("Your talk is booked: {time}") if booked else _("Your talk is not booked yet")
    return "waiting", said.format(time=booked), _("Open the talk")
