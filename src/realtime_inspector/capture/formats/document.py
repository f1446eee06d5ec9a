"""One JSON document: an array of events or wrappers, or an object that holds such an array."""

from __future__ import annotations

import contextlib
import re
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from realtime_inspector.capture.formats.base import Connections, is_typed, read_document
from realtime_inspector.capture.formats.logtext import LogText
from realtime_inspector.capture.formats.wrapper import MERGED, merged_in, unwrap
from realtime_inspector.core.event import Event
from realtime_inspector.core.rawjson import elements
from realtime_inspector.core.record import parse_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.capture.formats.base import Lines, Reading
    from realtime_inspector.core.record import Record

LIST_KEYS: Final = ("interactions", "records", "events", "messages", "log", "frames")
"""Keys of documents that hold the list (INTERCHANGE.md §3.1, §4; observed.md §1)."""

_ARRAY: Final = re.compile(r"\s*(?:(?:export\s+)?(?:const|let|var)\s+\w+[^=]*=\s*)?(\[)\s*[\[{]")
"""Also `export const x = [ … ];` around it (observed.md §1)."""
_LIST_IN_OBJECT: Final = re.compile(rf'"(?:{"|".join(LIST_KEYS)})"\s*:\s*(\[)\s*\{{')
_LIST_END: Final = re.compile(r"\s*\]\s*(?:;|\})?\s*\Z")
_LOOKED_AT: Final = 1_000
"""Elements that tell the order of the list."""


class DocumentFormat:
    """A JSON array, bare, in a variable of a script, or in an object."""

    name: ClassVar[str] = "json"
    title: ClassVar[str] = "a JSON document with a list of events"

    def score(self, head: bytes) -> int:
        """By its beginning: the end of the list need not be within the head."""
        text = head.decode("utf-8", "replace")
        start = _list_start(text)
        if start is None:
            return 0
        connections = Connections()
        found = 0
        try:
            for element in elements(text, start):
                record = unwrap(text[element.start : element.end], None, connections)
                found += record is not None and is_typed(parse_object(record.payload))
        except ValueError:
            pass
        return found

    def read(self, lines: Lines, reading: Reading) -> Iterator[Record]:
        """The elements; from one that cannot be read on, the rest as a text log."""
        text = read_document(lines)
        start = _list_start(text) or 0
        found = _Elements(text, start)
        connections = Connections()
        in_order: Iterable[_Element] = found
        if _is_newest_first(text, start):
            in_order = reversed(list(found))
            reading.notes.append("The list stands newest first; it is shown in the order of time")
        for element in in_order:
            record = unwrap(element.text, element.line, connections)
            raw = element.text.encode("utf-8", "replace")
            if record is not None and MERGED in raw:
                reading.merge(merged_in(element.text), element.line)
            yield record or reading.broken(raw, element.line, conn=connections.current)
        if found.rest:
            rest = LogText(reading, found.line, connections)
            yield from rest.records(_split(found.rest))


class _Element(NamedTuple):
    text: str
    line: int
    """From 1."""


class _Elements:
    """The elements of a list up to the first that cannot be read."""

    def __init__(self, text: str, start: int) -> None:
        self.rest = ""
        """What could not be read."""
        self.line = 1 + text.count("\n", 0, start)
        """Where what follows begins."""
        self._text, self._start = text, start

    def __iter__(self) -> Iterator[_Element]:
        text, done = self._text, self._start
        try:
            for element in elements(text, done):
                self.line += text.count("\n", done, element.start)
                raw = text[element.start : element.end]
                yield _Element(raw, self.line)
                self.line += raw.count("\n")
                done = element.end
        except ValueError:
            self.rest = text[done:].lstrip("[, \t\r")


def _is_newest_first(text: str, start: int) -> bool:
    """Whether responses end before they begin, as in lists that grow at their top.

    The main branch of openai-realtime-console keeps its events so (INTERCHANGE.md §3.1).
    """
    done: set[str] = set()
    backwards = 0
    connections = Connections()
    with contextlib.suppress(ValueError):
        for element in islice(elements(text, start), _LOOKED_AT):
            record = unwrap(text[element.start : element.end], None, connections)
            event = Event({}) if record is None else Event.of(record)
            if event.response_id and event.type == "response.done":
                done.add(event.response_id)
            elif event.response_id and event.type == "response.created":
                backwards += 1 if event.response_id in done else -1
    return backwards > 0


def _list_start(text: str) -> int | None:
    match = _ARRAY.match(text)
    if match is None and text.lstrip().startswith("{"):
        match = _LIST_IN_OBJECT.search(text)
    return None if match is None else match.start(1)


def _split(text: str) -> list[bytes]:
    """The lines of the rest of a list, without its end."""
    return _LIST_END.sub("\n", text).encode("utf-8", "replace").splitlines(keepends=True)
