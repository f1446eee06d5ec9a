"""Secrets that arrive in pieces: a key in a tool's arguments comes a few letters a delta.

No piece shows what it belongs to, and all of them together are the key. So a delta waits until what
follows shows that no secret runs across its end; what comes meanwhile waits behind it. That is the
next delta for ordinary text, and the end of the arguments for those of a tool.
"""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.event import Event
from realtime_inspector.core.rawjson import members
from realtime_inspector.core.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from realtime_inspector.core.record import Record
    from realtime_inspector.core.redact import Redactor

MOST_RECORDS: Final = 4_000
MOST_BYTES: Final = 8 * 1024 * 1024
"""So much may wait; then everything goes on as it stands."""
_LONGEST: Final = 4_000
"""Characters of text without a space that are looked at together."""
_OPEN_END: Final = re.compile(
    r"(?:bearer|basic|token|key|authorization|secret|passw(?:or)?d|provided)\W{0,6}[!-~]{0,12}\W{0,4}$",
    re.IGNORECASE,
)
"""Behind these words a secret may follow after a space."""


@dataclass(slots=True, eq=False)
class _Waiting:
    """A record that waits, and whether it still has to."""

    record: Record
    is_settled: bool = True


@dataclass(slots=True)
class _Stream:
    """The deltas of one text that wait, in order."""

    is_arguments: bool
    waiting: list[_Waiting] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    tail: str = ""

    def add(self, waiting: _Waiting, piece: str) -> None:
        waiting.is_settled = False
        self.waiting.append(waiting)
        self.pieces.append(piece)
        self.size += len(piece)
        self.tail = (self.tail + piece)[-64:]

    def is_over_before(self, piece: str) -> bool:
        """Whether no secret can run from what waits into this piece."""
        if self.is_arguments:
            return False
        if self.size > _LONGEST:
            return True
        is_apart = not (_is_of_a_word(self.tail[-1:]) and _is_of_a_word(piece[:1]))
        return is_apart and _OPEN_END.search(self.tail) is None


class DeltaRedactor:
    """A `Redactor` for a stream of records, which it gives back in the same order."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._waiting: deque[_Waiting] = deque()
        self._bytes = 0
        self._streams: dict[Hashable, _Stream] = {}

    def feed(self, record: Record) -> Iterator[Record]:
        """Takes a record and gives those that need not wait any longer, without secrets."""
        waiting = _Waiting(record)
        self._waiting.append(waiting)
        self._bytes += len(record.payload)
        if record.kind is RecordKind.EVENT:
            if b".delta" in record.payload:
                self._take_delta(waiting)
            elif self._streams and b".done" in record.payload:
                self._end(Event.of(record))
        if len(self._waiting) > MOST_RECORDS or self._bytes > MOST_BYTES:
            self._settle_all()
        return self._released()

    def flush(self) -> Iterator[Record]:
        """Gives all that waits: there is nothing more to come."""
        self._settle_all()
        return self._released()

    def _take_delta(self, waiting: _Waiting) -> None:
        event = Event.of(waiting.record)
        piece = event.text("delta")
        name = event.canonical_type
        if piece is None or not name.endswith(".delta") or name.endswith("audio.delta"):
            return
        key = (waiting.record.conn, name, event.item_id, event.get("content_index"))
        stream = self._streams.get(key)
        if stream is not None and stream.is_over_before(piece):
            self._settle(stream)
            stream = None
        if stream is None:
            stream = self._streams[key] = _Stream(is_arguments="arguments" in name)
        stream.add(waiting, piece)

    def _end(self, event: Event) -> None:
        """An event that says a text, an item or a response is over."""
        if not event.type.endswith(".done"):
            return
        item_id = event.item_id
        for key in [key for key in self._streams if item_id in (None, _item_of(key))]:
            self._settle(self._streams.pop(key))

    def _settle_all(self) -> None:
        for stream in self._streams.values():
            self._settle(stream)
        self._streams.clear()

    def _settle(self, stream: _Stream) -> None:
        text = "".join(stream.pieces)
        clean = self._redactor.value(text)
        changed = stream.pieces if clean == text else spread(stream.pieces, clean)
        for waiting, old, new in zip(stream.waiting, stream.pieces, changed, strict=True):
            waiting.is_settled = True
            if old != new:
                waiting.record = _with_delta(waiting.record, new)

    def _released(self) -> Iterator[Record]:
        while self._waiting and self._waiting[0].is_settled:
            record = self._waiting.popleft().record
            self._bytes -= len(record.payload)
            yield self._redactor.record(record)
        if not self._waiting:
            self._bytes = 0


def spread(pieces: list[str], clean: str) -> list[str]:
    """A cleaned text in the same number of pieces: those before and behind what changed stay.

    Args:
        pieces: The text as it was.
        clean: The text without secrets.
    """
    text = "".join(pieces)
    most = min(len(text), len(clean))
    front = next((at for at in range(most) if text[at] != clean[at]), most)
    back = next((at for at in range(most - front) if text[-1 - at] != clean[-1 - at]), most - front)
    middle, end = clean[front : len(clean) - back], len(text) - back
    spread_out: list[str] = []
    at = 0
    for piece in pieces:
        kept = piece[: max(0, front - at)] + piece[max(0, end - at) :]
        holds_start = at <= front < at + len(piece)
        if holds_start:
            kept = piece[: front - at] + middle + piece[max(front, end) - at :]
        spread_out.append(kept)
        at += len(piece)
    if front == len(text) and pieces:  # something was added at the very end
        spread_out[-1] += middle
    return spread_out


def _with_delta(record: Record, delta: str) -> Record:
    """The record with another delta; every other byte stays."""
    text = record.payload.decode(json.detect_encoding(record.payload), "surrogatepass")
    place = members(text)["delta"]
    changed = text[: place.start] + json.dumps(delta) + text[place.end :]
    return replace(record, payload=changed.encode("utf-8", "surrogatepass"))


def _item_of(key: Hashable) -> object:
    return key[2] if isinstance(key, tuple) else None


def _is_of_a_word(character: str) -> bool:
    return "!" <= character <= "~"
