"""The kind of a record from the beginning of its line, without parsing it.

Lines of a capture begin alike but for the time, the ids and the type. What is alike is remembered
as a key; it is remembered only after a parse has shown that the key alone decides the direction and
the type, so that any order of keys is read rightly and only the unusual ones cost a parse. The rest
of the line is not looked at: that it is valid JSON shows when the record is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.columns import OTHER
from realtime_inspector.core.kind import kind_of
from realtime_inspector.core.record import Direction, Record

if TYPE_CHECKING:
    from realtime_inspector.capture.columns import Codes
    from realtime_inspector.capture.formats.base import LineFormat
    from realtime_inspector.core.kind import Kind

MOST_KEYS: Final = 20_000
"""More are not remembered: in such a file they vary without end."""
_SHOWN_BYTES: Final = 1024
SHORTEST_TYPE: Final = 4
"""Letters of the shortest type, less one: where its closing quote is looked for."""
LONG_BYTES: Final = 1 << 20
"""Longer lines are not parsed before somebody looks at them, only their beginning."""

_WRAPPER: Final = re.compile(
    rb'\{\s*(?:"\w+":\s*(?:"[^"\\]*"|[^"\s{\[,]+),\s*)*'
    rb'"(?:event|eventData|data|payload)":\s*(?=\{)'
)
"""A line up to its event, if only plain values stand before it."""
_TIME: Final = re.compile(rb'"(?:time|timestamp|ts|at|t)":\s*(?:"[^"]*|-?[\d.]+)')
_HEAD: Final = re.compile(rb'\{\s*(?:"event_id":\s*"[^"\\]*",\s*)?"type":\s*"([^"\\]*)"')
"""An event up to the end of its type."""


class PrefixMemo:
    """Tells the kinds of lines.

    The key of most lines is `line[first : line.find(b'"', look)]`, to be looked up in `known`;
    `read` tells the others.
    """

    def __init__(self, form: LineFormat, kinds: Codes[Kind]) -> None:
        self.first = 0
        """Where the time has ended."""
        self.look = 0
        """Within the type, wherever it begins."""
        self.known: dict[bytes, int] = {}
        """From a key to the number of a kind."""
        self._form = form
        self._kinds = kinds
        self._heads: dict[tuple[bytes, bytes], int] = {}

    def read(self, line: bytes) -> int | None:
        """The number of a line's kind, `None` if it holds no record; remembers what it can."""
        found = self._head_of(line)
        if found is not None:
            head, key = found
            number = self._heads.get(key)
            if number is not None:
                self._remember(line, head, number)
                return number
        number = self._parsed(line)
        if number is not None and found is not None and len(self._heads) < MOST_KEYS:
            head, key = found
            if self._is_proven(line, head, self._kinds.values[number]):
                self._heads[key] = number
                self._remember(line, head, number)
        return number

    def _head_of(self, line: bytes) -> tuple[re.Match[bytes], tuple[bytes, bytes]] | None:
        """An event up to the end of its type; and the key: what is before it, and the type."""
        head = _head(line)
        if head is None:
            return None
        return head, (_TIME.sub(b"", line[: head.start()]), head[1])

    def _parsed(self, line: bytes) -> int | None:
        record = self._form.decode(beginning(line) if len(line) > LONG_BYTES else line)
        return self._kinds.number(kind_of(record)) if isinstance(record, Record) else None

    def _is_proven(self, line: bytes, head: re.Match[bytes], kind: Kind) -> bool:
        """Whether the line's beginning alone gives the kind, whatever follows."""
        cut = self._form.decode(_closed(line[: head.end()], head))
        if not isinstance(cut, Record) or kind_of(cut) != kind:
            return False
        if head.start() == 0:
            return True
        # With a type that tells no direction, the direction must come from the wrapper.
        nameless = self._form.decode(_closed(line[: head.start(1)] + b'?"', head))
        return isinstance(nameless, Record) and nameless.direction is not Direction.UNKNOWN

    def _remember(self, line: bytes, head: re.Match[bytes], number: int) -> None:
        """Remembers the key of lines that begin as wide as this one."""
        if b"event_id" in line[head.start() : head.start(1)] or number >= OTHER:
            return
        time = _TIME.search(line, 0, head.start())
        first = time.end() if time is not None else 0
        if time is not None and line.find(b",") < first:
            return  # what stands before the time may vary
        if not self.look:
            self.first, self.look = first, head.start(1) + SHORTEST_TYPE
        if self.first == first and line.find(b'"', self.look) == head.end() - 1:
            self.known[line[first : head.end() - 1]] = number


def beginning(line: bytes) -> bytes:
    """What tells the kind and the time of a long line, as a line of its own."""
    head = _head(line)
    return _closed(line[: head.end()], head) if head is not None else line[:_SHOWN_BYTES]


def _head(line: bytes) -> re.Match[bytes] | None:
    wrapper = _WRAPPER.match(line)
    return _HEAD.match(line, wrapper.end() if wrapper is not None else 0)


def _closed(line: bytes, head: re.Match[bytes]) -> bytes:
    return line + (b"}}" if head.start() else b"}")
