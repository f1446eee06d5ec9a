"""Audio formats of the Realtime API and base64 arithmetic, without decoding anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


Encoding: TypeAlias = Literal["pcm16", "mulaw", "alaw"]
"""How a sample is written: 16 bits little-endian, or one byte of G.711."""


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """How samples are laid out on the wire (events.md §9)."""

    name: str
    """What a person calls it, such as `PCM16 24 kHz`."""
    bytes_per_s: int
    encoding: Encoding = "pcm16"

    @property
    def rate_hz(self) -> int:
        """Samples per second."""
        return self.bytes_per_s // (2 if self.encoding == "pcm16" else 1)

    def duration_ms(self, size_bytes: int) -> float:
        """Playing time of so many bytes, in milliseconds."""
        return size_bytes * 1000 / self.bytes_per_s


PCM16_24K: Final = AudioFormat("PCM16 24 kHz", 48_000)
MULAW: Final = AudioFormat("µ-law 8 kHz", 8_000, "mulaw")
ALAW: Final = AudioFormat("A-law 8 kHz", 8_000, "alaw")

_BY_NAME: Final[dict[str, AudioFormat]] = {
    "audio/pcm": PCM16_24K,
    "audio/pcmu": MULAW,
    "audio/pcma": ALAW,
    "pcm16": PCM16_24K,
    "g711_ulaw": MULAW,
    "g711_alaw": ALAW,
}
_MOST_RATE: Final = 1_000_000
"""Samples per second that are still believed."""


def base64_size(text: str) -> int:
    """Bytes that a base64 string decodes to, from its length alone."""
    return max(0, len(text) * 3 // 4 - (text.endswith("=") + text.endswith("==")))


def format_of(value: Any) -> AudioFormat:
    """The format that a session's `format` field names, in GA or beta spelling.

    What is unknown counts as the default of the service, PCM16 at 24 kHz.
    """
    if isinstance(value, dict):
        rate = value.get("rate")
        if value.get("type") == "audio/pcm" and isinstance(rate, int) and 1 < rate < _MOST_RATE:
            return (
                PCM16_24K if rate == 24_000 else AudioFormat(f"PCM16 {rate / 1000:g} kHz", rate * 2)
            )
        value = value.get("type")
    return _BY_NAME.get(value, PCM16_24K) if isinstance(value, str) else PCM16_24K


def session_formats(session: Mapping[str, Any]) -> tuple[AudioFormat, AudioFormat]:
    """Input and output format of a session object, GA or beta shape (dialects.md §1)."""
    audio = session.get("audio")
    audio = audio if isinstance(audio, dict) else {}

    def of(side: str, beta: str) -> AudioFormat:
        part = audio.get(side)
        nested = part.get("format") if isinstance(part, dict) else None
        return format_of(nested if nested is not None else session.get(beta))

    return of("input", "input_audio_format"), of("output", "output_audio_format")
