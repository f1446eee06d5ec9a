"""Our own captures (PRODUCT.md section 6); also the middle of one, without its header."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.capture.formats.base import CERTAIN
from realtime_inspector.core.codec import CAPTURE_VERSION, CaptureHeader, decode_line
from realtime_inspector.core.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.capture.formats.base import Lines, Reading


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
        previous: tuple[bytes, int] | None = None
        for number, line in enumerate(lines, 1):
            if previous is not None:
                yield reading.broken(*previous)
                previous = None
            decoded = decode_line(line, number)
            if isinstance(decoded, Record):
                yield decoded
            elif isinstance(decoded, CaptureHeader):
                _note_version(decoded, reading)
            elif line.strip():
                previous = line, number
        if previous is not None:
            if not previous[0].endswith(b"\n"):
                reading.notes.append(
                    f"The last line, {previous[1]}, is cut short: the recording broke off"
                )
            yield reading.broken(*previous)


def _note_version(header: CaptureHeader, reading: Reading) -> None:
    reading.header = reading.header or header
    if header.version > CAPTURE_VERSION:
        reading.notes.append(
            f"The capture was written by a newer version ({header.app or 'unknown'}); "
            "what is new in it may be missing here"
        )
