"""The simulator and served captures as pytest fixtures.

They are loaded only where they are asked for, in `conftest.py`:

    pytest_plugins = ["realtime_inspector.pytest_plugin"]

Then, in any test, asynchronous or not:

    def test_my_app(realtime_simulator):
        api = realtime_simulator("quota", seed=7)
        my_app.run(base_url=api.base_url)
        assert api.sent("response.create")

    def test_my_app_does_what_it_did(realtime_capture):
        api = realtime_capture("tests/good-session.jsonl")
        my_app.run(base_url=api.base_url)

The second test fails at its end, with a diff, if the app sent something else than was recorded.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from realtime_inspector.testing import (
    RunningCapture,
    RunningSimulator,
    serve_capture_in_thread,
    simulator_in_thread,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

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


class ServeCapture(Protocol):
    """Serves a capture until the end of the test, which then fails if a client differed."""

    def __call__(
        self,
        path: str | os.PathLike[str],
        *,
        match: str = "strict",
        speed: float = 0.0,
        connection: int | None = None,
        ignore: Sequence[str] = (),
        quiet_s: float = 1.0,
    ) -> RunningCapture:
        """Start; the arguments are those of `testing.serve_capture`."""
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


@pytest.fixture
def realtime_capture() -> Iterator[ServeCapture]:
    """Serves captures on free ports; they stop, and are compared, when the test ends."""
    with ExitStack() as running:

        def start(path: str | os.PathLike[str], **options: Any) -> RunningCapture:
            return running.enter_context(serve_capture_in_thread(path, **options))

        yield start
