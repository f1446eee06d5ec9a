"""Audio in and out: `input_audio_buffer.*`, `response.output_audio.*`, `output_audio_buffer.*`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.audio import base64_size, session_formats
from realtime_inspector.core.events.edit import ask, ensure_item, put_item, put_response, take_asked
from realtime_inspector.core.events.response import change_part, count_delta
from realtime_inspector.core.events.spec import CLIENT, SERVER, EventSpec
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.state import InputBuffer

if TYPE_CHECKING:
    from realtime_inspector.core.audio import AudioFormat
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.events.spec import At
    from realtime_inspector.core.state import CaptureState, ContentPart
    from realtime_inspector.core.wording import Wording


def audio_words(size_bytes: int, audio: AudioFormat) -> str:
    """Audio in words, such as `PCM16 24 kHz · 100 ms`."""
    return f"{audio.name} · {audio.duration_ms(size_bytes):.0f} ms"


def _summarise_append(event: Event, state: CaptureState, _say: Wording) -> str:
    return audio_words(
        base64_size(event.text("audio") or ""), session_formats(state.session.effective)[0]
    )


def _summarise_output(event: Event, state: CaptureState, _say: Wording) -> str:
    return audio_words(
        base64_size(event.text("delta") or ""), session_formats(state.session.effective)[1]
    )


def _summarise_started(event: Event, _state: CaptureState, say: Wording) -> str:
    return _at_ms(say("speech from {ms} ms"), event.integer("audio_start_ms"))


def _summarise_stopped(event: Event, _state: CaptureState, say: Wording) -> str:
    return _at_ms(say("speech to {ms} ms"), event.integer("audio_end_ms"))


def _at_ms(template: str, moment_ms: int | None) -> str:
    return "" if moment_ms is None else template.format(ms=moment_ms)


def _summarise_id(event: Event, _state: CaptureState, _say: Wording) -> str:
    return event.item_id or event.response_id or ""


def _handle_append(state: CaptureState, event: Event, at: At) -> CaptureState:
    size = base64_size(event.text("audio") or "")
    buffer = state.input
    buffer = replace(
        buffer,
        bytes=buffer.bytes + size,
        total_bytes=buffer.total_bytes + size,
        first_seq=buffer.first_seq or at.seq,
        last_seq=at.seq,
        last_ns=at.time_ns,
    )
    return replace(state, input=buffer)


def _handle_started(state: CaptureState, event: Event, at: At) -> CaptureState:
    buffer = replace(
        state.input,
        is_speaking=True,
        speech_started_ms=event.integer("audio_start_ms"),
        speech_stopped_ms=None,
        speech_end_ns=None,
        speech_seq=at.seq,
    )
    state = replace(state, input=buffer)
    if event.item_id is None:
        return state
    state, item = ensure_item(state, event.item_id, at)
    return put_item(state, replace(item, role=item.role or "user", last_seq=at.seq))


def _handle_stopped(state: CaptureState, event: Event, at: At) -> CaptureState:
    buffer = replace(
        state.input,
        is_speaking=False,
        speech_stopped_ms=event.integer("audio_end_ms"),
        speech_end_ns=at.time_ns,
        speech_seq=at.seq,
    )
    return replace(state, input=buffer)


def _handle_committed(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, asked = take_asked(state, lambda one: one.type == "input_audio_buffer.commit")
    size = state.input.bytes
    end_ns = state.input.speech_end_ns
    if end_ns is None:  # no voice activity detection: whoever commits says where speech ends
        end_ns = at.time_ns if asked is None else asked.time_ns
    buffer = replace(
        state.input,
        bytes=0,
        is_speaking=False,
        speech_end_ns=end_ns,
        first_seq=None,
        last_seq=None,
    )
    state = replace(state, input=buffer)
    if event.item_id is None:
        return state
    state, item = ensure_item(state, event.item_id, at)
    state = put_item(state, replace(item, role=item.role or "user", last_seq=at.seq))

    def change(part: ContentPart) -> ContentPart:
        return replace(part, kind=part.kind or "input_audio", audio_bytes=part.audio_bytes + size)

    return change_part(state, event, at, change)


def _handle_cleared(state: CaptureState, _event: Event, _at: At) -> CaptureState:
    state, _ = take_asked(state, lambda one: one.type == "input_audio_buffer.clear")
    return replace(state, input=InputBuffer(total_bytes=state.input.total_bytes))


def _handle_output(state: CaptureState, event: Event, at: At) -> CaptureState:
    size = base64_size(event.text("delta") or "")

    def change(part: ContentPart) -> ContentPart:
        return replace(part, kind=part.kind or "output_audio", audio_bytes=part.audio_bytes + size)

    return _hear(count_delta(change_part(state, event, at, change), event, at), event, at)


def _hear(state: CaptureState, event: Event, at: At) -> CaptureState:
    """Notes the first audio of a response."""
    response = state.responses.get(event.response_id or "")
    if response is None or response.first_audio_ns is not None or at.time_ns is None:
        return state
    return put_response(state, replace(response, first_audio_ns=at.time_ns))


SPECS = (
    EventSpec(
        "input_audio_buffer.append", CLIENT, _summarise_append, _handle_append, is_delta=True
    ),
    EventSpec("session.input_audio_buffer.append", CLIENT, _summarise_append, is_delta=True),
    EventSpec("session.output_audio.delta", SERVER, _summarise_output, is_delta=True),
    EventSpec("input_audio_buffer.commit", CLIENT, handle=ask),
    EventSpec("input_audio_buffer.clear", CLIENT, handle=ask),
    EventSpec("input_audio_buffer.speech_started", SERVER, _summarise_started, _handle_started),
    EventSpec("input_audio_buffer.speech_stopped", SERVER, _summarise_stopped, _handle_stopped),
    EventSpec("input_audio_buffer.committed", SERVER, _summarise_id, _handle_committed),
    EventSpec("input_audio_buffer.cleared", SERVER, handle=_handle_cleared),
    EventSpec("input_audio_buffer.timeout_triggered", SERVER, _summarise_id),
    EventSpec(
        "input_audio_buffer.dtmf_event_received",
        SERVER,
        lambda event, _, say: say("key {key}").format(key=event.text("event") or ""),
    ),
    EventSpec(
        "response.output_audio.delta", SERVER, _summarise_output, _handle_output, is_delta=True
    ),
    EventSpec("response.output_audio.done", SERVER, _summarise_id),
    EventSpec("output_audio_buffer.clear", CLIENT),
    EventSpec("output_audio_buffer.started", SERVER, _summarise_id),
    EventSpec("output_audio_buffer.stopped", SERVER, _summarise_id),
    EventSpec("output_audio_buffer.cleared", SERVER, _summarise_id),
)
