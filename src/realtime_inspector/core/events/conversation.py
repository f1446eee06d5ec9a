"""`conversation.*`: items and their order (lifecycles.md §3, §11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from realtime_inspector.core.events.edit import (
    add_entry,
    ask,
    ensure_item,
    merge_item,
    parts_of,
    put_item,
    string,
    take_asked,
)
from realtime_inspector.core.events.spec import CLIENT, SERVER, EventSpec
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.state import EntryKind, Item

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.events.spec import At
    from realtime_inspector.core.persistent_sequence import PersistentSequence
    from realtime_inspector.core.state import Asked, CaptureState
    from realtime_inspector.core.wording import Wording


def item_words(raw: Mapping[str, Any], say: Wording) -> str:
    """An item object in a few words, such as `user «東京の天気は?»`."""
    kind = string(raw.get("type"))
    if kind == "function_call":
        called = f"{string(raw.get('name'))}({string(raw.get('arguments'))})"
        return say("call {called}").format(called=called)
    if kind == "function_call_output":
        return say("output {output}").format(output=string(raw.get("output")))
    who = string(raw.get("role")) or kind or "item"
    return f"{who} {_content_words(raw.get('content'))}".rstrip()


def _content_words(content: Any) -> str:
    if not isinstance(content, list):
        return ""
    words = (_part_words(part) for part in content[:8] if isinstance(part, dict))
    return " ".join(word for word in words if word)


def _part_words(part: Mapping[str, Any]) -> str:
    text = part.get("text") or part.get("transcript")
    if isinstance(text, str) and text:
        return f"«{text}»"
    kind = string(part.get("type"))
    return "" if kind in {"text", "input_text", "output_text"} else f"({kind.replace('_', ' ')})"


def _summarise_item(event: Event, _state: CaptureState, say: Wording) -> str:
    status = event.text("item", "status") or ""
    words = item_words(event.mapping("item"), say)
    return f"{words} · {status}" if status not in {"", "completed"} else words


def _summarise_create(event: Event, _state: CaptureState, say: Wording) -> str:
    return item_words(event.mapping("item"), say)


def _summarise_id(event: Event, _state: CaptureState, _say: Wording) -> str:
    return event.item_id or ""


def _summarise_truncate(event: Event, _state: CaptureState, say: Wording) -> str:
    end = event.integer("audio_end_ms")
    item_id = event.item_id or ""
    return item_id if end is None else say("{item} at {ms} ms").format(item=item_id, ms=end)


def _handle_create(state: CaptureState, event: Event, at: At) -> CaptureState:
    raw = event.mapping("item")
    blank = Item(
        key=at.seq,
        request_seq=at.seq,
        first_ns=at.time_ns,
        last_seq=at.seq,
        session=state.session.number,
    )
    item = replace(merge_item(blank, raw), status="sent")
    known = state.item(item.id)
    if known is not None and known.session == state.session.number:
        item = replace(item, id="")  # a duplicate is legal; the server's echo will settle it
    state = add_entry(put_item(state, item), EntryKind.ITEM, item.key)
    at_root = event.get("previous_item_id") == "root"
    return ask(state, event, at, item_key=item.key, at_root=at_root)


def _wanted(state: CaptureState, event: Event) -> Callable[[Asked], bool]:
    """Which waiting `conversation.item.create` asked for the item that the server announces.

    By id where the client gave one, else by kind and text.
    """
    raw = event.mapping("item")
    known = state.item(event.item_id)
    said = "".join(part.text for part in parts_of(raw.get("content")))
    # A second item with the id of the first is accepted (lifecycles.md §11).
    is_repeated = known is not None and known.is_in_conversation and not known.response_id

    def fits(asked: Asked) -> bool:
        if asked.type != "conversation.item.create" or asked.item_key is None:
            return False
        if known is not None and (known.status == "sent" or not is_repeated):
            return asked.item_key == known.key
        item = state.items[asked.item_key]
        theirs = (raw.get("type"), string(raw.get("call_id")), said)
        # xAI gives tool outputs a role that the client did not send.
        is_role_alike = string(raw.get("role")) in {item.role, ""} or not item.role
        return not item.id and is_role_alike and theirs == (item.type, item.call_id, item.text)

    return fits


def _announced(state: CaptureState, event: Event, at: At) -> tuple[CaptureState, Item, bool]:
    """The item of an `added` event, and whether the client had asked to put it first."""
    state, asked = take_asked(state, _wanted(state, event))
    if asked is None or asked.item_key is None:
        state, item = ensure_item(state, event.item_id, at)
        return state, item, False
    return _refuse_before(state, asked), state.items[asked.item_key], asked.at_root


def _refuse_before(state: CaptureState, answered: Asked) -> CaptureState:
    """The server works in order: an older request without an answer got one of the errors."""
    older = [one for one in state.asked if one.item_key is not None and one.seq < answered.seq]
    if not older:
        return state
    refused: set[int] = set()
    for one in older:
        seq = next((seq for seq in state.unclaimed if seq > one.seq), None)
        if seq is None or one.item_key is None:
            continue
        refused.add(one.seq)
        problem = replace(state.problems[seq], cause_seq=one.seq)
        item = replace(state.items[one.item_key], status="refused", error=problem.message)
        state = replace(
            put_item(state, item),
            problems=state.problems.put(seq, problem),
            unclaimed=tuple(other for other in state.unclaimed if other != seq),
        )
    return replace(state, asked=tuple(one for one in state.asked if one.seq not in refused))


def _without(order: PersistentSequence[int], key: int) -> PersistentSequence[int]:
    index = order.find_last(key)
    return order if index is None else order.without(index)


def _place(state: CaptureState, item: Item, previous: Any, *, at_root: bool) -> CaptureState:
    """Puts the item, which is in no conversation, after the one the server names."""
    before = state.item(previous) if isinstance(previous, str) else None
    index = None
    if before is not None and before.is_in_conversation:
        index = state.order.find_last(before.key)
    if index is None:
        index = -1 if at_root else len(state.order) - 1
    return replace(state, order=state.order.insert(index + 1, item.key))


def _handle_added(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, item, at_root = _announced(state, event, at)
    status = "in_progress" if item.status == "sent" else item.status
    if item.is_in_conversation:
        state = replace(state, order=_without(state.order, item.key))
    item = merge_item(replace(item, status=status), event.mapping("item"))
    item = replace(item, is_in_conversation=True, is_deleted=False, last_seq=at.seq)
    # A null `previous_item_id` means "first" only where the client asked for `root`; clones
    # send null everywhere (captures/xai-text-tools.jsonl).
    return _place(put_item(state, item), item, event.get("previous_item_id"), at_root=at_root)


def _handle_done(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, item = ensure_item(state, event.item_id, at)
    item = merge_item(item, event.mapping("item"))
    is_new = not item.is_in_conversation
    item = replace(item, is_in_conversation=True, done_ns=at.time_ns, last_seq=at.seq)
    if item.status in {"sent", "in_progress"}:
        item = replace(item, status="completed")
    state = put_item(state, item)
    # `previous_item_id` of `done` is often null; only `added` builds the order.
    if not is_new:
        return state
    return _place(state, item, event.get("previous_item_id"), at_root=False)


def _handle_retrieved(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, _ = take_asked(state, lambda one: one.type == "conversation.item.retrieve")
    item = state.item(event.item_id)
    if item is None:
        return state
    return put_item(state, replace(merge_item(item, event.mapping("item")), last_seq=at.seq))


def _handle_deleted(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, _ = take_asked(state, lambda one: one.type == "conversation.item.delete")
    item = state.item(event.item_id)
    if item is None:
        return state
    order = _without(state.order, item.key) if item.is_in_conversation else state.order
    gone = replace(item, is_deleted=True, is_in_conversation=False, last_seq=at.seq)
    return put_item(replace(state, order=order), gone)


def _handle_truncated(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, _ = take_asked(state, lambda one: one.type == "conversation.item.truncate")
    item = state.item(event.item_id)
    if item is None:
        return state
    end = event.integer("audio_end_ms")
    return put_item(state, replace(item, truncated_ms=end, last_seq=at.seq))


SPECS = (
    EventSpec("conversation.created", SERVER),
    EventSpec("conversation.item.create", CLIENT, _summarise_create, _handle_create),
    EventSpec("conversation.item.added", SERVER, _summarise_item, _handle_added),
    EventSpec("conversation.item.done", SERVER, _summarise_item, _handle_done),
    EventSpec("conversation.item.retrieve", CLIENT, _summarise_id, ask),
    EventSpec("conversation.item.retrieved", SERVER, _summarise_item, _handle_retrieved),
    EventSpec("conversation.item.delete", CLIENT, _summarise_id, ask),
    EventSpec("conversation.item.deleted", SERVER, _summarise_id, _handle_deleted),
    EventSpec("conversation.item.truncate", CLIENT, _summarise_truncate, ask),
    EventSpec("conversation.item.truncated", SERVER, _summarise_truncate, _handle_truncated),
)
