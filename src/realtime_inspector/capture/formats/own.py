"""Our own captures (PRODUCT.md section 6); also the middle of one, without its header."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.capture.formats.base import (
    CERTAIN,
    PASSED_OVER,
    RawRow,
    torn_words,
    unreadable_record,
)
from realtime_inspector.core.codec import CAPTURE_VERSION, CaptureHeader, decode_line, holds_object
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import Record, RecordKind, parse_object
from realtime_inspector.core.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.capture.formats.base import Connections, Lines, Reading
    from realtime_inspector.core.filter_sieve import Sieve

_WHOLE: Final = (b"}\n", b"}\r\n")
_PARSED: Final = frozenset({RecordKind.EVENT, RecordKind.NOTICE})


class OwnFormat:
    """A header and one record a line."""

    name: ClassVar[str] = "capture"
    title: ClassVar[str] = "a capture of realtime-inspector"

    def score(self, head: bytes) -> int:
        """A header is enough: a session that failed at once has no events."""
        first = next((line for line in head.splitlines() if line.strip()), b"")
        if isinstance(decode_line(first), CaptureHeader):
            return CERTAIN
        is_ours = b'"conn":' in first and isinstance(decode_line(first), Record)
        return CERTAIN if is_ours else 0

    def read(self, lines: Lines, reading: Reading) -> Iterator[Record]:
        """Each line by itself; one that cannot be read is shown and the next is tried."""
        return (row.record for row in self.rows(lines, reading) if row.record is not None)

    def rows(self, lines: Lines, reading: Reading, passes: Sieve | None = None) -> Iterator[RawRow]:
        """The same with the lines; events are parsed once and handed out."""
        records = torn = 0
        for number, line in enumerate(lines, 1):
            torn = 0
            if passes is not None and reading.header is not None:
                is_refused = not passes(line.lower(), records + 1)
                if is_refused and line.endswith(_WHOLE) and holds_object(line):
                    records += 1
                    yield PASSED_OVER
                    continue
            decoded, event = _decode(line, number)
            if isinstance(decoded, CaptureHeader):
                _note_version(decoded, reading)
                continue
            if decoded is None:
                if not line.strip():
                    continue
                torn = 0 if line.endswith(b"\n") else number
                decoded = reading.broken(line, number)
            records += 1
            yield RawRow(decoded, line, event)
        if torn:
            reading.notes.append(torn_words(torn))

    def decode(
        self,
        line: bytes,
        number: int | None = None,
        *,
        trust: bool = False,
        connections: Connections | None = None,
    ) -> Record | CaptureHeader | None:
        """One line by itself; what cannot be read counts to connection 1."""
        del connections
        decoded = decode_line(line, number, trust=trust)
        if decoded is None and line.strip():
            return unreadable_record(line, number)
        return decoded


def _decode(line: bytes, number: int) -> tuple[Record | CaptureHeader | None, Event | None]:
    """What a line says; of an event also the one parse that shows that it is JSON."""
    decoded = decode_line(line, number, trust=True)
    if not isinstance(decoded, Record) or decoded.kind not in _PARSED:
        return decoded, None
    raw = parse_object(decoded.payload)
    return (decode_line(line, number), None) if raw is None else (decoded, Event(raw))


def _note_version(header: CaptureHeader, reading: Reading) -> None:
    reading.header = reading.header or header
    reading.notes += version_words(header)


def version_words(header: CaptureHeader) -> tuple[str, ...]:
    """What to say of a capture in a newer version of our format."""
    if header.version <= CAPTURE_VERSION:
        return ()
    writer = header.app or "unknown"
    return (
        phrase(
            "The capture was written by a newer version ({writer}); "
            "what is new in it may be missing here",
            writer=writer,
        ),
    )
