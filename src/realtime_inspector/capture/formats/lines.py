"""JSON Lines: a bare event or a wrapped one per line (INTERCHANGE.md §3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.capture.formats.base import (
    Connections,
    RawRow,
    Reading,
    count_typed,
    unreadable_record,
)
from realtime_inspector.capture.formats.wrapper import MERGED, merged_in, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.capture.formats.base import Lines
    from realtime_inspector.core.codec import CaptureHeader
    from realtime_inspector.core.filter_sieve import Sieve
    from realtime_inspector.core.record import Record

COMMENTS: Final = (b"//", b"#")
"""What events are commented out with (observed.md §1); such lines are left out on purpose."""


class LinesFormat:
    """One JSON object per line, blank lines and comments aside."""

    name: ClassVar[str] = "jsonl"
    title: ClassVar[str] = "JSON Lines of events"

    def score(self, head: bytes) -> int:
        """How many lines are events."""
        return count_typed(record for record, _ in _records(head.splitlines(), Reading()))

    def read(self, lines: Lines, reading: Reading) -> Iterator[Record]:
        """Each line by itself; one that cannot be read is shown and the next is tried."""
        return (record for record, _ in _records(lines, reading))

    def rows(self, lines: Lines, reading: Reading, passes: Sieve | None = None) -> Iterator[RawRow]:
        """The same with the lines. None is passed over: other tools' lines promise nothing."""
        del passes
        return (RawRow(record, line) for record, line in _records(lines, reading))

    def decode(
        self,
        line: bytes,
        number: int | None = None,
        *,
        trust: bool = False,
        connections: Connections | None = None,
    ) -> Record | CaptureHeader | None:
        """One line by itself."""
        del trust
        stripped = line.strip()
        if not stripped or stripped.startswith(COMMENTS):
            return None
        connections = connections or Connections()
        record = read_line(stripped, number, connections)
        return record or unreadable_record(line, number, connections.current)


def _records(lines: Iterable[bytes], reading: Reading) -> Iterator[tuple[Record, bytes]]:
    connections = Connections()
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if not stripped or stripped.startswith(COMMENTS):
            continue
        record = read_line(stripped, number, connections)
        if record is None:
            record = reading.broken(line, number, conn=connections.current)
        elif MERGED in line:
            reading.merge(merged_in(line.decode()), number)
        yield record, line


def read_line(line: bytes, number: int | None, connections: Connections) -> Record | None:
    """The record of a line that is one JSON object, or `None`."""
    if not line.startswith(b"{"):
        return None
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    return unwrap(text, number, connections)
