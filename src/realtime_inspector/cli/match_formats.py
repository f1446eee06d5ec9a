"""The forms in which `filter` gives its matches: lines as they were, a JSON array, a table."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from realtime_inspector import __version__
from realtime_inspector.cli.columns import cut, padded
from realtime_inspector.core.codec import CaptureHeader, encode_header, encode_record
from realtime_inspector.core.newest_session import newest_session
from realtime_inspector.core.record import Direction, RecordKind, parse_object
from realtime_inspector.core.redact import Redactor
from realtime_inspector.core.row_words import row_words
from realtime_inspector.core.safe import json_escaped
from realtime_inspector.core.state import CaptureState
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from realtime_inspector.cli.matches import Search
    from realtime_inspector.core.filter_row import Row
    from realtime_inspector.core.record import Record

PIPE_WIDTH: Final = 120
"""Cells of a table that no terminal shows."""
_SIGNS: Final = {Direction.SENT: "↑", Direction.RECEIVED: "↓", Direction.UNKNOWN: "?"}
_NOTICE_SIGN: Final = "·"
_TYPE_CELLS: Final = 38
"""Of the column of types, in a table as wide as a pipe's."""
_FAILED: Final = " ✖"


class LinesForm:
    """JSON Lines: the matching lines byte for byte, where the captures consist of lines.

    With one of our own captures among them, or one of a format that is not one record a line, it
    is a capture of ours, with a header; then the records of other tools are written as ours.
    """

    def __init__(self, *, is_shown: bool) -> None:
        """Args: is_shown: Whether a terminal shows it, which unsafe characters must not steer."""
        self._is_shown = is_shown
        self._redactor = Redactor()

    @property
    def secrets(self) -> int:
        """How many were replaced."""
        return self._redactor.count

    def pieces(self, found: Sequence[Search]) -> Iterator[bytes]:
        """The lines."""
        lines = self._lines(found)
        return map(shown_line, lines) if self._is_shown else lines

    def _lines(self, found: Sequence[Search]) -> Iterator[bytes]:
        own = [one for one in found if _is_ours(one)]
        as_ours = bool(own) or not all(one.reader.is_lines for one in found)
        if as_ours:
            yield _header_line(own or found)
        for one in found:
            is_verbatim = _is_ours(one) or not as_ours
            for row, line in one:
                if is_verbatim and line is not None:
                    yield line if line.endswith(b"\n") else line + b"\n"
                else:
                    yield encode_record(self._redactor.record(row.record))


class JsonForm:
    """One JSON array of records, with the events as they were received."""

    def __init__(self) -> None:
        self._redactor = Redactor()

    @property
    def secrets(self) -> int:
        """How many were replaced."""
        return self._redactor.count

    def pieces(self, found: Sequence[Search]) -> Iterator[bytes]:
        """The array, a record at a time."""
        before = "[\n"
        for one in found:
            name = f'"capture":{_json_text(one.name)},' if len(found) > 1 else ""
            for row, _ in one:
                yield f"{before}{{{name}{self._fields(row)}".encode()
                before = ",\n"
        yield b"[]\n" if before == "[\n" else b"\n]\n"

    def _fields(self, row: Row) -> str:
        record = self._redactor.record(_honest(row))
        text = encode_record(record).decode().rstrip("\n")
        return json_escaped(f'"seq":{row.seq},{text[1:]}')


class TableForm:
    """One line a record for people: number, time, gap, direction, type, and what it says."""

    def __init__(self, *, is_shown: bool) -> None:
        """Args: is_shown: Whether a terminal shows it, whose width is then used."""
        self._redactor = Redactor()
        self._width = shutil.get_terminal_size().columns if is_shown else PIPE_WIDTH
        self._type_cells = max(16, _TYPE_CELLS - max(0, PIPE_WIDTH - self._width))

    @property
    def secrets(self) -> int:
        """How many were replaced."""
        return self._redactor.count

    def pieces(self, found: Sequence[Search]) -> Iterator[bytes]:
        """The lines, of several captures under their names."""
        yield self._line("n", "time", "gap", " ", "type", "")
        for one in found:
            state = CaptureState()
            if len(found) > 1:
                yield f"{cut(f'==> {visible(one.name)} <==', self._width)}\n".encode()
            for row, _ in one:
                state = newest_session(state, row)
                yield self._row(row, state)

    def _row(self, row: Row, state: CaptureState) -> bytes:
        is_notice = row.record.kind is RecordKind.NOTICE
        words = row_words(row.record, row.event, state)
        return self._line(
            str(row.seq),
            numbers.clock(row.elapsed_ms),
            numbers.gap(row.gap_ms),
            _NOTICE_SIGN if is_notice else _SIGNS[row.record.direction],
            visible(row.type) + (_FAILED if row.is_error else ""),
            visible(self._redactor.text(words)),
        )

    def _line(self, number: str, time: str, gap: str, sign: str, name: str, words: str) -> bytes:
        name = padded(name, self._type_cells)
        line = f"{number:>7} {time:>9} {gap:>8} {sign} {name}  {words}".rstrip()
        return f"{cut(line, self._width)}\n".encode()


def _is_ours(one: Search) -> bool:
    return one.reader.format_name == "capture"


def _header_line(found: Sequence[Search]) -> bytes:
    """The first header that there is, byte for byte if it is ours; else one of our own."""
    line = next((one.reader.header_line for one in found if one.reader.header_line), None)
    if line is not None:
        return line
    header = next((one.reader.header for one in found if one.reader.header), None)
    return encode_header(header or CaptureHeader(app=__version__))


def _honest(row: Row) -> Record:
    """The record, as text if what calls itself an event is no JSON."""
    record = row.record
    is_event = record.kind in (RecordKind.EVENT, RecordKind.NOTICE)
    if is_event and not row.event.raw and parse_object(record.payload) is None:
        return replace(record, kind=RecordKind.TEXT)
    return record


def shown_line(line: bytes) -> bytes:
    """A line of JSON that a terminal can show without obeying it."""
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    return f"{json_escaped(text)}\n".encode()


def _json_text(text: str) -> str:
    import json

    return json_escaped(json.dumps(text, ensure_ascii=False))
