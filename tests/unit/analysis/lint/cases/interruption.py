"""Sessions for the rules about interruption and playback."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from tests.support.script import beginning
from tests.unit.analysis.lint.cases.case import Case

if TYPE_CHECKING:
    from tests.support.script import Script

_TRUNCATE: Final = "conversation.item.truncate"
_CLEAR: Final = "output_audio_buffer.clear"
_INTERRUPTED: Final = {"type": "cancelled", "reason": "turn_detected"}
_UNKNOWN: Final = "Invalid value: '{}'. Supported values are: 'session.update', 'response.create'."
_FIVE_SECONDS: Final = bytes(240_000)


def _listening() -> Script:
    """A session whose client sends its microphone."""
    return beginning().append(bytes(4800))


def _spoken(audio: bytes = bytes(96_000)) -> Script:
    """A spoken answer of two seconds, or another one."""
    return _listening().begins(is_asked=False).speech((audio,)).done()


def _cut(script: Script, end_ms: int, item_id: str = "item_answer") -> Script:
    return script.sent(_TRUNCATE, item_id=item_id, content_index=0, audio_end_ms=end_ms)


def _was_cut(script: Script, end_ms: int, item_id: str = "item_answer") -> Script:
    kind = "conversation.item.truncated"
    return script.received(kind, item_id=item_id, content_index=0, audio_end_ms=end_ms)


def _interrupted() -> Script:
    """The user breaks in while the answer is made."""
    script = _listening().begins(is_asked=False).speech((bytes(96_000),), status="incomplete")
    script.received("input_audio_buffer.speech_started", item_id="item_2", audio_start_ms=900)
    return script.done(status="cancelled", details=_INTERRUPTED)


def _broken_into(audio: bytes = _FIVE_SECONDS) -> Script:
    """The user speaks after the answer was made, while it is played."""
    started = "input_audio_buffer.speech_started"
    return _spoken(audio).received(started, item_id="item_2", audio_start_ms=900)


def _audio(script: Script, response_id: str, beta: str = "output_") -> Script:
    place = {"response_id": response_id, "item_id": f"item_{response_id}", "output_index": 0}
    delta = base64.b64encode(bytes(4800)).decode()
    return script.received(f"response.{beta}audio.delta", **place, content_index=0, delta=delta)


def _aside(script: Script, response_id: str = "resp_aside") -> Script:
    """An out-of-band response begins."""
    script.sent("response.create", response={"conversation": "none"})
    return script.begins(response_id, is_asked=False, conversation_id=None)


def _echo(heard: str, *, times: int = 3) -> Script:
    """Answers that are cut off as soon as they begin."""
    script = _listening()
    for number in range(times):
        response, item = f"resp_{number}", f"item_user_{number}"
        script.begins(response, is_asked=False)
        script.speech((bytes(4800),), "How can I help you today?", f"item_{number}", response)
        script.received("input_audio_buffer.speech_started", item_id=item, audio_start_ms=0)
        script.done(response, "cancelled", _INTERRUPTED)
        script.received(
            "conversation.item.input_audio_transcription.completed",
            item_id=item,
            content_index=0,
            transcript=heard,
        )
        script.wait(5_000)
    return script


_RT060: Final = (
    Case(
        "RT060",
        "cut after its end, and refused",
        lambda: _cut(_spoken(), 11_579).error(
            "invalid_value", "Audio content of 2000ms is already shorter than 11579ms"
        ),
        looked_at=_TRUNCATE,
    ),
    Case(
        "RT060",
        "cut after its end, and the server says nothing",
        lambda: _cut(_spoken(), 11_579).wait(6_000).received("rate_limits.updated"),
        looked_at=_TRUNCATE,
    ),
    Case(
        "RT060",
        "refused in a log of the server alone",
        lambda: beginning().error(
            "invalid_value", "Audio content of 9800ms is already shorter than 11579ms"
        ),
        looked_at="error",
    ),
    Case("RT060", "cut where it was heard", lambda: _cut(_spoken(), 1_500).close(), False),
    Case("RT060", "cut at its very end", lambda: _cut(_spoken(), 2_000).close(), False),
    Case(
        "RT060",
        "the server takes it, as the log has not all of the audio",
        lambda: _was_cut(_cut(_spoken(bytes(32)), 1_500), 1_500).close(),
        False,
    ),
)
_RT061: Final = (
    Case(
        "RT061",
        "a user's message is cut",
        lambda: _cut(beginning().user(), 100, "item_user").error(
            "unsupported_content_type", "Only model output audio messages can be truncated"
        ),
        looked_at=_TRUNCATE,
    ),
    Case(
        "RT061",
        "a text answer is cut, and the connection ends",
        lambda: _cut(beginning().begins().message().done(), 0).close(),
        looked_at=_TRUNCATE,
    ),
    Case(
        "RT061",
        "refused in a log of the server alone",
        lambda: beginning().error(None, "Only model output audio messages can be truncated"),
        looked_at="error",
    ),
    Case("RT061", "a spoken answer is cut", lambda: _cut(_spoken(), 500).close(), False),
    Case(
        "RT061",
        "a call that is only observed has no audio, and can be cut",
        lambda: _was_cut(_cut(beginning().begins().speech(()).done(), 500), 500).close(),
        False,
    ),
)
_RT062: Final = (
    Case(
        "RT062",
        "the next answer begins without a truncation",
        lambda: _interrupted().begins("resp_2", is_asked=False),
        looked_at="response.done",
    ),
    Case(
        "RT062",
        "the client cuts the answer",
        lambda: _cut(_interrupted(), 700).begins("resp_2", is_asked=False),
        False,
    ),
    Case(
        "RT062",
        "the server cuts it, as over WebRTC",
        lambda: _was_cut(_interrupted(), 700).begins("resp_2", is_asked=False),
        False,
    ),
    Case(
        "RT062",
        "interrupted before there was any audio",
        lambda: (
            _listening()
            .begins(is_asked=False)
            .done(status="cancelled", details=_INTERRUPTED)
            .begins("resp_2", is_asked=False)
        ),
        False,
    ),
    Case(
        "RT062",
        "a log of the server alone cannot tell",
        lambda: (
            beginning()
            .begins(is_asked=False)
            .speech(status="incomplete")
            .done(status="cancelled", details=_INTERRUPTED)
            .begins("resp_2", is_asked=False)
        ),
        False,
    ),
)
_RT063: Final = (
    Case(
        "RT063",
        "the user speaks while four seconds are left",
        lambda: _broken_into().begins("resp_2", is_asked=False),
        looked_at="input_audio_buffer.speech_started",
    ),
    Case(
        "RT063",
        "the client cuts what was not played",
        lambda: _cut(_broken_into(), 700).begins("resp_2", is_asked=False),
        False,
    ),
    Case(
        "RT063",
        "all of it was played",
        lambda: _broken_into(bytes(4800)).begins("resp_2", is_asked=False),
        False,
    ),
    Case(
        "RT063",
        "it is not to be interrupted",
        lambda: (
            beginning()
            .update({"audio": {"input": {"turn_detection": {"interrupt_response": False}}}})
            .append(bytes(4800))
            .begins(is_asked=False)
            .speech((_FIVE_SECONDS,))
            .done()
            .received("input_audio_buffer.speech_started", item_id="item_2", audio_start_ms=0)
            .begins("resp_2", is_asked=False)
        ),
        False,
    ),
)
_RT064: Final = (
    Case(
        "RT064",
        "refused",
        lambda: (
            beginning()
            .sent("response.cancel")
            .error("response_cancel_not_active", "Cancellation failed: no active response found")
        ),
        looked_at="response.cancel",
    ),
    Case(
        "RT064",
        "a server that says nothing about it",
        lambda: beginning().sent("response.cancel").close(),
        looked_at="response.cancel",
        provider="localai",
    ),
    Case(
        "RT064",
        "refused in a log of the server alone",
        lambda: beginning().error("response_cancel_not_active"),
        looked_at="error",
    ),
    Case(
        "RT064",
        "an active response is cancelled",
        lambda: (
            beginning()
            .begins()
            .sent("response.cancel")
            .done(status="cancelled", details={"reason": "client_cancelled"})
            .close()
        ),
        False,
    ),
    Case(
        "RT064",
        "a response that is named may be one out of band",
        lambda: beginning().sent("response.cancel", response_id="resp_aside").wait(6_000).close(),
        False,
    ),
    Case(
        "RT064",
        "the response that was asked for had not begun yet",
        lambda: (
            beginning()
            .sent("response.create")
            .sent("response.cancel")
            .begins(is_asked=False)
            .done(status="cancelled", details={"reason": "client_cancelled"})
            .close()
        ),
        False,
    ),
)
_RT065: Final = (
    Case(
        "RT065",
        "it speaks on",
        lambda: _audio(_aside(beginning()).sent("response.cancel"), "resp_aside"),
        looked_at="response.cancel",
    ),
    Case(
        "RT065",
        "it is cancelled by its id",
        lambda: _audio(
            _aside(beginning()).sent("response.cancel", response_id="resp_aside"), "resp_aside"
        ),
        False,
    ),
    Case(
        "RT065",
        "it is silent",
        lambda: _aside(beginning()).sent("response.cancel").done("resp_aside"),
        False,
    ),
)
_RT066: Final = (
    Case(
        "RT066",
        "after the cancellation",
        lambda: _audio(beginning().begins().sent("response.cancel"), "resp_1"),
        looked_at="response.output_audio.delta",
    ),
    Case(
        "RT066",
        "after the user broke in, with beta names",
        lambda: _audio(
            beginning().begins().received("input_audio_buffer.speech_started", item_id="item_2"),
            "resp_1",
            beta="",
        ),
        looked_at="response.audio.delta",
    ),
    Case(
        "RT066",
        "audio of the next response",
        lambda: _audio(
            beginning().begins().sent("response.cancel").done(status="cancelled").begins("resp_2"),
            "resp_2",
        ),
        False,
    ),
)
_RT067: Final = (
    Case("RT067", "no words, three times", lambda: _echo(""), looked_at="response.done"),
    Case("RT067", "the answer's own words", lambda: _echo("can I help you")),
    Case("RT067", "only twice", lambda: _echo("", times=2), False),
    Case("RT067", "the user has something to say", lambda: _echo("No, wait a moment"), False),
)
_RT068: Final = (
    Case(
        "RT068",
        "pieces come in turns",
        lambda: _audio(
            _audio(_audio(_aside(beginning().begins()), "resp_1"), "resp_aside"), "resp_1"
        ),
        looked_at="response.output_audio.delta",
    ),
    Case(
        "RT068",
        "one after the other",
        lambda: _audio(
            _audio(_audio(_aside(beginning().begins()), "resp_1"), "resp_aside"), "resp_aside"
        ),
        False,
    ),
    Case(
        "RT068",
        "the first is over before the second speaks",
        lambda: _audio(_audio(beginning().begins(), "resp_1").done().begins("resp_2"), "resp_2"),
        False,
    ),
)
_RT069: Final = (
    Case(
        "RT069",
        "refused, as the type is unknown",
        lambda: (
            beginning().sent(_CLEAR).error("invalid_value", _UNKNOWN.format(_CLEAR), param="type")
        ),
        looked_at=_CLEAR,
    ),
    Case(
        "RT069",
        "nothing was heard of it",
        lambda: beginning().sent(_CLEAR).wait(6_000).user(),
        looked_at=_CLEAR,
    ),
    Case(
        "RT069",
        "a call that is observed from the side",
        lambda: (
            beginning()
            .open(url="wss://api.openai.com/v1/realtime?call_id=rtc_1")
            .sent(_CLEAR)
            .close()
        ),
        False,
    ),
    Case(
        "RT069",
        "a server that has such a buffer",
        lambda: beginning().sent(_CLEAR).received("output_audio_buffer.cleared").close(),
        False,
    ),
)
CASES: Final[tuple[Case, ...]] = (
    *_RT060,
    *_RT061,
    *_RT062,
    *_RT063,
    *_RT064,
    *_RT065,
    *_RT066,
    *_RT067,
    *_RT068,
    *_RT069,
)
