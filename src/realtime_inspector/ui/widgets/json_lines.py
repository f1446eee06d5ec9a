"""A JSON value as foldable lines: only what is unfolded is walked, only what is asked is spelt out.

Nothing here recurses, because a peer may send a value nested deeper than Python's stack.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import deque
from enum import IntEnum
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from realtime_inspector.ui.present.cells import take_cells, width_of
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.widgets.json_text import JsonPath, is_base64, pairs_of, scalar_text
from realtime_inspector.ui.widgets.text_lines import (
    CHARACTERS_SHOWN,
    NOTE,
    TEXT,
    WIDTH_UNKNOWN,
    JsonWords,
    wrap_text,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from realtime_inspector.ui.widgets.line_view import LinePart

Summarise: TypeAlias = "Callable[[JsonPath, str], str | None]"
_Chain: TypeAlias = "tuple[_Chain, int] | None"

CHILDREN_SHOWN: Final = 500
_ROWS_AT_FIRST: Final = 1_500
_ROWS_UNFOLDED: Final = 20_000
_LEVELS_AT_FIRST: Final = 16
_FOLDS_KEPT: Final = 1_000
_TELLING_KEYS: Final = ("type", "name", "role", "status", "id")

KEY: Final = "json-tree--key"
STRING: Final = "json-tree--string"
NUMBER: Final = "json-tree--number"
LITERAL: Final = "json-tree--literal"
PUNCTUATION: Final = "json-tree--punctuation"
MATCH: Final = "json-tree--match"


class RowKind(IntEnum):
    """What a line is to its node."""

    HEAD = 0
    TEXT = 1
    MORE = 2
    CLOSE = 3


class Node:
    """One value in its place. Made when its parent is unfolded, not before."""

    __slots__ = (
        "children",
        "depth",
        "is_last",
        "is_open",
        "key",
        "limit",
        "parent",
        "position",
        "summary",
        "value",
    )

    def __init__(
        self, value: object, key: str | int | None, parent: Node | None, position: int
    ) -> None:
        self.value = value
        self.key = key
        self.parent = parent
        self.position = position
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.is_last = True
        self.is_open = False
        self.limit = CHARACTERS_SHOWN if isinstance(value, str) else CHILDREN_SHOWN
        self.children: list[Node] = []
        self.summary: str | None = None

    @property
    def size(self) -> int:
        """Number of children; 0 for what has none."""
        return len(self.value) if isinstance(self.value, (dict, list)) else 0

    @property
    def path(self) -> JsonPath:
        """Keys and indexes from the root."""
        path: list[str | int] = []
        node: Node | None = self
        while node is not None and node.key is not None:
            path.append(node.key)
            node = node.parent
        return tuple(reversed(path))

    @property
    def positions(self) -> tuple[int, ...]:
        """Places among the siblings, from the root: in document order when compared."""
        places: list[int] = []
        node: Node | None = self
        while node is not None and node.parent is not None:
            places.append(node.position)
            node = node.parent
        return tuple(reversed(places))

    def load_children(self) -> list[Node]:
        """Make the children up to the limit."""
        have = len(self.children)
        for position, (key, value) in enumerate(
            islice(pairs_of(self.value), have, self.limit), start=have
        ):
            child = Node(value, key, self, position)
            child.is_last = position == self.size - 1
            self.children.append(child)
        return self.children


class Row(NamedTuple):
    """One line."""

    kind: RowKind
    node: Node
    text: str = ""


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
        self._summarise = summarise
        self._folds = {} if folds is None else folds
        self._words = words or JsonWords()
        self._search: re.Pattern[str] | None = None
        self._matches: list[_Chain] | None = []
        self._root = Node(value, None, None, 0)
        self._unfold_at_first()
        self._rows: list[Row] = []
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
            return self._head(node, width)
        if row.kind is RowKind.TEXT:
            return [(_indent(node.depth + 2, width), ""), *self._marked(row.text, TEXT)]
        if row.kind is RowKind.MORE:
            return [(_indent(node.depth + 2, width), ""), (f"… {self._more(node)}", NOTE)]
        bracket = "}" if isinstance(node.value, dict) else "]"
        return [(_indent(node.depth + 1, width), ""), (bracket + _comma(node), PUNCTUATION)]

    # Places.

    def node_at(self, index: int) -> Node:
        """Return the node that a line belongs to."""
        return self._rows[index].node

    def row_of(self, node: Node) -> int:
        """Return the first line of a node that is on show."""
        for index, row in enumerate(self._rows):
            if row.node is node:
                return index
        return 0

    def row_of_path(self, path: JsonPath) -> int:
        """Return the line of a path, or 0 if it is not on show."""
        depth, last = len(path), path[-1] if path else None
        for index, row in enumerate(self._rows):
            node = row.node
            if node.depth == depth and node.key == last and node.path == path:
                return index
        return 0

    def marker_column(self, index: int, width: int) -> int:
        """Return the column of a line's fold marker."""
        return width_of(_indent(self._rows[index].node.depth, width))

    # Folding. Each returns the line to put the cursor on, or None if there was nothing to do.

    def toggle(self, index: int, width: int) -> int | None:
        """Fold what is open, unfold what is not, show more where there is more."""
        row = self._rows[index]
        node = row.node
        if row.kind is RowKind.MORE:
            node.limit += CHARACTERS_SHOWN if isinstance(node.value, str) else CHILDREN_SHOWN
            self._layout()
            return index
        if node.is_open:
            return self.fold(index)
        return self.unfold(index, width)

    def fold(self, index: int) -> int | None:
        """Fold a line's node; a line within goes to its head."""
        node = self._rows[index].node
        if not node.is_open:
            return None
        return self._set_open(node, is_open=False)

    def unfold(self, index: int, width: int) -> int | None:
        """Unfold a line's node: its children, or a long string's whole text."""
        node = self._rows[index].node
        if node.is_open or not (node.size or self._is_cut(node, width)):
            return None
        return self._set_open(node, is_open=True)

    def unfold_all(self, index: int) -> int:
        """Unfold everything under a line's node, as far as a row budget goes."""
        top = self._rows[index].node
        budget = _ROWS_UNFOLDED
        queue = deque([top])
        while queue and budget > 0:
            node = queue.popleft()
            if node.size:
                node.is_open = True
                budget -= min(node.size, node.limit) + 1
                queue.extend(node.load_children())
        self._layout()
        return self.row_of(top)

    def parent_row(self, index: int) -> int:
        """Return the line of the parent."""
        node = self._rows[index].node
        return self.row_of(node.parent or node)

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
    def match_count(self) -> int:
        """Keys and values that match, folded ones too."""
        return len(self._all_matches())

    def set_search(self, pattern: re.Pattern[str] | None) -> None:
        """Mark what matches. Base64 is not searched: no hit in it means anything."""
        self._search = pattern
        self._matches = [] if pattern is None else None

    def match_from(self, index: int, step: int) -> int | None:
        """Return the line of the next match, or of the one before (`step` -1), unfolding to it."""
        matches = self._all_matches()
        if not matches:
            return None
        here = self._rows[index].node.positions
        if step > 0:
            nearest = bisect_right(matches, here, key=_expand)
        else:
            nearest = bisect_left(matches, here, key=_expand) - 1
        return self._reveal(_expand(matches[nearest % len(matches)]))

    def _all_matches(self) -> list[_Chain]:
        """Search the whole value, but only once somebody wants to know."""
        if self._matches is None:
            self._matches = [] if self._search is None else list(self._find(self._search))
        return self._matches

    def _find(self, pattern: re.Pattern[str]) -> Iterator[_Chain]:
        chain: _Chain = None
        stack: list[tuple[object, object, _Chain]] = [(None, self.value, chain)]
        while stack:
            key, value, chain = stack.pop()
            if (isinstance(key, str) and pattern.search(key)) or _matches(pattern, value):
                yield chain
            if isinstance(value, (dict, list)):
                pairs = list(enumerate(pairs_of(value)))
                stack.extend((k, v, (chain, position)) for position, (k, v) in reversed(pairs))

    def _reveal(self, positions: tuple[int, ...]) -> int:
        node = self._root
        for position in positions:
            node.is_open = True
            if position >= node.limit:
                node.limit = (position // CHILDREN_SHOWN + 1) * CHILDREN_SHOWN
            node = node.load_children()[position]
        if self._is_cut(node, self._width):
            node.is_open = True  # the hit may be in the part that is cut
        self._layout()
        return self._first_hit(self.row_of(node))

    def _first_hit(self, head: int) -> int:
        """Return the line of an unfolded string with the hit, or its first."""
        node = self._rows[head].node
        for index in range(head + 1, len(self._rows)):
            row = self._rows[index]
            if row.kind is not RowKind.TEXT or row.node is not node:
                break
            if self._search is not None and self._search.search(row.text):
                return index
        return head

    # Laying out.

    def _unfold_at_first(self) -> None:
        """Unfold level by level while lines are few; siblings alike, so that a list looks even."""
        budget = _ROWS_AT_FIRST
        groups = deque([[self._root]])
        while groups:
            group = [node for node in groups.popleft() if node.size or node.value]
            cost = sum(min(node.size, node.limit) + 1 for node in group if node.size)
            has_room = cost <= budget and all(node.depth < _LEVELS_AT_FIRST for node in group)
            for node in group:
                wanted = self._folds.get(node.path) if self._folds else None
                if isinstance(node.value, str):
                    node.is_open = bool(wanted)
                elif node.size and (has_room if wanted is None else wanted):
                    node.is_open = True
                    budget -= min(node.size, node.limit) + 1
                    groups.append(node.load_children())

    def _set_open(self, node: Node, *, is_open: bool) -> int:
        node.is_open = is_open
        if len(self._folds) < _FOLDS_KEPT:
            self._folds[node.path] = is_open
        self._layout()
        return self.row_of(node)

    def _layout(self) -> None:
        rows = self._rows = [Row(RowKind.HEAD, self._root)]
        stack: list[tuple[Node, Iterator[Node]]] = []
        self._open(self._root, stack)
        while stack:
            node, children = stack[-1]
            child = next(children, None)
            if child is not None:
                rows.append(Row(RowKind.HEAD, child))
                if child.is_open:
                    self._open(child, stack)
                continue
            stack.pop()
            if node.size > len(node.children):
                rows.append(Row(RowKind.MORE, node))
            rows.append(Row(RowKind.CLOSE, node))

    def _open(self, node: Node, stack: list[tuple[Node, Iterator[Node]]]) -> None:
        if not node.is_open:
            return
        if isinstance(node.value, str):
            room = self._width - width_of(_indent(node.depth + 2, self._width))
            lines = wrap_text(node.value[: node.limit], room)
            self._rows.extend(Row(RowKind.TEXT, node, line) for line in lines)
            if len(node.value) > node.limit:
                self._rows.append(Row(RowKind.MORE, node))
        else:
            stack.append((node, iter(node.load_children())))

    def _more(self, node: Node) -> str:
        if isinstance(node.value, str):
            return self._words.characters.format(count=f"{len(node.value) - node.limit:,}")
        return self._words.more.format(count=f"{node.size - len(node.children):,}")

    # Spelling out.

    def _head(self, node: Node, width: int) -> list[LinePart]:
        parts: list[LinePart] = [
            (_indent(node.depth, width), ""),
            (self._marker(node, width), NOTE),
        ]
        if isinstance(node.key, str):
            parts += [*self._marked(_quoted(node.key, width), KEY), (": ", PUNCTUATION)]
        if isinstance(node.value, (dict, list)):
            return parts + self._container(node)
        if isinstance(node.value, str):
            parts += self._string(node, node.value, width)
        else:
            text, style = _scalar(node.value)
            parts += self._marked(text, style)
        parts.append((_comma(node), PUNCTUATION))
        return parts

    def _marker(self, node: Node, width: int) -> str:
        if node.is_open:
            return "▾ "
        if node.size or self._is_cut(node, width):
            return "▸ "
        return "  "

    def _container(self, node: Node) -> list[LinePart]:
        is_dict = isinstance(node.value, dict)
        before, after = "{}" if is_dict else "[]"
        if node.is_open:
            return [(before, PUNCTUATION)]
        if not node.size:
            return [(before + after + _comma(node), PUNCTUATION)]
        count = f"{node.size:,}"
        text = self._words.keys.format(count=count) if is_dict else count
        return [
            (f"{before}… ", PUNCTUATION),
            (text, NOTE),
            (after + _comma(node), PUNCTUATION),
            (_telling(node.value), NOTE),
        ]

    def _string(self, node: Node, value: str, width: int) -> list[LinePart]:
        if is_base64(value):
            return [(self._describe_base64(node, value), NOTE), (f" {value[:24]}…", STRING)]
        if node.is_open:
            return [(self._words.characters.format(count=f"{len(value):,}"), NOTE)]
        return self._marked(_quoted(value, width), STRING)

    def _describe_base64(self, node: Node, value: str) -> str:
        if node.summary is None:
            found = self._summarise(node.path, value) if self._summarise else None
            size = len(value) * 3 // 4 - value.count("=", -2)
            parts = [self._words.base64, _size_text(size)]
            node.summary = " · ".join([*parts, found] if found else parts)
        return node.summary

    def _is_cut(self, node: Node, width: int) -> bool:
        """Whether a string does not fit its line, or reads better over several."""
        value = node.value
        if not isinstance(value, str):
            return False
        head = width_of(_indent(node.depth, width)) + 5
        if isinstance(node.key, str):
            head += width_of(_quoted(node.key, width)) + 2
        return (
            len(value) > width - head
            or "\n" in value
            or head + width_of(_quoted(value, width)) - 2 > width
        )

    def _marked(self, text: str, style: str) -> list[LinePart]:
        """Split a text where the search hits, so that the hits stand out."""
        text = visible(text)
        if self._search is None:
            return [(text, style)]
        parts: list[LinePart] = []
        start = 0
        for hit in self._search.finditer(text):
            if hit.end() > hit.start():
                parts += [(text[start : hit.start()], style), (hit.group(), (style, MATCH))]
                start = hit.end()
        parts.append((text[start:], style))
        return parts


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    if isinstance(value, str):
        return not is_base64(value) and pattern.search(value) is not None
    if isinstance(value, (dict, list)):
        return False
    return pattern.search(scalar_text(value)) is not None


def _expand(chain: _Chain) -> tuple[int, ...]:
    places: list[int] = []
    while chain is not None:
        chain, place = chain
        places.append(place)
    return tuple(reversed(places))


def _scalar(value: object) -> tuple[str, str]:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return scalar_text(value), NUMBER if is_number else LITERAL


def _quoted(text: str, width: int) -> str:
    """Return a JSON string, of a long one only what can be seen."""
    room = 2 * max(width, 20)
    if len(text) > room:
        return visible(json.dumps(text[:room], ensure_ascii=False)[:-1] + "…")
    return visible(json.dumps(text, ensure_ascii=False))


def _comma(node: Node) -> str:
    return "" if node.is_last else ","


def _indent(depth: int, width: int) -> str:
    """Indent by two cells a level; deeper than half the width the level is a number instead."""
    if 2 * depth <= width // 2:
        return "  " * depth
    return f"‹{depth:,}› "


def _telling(value: object) -> str:
    """What tells a folded object from its siblings."""
    if not isinstance(value, dict):
        return ""
    found = [value[key] for key in _TELLING_KEYS if isinstance(value.get(key), str)]
    texts = [take_cells(visible(text[:64]), 32)[0] for text in found if text]
    return "  " + " · ".join(texts) if texts else ""


def _size_text(size: int) -> str:
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.1f} KiB"
    return f"{size / 1024 / 1024:.1f} MiB"
