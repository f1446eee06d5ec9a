"""G.711, the telephone's sample formats, one byte a sample at 8 kHz (ITU-T G.711, tables 1 and 2).

Both directions, sample by sample; the tables of all 256 codes are made once.
"""

from __future__ import annotations

from typing import Final

_MU_BIAS: Final = 132
_MU_CLIP: Final = 32_635


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


MU_LAW_SAMPLES: Final = tuple(map(from_mu_law, range(256)))
"""The sample of each µ-law code."""
A_LAW_SAMPLES: Final = tuple(map(from_a_law, range(256)))
"""The sample of each A-law code."""
G711_SAMPLES: Final = {"mulaw": MU_LAW_SAMPLES, "alaw": A_LAW_SAMPLES}
"""The samples of all codes, by `AudioFormat.encoding`."""
