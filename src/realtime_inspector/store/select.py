"""Evaluates a filter over many records at once: by columns where they tell, else by reading.

A mask is one byte a record, 1 for those that are wanted. The answer is the one that
`node.matches(row)` gives for each row; only the way to it is shorter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, compress
from operator import mul
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.columns import ESCAPED, FAILED, OTHER
from realtime_inspector.capture.times import BLOCK, NO_TIME
from realtime_inspector.core import filter_tree as tree
from realtime_inspector.core.filter_row import Row
from realtime_inspector.core.filter_sieve import required_bytes, surely
from realtime_inspector.core.record import Record, RecordKind
from realtime_inspector.store.search import AnyBytes

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Iterator

    from realtime_inspector.capture.columns import Columns
    from realtime_inspector.capture.log import Log
    from realtime_inspector.core.kind import Kind
    from realtime_inspector.store.findings import Findings

READ_BYTES: Final = 1 << 20
"""Lines read at a time, and with them searched: the search of so much holds no key back."""

_NOT: Final = bytes([1, *[0] * 255])
_RUN: Final = re.compile(b"\1+")
_BY_READING: Final = (tree.Contains, tree.Matches, tree.PathIs, AnyBytes)
_DESCRIBED: Final = (tree.Flag, tree.IdStarts, tree.Measure, tree.Between)


class Stopped(Exception):  # noqa: N818 - it is no error
    """The answer is not wanted any more."""


class Block:
    """A run of records that a filter is evaluated over."""

    def __init__(
        self,
        log: Log,
        first: int,
        last: int,
        *,
        marks: Iterable[int] = (),
        findings: Findings | None = None,
        first_ns: int | None = None,
        pause: Callable[[], None] | None = None,
    ) -> None:
        """Name the records.

        Args:
            log: Where they are.
            first: Place of the first one.
            last: Place behind the last one.
            marks: Numbers of the records that the user has marked.
            findings: What has been found wrong; nothing by default.
            first_ns: From when times are counted.
            pause: Called after every megabyte or so that was read; may raise `Stopped`.
        """
        self.log = log
        self.columns: Columns = log.columns
        self.first, self.last = first, last
        self.marks = marks
        self.findings = findings
        self.first_ns = first_ns
        self.pause = pause or (lambda: None)

    def __len__(self) -> int:
        return self.last - self.first

    @cached_property
    def codes(self) -> bytes:
        """The kinds."""
        return bytes(self.columns.codes[self.first : self.last])

    @cached_property
    def elapsed_ms(self) -> list[float | None]:
        """Times since the start."""
        start = self.first_ns
        times = self.columns.times.span(self.first, self.last)
        if start is None:
            return [None for _ in times]
        return [None if time == NO_TIME else (time - start) / 1e6 for time in times]

    @cached_property
    def gap_ms(self) -> list[float | None]:
        """Times since the record before."""
        before = self._time_before()
        gaps: list[float | None] = []
        for time in self.columns.times.span(self.first, self.last):
            known = time != NO_TIME
            gaps.append((time - before) / 1e6 if known and before is not None else None)
            before = time if known else before
        return gaps

    @cached_property
    def is_event(self) -> bytes:
        """1 for events, whose text stands in their line as it is."""
        kinds = self.columns.kinds.values[:OTHER]
        table = bytes(kind.record is RecordKind.EVENT for kind in kinds)
        return self.codes.translate(table.ljust(256, b"\0"))

    def size(self, place: int) -> int:
        """Payload bytes of a record."""
        size = self.columns.size(place)
        return len(self.log.record(place).payload) if size is None else size

    def row(self, place: int) -> Row:
        """A record, read."""
        return Row(place + 1, self.log.record(place))

    def parts(self, within: bytes) -> Iterator[tuple[int, bytes]]:
        """The block in parts with about `READ_BYTES` to read: where each begins, who is in it."""
        lengths = self.columns.lengths[self.first : self.last]
        totals = list(accumulate(map(mul, lengths, within), initial=0))
        begin = 0
        while begin < len(within):
            end = max(begin + 1, bisect_right(totals, totals[begin] + READ_BYTES) - 1)
            end = min(end, len(within))
            mask = within[begin:end]
            if 1 in mask:
                yield self.first + begin, mask
            begin = end

    def _time_before(self) -> int | None:
        for place in range(self.first - 1, -1, -1):
            if self.columns.times[place] != NO_TIME:
                return self.columns.times[place]
        return None


def matching(node: tree.Node, block: Block, within: bytes | None = None) -> bytes:
    """The records of a block that a filter wants.

    Args:
        node: The filter.
        block: The records.
        within: Only these are asked about; all by default.

    Raises:
        Stopped: The block's `pause` said so.
    """
    if within is None:
        within = b"\1" * len(block)
    if 1 not in within:
        return within
    return _EVALUATE[type(node)](node, block, within)


def reads(node: tree.Node) -> bool:
    """Whether records must be read to evaluate a filter."""
    return _uses(node, lambda one: isinstance(one, _BY_READING) or _is_other_id(one))


def needs_description(node: tree.Node) -> bool:
    """Whether a filter asks for what only the second pass over a capture tells."""
    return _uses(
        node,
        lambda one: isinstance(one, _DESCRIBED) and getattr(one, "name", "") != "n",
    )


def asks_for_findings(node: tree.Node) -> bool:
    """Whether a filter asks for findings, which come later than their records."""
    return _uses(node, lambda one: isinstance(one, tree.FindingIs))


def _uses(node: tree.Node, wanted: Callable[[tree.Node], bool]) -> bool:
    if isinstance(node, tree.And | tree.Or):
        return any(_uses(part, wanted) for part in node.parts)
    return _uses(node.part, wanted) if isinstance(node, tree.Not) else wanted(node)


def _is_other_id(node: tree.Node) -> bool:
    return isinstance(node, tree.IdStarts) and node.which in {"call", "id"}


# Masks.


def both(one: bytes, other: bytes) -> bytes:
    """1 where both are."""
    value = int.from_bytes(one, "little") & int.from_bytes(other, "little")
    return value.to_bytes(len(one), "little")


def either(one: bytes, other: bytes) -> bytes:
    """1 where one is."""
    value = int.from_bytes(one, "little") | int.from_bytes(other, "little")
    return value.to_bytes(len(one), "little")


def _without(one: bytes, other: bytes) -> bytes:
    return both(one, other.translate(_NOT))


# Nodes.


def _everything(_node: tree.Everything, _block: Block, within: bytes) -> bytes:
    return within


def _and(node: tree.And, block: Block, within: bytes) -> bytes:
    for part in sorted(node.parts, key=_cost):
        within = matching(part, block, within)
    return within


def _or(node: tree.Or, block: Block, within: bytes) -> bytes:
    found = bytes(len(within))
    for part in sorted(node.parts, key=_cost):
        found = either(found, matching(part, block, _without(within, found)))
    return found


def _not(node: tree.Not, block: Block, within: bytes) -> bytes:
    return _without(within, matching(node.part, block, within))


def _cost(node: tree.Node) -> int:
    return max(node.cost, 2 * _is_other_id(node))


class _KindRow:
    """A kind as far as a filter asks for it."""

    def __init__(self, kind: Kind) -> None:
        self.type = kind.type
        self.record = Record(kind.record, kind.direction, b"")


def _by_kind(node: tree.Node, block: Block, within: bytes) -> bytes:
    kinds = block.columns.kinds.values
    table = bytes(node.matches(_KindRow(kind)) for kind in kinds[:OTHER])  # type: ignore[arg-type]
    mask = block.codes.translate(table.ljust(256, b"\0"))
    if len(kinds) > OTHER and OTHER in block.codes:
        rare = bytearray(mask)
        for index, code in enumerate(block.codes):
            if code == OTHER:
                kind = block.columns.kind(block.first + index)
                rare[index] = node.matches(_KindRow(kind))  # type: ignore[arg-type]
        mask = bytes(rare)
    return both(mask, within)


def _flag(node: tree.Flag, block: Block, within: bytes) -> bytes:
    if node.name == "err":
        flags = bytes(block.columns.flags[block.first : block.last])
        return both(flags.translate(_HAS_FAILED), within)
    mask = bytearray(len(block))
    for seq in block.marks:
        if block.first < seq <= block.last:
            mask[seq - 1 - block.first] = 1
    return both(bytes(mask), within)


_HAS_FAILED: Final = bytes(bool(flags & FAILED) for flags in range(256))
_HAS_ESCAPE: Final = bytes(bool(flags & ESCAPED) for flags in range(256))
_ESCAPE: Final = b"\\u00"
"""The choice of a clause that stands for any escaped letter."""


def _finding(node: tree.FindingIs, block: Block, within: bytes) -> bytes:
    mask = bytearray(len(block))
    if block.findings is not None:
        for seq in block.findings.named_within(node.rule, block.first + 1, block.last):
            mask[seq - 1 - block.first] = 1
    return both(bytes(mask), within)


def _ids(node: tree.IdStarts, block: Block, within: bytes) -> bytes:
    column: array[int]
    if _is_other_id(node):
        return _by_reading(node, block, within)
    column = block.columns.responses if node.which == "resp" else block.columns.items
    ids = block.columns.ids.values
    wanted = {number for number, text in enumerate(ids) if number and text.startswith(node.prefix)}
    return both(bytes(map(wanted.__contains__, column[block.first : block.last])), within)


def _measure(node: tree.Measure | tree.Between, block: Block, within: bytes) -> bytes:
    if node.name == "time" and block.first_ns is not None:
        return both(_elapsed(node, block, block.first_ns), within)
    values = _VALUES[node.name](block)
    return both(bytes(value is not None and node.accepts(value) for value in values), within)


def _elapsed(node: tree.Measure | tree.Between, block: Block, start_ns: int) -> bytes:
    """By the least and the greatest time of many, where they decide it for all of them."""
    times = block.columns.times
    mask = bytearray()
    for number in range(block.first // BLOCK, -(-block.last // BLOCK)):
        first, last = max(block.first, number * BLOCK), min(block.last, (number + 1) * BLOCK)
        bounds = times.bounds(number)
        are_all = bounds and node.accepts_all(*((time - start_ns) / 1e6 for time in bounds))
        if are_all is None:
            known = (
                time != NO_TIME and (time - start_ns) / 1e6 for time in times.span(first, last)
            )
            mask += bytes(value is not False and node.accepts(value) for value in known)
        else:
            mask += bytes([are_all]) * (last - first)
    return bytes(mask)


_VALUES: Final[dict[str, Callable[[Block], Iterable[float | None]]]] = {
    "n": lambda block: range(block.first + 1, block.last + 1),
    "conn": lambda block: block.columns.connections(block.first, block.last),
    "size": lambda block: map(block.size, range(block.first, block.last)),
    "gap": lambda block: block.gap_ms,
    "time": lambda block: block.elapsed_ms,
}


def _by_reading(node: tree.Node, block: Block, within: bytes) -> bytes:
    found = bytearray(len(within))
    clause = node.clause if isinstance(node, AnyBytes) else required_bytes(node)
    for first, mask in block.parts(within):
        if clause is None or not block.log.shows_events(first + len(mask)):
            for place in compress(range(first, first + len(mask)), mask):
                found[place - block.first] = node.matches(block.row(place))
        else:
            for place in _read_matching(node, block, _Lines(block, first, mask), clause):
                found[place - block.first] = 1
        block.pause()
    return bytes(found)


def _read_matching(
    node: tree.Node, block: Block, lines: _Lines, clause: tuple[bytes, ...]
) -> Iterator[int]:
    """The matching records among some: those that a search over bytes gives, then asked."""
    sure = surely(node) if block.log.is_ours else None
    asked = lines.unsearchable()
    for choice in clause:
        if choice == _ESCAPE and lines.escapes is not None:
            asked |= lines.escapes
            continue
        for line, at in lines.find(choice):
            place = lines.places[line]
            size = block.columns.size(place)
            begin, end = lines.starts[line], lines.starts[line + 1]
            if sure is not None and size is not None and sure(lines.data, begin, end, size, at):
                yield place
            else:
                asked.add(place)
    yield from (place for place in asked if node.matches(block.row(place)))


class _Lines:
    """The lines of some records, in one piece and in lower case."""

    def __init__(self, block: Block, first: int, mask: bytes) -> None:
        """Read them.

        Args:
            block: Where they are.
            first: Place of the first one of the mask.
            mask: 1 for each that is wanted.
        """
        self._block = block
        self._first = first
        self._mask = mask
        columns = block.columns
        runs = [(first + run.start(), first + run.end()) for run in _RUN.finditer(mask)]
        self.places = list(compress(range(first, first + len(mask)), mask))
        lengths = compress(columns.lengths[first : first + len(mask)], mask)
        self.starts = list(accumulate(lengths, initial=0))
        self.data = b"".join(block.log.read_runs(runs)).lower()
        self.is_whole = len(self.data) == self.starts[-1]
        """Whether the file holds what it held when it was indexed."""

    @property
    def escapes(self) -> set[int] | None:
        """Places of the lines with an escaped letter; `None` while that is not known."""
        columns, first, last = self._block.columns, self._first, self._first + len(self._mask)
        if last > columns.described:
            return None
        mask = both(bytes(columns.flags[first:last]).translate(_HAS_ESCAPE), self._mask)
        return set(compress(range(first, last), mask))

    def unsearchable(self) -> set[int]:
        """Places of the records whose text may not stand in their lines as it is."""
        if not self.is_whole:
            return set(self.places)
        begin = self._first - self._block.first
        mask = _without(self._mask, self._block.is_event[begin : begin + len(self._mask)])
        return set(compress(range(self._first, self._first + len(mask)), mask))

    def find(self, needle: bytes) -> Iterator[tuple[int, int]]:
        """Lines that hold some bytes, as indexes of `places`, and where the first of them is."""
        data, starts = self.data, self.starts
        at = data.find(needle)
        while at >= 0:
            line = bisect_right(starts, at) - 1
            if line >= len(self.places):
                return
            yield line, at
            at = data.find(needle, starts[line + 1])


_EVALUATE: Final[dict[type, Callable[..., bytes]]] = {
    tree.Everything: _everything,
    tree.And: _and,
    tree.Or: _or,
    tree.Not: _not,
    tree.TypeIs: _by_kind,
    tree.DirectionIs: _by_kind,
    tree.FamilyIs: _by_kind,
    tree.Flag: _flag,
    tree.FindingIs: _finding,
    tree.IdStarts: _ids,
    tree.Measure: _measure,
    tree.Between: _measure,
    tree.Contains: _by_reading,
    tree.Matches: _by_reading,
    tree.PathIs: _by_reading,
    AnyBytes: _by_reading,
}
