"""A log of records by place: a capture file as it stands, or a spool of what has no file."""

from __future__ import annotations

import os
import sys
import weakref
from array import array
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from realtime_inspector.capture.columns import Columns, Described
from realtime_inspector.capture.describe import Describer, is_veiled
from realtime_inspector.capture.formats.base import unreadable_record
from realtime_inspector.capture.formats.own import OwnFormat
from realtime_inspector.capture.spool import Spool
from realtime_inspector.core.codec import encode_record
from realtime_inspector.core.kind import kind_of
from realtime_inspector.core.record import Record, RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from realtime_inspector.capture.formats.base import LineFormat
    from realtime_inspector.core.event import Event

GONE: Final = b"This record is no longer in the file: the file has become shorter since."


class Log(Protocol):
    """Lines with a record each, and their columns. Reading may happen in any thread."""

    columns: Columns
    form: LineFormat
    """How its lines read."""
    is_ours: bool
    """Whether the lines are in our own format."""

    def record(self, place: int, *, trust: bool = False) -> Record:
        """The record at a place; `trust`: do not check again that an event is valid JSON."""
        ...

    def records(self, first: int, last: int) -> Iterator[Record]:
        """The records from a place up to another, without checking again that they are JSON."""
        data = self.read(first, last)
        begin = 0
        for place, length in enumerate(self.columns.lengths[first:last], first):
            line = data[begin : begin + length]
            begin += length
            is_plain = self.is_ours and line.count(b"\n") == 1
            record = self.form.decode(line, trust=True) if is_plain else None
            yield record if isinstance(record, Record) else self.record(place, trust=True)

    def read(self, first: int, last: int) -> bytes:
        """The lines of the records from a place up to another, as they stand in the file."""
        ...

    def read_runs(self, runs: Sequence[tuple[int, int]]) -> list[bytes]:
        """The same for several runs of records, in order."""
        ...

    def shows_events(self, last: int) -> bool:
        """Whether the text of every event before a place stands in its line as it is."""
        ...


@dataclass(slots=True)
class _Part:
    """One of the files that a followed capture has been, one after the other."""

    file: int
    place: int
    """Of its first record."""
    shift: int
    """What to subtract from an offset in the log to get the one in the file."""
    end: int = sys.maxsize
    """Offset in the log where the next part begins."""
    is_gone: bool = False
    """Whether the file was cut short: what stands in it now is something else."""

    def read(self, offset: int, length: int) -> bytes:
        """Bytes from an offset in the log on."""
        if self.is_gone:
            return b""
        return os.pread(self.file, min(length, self.end - offset), offset - self.shift)


class FileLog(Log):
    """A capture file that is read in place, and may grow."""

    def __init__(self, path: str | Path, form: LineFormat, start: int = 0) -> None:
        """Open a file.

        Args:
            path: The file.
            form: How its lines read.
            start: Offset of the first line, behind a byte order mark.

        Raises:
            OSError: It cannot be opened.
        """
        self.path = Path(path)
        self.form = form
        self.columns = Columns(start)
        self.is_ours = isinstance(form, OwnFormat)
        self._parts = [_Part(self._opened(), 0, 0)]

    def record(self, place: int, *, trust: bool = False) -> Record:
        """The record at a place; what is not there any more reads as text that says so."""
        line = self.line(place)
        if not line:
            return unreadable_record(GONE, None)
        number = self.columns.line_number(place) if len(self._parts) == 1 else None
        record = self.form.decode(line, number, trust=trust)
        if not isinstance(record, Record):
            return unreadable_record(line, number)
        if self.is_ours:
            return record
        return replace(record, conn=self.columns.connection(place))

    def line(self, place: int) -> bytes:
        """The line at a place, empty if the file has become too short for it."""
        offset, length = self.columns.span(place)
        part = self._part(place)
        data = part.read(offset, length)
        end = data.find(b"\n") + 1
        is_whole = end > 0 or len(data) == min(length, part.end - offset)
        return data[: end or None] if is_whole else b""

    def read(self, first: int, last: int) -> bytes:
        """The lines of the records from a place up to another."""
        part = self._part(first)
        if self._part(last - 1) is part:
            return part.read(*self.columns.region(first, last))
        return b"".join(self.line(place) for place in range(first, last))

    def read_runs(self, runs: Sequence[tuple[int, int]]) -> list[bytes]:
        """The lines of several runs of records, in order."""
        if not runs:
            return []
        first, last = runs[0][0], runs[-1][1]
        part = self._part(first)
        if self._part(last - 1) is not part or part.is_gone:
            return [self.read(*run) for run in runs]
        offset = self.columns.region(first, last)[0] - part.shift
        ends = list(accumulate(self.columns.lengths[first:last], initial=offset))
        file, pread = part.file, os.pread
        return [
            pread(file, ends[end - first] - ends[begin - first], ends[begin - first])
            for begin, end in runs
        ]

    def shows_events(self, last: int) -> bool:
        """Not in logs of others that hold events as base64, or as text in a string."""
        is_known = self.is_ours or last <= self.columns.described
        return is_known and not self.columns.is_veiled

    def next_file(self, place: int, shift: int) -> None:
        """Goes on with the file that has taken the place of the one read so far.

        Args:
            place: Of the first record in it.
            shift: Bytes of all files before.

        Raises:
            OSError: It cannot be opened.
        """
        file = self._opened()
        for part in self._parts:
            part.is_gone = part.is_gone or os.path.sameopenfile(part.file, file)
        self._parts[-1].end = shift
        self._parts.append(_Part(file, place, shift))

    def _opened(self) -> int:
        file = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, file)
        return file

    def _part(self, place: int) -> _Part:
        return self._parts[bisect_right(self._parts, place, key=lambda part: part.place) - 1]


class SpoolLog(Log):
    """Records that are appended one by one: a live session, or a capture that had to be converted.

    They are kept as lines of our own format, so that memory holds only what is recent.
    """

    def __init__(self, *, may_use_disk: bool = True) -> None:
        """Args: may_use_disk: Whether a long log may move to a temporary file without a name."""
        self.form = OwnFormat()
        self.is_ours = True
        self.columns = Columns()
        self._describer = Describer(self.columns)
        self._spool = Spool(may_use_disk=may_use_disk)
        self._line_numbers: array[int] = array("Q")
        """Where the records came from; 0: from no file."""

    def append(self, record: Record, event: Event) -> None:
        """Adds a record."""
        line = encode_record(record)
        self._spool.append(line)
        self._line_numbers.append(record.line or 0)
        kind = self.columns.kinds.number(kind_of(record, event))
        self.columns.add_one(kind, len(line))
        piece = Described()
        self._describer.record(piece, record, event, len(line))
        piece.is_veiled = is_veiled(record, line, is_ours=True)
        if record.kind is RecordKind.TEXT and record.line is not None:
            piece.unreadable = 1
        self.columns.add_described(piece)

    def record(self, place: int, *, trust: bool = False) -> Record:
        """The record at a place."""
        record = self.form.decode(self.read(place, place + 1), trust=trust)
        if not isinstance(record, Record):  # nothing but our own lines is in it
            return unreadable_record(GONE, None)
        return replace(record, line=self._line_numbers[place] or None)

    def read(self, first: int, last: int) -> bytes:
        """The lines of the records from a place up to another."""
        return self._spool.read(*self.columns.region(first, last))

    def read_runs(self, runs: Sequence[tuple[int, int]]) -> list[bytes]:
        """The lines of several runs of records, in order."""
        return [self.read(*run) for run in runs]

    def shows_events(self, last: int) -> bool:
        """Nearly always so."""
        del last
        return not self.columns.is_veiled
