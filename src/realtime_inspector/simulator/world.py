"""What the parts of one connection share: its state, its clock and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from realtime_inspector.simulator.conversation import Conversation
from realtime_inspector.simulator.edge import GaEdge
from realtime_inspector.simulator.hearing import HonestHearing
from realtime_inspector.simulator.ids import Ids
from realtime_inspector.simulator.listening import Listener
from realtime_inspector.simulator.mcp import Approvals
from realtime_inspector.simulator.schedule import Schedule
from realtime_inspector.simulator.wire import encode

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from realtime_inspector.simulator.admission import Closing
    from realtime_inspector.simulator.edge import Edge
    from realtime_inspector.simulator.hearing import Hearing
    from realtime_inspector.simulator.mcp import McpServer
    from realtime_inspector.simulator.plan import Brain, Thought
    from realtime_inspector.simulator.run import ResponseRun
    from realtime_inspector.simulator.settings import SimulatorSettings
    from realtime_inspector.simulator.usage import Segment
    from realtime_inspector.simulator.voice import Voice


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
        self.listener = Listener(self)
        self.hearing: Hearing = HonestHearing()
        """What the words of audio items are."""
        self.voice: Voice | None = None
        """Who speaks answers; `None`: a tone stands for the voice."""
        self.runs: list[ResponseRun] = []
        """Responses in progress; at most one of them in the default conversation."""
        self.thoughts: list[Thought] = []
        """Plans that somebody outside is asked for; the engine hands them on."""
        self.mcp_servers: Sequence[McpServer] = (
            settings.scenario.servers if settings.scenario else ()
        )
        self.approvals = Approvals()
        self.last_context: list[Segment] = []
        """The previous response's context: what of it comes again is cached."""
        self.edge: Edge = GaEdge()
        """What the client's shape of the protocol is."""
        self.closing: Closing | None = None
        """The close that the session itself asks for, once all is sent."""
        self.outbox: list[str] = []

    def emit(self, kind: str, **fields: Any) -> None:
        """Send a server event now."""
        event = {"type": kind, "event_id": self.ids.make("event"), **fields}
        shaped = self.edge.outgoing(event)
        if shaped is not None:
            self.outbox.append(encode(shaped))

    def after(self, realistic_delay: float) -> float:
        """The time at which something happens that usually takes so many seconds."""
        return self.schedule.now + self.settings.seconds(realistic_delay)

    def default_run(self) -> ResponseRun | None:
        """The active response of the default conversation."""
        return next((run for run in self.runs if run.in_conversation), None)
