"""What is measured: responses, the tools they call, turns and sessions.

All times are nanoseconds since 1970 as the inspector saw the events, `None` where a capture does
not say. A value is filled while its events come; it is handed out when nothing more can change it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from realtime_inspector.analysis.metrics.cost import NO_COST, Cost, total
from realtime_inspector.core.response_times import ResponseTimes, span_ms
from realtime_inspector.core.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class ToolMetrics:
    """A call of a tool."""

    call_id: str
    name: str = ""
    seq: int = 0
    """Of the event that completed its arguments; of an MCP call, of its first one."""
    start_ns: int | None = None
    end_seq: int | None = None
    """Of the client's result; of an MCP call, of its end. `None`: there is none."""
    end_ns: int | None = None

    @property
    def tool_ms(self) -> float | None:
        """From the complete arguments to the result; of an MCP call, from its start to its end."""
        return span_ms(self.start_ns, self.end_ns)


@dataclass(slots=True)
class ResponseMetrics(ResponseTimes):
    """A response; `ResponseTimes` says what its latencies mean."""

    id: str
    session: int = 0
    """Number of its session in the capture, from 1; 0 before any began."""
    turn: int = 0
    """Number of its turn in the session; 0 if it is out of band."""
    is_out_of_band: bool = False
    status: str = "in_progress"
    reason: str = ""
    request_seq: int | None = None
    created_seq: int = 0
    done_seq: int | None = None
    request_ns: int | None = None
    created_ns: int | None = None
    speech_end_ns: int | None = None
    first_token_ns: int | None = None
    first_text_ns: int | None = None
    """Of text or transcript: what a person reads."""
    first_audio_ns: int | None = None
    last_delta_ns: int | None = None
    done_ns: int | None = None
    deltas: int = 0
    audio_ms: float = 0.0
    """Playing time of its audio in the capture."""
    heard_ms: int | None = None
    """How much of the interrupted answer was played, by `conversation.item.truncated`."""
    usage: Usage | None = None
    cost: Cost = NO_COST
    tools: list[ToolMetrics] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether its `response.done` was seen."""
        return self.done_seq is not None

    @property
    def is_interrupted(self) -> bool:
        """Whether the user broke in on it."""
        return self.reason == "turn_detected" or self.heard_ms is not None

    @property
    def tokens_per_s(self) -> float | None:
        """Output tokens for each second between its first delta and its last one."""
        return None if not self.usage else self.per_second(self.usage.output)

    @property
    def audio_per_s(self) -> float | None:
        """Seconds of audio for each such second; below 1 the listener has to wait."""
        return self.per_second(self.audio_ms / 1000) if self.audio_ms else None

    @property
    def end_ns(self) -> int | None:
        """When it was over, as far as is known."""
        return self.last_delta_ns if self.done_ns is None else self.done_ns


@dataclass(slots=True)
class TurnMetrics:
    """What the user said, and all responses to it up to the next thing that the user says."""

    number: int
    """Within its session, from 1."""
    session: int = 0
    first_seq: int = 0
    last_seq: int = 0
    is_spoken: bool = False
    user_start_ns: int | None = None
    """`speech_started`, else the first audio or the message. `None`: nobody said anything."""
    user_end_ns: int | None = None
    """`speech_stopped`, else the commit; of text, its `conversation.item.create`."""
    responses: list[ResponseMetrics] = field(default_factory=list)
    """In the conversation; out-of-band ones belong to no turn."""

    @property
    def tools(self) -> list[ToolMetrics]:
        """The tools that its responses called."""
        return [tool for one in self.responses for tool in one.tools]

    @property
    def first_audio_ns(self) -> int | None:
        """The first audio of all its responses."""
        return _first(one.first_audio_ns for one in self.responses)

    @property
    def first_output_ns(self) -> int | None:
        """The first that a person hears, else reads; a tool's arguments are neither."""
        audio_ns = self.first_audio_ns
        return _first(one.first_text_ns for one in self.responses) if audio_ns is None else audio_ns

    @property
    def turn_ms(self) -> float | None:
        """From the end of the user's input to the first audio, else the first text."""
        return span_ms(self.user_end_ns, self.first_output_ns)

    @property
    def start_ns(self) -> int | None:
        """When it began: with the user, else with its first response."""
        if self.user_start_ns is not None:
            return self.user_start_ns
        return _first(one.start_ns for one in self.responses)

    @property
    def end_ns(self) -> int | None:
        """When the last of it was over."""
        ends = [one.end_ns for one in self.responses if one.end_ns is not None]
        return max(ends, default=self.user_end_ns)

    @property
    def duration_ms(self) -> float | None:
        """From its beginning to its end."""
        return span_ms(self.start_ns, self.end_ns)

    @property
    def tool_ms(self) -> float | None:
        """Waiting for tools, of calls that ran side by side only once; `None` without a result."""
        spans = sorted(
            (one.start_ns, one.end_ns)
            for one in self.tools
            if one.start_ns is not None and one.end_ns is not None
        )
        return _covered_ms(spans) if spans else None

    @property
    def cost(self) -> Cost:
        """Of its responses; transcription is billed to the session."""
        return total(one.cost for one in self.responses)

    @property
    def is_interrupted(self) -> bool:
        """Whether the user broke in on one of its responses."""
        return any(one.is_interrupted for one in self.responses)

    @property
    def is_over(self) -> bool:
        """Whether all its responses are."""
        return all(one.is_over for one in self.responses)


@dataclass(slots=True)
class SessionMetrics:
    """A session: what it cost with all that belongs to it."""

    number: int
    id: str = ""
    model: str = ""
    turns: int = 0
    responses: int = 0
    usage: Usage = field(default_factory=Usage)
    cost: Cost = NO_COST
    """Of all responses, also cancelled and out-of-band ones, and of all transcripts."""


Finished: TypeAlias = "ResponseMetrics | TurnMetrics | SessionMetrics"


def _first(moments: Iterable[int | None]) -> int | None:
    return min((ns for ns in moments if ns is not None), default=None)


def _covered_ms(spans: list[tuple[int, int]]) -> float:
    """How much time spans cover together, given in the order of their starts."""
    covered = 0
    reached = spans[0][0]
    for start, end in spans:
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered / 1e6
