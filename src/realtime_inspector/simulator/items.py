"""Items as a whole: announced and done at once (lifecycles.md §3), shown with their audio (§11)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from realtime_inspector.core.pcm import samples_of
from realtime_inspector.simulator.sound import from_pcm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.simulator.world import World


def add_item(world: World, item: dict[str, Any], after: str | None = None) -> None:
    """Add a finished item and say so: `conversation.item.added`, `conversation.item.done`.

    Raises:
        RefusalError: There is no item to put it after.
    """
    previous = world.conversation.insert(item, after)
    for kind in ("conversation.item.added", "conversation.item.done"):
        world.emit(kind, previous_item_id=previous, item=item)


def with_input_audio(world: World, item: Mapping[str, Any]) -> Mapping[str, Any]:
    """A user's item with its sound in the session's input format, while that is kept.

    Of an item of several audio parts nobody knows any more which sound was whose.
    """
    parts = item.get("content") or ()
    spoken = [part for part in parts if part["type"] == "input_audio"]
    pcm = world.conversation.input_audio(item["id"])
    if len(spoken) != 1 or not pcm:
        return item
    audio_format = world.session["audio"]["input"]["format"]["type"]
    sound = base64.b64encode(from_pcm(samples_of(pcm), audio_format)).decode("ascii")
    shown = {"type": "input_audio", "audio": sound} | spoken[0]
    return {**item, "content": [shown if part is spoken[0] else part for part in parts]}
