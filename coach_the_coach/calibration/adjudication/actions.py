"""Having a third look where two are too far apart."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.calibration.adjudication.queries import thirds
from coach_the_coach.calibration.pairing.actions import choose, note_draw
from coach_the_coach.calibration.queries import may_name, pair_of, part_in
from coach_the_coach.calibration.rules import Part
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.tables import BlindScoring
from coach_the_coach.shell import routes


@logged("double:adjudicate", _("asked a third to score a session"), Told.SUBJECT)
def ask_third(
    session: Session, actor: Actor, *, public_id: str, observer: str = "", at: datetime
) -> None:
    """Have a third score it: the `observer` named, or one drawn for none; another may follow.

    Whoever may name observers names one; the two who signed may only have one drawn. Raises
    NotFound for everybody else, NotPermitted for naming as one of the two, Conflict where no third
    is needed or one has signed, and where nobody may, Invalid for somebody who may not.
    """
    scoring = pair_of(session, actor, public_id=public_id, held=True)
    is_one = part_in(scoring, actor) in (Part.FIRST, Part.SECOND)
    if not is_one and not may_name(session, actor, observed_id=scoring.observed_id):
        raise NotFound
    if scoring.both_signed_at is None or scoring.settled_at is not None:
        raise Conflict(_("No third is needed here."))
    if is_one and observer:
        raise NotPermitted(_("You scored it yourself, so the third is drawn."))
    able = thirds(session, actor, scoring=scoring, at=at)
    chosen, seed = choose(able, observer)
    if chosen.id == scoring.third_observer_id:
        nothing_done(session)
        return
    before = scoring.third_observer_id
    with as_program(session):
        scoring.third_observer_id, scoring.third_asked_at = chosen.id, at
        session.add(scoring)
        session.flush()
    note_draw(session, able, seed)
    about(session, person_id=scoring.observed_id, thing=public_id)
    _tell_third(session, scoring, chosen, before, at)


@logged("double:decline", _("said that they cannot adjudicate"), Told.SUBJECT)
def decline_third(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """As the third, leave it to another.

    Raises NotFound for everybody else, Conflict once it is signed.
    """
    scoring = pair_of(session, actor, public_id=public_id, held=True)
    if part_in(scoring, actor) is not Part.THIRD:
        raise NotFound
    if scoring.settled_at is not None:
        raise Conflict(_("Yours is signed and stays."))
    with as_program(session):
        scoring.third_observer_id = scoring.third_asked_at = None
        session.add(scoring)
        session.flush()
    about(session, person_id=scoring.observed_id, thing=public_id)
    text = _("{name} cannot adjudicate a session. Ask another.").format(name=actor.name)
    tell(session, scoring.asked_by_id, text, link=routes.double(public_id), at=at)


def _tell_third(
    session: Session, scoring: BlindScoring, chosen: Person, before: int | None, at: datetime
) -> None:
    """Tell the third what is asked of them, and whoever was asked before that it is not."""
    link = routes.double(scoring.public_id)
    observed = session.get_one(Person, scoring.observed_id)
    text = _(
        "Two observers are far apart on a session of {name}. Please score it as well; you see "
        "neither of the two before you sign."
    )
    tell(session, chosen.id or 0, text.format(name=observed.name), link=link, at=at)
    if before is not None:
        said = _("Another adjudicates the session of {name}. You need not score it any more.")
        tell(session, before, said.format(name=observed.name), link=link, at=at)
