"""What the filter line offers: the words that occur in one capture."""

from __future__ import annotations

from collections import Counter, deque
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol

from realtime_inspector.core.filter_match import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Path = tuple[str | int, ...]
"""Keys and indexes from the event down, as in `PathIs`."""

MOST_NODES: Final = 10_000
"""Values looked at in a whole sample, so that a key press never waits for it."""
NODES_AN_EVENT: Final = 2_000
LIST_ITEMS: Final = 4
"""Elements of a list that are offered: a path names one element, and the first tell the shape."""
DEPTH: Final = 12
VALUE_LENGTH: Final = 80
"""Longest value in characters that is offered: longer ones are text, not words."""


class Vocabulary(Protocol):
    """The words of a capture. Every method answers at once, and from what is known so far."""

    def types(self) -> Mapping[str, int]:
        """The event types that occur, with their counts."""
        ...

    def ids(self, kind: str, prefix: str, limit: int) -> Sequence[str]:
        """Ids that begin so, the newest first.

        Args:
            kind: `resp`, `item`, `call`, or `id` for all of them.
            prefix: May be empty.
            limit: How many at most.
        """
        ...

    def findings(self) -> Mapping[str, int]:
        """The rules that have findings, with their counts."""
        ...

    def connections(self) -> Mapping[int, int]:
        """The numbers of the connections, with the counts of their records."""
        ...

    def paths(self, prefix: Path, limit: int) -> Sequence[Path]:
        """Whole paths that begin with some steps, the shortest first."""
        ...

    def values(self, path: Path, limit: int) -> Mapping[str, int]:
        """Values that stand at a path, as a filter writes them, with their counts."""
        ...

    def saved(self) -> Mapping[str, str]:
        """The user's saved filters by name."""
        ...


class CaptureVocabulary:
    """A `Vocabulary` made of functions; paths and values come from a sample of the events.

    The sample is read when a path is first asked for and kept, so make a new vocabulary each
    time that the filter line opens: it then knows the events that are on the screen now.
    """

    def __init__(
        self,
        *,
        types: Callable[[], Mapping[str, int]] = dict,
        ids: Callable[[str, str, int], Sequence[str]] = lambda _kind, _prefix, _limit: (),
        findings: Callable[[], Mapping[str, int]] = dict,
        connections: Callable[[], Mapping[int, int]] = dict,
        sample: Callable[[], Iterable[Mapping[str, Any]]] = tuple,
        saved: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """Names the sources; what is not given is empty.

        Args:
            types: Counts by event type.
            ids: As `Vocabulary.ids`.
            findings: Counts by rule.
            connections: Counts by the number of the connection.
            sample: Parsed events to learn paths and values from: the selected one first, then
                the visible ones. Only `MOST_NODES` values of them are looked at.
            saved: Saved filters by name.
        """
        self._types = types
        self._ids = ids
        self._findings = findings
        self._connections = connections
        self._sample = sample
        self._saved = saved

    def types(self) -> Mapping[str, int]:
        """Counts by event type."""
        return self._types()

    def ids(self, kind: str, prefix: str, limit: int) -> Sequence[str]:
        """Ids that begin so, the newest first."""
        return self._ids(kind, prefix, limit)

    def findings(self) -> Mapping[str, int]:
        """Counts by rule."""
        return self._findings()

    def connections(self) -> Mapping[int, int]:
        """Counts by the number of the connection."""
        return self._connections()

    def paths(self, prefix: Path, limit: int) -> Sequence[Path]:
        """Paths of the sample that begin with some steps, the shortest first."""
        size = len(prefix)
        below = (path for path in self._in_order if len(path) > size and path[:size] == prefix)
        return tuple(islice(below, limit))

    def values(self, path: Path, limit: int) -> Mapping[str, int]:
        """Values of the sample at a path, the most frequent first."""
        return dict(self._seen.get(path, Counter[str]()).most_common(limit))

    def saved(self) -> Mapping[str, str]:
        """Saved filters by name."""
        return self._saved()

    @cached_property
    def _seen(self) -> dict[Path, Counter[str]]:
        seen: dict[Path, Counter[str]] = {}
        nodes = (node for event in self._sample() for node in paths_of(event))
        for path, value in islice(nodes, MOST_NODES):
            values = seen.setdefault(path, Counter())
            if not isinstance(value, dict | list):
                text = as_text(value)
                if len(text) <= VALUE_LENGTH:
                    values[text] += 1
        return seen

    @cached_property
    def _in_order(self) -> list[Path]:
        return sorted(self._seen, key=len)


def paths_of(event: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """The paths of an event with their values, level by level, keys as received."""
    waiting: deque[tuple[Path, Any]] = deque([((), event)])
    given = 0
    while waiting and given < NODES_AN_EVENT:
        path, value = waiting.popleft()
        if path:
            given += 1
            yield path, value
        if len(path) < DEPTH:
            waiting.extend((((*path, step), child) for step, child in _children(value)))


def _children(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from islice(value.items(), NODES_AN_EVENT)
    elif isinstance(value, list):
        yield from enumerate(value[:LIST_ITEMS])
