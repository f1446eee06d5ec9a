"""Which part of a log the state stands for, and the fold over it a little at a time.

A log of usual length is folded whole, and so are records that come one by one. Of a long file only
the session that the user looks at is: it is what chat and sidebar show, and it is there at once,
wherever in the log it is. What has been folded once is kept (`store.shelf`), so that the state
after any of its records is a short fold away.
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
from realtime_inspector.store.course import Course
from realtime_inspector.store.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.capture.log import Log

WHOLE: Final = 50_000
"""Logs of up to so many records are folded from their beginning."""
MOST: Final = 250_000
"""Of a longer session, the state stands for a part of it, so that its memory is bounded."""
PARSED_BYTES: Final = 8_000_000
"""Records in longer lines are counted, but what they tell is not taken into the state."""
CHUNK: Final = 16
"""Records that are read at a time."""


class Folding:
    """The states of one log."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._course = Course(1)
        self._shelf = Shelf()
        self._focus = 1
        self._sessions: array[int] = array("I")
        self._searched = 0
        self._surveyed = 0
        """All parts up to this record have been folded once."""
        self._under_survey: Course | None = None

    @property
    def state(self) -> CaptureState:
        """The newest state: that after the record number `state.seq`."""
        return self._course.state

    @property
    def course(self) -> Course:
        """The states of the part that `state` stands for."""
        return self._course

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
        return self.span_at(self._focus)

    def span_at(self, seq: int) -> tuple[int, int]:
        """First and last number of the records that are folded together with one of them."""
        count = len(self._log.columns)
        if count <= WHOLE or not isinstance(self._log, FileLog):
            return 1, count
        sessions = self.sessions
        index = max(1, bisect_right(sessions, seq))
        first = sessions[index - 1] if index > 1 else 1
        last = sessions[index] - 1 if index < len(sessions) else count
        part = (seq - first) // MOST
        return first + part * MOST, min(last, first + (part + 1) * MOST - 1)

    @property
    def is_done(self) -> bool:
        """Whether the state stands for all of its span."""
        first, last = self.span
        return self._course.first == first and self.state.seq == last

    def focus(self, seq: int) -> bool:
        """Sets the record that the user looks at; true if the state changes for that."""
        self._focus = seq
        return self._begin()

    def append(self, state: CaptureState) -> None:
        """Takes the state after one more record from somebody who has folded it."""
        self._course.add(state, self._log.columns.lengths[state.seq - 1])

    def advance(self, most: int) -> None:
        """Folds some more records.

        Args:
            most: How many at most.
        """
        self._begin()
        self._extend(self._course, min(self.span[1], self.state.seq + most))

    # Any state.

    def state_at(self, seq: int) -> CaptureState:
        """The state after a record, as if the log began where that record's span does.

        It takes some 20 ms at most where that span has been folded before, by `advance` or
        `survey`; otherwise all up to the record is folded first.
        """
        if seq < 1:
            return CaptureState()
        first, _ = self.span_at(seq)
        course = self._course_from(first)
        if course.state.seq < seq:
            self._extend(course, seq)
            if course is not self._course:
                self._shelf.keep(course)
        state = course.nearest(seq)
        for after in self.states(state, seq):
            state = after
        return state

    def states(self, state: CaptureState, last: int) -> Iterator[CaptureState]:
        """The states after each of the records that follow a state, up to one of them."""
        while state.seq < last:
            first = state.seq
            for record in self.records(first, min(last, first + CHUNK)):
                state = reduce(state, record)
                yield state

    # The first pass over all other parts.

    @property
    def is_surveyed(self) -> bool:
        """Whether all parts have been folded once, or as many as there is room for."""
        return self._surveyed >= len(self._log.columns) or self._shelf.is_full

    def survey(self, most: int) -> None:
        """Folds some more of what nobody has looked at yet, so that it is there at once then.

        Args:
            most: How many records at most.
        """
        first, last = self.span_at(self._surveyed + 1)
        if first == self._course.first or self._shelf.last_of(first) == last:
            self._surveyed = last
            return
        course = self._under_survey
        if course is None or course.first != first:
            course = self._shelf.take(first) or Course(first)
            course.cut(last)
            self._under_survey = course
        self._extend(course, min(last, course.state.seq + most))
        if course.state.seq == last:
            self._shelf.keep(course)
            self._under_survey = None
            self._surveyed = last

    # Inside.

    def _extend(self, course: Course, last: int) -> None:
        lengths = self._log.columns.lengths
        for state in self.states(course.state, last):
            course.add(state, lengths[state.seq - 1])

    def _course_from(self, first: int) -> Course:
        if first == self._course.first:
            return self._course
        return self._shelf.take(first) or Course(first)

    def _begin(self) -> bool:
        """Goes to another course if the span is another one."""
        first, last = self.span
        if self._course.first == first and self.state.seq <= last:
            return False
        if self._course.first != first:
            self._shelf.keep(self._course)
            self._course = self._course_from(first)
        self._course.cut(last)
        return True

    def records(self, first: int, last: int) -> Iterable[Record]:
        """The records from a place up to another; of one that is very long, what it begins with."""
        if sum(self._log.columns.lengths[first:last]) <= PARSED_BYTES:
            return self._log.records(first, last)
        return map(self._record, range(first, last))

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
