"""Token counts that add up (usage.md §1), estimated by a rule that can be said in a line.

A token is four Latin characters, or one character of Japanese and the like; every item
costs four more. User audio is one token per 100 ms, assistant audio one per 50 ms, an
image 256. Cached is what the context shares with the previous one from its start,
rounded down to 64.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_LATIN_PER_TOKEN: Final = 4
_ITEM_OVERHEAD: Final = 4
_IMAGE_TOKENS: Final = 256
_CACHE_STEP: Final = 64
_USER_MS_PER_TOKEN: Final = 100
_ASSISTANT_MS_PER_TOKEN: Final = 50
_FIRST_WIDE: Final = "\u2e80"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the context: what it says (for the cache) and what it costs."""

    key: str
    text: int = 0
    audio: int = 0
    image: int = 0

    @property
    def total(self) -> int:
        """All tokens of the segment."""
        return self.text + self.audio + self.image


def text_tokens(text: str) -> int:
    """The estimated tokens of a text."""
    wide = sum(character >= _FIRST_WIDE for character in text)
    return wide + math.ceil((len(text) - wide) / _LATIN_PER_TOKEN)


def speech_tokens(milliseconds: float) -> int:
    """The estimated tokens of assistant audio."""
    return math.ceil(milliseconds / _ASSISTANT_MS_PER_TOKEN)


def context_of(
    instructions: str,
    tools: Sequence[Mapping[str, Any]],
    items: Sequence[Mapping[str, Any]],
    audio_ms: Callable[[str], float],
) -> list[Segment]:
    """The whole context of a response: instructions, tools, then every item."""
    head = instructions + json.dumps(list(tools), ensure_ascii=False) if tools else instructions
    return [
        Segment(head, text=text_tokens(head)),
        *(_segment(item, audio_ms(item["id"])) for item in items),
    ]


def _segment(item: Mapping[str, Any], milliseconds: float) -> Segment:
    parts = item.get("content") or ()
    texts = [part.get("text") or "" for part in parts]
    texts += [item.get("name") or "", item.get("arguments") or "", item.get("output") or ""]
    if item.get("role") == "assistant":
        texts += [part.get("transcript") or "" for part in parts]
        audio = speech_tokens(milliseconds)
    else:
        audio = math.ceil(milliseconds / _USER_MS_PER_TOKEN)
    images = sum(part.get("type") == "input_image" for part in parts)
    text = _ITEM_OVERHEAD + sum(text_tokens(each) for each in texts)
    key = "\x1f".join((item["id"], *texts, str(audio)))
    return Segment(key, text, audio, images * _IMAGE_TOKENS)


def usage_of(
    context: Sequence[Segment], before: Sequence[Segment], output_text: int, output_audio: int
) -> dict[str, Any]:
    """The `usage` of a response whose previous context was `before`."""
    split = {
        "text_tokens": sum(segment.text for segment in context),
        "audio_tokens": sum(segment.audio for segment in context),
        "image_tokens": sum(segment.image for segment in context),
    }
    cached = _cached(context, before)
    total_in = sum(split.values())
    total_out = output_text + output_audio
    return {
        "total_tokens": total_in + total_out,
        "input_tokens": total_in,
        "output_tokens": total_out,
        "input_token_details": {
            **split,
            "cached_tokens": sum(cached.values()),
            "cached_tokens_details": cached,
        },
        "output_token_details": {"text_tokens": output_text, "audio_tokens": output_audio},
    }


def no_usage() -> dict[str, Any]:
    """The all-zero usage of a response that was cancelled before any output."""
    return usage_of((), (), 0, 0)


def _cached(context: Sequence[Segment], before: Sequence[Segment]) -> dict[str, int]:
    shared: list[Segment] = []
    for now, then in zip(context, before, strict=False):
        if now != then:
            break
        shared.append(now)
    left = sum(segment.total for segment in shared) // _CACHE_STEP * _CACHE_STEP
    cached = {}
    for kind in ("text", "audio", "image"):
        taken = min(left, sum(getattr(segment, kind) for segment in shared))
        cached[f"{kind}_tokens"] = taken
        left -= taken
    return cached
