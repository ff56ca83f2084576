"""How the machines of certification are run: the same examples everywhere, printed as they were."""

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import Engine
from sqlmodel import Session

from tests.walk import WALK


class OnOneDatabase(RuleBasedStateMachine):
    """A machine whose every example takes back what it wrote."""

    engine: Engine
    """Set by `run`."""

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.engine.connect()
        self.whole = self.connection.begin()
        self.session = Session(
            self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.session.close()
        self.whole.rollback()
        self.connection.close()


def run(machine: type[OnOneDatabase], engine: Engine, *, examples: int, steps: int) -> None:
    """So many examples of a machine, each of so many steps at most."""
    of_engine = type(machine.__name__, (machine,), {"engine": engine})
    house = settings(WALK, max_examples=examples, stateful_step_count=steps)
    run_state_machine_as_test(of_engine, settings=house)
