"""Lanes: which responses run past a row, drawn like a commit graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.record import RecordKind

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.record import Record

MOST_LANES: Final = 4
"""Lanes drawn side by side; further parallel responses are not drawn."""

START: Final = "╭"
END: Final = "╰"
MEMBER: Final = "├"
PASSING: Final = "│"
ALONE: Final = "•"
EMPTY: Final = " "


@dataclass(slots=True)
class _Lane:
    response_id: str = ""
    """Empty between `response.create` and `response.created`."""
    event_id: str = ""
    """Of the `response.create`, to recognise its refusal."""


@dataclass(slots=True)
class LaneTracker:
    """Follows the responses of one capture, row by row."""

    _lanes: list[_Lane | None] = field(default_factory=list)
    changes: int = 0
    """How often a lane has begun or ended: until then each response keeps its cells."""
    _over: set[str] = field(default_factory=set)
    """Responses that have ended, so that what comes late does not begin them again."""

    def feed(self, record: Record, event: Event, response_id: str | None) -> str:
        """The lane cells of the next row, such as `├│`.

        Args:
            record: The record of the row.
            event: Its event.
            response_id: The response that the row belongs to, if any.
        """
        if record.kind is RecordKind.NOTICE:
            return self._notice(event)
        kind = event.canonical_type
        if kind == "response.create":
            return self._draw(self._open(_Lane(event_id=event.event_id or "")), START)
        if kind == "error":
            return self._refused(event)
        if response_id is None:
            return self._draw(None, EMPTY)
        return self._member(kind, response_id)

    def _member(self, kind: str, response_id: str) -> str:
        index = self._find(response_id)
        is_new = index is None
        if index is None and kind == "response.created":
            index = self._find("")
            if index is not None and (lane := self._lanes[index]) is not None:
                lane.response_id = response_id
                is_new = False
        if kind == "response.created":
            self._over.discard(response_id)
        if kind == "response.done":
            self._over.add(response_id)
            if index is None:
                return self._draw(self._free_place(), ALONE)
            cells = self._draw(index, END)
            self._close(index)
            return cells
        if index is None:
            if not kind.startswith("response.") or response_id in self._over:
                return self._draw(None, EMPTY)
            index = self._open(_Lane(response_id=response_id))
        return self._draw(index, START if is_new else MEMBER)

    def _refused(self, event: Event) -> str:
        event_id = event.text("error", "event_id")
        code = event.text("error", "code")
        for index, lane in enumerate(self._lanes):
            if lane is None or lane.response_id:
                continue
            by_id = bool(event_id) and lane.event_id == event_id
            by_code = not event_id and code == "conversation_already_has_active_response"
            if by_id or by_code:
                cells = self._draw(index, END)
                self._close(index)
                return cells
        return self._draw(None, EMPTY)

    def _notice(self, event: Event) -> str:
        if event.text("kind") in {"close", "open"}:
            self._lanes.clear()
            self.changes += 1
        return self._draw(None, EMPTY)

    def _find(self, response_id: str) -> int | None:
        for index, lane in enumerate(self._lanes):
            if lane is not None and lane.response_id == response_id:
                return index
        return None

    def _free_place(self) -> int:
        for index, lane in enumerate(self._lanes):
            if lane is None:
                return index
        return len(self._lanes)

    def _open(self, lane: _Lane) -> int:
        self.changes += 1
        index = self._free_place()
        if index == len(self._lanes):
            self._lanes.append(lane)
        else:
            self._lanes[index] = lane
        return index

    def _close(self, index: int) -> None:
        self.changes += 1
        self._lanes[index] = None
        while self._lanes and self._lanes[-1] is None:
            self._lanes.pop()

    def _draw(self, own: int | None, mark: str) -> str:
        cells = [EMPTY if lane is None else PASSING for lane in self._lanes]
        if own is not None:
            cells += [EMPTY] * (own + 1 - len(cells))
            cells[own] = mark
        return "".join(cells[:MOST_LANES])
