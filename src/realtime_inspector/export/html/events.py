"""The events: as data for the script, and as a table for pages without it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.transcript.words import clock_words, count_words
from realtime_inspector.core.audio import AudioFormat, base64_size, session_formats
from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.failures import is_failure
from realtime_inspector.core.kind import kind_of
from realtime_inspector.core.names import FAMILIES
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.core.row_words import row_words
from realtime_inspector.export.html.markup import readable_json, script_json
from realtime_inspector.export.xml_text import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.analysis.metrics import Tariff
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.record import Record
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.export.diagnosis import Diagnosis
    from realtime_inspector.export.material import Numbered

CHUNK: Final = 500
"""Events in one script element."""
TABLE_ROWS: Final = 1_000
"""Rows of the table for pages without a script."""
_SIGNS: Final = {Direction.SENT: "↑", Direction.RECEIVED: "↓", Direction.UNKNOWN: "·"}
_WORDS: Final = {
    Direction.SENT: "sent",
    Direction.RECEIVED: "received",
    Direction.UNKNOWN: "direction unknown",
}
_DIRECTIONS: Final = tuple(_SIGNS)
_BASE64: Final = re.compile(r'"(?:[A-Za-z0-9+]|\\?/){256,}={0,2}"')
"""A JSON string that can only be binary data: 256 characters and more without a space."""
_FAILURE: Final = 1
_DELTA: Final = 2
_TEXT_DELTA: Final = 4


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as the page shows it."""

    seq: int
    direction: Direction
    type: str
    family: str
    elapsed_ms: float | None
    words: str
    is_failure: bool
    is_delta: bool
    piece: str
    """Of a delta of text, the text: those of a run are joined."""
    size: int
    """Bytes of the frame."""
    text: str
    """The frame's text, sound left out."""
    rules: tuple[str, ...] = ()
    """The rules of the linter that name it."""

    def data(self) -> list[object]:
        """The row for the script; `FIELDS` there gives the names."""
        flags = self.is_failure * _FAILURE | self.is_delta * _DELTA
        flags |= bool(self.piece) * _TEXT_DELTA
        return [
            self.seq,
            _DIRECTIONS.index(self.direction),
            self.type,
            FAMILIES.index(self.family),
            "" if self.elapsed_ms is None else clock_words(self.elapsed_ms),
            self.piece or self.words,
            flags,
            self.size,
            " ".join(self.rules),
            self.text,
        ]

    def table_row(self) -> str:
        """The row of the table."""
        clock = "" if self.elapsed_ms is None else clock_words(self.elapsed_ms)
        kind = " failure" if self.is_failure else ""
        marks = f'<span class="rules">{" ".join(self.rules)}</span> ' if self.rules else ""
        return (
            f'<tr id="e{self.seq}" class="f-{self.family}{kind}"><td>{self.seq}</td>'
            f"<td>{clock}</td>"
            f'<td><span class="dir" title="{_WORDS[self.direction]}">'
            f"{_SIGNS[self.direction]}</span></td>"
            f"<td><code>{inline(self.type)}</code></td><td>{marks}{inline(self.words)}</td></tr>\n"
        )


class RowMaker:
    """Makes the rows of one capture."""

    def __init__(self, state: CaptureState, tariff: Tariff, findings: Diagnosis) -> None:
        """Begin a capture.

        Args:
            state: The state that the events lead to: it knows the formats of the audio.
            tariff: What tokens cost.
            findings: What is wrong, which marks the events.
        """
        self._findings = findings
        self._state = state
        self._tariff = tariff
        self._formats = session_formats(state.session.effective)

    def _words(self, record: Record, event: Event) -> str:
        words = row_words(record, event, self._state)
        if event.type != "response.done":
            return words
        return " · ".join(filter(None, (words, self._tariff.done_words(event, self._state))))

    def row(self, numbered: Numbered, event: Event) -> EventRow:
        """The row of a record."""
        record = numbered.record
        kind = kind_of(record, event)
        spec = CATALOGUE.get(kind.canonical)
        is_delta = kind.is_delta and record.kind is RecordKind.EVENT
        return EventRow(
            seq=numbered.seq,
            direction=record.direction,
            type=kind.type,
            family=kind.family,
            elapsed_ms=self._elapsed_ms(record),
            words=self._words(record, event),
            is_failure=is_failure(record, event),
            is_delta=is_delta,
            piece=(event.text(spec.delta_field) or "") if is_delta and spec else "",
            size=len(record.payload),
            text=self._text(record),
            rules=self._findings.rules_of(numbered.seq),
        )

    def _elapsed_ms(self, record: Record) -> float | None:
        if record.time_ns is None or self._state.first_ns is None:
            return None
        return (record.time_ns - self._state.first_ns) / 1e6

    def _text(self, record: Record) -> str:
        if record.kind is RecordKind.BINARY:
            return ""
        text = record.payload.decode("utf-8", "surrogatepass")
        if record.kind is RecordKind.TEXT:
            return text
        audio = self._formats[record.direction is Direction.RECEIVED]
        return readable_json(_BASE64.sub(lambda match: _sound_words(match.group(), audio), text))


def _sound_words(quoted: str, audio: AudioFormat) -> str:
    """What stands for sound: the object of INTERCHANGE.md section 3.2; the item has it."""
    size = base64_size(quoted[1:-1].replace("\\/", "/"))
    return f'{{"$audio":{{"bytes":{size},"ms":{audio.duration_ms(size):.0f}}}}}'


def data_scripts(rows: Iterable[EventRow]) -> Iterator[str]:
    """The rows as JSON, in script elements that no browser runs."""
    chunk: list[list[object]] = []
    for row in rows:
        chunk.append(row.data())
        if len(chunk) == CHUNK:
            yield _script(chunk)
            chunk = []
    if chunk:
        yield _script(chunk)


def _script(rows: list[list[object]]) -> str:
    return f'<script type="application/json" class="data">{script_json(rows)}</script>\n'


def table(rows: list[EventRow]) -> Iterator[str]:
    """The first rows as a table."""
    shown = rows[:TABLE_ROWS]
    yield "<table>\n<thead><tr>"
    for label in ("No.", "Time", "Way", "Type", "What it says"):
        yield f'<th scope="col">{label}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for row in shown:
        yield row.table_row()
    yield "</tbody>\n</table>\n"
    if len(shown) < len(rows):
        hidden = count_words(len(rows) - len(shown), "event")
        yield f'<p class="aside">{hidden} more are in the list that needs the page’s script.</p>\n'
