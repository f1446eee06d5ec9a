"""What the parts of one connection share: its state, its clock and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from realtime_inspector.simulator.conversation import Conversation
from realtime_inspector.simulator.ids import Ids
from realtime_inspector.simulator.schedule import Schedule
from realtime_inspector.simulator.wire import encode

if TYPE_CHECKING:
    import random

    from realtime_inspector.simulator.plan import Brain
    from realtime_inspector.simulator.run import ResponseRun
    from realtime_inspector.simulator.settings import SimulatorSettings
    from realtime_inspector.simulator.usage import Segment


class World:
    """The state of one connection. Handlers and responses change it; it decides nothing."""

    def __init__(
        self, settings: SimulatorSettings, rng: random.Random, brain: Brain, now: float
    ) -> None:
        self.settings = settings
        self.rng = rng
        self.brain = brain
        self.schedule = Schedule(now)
        self.ids = Ids(rng, self.schedule)
        self.session: dict[str, Any] = {}
        self.model_is_named = False
        self.conversation_id = ""
        self.conversation = Conversation()
        self.input_buffer = bytearray()
        self.runs: list[ResponseRun] = []
        """Responses in progress; at most one of them in the default conversation."""
        self.last_context: list[Segment] = []
        """The previous response's context: what of it comes again is cached."""
        self.outbox: list[str] = []

    def emit(self, kind: str, **fields: Any) -> None:
        """Send a server event now."""
        self.outbox.append(encode({"type": kind, "event_id": self.ids.make("event"), **fields}))

    def after(self, realistic_delay: float) -> float:
        """The time at which something happens that usually takes so many seconds."""
        return self.schedule.now + self.settings.seconds(realistic_delay)

    def default_run(self) -> ResponseRun | None:
        """The active response of the default conversation."""
        return next((run for run in self.runs if run.in_conversation), None)
