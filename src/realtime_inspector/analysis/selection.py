"""The part of a conversation that some of a capture's records are about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from realtime_inspector.core.persistent_map import PersistentMap
from realtime_inspector.core.usage import Bill, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.core.filter_row import Row
    from realtime_inspector.core.state import CaptureState, Item, Response


class Selection:
    """Collects records, and cuts the state after the whole capture down to what they are about.

    Things stay whole: of an answer of which one delta was collected all of the text is left, with
    its end and its figures as the whole capture tells them. That is what a reader of a
    conversation means by "from here to there"; a state made of these records alone would know
    neither the beginning of a text nor whose it is.

    - A record is about the item that it names, else about the response that it names and all of
      that response's items; `response.create` and `conversation.item.create` are about what came
      of them; an error or a notice is about itself.
    - A function call brings its result and the reverse; an item brings the response that made it.
    """

    def __init__(self) -> None:
        self._seqs: set[int] = set()
        self._items: set[int] = set()
        self._responses: set[str] = set()

    def __len__(self) -> int:
        """How many records were collected."""
        return len(self._seqs)

    def add(self, row: Row, state: CaptureState) -> None:
        """Collect a record.

        Args:
            row: The record.
            state: The state after it.
        """
        self._seqs.add(row.seq)
        item = state.item(row.item_id)
        if item is not None:
            self._items.add(item.key)
        elif row.response_id:
            self._responses.add(row.response_id)

    def of(self, state: CaptureState) -> CaptureState:
        """The part of a state that the records are about; sessions and clocks stay."""
        named = {
            one.id
            for one in state.responses.values()
            if one.id in self._responses or one.request_seq in self._seqs
        }
        items = self._with_partners(state, named)
        named |= {one.response_id for one in items.values()}
        responses: dict[str, Response] = {
            key: one for key, one in state.responses.items() if key in named
        }
        return replace(
            state,
            items=PersistentMap(items),
            responses=PersistentMap(responses),
            problems=PersistentMap({k: v for k, v in state.problems.items() if k in self._seqs}),
            notices=PersistentMap({k: v for k, v in state.notices.items() if k in self._seqs}),
            usage=sum((one.usage for one in responses.values() if one.usage), Usage()),
            bills=_bills(responses.values()),
        )

    def _with_partners(self, state: CaptureState, responses: set[str]) -> dict[int, Item]:
        direct = {
            key: one
            for key, one in state.items.items()
            if key in self._items
            or key in self._seqs
            or one.request_seq in self._seqs
            or one.response_id in responses
        }
        calls = {(one.session, one.call_id) for one in direct.values() if one.call_id}
        return {
            key: one
            for key, one in state.items.items()
            if key in direct or (one.session, one.call_id) in calls
        }


def _bills(responses: Iterable[Response]) -> PersistentMap[int, Bill]:
    """What these responses were billed, by session; transcripts are left out of a part."""
    bills: dict[int, Bill] = {}
    for response in responses:
        if not response.is_active:
            bill = bills.get(response.session) or Bill()
            bills[response.session] = bill.with_response(response.usage)
    return PersistentMap(bills)
