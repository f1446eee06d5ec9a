"""A JSON value as foldable lines: only what is unfolded is walked, only what is asked is spelt out.

Nothing here recurses, because a peer may send a value nested deeper than Python's stack.
"""

from __future__ import annotations

import math
from collections import deque
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from realtime_inspector.ui.present.cells import width_of
from realtime_inspector.ui.widgets.json_node import Node
from realtime_inspector.ui.widgets.json_search import (
    IN_KEY,
    IN_VALUE,
    Hit,
    find_in_json,
    positions_of,
)
from realtime_inspector.ui.widgets.json_spelling import Spelling, indent, is_cut
from realtime_inspector.ui.widgets.text_lines import (
    WIDTH_UNKNOWN,
    JsonWords,
    TextRow,
    text_parts,
    text_rows,
)
from realtime_inspector.ui.widgets.text_search import Hits

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from realtime_inspector.ui.widgets.json_spelling import Summarise
    from realtime_inspector.ui.widgets.json_text import JsonPath
    from realtime_inspector.ui.widgets.line_view import LinePart

ROWS_UNFOLDED: Final = 20_000
"""Lines that unfolding all opens at most."""
_ROWS_AT_FIRST: Final = 1_500
_LEVELS_AT_FIRST: Final = 16
_FOLDS_KEPT: Final = 1_000
_END: Final = math.inf
"""Comes after every position and every character."""


class RowKind(IntEnum):
    """What a line is to its node."""

    HEAD = 0
    TEXT = 1
    GAP = 2
    CLOSE = 3


class Row(NamedTuple):
    """One line."""

    kind: RowKind
    node: Node
    text: TextRow | None = None
    """Of `TEXT`: the part of the string that it shows."""
    start: int = 0
    end: int = 0
    """Of `GAP`: the characters or children that are not shown."""


class JsonLines:
    """The lines of one JSON value, for a `LineView`."""

    def __init__(
        self,
        value: object,
        *,
        width: int = WIDTH_UNKNOWN,
        summarise: Summarise | None = None,
        folds: dict[JsonPath, bool] | None = None,
        words: JsonWords | None = None,
    ) -> None:
        """Lay a value out.

        Args:
            value: As `json.loads` gives it.
            width: Cells of a line, for wrapped strings.
            summarise: Says what a base64 string is ("100 ms · PCM16"); called once for each seen.
            folds: What the user folded and unfolded, by path; kept up to date for the next value.
            words: The words among the JSON.
        """
        self.value = value
        self._width = width or WIDTH_UNKNOWN
        self._folds = {} if folds is None else folds
        self._spelling = Spelling(words or JsonWords(), summarise)
        self._hits: Hits[Hit] = Hits(iter(()))
        self._root = Node(value, None, None, 0)
        self._unfold_at_first()
        self._rows: list[Row] = []
        self._wraps: dict[Node, tuple[tuple[object, ...], list[Row]]] = {}
        self._layout()

    # A `LineModel`.

    def count(self) -> int:
        """Return the number of lines."""
        return len(self._rows)

    def line(self, index: int, width: int) -> list[LinePart]:
        """Spell one line out."""
        row = self._rows[index]
        node = row.node
        if row.kind is RowKind.HEAD:
            return self._spelling.head(node, width)
        if row.kind is RowKind.CLOSE:
            return self._spelling.close(node, width)
        if row.text is None or not isinstance(node.value, str):
            return self._spelling.gap(node, row.end - row.start, width)
        parts = text_parts(node.value, row.text, self._spelling.search)
        return [(indent(node.depth + 2, width), ""), *parts]

    # Places.

    def node_at(self, index: int) -> Node:
        """Return the node that a line belongs to."""
        return self._rows[index].node

    def row_of(self, node: Node) -> int:
        """Return the first line of a node that is on show."""
        return next((at for at, row in enumerate(self._rows) if row.node is node), 0)

    def row_of_path(self, path: JsonPath) -> int:
        """Return the line of a path, or 0 if it is not on show."""
        depth, last = len(path), path[-1] if path else None
        for index, row in enumerate(self._rows):
            node = row.node
            if node.depth == depth and node.key == last and node.path == path:
                return index
        return 0

    def reveal_path(self, path: JsonPath) -> int:
        """Unfold to a path, as far as the value has it; return its line."""
        node = self._root
        for key in path:
            child = node.child_of_key(key)
            if child is None:
                break
            node.is_open = True
            node.ranges.show_around(child.position, node.step)
            node = child
        self._layout()
        return self.row_of(node)

    def is_gap(self, index: int) -> bool:
        """Whether a line stands for what is not shown."""
        return self._rows[index].kind is RowKind.GAP

    def marker_column(self, index: int, width: int) -> int:
        """Return the column of a line's fold marker."""
        return width_of(indent(self._rows[index].node.depth, width))

    def parent_row(self, index: int) -> int:
        """Return the line of the parent; of a line within a value, the value's own."""
        row = self._rows[index]
        is_head = row.kind is RowKind.HEAD
        return self.row_of((row.node.parent if is_head else None) or row.node)

    def sibling_row(self, index: int, step: int) -> int:
        """Return the line of the next value on the same level, or the previous; or `index`."""
        node = self._rows[index].node
        end = len(self._rows) if step > 0 else -1
        for at in range(index + step, end, step):
            row = self._rows[at]
            if row.kind is RowKind.HEAD and row.node.parent is node.parent and row.node is not node:
                return at
            if row.node.depth < node.depth:
                break
        return index

    # Folding. Each returns the line to put the cursor on, or None if there was nothing to do.

    def toggle(self, index: int, width: int) -> int | None:
        """Fold what is open, unfold what is not, show more where there is more."""
        row = self._rows[index]
        if row.kind is RowKind.GAP:
            row.node.show_more(row.start)
            self._layout()
            return index
        return self.fold(index) if row.node.is_open else self.unfold(index, width)

    def fold(self, index: int) -> int | None:
        """Fold a line's node; a line within goes to its head."""
        node = self._rows[index].node
        return self._set_open(node, is_open=False) if node.is_open else None

    def unfold(self, index: int, width: int) -> int | None:
        """Unfold a line's node: its children, or a long string's whole text."""
        node = self._rows[index].node
        if node.is_open or not (node.size or is_cut(node, width)):
            return None
        return self._set_open(node, is_open=True)

    def unfold_all(self, index: int) -> tuple[int, bool]:
        """Unfold everything under a line's node, level by level, up to `ROWS_UNFOLDED` lines.

        Returns:
            The line of the node, and whether everything is unfolded.
        """
        top = self._rows[index].node
        budget = ROWS_UNFOLDED
        queue = deque([top])
        while queue and budget > 0:
            node = queue.popleft()
            if node.size:
                node.is_open = True
                children = node.shown()
                budget -= len(children) + 1
                queue.extend(children)
        self._layout()
        return self.row_of(top), not any(node.size for node in queue)

    def fold_all(self, index: int) -> int:
        """Fold everything under a line's node; the node itself stays as it is."""
        top = self._rows[index].node
        queue = [*top.made]
        for child in queue:
            self._keep_fold(child, is_open=False)
        while queue:
            node = queue.pop()
            node.is_open = False
            queue.extend(node.made)
        self._layout()
        return self.row_of(top)

    def set_width(self, width: int) -> bool:
        """Wrap for another width; True if lines moved."""
        if width == self._width or not width:
            return False
        self._width = width
        if not any(row.kind is RowKind.TEXT for row in self._rows):
            return False
        self._layout()
        return True

    # Searching.

    @property
    def hits(self) -> Hits[Hit]:
        """What the search has found, folded or not."""
        return self._hits

    def set_search(self, pattern: re.Pattern[str] | None) -> None:
        """Mark what matches. Base64 is not searched: no hit in it means anything."""
        self._spelling.search = pattern
        found = iter(()) if pattern is None else find_in_json(pattern, self.value)
        self._hits = Hits(found, lambda hit: hit.place)

    def span_of(self, index: int) -> tuple[Any, Any]:
        """Return the first and the last place that a line stands for."""
        row = self._rows[index]
        node, here = row.node, row.node.positions
        if row.kind is RowKind.CLOSE:
            return ((*here, _END), 0, 0), ((*here, _END), 0, 0)
        if row.text is not None:
            return (here, IN_VALUE, row.text.start), (here, IN_VALUE, row.text.end - 1)
        if row.kind is RowKind.GAP:
            is_text = isinstance(node.value, str)
            gap = (here, IN_VALUE, row.start - 0.5) if is_text else ((*here, row.start), -1, 0)
            return gap, gap
        is_whole = not node.size and not is_cut(node, self._width)
        return (here, IN_KEY, 0), (here, IN_VALUE if is_whole else IN_KEY, _END)

    def reveal(self, hit: Hit) -> int:
        """Unfold to a hit; return its line."""
        node = self._root
        for position in positions_of(hit.chain):
            node.is_open = True
            node.ranges.show_around(position, node.step)
            node = node.child(position)
        is_text = hit.part == IN_VALUE and is_cut(node, self._width)
        if is_text:
            node.is_open = True
            node.ranges.show_around(hit.character, node.step)
        self._layout()
        head = self.row_of(node)
        return self._row_of_character(head, hit.character) if is_text else head

    def _row_of_character(self, head: int, character: int) -> int:
        """Return the line of an unfolded string with a character."""
        for index in range(head + 1, len(self._rows)):
            row = self._rows[index]
            if row.node is not self._rows[head].node:
                break
            if row.text is not None and row.text.start <= character < row.text.end:
                return index
        return head

    # Laying out.

    def _unfold_at_first(self) -> None:
        """Unfold level by level while lines are few; siblings alike, so that a list looks even."""
        budget = _ROWS_AT_FIRST
        groups = deque([[self._root]])
        while groups:
            group = [node for node in groups.popleft() if node.size or node.value]
            cost = sum(min(node.size, node.step) + 1 for node in group if node.size)
            has_room = cost <= budget and all(node.depth < _LEVELS_AT_FIRST for node in group)
            for node in group:
                wanted = self._folds.get(node.path) if self._folds else None
                if isinstance(node.value, str):
                    node.is_open = bool(wanted)
                elif node.size and (has_room if wanted is None else wanted):
                    node.is_open = True
                    budget -= min(node.size, node.step) + 1
                    groups.append(node.shown())

    def _set_open(self, node: Node, *, is_open: bool) -> int:
        node.is_open = is_open
        self._keep_fold(node, is_open=is_open)
        self._layout()
        return self.row_of(node)

    def _keep_fold(self, node: Node, *, is_open: bool) -> None:
        if node.size or isinstance(node.value, str):
            path = node.path
            self._folds.pop(path, None)
            self._folds[path] = is_open
            if len(self._folds) > _FOLDS_KEPT:
                del self._folds[next(iter(self._folds))]

    def _layout(self) -> None:
        rows = self._rows = [Row(RowKind.HEAD, self._root)]
        stack: list[tuple[Node, Iterator[Node | Row]]] = []
        self._open(self._root, stack)
        while stack:
            node, entries = stack[-1]
            for entry in entries:
                if isinstance(entry, Row):
                    rows.append(entry)
                    continue
                rows.append(Row(RowKind.HEAD, entry))
                if entry.is_open and self._open(entry, stack):
                    break
            else:
                stack.pop()
                rows.append(Row(RowKind.CLOSE, node))

    def _open(self, node: Node, stack: list[tuple[Node, Iterator[Node | Row]]]) -> bool:
        """Lay out what is in an open node; True if its children are on the stack now."""
        if node.is_open and isinstance(node.value, str):
            self._rows.extend(self._wrapped(node, node.value))
        elif node.is_open:
            stack.append((node, _entries(node)))
            return True
        return False

    def _wrapped(self, node: Node, value: str) -> list[Row]:
        """Wrap an open string; kept until the width or what is shown of it changes."""
        room = self._width - width_of(indent(node.depth + 2, self._width))
        wanted = (room, *node.ranges.parts())
        known, rows = self._wraps.get(node, ((), []))
        if known != wanted:
            rows = [
                _gap(node, text.start, text.end) if text.is_gap else Row(RowKind.TEXT, node, text)
                for text in text_rows(value, node.ranges, room)
            ]
            self._wraps[node] = (wanted, rows)
        return rows


def _entries(node: Node) -> Iterator[Node | Row]:
    """Yield the children that are shown, and the gaps between."""
    for start, end, is_shown in node.ranges.parts():
        if is_shown:
            yield from node.children(start, end)
        else:
            yield _gap(node, start, end)


def _gap(node: Node, start: int, end: int) -> Row:
    return Row(RowKind.GAP, node, None, start, end)
