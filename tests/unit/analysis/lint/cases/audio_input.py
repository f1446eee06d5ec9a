"""Sessions for the rules about audio that goes in."""

from __future__ import annotations

import base64
import random
from array import array
from typing import Any, Final

from tests.support.script import MANUAL, STEP_MS, Script, beginning
from tests.unit.analysis.lint.cases.case import Case

from realtime_inspector.core.pcm import little_endian

COMMITTED: Final = "input_audio_buffer.committed"
SPEECH_STARTED: Final = "input_audio_buffer.speech_started"
TRANSCRIPT: Final = "conversation.item.input_audio_transcription"
TRANSCRIBED: Final = {
    "type": "realtime",
    "audio": {"input": {"transcription": {"model": "gpt-realtime-whisper"}}},
}
TOO_SMALL: Final = "Error committing input audio buffer: buffer too small. Expected at least 100ms"
NOT_BASE64: Final = "Invalid 'audio'. Expected base64-encoded audio bytes (mono PCM16 at 24kHz)"
WAV: Final = base64.b64encode(b"RIFF\x24\x10\x00\x00WAVEfmt ").decode()


def silence(ms: float) -> bytes:
    """PCM16 at 24 kHz."""
    return bytes(2 * round(24 * ms))


def voice(ms: int) -> bytes:
    """Sound that swells and fades, as speech does."""
    samples = (
        round(9_000 * (at % 4_800) / 4_800) * (1 - 2 * (at // 40 % 2)) for at in range(24 * ms)
    )
    return little_endian(array("h", samples))


def noise(ms: int) -> bytes:
    """What samples of another encoding sound like."""
    return random.Random(7).randbytes(48 * ms)  # noqa: S311 - always the same noise


def stream(script: Script, pcm: bytes, ms: int, count: int) -> Script:
    """The same piece again and again, each after its time."""
    for _ in range(count):
        script.append(pcm).wait(ms - STEP_MS)
    return script


def manual() -> Script:
    """A session without turn detection."""
    return beginning().update(MANUAL)


def heard(script: Script, item_id: str = "item_1") -> Script:
    """The user's speech becomes an item."""
    item = {"id": item_id, "type": "message", "role": "user", "status": "completed"}
    content = [{"type": "input_audio", "transcript": None}]
    script.received(COMMITTED, previous_item_id=None, item_id=item_id)
    return script.received(
        "conversation.item.added", previous_item_id=None, item={**item, "content": content}
    )


def transcript(script: Script, name: str = "completed", **fields: Any) -> Script:
    """An event of the transcription."""
    return script.received(f"{TRANSCRIPT}.{name}", item_id="item_1", content_index=0, **fields)


CASES: Final = (
    Case(
        "RT040",
        "a commit without audio is refused",
        lambda: (
            manual()
            .sent("input_audio_buffer.commit")
            .error("input_audio_buffer_commit_empty", TOO_SMALL)
        ),
        looked_at="input_audio_buffer.commit",
    ),
    Case(
        "RT040",
        "a commit of 60 ms is never answered",
        lambda: manual().append(silence(60)).sent("input_audio_buffer.commit").wait(5_000).user(),
        looked_at="input_audio_buffer.commit",
    ),
    Case(
        "RT040",
        "the beta's error without a code, in a log of the server alone",
        lambda: beginning().error(
            None, "Error committing input audio buffer: the buffer is empty."
        ),
        looked_at="error",
    ),
    Case(
        "RT040",
        "a commit of enough",
        lambda: manual().append(silence(120)).sent("input_audio_buffer.commit").close(),
        is_reported=False,
    ),
    Case(
        "RT040",
        "a recording whose audio was shortened: the server had enough",
        lambda: heard(manual().append(bytes(33)).sent("input_audio_buffer.commit")).close(),
        is_reported=False,
    ),
    Case(
        "RT041",
        "a commit under server_vad",
        lambda: beginning().append(silence(200)).sent("input_audio_buffer.commit"),
        looked_at="input_audio_buffer.commit",
    ),
    Case(
        "RT041",
        "a commit without turn detection",
        lambda: manual().append(silence(200)).sent("input_audio_buffer.commit"),
        is_reported=False,
    ),
    Case(
        "RT041",
        "a commit while turn detection is being turned off",
        lambda: (
            beginning()
            .sent("session.update", session=MANUAL)
            .append(silence(200))
            .sent("input_audio_buffer.commit")
        ),
        is_reported=False,
    ),
    Case(
        "RT041",
        "a commit with the client's own detection",
        lambda: (
            Script()
            .open()
            .received(
                "session.created", session={"id": "s", "turn_detection": {"type": "client_vad"}}
            )
            .sent("input_audio_buffer.commit")
        ),
        is_reported=False,
        provider="localai",
    ),
    Case(
        "RT042",
        "nobody asks after a commit",
        lambda: (
            heard(manual().append(silence(200)).sent("input_audio_buffer.commit"))
            .wait(3_000)
            .append(silence(20))
        ),
        looked_at=COMMITTED,
    ),
    Case(
        "RT042",
        "nobody asks though the server does not answer by itself",
        lambda: heard(
            beginning()
            .update(
                {
                    "type": "realtime",
                    "audio": {"input": {"turn_detection": {"create_response": False}}},
                }
            )
            .append(silence(200))
        ).close(),
        looked_at=COMMITTED,
    ),
    Case(
        "RT042",
        "response.create follows",
        lambda: (
            heard(manual().append(silence(200)).sent("input_audio_buffer.commit"))
            .answer()
            .wait(5_000)
            .close()
        ),
        is_reported=False,
    ),
    Case(
        "RT042",
        "response.create was sent before the commit was confirmed",
        lambda: (
            heard(
                manual()
                .append(silence(200))
                .sent("input_audio_buffer.commit")
                .sent("response.create")
            )
            .begins(is_asked=False)
            .done()
            .wait(5_000)
            .close()
        ),
        is_reported=False,
    ),
    Case(
        "RT042",
        "a transcription session answers nothing",
        lambda: heard(
            Script()
            .open()
            .created(type="transcription")
            .update({"audio": {"input": {"turn_detection": None}}})
        ).close(),
        is_reported=False,
    ),
    Case(
        "RT043",
        "sixteen seconds and no commit",
        lambda: stream(manual(), silence(1_000), 1_000, 16),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT043",
        "sixteen seconds under turn detection",
        lambda: stream(beginning(), silence(1_000), 1_000, 16),
        is_reported=False,
    ),
    Case(
        "RT043",
        "a long turn of a client that has committed before",
        lambda: stream(
            heard(manual().append(silence(200)).sent("input_audio_buffer.commit")),
            silence(1_000),
            1_000,
            20,
        ),
        is_reported=False,
    ),
    Case(
        "RT044",
        "six seconds of silence",
        lambda: stream(beginning(), silence(500), 500, 12),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT044",
        "six seconds of loud noise",
        lambda: stream(beginning(), noise(500), 500, 12),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT044",
        "speech is detected",
        lambda: stream(
            stream(beginning(), silence(500), 500, 4).received(SPEECH_STARTED, item_id="item_1"),
            silence(500),
            500,
            12,
        ),
        is_reported=False,
    ),
    Case(
        "RT044",
        "a voice that is not detected yet",
        lambda: stream(beginning(), voice(500), 500, 12),
        is_reported=False,
    ),
    Case(
        "RT045",
        "16 kHz sent as 24 kHz",
        lambda: stream(beginning(), bytes(3_200), 100, 40),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT045",
        "a microphone at the declared rate, with a pause",
        lambda: stream(
            stream(beginning(), silence(100), 100, 20).wait(4_000), silence(100), 100, 40
        ),
        is_reported=False,
    ),
    Case(
        "RT045",
        "a file sent as fast as it goes",
        lambda: stream(beginning(), silence(1_000), 50, 80),
        is_reported=False,
    ),
    Case(
        "RT046",
        "a data URL",
        lambda: (
            beginning()
            .sent("input_audio_buffer.append", audio="data:audio/wav;base64,AAAA", event_id="a1")
            .error("invalid_value", NOT_BASE64, event_id="a1")
        ),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT046",
        "whole WAV files, to OpenAI",
        lambda: beginning().sent("input_audio_buffer.append", audio=WAV).close(),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT046",
        "base64 for URLs",
        lambda: beginning().sent("input_audio_buffer.append", audio="AA-_").close(),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT046",
        "empty pieces",
        lambda: beginning().sent("input_audio_buffer.append", audio="").close(),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT046",
        "an odd number of bytes that the server refuses",
        lambda: beginning().append(bytes(33)).error("invalid_value", NOT_BASE64, param="audio"),
        looked_at="error",
    ),
    Case(
        "RT046",
        "an odd number of bytes that nobody refuses",
        lambda: beginning().append(bytes(33)).close(),
        is_reported=False,
    ),
    Case(
        "RT046",
        "whole WAV files, to a provider that wants them",
        lambda: beginning().sent("input_audio_buffer.append", audio=WAV).close(),
        is_reported=False,
        provider="localai",
    ),
    Case(
        "RT047",
        "16 MiB at once",
        lambda: beginning().append(bytes(16 * 1024 * 1024)).close(),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT047",
        "the server says that it is too long",
        lambda: beginning().error("string_above_max_length", param="audio"),
        looked_at="error",
    ),
    Case(
        "RT047",
        "10 MiB at once",
        lambda: beginning().append(bytes(10 * 1024 * 1024)).close(),
        is_reported=False,
    ),
    Case(
        "RT048",
        "a hundred pieces of 10 ms",
        lambda: stream(beginning(), silence(10), 50, 100),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT048",
        "a hundred pieces of 20 ms",
        lambda: stream(beginning(), silence(20), 50, 120),
        is_reported=False,
    ),
    Case(
        "RT048",
        "ninety-nine pieces of 10 ms",
        lambda: stream(beginning(), silence(10), 50, 99),
        is_reported=False,
    ),
    Case(
        "RT049",
        "audio in binary frames",
        lambda: (
            beginning()
            .binary(silence(20))
            .error(
                "invalid_event",
                "Expected a text WebSocket message; binary frames are not supported.",
            )
            .binary(silence(20))
            .close()
        ),
    ),
    Case(
        "RT049",
        "the error alone",
        lambda: beginning().error(
            "invalid_event", "Expected a text WebSocket message; binary frames are not supported."
        ),
        looked_at="error",
    ),
    Case(
        "RT049",
        "another event is invalid",
        lambda: beginning().error("invalid_event", "The 'type' field is missing."),
        is_reported=False,
    ),
    Case(
        "RT049",
        "a provider that takes binary frames",
        lambda: beginning().binary(silence(20)).close(),
        is_reported=False,
        provider="localai",
    ),
    Case(
        "RT050",
        "the deployment does not exist",
        lambda: transcript(
            heard(beginning().update(TRANSCRIBED)),
            "failed",
            error={"type": "server_error", "code": "DeploymentNotFound", "message": "Failed."},
        ),
        looked_at=f"{TRANSCRIPT}.failed",
    ),
    Case(
        "RT050",
        "the transcript comes",
        lambda: transcript(heard(beginning().update(TRANSCRIBED)), transcript="Hello"),
        is_reported=False,
    ),
    Case(
        "RT051",
        "nothing comes",
        lambda: heard(beginning().update(TRANSCRIBED)).wait(15_000).append(silence(20)),
        looked_at="conversation.item.added",
    ),
    Case(
        "RT051",
        "an empty transcript comes",
        lambda: (
            transcript(heard(beginning().update(TRANSCRIBED)), transcript="")
            .wait(15_000)
            .append(silence(20))
        ),
        is_reported=False,
    ),
    Case(
        "RT051",
        "the transcript comes before the item",
        lambda: (
            heard(transcript(beginning().update(TRANSCRIBED), transcript="Hello"))
            .wait(15_000)
            .append(silence(20))
        ),
        is_reported=False,
    ),
    Case(
        "RT051",
        "the connection ends before the transcript",
        lambda: heard(beginning().update(TRANSCRIBED)).close(),
        is_reported=False,
    ),
    Case(
        "RT051",
        "transcription is off",
        lambda: heard(beginning()).wait(15_000).append(silence(20)),
        is_reported=False,
    ),
    Case(
        "RT052",
        "speech, and transcription is never on",
        lambda: heard(beginning()).close(),
        looked_at=COMMITTED,
    ),
    Case(
        "RT052",
        "transcription is turned on later",
        lambda: heard(beginning()).update(TRANSCRIBED).close(),
        is_reported=False,
    ),
    Case(
        "RT052",
        "the capture stops, and may have gone on",
        lambda: heard(beginning()),
        is_reported=False,
    ),
)
