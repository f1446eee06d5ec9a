"""Sample formats: what the three audio formats of a session mean in bytes (lifecycles.md §7).

Inside the simulator all sound is PCM: 16 bit, little endian, mono, 24 kHz, so 48 bytes are a
millisecond whatever the client speaks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.g711 import A_LAW_SAMPLES, MU_LAW_SAMPLES, to_a_law, to_mu_law
from realtime_inspector.core.pcm import little_endian

if TYPE_CHECKING:
    from array import array

PCM: Final = "audio/pcm"
MU_LAW: Final = "audio/pcmu"
A_LAW: Final = "audio/pcma"
BYTES_PER_MS: Final = 48

_PER_G711: Final = 3
"""Samples at 24 kHz for one at the 8 kHz of telephones."""


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


_ENCODERS: Final = {MU_LAW: to_mu_law, A_LAW: to_a_law}
_HELD: Final = {
    name: tuple(sample.to_bytes(2, "little", signed=True) * _PER_G711 for sample in samples)
    for name, samples in ((MU_LAW, MU_LAW_SAMPLES), (A_LAW, A_LAW_SAMPLES))
}
