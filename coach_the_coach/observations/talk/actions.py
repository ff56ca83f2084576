"""Leading a talk through: the words keep themselves, both views open, both sign."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from coach_the_coach.evidence.actions import turn_behind
from coach_the_coach.foundation.audit import DRAFT, Told, about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.booking.actions import ensure_talk
from coach_the_coach.observations.letters.actions import (
    withdraw_eve,
    withdraw_handed_over,
    withdraw_please_agree,
    write_please_agree,
)
from coach_the_coach.observations.rules import AskedFirst as Answer
from coach_the_coach.observations.rules import TalkStage, talk_stage
from coach_the_coach.observations.seal.rules import seal_of
from coach_the_coach.observations.tables import AskedFirst, Talk, TalkBody
from coach_the_coach.observations.talk.queries import (
    Between,
    between,
    followed,
    is_asked,
)
from coach_the_coach.observations.talk.rules import (
    AGREED,
    Chain,
    changed_since,
    is_moment_next,
    may_go_on_without,
    may_read_alone,
    problems_before_showing,
    problems_before_signing,
    problems_in_day,
    problems_in_text,
)
from coach_the_coach.observations.talk.sealing.queries import content_of
from coach_the_coach.shell import routes


@unlogged(DRAFT)
def keep_words(
    session: Session, actor: Actor, *, public_id: str, name: str, text: str, at: datetime
) -> bool:
    """Keep one text of the talk, by whoever of the two has the screen.

    The last one given counts; returns whether the observer may tell a moment now. Raises NotFound
    for everybody but the two, Invalid for a text that does not fit, Conflict before its turn and
    once somebody has signed. So does every action of a talk.
    """
    one = _in_hand(session, actor, public_id)
    talk, words = _unsigned(one)
    _require_turn(one, name)
    plain = text.replace("\0", "")
    if problems := problems_in_text(name, plain):
        raise Invalid(problems)
    if name == "one_thing" and talk.follows_id is not None:
        raise Conflict(_("This one stays. To take another, choose another and say why."))
    setattr(words, name, plain)
    words.revision += 1
    _begin(one, at)
    session.add_all([talk, words])
    return is_moment_next(one.draft)


@unlogged(DRAFT)
def keep_day(
    session: Session, actor: Actor, *, public_id: str, on: date | None, at: datetime
) -> None:
    """Keep the day by which to watch again; None is none yet. Refuses as `keep_words`."""
    one = _in_hand(session, actor, public_id)
    talk, words = _unsigned(one)
    _require_turn(one, "one_thing")
    if problems := problems_in_day(on, local_day(at, actor.time_zone)):
        raise Invalid(problems)
    talk.watch_again_on = on
    words.revision += 1
    _begin(one, at)
    session.add_all([talk, words])


@logged("talk:go_on", _("went on without the own view"), Told.SUBJECT)
def go_on_without(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Go on without the own view of the one observed; said again it changes nothing.

    Raises NotFound for everybody but the observer, Conflict before three working days have passed
    and where there is nothing to wait for.
    """
    one = _in_hand(session, actor, public_id)
    talk, _words = _parts(one)
    if one.observation.observer_id != actor.person_id:
        raise NotFound
    if talk.without_own_view:
        nothing_done(session)
        return
    if talk_stage(one.stands) is not TalkStage.OWN_VIEW:
        raise Conflict(_("Nothing is waited for here any more."))
    if not may_go_on_without(*_days(one, actor, at)):
        raise Conflict(_("Leave them three working days for their own view."))
    about(session, person_id=one.observation.observed_id, thing=public_id)
    talk.without_own_view = True
    session.add(talk)
    text = _("{name} goes on to your talk without your own view. Until then you can give it.")
    link = routes.observation(one.observation.public_id, routes.REFLECT)
    tell(session, one.observation.observed_id, text.format(name=actor.name), link=link, at=at)


@logged("talk:open", _("opened both views in the talk"), Told.SUBJECT)
def show_both(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Open both views to both, once the one observed has spoken; said again it changes nothing.

    The observer opens them, as who leads the talk: nothing records who typed an answer, so the one
    observed could otherwise read both before a word was said. Raises Conflict for the one observed
    and Invalid while one of their answers is missing. Refuses else as `keep_words`.
    """
    one = _in_hand(session, actor, public_id)
    stage = talk_stage(one.stands)
    if stage in {TalkStage.AGREEING, TalkStage.DONE}:
        nothing_done(session)
        return
    if stage is TalkStage.OWN_VIEW:
        raise Conflict(_("The own view comes first."))
    if one.observation.observer_id != actor.person_id:
        raise Conflict(_("Whoever observed opens both views, in your talk."))
    if problems := problems_before_showing(one.draft):
        raise Invalid(problems)
    _begin(one, at)
    _open(session, actor, one, at)
    about(session, person_id=one.observation.observed_id, thing=public_id)


@logged("talk:read_alone", _("opened both views without a talk"))
def read_alone(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Open both views without a talk, which did not come; said again it changes nothing.

    Raises NotFound for everybody but the one observed, Conflict before five working days have
    passed since signing, and before their own view is given.
    """
    one = _in_hand(session, actor, public_id)
    talk, _words = _parts(one)
    if one.observation.observed_id != actor.person_id:
        raise NotFound
    if talk.shown_at is not None:
        nothing_done(session)
        return
    if one.stands.is_scored and not one.stands.self_rated:
        raise Conflict(_("Your own view comes first."))
    if not may_read_alone(*_days(one, actor, at)):
        raise Conflict(_("Leave the talk five working days to come about."))
    talk.read_alone = True
    _open(session, actor, one, at)
    about(session, person_id=one.observation.observed_id, thing=public_id)
    text = _("{name} has read both views alone, for the talk had not come. You can still hold it.")
    if talk.opened_at is not None:
        text = _("{name} has read both views alone. Your talk is not finished; you can go on.")
    _tell_other(session, actor, one, text, at)


@unlogged(DRAFT)
def choose_another(
    session: Session, actor: Actor, *, public_id: str, another: bool, at: datetime
) -> None:
    """Take another ONE thing than the one that stays, or go back to that one while it does."""
    one = _in_hand(session, actor, public_id)
    talk, words = _unsigned(one)
    _require_turn(one, "one_thing")
    follows = followed(session, actor, one, at=at)
    # One that was written down to stay may have been seen twice since, by a correction.
    if talk.follows_id is None and follows.chain is not Chain.CARRIED:
        raise Conflict(_("There is nothing here that stays."))
    if another == (talk.follows_id is None):
        return
    talk.follows_id = None if another else one.observation.followed_id
    words.one_thing, words.next_reason = "" if another else follows.text, ""
    words.revision += 1
    _begin(one, at)
    session.add_all([talk, words])


@logged("talk:sign", _("signed the talk"), Told.SUBJECT)
def sign_talk(
    session: Session,
    actor: Actor,
    *,
    public_id: str,
    at: datetime,
    read: Mapping[str, str] | None = None,
) -> None:
    """Sign what was agreed, each for themself; the second signature seals it for good.

    `read` is what the signer had before them, by name: nobody signs what they did not see. Signing
    again changes nothing. Raises Invalid while something is missing, Conflict before both views are
    open and where a text is another by now, NotFound for everybody but the two.
    """
    one = _in_hand(session, actor, public_id)
    talk, words = _parts(one)
    stage, is_observer = talk_stage(one.stands), one.observation.observer_id == actor.person_id
    mine = talk.observer_signed_at if is_observer else talk.observed_signed_at
    if mine is not None or stage is TalkStage.DONE:
        nothing_done(session)
        return
    if stage is not TalkStage.AGREEING:
        raise Conflict(_("Open both views first."))
    if read is not None and changed_since(read, one.draft):
        raise Conflict(_("This was changed on the other screen. Read it, then sign."))
    problems = problems_before_signing(
        one.draft,
        is_scored=one.stands.is_scored,
        chain=followed(session, actor, one, at=at).chain,
        is_carried=talk.follows_id is not None,
    )
    if problems:
        raise Invalid(problems)
    if is_observer:
        talk.observer_signed_at = at
    else:
        talk.observed_signed_at = at
    text = _("{name} has signed what the two of you agreed. Your signature completes it.")
    if talk.observer_signed_at and talk.observed_signed_at:
        talk.sha256 = seal_of(content_of(session, actor, one), words.salt)
        text = _("{name} has signed too. What the two of you agreed stays as it is.")
    session.add(talk)
    others = talk.observed_signed_at if is_observer else talk.observer_signed_at
    withdraw_please_agree(session, talk, actor.person_id, signed_at=others)
    withdraw_eve(session, talk, talk.booked_for)
    if talk.sha256 is None:
        link = routes.observation(one.observation.public_id, routes.TALK)
        write_please_agree(session, talk, _other(one, actor), link=link, at=at)
    _tell_other(session, actor, one, text, at)
    about(session, person_id=one.observation.observed_id, thing=public_id)


@logged("talk:unsign", _("took back a signature of the talk"), Told.SUBJECT)
def take_back_signature(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Take the own signature back while the other has not signed, so that words can be changed.

    Raises Conflict once both have signed, NotFound for everybody but the two.
    """
    one = _in_hand(session, actor, public_id)
    talk, _words = _parts(one)
    if talk.sha256 is not None:
        raise Conflict(_("Both have signed. What is agreed stays as it is."))
    is_observer = one.observation.observer_id == actor.person_id
    mine = talk.observer_signed_at if is_observer else talk.observed_signed_at
    if mine is None:
        nothing_done(session)
        return
    if is_observer:
        talk.observer_signed_at = None
    else:
        talk.observed_signed_at = None
    session.add(talk)
    withdraw_please_agree(session, talk, _other(one, actor), signed_at=mine)
    text = _("{name} has taken the signature back, to change what you agreed.")
    _tell_other(session, actor, one, text, at)
    about(session, person_id=one.observation.observed_id, thing=public_id)


@unlogged("what the observed says of it is between the two")
def answer_asked_first(
    session: Session, actor: Actor, *, public_id: str, answer: str, at: datetime
) -> None:
    """Say whether the observer asked before they told; once said it stays.

    Raises NotFound for everybody but the one observed, Conflict before they have signed what came
    of a talk and for another answer than the one given, Invalid for none of the three.
    """
    one = _in_hand(session, actor, public_id)
    talk, _words = _parts(one)
    if one.observation.observed_id != actor.person_id:
        raise NotFound
    if not is_asked(one):
        raise Conflict(_("This is asked once you have talked and signed."))
    if answer not in list(Answer):
        raise Invalid({"asked_first": _("Choose one of the three answers.")})
    given = session.get(AskedFirst, talk.id)
    if given is not None:
        if given.answer == answer:
            return
        raise Conflict(_("Your answer is given and stays as it is."))
    session.add(AskedFirst(talk_id=talk.id or 0, answer=Answer(answer), answered_at=at))
    text = _("{name} has answered one question about your talk. Only the two of you see it.")
    _tell_other(session, actor, one, text, at)


def _in_hand(session: Session, actor: Actor, public_id: str) -> Between:
    """What is between the two, with the talk held until the transaction ends."""
    ensure_talk(session, between(session, actor, public_id).observation)
    # Signing a correction holds the talk too: one signed until it was ours is read only now.
    found = between(session, actor, public_id, anew=True)
    if found.talk is None:
        raise NotFound
    words = session.get(TalkBody, found.talk.id, with_for_update=True, populate_existing=True)
    return found._replace(words=words)


def _parts(one: Between) -> tuple[Talk, TalkBody]:
    """The talk and its words, which are there once it is in hand."""
    if one.talk is None or one.words is None:
        raise NotFound
    return one.talk, one.words


def _unsigned(one: Between) -> tuple[Talk, TalkBody]:
    """As `_parts`, while nobody has signed. Raises Conflict."""
    talk, words = _parts(one)
    if talk.sha256 is not None or talk_stage(one.stands) is TalkStage.DONE:
        raise Conflict(_("Both have signed. What is agreed stays as it is."))
    if talk.observer_signed_at or talk.observed_signed_at:
        raise Conflict(_("One of you has signed. Take the signature back to change something."))
    return talk, words


def _require_turn(one: Between, name: str) -> None:
    """Go on only when it is the turn of this text. Raises Conflict."""
    stage = talk_stage(one.stands)
    if stage is TalkStage.OWN_VIEW:
        raise Conflict(_("The own view comes first."))
    if name in AGREED and stage is not TalkStage.AGREEING:
        raise Conflict(_("This comes once both views are open."))
    if name == "moment" and not is_moment_next(one.draft):
        raise Conflict(_("The one observed speaks first."))


def _days(one: Between, actor: Actor, at: datetime) -> tuple[date, date]:
    """The day on which it was first signed, and today, where the actor is."""
    return local_day(one.first_signed_at, actor.time_zone), local_day(at, actor.time_zone)


def _begin(one: Between, at: datetime) -> None:
    """The talk takes place from now on, if it has not begun; reading both views alone is none."""
    talk, _words = _parts(one)
    talk.opened_at = talk.opened_at or at


def _open(session: Session, actor: Actor, one: Between, at: datetime) -> None:
    """Open both views; a ONE thing that was not seen twice is written down to stay."""
    talk, words = _parts(one)
    talk.shown_at = at
    withdraw_handed_over(session, one.observation)
    follows = followed(session, actor, one, at=at)
    if follows.chain is Chain.CARRIED and not words.one_thing.strip():
        talk.follows_id, words.one_thing = one.observation.followed_id, follows.text
    session.add_all([talk, words])
    # What was observed counts for a certificate from the talk on.
    turn_behind(session, [talk.observed_id], at=at)


def _tell_other(session: Session, actor: Actor, one: Between, text: str, at: datetime) -> None:
    link = routes.observation(one.observation.public_id, routes.TALK)
    tell(session, _other(one, actor), text.format(name=actor.name), link=link, at=at)


def _other(one: Between, actor: Actor) -> int:
    """The other of the two."""
    two = (one.observation.observer_id, one.observation.observed_id)
    return two[0] if two[1] == actor.person_id else two[1]
