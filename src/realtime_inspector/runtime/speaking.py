"""Audio of a file sent as a microphone would: in small pieces, in real time, then silence."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.audio import PCM16_24K, session_formats
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.pcm import BYTES_PER_SAMPLE, SAMPLE_RATE, PcmDecoder, little_endian
from realtime_inspector.core.riff import wav_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.state import CaptureState

PIECE_MS: Final = 100
SILENCE_MS: Final = 1_000
"""After the file, where the server listens for the end of a turn: a microphone never just stops."""
MOST_BYTES: Final = 64_000_000
"""Of a WAV file: some 20 minutes."""
_BYTES_PER_MS: Final = SAMPLE_RATE * BYTES_PER_SAMPLE // 1000
_SAMPLE: Final = "Hello! Can you hear me?"


def read_wav(path: str) -> bytes:
    """The sound of a WAV file as PCM16 at 24 kHz, mono.

    Raises:
        UsageError: It cannot be read, is too long, or holds something else.
    """
    file = Path(path).expanduser()
    try:
        if file.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} is longer than {MOST_BYTES // 1_000_000} MB.")
        content = wav_content(file.read_bytes())
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UsageError(f"Cannot read {path}: {reason}.") from None
    if content is None:
        raise UsageError(f"{path} is not a mono WAV file of 16-bit PCM or G.711.")
    audio, data = content
    return little_endian(PcmDecoder(audio).feed(data))


def spoken_sample() -> bytes:
    """A sentence in the simulator's own voice, PCM16 at 24 kHz: for who has no file at hand."""
    from realtime_inspector.simulator.speech import chunks

    return b"".join(sound for sound, _ in chunks(_SAMPLE, "audio/pcm"))


def check_format(state: CaptureState) -> None:
    """Refuse to send PCM into a session that expects something else.

    Raises:
        UsageError: Says what it expects.
    """
    expected = session_formats(state.session.effective)[0]
    if expected != PCM16_24K:
        raise UsageError(f"This session takes {expected.name}; /audio sends {PCM16_24K.name}.")


def as_heard(pcm: bytes, state: CaptureState) -> bytes:
    """The sound, with silence after it if the server looks for the end of a turn."""
    return pcm + bytes(SILENCE_MS * _BYTES_PER_MS) if _detects_turns(state) else pcm


def pieces(pcm: bytes) -> Iterator[str]:
    """The `audio` fields of the `input_audio_buffer.append` events, `PIECE_MS` each."""
    size = PIECE_MS * _BYTES_PER_MS
    for start in range(0, len(pcm), size):
        yield base64.b64encode(pcm[start : start + size]).decode("ascii")


def _detects_turns(state: CaptureState) -> bool:
    """Whether turn detection is on: in GA shape, or at the top as in the beta shape."""
    session = state.session.effective
    audio = session.get("audio")
    incoming = audio.get("input") if isinstance(audio, dict) else None
    place = incoming if isinstance(incoming, dict) else session
    return place.get("turn_detection") is not None
