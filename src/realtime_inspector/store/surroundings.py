"""The log around an event, for the rules of causality: over columns, without reading it all."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.columns import OTHER
from realtime_inspector.core.record import Direction, RecordKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.kind import Kind
    from realtime_inspector.store.store import Store

_MOST_OTHER: Final = 256
"""Records of other connections that are passed over, where several run at a time."""
_MOST_EARLY: Final = 64
"""Records before a `session.created` that may belong to its session."""


class StoreSurroundings:
    """What a store knows around its records; see `core.causality.Surroundings`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = 0
        """How many kinds `_numbers` knows."""
        self._numbers: dict[frozenset[str], list[int]] = {}
        self._asked = (0, 0, 0)
        self._span = (1, 0)
        """What `_bounds` said last, and of what."""

    def kind(self, seq: int) -> Kind:
        """The kind of a record."""
        return self._store.row(seq).kind

    def event(self, seq: int) -> Event:
        """The event of a record."""
        return self._store.event(seq)

    def names(self, seq: int) -> tuple[str, str]:
        """The response and the item that a record names; empty where it names none."""
        columns, place = self._store.columns, seq - 1
        if place < columns.described:
            ids = columns.ids.values
            return ids[columns.responses[place]], ids[columns.items[place]]
        if self._store.is_long(seq):
            return "", ""
        event = self.event(seq)
        return event.response_id or "", event.item_id or ""

    def last(self, seq: int, types: frozenset[str]) -> int | None:
        """The newest record of some types before another one, in its session and connection."""
        first = self._bounds(seq)[0] - 1

        def find(number: int, place: int) -> int:
            return self._before(number, first, place)

        return self._search(seq, types, find, max)

    def first(self, seq: int, types: frozenset[str]) -> int | None:
        """The first record of some types after another one, in its session and connection."""
        end = self._bounds(seq)[1]

        def find(number: int, place: int) -> int:
            return self._after(number, place, end)

        return self._search(seq, types, find, min)

    def answered(self, seq: int) -> int | None:
        """The client event that a server event answers, as the fold has paired them."""
        state = self._store.state
        problem = state.problems.get(seq)
        return state.answered.get(seq) if problem is None else problem.cause_seq

    def is_folded(self, seq: int) -> bool:
        """Whether the fold has come to the record."""
        folding = self._store.folding
        return folding.span[0] <= seq <= folding.state.seq

    def has_client_events(self, seq: int) -> bool:
        """Whether the capture holds anything that a client sent."""
        del seq
        columns = self._store.columns
        return any(
            kind.direction is Direction.SENT and kind.record is not RecordKind.NOTICE
            for kind in columns.kinds.values
        )

    # Inside. Places count from 0.

    def _search(
        self,
        seq: int,
        types: frozenset[str],
        find: Callable[[int, int], int],
        nearest: Callable[[list[int]], int],
    ) -> int | None:
        columns = self._store.columns
        conn, place = columns.connection(seq - 1), seq - 1
        for _ in range(_MOST_OTHER):
            found = [at for number in self._of_types(types) if (at := find(number, place)) >= 0]
            if not found:
                return None
            place = nearest(found)
            if columns.connection(place) == conn:
                return place + 1
        return None

    def _of_types(self, types: frozenset[str]) -> list[int]:
        """Numbers of the kinds that have one of the types; looked up once for each question."""
        kinds = self._store.columns.kinds.values
        if len(kinds) != self._known:
            self._numbers.clear()
            self._known = len(kinds)
        numbers = self._numbers.get(types)
        if numbers is None:
            named = ((number, kind.canonical or kind.type) for number, kind in enumerate(kinds))
            numbers = self._numbers[types] = [one for one, name in named if name in types]
        return numbers

    def _before(self, number: int, first: int, place: int) -> int:
        columns = self._store.columns
        if number < OTHER:
            return columns.codes.rfind(number, first, place)
        rare = (at for at in columns.rare if columns.kind_number(at) == number)
        return max((at for at in rare if first <= at < place), default=-1)

    def _after(self, number: int, place: int, end: int) -> int:
        columns = self._store.columns
        if number < OTHER:
            return columns.codes.find(number, place + 1, end)
        rare = (at for at in columns.rare if columns.kind_number(at) == number)
        return min((at for at in rare if place < at < end), default=-1)

    def _bounds(self, seq: int) -> tuple[int, int]:
        """First and last number of the records of a record's session, on its connection."""
        columns, starts = self._store.columns, self._store.folding.sessions
        asked = (seq, len(columns), len(starts))
        if self._asked != asked:
            self._asked, self._span = asked, self._find_bounds(seq)
        return self._span

    def _find_bounds(self, seq: int) -> tuple[int, int]:
        columns, starts = self._store.columns, self._store.folding.sessions
        conn = columns.connection(seq - 1)
        index = bisect_right(starts, seq)
        before = reversed(starts[max(0, index - _MOST_OTHER) : index])
        after = starts[index : index + _MOST_OTHER]
        mine = (one for one in before if columns.connection(one - 1) == conn)
        first = next((self._opening(one) for one in mine), 1)
        last = len(columns)
        for opening in (self._opening(one) for one in after if columns.connection(one - 1) == conn):
            if opening > seq:
                last = opening - 1
                break
            first = opening
        return first, last

    def _opening(self, start: int) -> int:
        """From where on records belong to the session that a `session.created` begins.

        A connection is opened before, and a client may ask at once.
        """
        columns, first = self._store.columns, start
        lowest = max(1, start - _MOST_EARLY)
        while first > lowest and _is_early(columns.kind(first - 2)):
            first -= 1
        return first


def _is_early(kind: Kind) -> bool:
    """Whether a record may come before the `session.created` of its session."""
    if kind.record is RecordKind.NOTICE:
        return kind.type in {"open", "connecting"}
    return kind.direction is Direction.SENT
