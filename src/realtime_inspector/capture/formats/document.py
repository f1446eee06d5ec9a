"""One JSON document: an array of events or wrappers, or an object that holds such an array."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.capture.formats.base import Connections, is_typed, read_document
from realtime_inspector.capture.formats.logtext import LogText
from realtime_inspector.capture.formats.wrapper import unwrap
from realtime_inspector.core.rawjson import elements
from realtime_inspector.core.record import parse_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.capture.formats.base import Lines, Reading
    from realtime_inspector.core.record import Record

LIST_KEYS: Final = ("interactions", "records", "events", "messages", "log", "frames")
"""Keys of documents that hold the list (INTERCHANGE.md §3.1, §4; observed.md §1)."""

_ARRAY: Final = re.compile(r"\s*(?:(?:export\s+)?(?:const|let|var)\s+\w+[^=]*=\s*)?(\[)\s*[\[{]")
"""Also `export const x = [ … ];` around it (observed.md §1)."""
_LIST_IN_OBJECT: Final = re.compile(rf'"(?:{"|".join(LIST_KEYS)})"\s*:\s*(\[)\s*\{{')
_LIST_END: Final = re.compile(r"\s*\]\s*(?:;|\})?\s*\Z")


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
        connections = Connections()
        done, line = start, 1 + text.count("\n", 0, start)
        try:
            for element in elements(text, start):
                line += text.count("\n", done, element.start)
                raw = text[element.start : element.end]
                record = unwrap(raw, line, connections)
                yield record or reading.broken(raw.encode("utf-8", "replace"), line)
                line += raw.count("\n")
                done = element.end
        except ValueError:
            rest = text[done:].lstrip("[, \t\r")
            yield from LogText(reading, line, connections).records(_split(rest))


def _list_start(text: str) -> int | None:
    match = _ARRAY.match(text)
    if match is None and text.lstrip().startswith("{"):
        match = _LIST_IN_OBJECT.search(text)
    return None if match is None else match.start(1)


def _split(text: str) -> list[bytes]:
    """The lines of the rest of a list, without its end."""
    return _LIST_END.sub("\n", text).encode("utf-8", "replace").splitlines(keepends=True)
