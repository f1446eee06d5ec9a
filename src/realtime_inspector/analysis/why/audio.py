"""Reasons in what the microphone sends: not committed, no speech in it, speech without an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.session_facts import is_vad_off, is_vad_on
from realtime_inspector.analysis.why.reason import Mood, Reason, trouble, waiting
from realtime_inspector.core.audio import session_formats

if TYPE_CHECKING:
    from realtime_inspector.analysis.why.situation import Situation
    from realtime_inspector.core.state import InputBuffer

DEAF_MS: Final = 2_000.0
"""So much audio without speech in it is worth a word."""
PAUSE_S: Final = 1.0
"""Audio that stops for so long while somebody speaks leaves no silence to be heard."""


def speech(now: Situation) -> Reason | None:
    """Voice activity detection hears no speech, or no end of it."""
    buffer, session = now.state.input, now.state.session.effective
    if buffer.is_speaking:
        if now.has_lasted(buffer.last_ns, PAUSE_S):
            seqs = (buffer.speech_seq, buffer.last_seq)
            return trouble("speech_without_end", *seqs, since_ns=buffer.last_ns)
        return waiting("listening", buffer.speech_seq)
    ms = _waiting_ms(now)
    if ms < DEAF_MS or not is_vad_on(session) or _has_speech(buffer):
        return None
    is_first = not any(one.role == "user" for one in now.recent_items)
    values = {"s": f"{ms / 1000:.1f}"}
    first, last = buffer.first_seq or 0, buffer.last_seq or 0
    return Reason("no_speech", Mood.TROUBLE if is_first else Mood.WAITING, values, (first, last))


def not_committed(now: Situation) -> Reason | None:
    """Audio is in the buffer, and nobody commits it."""
    buffer = now.state.input
    if not buffer.bytes or not is_vad_off(now.state.session.effective):
        return None
    if any(one.type == "input_audio_buffer.commit" for one in now.state.asked):
        return None
    ms = f"{_waiting_ms(now):,.0f}"
    seqs = (buffer.first_seq, buffer.last_seq)
    return trouble("not_committed", *seqs, since_ns=buffer.last_ns, ms=ms)


def _has_speech(buffer: InputBuffer) -> bool:
    """Whether speech began in what has been appended since the last commit."""
    return (buffer.speech_seq or 0) > (buffer.first_seq or 0)


def _waiting_ms(now: Situation) -> float:
    audio = session_formats(now.state.session.effective)[0]
    return audio.duration_ms(now.state.input.bytes)
