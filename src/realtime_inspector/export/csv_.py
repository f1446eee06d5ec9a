"""CSV: one row a record, for spreadsheets.

RFC 4180, UTF-8 with a byte order mark (without it Excel reads Japanese as gibberish; pandas, DuckDB
and Python's `utf-8-sig` pass over it). Times are ISO 8601 in UTC; what is not known is empty.

What a server sent must not become a formula. A cell that begins with `=`, `+`, `-`, `@` or their
full-width forms, after spaces or quotes too, gets an apostrophe in front; so does what would begin
a cell for a spreadsheet whose language separates cells by `;`. All texts are in quotes, and control
characters are spelt out. (OWASP, "CSV Injection".) `findings` holds the rules of the linter that
name the record, separated by spaces.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.kind import kind_of
from realtime_inspector.core.newest_session import newest_session
from realtime_inspector.core.row_words import row_words
from realtime_inspector.core.safe import visible
from realtime_inspector.core.state import CaptureState
from realtime_inspector.core.times import format_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.export.material import Material, Numbered

COLUMNS: Final = (
    "seq", "time", "elapsed_ms", "gap_ms", "source", "conn", "kind", "type", "family", "response",
    "item", "call", "event_id", "is_error", "bytes", "summary", "findings",
)  # fmt: skip
_BOM: Final = "\ufeff"
_FORMULA: Final = re.compile(r"(^|;)([\s\"'\u200b-\u200f\u2060\ufeff]*)(?=[=+\-@＝＋－＠])")
_ROWS: Final = 500
"""Rows that make a piece."""


class CsvExporter:
    """A table of the records."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The table, some rows at a time."""
        out = io.StringIO()
        writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        out.write(_BOM)
        writer.writerow(COLUMNS)
        findings, state = material.findings, CaptureState()
        for number, row in enumerate(material.records(), 1):
            state = newest_session(state, row)
            writer.writerow((*_cells(row, state), " ".join(findings.rules_of(row.seq))))
            if number % _ROWS == 0:
                yield _taken(out)
        yield _taken(out)


def guarded(text: str) -> str:
    """A text as the content of a cell that no spreadsheet takes for a formula."""
    return _FORMULA.sub(r"\1\2'", visible(text))


def _cells(row: Numbered, state: CaptureState) -> tuple[str | float, ...]:
    record, event = row.record, row.event
    kind = kind_of(record, event)
    return (
        row.seq,
        format_time(record.time_ns) or "",
        _number(row.elapsed_ms),
        _number(row.gap_ms),
        str(record.direction),
        record.conn,
        str(record.kind),
        guarded(kind.type),
        kind.family,
        guarded(row.response_id or ""),
        guarded(row.item_id or ""),
        guarded(row.call_id or ""),
        guarded(event.text("event_id") or ""),
        int(row.is_error),
        record.frame_bytes,
        guarded(row_words(record, event, state)),
    )


def _number(value: float | None) -> float | str:
    return "" if value is None else round(value, 3)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()
