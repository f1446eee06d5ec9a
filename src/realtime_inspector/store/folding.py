"""Which part of a log the state stands for, and the fold over it a little at a time.

A log of usual length is folded whole, and so are records that come one by one. Of a long file only
the session that the user looks at is: it is what chat and sidebar show, and it is there at once,
wherever in the log it is.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.log import FileLog
from realtime_inspector.capture.prefix import beginning
from realtime_inspector.core.record import Record
from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.state import CaptureState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.capture.log import Log

WHOLE: Final = 50_000
"""Logs of up to so many records are folded from their beginning."""
MOST: Final = 250_000
"""Of a longer session, the state stands for a part of it, so that its memory is bounded."""
PARSED_BYTES: Final = 8_000_000
"""Records in longer lines are counted, but what they tell is not taken into the state."""


class Folding:
    """The state of one log."""

    def __init__(self, log: Log) -> None:
        self.state = CaptureState()
        """The state after the record number `state.seq`."""
        self._log = log
        self._first = 1
        """The record that the fold began with."""
        self._focus = 1
        self._sessions: array[int] = array("I")
        self._searched = 0

    @property
    def session(self) -> dict[str, int] | None:
        """The `number` of the session that the state stands for, and their `count`.

        `None`: it stands for all there are.
        """
        if self.span == (1, len(self._log.columns)) or len(self.sessions) < 2:
            return None
        number = max(1, bisect_right(self.sessions, self._focus))
        return {"number": number, "count": len(self.sessions)}

    @property
    def span(self) -> tuple[int, int]:
        """First and last number of the records that the state is to stand for."""
        count = len(self._log.columns)
        if count <= WHOLE or not isinstance(self._log, FileLog):
            return 1, count
        sessions = self.sessions
        index = max(1, bisect_right(sessions, self._focus))
        first = sessions[index - 1] if index > 1 else 1
        last = sessions[index] - 1 if index < len(sessions) else count
        part = (self._focus - first) // MOST
        return first + part * MOST, min(last, first + (part + 1) * MOST - 1)

    @property
    def is_done(self) -> bool:
        """Whether the state stands for all of its span."""
        first, last = self.span
        return self._first == first and self.state.seq == last

    def focus(self, seq: int) -> bool:
        """Sets the record that the user looks at; true if the state changes for that."""
        self._focus = seq
        return self._begin()

    def append(self, state: CaptureState) -> None:
        """Takes the state after one more record from somebody who has folded it."""
        self.state = state

    def advance(self, most: int) -> None:
        """Folds some more records.

        Args:
            most: How many at most.
        """
        self._begin()
        last = min(self.span[1], self.state.seq + most)
        first = self.state.seq
        if sum(self._log.columns.lengths[first:last]) <= PARSED_BYTES:
            records: Iterable[Record] = self._log.records(first, last)
        else:
            records = map(self._record, range(first, last))
        for record in records:
            self.state = reduce(self.state, record)

    def _record(self, place: int) -> Record:
        """A record; of one that is too long to be parsed between two keys, its beginning."""
        if self._log.columns.lengths[place] <= PARSED_BYTES:
            return self._log.record(place, trust=True)
        line = beginning(self._log.read(place, place + 1))
        record = self._log.form.decode(line)
        return record if isinstance(record, Record) else self._log.record(place, trust=True)

    @property
    def sessions(self) -> array[int]:
        """Numbers of the records that begin a session."""
        columns = self._log.columns
        if self._searched < len(columns):
            starts: list[int] = []
            for number, kind in enumerate(columns.kinds.values):
                if kind.canonical == "session.created":
                    starts += (
                        place + 1 for place in columns.places_of_kind(number, self._searched)
                    )
            self._sessions.extend(sorted(starts))
            self._searched = len(columns)
        return self._sessions

    def _begin(self) -> bool:
        """Begins anew if the span is another one."""
        first, last = self.span
        if self._first == first and self.state.seq <= last:
            return False
        self._first = first
        self.state = CaptureState(seq=first - 1)
        return True
