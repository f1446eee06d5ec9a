"""YAML cassettes as pydantic-ai's tests record them (INTERCHANGE.md §4). Needs PyYAML."""

from __future__ import annotations

import json
import re
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.capture.formats.base import CERTAIN, Connections, read_document
from realtime_inspector.capture.formats.wrapper import unwrap
from realtime_inspector.core.errors import UnreadableCapture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from realtime_inspector.capture.formats.base import Lines, Reading
    from realtime_inspector.core.record import Record

_START: Final = re.compile(rb"\A(?:#.*\n|---.*\n|\s*\n|version:.*\n)*interactions:\s*\n")
_FIRST_ITEM: Final = re.compile(r"^interactions:\s*\n(?:\s*\n|\s*#.*\n)*( *)(?=- )", re.MULTILINE)


class CassetteFormat:
    """A list of interactions with a direction and an event each; no times."""

    name: ClassVar[str] = "cassette"
    title: ClassVar[str] = "a YAML cassette"

    def score(self, head: bytes) -> int:
        """By its first key."""
        return CERTAIN if _START.match(head.replace(b"\r\n", b"\n")) else 0

    def read(self, lines: Lines, reading: Reading) -> Iterator[Record]:
        """The interactions; their events are written anew as JSON, keys in the file's order.

        Of a damaged or cut file each interaction is read by itself.
        """
        text = read_document(lines).replace("\r\n", "\n")
        load = _loader()
        starts = _item_starts(text)
        numbers = [1 + text.count("\n", 0, start) for start in starts]
        connections = Connections()
        if not text.endswith("\n"):
            reading.notes.append("The file ends within a line: its last event may be incomplete")
        try:
            items = _interactions(load(text))
        except UnreadableCapture:
            found = _whole_items(text, starts, load)
            if not any(isinstance(item, dict) for item in found):
                raise
            items = found
        for item, line in zip_longest(items, numbers[: len(items)]):
            yield _record(item, line, connections, reading)


def _record(item: object, line: int | None, connections: Connections, reading: Reading) -> Record:
    text = item if isinstance(item, str) else ""
    if not text:
        text = json.dumps(item, ensure_ascii=False, separators=(",", ":"), default=str)
        record = unwrap(text, line, connections)
        if record is not None:
            return record
    raw, lines = text.encode("utf-8", "replace"), max(1, text.count("\n"))
    return reading.broken(raw, line or 1, lines, conn=connections.current)


def _item_starts(text: str) -> list[int]:
    """Where the interactions begin."""
    first = _FIRST_ITEM.search(text)
    if first is None:
        return []
    item = re.compile(rf"^{first[1]}- ", re.MULTILINE)
    return [match.start() for match in item.finditer(text, first.start(1))]


def _whole_items(text: str, starts: list[int], load: Callable[[str], Any]) -> list[Any]:
    """The interactions one by one; of those that cannot be read, their text."""
    items: list[Any] = []
    for start, end in pairwise([*starts, len(text)]):
        part = text[start:end]
        try:
            (item,) = load(part)
        except (UnreadableCapture, TypeError, ValueError):
            item = part
        items.append(item if isinstance(item, dict) else part)
    return items


def _interactions(document: object) -> list[Any]:
    interactions = document.get("interactions") if isinstance(document, dict) else None
    if not isinstance(interactions, list):
        raise UnreadableCapture("The YAML cassette has no list of interactions.")
    return interactions


def _loader() -> Callable[[str], Any]:
    """What reads YAML, safely.

    Raises:
        UnreadableCapture: PyYAML is missing; from what it returns: the text is not YAML.
    """
    try:
        import yaml
    except ImportError as error:
        raise UnreadableCapture(
            "This is a YAML cassette, and reading it needs the package PyYAML.",
            "Install it with: pip install pyyaml",
        ) from error
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def load(text: str) -> Any:
        try:
            return yaml.load(text, Loader=loader)  # noqa: S506 - one of the two safe loaders
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else "it is nested too deeply"
            raise UnreadableCapture(f"The YAML cassette is damaged: {reason}.") from error

    return load
