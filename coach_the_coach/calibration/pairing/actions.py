"""Having another score a session as well, named or drawn; beginning it; and calling it off."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.calibration.pairing.queries import (
    Askable,
    held_observations,
    is_talked_over,
    own_observation_in,
    session_to_ask,
    words_of,
)
from coach_the_coach.calibration.queries import (
    Able,
    able_to_score,
    may_name,
    pair_of,
    part_in,
)
from coach_the_coach.calibration.rules import Part, among, drawn, is_to_score, problems_in_reason
from coach_the_coach.coaching.rules import SessionDraft
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.actions import observe_session, require_practised
from coach_the_coach.observations.blind.actions import call_off, keep_blind
from coach_the_coach.observations.queries import buttons_of
from coach_the_coach.observations.rules import Aim, OpeningDraft, Source
from coach_the_coach.observations.tables import BlindScoring, Observation
from coach_the_coach.observations.tally.rules import Buttons
from coach_the_coach.observations.transcript.actions import copy_transcript
from coach_the_coach.observations.watching.needs.observers.queries import certifies
from coach_the_coach.observations.watching.rules import is_its_day, is_near
from coach_the_coach.shell import routes


@logged("double:ask", _("had a session scored by two"), Told.SUBJECT)
def ask_double(
    session: Session, actor: Actor, *, held_id: str, observer: str = "", at: datetime
) -> str:
    """Have another score a session as well: the `observer` named, or one drawn for none.

    What the first has signed is read by nobody else until both have. Returns the public id.

    Raises NotFound for a session that the actor may not have scored, Conflict for one that is
    talked over or scored by two, or where nobody may, Invalid for somebody who may not.
    """
    asked = session_to_ask(session, actor, held_id=held_id, at=at)
    number = asked.held.id or 0
    # Whoever asks at the same time takes turns.
    wait_for_people(session, [asked.held.coach_id])
    with as_program(session):
        scoring = _earlier(session, number)
        held_observations(session, number)
        if (scoring and scoring.called_off_at is None) or is_talked_over(session, number):
            raise Conflict(_("This has gone on meanwhile. Look at it again."))
    able = able_to_score(session, asked.held, but=[asked.first.id or 0], at=at)
    chosen, seed = _choose(session, able, observer)
    scoring = scoring or BlindScoring(
        coaching_session_id=number,
        observed_id=asked.held.coach_id,
        first_observer_id=0,
        second_observer_id=0,
        asked_by_id=actor.person_id,
        asked_at=at,
    )
    with as_program(session):
        # One that was called off is asked for anew.
        scoring.first_observer_id = asked.first.id or 0
        scoring.second_observer_id = chosen.id or 0
        scoring.asked_by_id, scoring.asked_at = actor.person_id, at
        scoring.drawn, scoring.seed = bool(seed), seed
        scoring.called_off_at, scoring.reason = None, ""
        session.add(scoring)
        session.flush()
        keep_blind(session, scoring, at=at)
    about(session, person_id=scoring.observed_id, thing=scoring.public_id)
    _tell_asked(session, actor, asked, chosen, scoring, at)
    return scoring.public_id


@logged("double:begin", _("began to score a session that another scores as well"), Told.SUBJECT)
def begin_double(
    session: Session, actor: Actor, *, public_id: str, both_agreed: bool, at: datetime
) -> str:
    """The public id of the actor's own observation as second or third, opened where it is not yet.

    From the words of the transcript while they are there; live on the day of the session; later,
    and for an appeal, from a transcript that they bring in.

    Raises NotFound for everybody else, NotPermitted for who may certify no more, Conflict where it
    is called off, settled or too early, Invalid unless they have practised and both agree.
    """
    scoring = pair_of(session, actor, public_id=public_id, held=True)
    part = part_in(scoring, actor)
    if not is_to_score(part, again=bool(scoring.again_for)):
        raise NotFound
    actor.require(Permission.OBSERVATION_WRITE)
    number = scoring.coaching_session_id
    held = session.get_one(CoachingSession, number)
    begun = own_observation_in(session, actor, held)
    if begun is not None:
        nothing_done(session)
        return begun.public_id
    _require_open(session, actor, scoring, held, part, at)
    require_practised(session, actor, field="both_agreed")
    if both_agreed is not True:
        said = _("Both must know and agree before you watch. Ask them first.")
        raise Invalid({"both_agreed": said})
    with as_program(session):
        words = words_of(session, number)
    is_past = words is not None or scoring.again_for != ""
    draft = _opening(session, actor, held, is_past, at)
    opened = observe_session(session, actor, held, draft=draft, at=at)
    if words is not None:
        own = session.exec(select(Observation.id).where(Observation.public_id == opened)).one()
        with as_program(session):
            copy_transcript(session, words, own or 0, at=at)
    about(session, person_id=held.coach_id)
    return opened


@logged("double:call_off", _("had a session scored by one after all"), Told.SUBJECT)
def call_off_double(
    session: Session, actor: Actor, *, public_id: str, reason: str, at: datetime
) -> None:
    """Score with one after all, and say why: what was signed is handed over.

    For whoever asked, the second, and whoever may name observers. Raises NotFound for everybody
    else, Conflict once both have signed, Invalid without a reason.
    """
    scoring = pair_of(session, actor, public_id=public_id, held=True)
    is_asker = scoring.asked_by_id == actor.person_id
    is_second = part_in(scoring, actor) is Part.SECOND
    if not (is_asker or is_second or may_name(session, actor, observed_id=scoring.observed_id)):
        raise NotFound
    if scoring.called_off_at is not None:
        nothing_done(session)
        return
    if scoring.again_for:
        raise Conflict(_("Whoever named you for this appeal can name somebody else."))
    if scoring.both_signed_at is not None:
        raise Conflict(_("Both have signed. What they gave stays together."))
    plain = reason.replace("\0", "").strip()
    if problems := problems_in_reason(plain):
        raise Invalid(problems)
    call_off(session, scoring, reason=plain, at=at)
    about(session, person_id=scoring.observed_id, thing=public_id)
    text = _("{name} has called off that two score this session.").format(name=actor.name)
    two = {scoring.first_observer_id, scoring.second_observer_id, scoring.observed_id}
    for person in sorted(two - {actor.person_id}):
        tell(session, person, text, link=routes.double(public_id), at=at)


def choose(able: list[Able], observer: str) -> tuple[Person, str]:
    """The one named, or one drawn with a seed that is returned. Raises Conflict, Invalid."""
    if not able:
        raise Conflict(_("Nobody who may certify is left to score it. An administrator can help."))
    seed = "" if observer else new_id()
    wanted = observer or drawn([one.candidate for one in able], seed)
    for one in able:
        if one.person.public_id == wanted:
            return one.person, seed
    raise Invalid({"observer": _("Choose somebody from the list.")})


def _choose(session: Session, able: list[Able], observer: str) -> tuple[Person, str]:
    """As `choose`; of a draw the log keeps the seed and among whom."""
    chosen, seed = choose(able, observer)
    note_draw(session, able, seed)
    return chosen, seed


def note_draw(session: Session, able: list[Able], seed: str) -> None:
    """Have the log keep what a draw can be repeated with; nothing where nobody was drawn."""
    if seed:
        left = [one.public_id for one in among(one.candidate for one in able)]
        about(session, detail={"seed": seed, "among": left})


def _earlier(session: Session, held_id: int) -> BlindScoring | None:
    """The scoring of a session, called off or not, held until the transaction ends."""
    return session.exec(
        select(BlindScoring)
        .where(BlindScoring.coaching_session_id == held_id, BlindScoring.again_for == "")
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def _require_open(
    session: Session,
    actor: Actor,
    scoring: BlindScoring,
    held: CoachingSession,
    part: Part,
    at: datetime,
) -> None:
    """Go on only while this one's score is asked for, and they may give it.

    Nothing of it was open to them since they were asked, so nobody has to look in the log again.
    """
    is_over = scoring.called_off_at is not None or scoring.settled_at is not None
    if is_over or (part is Part.SECOND and scoring.both_signed_at is not None):
        raise Conflict(_("This has gone on meanwhile. Look at it again."))
    observed = session.get_one(Person, held.coach_id)
    own = session.get_one(Person, actor.person_id)
    if actor.person_id == held.coached_id or not certifies(session, own, observed, at):
        raise NotPermitted(_("You may not observe {name} for this.").format(name=observed.name))
    if not is_near(held.held_at, at):
        raise Conflict(_("It can begin on the day of the session, from an hour before it on."))


def _opening(
    session: Session, actor: Actor, held: CoachingSession, is_past: bool, at: datetime
) -> OpeningDraft:
    """The answers that opening asks for."""
    coach = session.get_one(Person, held.coach_id)
    is_live = not is_past and is_its_day(held.held_at, at, actor.time_zone, coach.time_zone)
    light = buttons_of(session, actor).is_light
    return OpeningDraft(
        session=SessionDraft(),
        aim=Aim.CERTIFICATION,
        source=Source.LIVE if is_live else Source.TRANSCRIPT,
        buttons=Buttons.FOUR if light else Buttons.NINE,
        both_agreed=True,
    )


def _tell_asked(
    session: Session,
    actor: Actor,
    asked: Askable,
    chosen: Person,
    scoring: BlindScoring,
    at: datetime,
) -> None:
    """Tell the second, the first and the one observed, each what it means for them."""
    link = routes.double(scoring.public_id)
    texts = {
        chosen.id: _(
            "Please score a session of {observed} as well. You see nothing of the other observer's "
            "before both have signed."
        ),
        asked.first.id: _(
            "Another observer scores your session of {observed} as well. It is handed over once "
            "both have signed."
        ),
        asked.observed.id: _(
            "Two observers score your session with {coached}. You get both together, once both "
            "have signed."
        ),
    }
    names = {"observed": asked.observed.name, "coached": asked.coached.name}
    for person, text in texts.items():
        if person != actor.person_id:
            tell(session, person or 0, text.format(**names), link=link, at=at)
