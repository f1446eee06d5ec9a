"""WAV files: the bytes before the samples, to write and to read (RIFF, and RF64 of EBU Tech 3306).

The sizes stand in front of the samples, so they must be known first. Beyond 4 GiB, where RIFF
ends, the same file is written as RF64.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.audio import AudioFormat, Encoding
from realtime_inspector.core.pcm import BYTES_PER_SAMPLE, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_RIFF_BYTES: Final = 2**32 - 1
"""What a 32-bit size can say."""
_UNKNOWN: Final = 2**32 - 1
"""What RF64 writes where the true size stands in its `ds64` chunk."""
_PCM_TAG: Final = 1
_ENCODINGS: Final[dict[tuple[int, int], Encoding]] = {
    (_PCM_TAG, 16): "pcm16",
    (7, 8): "mulaw",
    (6, 8): "alaw",
}
"""By tag and bits a sample."""
_FORMAT: Final = struct.Struct("<HHIIHH")
"""Tag, channels, samples a second, bytes a second, bytes a frame, bits a sample."""


def wav_header(frames: int, channels: int, about: Mapping[str, str] | None = None) -> bytes:
    """What stands before the samples of a WAV file of PCM16 at 24 kHz.

    Args:
        frames: Samples of each channel.
        channels: Channels, whose samples take turns.
        about: What the file says about itself, by the names of the INFO list: `INAM` is a title,
            `ICMT` a comment, `ISFT` the program, `ICRD` the date.
    """
    frame_bytes = channels * BYTES_PER_SAMPLE
    size = frames * frame_bytes
    fields = (_PCM_TAG, channels, SAMPLE_RATE, SAMPLE_RATE * frame_bytes, frame_bytes, 16)
    form = _chunk(b"fmt ", _FORMAT.pack(*fields)) + _info(about or {})
    rest = len(b"WAVE") + len(form) + 8 + size
    if rest <= MOST_RIFF_BYTES:
        return b"RIFF" + struct.pack("<I", rest) + b"WAVE" + form + _head(b"data", size)
    sizes = _chunk(b"ds64", struct.pack("<QQQI", rest + 36, size, frames, 0))
    return b"RF64" + struct.pack("<I", _UNKNOWN) + b"WAVE" + sizes + form + _head(b"data", _UNKNOWN)


def wav_content(data: bytes) -> tuple[AudioFormat, bytes] | None:
    """How the samples of a WAV file are written, and these; `None` for what is not one.

    Some clients send every piece of audio as a whole file (`observed.md` §4, GLM). Sizes that
    were not filled in, as in a stream, reach to the end.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return None
    audio, at = None, 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if name == b"fmt " and len(body) >= _FORMAT.size:
            audio = _audio_of(body)
        elif name == b"data":
            return None if audio is None else (audio, body)
        at += 8 + size + size % 2
    return None


def _audio_of(body: bytes) -> AudioFormat | None:
    """The format of a `fmt ` chunk; `None` for several channels, and for what is no speech."""
    tag, channels, rate_hz, _, _, bits = _FORMAT.unpack(body[: _FORMAT.size])
    encoding = _ENCODINGS.get((tag, bits))
    if encoding is None or channels != 1 or not rate_hz:
        return None
    name = f"WAV {rate_hz / 1000:g} kHz"
    return AudioFormat(name, rate_hz * bits // 8, encoding)


def _info(about: Mapping[str, str]) -> bytes:
    if not about:
        return b""
    texts = [
        _chunk(name.encode("ascii"), text.encode("utf-8", "replace") + b"\0")
        for name, text in about.items()
    ]
    return _chunk(b"LIST", b"INFO" + b"".join(texts))


def _chunk(name: bytes, body: bytes) -> bytes:
    """A chunk; an odd one is padded, which its size does not count."""
    return _head(name, len(body)) + body + b"\0" * (len(body) % 2)


def _head(name: bytes, size: int) -> bytes:
    return name + struct.pack("<I", size)
