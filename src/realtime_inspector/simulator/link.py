"""One connection's engine with what may go wrong after it: what a server shell drives."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from realtime_inspector.simulator.engine import Engine
from realtime_inspector.simulator.faults import FaultStage

if TYPE_CHECKING:
    from realtime_inspector.simulator.admission import ConnectionRequest
    from realtime_inspector.simulator.faults import Outgoing
    from realtime_inspector.simulator.plan import Piece, Thought
    from realtime_inspector.simulator.settings import SimulatorSettings
    from realtime_inspector.simulator.voice import Voice


class Link:
    """An engine whose frames pass the faults of the scenario. Sans-I/O, like both of them."""

    def __init__(
        self,
        settings: SimulatorSettings,
        rng: random.Random,
        now: float,
        voice: Voice | None = None,
    ) -> None:
        """Prepare a connection.

        Args:
            settings: How the simulator behaves.
            rng: The connection's random generator.
            now: Seconds since 1970.
            voice: Who speaks answers; `None`: a tone stands for the voice.
        """
        faults = settings.scenario.faults if settings.scenario is not None else ()
        # Faults draw from a generator of their own: the engine says the same with and without.
        own = random.Random(repr(rng.getstate()[1][:8]))  # noqa: S311 - not for secrets
        self._engine = Engine(settings, rng, now, voice=voice)
        self._stage = FaultStage(faults, own, now, settings.speed)
        self._is_closing = False

    def open(self, request: ConnectionRequest, now: float) -> None:
        """Begin."""
        self._engine.open(request, now)

    def receive(self, frame: str | bytes, now: float) -> None:
        """Take a client frame."""
        self._engine.receive(frame, now)

    def due(self, now: float) -> list[Outgoing]:
        """What to send or do now, in order; nothing comes after a close or a cut."""
        for frame in self._engine.due(now):
            self._stage.put(frame, now)
        closing = self._engine.closing
        if closing is not None and not self._is_closing:
            self._is_closing = True
            self._stage.close(closing, now)
        return self._stage.due(now)

    def next_due(self) -> float | None:
        """When `due` should be called next; `None`: not before something arrives."""
        times = (self._engine.next_due(), self._stage.next_due())
        return min((each for each in times if each is not None), default=None)

    def take_thoughts(self) -> list[Thought]:
        """The plans to make, see `Engine.take_thoughts`."""
        return self._engine.take_thoughts()

    def feed(self, thought: Thought, piece: Piece, now: float) -> None:
        """A piece of such a plan."""
        self._engine.feed(thought, piece, now)
