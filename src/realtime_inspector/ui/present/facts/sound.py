"""What is told about audio that is sent, and about speech in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.audio import base64_size, session_formats
from realtime_inspector.ui.present import numbers

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.ui.present.facts.telling import Telling


def tell_append(telling: Telling) -> None:
    """How much audio it adds, and how much waits then."""
    size, state = base64_size(telling.event.text("audio") or ""), telling.state
    if not size:
        telling.say("append_empty")
        return
    if state is None:
        return
    audio = session_formats(state.session.effective)[0]
    span = numbers.span(audio.duration_ms(size))
    telling.say("append", span=span, format=audio.name, buffered=_buffered(state))
    if audio.encoding == "pcm16" and size % 2:
        telling.say("append_odd", size=f"{size:,}")


def tell_buffer(telling: Telling) -> None:
    """How much audio the buffer holds."""
    if telling.state is not None:
        telling.say("buffered", buffered=_buffered(telling.state))


def tell_emptied(telling: Telling) -> None:
    """How much audio the buffer held before."""
    if telling.before is not None:
        telling.say("emptied", buffered=_buffered(telling.before))


def tell_speech_started(telling: Telling) -> None:
    """Since when, and what it interrupts."""
    start_ms = telling.event.integer("audio_start_ms")
    if start_ms is not None:
        telling.say("speech_from", at=numbers.span(start_ms))
    active = telling.before.active_response if telling.before is not None else None
    if active is not None:
        telling.say("speech_over", active.created_seq, response=active.id)


def tell_speech_stopped(telling: Telling) -> None:
    """Until when, and for how long."""
    end_ms = telling.event.integer("audio_end_ms")
    if end_ms is None:
        return
    started = telling.store.relations(telling.seq).cause.seq
    start_ms = telling.store.event(started).integer("audio_start_ms") if started else None
    if start_ms is None or start_ms > end_ms:
        telling.say("speech_end", at=numbers.span(end_ms))
    else:
        span = numbers.span(end_ms - start_ms)
        telling.say("speech_to", started, at=numbers.span(end_ms), span=span)


def _buffered(state: CaptureState) -> str:
    audio = session_formats(state.session.effective)[0]
    return numbers.span(audio.duration_ms(state.input.bytes))
