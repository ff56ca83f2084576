"""How somebody stands on their paths, computed from what counts at this instant, for a page."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, or_, select

from coach_the_coach.certification.deciding.asking.queries import why_not_now
from coach_the_coach.certification.deciding.queries import last_refusal
from coach_the_coach.certification.mine import rules
from coach_the_coach.certification.mine.rows import (
    CountLine,
    HeadRow,
    ItemRow,
    LineRow,
    MineRow,
    NextRow,
    OfferRow,
    OwnPath,
    StepRow,
)
from coach_the_coach.certification.mine.rules import Audience
from coach_the_coach.certification.paths.rules import Path, stored_path
from coach_the_coach.certification.progress.queries import Stood, stood
from coach_the_coach.certification.progress.rules import Line, helps_next
from coach_the_coach.certification.queries import newest_versions
from coach_the_coach.certification.requirements.base import Item, Next
from coach_the_coach.certification.rules import (
    HOLDS,
    State,
    move_word,
    state_mark,
    state_meaning,
    state_word,
)
from coach_the_coach.certification.tables import EnrolmentStep
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import Moment, day, local_day, past_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.scope import is_current, readable
from coach_the_coach.observations.tables import Observation, Status
from coach_the_coach.shell import routes

NEXT_PAGES: Final[Mapping[Next, str]] = {
    Next.LEARN: routes.LEARN,
    Next.EXAM: routes.EXAM,
    Next.LOG: routes.LOG_NEW,
    Next.TEAM_PRACTICE: routes.TEAM_PRACTICE,
    Next.CLIPS: routes.PRACTICE,
    Next.OBSERVED: routes.WATCHING,
    Next.DOUBLE: routes.DOUBLE,
    Next.WEEK: routes.WEEK,
    Next.SELF_AUDIT: routes.SELF_AUDIT,
    Next.CYCLES: routes.SKILLS,
    Next.TEAM: routes.CERTIFIED,
    Next.PATH: f"{routes.CERTIFICATION}#paths",
}
"""Where what helps next is done; whoever signs is not on a page of the candidate's."""

OWN_PAGES: Final[Mapping[str, Callable[[str], str]]] = {
    "practices-led": routes.team_practice,
    "clips-scored": routes.practice,
    "self-audit": lambda _subject: routes.SELF_AUDIT,
    "knowledge-check": lambda _subject: routes.EXAM,
    "learning-units": lambda _subject: routes.LEARN,
    "kept-rate": lambda _subject: routes.FIGURES,
    "path-held": lambda _subject: routes.CERTIFICATES,
}
"""The page of a piece of evidence, by the type of its requirement, for themself."""

SHARED_PAGES: Final[Mapping[str, Callable[[str], str]]] = {
    "logged-sessions": routes.log_entry,
    "cycles-closed": routes.skill,
}
"""The same where whoever leads them directly may open it as well."""


@dataclass(frozen=True)
class Reading:
    """Who reads, when, and what they may open."""

    audience: Audience
    today: date
    observed: Mapping[str, str]
    """The page of an observed session by its public id, or by that of its observation."""

    steps: Mapping[int, Sequence[EnrolmentStep]]
    names: Mapping[int, str]


def own_paths(session: Session, actor: Actor, *, at: datetime) -> MineRow:
    """One's own paths, those with something to do first, and those there are besides.

    In a fixed number of statements, and some more for a path of which all is there.
    """
    found = stood_by_level(session, actor.person_id, at=at)
    reading = reading_of(session, actor, found, Audience.OWN, at=at)
    leader = session.exec(
        select(Person)
        .join(Reach, col(Reach.ancestor_id) == col(Person.id))
        .where(Reach.descendant_id == actor.person_id, Reach.depth == 1)
    ).first()
    mine = {one.path.key for one in found}
    others = [one for one in newest_versions(session) if one.key not in mine]
    may_start = actor.can(Permission.PATH_ASSIGN)
    held = max(
        (one.path.level for one in found if one.came.state in HOLDS and not one.path.is_licence),
        default=0,
    )
    return MineRow(
        paths=[
            _own(one, reading, held_up(session, one) or _next(one, reading, leader))
            for one in sorted(found, key=_rests)
        ],
        others=[_offer(stored_path(one.content), held) for one in others],
        start_link=routes.ASSIGN if may_start and others else "",
        asks_whom="" if may_start or not others else _whom(leader),
    )


def stood_by_level(session: Session, person_id: int, *, at: datetime) -> list[Stood]:
    """How one person stands on each of their paths, by level; the caller asked who may know."""
    found = stood(session, [person_id], at=at)
    return sorted(found, key=lambda one: (one.path.level, one.path.key))


def reading_of(
    session: Session, actor: Actor, stands: Sequence[Stood], audience: Audience, *, at: datetime
) -> Reading:
    """What has to be known beside how they stand, in three statements."""
    with as_program(session):
        steps = session.exec(
            select(EnrolmentStep)
            .where(col(EnrolmentStep.enrolment_id).in_([one.enrolment.id for one in stands]))
            .order_by(col(EnrolmentStep.enrolment_id), col(EnrolmentStep.place))
        ).all()
    of_each: dict[int, list[EnrolmentStep]] = defaultdict(list)
    for step in steps:
        of_each[step.enrolment_id].append(step)
    return Reading(
        audience=audience,
        today=local_day(at, actor.time_zone),
        observed=_observed_pages(session, actor, stands),
        steps=of_each,
        names=names_of(session, {step.by_id for step in steps if step.by_id}),
    )


def head_of(one: Stood, reading: Reading) -> HeadRow:
    """The state of one path in a word, what it means, and its days."""
    came, path, today = one.came, one.path, reading.today
    validity = came.validity
    left = rules.due_words(one.enrolment.due_on, one.today, came.state)
    return HeadRow(
        key=path.key,
        title=path.title,
        about=path.about,
        state=state_word(came.state),
        meaning=state_meaning(came.state),
        mark=state_mark(came.state),
        since=day(_since(one, reading), today),
        met=rules.met_words(came),
        asked=rules.asked_words(came.asking),
        rests=rules.is_resting(came.state),
        due=day(one.enrolment.due_on, today) if left else Moment(),
        left=left,
        until=day(validity.until if validity else None, today),
        renews=day(validity.window_on if validity else None, today),
        grace=day(validity.grace_until if validity else None, today),
        decided=_decided(one),
        rest_link=_rest_link(one) if reading.audience is not Audience.OWN else "",
    )


def lines_of(one: Stood, reading: Reading) -> list[LineRow]:
    """Each requirement with what counted, as far as the reader may know."""
    return [_line(line, reading) for line in one.came.lines]


def count_lines_of(one: Stood, audience: Audience) -> list[CountLine]:
    """Each requirement with numbers alone."""
    return [
        CountLine(
            sentence=line.requirement.sentence(),
            word=rules.stand_word(line.stand),
            mark=rules.stand_mark(line),
            step=rules.step_word(line.requirement.step),
            have=rules.have_words(line, audience),
            missing=list(rules.missing_words(line, audience)),
            aside=rules.aside_counts(line.measured.set_aside),
        )
        for line in one.came.lines
    ]


def history_of(one: Stood, reading: Reading) -> list[StepRow]:
    """What happened on the way, the newest first."""
    is_named = reading.audience in (Audience.OWN, Audience.LEADER)
    return [
        StepRow(
            when=past_day(step.on, reading.today),
            what=move_word(step.move),
            by=reading.names.get(step.by_id or 0, "") if is_named else "",
        )
        for step in reversed(reading.steps.get(one.enrolment.id or 0, ()))
    ]


def held_up(session: Session, one: Stood) -> NextRow | None:
    """Why a decision waits although all is there: it was refused; None where it does not.

    The caller asked who may know.
    """
    if not rules.may_ask(one.came):
        return None
    with as_program(session):
        why = why_not_now(session, one)
        refused = last_refusal(session, one.enrolment.person_id, one.enrolment.path_key)
    if not why:
        return None
    if refused is None:
        return NextRow(why, _("See the decision"), routes.DECISIONS)
    said = _("The decision was: not yet. {why}").format(why=why)
    return NextRow(said, _("See the decision"), routes.decision(refused[0].public_id))


def helps_words(one: Stood, audience: Audience, waits: NextRow | None = None) -> str:
    """What helps next, as a sentence for somebody else; empty where nothing is missing.

    `waits` is what holds a decision up, which whoever leads them directly is told.
    """
    if waits is not None:
        return waits.text if audience is Audience.LEADER else _("Everything asked for is there.")
    if rules.may_ask(one.came):
        return _("Everything asked for is there. They can ask for the decision.")
    if rules.is_resting(one.came.state) or (line := helps_next(one.came.lines)) is None:
        return ""
    return rules.line_words(line, audience)


def _rests(one: Stood) -> bool:
    """Whether there is nothing to do on a path for now: it comes after the others."""
    return rules.is_resting(one.came.state)


def _own(one: Stood, reading: Reading, next_: NextRow) -> OwnPath:
    return OwnPath(
        head=head_of(one, reading),
        next=next_,
        lines=lines_of(one, reading),
        worth=rules.worth_words(one.path),
        history=history_of(one, reading),
    )


def _offer(path: Path, held: int) -> OfferRow:
    """A path besides one's own; `held` is the level of what one holds, 0 for nothing."""
    return OfferRow(
        key=path.key,
        title=path.title,
        about=path.about,
        asks=[one.sentence() for one in path.requirements],
        worth=rules.worth_words(path),
        can_start=path.level == held + 1 and not path.is_licence,
    )


def _next(one: Stood, reading: Reading, leader: Person | None) -> NextRow:
    """The one thing that helps next."""
    came = one.came
    if rules.may_ask(came):
        text = _("Everything asked for is there.")
        return NextRow(text, _("Ask for the decision"), routes.DECISIONS)
    if came.state is State.REVIEW:
        text = _("Two people look at the evidence. There is nothing for you to do.")
        return NextRow(text, _("See the decision"), _decided(one))
    if came.state is State.SUSPENDED:
        text = _("What it rests on, and what comes next, stands with the decision.")
        return NextRow(text, _("See the decision"), _decided(one))
    if rules.is_resting(came.state):
        return NextRow(_rest_words(one, reading), _("See the certificate"), routes.CERTIFICATES)
    if (line := helps_next(came.lines)) is None:
        return NextRow()
    helps = line.measured.next or Next.SIGNER
    text = rules.line_words(line, reading.audience)
    if helps is Next.SIGNER and line.requirement.type == "sign-off" and leader is not None:
        text = f"{text} {_('Ask {name}.').format(name=leader.name)}"
    return NextRow(text, rules.action_word(helps), NEXT_PAGES.get(helps, ""))


def _decided(one: Stood) -> str:
    """The page of the decision that is under way; empty where none is."""
    if one.came.state is State.REVIEW:
        return routes.decision(one.review.public_id) if one.review else ""
    if one.came.state is State.SUSPENDED and one.awards:
        return routes.suspension(one.awards[-1].subject)
    return ""


def _rest_link(one: Stood) -> str:
    """Where somebody names why the certificate may have to rest; empty where none stands."""
    stands = one.came.state in HOLDS and one.awards and not one.awards[-1].is_resting
    return routes.suspension(one.awards[-1].subject) if stands else ""


def _rest_words(one: Stood, reading: Reading) -> str:
    """That there is nothing to do for now, and until when."""
    on = one.came.validity.window_on if one.came.validity else None
    if on is None:
        return _("Nothing to do: this certificate does not end.")
    return _("Nothing to do until {day}. From then on it can be renewed.").format(
        day=day(on, reading.today).exact
    )


def _whom(leader: Person | None) -> str:
    """Who can put somebody on a path."""
    if leader is None:
        return _("An administrator can put you on one.")
    return _("{name} or an administrator can put you on one. Say that you want to start.").format(
        name=leader.name
    )


def _line(line: Line, reading: Reading) -> LineRow:
    is_listed = rules.is_listed(line.requirement.type, reading.audience)
    found = line.measured
    return LineRow(
        sentence=line.requirement.sentence(),
        word=rules.stand_word(line.stand),
        mark=rules.stand_mark(line),
        step=rules.step_word(line.requirement.step),
        have=rules.have_words(line, reading.audience),
        missing=list(rules.missing_words(line, reading.audience)),
        counted_words=rules.counted_words(line) if is_listed else "",
        counted=_items(line, found.counted, reading) if is_listed else [],
        aside_words=rules.aside_words(line) if is_listed else "",
        aside=_items(line, found.set_aside, reading) if is_listed else [],
    )


def _items(line: Line, items: Collection[Item], reading: Reading) -> list[ItemRow]:
    """Pieces of evidence, the newest first."""
    type_ = line.requirement.type
    return [
        ItemRow(past_day(item.on, reading.today), _page_of(type_, item.subject, reading), item.why)
        for item in reversed(list(items))
    ]


def _page_of(type_: str, subject: str, reading: Reading) -> str:
    """The page of one piece of evidence; empty where the reader may not open it."""
    if type_ == "observed-sessions":
        return reading.observed.get(subject, "")
    if (page := SHARED_PAGES.get(type_)) is not None:
        return page(subject)
    page = OWN_PAGES.get(type_) if reading.audience is Audience.OWN else None
    return page(subject) if page else ""


def _observed_pages(session: Session, actor: Actor, found: Sequence[Stood]) -> dict[str, str]:
    """The pages of observed sessions that the actor may read, by both their public ids."""
    subjects = {
        item.subject
        for one in found
        for line in one.came.lines
        if line.requirement.type == "observed-sessions"
        for item in (*line.measured.counted, *line.measured.set_aside)
    }
    rows = session.exec(
        select(CoachingSession.public_id, Observation.public_id)
        .join(Observation, col(Observation.coaching_session_id) == col(CoachingSession.id))
        .where(
            or_(
                col(CoachingSession.public_id).in_(subjects),
                col(Observation.public_id).in_(subjects),
            ),
            col(Observation.status) == Status.SIGNED,
            is_current(),
            readable(actor),
        )
        .order_by(col(Observation.id))
    ).all()
    pages = {held: routes.observation(observed) for held, observed in rows}
    return pages | {observed: routes.observation(observed) for _held, observed in rows}


def _since(one: Stood, reading: Reading) -> date | None:
    """Since when they stand so, by what was written; None where it has not been yet."""
    steps = reading.steps.get(one.enrolment.id or 0, ())
    return steps[-1].on if steps and steps[-1].to is one.came.state else None
