"""What clients append in pieces of their own choice: audio, video frames, images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.audio import base64_size

if TYPE_CHECKING:
    from collections.abc import Mapping

STREAMED: Final = frozenset(
    {
        "input_audio_buffer.append",
        "session.input_audio_buffer.append",
        # Zhipu GLM, Qwen (observed.md §4, dialects.md §5)
        "input_audio_buffer.append_video_frame",
        "input_image_buffer.append",
    }
)
"""Client events of which any number may stand for any other number."""
LEFT_OUT: Final = "$audio"
"""The key of what stands in place of audio that a share bundle leaves out (INTERCHANGE.md §3.2)."""
_SHORTEST_MEAN: Final = 80
"""Bytes of an append, on average: 10 ms of G.711. Less was cut off by whoever recorded it; 33 is
what is left in some captures (captures/README.md)."""


@dataclass(frozen=True, slots=True)
class Appended:
    """How much was appended: by its bytes and by the number of events."""

    bytes: int = 0
    events: int = 0

    def and_event(self, event: Mapping[str, Any]) -> Appended:
        """With one more event that appends."""
        return Appended(self.bytes + audio_bytes(event), self.events + 1)

    @property
    def has_whole_audio(self) -> bool:
        """Whether its bytes can be believed, so that other pieces of the same audio weigh alike."""
        return self.bytes >= _SHORTEST_MEAN * max(1, self.events)

    def reaches(self, other: Appended, *, by_bytes: bool) -> bool:
        """Whether it is as much as another amount."""
        return self.bytes >= other.bytes if by_bytes else self.events >= other.events


def audio_bytes(event: Mapping[str, Any]) -> int:
    """Bytes of audio in an event; 0 if it has none."""
    audio = event.get("audio")
    if isinstance(audio, str):
        return base64_size(audio)
    return left_out_bytes(audio) or 0


def left_out_bytes(value: object) -> int | None:
    """Bytes of the audio that a placeholder stands for; `None` if it is none."""
    inside = value.get(LEFT_OUT) if isinstance(value, dict) else None
    size = inside.get("bytes") if isinstance(inside, dict) else None
    return size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None
