"""The part of a log that the timeline has measured: turns around what is looked at.

A log may hold a million records, so only those around the selection are measured, some at a time.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.metrics import (
    MEASURED,
    MetricsTracker,
    ResponseMetrics,
    SessionMetrics,
    TurnMetrics,
)
from realtime_inspector.analysis.metrics.summary import MetricsSummary
from realtime_inspector.analysis.waterfall import Track, tracks_of
from realtime_inspector.core.record import RecordKind
from realtime_inspector.store.timeline import Timeline
from realtime_inspector.store.timings import TimeSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.analysis.metrics import Finished, Tariff
    from realtime_inspector.core.kind import Kind
    from realtime_inspector.store.store import Store

BEFORE: Final = 8_000
"""Records before the selected one that are measured."""
MOST: Final = 40_000
"""Records that are measured altogether."""
WORK_S: Final = 0.008
"""So long one `advance` may take."""
_LONGEST_BYTES: Final = 4_000_000
"""A longer line is not read: it would hold the screen up."""
_EVENT_NS: Final = 1_000_000
"""What one event counts where there are no times: figures in milliseconds are then events."""
_APPEND: Final = "input_audio_buffer.append"
_AFTER_APPENDS: Final = frozenset(
    {"input_audio_buffer.committed", "input_audio_buffer.cleared", "session.created"}
)
_BEGINNINGS: Final = frozenset(
    {"session.created", "input_audio_buffer.speech_started", "conversation.item.create"}
)


def _name(kind: Kind) -> str:
    return kind.type if kind.record is RecordKind.NOTICE else kind.canonical


class TimelinePart:
    """Turns and responses of some records, and what they measure together."""

    def __init__(self, store: Store, tariff: Tariff | None = None) -> None:
        """Measures nothing yet.

        Args:
            store: The log.
            tariff: What tokens cost.
        """
        self._store = store
        self._tariff = tariff
        self._times = Timeline(store.columns)
        self.tracks: Sequence[Track] = ()
        """As of the last `arrange`."""
        self.summary = MetricsSummary()
        """How the figures of all that is measured are spread, as of the last `arrange`."""
        self.start(1)

    def start(self, seq: int) -> None:
        """Forgets all, and begins some way before a record."""
        self.first = self._beginning(seq)
        """Number of the first record that is measured."""
        self.last = self.first - 1
        """Number of the last one."""
        self.source = self._times.source
        """Where the times come from; without any, an event counts as a millisecond."""
        self._asked = seq
        self._tracker = MetricsTracker(self._tariff)
        self._finished: list[Finished] = []
        self._last_ns: int | None = None
        self._has_append = False

    @property
    def end(self) -> int:
        """Number of the last record that is going to be measured, as far as the log is read."""
        return min(self._store.columns.described, self.first + MOST - 1)

    @property
    def has_more(self) -> bool:
        """Whether there is something to `advance` over."""
        return self.last < self.end

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole log."""
        return self.first == 1 and self.last >= len(self._store)

    def holds(self, seq: int) -> bool:
        """Whether a record is measured, or will be."""
        return self.first <= seq <= self.first + MOST - 1

    def advance(self) -> bool:
        """Measures some more records; tells whether there was anything to do."""
        until_s = time.monotonic() + WORK_S
        self._times.advance()
        if self._times.source is not self.source:
            self.start(self._asked)
        if not self.has_more:
            return False
        end = min(self.end, self._times.known) if self.source is TimeSource.IDS else self.end
        while self.last < end:
            self.last += 1
            self._feed(self.last)
            if not self.last % 16 and time.monotonic() > until_s:
                break
        return True

    def arrange(self) -> None:
        """Makes the tracks of all that is measured so far."""
        known = [*self._finished, *self._tracker.open()]
        turns = [one for one in known if isinstance(one, TurnMetrics)]
        asides = [one for one in known if isinstance(one, ResponseMetrics) and one.is_out_of_band]
        turns.sort(key=lambda turn: turn.first_seq)
        self.tracks = tracks_of(turns, asides, self._last_ns)
        self.summary = MetricsSummary()
        for one in known:
            if not isinstance(one, SessionMetrics):
                self.summary.feed(one)

    def index_of(self, seq: int) -> int | None:
        """The track of the last thing that began at a record or before it."""
        best: tuple[int, int] | None = None
        for index, track in enumerate(self.tracks):
            if track.seq <= seq and (best is None or track.seq >= best[0]):
                best = track.seq, index
        return (0 if self.tracks else None) if best is None else best[1]

    def moment_ns(self, seq: int) -> int | None:
        """When a record came, on the axis of the tracks."""
        if self.source is TimeSource.OWN:
            return self._store.time_ns(seq)
        if self.source is TimeSource.IDS:
            return self._times.moment_ns(seq - 1)
        return seq * _EVENT_NS

    def _beginning(self, seq: int) -> int:
        """Where a turn begins, some way before a record."""
        if min(seq, self._store.columns.described) <= BEFORE or len(self._store) <= MOST:
            return 1
        kind = self._store.columns.kind
        numbers = range(seq - BEFORE, seq)
        return next((n for n in numbers if _name(kind(n - 1)) in _BEGINNINGS), seq - BEFORE)

    def _feed(self, seq: int) -> None:
        name = _name(self._store.columns.kind(seq - 1))
        if name not in MEASURED or self._store.columns.lengths[seq - 1] > _LONGEST_BYTES:
            return
        if name == _APPEND:  # only the first one tells when the user began
            if self._has_append:
                return
            self._has_append = True
        elif name in _AFTER_APPENDS:
            self._has_append = False
        moment_ns = self.moment_ns(seq)
        self._last_ns = max(filter(None, (self._last_ns, moment_ns)), default=None)
        record = self._store.record(seq)
        if self.source is not TimeSource.OWN:
            record = replace(record, time_ns=moment_ns)
        self._finished += self._tracker.feed(seq, record)
