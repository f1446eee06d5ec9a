"""One value of a JSON tree in its place, and its children as far as they are wanted."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from realtime_inspector.ui.widgets.json_text import JsonPath, pairs_of
from realtime_inspector.ui.widgets.ranges import Ranges
from realtime_inspector.ui.widgets.text_lines import CHARACTERS_ADDED, CHARACTERS_SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

CHILDREN_SHOWN: Final = 500
"""Children shown at first; each time more are wanted, as many again are added."""

CHILDREN_ADDED: Final = 10_000
"""The most that are added at a time."""


class Node:
    """One value in its place. Made when its parent is unfolded, not before."""

    __slots__ = (
        "_children",
        "_ranges",
        "depth",
        "is_last",
        "is_open",
        "key",
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
        self.is_last = parent is None or position == parent.size - 1
        self.is_open = False
        self.summary: str | None = None
        self._ranges: Ranges | None = None
        self._children: dict[int, Node] = {}

    @property
    def size(self) -> int:
        """Number of children; 0 for what has none."""
        return len(self.value) if isinstance(self.value, (dict, list)) else 0

    @property
    def step(self) -> int:
        """How much is shown at first: characters or children."""
        return CHARACTERS_SHOWN if isinstance(self.value, str) else CHILDREN_SHOWN

    def show_more(self, start: int) -> None:
        """Show more of the gap that begins at `start`."""
        most = CHARACTERS_ADDED if isinstance(self.value, str) else CHILDREN_ADDED
        self.ranges.show_more(start, self.step, most)

    @property
    def ranges(self) -> Ranges:
        """Which characters of a string, or which children, are shown when it is open."""
        if self._ranges is None:
            size = len(self.value) if isinstance(self.value, str) else self.size
            self._ranges = Ranges(size, self.step)
        return self._ranges

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

    @property
    def made(self) -> Iterator[Node]:
        """The children that exist as nodes."""
        return iter(self._children.values())

    def children(self, start: int, end: int) -> list[Node]:
        """Return the children from one place to another, made where they are missing."""
        if any(place not in self._children for place in range(start, end)):
            pairs = islice(pairs_of(self.value), start, end)
            for place, (key, value) in enumerate(pairs, start=start):
                if place not in self._children:
                    self._children[place] = Node(value, key, self, place)
        return [self._children[place] for place in range(start, end)]

    def shown(self) -> list[Node]:
        """Return the children that are shown when it is open."""
        return [
            child
            for start, end, is_shown in self.ranges.parts()
            if is_shown
            for child in self.children(start, end)
        ]

    def child(self, position: int) -> Node:
        """Return one child."""
        return self.children(position, position + 1)[0]

    def child_of_key(self, key: str | int) -> Node | None:
        """Return the child with a key or an index."""
        value = self.value
        if isinstance(value, list):
            is_there = isinstance(key, int) and 0 <= key < len(value)
            return self.child(key) if is_there and isinstance(key, int) else None
        if not isinstance(value, dict) or key not in value:
            return None
        return self.child(next(place for place, name in enumerate(value) if name == key))
