"""What a capture adds up to, counted record by record in constant memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.metrics import MetricsTracker, Tariff
from realtime_inspector.analysis.metrics.summary import MetricsSummary
from realtime_inspector.core.event import Event
from realtime_inspector.core.failures import is_failure
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.core.usage import NO_TOKENS, usage_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.core.record import Record

MODALITIES: Final = ("text", "audio", "image")
UNFINISHED: Final = "unfinished"
"""The status of a response that was created and whose `response.done` is not in the capture."""
_MOST_OPEN: Final = 10_000
"""Responses waited for at a time; of more the oldest count as unfinished."""
_MOST_NAMES: Final = 10_000
OTHERS: Final = "(others)"
"""Where further types and statuses are counted: a broken server may send any number of them."""


@dataclass(slots=True)
class TokenCounts:
    """Sums over `usage` objects (usage.md §1). What a server leaves out is not in the sum."""

    input: int = 0
    """All of the input, cached or not."""
    output: int = 0
    total: int = 0
    cached: int = 0
    """The part of the input that came from the cache: contained in `input`, not added to it."""
    reasoning: int = 0
    """The part of the output's text that was thought and not said."""
    input_by: Counter[str] = field(default_factory=Counter)
    """By modality: one of `MODALITIES`."""
    cached_by: Counter[str] = field(default_factory=Counter)
    output_by: Counter[str] = field(default_factory=Counter)

    def count(self, event: Event, *path: str) -> None:
        """Add the usage object at a path of an event."""
        usage = usage_in(event.mapping(*path))
        for name in ("input", "output", "total", "cached", "reasoning"):
            setattr(self, name, getattr(self, name) + getattr(usage, name))
        for name in ("input_by", "cached_by", "output_by"):
            tokens = getattr(usage, name) or NO_TOKENS
            counts = getattr(self, name)
            for modality in MODALITIES:
                counts[modality] += getattr(tokens, modality)

    def add(self, other: TokenCounts) -> None:
        """Add what another one has counted."""
        for name in ("input", "output", "total", "cached", "reasoning"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.input_by.update(other.input_by)
        self.cached_by.update(other.cached_by)
        self.output_by.update(other.output_by)


@dataclass(slots=True)
class Stats:
    """Counts of one capture, or of several together."""

    records: int = 0
    """Everything with a number in the log: events, other frames, notices, unreadable lines."""
    events: int = 0
    """Records that are JSON objects with a `type`; `types` adds up to this."""
    unreadable: int = 0
    """Lines that could not be read as events. Whoever reads the capture knows."""
    failures: int = 0
    """Records that the filter `err` matches."""
    sent: int = 0
    """Frames of the client. Notices about the connection are nobody's."""
    received: int = 0
    undirected: int = 0
    """Frames of which the capture does not say who sent them; unreadable lines are among them."""
    connections: int = 0
    bytes: int = 0
    """Payload bytes."""
    duration_s: float | None = None
    """From the earliest to the latest known time; `None` if none is known."""
    types: Counter[str] = field(default_factory=Counter)
    responses: Counter[str] = field(default_factory=Counter)
    """By the status of `response.done`, or `UNFINISHED`."""
    tokens: TokenCounts = field(default_factory=TokenCounts)
    """Of all responses. Transcription is billed on top of it."""
    transcription: TokenCounts = field(default_factory=TokenCounts)
    transcription_s: float = 0.0
    """Seconds of audio, where transcription is billed by duration."""
    metrics: MetricsSummary = field(default_factory=MetricsSummary)
    """Latencies, rates and cost."""

    def add(self, other: Stats) -> None:
        """Add another capture's counts; durations add up as far as they are known."""
        for name in ("records", "events", "unreadable", "failures", "sent", "received",
                     "undirected", "connections", "bytes", "transcription_s"):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        if other.duration_s is not None:
            self.duration_s = (self.duration_s or 0.0) + other.duration_s
        self.types.update(other.types)
        self.responses.update(other.responses)
        self.tokens.add(other.tokens)
        self.transcription.add(other.transcription)
        self.metrics.add(other.metrics)


class StatsCounter:
    """Counts the records of one capture as they pass."""

    def __init__(self, tariff: Tariff | None = None) -> None:
        """Begin with nothing.

        Args:
            tariff: What things cost; by default the built-in prices.
        """
        self._stats = Stats()
        self._tracker = MetricsTracker(tariff)
        self._connections: set[int] = set()
        self._open: dict[str, None] = {}
        self._first_ns: int | None = None
        self._last_ns: int | None = None

    def feed(self, record: Record, event: Event | None = None) -> None:
        """Count a record.

        Args:
            record: The record.
            event: Its event, if the caller has parsed it already.
        """
        event = Event.of(record) if event is None else event
        stats = self._stats
        stats.records += 1
        stats.bytes += len(record.payload)
        stats.failures += is_failure(record, event)
        self._connections.add(record.conn)
        self._time(record.time_ns)
        for measured in self._tracker.feed(stats.records, record, event):
            stats.metrics.feed(measured)
        if record.kind is RecordKind.NOTICE:
            return
        self._direction(record.direction)
        if event.type:
            stats.events += 1
            _count(stats.types, event.type)
            self._event(event)

    def result(self, unreadable: int = 0) -> Stats:
        """The counts so far.

        Args:
            unreadable: What the reader of the capture has counted.
        """
        stats = self._stats
        for measured in self._tracker.end():
            stats.metrics.feed(measured)
        stats.unreadable = unreadable
        stats.connections = len(self._connections)
        if self._first_ns is not None and self._last_ns is not None:
            stats.duration_s = (self._last_ns - self._first_ns) / 1e9
        stats.responses[UNFINISHED] += len(self._open)
        self._open.clear()
        stats.responses = +stats.responses
        return stats

    def _time(self, time_ns: int | None) -> None:
        if time_ns is not None:
            self._first_ns = min(time_ns, time_ns if self._first_ns is None else self._first_ns)
            self._last_ns = max(time_ns, time_ns if self._last_ns is None else self._last_ns)

    def _direction(self, direction: Direction) -> None:
        if direction is Direction.SENT:
            self._stats.sent += 1
        elif direction is Direction.RECEIVED:
            self._stats.received += 1
        else:
            self._stats.undirected += 1

    def _event(self, event: Event) -> None:
        name = event.type
        if name == "response.created":
            self._created(event.response_id or "")
        elif name == "response.done":
            self._done(event)
        elif name == "conversation.item.input_audio_transcription.completed":
            self._stats.transcription.count(event, "usage")
            self._stats.transcription_s += max(0.0, event.number("usage", "seconds") or 0.0)

    def _created(self, response_id: str) -> None:
        self._open[response_id] = None
        if len(self._open) > _MOST_OPEN:
            del self._open[next(iter(self._open))]
            self._stats.responses[UNFINISHED] += 1

    def _done(self, event: Event) -> None:
        """A status that is missing or no text counts as `completed`, as in the state."""
        self._open.pop(event.response_id or "", None)
        _count(self._stats.responses, event.text("response", "status") or "completed")
        path = ("response", "usage") if event.mapping("response", "usage") else ("usage",)
        self._stats.tokens.count(event, *path)


def _count(counts: Counter[str], name: str) -> None:
    is_known = name in counts or len(counts) < _MOST_NAMES
    counts[name if is_known else OTHERS] += 1


def total_of(several: Iterable[Stats]) -> Stats:
    """All counts together."""
    total = Stats()
    for one in several:
        total.add(one)
    return total
