"""Who may do what, to what: asked of the program itself, and written into docs/access.md.

`python -m tests.identity.matrix` writes it anew.
"""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session

from coach_the_coach.account.invitations.actions import invite_person
from coach_the_coach.coaching.targets.actions import set_aims
from coach_the_coach.coaching.targets.rules import draft_from
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted
from coach_the_coach.identity.access import PERMISSIONS, Actor, Permission, Role, role_word
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.tables import Person
from coach_the_coach.imports.queries import checked_import
from coach_the_coach.observations.looks.queries import given_look, look_form
from coach_the_coach.observations.plan.queries import plan_of
from coach_the_coach.observations.queries import header, own_observation
from coach_the_coach.observations.rating.queries import form_of
from coach_the_coach.observations.results.queries import counts, result
from coach_the_coach.observations.selftally.queries import tally_page
from coach_the_coach.observations.talk.queries import between
from coach_the_coach.observations.timeline.queries import timeline_of
from coach_the_coach.observations.transcript.queries import transcript_of
from coach_the_coach.observations.watching.queries import watching_row
from coach_the_coach.observations.watching.rows import PlannedRow
from coach_the_coach.people.person.queries import noticed_observations, person_head
from tests.attack.planted import things
from tests.cast import NOW, people
from tests.identity.test_guard import every_mark

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "access.md"
BEGIN: Final = "<!-- Made by `python -m tests.identity.matrix`. -->"
END: Final = "<!-- As far as it is made. -->"

Ask = Callable[[Session, Actor, dict[str, str]], Any]

OBJECTS: Final[dict[str, Ask]] = {
    "know that somebody is there": lambda s, a, i: person_head(s, a, public_id=i["person"], at=NOW),
    "observe them, or ask to": lambda s, a, i: visible_person(
        s, a, i["person"], Permission.OBSERVATION_WRITE
    ),
    "invite them": lambda s, a, i: invite_person(s, a, person=i["person"], at=NOW),
    "signed for development: that it took place": lambda s, a, i: _knows(s, a, i),
    "signed for development: ratings and words": lambda s, a, i: result(
        s, a, public_id=i["development"], at=NOW
    ),
    "signed for development: its timeline": lambda s, a, i: timeline_of(
        s, a, public_id=i["development"], at=NOW
    ),
    "signed for certification: ratings and words": lambda s, a, i: result(
        s, a, public_id=i["certification"], at=NOW
    ),
    "signed for certification: scores alone": lambda s, a, i: counts(
        s, a, public_id=i["certification"], at=NOW
    ),
    "correct what is signed": lambda s, a, i: own_observation(s, a, i["development"], held=False),
    "the talk about it": lambda s, a, i: between(s, a, i["development"]),
    "the plan for that talk": lambda s, a, i: plan_of(s, a, public_id=i["development"], at=NOW),
    "a draft": lambda s, a, i: form_of(s, a, public_id=i["draft"], at=NOW),
    "the words of a transcript": lambda s, a, i: transcript_of(
        s, a, public_id=i["transcript"], at=NOW
    ),
    "a short look not given yet": lambda s, a, i: look_form(s, a, public_id=i["unread"], at=NOW),
    "a short look given": lambda s, a, i: given_look(s, a, public_id=i["look"], at=NOW),
    "their self-tally": lambda s, a, i: tally_page(s, a, public_id=i["tally"], at=NOW),
    "a plan to watch them: that there is one": lambda s, a, i: watching_row(
        s, a, public_id=i["watch"], at=NOW
    ),
    "a plan to watch them: its reasons and steps": lambda s, a, i: _whole(
        watching_row(s, a, public_id=i["watch"], at=NOW)
    ),
    "a file of people that another has had checked": lambda s, a, i: _there(
        checked_import(s, a, public_id=i["import"], at=NOW)
    ),
    "the mix of talks that is wanted": lambda s, a, i: set_aims(
        s, a, draft=draft_from({"developmental_at_least": "30"}), at=NOW
    ),
}
"""Each thing, and the query or action that gives it or does it."""

COLUMNS: Final = {
    "max": "whoever observed",
    "mo": "the one observed",
    "lena": "their leader",
    "cleo": "leaders above",
    "odd": "another leader",
    "rae": "the rep coached",
    "mia": "another manager",
    "spec": "specialist",
    "cert": "certifying observer",
    "ada": "administrator",
    "nil": "no role",
}
"""Who asks, by who they are to the one observed."""


def _whole(row: Any) -> Any:
    """The plan with all that is in it. Raises NotFound for its outline."""
    if isinstance(row, PlannedRow):
        raise NotFound
    return row


def _knows(session: Session, actor: Actor, ids: dict[str, str]) -> Any:
    """The observation's head, or that there is one. Raises NotFound for neither."""
    try:
        return header(session, actor, public_id=ids["development"], at=NOW)
    except NotFound:
        known = noticed_observations(session, actor, public_id=ids["person"], at=NOW)
        if not known:
            raise
        return known


def _there(row: Any) -> Any:
    """The row. Raises NotFound for an empty one."""
    if not row.id:
        raise NotFound
    return row


def objects(session: Session) -> list[str]:
    """The table of things: each is really asked for by each."""
    cast = people(session)
    others = {
        name: Person(email=f"{name}@example.com", given_name=name, family_name="Other")
        for name in ("max", "cert", "nil", "amy")
    }
    session.add_all(others.values())
    session.flush()
    for name, role in (("max", Role.SPECIALIST), ("cert", Role.CERTIFIER), ("amy", Role.ADMIN)):
        give_grant(session, others[name].id or 0, role, root_id=None, at=NOW)
    session.flush()
    ids = things(session, replace(cast, lena=others["max"]), others["amy"], NOW)
    session.flush()
    who = {name: others.get(name) or getattr(cast, name) for name in COLUMNS}
    rows = []
    for words, ask in OBJECTS.items():
        cells = [_answered(session, ask, cast.actor(person), ids) for person in who.values()]
        rows.append(_line(words, *cells))
    return [_line("", *COLUMNS.values()), _line(*["---"] * (len(COLUMNS) + 1)), *rows]


def _answered(session: Session, ask: Ask, actor: Actor, ids: dict[str, str]) -> str:
    """Yes where it is given or done, no where it is refused; nothing of it is kept."""
    with session.begin_nested() as trial:
        try:
            ask(session, actor, ids)
        except (NotFound, NotPermitted):
            return "no"
        except Conflict:
            # It is theirs, and signed.
            return "yes"
        finally:
            trial.rollback()
    return "yes"


def calls() -> list[str]:
    """The table of what may be called: rooms and permissions, by role."""
    counted: dict[tuple[str, tuple[Permission, ...]], list[int]] = defaultdict(lambda: [0, 0])
    for room, policy, is_route in every_mark():
        counted[(room, policy)][is_route] += 1
    head = _line("room", "asks for", "handlers, routes", "nobody", *map(role_word, Role))
    rows = [
        _line(
            room,
            " or ".join(policy) or "nothing: public",
            f"{handlers}, {routes}",
            "no" if policy else "yes",
            *(_may(role, policy) for role in Role),
        )
        for (room, policy), (handlers, routes) in sorted(counted.items())
    ]
    return [head, _line(*["---"] * (4 + len(Role))), *rows]


def _may(role: Role, policy: tuple[Permission, ...]) -> str:
    """What a role may do of what asks for one of these."""
    if not policy:
        return "yes"
    held = PERMISSIONS[role] & set(policy)
    if not held:
        return "no"
    if held <= OF_ONES_OWN:
        return "own"
    return "in reach" if held & IN_REACH else "yes"


IN_REACH: Final = frozenset(
    {
        Permission.OBSERVATION_CERTIFY,
        Permission.OBSERVATION_DECIDE,
        Permission.OBSERVATION_NOTICE,
        Permission.OBSERVATION_WRITE,
        Permission.PERSON_SEE,
    }
)
"""Permissions that reach as far as the grant; the others are about nobody or everybody."""

OF_ONES_OWN: Final = frozenset({Permission.SELF, Permission.COACHING_HOLD})
"""Permissions for what is the caller's own alone, such as counting their own session."""


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def block(session: Session) -> str:
    """What stands between the two comments."""
    return "\n".join(
        [
            BEGIN,
            "",
            "What each role may call. *Own* is what concerns the caller or what they take part in,",
            "*in reach* what is done to those below the root of the grant; to what, is said below.",
            "",
            *calls(),
            "",
            "What each gets of a manager whom somebody has observed; it was really asked for.",
            "",
            *objects(session),
            "",
            END,
        ]
    )


def written() -> str:
    """What stands there now. Raises ValueError where the comments are gone."""
    text = DOCUMENT.read_text()
    return text[text.index(BEGIN) : text.index(END) + len(END)]


def sessions() -> Iterator[Session]:
    """A session on a database of its own."""
    from tests.databases import Databases

    with tempfile.TemporaryDirectory() as made:
        engine = store.connect(Databases("sqlite", Path(made), "matrix").fresh())
        with Session(engine, expire_on_commit=False) as session:
            yield session
        engine.dispose()


if __name__ == "__main__":
    for one in sessions():
        text = DOCUMENT.read_text()
        made = block(one)
        if BEGIN in text:
            DOCUMENT.write_text(text.replace(written(), made))
        else:
            DOCUMENT.write_text(f"{text.rstrip()}\n\n## The matrix\n\n{made}\n")
