"""Reads captures of every format in `FORMATS` as one stream of records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from realtime_inspector.capture.formats import FORMATS
from realtime_inspector.capture.formats.base import (
    PASSED_OVER,
    FeedFormat,
    LineFormat,
    RawRow,
    Reading,
    merged_words,
    unreadable_words,
)
from realtime_inspector.capture.log import FileLog
from realtime_inspector.capture.source import Source, cannot_open
from realtime_inspector.capture.tail import Tail
from realtime_inspector.core.codec import CaptureHeader, decode_line
from realtime_inspector.core.errors import UnreadableCapture, UsageError
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from realtime_inspector.capture.formats.base import Format
    from realtime_inspector.core.filter_sieve import Sieve
    from realtime_inspector.core.record import Record

_ADVICE: Final[tuple[tuple[re.Pattern[bytes], str, str], ...]] = (
    (
        re.compile(rb"\A\d+:\d+:\w+;"),
        "It is a flow file of mitmproxy, and no WebSocket in it carries events of the protocol.",
        "mitmproxy writes a WebSocket only when it has ended: close it before stopping mitmproxy.",
    ),
    (
        re.compile(rb"(?m)^\s*\{?\s*'?type'?: '[a-z_.]+',?"),
        (
            "It looks like console output of a JavaScript or Python program: keys or values are "
            "in single quotes or in none, so it is not JSON, and what was cut (`[Object]`) is gone."
        ),
        "Log each event with JSON.stringify(event) or json.dumps(event), one per line.",
    ),
    (
        re.compile(rb"\[\d+ bytes\]"),
        "It looks like a debug log of the websockets library, which cuts long frames.",
        "Record with `realtime-inspector` itself, which keeps every byte.",
    ),
    (
        re.compile(rb"\A\s*interactions:|\A\s*version:"),
        "It looks like a YAML cassette of HTTP requests, without WebSocket messages.",
        "",
    ),
    (re.compile(rb"\A(?:RIFF|ID3|OggS)"), "It looks like an audio file.", ""),
    (re.compile(rb"\A(?:\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\n\r\r\n)"),
     "It looks like a network capture; TLS hides the events in it.",
     "Log the events in the app that sends and receives them, one JSON object per line."),
    (re.compile(rb"\x00"), "It looks like a binary file.", ""),
    (re.compile(rb"\A\s*[\[{]"), "It is JSON, but nothing in it is an event with a `type`.", ""),
)  # fmt: skip
_CLOSE: Final = 0.9
_GENERAL_HINT: Final = (
    "Readable are: our captures, JSON Lines, JSON arrays, text logs with JSON in them, "
    "HAR files, mitmproxy flow files and YAML cassettes, also packed with gzip."
)


class CaptureReader:
    """One capture. Iterating yields its records in order, as a stream where the format allows.

    A file can be iterated again, standard input and pipes only once. `unreadable`, `notes` and, for
    formats without one at the top, `header` are complete after the iteration.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        stdin: BinaryIO | None = None,
        connection: int | None = None,
    ) -> None:
        """Look at the beginning and recognise the format.

        Args:
            path: A file, or `-` for standard input.
            stdin: What to read for `-`; by default the process's own.
            connection: Give only the records of the connection with this number. `rows` then
                has a row without a record for each of the others, so that numbers stay right.

        Raises:
            UnreadableCapture: It cannot be opened, is empty, or is of no known format.
        """
        self.path = path
        self._stdin = stdin
        self._connection = connection
        source = Source.open(path, stdin)
        try:
            head = source.head()
            self._format = _recognise(head, source.name)
            self._reading = Reading(header=_first_header(head))
            self._header_line = _first_line(head) if self._reading.header is not None else None
        except BaseException:
            source.close()
            raise
        self._source: Source | None = source
        self._start = source.start
        self._notes: list[str] = []
        self._can_reopen = source.can_reopen
        if self._can_reopen:
            source.close()
            self._source = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Not needed after a whole iteration."""
        if self._source is not None:
            self._source.close()
            self._source = None

    @property
    def format_name(self) -> str:
        """The `name` of the format in `FORMATS`."""
        return self._format.name

    @property
    def format_title(self) -> str:
        """What the format is, in words."""
        return self._format.title

    def in_place(self) -> FileLog | None:
        """The file as a log that is read where it stands; `None` if its shape does not allow it.

        Raises:
            UnreadableCapture: It cannot be opened.
        """
        form = self._format
        if self._start is None or not self._can_reopen or not isinstance(form, LineFormat):
            return None
        try:
            return FileLog(self.path, form, self._start)
        except OSError as error:
            raise cannot_open(self.path, error) from error

    def tail(self) -> Tail | None:
        """The records of a growing text log, in place of an iteration; `None` of other formats.

        Raises:
            UnreadableCapture: It cannot be opened.
        """
        if self._start is None or not self._can_reopen or not isinstance(self._format, FeedFormat):
            return None
        try:
            return Tail(self.path, self._format, self._start, self._reading)
        except OSError as error:
            raise cannot_open(self.path, error) from error

    @property
    def header(self) -> CaptureHeader | None:
        """What the file says about the session; of foreign files only HAR does."""
        return self._reading.header

    @property
    def unreadable(self) -> int:
        """Lines so far that gave no event; they are among the records all the same."""
        return self._reading.unreadable

    @property
    def first_unreadable(self) -> int | None:
        """The number of the first such line, from 1."""
        return self._reading.first_unreadable

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the reading, for people."""
        reading = self._reading
        counted = unreadable_words(reading.unreadable, reading.first_unreadable)
        merged = merged_words(reading.merged, reading.first_merged)
        told = (*counted, *merged, *reading.rewritten.words())
        return (*told, *reading.notes, *self._notes)

    @property
    def is_lines(self) -> bool:
        """Whether each record stands on a line of its own, so that `rows` gives lines."""
        return isinstance(self._format, LineFormat)

    @property
    def header_line(self) -> bytes | None:
        """The line that the header stands on."""
        return self._header_line

    def __iter__(self) -> Iterator[Record]:
        """The records, in the order of the file.

        Raises:
            UnreadableCapture: The file turns out to hold no event at all, or to be damaged
                as a whole. Of standard input: it was read before.
        """
        return (row.record for row in self.rows() if row.record is not None)

    def rows(self, passes: Sieve | None = None) -> Iterator[RawRow]:
        """The records with the lines that they stand on, where they do.

        Args:
            passes: Lines that it refuses may be passed over, which is much faster; a row without
                a record then stands for each of them. They do not count as unreadable.

        Raises:
            UnreadableCapture: As in `__iter__`.
            UsageError: There is no such connection; told behind the last row.
        """
        rows = self._rows(passes)
        return rows if self._connection is None else _of_connection(rows, self._connection)

    def _rows(self, passes: Sieve | None) -> Iterator[RawRow]:
        source, self._source = self._source, None
        if source is None:
            if not self._can_reopen:
                raise UnreadableCapture("Standard input and pipes can be read only once.")
            source = Source.open(self.path, self._stdin)
        head = source.head()
        self._reading = reading = Reading(header=_first_header(head))
        events = 0
        try:
            for row in self._raw_rows(source, reading, passes):
                # A header vouches for the file; others must show at least one event.
                if not events and reading.header is None and row.record is not None:
                    events = int(_is_event(row.record))
                yield row
            if not events and reading.header is None:
                raise _nothing_in(source.name, head)
        finally:
            self._notes = source.notes
            source.close()

    def _raw_rows(self, source: Source, reading: Reading, passes: Sieve | None) -> Iterator[RawRow]:
        if isinstance(self._format, LineFormat):
            return self._format.rows(source, reading, passes)
        return (RawRow(record) for record in self._format.read(source, reading))


def read_capture(
    path: str | Path, *, stdin: BinaryIO | None = None, connection: int | None = None
) -> CaptureReader:
    """A reader of a file, or of standard input for `-`; see `CaptureReader`."""
    return CaptureReader(path, stdin=stdin, connection=connection)


def _of_connection(rows: Iterator[RawRow], wanted: int) -> Iterator[RawRow]:
    """The rows of one connection, and rows without a record in place of the others."""
    met: set[int] = set()
    for row in rows:
        conn = wanted if row.record is None else row.record.conn
        if row.record is not None:
            met.add(conn)
        yield row if conn == wanted else PASSED_OVER
    if met and wanted not in met:
        raise no_connection(wanted, max(met))


def no_connection(wanted: int, last: int) -> UsageError:
    """What to say to somebody who asks for a connection that is not there.

    Args:
        wanted: The number asked for.
        last: The number of the last one that there is.
    """
    there = "only one" if last == 1 else f"connections 1 to {last}"
    return UsageError(f"There is no connection {wanted}: the capture has {there}.")


def _recognise(head: bytes, name: str) -> Format:
    """The first format whose score is close to the highest: the later ones are less strict.

    Where one finds an event on every line, or knows itself, the later ones are not asked.
    """
    lines = sum(1 for line in head.splitlines() if line.strip())
    scored: list[tuple[int, Format]] = []
    for form in FORMATS:
        scored.append((form.score(head), form))
        if scored[-1][0] >= max(1, lines):
            break
    best = max(score for score, _ in scored)
    if not best:
        raise _nothing_in(name, head)
    return next(form for score, form in scored if score >= _CLOSE * best)


def _first_line(head: bytes) -> bytes:
    return head.lstrip().partition(b"\n")[0] + b"\n"


def _first_header(head: bytes) -> CaptureHeader | None:
    decoded = decode_line(_first_line(head))
    return decoded if isinstance(decoded, CaptureHeader) else None


def _is_event(record: Record) -> bool:
    return record.kind is RecordKind.EVENT and bool(Event.of(record).type)


def _nothing_in(name: str, head: bytes) -> UnreadableCapture:
    """Why a file has nothing to show, and what to do about it."""
    if not head.strip():
        return UnreadableCapture(f"There is nothing in {name}: it is empty.")
    for pattern, guess, hint in _ADVICE:
        if pattern.search(head):
            return UnreadableCapture(
                f"There is no event to read in {name}. {guess}", hint or _GENERAL_HINT
            )
    return UnreadableCapture(f"There is no event to read in {name}.", _GENERAL_HINT)
