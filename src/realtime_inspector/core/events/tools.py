"""Function-call arguments and MCP (lifecycles.md §5, §15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.events.edit import put_item
from realtime_inspector.core.events.response import count_delta, item_of_response
from realtime_inspector.core.events.spec import SERVER, EventSpec
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.growing_text import GrowingText

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.events.spec import At
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.core.wording import Wording


def _summarise_delta(event: Event, _state: CaptureState, _say: Wording) -> str:
    return event.text("delta") or ""


def _summarise_done(event: Event, _state: CaptureState, _say: Wording) -> str:
    return f"{event.text('name') or ''}({event.text('arguments') or ''})"


def _summarise_id(event: Event, _state: CaptureState, _say: Wording) -> str:
    return event.item_id or ""


def _handle_delta(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, item = item_of_response(state, event, at)
    if item is None:
        return state
    written = item.written.append(event.text("delta") or "")
    call_id = item.call_id or event.text("call_id") or ""
    item = replace(item, written=written, call_id=call_id, last_seq=at.seq)
    return count_delta(put_item(state, item), event, at)


def _handle_done(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, item = item_of_response(state, event, at)
    if item is None:
        return state
    arguments = event.text("arguments")
    item = replace(
        item,
        written=GrowingText(arguments) if arguments else item.written,
        name=event.text("name") or item.name,
        call_id=event.text("call_id") or item.call_id,
        last_seq=at.seq,
    )
    return put_item(state, item)


def _arguments(prefix: str) -> tuple[EventSpec, EventSpec]:
    return (
        EventSpec(
            f"{prefix}.delta",
            SERVER,
            _summarise_delta,
            _handle_delta,
            is_delta=True,
            delta_field="delta",
        ),
        EventSpec(f"{prefix}.done", SERVER, _summarise_done, _handle_done),
    )


SPECS = (
    *_arguments("response.function_call_arguments"),
    *_arguments("response.mcp_call_arguments"),
    *(
        EventSpec(f"{prefix}.{state}", SERVER, _summarise_id)
        for prefix in ("response.mcp_call", "mcp_list_tools")
        for state in ("in_progress", "completed", "failed")
    ),
)
