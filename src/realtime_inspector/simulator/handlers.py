"""What each client event does, as a table of functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from realtime_inspector.simulator.conversation import decode_audio, item_from_client
from realtime_inspector.simulator.items import add_item, with_input_audio
from realtime_inspector.simulator.mcp import list_new_tools
from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.run import ResponseRun
from realtime_inspector.simulator.session import updated
from realtime_inspector.simulator.sound import to_pcm
from realtime_inspector.simulator.world import World

Handler: TypeAlias = Callable[[World, Mapping[str, Any]], None]


def _update_session(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §2; a model may be chosen here only if the URL named none."""
    patch = event["session"]
    voice_is_fixed = world.conversation.has_assistant_audio()
    before = world.session
    world.session = updated(world.session, patch, voice_is_fixed=voice_is_fixed)
    if not world.model_is_named and patch.get("model"):
        world.session["model"] = patch["model"]
    world.emit("session.updated", session=world.session)
    world.listener.session_changed()
    list_new_tools(world, before["tools"], world.session["tools"])


def _append_audio(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §7: never answered."""
    world.listener.append(decode_audio(event["audio"], "audio"))


def _commit_audio(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §7: a user item, and no response."""
    del event
    world.listener.commit()


def _clear_audio(world: World, event: Mapping[str, Any]) -> None:
    del event
    world.listener.clear()


def _create_item(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §3, §5a, §11: added and done at once, and no response."""
    raw = event["item"]
    if raw["type"] == "function_call_output" and not world.conversation.has_call(raw["call_id"]):
        message = f"Tool call ID '{raw['call_id']}' not found in conversation."
        raise RefusalError("invalid_tool_call_id", message, "item.call_id")
    if raw["type"] == "mcp_approval_response":
        _approve(world, raw, event.get("previous_item_id"))
        return
    item, audio = item_from_client(raw, world.ids.make("item"), world.ids.make_call())
    add_item(world, item, event.get("previous_item_id"))
    if audio:
        audio_format = world.session["audio"]["input"]["format"]["type"]
        world.conversation.keep_input_audio(item["id"], to_pcm(audio, audio_format))


def _approve(world: World, raw: Mapping[str, Any], after: str | None) -> None:
    """lifecycles.md §15: the call that waits for the answer goes on, or fails."""
    request_id = raw["approval_request_id"]
    if not world.approvals.is_open(request_id):
        message = f"Approval request '{request_id}' not found in conversation."
        raise RefusalError("invalid_approval_request_id", message, "item.approval_request_id")
    kept = ("type", "approval_request_id", "approve", "reason")
    item = {"id": raw.get("id") or world.ids.make("item")}
    item |= {key: raw[key] for key in kept if raw.get(key) is not None}
    add_item(world, item, after)
    world.approvals.answer(request_id, approve=raw["approve"])


def _retrieve_item(world: World, event: Mapping[str, Any]) -> None:
    item = world.conversation.find(event["item_id"])
    if item is None:
        raise _no_such_item("retrieve", "retrieving", event["item_id"])
    world.emit("conversation.item.retrieved", item=with_input_audio(world, item))


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
    if world.conversation.find(item_id) is None:
        message = f"Item with item_id not found: {item_id}"
        raise RefusalError("item_truncate_invalid_item_id", message, "item_id")
    spoken = world.conversation.output_audio_ms.get(item_id)
    if spoken is None or event["content_index"] != 0:
        message = "Only model output audio messages can be truncated"
        raise RefusalError("unsupported_content_type", message)
    if end > spoken:
        message = f"Audio content of {int(spoken)}ms is already shorter than {end}ms"
        raise RefusalError("invalid_value", message)
    world.conversation.truncate(item_id, end)
    fields = {key: event[key] for key in ("item_id", "content_index", "audio_end_ms")}
    world.emit("conversation.item.truncated", **fields)


def _create_response(world: World, event: Mapping[str, Any]) -> None:
    """lifecycles.md §4: one response at a time in the default conversation."""
    ResponseRun(world, event.get("response") or {}).start()


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
