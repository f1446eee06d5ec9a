"""Audio of a file sent as a microphone would: in small pieces, in real time, then silence."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.audio import PCM16_24K, AudioFormat, session_formats
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.pcm import PcmDecoder, little_endian
from realtime_inspector.core.riff import wav_content
from realtime_inspector.core.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.state import CaptureState

PIECE_MS: Final = 100
SILENCE_MS: Final = 1_000
"""After the file, where the server listens for the end of a turn: a microphone never just stops."""
MOST_BYTES: Final = 64_000_000
"""Of a WAV file: some 20 minutes."""
_SAMPLE: Final = "Hello! Can you hear me?"


@dataclass(frozen=True, slots=True)
class Sound:
    """Something to be said."""

    audio: AudioFormat
    data: bytes
    silence_ms: int = 0
    """How long it is silent afterwards."""

    def pieces(self) -> Iterator[str]:
        """The `audio` fields of its `input_audio_buffer.append` events, `PIECE_MS` each.

        They are PCM16 at 24 kHz, whatever the sound is written in.
        """
        decoder = PcmDecoder(self.audio)
        size = max(2, self.audio.bytes_per_s * PIECE_MS // 1000 // 2 * 2)
        for start in range(0, len(self.data), size):
            yield _encoded(little_endian(decoder.feed(self.data[start : start + size])))
        for _ in range(0, self.silence_ms, PIECE_MS):
            yield _encoded(bytes(PCM16_24K.bytes_per_s * PIECE_MS // 1000))


def sound_of(path: str, state: CaptureState) -> Sound:
    """A WAV file, or a sample, as it has to be said in a session.

    Args:
        path: The file; empty: a sentence in the simulator's own voice.
        state: The newest state of the session.

    Raises:
        UsageError: The file cannot be used, or the session takes another format.
    """
    audio, data = _wav(path) if path else (PCM16_24K, _sample())
    expected = session_formats(state.session.effective)[0]
    if expected != PCM16_24K:
        raise UsageError(
            phrase(
                "This session takes {expected}; /audio sends {sent}.",
                expected=expected.name,
                sent=PCM16_24K.name,
            )
        )
    return Sound(audio, data, SILENCE_MS if _detects_turns(state) else 0)


def _wav(path: str) -> tuple[AudioFormat, bytes]:
    file = Path(path).expanduser()
    try:
        if file.stat().st_size > MOST_BYTES:
            raise UsageError(
                phrase("{path} is longer than {most} MB.", path=path, most=MOST_BYTES // 1_000_000)
            )
        content = wav_content(file.read_bytes())
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or type(error).__name__).lower()
        raise UsageError(
            phrase("Cannot read {path}: {reason}.", path=path, reason=reason)
        ) from None
    if content is None:
        raise UsageError(phrase("{path} is not a mono WAV file of 16-bit PCM or G.711.", path=path))
    return content


def _sample() -> bytes:
    from realtime_inspector.simulator.speech import chunks

    return b"".join(sound for sound, _ in chunks(_SAMPLE, "audio/pcm"))


def _encoded(pcm: bytes) -> str:
    return base64.b64encode(pcm).decode("ascii")


def _detects_turns(state: CaptureState) -> bool:
    """Whether turn detection is on: in GA shape, or at the top as in the beta shape."""
    session = state.session.effective
    audio = session.get("audio")
    incoming = audio.get("input") if isinstance(audio, dict) else None
    place = incoming if isinstance(incoming, dict) else session
    return place.get("turn_detection") is not None
