"""The simulator without a socket: client frames and a clock in, server frames out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from realtime_inspector.simulator.admission import (
    Closing,
    ConnectionRequest,
    NotAdmittedError,
    admit,
)
from realtime_inspector.simulator.brain import RuleBrain
from realtime_inspector.simulator.handlers import HANDLERS
from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.session import new_session
from realtime_inspector.simulator.shapes import check_event
from realtime_inspector.simulator.wire import decode
from realtime_inspector.simulator.world import World

if TYPE_CHECKING:
    import random

    from realtime_inspector.simulator.plan import Brain
    from realtime_inspector.simulator.settings import SimulatorSettings


class Engine:
    """One connection of the simulated Realtime API, GA shape.

    The caller owns the clock (seconds since 1970) and the random generator. The same
    seed, frames and times give the same frames, byte for byte. No client input makes
    a method raise.
    """

    def __init__(
        self,
        settings: SimulatorSettings,
        rng: random.Random,
        now: float,
        brain: Brain | None = None,
    ) -> None:
        self._settings = settings
        self._world = World(settings, rng, brain or RuleBrain(), now)
        self._inbox_free_at = now
        self._closing: Closing | None = None

    @property
    def closing(self) -> Closing | None:
        """The close that the server wants, once the frames of `due` are sent."""
        return self._closing

    def open(self, request: ConnectionRequest, now: float) -> None:
        """Begin: `session.created`, or an error and a close (lifecycles.md §1, §21)."""
        world = self._world
        world.schedule.run_until(now)
        try:
            model = admit(request, self._settings)
        except NotAdmittedError as refused:
            self._refuse(refused.refusal, None)
            self._closing = refused.closing
            return
        world.model_is_named = request.model is not None
        world.conversation_id = world.ids.make("conv")
        world.session = new_session(model, world.ids.make("sess"), now)
        world.emit("session.created", session=world.session)

    def receive(self, frame: str | bytes, now: float) -> None:
        """Take a client frame; it is processed after the latency, in order of arrival."""
        if self._closing is not None or not self._world.session:
            return
        delay = self._settings.seconds(self._settings.latency_ms / 1000)
        self._inbox_free_at = max(self._inbox_free_at, now + delay)
        self._world.schedule.at(self._inbox_free_at, lambda: self._process(frame))

    def due(self, now: float) -> list[str]:
        """Run everything up to a time and return the frames to send, in order."""
        self._world.schedule.run_until(now)
        frames, self._world.outbox = self._world.outbox, []
        return frames

    def next_due(self) -> float | None:
        """When `due` should be called next; `None`: not before the next `receive`."""
        if self._world.outbox:
            return self._world.schedule.now
        return self._world.schedule.next_at()

    def _process(self, frame: str | bytes) -> None:
        event: dict[str, Any] = {}
        try:
            event = decode(frame)
            HANDLERS[check_event(event)](self._world, event)
        except RefusalError as refusal:
            event_id = event.get("event_id")
            self._refuse(refusal, event_id if isinstance(event_id, str) else None)

    def _refuse(self, refusal: RefusalError, event_id: str | None) -> None:
        self._world.emit("error", error=refusal.as_error(event_id))
