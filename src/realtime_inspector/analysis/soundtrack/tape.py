"""A tape without samples, for those who need only lengths; and what audio is on the wire."""

from __future__ import annotations

from binascii import a2b_base64
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.audio import base64_size
from realtime_inspector.core.pcm import SAMPLE_RATE
from realtime_inspector.core.riff import wav_content

if TYPE_CHECKING:
    from collections.abc import Hashable

    from realtime_inspector.core.audio import AudioFormat

_RIFF_BASE64: Final = "UklGR"
"""How the base64 of a WAV file begins."""


def left_out_bytes(audio: Any) -> int:
    """Bytes of audio that was taken out of a capture (INTERCHANGE.md §3.2); 0 if it was not."""
    told = audio.get("$audio") if isinstance(audio, dict) else None
    size = told.get("bytes") if isinstance(told, dict) else None
    return size if isinstance(size, int) and size > 0 else 0


def decoded(audio: Any, form: AudioFormat) -> tuple[AudioFormat, bytes]:
    """The bytes of audio on the wire, and how its samples are written.

    Args:
        audio: Base64. It may hold a WAV file, which then says its format itself.
        form: The session's format.

    Returns:
        No bytes for what is not base64.
    """
    try:
        data = a2b_base64(audio) if isinstance(audio, str) else b""
    except ValueError:  # binascii.Error is one; so is text beyond ASCII
        data = b""
    return wav_content(data) or (form, data)


class MeasuredTape:
    """Counts frames and forgets the samples."""

    def __init__(self) -> None:
        self._end = 0

    def keep(self, stream: Hashable, audio: Any, form: AudioFormat) -> tuple[int, int]:
        """As `Tape.keep`; what was taken out of a capture counts like what is there."""
        del stream
        size = left_out_bytes(audio)
        if isinstance(audio, str):
            size = base64_size(audio)
            if audio.startswith(_RIFF_BASE64):
                form, data = decoded(audio, form)
                size = len(data)
        start, frames = self._end, size * SAMPLE_RATE // form.bytes_per_s
        self._end += frames
        return start, frames
