"""A served program with everything planted in it, and what there is to call in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, get_origin, get_type_hints

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.guard import FRAMEWORK, SNAPSHOT, dispatch_table
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.tables import Reach
from coach_the_coach.observations.rating.state import RatingState
from tests.attack.books import Books
from tests.attack.planted import MARK, Planted
from tests.attack.wire import Call

THINGS: Final = {
    "observations.looks": ("look", "unread"),
    "observations.selftally": ("tally",),
    "observations.watching.watchers": ("person", "rep"),
    "observations.watching": ("watch",),
    "observations.practice": (),
    "observations": ("development", "certification", "draft", "transcript"),
    "imports": ("import",),
    "people": ("person", "rep"),
    "coaching.log": ("log", "commitment"),
    "coaching.plans": ("call", "pilot"),
    "coaching.cycles.plan": ("plan",),
    "coaching.cycles": ("cycle",),
    "coaching.practice": ("team-practice",),
    "cadence.hours": ("hours",),
    "cadence.contract": ("person", "contract"),
    "cadence.coverage": ("rep", "quarter-hour"),
    "cadence.week": ("appointment",),
    "cadence": ("person",),
    "selfaudit": ("person", "self-audit"),
    "pulse": ("person",),
    "certification.learning": (),
}
"""What a room's handlers find by the second part of the address, by the first rooms that fit."""

COACHED_FORM: Final = {
    "why": "words of an attacker",
    "note": "words of an attacker",
    "result": "words of an attacker",
    "reasons": "words of an attacker",
    "within_days": "2",
    "focus": "words of an attacker",
    "feedback": "words of an attacker",
    "form": "one-to-one",
    "held_on": "2026-01-05",
    "minutes": "30",
    "rating": "1",
    "thinking": "1",
    "one_thing": "1",
    "hard": "1",
    "outside": "words of an attacker",
}
"""What the forms of coaching hold."""

COACHED_TEXTS: Final = {
    "said": "yes",
    "outcome": "done",
    "tier": "new",
    "ladder": "fluent",
    "cause": "skill",
    "reply": "no",
    "blocker": "customer",
    "category": "coaching",
    "day": "2026-03-02",
    "step": "cancel",
    "kind": "external",
    "days": "30",
}
"""What the events of coaching are called with, by what they take."""

_NAMES: Final = frozenset({f"{MARK}moname", f"{MARK}raename", f"{MARK}outsider"})

MAY_KNOW: Final[dict[str, frozenset[str]]] = {
    # Who leads Mo's leader, and who is here for everybody, knows that the two are there, and who
    # else coaches Rae.
    "cleo": _NAMES,
    "spec": _NAMES,
    # Administrators see one another's files of people.
    "ada": _NAMES | {f"{MARK}people", f"{MARK}newcomer"},
}
"""The planted words that are no secret to some."""

WRONG: Final[dict[Any, tuple[Any, ...]]] = {
    str: (7, None, ["a"], {"a": 1}, True),
    int: ("1", None, [1], 1.5, True),
    bool: ("true", None, 1, []),
}
"""What is no text, no number, no yes or no."""

OF_TESTS: Final = "reflex___state____state.tests___"
"""How a state begins that only tests have."""


@dataclass(frozen=True)
class Siege:
    """A served program with everything planted in it."""

    port: int
    engine: Engine
    planted: Planted

    def books(self) -> Books:
        """The whole database as it stands."""
        return Books.of(self.engine)

    def permissions(self, name: str) -> frozenset[Permission]:
        """What an attacker may do."""
        with store.reading() as session:
            return actor_named(session, self.planted.people[name], clock.now()).permissions

    def line(self, name: str) -> frozenset[int]:
        """To whom an attacker reports, and everybody below them."""
        own = self.planted.people[name]
        with store.reading() as session:
            above = select(Reach.ancestor_id).where(Reach.descendant_id == own, Reach.depth == 1)
            below = select(Reach.descendant_id).where(Reach.ancestor_id == own)
            return frozenset([*session.exec(above), *session.exec(below)]) - {own}


def room_of(name: str) -> str:
    """The room of a handler, as `observations.looks`."""
    module = dispatch_table()[name].fn.__module__
    return module.removeprefix("coach_the_coach.").rpartition(".")[0]


def paths_of(name: str, planted: Planted) -> list[str]:
    """Addresses of what others have, as this handler reads them."""
    room = room_of(name)
    for prefix, kinds in THINGS.items():
        if room == prefix or room.startswith(f"{prefix}."):
            start, end = prefix.rpartition(".")[2], "x"
            if prefix == "pulse":
                start, end = "pulse/say", ""
            found = [f"/{start}/{planted.ids[kind]}/{end}" for kind in kinds]
            lonely = {"certification.learning": ["/learn/purpose", "/exam"]}
            return found or lonely.get(prefix, ["/practice/first-call"])
    return ["/"]


def takes(name: str) -> dict[str, Any]:
    """What a handler takes, by name."""
    hints = get_type_hints(dispatch_table()[name].fn)
    return {key: hint for key, hint in hints.items() if key not in {"return", "self"}}


def given(name: str, hints: dict[str, Any], path: str, planted: Planted) -> dict[str, Any]:
    """Something that the handler takes, with the ids of others wherever one may stand."""
    parts = path.split("/")
    named = parts[-2] if len(parts) > 2 else planted.ids["person"]
    person = planted.ids["person"]
    form = {
        "public_id": named,
        "person": person,
        "coach": person,
        "observer": person,
        "coached": planted.ids["rep"],
        "purpose": "coach",
        "aim": "development",
        "source": "live",
        "kind": "developmental",
        "reason": "because",
        "answer": "done",
        "text": "words",
        "speaker": "Mo",
        "per_month": "3",
        "starts_at": "2030-01-07T10:00",
        "developmental_at_least": "30",
        "quiet_from": "19",
        "quiet_until": "7",
        "change": "code",
        "name": "t1",
        "code": "open",
        **COACHED_FORM,
        "rep": planted.ids["rep"],
        "said": planted.ids["log"],
    }
    texts = {
        "public_id": named,
        "person": person,
        "coach": person,
        "coached": planted.ids["rep"],
        "observed": person,
        "observer": person,
        "text": "words of an attacker",
        "quote": "words of an attacker",
        "zone": "Europe/Berlin",
        "code": "open",
        "value": "3",
        "level": "3",
        "by": "2030-01-07",
        "starts_at": "2030-01-07T10:00",
        "search": "Z",
        **COACHED_TEXTS,
        "rep": planted.ids["rep"],
        "about_id": person,
        "audit_id": planted.ids["self-audit"],
        "try_id": planted.ids["try"],
        "question": "purpose-1",
        "given": "a",
    }

    def value(key: str, hint: Any) -> Any:
        if hint is int or hint is bool:
            return hint(1)
        if hint is str:
            return texts.get(key, "one_thing" if key == "name" else named)
        if get_origin(hint) is dict:
            return {"__reflex_form_data__": [[field, text] for field, text in form.items()]}
        return "next"

    return {key: value(key, hint) for key, hint in hints.items()}


def served() -> list[str]:
    """Every event of the program; other tests in this process add states of their own."""
    return [name for name in dispatch_table() if not name.startswith(OF_TESTS)]


def ours() -> list[str]:
    """Every handler of the house."""
    return [name for name in served() if name not in FRAMEWORK and is_ours(name)]


def is_ours(name: str) -> bool:
    return dispatch_table()[name].fn.__module__.startswith("coach_the_coach")


def every_call(planted: Planted) -> Iterator[Call]:
    """Each event of the dispatch table, at each address of what others have, loaded before."""
    for name in served():
        if not is_ours(name) and name not in SNAPSHOT:
            for word in ("must_reload", "_bound_to", "message"):
                yield Call(name, {"var_name": word, "value": 1} if "setvar" in name else {})
    places = {(room_of(name), path) for name in ours() for path in paths_of(name, planted)}
    for room, path in sorted(places):
        inside = [name for name in ours() if room_of(name) == room]
        for name in sorted(inside, key=lambda one: not one.endswith(".load")):
            yield Call(name, given(name, takes(name), path, planted), path, asking(path, planted))


def asking(path: str, planted: Planted) -> dict[str, Any]:
    """The address with what it says after its question mark, with the ids of others."""
    ids = planted.ids
    return {"asPath": f"{path}?of={ids['person']}&entry={ids['log']}&change={ids['plan']}"}


def misshapen(planted: Planted) -> Iterator[Call]:
    """Each handler of ours with everything that it does not take."""
    for name in ours():
        hints = takes(name)
        path = paths_of(name, planted)[0]
        right = given(name, hints, path, planted)
        yield Call(name, right | {"more": 1}, path)
        if hints:
            yield Call(name, {}, path)
        for key, hint in hints.items():
            for wrong in WRONG.get(hint, (7, None, "text", [["a", {"b": 1}]])):
                yield Call(name, right | {key: wrong}, path)


def marked(heard: list[str], who: str = "") -> list[str]:
    """The planted words that were heard, but for those that this one may know."""
    found = {word for frame in heard for word in words_in(frame)}
    return sorted(found - MAY_KNOW.get(who, frozenset()))


def words_in(frame: str) -> Iterator[str]:
    """Every planted word in a frame, or in a line of a file with commas."""
    for piece in frame.split(MARK)[1:]:
        yield MARK + "".join(
            letter for letter in re.split('[",]', piece[:40])[0] if letter.isalpha()
        )


FEW: Final = {"postgresql": {"no cookie", "odd", "ada"}}
"""Who attacks where it takes longer; the others meet the same code on SQLite."""


def only_where_asked(siege: Siege, who: str) -> None:
    """Skip the rest of the attackers where a few do."""
    if who not in FEW.get(siege.engine.dialect.name, {who}):
        pytest.skip("attacks on SQLite")


def at_home(planted: Planted) -> list[Call]:
    """Loading the page on which Lena rates her draft, a frame's worth of her words."""
    path = f"/observations/{planted.ids['draft']}/rate"
    return [Call(f"{RatingState.get_full_name()}.load", {}, path)]
