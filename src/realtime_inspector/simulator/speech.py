"""A soft synthesised voice: one sung syllable per few letters, as long as the text would take.

It says nothing, but it is real, decodable, audible audio with pauses where the commas are.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.g711 import to_a_law, to_mu_law
from realtime_inspector.core.pcm import SAMPLE_RATE, little_endian
from realtime_inspector.simulator.sound import A_LAW, MU_LAW, PCM

if TYPE_CHECKING:
    from collections.abc import Iterator

_G711_RATE: Final = 8_000
_MS_PER_LATIN: Final = 62
_MS_PER_WIDE: Final = 130
_PAUSE_MS: Final = 220
_PAUSES: Final = frozenset(",.;:!?、。！？…\n")
_FIRST_WIDE: Final = "\u2e80"
_LOUDNESS: Final = 5_200
_WAVE_LENGTH: Final = 1_024
_WAVE: Final = tuple(
    math.sin(2 * math.pi * step / _WAVE_LENGTH)
    + 0.4 * math.sin(4 * math.pi * step / _WAVE_LENGTH)
    + 0.2 * math.sin(6 * math.pi * step / _WAVE_LENGTH)
    for step in range(_WAVE_LENGTH)
)
"""One period of a voice-like tone with two overtones."""

_CHUNK_MS: Final = (100, 150, 250, 250, 250, 600)
"""Output chunks grow, as recorded (observed.md §3)."""


def duration_ms(text: str, speed: float = 1.0) -> int:
    """How long it takes to say a text."""
    return max(200, sum(_character_ms(character, speed) for character in text))


def _character_ms(character: str, speed: float) -> int:
    if character in _PAUSES:
        return round(_PAUSE_MS / speed)
    return round((_MS_PER_WIDE if character >= _FIRST_WIDE else _MS_PER_LATIN) / speed)


def chunk_lengths(total_ms: int, first: int = 0) -> Iterator[int]:
    """The milliseconds of each chunk of a sound.

    Args:
        total_ms: The length of the sound.
        first: How many chunks the item has had before; they grow from its first one.
    """
    start, index = 0, first
    while start < total_ms:
        length = min(_CHUNK_MS[min(index, len(_CHUNK_MS) - 1)], total_ms - start)
        yield length
        start += length
        index += 1


def chunks(
    text: str, audio_format: str, speed: float = 1.0, first: int = 0
) -> Iterator[tuple[bytes, int]]:
    """The audio of a text in chunks of growing length: bytes and milliseconds.

    Args:
        text: What is said.
        audio_format: `audio/pcm`, `audio/pcmu` or `audio/pcma`.
        speed: 2.0 is twice as fast.
        first: How many chunks the item has had before.
    """
    notes = _melody(text, speed)
    start = 0
    for length in chunk_lengths(duration_ms(text, speed), first):
        yield _render(notes, start, length, audio_format), length
        start += length


def _melody(text: str, speed: float) -> list[tuple[int, int, float]]:
    """Start and end in milliseconds and pitch of every sounding character."""
    notes = []
    at = 0
    for character in text:
        length = _character_ms(character, speed)
        if character not in _PAUSES and not character.isspace():
            notes.append((at, at + length, 150.0 + 12.0 * (ord(character) % 7)))
        at += length
    return notes


def _render(
    notes: list[tuple[int, int, float]], start: int, length: int, audio_format: str
) -> bytes:
    rate = SAMPLE_RATE if audio_format == PCM else _G711_RATE
    per_ms = rate // 1000
    samples = array("h", bytes(2 * per_ms * length))
    for begin, end, pitch in notes:
        if end <= start or begin >= start + length:
            continue
        step = pitch * _WAVE_LENGTH / rate
        size = (end - begin) * per_ms
        first = max(0, (start - begin) * per_ms)
        offset = (begin - start) * per_ms
        for index in range(first, min(size, (start + length - begin) * per_ms)):
            swell = min(index, size - index) * 4 / size
            wave = _WAVE[int(index * step) % _WAVE_LENGTH]
            samples[offset + index] = int(_LOUDNESS * min(1.0, swell) * wave)
    if audio_format == MU_LAW:
        return bytes(map(to_mu_law, samples))
    if audio_format == A_LAW:
        return bytes(map(to_a_law, samples))
    return little_endian(samples)
