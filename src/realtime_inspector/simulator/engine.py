"""The simulator without a socket: client frames and a clock in, server frames out."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.admission import (
    Closing,
    ConnectionRequest,
    NotAdmittedError,
    admit,
)
from realtime_inspector.simulator.beta import BetaEdge
from realtime_inspector.simulator.brain_choice import choose_brain
from realtime_inspector.simulator.edge import GaEdge
from realtime_inspector.simulator.kinds import REALTIME, begin
from realtime_inspector.simulator.listening import BREATH_S
from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.scenario import ScriptedHearing
from realtime_inspector.simulator.shapes import check_event
from realtime_inspector.simulator.wire import decode
from realtime_inspector.simulator.world import World

if TYPE_CHECKING:
    import random

    from realtime_inspector.simulator.plan import Brain, Piece, Thought
    from realtime_inspector.simulator.settings import SimulatorSettings
    from realtime_inspector.simulator.voice import Voice


_CHECKED_AFTER: Final = 0.5
"""The share of the latency after which a frame is checked."""


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
        voice: Voice | None = None,
    ) -> None:
        self._settings = settings
        self._world = World(settings, rng, brain or choose_brain(settings), now)
        if settings.scenario is not None and settings.scenario.hears:
            self._world.hearing = ScriptedHearing(settings.scenario.hears)
        self._world.voice = voice
        self._inbox_free_at = now
        self._inbox: deque[_Arrived] = deque()
        self._closing: Closing | None = None
        self._kind = REALTIME

    @property
    def closing(self) -> Closing | None:
        """The close that the server wants, once the frames of `due` are sent."""
        return self._closing or self._world.closing

    def open(self, request: ConnectionRequest, now: float) -> None:
        """Begin: `session.created`, or an error and a close (lifecycles.md §1, §21)."""
        world = self._world
        world.schedule.run_until(now)
        try:
            model = admit(request, self._settings, now)
        except NotAdmittedError as refused:
            self._refuse(refused.refusal, None)
            self._closing = refused.closing
            return
        granted = request.granted or {}
        world.edge = BetaEdge() if request.is_beta else GaEdge()
        world.model_is_named = request.model is not None or bool(granted.get("model"))
        world.conversation_id = world.ids.make("conv")
        self._kind = begin(world, request, model, now)

    def receive(self, frame: str | bytes, now: float) -> None:
        """Take a client frame; it is processed after the latency, in order of arrival.

        What is malformed is refused earlier than what came before it is processed: the
        error of `openai-ga-error-then-long-text.jsonl` overtakes the item sent before.
        """
        if self.closing is not None or not self._world.session:
            return
        delay = self._settings.seconds(self._settings.latency_ms / 1000)
        self._inbox_free_at = max(self._inbox_free_at, now + delay)
        arrived = _Arrived(frame)
        early = min(now + delay * _CHECKED_AFTER, self._inbox_free_at)
        self._world.schedule.at(early, lambda: self._check(arrived))
        self._inbox.append(arrived)
        self._world.schedule.at(self._inbox_free_at, self._process_next)

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

    def take_thoughts(self) -> list[Thought]:
        """The plans that the caller must make from now on: call `feed` with their pieces."""
        thoughts, self._world.thoughts = self._world.thoughts, []
        return thoughts

    def feed(self, thought: Thought, piece: Piece, now: float) -> None:
        """Hand in a piece of a plan; the last one is an `Ending`."""
        self._world.schedule.run_until(now)
        thought.add(piece)

    def _check(self, arrived: _Arrived) -> None:
        """Read a frame and, if its shape needs no translation first, check it."""
        frame, arrived.frame = arrived.frame, ""
        event: dict[str, Any] = {}
        try:
            event = decode(frame)
            if isinstance(self._world.edge, GaEdge):
                check_event(event, self._kind.events)
        except RefusalError as refusal:
            self._refuse(refusal, _event_id_of(event))
        else:
            arrived.event = event

    def _process_next(self) -> None:
        """Process the oldest frame, after the sound of earlier ones was listened to."""
        if self._world.listener.is_busy:
            schedule = self._world.schedule
            schedule.at(schedule.now + BREATH_S, self._process_next)
            return
        self._process(self._inbox.popleft())

    def _process(self, arrived: _Arrived) -> None:
        if arrived.event is None:
            return
        try:
            self._handle(self._world.edge.incoming(arrived.event))
        except RefusalError as refusal:
            self._refuse(refusal, _event_id_of(arrived.event))

    def _handle(self, event: dict[str, Any]) -> None:
        try:
            kind = check_event(event, self._kind.events)
            self._kind.handlers[kind](self._world, event)
        except RefusalError as refusal:
            raise self._world.edge.refused(refusal) from refusal

    def _refuse(self, refusal: RefusalError, event_id: str | None) -> None:
        self._world.emit("error", error=refusal.as_error(event_id))


@dataclass(slots=True)
class _Arrived:
    """A client frame on its way."""

    frame: str | bytes
    event: dict[str, Any] | None = None
    """What is in it, unless it was refused."""


def _event_id_of(event: dict[str, Any]) -> str | None:
    event_id = event.get("event_id")
    return event_id if isinstance(event_id, str) else None
