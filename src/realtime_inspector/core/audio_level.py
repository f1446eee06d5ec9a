"""How loud base64 audio is, from a bounded sample of it: quick at any length."""

from __future__ import annotations

import math
from binascii import a2b_base64
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Final

from realtime_inspector.core import pcm
from realtime_inspector.core.audio import base64_size
from realtime_inspector.core.g711 import G711_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.core.audio import Encoding

WINDOWS: Final = 16
"""Places at which the sound is listened to, spread evenly over it."""
_WINDOW_CHARACTERS: Final = 1_024
_ALIGNED: Final = 8
"""Characters of base64 that are a whole number of bytes (6) and of 16-bit samples (3)."""
_FULL_SCALE: Final = 32_768.0


@dataclass(frozen=True, slots=True)
class Level:
    """Root mean square of the samples, in dB relative to full scale: 0 is the loudest."""

    loudness_dbfs: float
    """Of all that was listened to; minus infinity for digital silence."""
    windows_dbfs: tuple[float, ...]
    """One by one, from the beginning to the end: `WINDOWS` of them, fewer for a short sound."""


def level_of(text: str, encoding: Encoding) -> Level | None:
    """How loud audio is.

    Args:
        text: Base64.
        encoding: How its samples are written.

    Returns:
        The level, or `None` for what is not base64 or holds no sample.
    """
    powers: list[float] = []
    total, count = 0.0, 0
    try:
        for piece in _windows(text):
            samples = samples_of(a2b_base64(piece), encoding)
            if samples:
                energy = float(sum(map(mul, samples, samples)))
                powers.append(energy / len(samples))
                total, count = total + energy, count + len(samples)
    except ValueError:  # binascii.Error is one; so is text beyond ASCII
        return None
    if not count:
        return None
    return Level(_dbfs(total / count), tuple(map(_dbfs, powers)))


def samples_of(sound: bytes, encoding: Encoding) -> Sequence[int]:
    """Samples as 16-bit numbers; half a sample at the end is left out."""
    table = G711_SAMPLES.get(encoding)
    return pcm.samples_of(sound) if table is None else [table[code] for code in sound]


def _windows(text: str) -> list[str]:
    """Even pieces of the whole, or where that is long, pieces with gaps between them."""
    length = len(text) if base64_size(text) else 0
    step = max(_ALIGNED, -(-length // WINDOWS // _ALIGNED) * _ALIGNED)
    size = min(step, _WINDOW_CHARACTERS)
    return [text[start : start + size] for start in range(0, length, step)]


def _dbfs(power: float) -> float:
    return 10 * math.log10(power / _FULL_SCALE**2) if power > 0 else -math.inf
