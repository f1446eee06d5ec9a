"""Sample formats: what the three audio formats of a session mean in bytes (lifecycles.md §7).

Inside the simulator all sound is PCM: 16 bit, little endian, mono, 24 kHz, so 48 bytes are a
millisecond whatever the client speaks.
"""

from __future__ import annotations

import sys
from array import array
from typing import Final

PCM: Final = "audio/pcm"
MU_LAW: Final = "audio/pcmu"
A_LAW: Final = "audio/pcma"
SAMPLE_RATE: Final = 24_000
BYTES_PER_MS: Final = 48

_PER_G711: Final = 3
"""Samples at 24 kHz for one at the 8 kHz of telephones."""
_MU_BIAS: Final = 132
_MU_CLIP: Final = 32_635


def to_pcm(data: bytes, audio_format: str) -> bytes:
    """The PCM of a client's audio; samples of G.711 are held three times as long.

    Args:
        data: Any bytes; half a PCM sample at the end is kept as it is.
        audio_format: `audio/pcm`, `audio/pcmu` or `audio/pcma`.
    """
    held = _HELD.get(audio_format)
    return data if held is None else b"".join(map(held.__getitem__, data))


def from_pcm(samples: array[int], audio_format: str) -> bytes:
    """Samples at 24 kHz in a session's output format; for G.711 the mean of every three."""
    encode = _ENCODERS.get(audio_format)
    if encode is None:
        return little_endian(samples)
    whole = len(samples) // _PER_G711 * _PER_G711
    thirds = (samples[start:whole:_PER_G711] for start in range(_PER_G711))
    return bytes(encode(sum(three) // _PER_G711) for three in zip(*thirds, strict=True))


def samples_of(pcm: bytes) -> array[int]:
    """The samples in PCM bytes; half a sample at the end is dropped."""
    samples = array("h")
    samples.frombytes(pcm[: len(pcm) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def little_endian(samples: array[int]) -> bytes:
    """The PCM bytes of samples."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    return samples.tobytes()


def to_mu_law(sample: int) -> int:
    """A 16-bit sample as a byte of G.711 µ-law."""
    sign = 0x80 if sample < 0 else 0
    magnitude = min(abs(sample), _MU_CLIP) + _MU_BIAS
    exponent = magnitude.bit_length() - 8
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    return ~(sign | exponent << 4 | mantissa) & 0xFF


def from_mu_law(code: int) -> int:
    """The 16-bit sample of a byte of G.711 µ-law."""
    code = ~code & 0xFF
    magnitude = ((((code & 0x0F) << 3) + _MU_BIAS) << (code >> 4 & 7)) - _MU_BIAS
    return -magnitude if code & 0x80 else magnitude


def to_a_law(sample: int) -> int:
    """A 16-bit sample as a byte of G.711 A-law."""
    sign = 0x80 if sample >= 0 else 0
    magnitude = sample >> 4 if sample >= 0 else ~sample >> 4
    exponent = max(0, magnitude.bit_length() - 4)
    mantissa = (magnitude >> max(0, exponent - 1)) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


def from_a_law(code: int) -> int:
    """The 16-bit sample of a byte of G.711 A-law."""
    code ^= 0x55
    exponent = code >> 4 & 7
    magnitude = ((code & 0x0F) << 4) + 8
    if exponent:
        magnitude = (magnitude + 0x100) << (exponent - 1)
    return magnitude if code & 0x80 else -magnitude


_ENCODERS: Final = {MU_LAW: to_mu_law, A_LAW: to_a_law}
_HELD: Final = {
    name: tuple(decode(code).to_bytes(2, "little", signed=True) * _PER_G711 for code in range(256))
    for name, decode in ((MU_LAW, from_mu_law), (A_LAW, from_a_law))
}
