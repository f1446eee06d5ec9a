"""What each client event does, as a table of functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from realtime_inspector.simulator.conversation import decode_audio, item_from_client
from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.run import ResponseRun
from realtime_inspector.simulator.session import updated
from realtime_inspector.simulator.world import World

Handler: TypeAlias = Callable[[World, Mapping[str, Any]], None]

_BYTES_PER_MS: Final = 48
_SHORTEST_COMMIT_MS: Final = 100
_LARGEST_BUFFER: Final = 64 * 1024 * 1024


def _update_session(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §2; a model may be chosen here only if the URL named none."""
    patch = event["session"]
    voice_is_fixed = world.conversation.has_assistant_audio()
    world.session = updated(world.session, patch, voice_is_fixed=voice_is_fixed)
    if not world.model_is_named and patch.get("model"):
        world.session["model"] = patch["model"]
    world.emit("session.updated", session=world.session)


def _append_audio(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §7: never answered."""
    world.input_buffer += decode_audio(event["audio"], "audio")
    del world.input_buffer[:-_LARGEST_BUFFER]


def _commit_audio(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §7: a user item, and no response."""
    del event
    length = len(world.input_buffer) / _BYTES_PER_MS
    if length < _SHORTEST_COMMIT_MS:
        message = (
            "Error committing input audio buffer: buffer too small. Expected at least 100ms of "
            f"audio, but buffer only has {length:.2f}ms of audio."
        )
        raise RefusalError("input_audio_buffer_commit_empty", message)
    item_id = world.ids.make("item")
    item: dict[str, Any] = {
        "id": item_id,
        "type": "message",
        "status": "completed",
        "role": "user",
        "content": [{"type": "input_audio", "transcript": None}],
    }
    world.conversation.input_audio[item_id] = bytes(world.input_buffer)
    world.input_buffer.clear()
    previous = world.conversation.last_id()
    world.emit("input_audio_buffer.committed", previous_item_id=previous, item_id=item_id)
    _add_item(world, item, None)


def _clear_audio(world: World, event: Mapping[str, Any]) -> None:
    del event
    world.input_buffer.clear()
    world.emit("input_audio_buffer.cleared")


def _create_item(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §3, §5a, §11: added and done at once, and no response."""
    raw = event["item"]
    if raw["type"] == "function_call_output" and not world.conversation.has_call(raw["call_id"]):
        message = f"Tool call ID '{raw['call_id']}' not found in conversation."
        raise RefusalError("invalid_tool_call_id", message, "item.call_id")
    item, audio = item_from_client(raw, world.ids.make("item"), world.ids.make_call())
    _add_item(world, item, event.get("previous_item_id"))
    if audio:
        world.conversation.input_audio[item["id"]] = audio


def _add_item(world: World, item: dict[str, Any], after: str | None) -> None:
    previous = world.conversation.insert(item, after)
    for kind in ("conversation.item.added", "conversation.item.done"):
        world.emit(kind, previous_item_id=previous, item=item)


def _retrieve_item(world: World, event: Mapping[str, Any]) -> None:
    item = world.conversation.find(event["item_id"])
    if item is None:
        raise _no_such_item("retrieve", "retrieving", event["item_id"])
    world.emit("conversation.item.retrieved", item=item)


def _delete_item(world: World, event: Mapping[str, Any]) -> None:
    if not world.conversation.delete(event["item_id"]):
        raise _no_such_item("delete", "deleting", event["item_id"])
    world.emit("conversation.item.deleted", item_id=event["item_id"])


def _no_such_item(verb: str, doing: str, item_id: str) -> RefusalError:
    message = f"Error {doing} item: the item with id '{item_id}' does not exist."
    return RefusalError(f"item_{verb}_invalid_item_id", message)


def _truncate_item(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §11: assistant audio only, and not past its end."""
    item_id, end = event["item_id"], event["audio_end_ms"]
    item = world.conversation.find(item_id)
    if item is None:
        message = f"Item with item_id not found: {item_id}"
        raise RefusalError("item_truncate_invalid_item_id", message, "item_id")
    spoken = world.conversation.output_audio_ms.get(item_id)
    if not spoken or event["content_index"] != 0:
        message = "Only model output audio messages can be truncated"
        raise RefusalError("unsupported_content_type", message)
    if end > spoken:
        message = f"Audio content of {int(spoken)}ms is already shorter than {end}ms"
        raise RefusalError("invalid_value", message)
    world.conversation.output_audio_ms[item_id] = end
    if item["content"]:
        item["content"] = [{"type": "output_audio", "transcript": ""}]
    fields = {key: event[key] for key in ("item_id", "content_index", "audio_end_ms")}
    world.emit("conversation.item.truncated", **fields)


def _create_response(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §4: one response at a time in the default conversation."""
    run = ResponseRun(world, event.get("response") or {})
    active = world.default_run()
    if active is not None and run.in_conversation:
        message = (
            f"Conversation already has an active response in progress: {active.id}. "
            "Wait until the response is finished before creating a new one."
        )
        raise RefusalError("conversation_already_has_active_response", message)
    run.start()


def _cancel_response(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §10: without an id, only the default conversation's response."""
    wanted = event.get("response_id")
    if wanted is None:
        run = world.default_run()
    else:
        run = next((each for each in world.runs if each.id == wanted), None)
    if run is None:
        message = "Cancellation failed: no active response found"
        raise RefusalError("response_cancel_not_active", message)
    run.cancel("client_cancelled")


HANDLERS: Final[dict[str, Handler]] = {
    "session.update": _update_session,
    "input_audio_buffer.append": _append_audio,
    "input_audio_buffer.commit": _commit_audio,
    "input_audio_buffer.clear": _clear_audio,
    "conversation.item.create": _create_item,
    "conversation.item.retrieve": _retrieve_item,
    "conversation.item.delete": _delete_item,
    "conversation.item.truncate": _truncate_item,
    "response.create": _create_response,
    "response.cancel": _cancel_response,
}
