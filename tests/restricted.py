"""On PostgreSQL every action and query of a test runs as the restricted role, as the door runs it.

Tests build their rows as the database's owner. Whatever takes a session and an actor is then run
as that actor, beneath the policies of migration 0013, so that a policy that is narrower than what a
room needs fails that room's own tests.
"""

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

from psycopg.pq import TransactionStatus

ROOMS = "coach_the_coach."
FILES = (".actions", ".queries")


class Restricting(Loader):
    """Loads a module as ever, and then wraps what is run for an actor in it."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As ever."""
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """As ever, and then wrap."""
        self.loader.exec_module(module)
        for name, one in inspect.getmembers(module, inspect.isfunction):
            if one.__module__ == module.__name__ and _is_for_an_actor(one):
                setattr(module, name, restricted(one))


class Rooms(MetaPathFinder):
    """Finds the actions and queries of the rooms."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What is found as ever, to be loaded by `Restricting`."""
        if not (fullname.startswith(ROOMS) and fullname.endswith(FILES)):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = Restricting(spec.loader)
        return spec


def install() -> None:
    """See to it that what is imported from now on is wrapped."""
    sys.meta_path.insert(0, Rooms())


@contextmanager
def as_owner(session: Any) -> Iterator[None]:
    """In the middle of what is run for an actor, what somebody else does at that moment."""
    from coach_the_coach.foundation.viewer import VIEWER

    said = session.info.get(VIEWER)
    driver = session.connection().connection.driver_connection
    if said is not None:
        driver.execute("SET LOCAL ROLE NONE", prepare=False)
    yield
    if said is not None:
        driver.execute(f"SET LOCAL ROLE {role_of(session)}; {said}", prepare=False)


def role_of(session: Any) -> str:
    """The restricted role of the database, asked past what counts statements, once for each."""
    engine = session.get_bind().engine
    if engine not in _roles:
        driver = session.connection().connection.driver_connection
        _roles[engine] = driver.execute("SELECT app_role()", prepare=False).fetchone()[0]
    return _roles[engine]


_roles: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


def _is_for_an_actor(function: Callable[..., Any]) -> bool:
    return [*inspect.signature(function).parameters][:2] == ["session", "actor"]


def restricted(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` as its actor, where nobody was said yet: the door, or who called it, says it."""

    @wraps(function)
    def run(session: Any, actor: Any, *args: Any, **kwargs: Any) -> Any:
        # Only here: a test that needs no table must not fail with another room's.
        from coach_the_coach.foundation.viewer import NOBODY, VIEWER, begin_as, view_as
        from tests.cast import NOW

        if session.get_bind().dialect.name != "postgresql" or VIEWER in session.info:
            return function(session, actor, *args, **kwargs)
        session.flush()
        begin_as(session, NOBODY, role=role_of(session))
        view_as(session, actor.person_id, kwargs.get("at") or NOW)
        try:
            answer = function(session, actor, *args, **kwargs)
            session.flush()
            return answer
        finally:
            del session.info[VIEWER]
            driver = session.connection().connection.driver_connection
            if driver.info.transaction_status is TransactionStatus.INTRANS:
                driver.execute("SET LOCAL ROLE NONE; SET LOCAL app.viewer = ''", prepare=False)

    return run
