"""The simulator as a pytest fixture.

It is loaded only where it is asked for, in `conftest.py`:

    pytest_plugins = ["realtime_inspector.pytest_plugin"]

Then, in any test, asynchronous or not:

    def test_my_app(realtime_simulator):
        api = realtime_simulator("quota", seed=7)
        my_app.run(base_url=api.base_url)
        assert api.sent("response.create")
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from realtime_inspector.testing import RunningSimulator, simulator_in_thread

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from realtime_inspector.simulator.scenario import Scenario


class StartSimulator(Protocol):
    """Starts a simulator that runs until the end of the test."""

    def __call__(
        self,
        scenario: str | os.PathLike[str] | Scenario | None = None,
        *,
        seed: int = 1,
        speed: float = 0.0,
        **settings: Any,
    ) -> RunningSimulator:
        """Start one; the arguments are those of `testing.simulator`."""
        ...


@pytest.fixture
def realtime_simulator() -> Iterator[StartSimulator]:
    """Starts simulators on free ports; they stop when the test ends."""
    with ExitStack() as running:

        def start(
            scenario: str | os.PathLike[str] | Scenario | None = None, **settings: Any
        ) -> RunningSimulator:
            return running.enter_context(simulator_in_thread(scenario, **settings))

        yield start
