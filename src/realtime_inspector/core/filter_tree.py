"""The tree of a filter: each node says whether a row matches, and prints its own text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from realtime_inspector.core.filter_match import (
    as_text,
    compiled,
    contains,
    glob,
    number_in,
    searched_texts,
    type_matches,
)
from realtime_inspector.core.filter_spelling import (
    DIRECTION_NAMES,
    UNITS,
    is_plain_word,
    quoted,
    step_text,
    value_text,
)
from realtime_inspector.core.names import family_of
from realtime_inspector.core.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from realtime_inspector.core.filter_row import FilterRow
    from realtime_inspector.core.record import Direction

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    ">": lambda a, b: bool(a > b),
    "<": lambda a, b: bool(a < b),
    ">=": lambda a, b: bool(a >= b),
    "<=": lambda a, b: bool(a <= b),
}
_MEASURES: Final[dict[str, Callable[[FilterRow], float | None]]] = {
    "gap": lambda row: row.gap_ms,
    "time": lambda row: row.elapsed_ms,
    "size": lambda row: len(row.record.payload),
    "n": lambda row: row.seq,
    "conn": lambda row: row.record.conn,
}


def _cheapest_first(parts: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(sorted(parts, key=lambda part: part.cost))


class Node(Protocol):
    """A part of a filter. `str()` gives its text back."""

    @property
    def cost(self) -> int:
        """0: known by the row; 1: searches the text; 2: parses the event."""
        ...

    def matches(self, row: FilterRow) -> bool:
        """Whether the row is wanted."""
        ...


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty filter."""

    cost: int = field(default=0, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:  # noqa: ARG002
        """Always."""
        return True

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]
    _by_cost: tuple[Node, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_cost", _cheapest_first(self.parts))

    @property
    def cost(self) -> int:
        """That of the dearest part."""
        return max(part.cost for part in self.parts)

    def matches(self, row: FilterRow) -> bool:
        """Whether all parts match."""
        return all(part.matches(row) for part in self._by_cost)

    def __str__(self) -> str:
        return " ".join(f"({p})" if isinstance(p, Or | And) else str(p) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple[Node, ...]
    _by_cost: tuple[Node, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_cost", _cheapest_first(self.parts))

    @property
    def cost(self) -> int:
        """That of the dearest part."""
        return max(part.cost for part in self.parts)

    def matches(self, row: FilterRow) -> bool:
        """Whether one part matches."""
        return any(part.matches(row) for part in self._by_cost)

    def __str__(self) -> str:
        return " | ".join(f"({p})" if isinstance(p, Or) else str(p) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a part."""

    part: Node

    @property
    def cost(self) -> int:
        """That of the part."""
        return self.part.cost

    def matches(self, row: FilterRow) -> bool:
        """Whether the part does not match."""
        return not self.part.matches(row)

    def __str__(self) -> str:
        return f"!({self.part})" if isinstance(self.part, And | Or) else f"!{self.part}"


@dataclass(frozen=True, slots=True)
class TypeIs:
    """`type:GLOB`; a beta name also matches its GA twin, and the reverse."""

    glob: str
    cost: int = field(default=0, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether the glob matches the type or one of its twins."""
        return type_matches(self.glob, row.type)

    def __str__(self) -> str:
        return f"type:{value_text(self.glob)}"


@dataclass(frozen=True, slots=True)
class DirectionIs:
    """`dir:out`, `dir:in`, `dir:unknown`."""

    direction: Direction
    cost: int = field(default=0, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether the record went that way."""
        return row.record.direction is self.direction

    def __str__(self) -> str:
        return f"dir:{DIRECTION_NAMES[self.direction]}"


@dataclass(frozen=True, slots=True)
class FamilyIs:
    """`family:response`: one of `FAMILIES`."""

    family: str
    cost: int = field(default=0, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether the type is of the family; what is no event has none."""
        name = row.type if row.record.kind is RecordKind.EVENT else ""
        return family_of(name) == self.family

    def __str__(self) -> str:
        return f"family:{self.family}"


@dataclass(frozen=True, slots=True)
class Flag:
    """`err` or `marked`."""

    name: str
    cost: int = field(default=0, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether the row has the flag."""
        return row.is_error if self.name == "err" else row.is_marked

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class FindingIs:
    """`finding:RT003`, `finding:error`; also as a glob."""

    rule: str
    cost: int = field(default=0, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether a finding of the rule, or one so severe, names the row."""
        pattern = glob(self.rule)
        return any(pattern.fullmatch(finding) for finding in row.findings)

    def __str__(self) -> str:
        return f"finding:{value_text(self.rule)}"


@dataclass(frozen=True, slots=True)
class IdStarts:
    """`resp:`, `item:`, `call:` with the beginning of an id; `id:` looks at every id."""

    which: str
    prefix: str
    cost: int = field(default=0, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether such an id begins so."""
        return any(found is not None and found.startswith(self.prefix) for found in self._ids(row))

    def _ids(self, row: FilterRow) -> Iterator[str | None]:
        if self.which in ("resp", "id"):
            yield row.response_id
        if self.which in ("item", "id"):
            yield row.item_id
        if self.which in ("call", "id"):
            yield row.call_id
        if self.which == "id":
            event = row.event
            yield event.event_id
            yield event.text("error", "event_id")
            yield event.text("session", "id")
            yield event.text("response", "conversation_id")

    def __str__(self) -> str:
        return f"{self.which}:{value_text(self.prefix)}"


@dataclass(frozen=True, slots=True)
class Measure:
    """`gap>500ms`, `time>00:06`, `size>10k`, `n:20`, `conn:2`: a number of the row, compared."""

    name: str
    operator: str
    value: float
    """Milliseconds, bytes, or the number of a record or a connection."""
    cost: int = field(default=0, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether the comparison holds; what is unknown is not equal to anything."""
        found = _MEASURES[self.name](row)
        return found is not None and self.accepts(found)

    def accepts(self, found: float) -> bool:
        """Whether the comparison holds for a number."""
        return _COMPARE[self.operator](found, self.value)

    def accepts_all(self, least: float, greatest: float) -> bool | None:
        """Whether it holds for all numbers of a range, or for none; `None`: for some."""
        if self.operator in ("=", "!="):
            return None
        both = self.accepts(least), self.accepts(greatest)
        return both[0] if both[0] == both[1] else None

    def __str__(self) -> str:
        operator = ":" if self.operator == "=" else self.operator
        return f"{self.name}{operator}{UNITS[self.name][1](self.value)}"


@dataclass(frozen=True, slots=True)
class Between:
    """`n:20..40`, both ends included; an end that is `None` is open."""

    name: str
    low: float | None
    high: float | None
    cost: int = field(default=0, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether the number is known and within."""
        found = _MEASURES[self.name](row)
        return found is not None and self.accepts(found)

    def accepts(self, found: float) -> bool:
        """Whether a number is within."""
        return (self.low is None or found >= self.low) and (self.high is None or found <= self.high)

    def accepts_all(self, least: float, greatest: float) -> bool | None:
        """Whether all numbers of a range are within, or none; `None`: some."""
        if self.accepts(least) and self.accepts(greatest):
            return True
        is_below = self.low is not None and greatest < self.low
        is_above = self.high is not None and least > self.high
        return False if is_below or is_above else None

    def __str__(self) -> str:
        show = UNITS[self.name][1]
        low = "" if self.low is None else show(self.low)
        return f"{self.name}:{low}..{'' if self.high is None else show(self.high)}"


@dataclass(frozen=True, slots=True)
class Contains:
    """A bare word or `"quoted text"` anywhere in the event, ignoring case; not in base64 audio."""

    text: str
    cost: int = field(default=1, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether the text occurs, as it is in the JSON or with its escapes resolved."""
        return contains(row.record, self.text)

    def __str__(self) -> str:
        return self.text if is_plain_word(self.text) else quoted(self.text)


@dataclass(frozen=True, slots=True)
class Matches:
    """`/regex/` anywhere in the event, ignoring case; base64 audio is not searched."""

    pattern: str
    cost: int = field(default=1, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether the expression is found, in the JSON or with its escapes resolved."""
        search = compiled(self.pattern).search
        return any(search(text) is not None for text in searched_texts(row.record))

    def __str__(self) -> str:
        return "/" + re.sub(r"\\.|/", lambda m: "\\/" if m[0] == "/" else m[0], self.pattern) + "/"


@dataclass(frozen=True, slots=True)
class PathIs:
    """`.path.to[0]=value`. Without an operator: the path exists and is not null."""

    path: tuple[str | int, ...]
    operator: str = ""
    value: str = ""
    cost: int = field(default=2, init=False, repr=False, compare=False)

    def matches(self, row: FilterRow) -> bool:
        """Whether the comparison holds; a path that does not exist matches only `=null`."""
        found = row.event.get(*self.path)
        if not self.operator:
            return found is not None
        if self.operator in ("=", ":", "!="):
            same = self._equals(found)
            return found is not None and not same if self.operator == "!=" else same
        return self._compares(found)

    def _equals(self, found: Any) -> bool:
        if self.operator == ":":
            return found is not None and bool(glob(self.value).fullmatch(as_text(found)))
        if isinstance(found, int | float) and not isinstance(found, bool):
            number = number_in(self.value)
            return number is not None and found == number
        return as_text(found) == self.value

    def _compares(self, found: Any) -> bool:
        number = number_in(self.value)
        compare = _COMPARE[self.operator]
        if number is not None:
            is_number = isinstance(found, int | float) and not isinstance(found, bool)
            return is_number and compare(found, number)
        return isinstance(found, str) and compare(found, self.value)

    def __str__(self) -> str:
        steps = "".join(step_text(step) for step in self.path)
        if not self.operator:
            return steps
        return f"{steps}{self.operator}{value_text(self.value)}"


def leaves(node: Node) -> Iterator[Node]:
    """The terms of a tree."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part)
    elif isinstance(node, Not):
        yield from leaves(node.part)
    else:
        yield node


def asks_for_findings(node: Node) -> bool:
    """Whether a tree asks what is wrong with a record."""
    return any(isinstance(leaf, FindingIs) for leaf in leaves(node))


def measures_in(node: Node) -> frozenset[str]:
    """Which of `gap`, `time`, `size`, `n` and `conn` a tree asks for."""
    return frozenset(leaf.name for leaf in leaves(node) if isinstance(leaf, Measure | Between))
