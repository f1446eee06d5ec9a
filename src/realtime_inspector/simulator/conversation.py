"""The conversation: items in order, and the audio that belongs to them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.sound import BYTES_PER_MS

if TYPE_CHECKING:
    from collections.abc import Mapping

Item = dict[str, Any]

_ROOT: Final = "root"
_LARGEST_KEPT: Final = 16 * 1024 * 1024


@dataclass(slots=True)
class Conversation:
    """The default conversation of one session."""

    items: list[Item] = field(default_factory=list)
    output_audio_ms: dict[str, float] = field(default_factory=dict)
    """Milliseconds of audio that each assistant item has sent so far."""
    input_audio_ms: dict[str, float] = field(default_factory=dict)
    """Milliseconds of audio in each user item."""
    _input_audio: dict[str, bytes] = field(default_factory=dict)
    """PCM of the latest user items, as much of it as is kept."""
    heard: dict[str, str | None] = field(default_factory=dict)
    """What was understood of each audio item: words, or `None` for mere sound."""
    truncated: set[str] = field(default_factory=set)
    """Assistant items that were cut: what is generated later is not kept."""

    def find(self, item_id: str) -> Item | None:
        """The item with an id."""
        return next((item for item in self.items if item["id"] == item_id), None)

    def last_id(self) -> str | None:
        """The id of the last item."""
        return self.items[-1]["id"] if self.items else None

    def insert(self, item: Item, after: str | None = None) -> str | None:
        """Add an item at the end, after another one, or first (`root`).

        An id that exists already is accepted: the item goes to the end, and what came
        before it may be itself (lifecycles.md §11).

        Returns:
            The id of the item that now comes before it.

        Raises:
            RefusalError: There is no item to put it after.
        """
        twin = self.find(item["id"])
        if twin is not None:
            previous = self.last_id()
            self.items.remove(twin)
            self.items.append(item)
            return previous
        position = self._position_after(after)
        previous = self.items[position - 1]["id"] if position else None
        self.items.insert(position, item)
        return previous

    def _position_after(self, after: str | None) -> int:
        if after is None:
            return len(self.items)
        if after == _ROOT:
            return 0
        for position, item in enumerate(self.items, start=1):
            if item["id"] == after:
                return position
        message = f"Error creating item: the previous item with id '{after}' does not exist."
        raise RefusalError("item_create_invalid_previous_item_id", message, "previous_item_id")

    def delete(self, item_id: str) -> bool:
        """Remove an item; false if there is none."""
        item = self.find(item_id)
        if item is None:
            return False
        self.items.remove(item)
        self.output_audio_ms.pop(item_id, None)
        self.input_audio_ms.pop(item_id, None)
        self._input_audio.pop(item_id, None)
        self.heard.pop(item_id, None)
        self.truncated.discard(item_id)
        return True

    def keep_input_audio(self, item_id: str, pcm: bytes) -> None:
        """Keep the audio of a user's item; of the oldest items only its length."""
        self.input_audio_ms[item_id] = len(pcm) / BYTES_PER_MS
        self._input_audio.pop(item_id, None)
        self._input_audio[item_id] = pcm
        while sum(map(len, self._input_audio.values())) > _LARGEST_KEPT:
            del self._input_audio[next(iter(self._input_audio))]

    def input_audio(self, item_id: str) -> bytes:
        """The PCM of a user's item; empty if it has none or it is no longer kept."""
        return self._input_audio.get(item_id, b"")

    def truncate(self, item_id: str, end_ms: int) -> None:
        """Keep only the first milliseconds of an assistant item's audio, and no transcript.

        An item that is still being generated stays cut: what comes later is not kept.
        """
        self.output_audio_ms[item_id] = end_ms
        self.truncated.add(item_id)
        self.cut_transcript(item_id)

    def cut_transcript(self, item_id: str) -> None:
        """Forget the words of a truncated item: nobody knows which of them were heard (§11)."""
        item = self.find(item_id)
        if item is not None and item["content"]:
            self.items[self.items.index(item)] = item | {
                "content": [{"type": "output_audio", "transcript": ""}]
            }

    def understood(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """An item as the model takes it in: audio with the words that were heard in it."""
        if item.get("id") not in self.heard:
            return item
        heard = {"transcript": self.heard[item["id"]]}
        return {**item, "content": [{**part, **heard} for part in item["content"]]}

    def has_call(self, call_id: str) -> bool:
        """Whether a function call with this id is in the conversation."""
        return any(
            item["type"] == "function_call" and item["call_id"] == call_id for item in self.items
        )

    def has_assistant_audio(self) -> bool:
        """Whether the assistant has spoken; that fixes the voice."""
        return any(self.output_audio_ms.values())

    def audio_ms(self, item_id: str) -> float:
        """Milliseconds of audio in an item, whoever spoke."""
        return self.input_audio_ms.get(item_id, 0.0) + self.output_audio_ms.get(item_id, 0.0)


def decode_audio(encoded: str, param: str) -> bytes:
    """The bytes of a base64 audio field.

    Raises:
        RefusalError: It is not base64, or empty.
    """
    try:
        audio = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        audio = b""
    if not audio:
        message = (
            f"Invalid '{param}'. Expected base64-encoded audio bytes (mono PCM16 at 24kHz) "
            "but got an invalid value."
        )
        raise RefusalError("invalid_value", message, param)
    return audio


def item_from_client(raw: Mapping[str, Any], item_id: str, call_id: str) -> tuple[Item, bytes]:
    """A client's checked item as the server keeps it, and the audio it held.

    Args:
        raw: The item as it was sent.
        item_id: The id to give it if it brought none.
        call_id: The id of a function call that brought none.
    """
    kind = raw["type"]
    base: Item = {"id": raw.get("id") or item_id, "type": kind}
    if kind == "function_call":
        base |= {"status": "completed", "name": raw["name"]}
        return base | {"call_id": raw.get("call_id") or call_id, "arguments": raw["arguments"]}, b""
    if kind == "function_call_output":
        return base | {"call_id": raw["call_id"], "output": raw["output"]}, b""
    audio = b"".join(
        decode_audio(part["audio"], f"item.content[{index}].audio")
        for index, part in enumerate(raw["content"])
        if part["type"] == "input_audio"
    )
    content = [_stored_part(part) for part in raw["content"]]
    return base | {"status": "completed", "role": raw["role"], "content": content}, audio


def _stored_part(part: Mapping[str, Any]) -> dict[str, Any]:
    if part["type"] == "input_audio":
        return {"type": "input_audio", "transcript": part.get("transcript")}
    return {key: value for key, value in part.items() if value is not None}
