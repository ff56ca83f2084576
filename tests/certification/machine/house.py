"""How the machines of certification are run: the same examples everywhere, printed as they were."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import Engine
from sqlmodel import Session


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
    house = settings(
        deadline=None,
        max_examples=examples,
        stateful_step_count=steps,
        database=None,
        print_blob=False,
        # Shrinking takes minutes; the steps are printed as they were.
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
            HealthCheck.data_too_large,
        ],
    )
    run_state_machine_as_test(of_engine, settings=house)
