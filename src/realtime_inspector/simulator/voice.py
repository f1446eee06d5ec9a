"""The seam to a speech synthesiser: the engine asks, something outside speaks.

A voice may take its time, in a process of its own; the engine looks from time to time whether
the sound is there, and says its tone (`speech`) if it is not there soon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from realtime_inspector.core.pcm import SAMPLE_RATE
from realtime_inspector.simulator.sound import from_pcm
from realtime_inspector.simulator.speech import chunk_lengths

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator


class Utterance(Protocol):
    """A text that is being spoken."""

    def sound(self) -> array[int] | None:
        """All its samples at 24 kHz; empty if it cannot be spoken; `None`: not yet known."""
        ...


class Voice(Protocol):
    """Speaks texts. Must neither block nor raise."""

    def say(self, text: str, name: str, speed: float) -> Utterance:
        """Begin to speak a text.

        Args:
            text: What is said.
            name: The session's voice, such as `marin`.
            speed: The session's `audio.output.speed`, 1.0 as a rule.
        """
        ...


def cut(samples: array[int], audio_format: str, first: int) -> Iterator[tuple[bytes, int]]:
    """Sound in chunks of growing length: bytes in the session's format, and milliseconds.

    Args:
        samples: At 24 kHz.
        audio_format: `audio/pcm`, `audio/pcmu` or `audio/pcma`.
        first: How many chunks the item has had before.
    """
    per_ms = SAMPLE_RATE // 1000
    start = 0
    for length in chunk_lengths(len(samples) // per_ms, first):
        yield from_pcm(samples[start : start + length * per_ms], audio_format), length
        start += length * per_ms
