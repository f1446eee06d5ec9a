"""Synthetic speech as base64: voiced syllables with harmonics, pauses, and a little noise.

Deflate and base64 detection should meet something like real PCM, not random bytes.
"""

from __future__ import annotations

import array
import base64
import functools
import math
import random
import sys
from typing import Final

RATE_HZ: Final = 24_000
CHUNK_CHARS: Final = 6_400
"""Base64 characters of 100 ms of PCM16 at 24 kHz."""
_POOL_S: Final = 12
_SYLLABLE_S: Final = 0.18
_ALIGNED_CHARS: Final = 8
"""Three samples: a cut between these is one between samples and between base64 groups."""


class Speech:
    """Cuts pieces out of one pool of speech."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._pool = _pool()

    def base64(self, chars: int = CHUNK_CHARS) -> str:
        """So many base64 characters, a multiple of 4."""
        if chars > len(self._pool) // 2:
            return (self._pool * (chars // len(self._pool) + 1))[:chars]
        places = (len(self._pool) - chars) // _ALIGNED_CHARS
        start = int(self._rng.random() * places) * _ALIGNED_CHARS
        return self._pool[start : start + chars]


@functools.cache
def _pool() -> str:
    rng = random.Random(24_000)  # noqa: S311 - not for secrets
    samples = array.array("h")
    while len(samples) < _POOL_S * RATE_HZ:
        samples.extend(_syllable(rng))
    if sys.byteorder == "big":
        samples.byteswap()
    aligned = len(samples) - len(samples) % 3
    return base64.b64encode(samples[:aligned].tobytes()).decode()


def _syllable(rng: random.Random) -> list[int]:
    """A vowel that swells and fades, or sometimes a pause."""
    count = int(_SYLLABLE_S * RATE_HZ * rng.uniform(0.6, 1.4))
    loud = 0.0 if rng.random() < 0.15 else rng.uniform(2_000, 9_000)
    step = 2 * math.pi * rng.uniform(95, 220) / RATE_HZ
    shape = [rng.uniform(0.1, 1) / n for n in (1, 2, 3)]
    return [
        int(
            loud
            * math.sin(math.pi * i / count)
            * (
                shape[0] * math.sin(step * i)
                + shape[1] * math.sin(2 * step * i)
                + shape[2] * math.sin(3 * step * i)
            )
            + rng.random() * 60
            - 30
        )
        for i in range(count)
    ]
