"""What a person does by hand that needs an id from the state: answer a call, truncate an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.state import CaptureState, Item


def tool_output(state: CaptureState, output: str) -> dict[str, Any]:
    """The `conversation.item.create` that answers the first function call without an output.

    Raises:
        UsageError: There is no such call.
    """
    answered = {item.call_id for item in _items(state) if item.type == "function_call_output"}
    calls = (item for item in _items(state) if item.type == "function_call" and item.call_id)
    call = next((item for item in calls if item.call_id not in answered), None)
    if call is None:
        raise UsageError("No function call waits for its output.")
    item = {"type": "function_call_output", "call_id": call.call_id, "output": output}
    return {"type": "conversation.item.create", "item": item}


def truncation(state: CaptureState, heard_ms: str) -> dict[str, Any]:
    """The `conversation.item.truncate` that cuts the last answer with audio.

    Args:
        state: The newest state.
        heard_ms: How many milliseconds of it were heard, as typed.

    Raises:
        UsageError: It is no number, or there is no answer with audio.
    """
    if not heard_ms.isdecimal() or not heard_ms.isascii():
        raise UsageError("How many milliseconds were heard? Such as: /truncate 800")
    spoken = [item for item in _items(state) if item.role == "assistant" and item.audio_bytes]
    if not spoken:
        raise UsageError("No answer with audio is there to be truncated.")
    return {
        "type": "conversation.item.truncate",
        "item_id": spoken[-1].id,
        "content_index": 0,
        "audio_end_ms": int(heard_ms),
    }


def _items(state: CaptureState) -> Iterator[Item]:
    """The items of the present conversation, in order."""
    return (state.items[key] for key in state.order)
