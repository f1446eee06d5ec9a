"""Sessions for the rules about the session's configuration."""

from __future__ import annotations

from typing import Any, Final

from tests.support.script import MANUAL, SESSION, Script, beginning
from tests.unit.analysis.lint.cases.case import Case

TOOL: Final = {"type": "function", "name": "get_weather", "parameters": {"type": "object"}}
DEFAULT: Final = {"instructions": "Your knowledge cutoff is 2023-10. You are helpful."}
BETA_SESSION: Final = {
    "id": "sess_E6U1100000000000000AA",
    "model": "gpt-4o-realtime-preview",
    "modalities": ["text", "audio"],
    "voice": "alloy",
    "turn_detection": {"type": "server_vad"},
}
BETA_URL: Final = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview"
BETA_HEADERS: Final = {"OpenAI-Beta": "realtime=v1"}


def realtime(**fields: Any) -> dict[str, Any]:
    """The session of an update that is right in all but the fields given."""
    return {"type": "realtime", **fields}


def refused(session: dict[str, Any], code: str, message: str, **fields: Any) -> Script:
    """An update that the server refuses."""
    return beginning().sent("session.update", session=session).error(code, message, **fields)


def beta() -> Script:
    """A connection to a server of the beta shape."""
    return Script().open(url=BETA_URL).received("session.created", session=BETA_SESSION)


def transcribing(**audio_input: Any) -> Script:
    """A transcription session that is asked for an input configuration."""
    session = {"type": "transcription", "audio": {"input": audio_input}}
    created = {**SESSION, "type": "transcription"}
    script = Script().open().received("session.created", session=created)
    return script.sent("session.update", session=session)


def spoken() -> Script:
    """A session whose model has spoken."""
    return beginning().begins().speech().done()


def voice(name: str) -> dict[str, Any]:
    """An update that asks for a voice."""
    return realtime(audio={"output": {"voice": name}})


CASES: Final = (
    Case(
        "RT020",
        "an update is refused",
        lambda: refused(realtime(bogus=1), "unknown_parameter", "Unknown parameter."),
        looked_at="session.update",
    ),
    Case(
        "RT020",
        "an update is refused in a log of the server alone",
        lambda: beginning().error("unknown_parameter", param="session.bogus"),
        looked_at="error",
    ),
    Case(
        "RT020",
        "an update is never answered",
        lambda: beginning().sent("session.update", session=MANUAL).wait(5_000).user(),
        looked_at="session.update",
    ),
    Case(
        "RT020",
        "an update is answered by session.updated",
        lambda: beginning().update(MANUAL).wait(6_000).user().close(),
        is_reported=False,
    ),
    Case(
        "RT020",
        "the capture stops before an answer can have come",
        lambda: beginning().sent("session.update", session=MANUAL),
        is_reported=False,
    ),
    Case(
        "RT020",
        "only the client was recorded",
        lambda: (
            Script().open().sent("session.update", session=MANUAL).wait(6_000).append(b"").close()
        ),
        is_reported=False,
    ),
    Case(
        "RT020",
        "an error answers another event",
        lambda: (
            beginning()
            .update(MANUAL)
            .sent("response.create", event_id="c1")
            .error("invalid_value", param="response.voice", event_id="c1")
        ),
        is_reported=False,
    ),
    Case(
        "RT021",
        "the type is missing and the server says so",
        lambda: refused(
            {"instructions": "Be brief."},
            "missing_required_parameter",
            param="session.type",
            message="Missing required parameter: 'session.type'.",
        ),
        looked_at="session.update",
    ),
    Case(
        "RT021",
        "the type is missing and the connection ends",
        lambda: beginning().sent("session.update", session={}).close(),
        looked_at="session.update",
    ),
    Case(
        "RT021",
        "a server takes an update without a type",
        lambda: beginning().update({"instructions": "Be brief."}).close(),
        is_reported=False,
    ),
    Case(
        "RT021",
        "a beta server refuses something else",
        lambda: beta().sent("session.update", session={"voice": "x"}).error("invalid_value"),
        is_reported=False,
    ),
    Case(
        "RT021",
        "another provider refuses it for its own reasons",
        lambda: refused({}, "missing_required_parameter", "No.", param="session.type"),
        is_reported=False,
        provider="localai",
    ),
    Case(
        "RT022",
        "the flat format of the beta",
        lambda: refused(
            realtime(input_audio_format="pcm16"),
            "unknown_parameter",
            "Unknown parameter: 'session.input_audio_format'.",
            param="session.input_audio_format",
        ),
        looked_at="session.update",
    ),
    Case(
        "RT022",
        "modalities in a response.create",
        lambda: (
            beginning()
            .sent("response.create", response={"modalities": ["text"]})
            .error("unknown_parameter", param="response.modalities")
        ),
        looked_at="response.create",
    ),
    Case(
        "RT022",
        "the error alone names a field of the beta",
        lambda: beginning().error("unknown_parameter", param="session.turn_detection.type"),
        looked_at="error",
    ),
    Case(
        "RT022",
        "only the client was recorded",
        lambda: Script().open().sent("session.update", session=realtime(temperature=0.8)).close(),
        looked_at="session.update",
    ),
    Case(
        "RT022",
        "the fields of the beta on a beta server",
        lambda: beta().sent("session.update", session={"voice": "x"}).error("invalid_value"),
        is_reported=False,
    ),
    Case(
        "RT022",
        "a server takes a field of the beta",
        lambda: beginning().update(realtime(voice="ara")).close(),
        is_reported=False,
    ),
    Case(
        "RT022",
        "fields of the beta that were understood come too early",
        lambda: (
            beginning()
            .begins()
            .sent("response.create", response={"temperature": 0.8})
            .error("conversation_already_has_active_response")
        ),
        is_reported=False,
    ),
    Case(
        "RT023",
        "nested fields on a beta server",
        lambda: (
            beta()
            .sent("session.update", session=voice("marin"))
            .error("unknown_parameter", "Unknown parameter: 'session.type'.", param="session.type")
        ),
        looked_at="session.update",
    ),
    Case(
        "RT023",
        "the error alone names a field of the GA shape",
        lambda: beta().error("unknown_parameter", param="session.audio"),
        looked_at="error",
    ),
    Case(
        "RT023",
        "flat fields on a beta server",
        lambda: beta().sent("session.update", session={"voice": "x"}).error("invalid_value"),
        is_reported=False,
    ),
    Case(
        "RT023",
        "nested fields on a GA server",
        lambda: refused(voice("x"), "invalid_value", "No.", param="session.audio.output.voice"),
        is_reported=False,
    ),
    Case(
        "RT024",
        "the header is sent and refused",
        lambda: (
            Script()
            .open(url=BETA_URL, headers=BETA_HEADERS)
            .error("beta_api_shape_disabled")
            .close(4000, "invalid_request_error.beta_api_shape_disabled", by="server")
        ),
    ),
    Case(
        "RT024",
        "the subprotocol is sent and the connection closed without a word",
        lambda: (
            Script()
            .open(url=BETA_URL, subprotocols=["realtime", "openai-beta.realtime-v1"])
            .close(4000, by="server")
        ),
        provider="",
    ),
    Case(
        "RT024",
        "only the reason of the close is known",
        lambda: Script().open().close(4000, "invalid_request_error.beta_api_shape_disabled"),
        provider="",
    ),
    Case(
        "RT024",
        "a recording of the time when the beta was served",
        lambda: (
            Script()
            .open(url=BETA_URL, headers=BETA_HEADERS)
            .received("session.created", session=BETA_SESSION)
            .close()
        ),
        is_reported=False,
    ),
    Case(
        "RT024",
        "the header is sent to another provider",
        lambda: (
            Script().open(url="wss://example.com/v1/realtime", headers=BETA_HEADERS).close(1008)
        ),
        is_reported=False,
    ),
    Case(
        "RT025",
        "both are asked for",
        lambda: refused(
            realtime(output_modalities=["audio", "text"]),
            "invalid_value",
            "Invalid modalities: ['audio', 'text'].",
            param="session.output_modalities",
        ),
        looked_at="session.update",
    ),
    Case(
        "RT025",
        "the error alone",
        lambda: beginning().error(
            "invalid_value", "Invalid modalities: [].", param="response.output_modalities"
        ),
        looked_at="error",
    ),
    Case(
        "RT025",
        "one is asked for",
        lambda: refused(realtime(output_modalities=["text"], bogus=1), "unknown_parameter", "No."),
        is_reported=False,
    ),
    Case(
        "RT026",
        "a tool in a wrapper",
        lambda: refused(
            realtime(tools=[{"type": "function", "function": TOOL}]),
            "missing_required_parameter",
            "Missing required parameter: 'session.tools[0].name'.",
            param="session.tools[0].name",
        ),
        looked_at="session.update",
    ),
    Case(
        "RT026",
        "a response.create with a tool without a name",
        lambda: (
            beginning()
            .sent("response.create", response={"tools": [{"type": "function"}]})
            .error("missing_required_parameter", param="response.tools[0].name")
        ),
        looked_at="response.create",
    ),
    Case(
        "RT026",
        "the error alone",
        lambda: beginning().error("missing_required_parameter", param="session.tools[3].name"),
        looked_at="error",
    ),
    Case(
        "RT026",
        "a flat tool and one of another type are refused for another reason",
        lambda: refused(
            realtime(tools=[TOOL, {"type": "mcp", "server_label": "x"}]), "unknown_parameter", "No."
        ),
        is_reported=False,
    ),
    Case(
        "RT026",
        "a server takes wrapped tools",
        lambda: beginning().update(realtime(tools=[{"type": "function", "function": TOOL}])),
        is_reported=False,
        provider="localai",
    ),
    Case(
        "RT027",
        "a tool with a key too many",
        lambda: refused(
            realtime(tools=[TOOL, {**TOOL, "meta": {}}]),
            "unknown_parameter",
            "Unknown parameter: 'session.tools[1].meta'.",
            param="session.tools[1].meta",
        ),
        looked_at="session.update",
    ),
    Case(
        "RT027",
        "a name with a blank",
        lambda: refused(realtime(tools=[{**TOOL, "name": "get weather"}]), "invalid_value", "No."),
        looked_at="session.update",
    ),
    Case(
        "RT027",
        "the error alone",
        lambda: beginning().error("unknown_parameter", param="session.tools[2].strict"),
        looked_at="error",
    ),
    Case(
        "RT027",
        "a wrapped tool is RT026's",
        lambda: refused(
            realtime(tools=[{"type": "function", "function": TOOL}]),
            "unknown_parameter",
            "No.",
            param="session.tools[0].function",
        ),
        is_reported=False,
    ),
    Case(
        "RT028",
        "another voice after speech",
        lambda: (
            spoken().sent("session.update", session=voice("cedar")).error("cannot_update_voice")
        ),
        looked_at="session.update",
    ),
    Case(
        "RT028",
        "the error alone",
        lambda: beginning().error("cannot_update_voice"),
        looked_at="error",
    ),
    Case(
        "RT028",
        "the same voice after speech",
        lambda: spoken().sent("session.update", session=voice("marin")).error("invalid_value"),
        is_reported=False,
    ),
    Case(
        "RT028",
        "another voice before speech",
        lambda: refused(voice("cedar"), "invalid_value", "No."),
        is_reported=False,
    ),
    Case(
        "RT028",
        "another voice after the speech of an earlier session",
        lambda: spoken().created().sent("session.update", session=voice("ash")).close(),
        is_reported=False,
    ),
    Case(
        "RT029",
        "a voice of the speech API",
        lambda: refused(
            voice("nova"),
            "invalid_value",
            "Invalid value: 'nova'. Supported values are: 'alloy'.",
            param="session.audio.output.voice",
        ),
        looked_at="session.update",
    ),
    Case(
        "RT029",
        "a voice of the speech API in the beta shape",
        lambda: beta().error("invalid_value", param="session.voice"),
        looked_at="error",
    ),
    Case(
        "RT029",
        "another value is invalid",
        lambda: refused(voice("alloy"), "invalid_value", "No.", param="session.tool_choice"),
        is_reported=False,
    ),
    Case(
        "RT030",
        "another model",
        lambda: beginning().update(realtime(model="gpt-realtime-mini")),
        looked_at="session.update",
    ),
    Case(
        "RT030",
        "the model without its date",
        lambda: (
            beginning()
            .created(model="gpt-realtime-2025-08-28")
            .update(realtime(model="gpt-realtime"))
        ),
        is_reported=False,
    ),
    Case(
        "RT030",
        "a provider whose model is chosen by update",
        lambda: beginning().update(realtime(model="glm-realtime")),
        is_reported=False,
        provider="localai",
    ),
    Case(
        "RT031",
        "a threshold changes the pause, too",
        lambda: (
            beginning()
            .sent(
                "session.update",
                session=realtime(audio={"input": {"turn_detection": {"threshold": 0.7}}}),
            )
            .received(
                "session.updated",
                session={
                    **SESSION,
                    "audio": {
                        "input": {
                            "turn_detection": {
                                "type": "server_vad",
                                "threshold": 0.7,
                                "silence_duration_ms": 500,
                            }
                        }
                    },
                },
            )
        ),
        looked_at="session.update",
    ),
    Case(
        "RT031",
        "a threshold is merged",
        lambda: beginning().update(
            realtime(audio={"input": {"turn_detection": {"threshold": 0.7}}})
        ),
        is_reported=False,
    ),
    Case(
        "RT031",
        "another kind of turn detection has other fields",
        lambda: beginning().update(
            realtime(
                audio={"input": {"turn_detection": {"type": "semantic_vad", "threshold": None}}}
            )
        ),
        is_reported=False,
    ),
    Case(
        "RT032",
        "a message in a session with defaults",
        lambda: Script().open().created(**DEFAULT).user(),
        looked_at="conversation.item.create",
    ),
    Case(
        "RT032",
        "speech in a session with defaults",
        lambda: (
            Script()
            .open()
            .created(**DEFAULT)
            .append(bytes(4800))
            .received("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_1")
        ),
        looked_at="input_audio_buffer.speech_started",
    ),
    Case(
        "RT032",
        "a session that was configured by update",
        lambda: Script().open().created(**DEFAULT).update(MANUAL).user(),
        is_reported=False,
    ),
    Case(
        "RT032",
        "a session that a client secret configured",
        lambda: beginning().user(),
        is_reported=False,
    ),
    Case(
        "RT032",
        "an update that was sent before session.created",
        lambda: Script().open().sent("session.update", session=MANUAL).created(**DEFAULT).user(),
        is_reported=False,
    ),
    Case(
        "RT033",
        "a transcription update to a realtime session",
        lambda: refused(
            {"type": "transcription"},
            "invalid_value",
            "Passing a transcription session update event to a realtime session is not allowed.",
        ),
        looked_at="session.update",
    ),
    Case(
        "RT033",
        "a transcription model as the session's",
        lambda: (
            Script()
            .open()
            .error(
                "invalid_model",
                'Model "gpt-realtime-whisper" is a transcription model and cannot be used as the '
                "realtime session model",
            )
        ),
        looked_at="error",
    ),
    Case(
        "RT033",
        "audio as for translation in a realtime session",
        lambda: beginning().sent("session.input_audio_buffer.append", audio="AAAA"),
        looked_at="session.input_audio_buffer.append",
    ),
    Case(
        "RT033",
        "audio as for a conversation in a translation session",
        lambda: Script().open().created(type="translation").append(bytes(480)),
        looked_at="input_audio_buffer.append",
    ),
    Case(
        "RT033",
        "an update and audio of the session's own kind",
        lambda: beginning().append(bytes(480)).sent("session.update", session=MANUAL).close(),
        is_reported=False,
    ),
    Case(
        "RT034",
        "turn detection is asked for with the streaming model",
        lambda: transcribing(
            transcription={"model": "gpt-realtime-whisper"}, turn_detection={"type": "server_vad"}
        ).error(None, "Turn detection is not supported for this transcription model"),
        looked_at="session.update",
    ),
    Case(
        "RT034",
        "turn detection is left on with the streaming model",
        lambda: transcribing(transcription={"model": "gpt-realtime-whisper"}).close(),
        looked_at="session.update",
    ),
    Case(
        "RT034",
        "turn detection is turned off with the streaming model",
        lambda: transcribing(
            transcription={"model": "gpt-realtime-whisper"}, turn_detection=None
        ).error("unknown_parameter"),
        is_reported=False,
    ),
    Case(
        "RT034",
        "a conversation may be transcribed by it under turn detection",
        lambda: refused(
            realtime(audio={"input": {"transcription": {"model": "gpt-realtime-whisper"}}}),
            "unknown_parameter",
            "No.",
        ),
        is_reported=False,
    ),
    Case(
        "RT035",
        "reasoning for a model without",
        lambda: (
            Script()
            .open()
            .created(model="gpt-realtime-2025-08-28")
            .update(realtime(reasoning={"effort": "low"}))
        ),
        looked_at="session.update",
    ),
    Case(
        "RT035",
        "parallel calls in a response of a model without",
        lambda: (
            Script()
            .open()
            .created(model="gpt-realtime-mini")
            .sent("response.create", response={"parallel_tool_calls": True})
            .error("unknown_parameter", param="response.parallel_tool_calls")
        ),
        looked_at="response.create",
    ),
    Case(
        "RT035",
        "reasoning for a model that reasons",
        lambda: beginning().update(realtime(reasoning={"effort": "low"})),
        is_reported=False,
    ),
    Case(
        "RT035",
        "reasoning for a deployment, whose model is not known",
        lambda: (
            Script().open().created(model="my-voice").update(realtime(reasoning={"effort": "low"}))
        ),
        is_reported=False,
    ),
    Case(
        "RT036",
        "a snapshot of an old model",
        lambda: Script().open().created(model="gpt-realtime-2025-08-28"),
        looked_at="session.created",
    ),
    Case(
        "RT036",
        "an old model for transcription",
        lambda: beginning().update(
            realtime(audio={"input": {"transcription": {"model": "whisper-1"}}})
        ),
        looked_at="session.updated",
    ),
    Case(
        "RT036",
        "models of the day",
        lambda: beginning().update(
            realtime(audio={"input": {"transcription": {"model": "gpt-realtime-whisper"}}})
        ),
        is_reported=False,
    ),
    Case(
        "RT036",
        "a name that another provider uses",
        lambda: beginning().update(
            realtime(audio={"input": {"transcription": {"model": "whisper-1"}}})
        ),
        is_reported=False,
        provider="localai",
    ),
)
