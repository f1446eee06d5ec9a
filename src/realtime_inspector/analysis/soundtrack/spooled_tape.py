"""A tape that keeps the samples of a capture, beyond some megabytes on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from realtime_inspector.analysis.soundtrack.tape import decoded, left_out_bytes
from realtime_inspector.capture.spool import Spool
from realtime_inspector.core.pcm import BYTES_PER_SAMPLE, PcmDecoder, little_endian, samples_of

if TYPE_CHECKING:
    from array import array
    from collections.abc import Hashable

    from realtime_inspector.core.audio import AudioFormat


class SpooledTape:
    """All samples of a capture at 24 kHz, in the order in which they came."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._end = 0
        self._streams: dict[Hashable, tuple[AudioFormat, PcmDecoder]] = {}
        self.unreadable = 0
        """Pieces that are not audio."""
        self.left_out = 0
        """Pieces that somebody took out of the capture."""

    def keep(self, stream: Hashable, audio: Any, form: AudioFormat) -> tuple[int, int]:
        """As `Tape.keep`; what was taken out of a capture has no frames."""
        if left_out_bytes(audio):
            self.left_out += 1
            return self._end, 0
        form, data = decoded(audio, form)
        self.unreadable += not data and bool(audio)
        samples = self._decoder(stream, form).feed(data)
        self._spool.append(little_endian(samples))
        start = self._end
        self._end += len(samples)
        return start, len(samples)

    def read(self, offset: int, frames: int) -> array[int]:
        """Samples from a position on."""
        return samples_of(self._spool.read(offset * BYTES_PER_SAMPLE, frames * BYTES_PER_SAMPLE))

    def _decoder(self, stream: Hashable, form: AudioFormat) -> PcmDecoder:
        known = self._streams.get(stream)
        if known is None or known[0] != form:
            known = self._streams[stream] = (form, PcmDecoder(form))
        return known[1]
