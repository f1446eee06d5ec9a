"""Lines of a capture, each with what a full parse of it must say; and the wrappers that make them.

The line format is PRODUCT.md section 6, here made without a parse of the event. That it is the
one of `core.codec` is tested.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from tests.benchmarks.generator.session import SENT, START_US, Event

from realtime_inspector.core.codec import CaptureHeader, encode_header
from realtime_inspector.core.times import format_time

if TYPE_CHECKING:
    from collections.abc import Callable


class Fate(StrEnum):
    """What a reader must make of a line."""

    EVENT = "event"
    NOTICE = "notice"
    TEXT = "text"
    """A record of a text frame that is not a JSON object."""
    BINARY = "binary"
    HEADER = "header"
    BLANK = "blank"
    CUT = "cut"
    """Unreadable: it begins like an event, and its JSON breaks further on."""
    NOT_UTF8 = "not utf-8"
    """Unreadable: it begins like an event, and a byte further on is no UTF-8."""
    NOT_JSON = "not json"
    """Unreadable: something else, such as a line of a log."""
    TORN = "torn"
    """The last line, without its end: unreadable, or not yet there, as one sees it."""


UNREADABLE: Final = frozenset({Fate.CUT, Fate.NOT_UTF8, Fate.NOT_JSON})


class Line(NamedTuple):
    """A line of a file."""

    data: bytes
    """With its line break, unless torn."""
    fate: Fate
    direction: str = ""
    """Of events: `client`, `server` or `unknown`. Of cut ones: what their beginning says."""
    type: str = ""
    """The same; `""` for an event without one."""


@dataclass
class Tally:
    """What a capture holds, counted while it is written."""

    events: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Events by direction and type."""
    begun: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What the readable beginnings of `CUT` and `NOT_UTF8` lines say. Not among `events`."""
    fates: Counter[str] = field(default_factory=Counter)
    """Lines by `Fate`."""
    bytes: int = 0

    def add(self, line: Line) -> None:
        """Count a line."""
        self.fates[line.fate] += 1
        self.bytes += len(line.data)
        if line.fate is Fate.EVENT:
            self.events[line.direction, line.type] += 1
        elif line.fate in UNREADABLE and line.type:
            self.begun[line.direction, line.type] += 1

    @property
    def lines(self) -> int:
        """All lines of the file, a torn one included."""
        return self.fates.total()

    @property
    def unreadable(self) -> int:
        """Whole lines that are no records; a torn last line is not among them."""
        return sum(self.fates[fate] for fate in UNREADABLE)

    @property
    def by_direction(self) -> dict[str, dict[str, int]]:
        """Direction to type to how many events."""
        return _nested(self.events)

    def to_json(self) -> dict[str, Any]:
        """As it is kept beside a generated file."""
        fates = dict(sorted(self.fates.items()))
        counts = {"bytes": self.bytes, "lines": self.lines, "unreadable": self.unreadable}
        return {**counts, "fates": fates, "types": self.by_direction, "begun": _nested(self.begun)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """The reverse of `to_json`."""
        fates = Counter({str(fate): int(count) for fate, count in value["fates"].items()})
        return cls(_flat(value["types"]), _flat(value["begun"]), fates, value["bytes"])


def _nested(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    nested: dict[str, dict[str, int]] = {}
    for (direction, kind), count in sorted(counts.items()):
        nested.setdefault(direction, {})[kind] = count
    return nested


def _flat(nested: dict[str, dict[str, int]]) -> Counter[tuple[str, str]]:
    return Counter({(d, kind): n for d, types in nested.items() for kind, n in types.items()})


def header(start_us: int = START_US) -> Line:
    """The first line of a capture of ours."""
    described = CaptureHeader(
        created_ns=start_us * 1000,
        app="0.1.0",
        url="wss://api.openai.com/v1/realtime?model=gpt-realtime",
        provider="openai",
        dialect="ga",
        model="gpt-realtime",
    )
    return Line(encode_header(described), Fate.HEADER)


def ours() -> Callable[[Event], Line]:
    """Wraps events as our recorder does."""
    # Formatting a date takes longer than the rest of the line; a second has many events.
    second = -1
    prefix = ""

    def wrap(event: Event) -> Line:
        nonlocal second, prefix
        now, micro = divmod(event.time_us, 1_000_000)
        if now != second:
            second = now
            prefix = (format_time(now * 1_000_000_000) or "")[:-7]
        text = (
            f'{{"time":"{prefix}{micro:06d}Z","source":"{event.direction}",'
            f'"conn":{event.conn},"event":{event.text}}}\n'
        )
        return Line(text.encode(), Fate.EVENT, event.direction, event.type)

    return wrap


def bare() -> Callable[[Event], Line]:
    """Events by themselves, as most people log them."""

    def wrap(event: Event) -> Line:
        return Line(f"{event.text}\n".encode(), Fate.EVENT, event.direction, event.type)

    return wrap


def foreign() -> Callable[[Event], Line]:
    """A wrapper as other recorders write it: epoch seconds, `in` and `out`."""

    def wrap(event: Event) -> Line:
        word = "out" if event.direction == SENT else "in"
        text = f'{{"t":{event.time_us / 1e6:.6f},"dir":"{word}","event":{event.text}}}\n'
        return Line(text.encode(), Fate.EVENT, event.direction, event.type)

    return wrap


def record(key: str, value: object, fate: Fate, event: Event) -> Line:
    """A line of ours that holds something else than an event, at an event's time."""
    time = format_time(event.time_us * 1000)
    head = f'{{"time":"{time}","source":"{event.direction}","conn":{event.conn},'
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Line(f'{head}"{key}":{body}}}\n'.encode(), fate)
