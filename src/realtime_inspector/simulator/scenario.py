"""What a scenario is: scripted answers, things heard, remote servers, and faults.

How a file looks is in `scenario_file`; this module knows no files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from realtime_inspector.simulator.brain import text_of
from realtime_inspector.simulator.hearing import HonestHearing, NotHeardError

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence
    from typing import Any

    from realtime_inspector.simulator.faults import Fault
    from realtime_inspector.simulator.mcp import McpServer
    from realtime_inspector.simulator.plan import Brain, Prompt, Step, Thought


@dataclass(frozen=True, slots=True)
class Turn:
    """One scripted response, and when it is given."""

    steps: Sequence[Step]
    number: int | None = None
    """The response of the connection, from 1; `None`: any."""
    match: re.Pattern[str] | None = None
    """Must be found in the last user message; `None`: any."""
    times: int | None = None
    """How often the turn is used at most; `None`: always."""

    def fits(self, number: int, said: str) -> bool:
        """Whether the turn answers a response."""
        if self.number is not None and self.number != number:
            return False
        return self.match is None or self.match.search(said) is not None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that a scenario says."""

    name: str
    title: str
    pitfall: str = ""
    """The pitfall of the protocol that it shows, such as `RT082`."""
    turns: Sequence[Turn] = ()
    hears: Sequence[str | NotHeardError] = ()
    """What the user says, utterance by utterance; the last one stays."""
    translations: Sequence[str] = ()
    """What a translation session answers for each thing heard."""
    servers: Sequence[McpServer] = ()
    faults: Sequence[Fault] = ()
    try_it: str = ""
    """What to do to see it, for a person."""


@dataclass(slots=True)
class ScenarioBrain:
    """Answers by the scenario; what it does not script, another brain decides."""

    turns: Sequence[Turn]
    otherwise: Brain
    _number: int = 0
    _used: dict[int, int] = field(default_factory=dict)

    def plan(self, prompt: Prompt) -> Sequence[Step] | Thought:
        """The steps of the first turn that fits."""
        self._number += 1
        said = next((text_of(each) for each in reversed(prompt.items) if _is_user(each)), "")
        for index, turn in enumerate(self.turns):
            used = self._used.get(index, 0)
            if (turn.times is None or used < turn.times) and turn.fits(self._number, said):
                self._used[index] = used + 1
                return turn.steps
        return self.otherwise.plan(prompt)


@dataclass(slots=True)
class ScriptedHearing:
    """Hears what the scenario says, utterance by utterance; silence stays silent."""

    hears: Sequence[str | NotHeardError]
    _count: int = 0

    def hear(self, pcm: bytes, seconds: float, item: Mapping[str, Any]) -> str:
        """The next utterance; the last one again when there are no more."""
        if not HonestHearing().hear(pcm, seconds, item):
            return ""
        heard = self.hears[min(self._count, len(self.hears) - 1)]
        self._count += 1
        if isinstance(heard, NotHeardError):
            raise heard
        return heard


def _is_user(item: object) -> bool:
    return isinstance(item, dict) and item.get("role") == "user"
