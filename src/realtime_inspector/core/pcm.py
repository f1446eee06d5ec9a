"""Audio of a session as PCM16 samples, mono, at 24 kHz, whatever it was on the wire."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.g711 import G711_SAMPLES

if TYPE_CHECKING:
    from realtime_inspector.core.audio import AudioFormat

SAMPLE_RATE: Final = 24_000
"""Samples per second of PCM in the Realtime API (events.md §9)."""
BYTES_PER_SAMPLE: Final = 2


def samples_of(pcm: bytes) -> array[int]:
    """The samples in PCM bytes; half a sample at the end is dropped."""
    samples = array("h")
    samples.frombytes(pcm[: len(pcm) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def little_endian(samples: array[int]) -> bytes:
    """The PCM bytes of samples."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    return samples.tobytes()


class PcmDecoder:
    """Turns one stream of audio into samples at 24 kHz, however it was cut into pieces.

    Other rates are brought to it by straight lines between samples. A sample that two pieces
    share is put together: the API takes bytes and does not ask for whole samples.
    """

    def __init__(self, audio: AudioFormat) -> None:
        """Begin a stream.

        Args:
            audio: How its samples are written.
        """
        self._table = G711_SAMPLES.get(audio.encoding)
        self._rate = audio.rate_hz
        self._half = b""
        self._last: int | None = None
        self._taken = 0
        """Samples that came in."""
        self._made = 0
        """Samples that went out."""

    def feed(self, data: bytes) -> array[int]:
        """The samples of the next piece."""
        samples = self._samples(data)
        if self._rate == SAMPLE_RATE or not samples:
            return samples
        return self._resampled(samples)

    def _samples(self, data: bytes) -> array[int]:
        if self._table is not None:
            return array("h", map(self._table.__getitem__, data))
        data = self._half + data
        whole = len(data) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE
        self._half = data[whole:]
        return samples_of(data)

    def _resampled(self, samples: array[int]) -> array[int]:
        """The samples out whose time has come; each lies between two that came in.

        Time is counted in whole parts of a sample, so that nothing adds up over hours.
        """
        line = array("h", [samples[0] if self._last is None else self._last])
        line.extend(samples)
        start = self._taken * SAMPLE_RATE
        self._taken += len(samples)
        until = -(-self._taken * SAMPLE_RATE // self._rate)
        places = range(self._made * self._rate - start, until * self._rate - start, self._rate)
        self._made, self._last = until, samples[-1]
        return array("h", (_between(line, *divmod(at, SAMPLE_RATE)) for at in places))


def _between(line: array[int], index: int, part: int) -> int:
    """The value at a part of the way, in 24,000ths, from a sample to the next one."""
    before = line[index]
    return before + (line[index + 1] - before) * part // SAMPLE_RATE
