"""The shape of every client event as tables (events.md §2, §8, §9), GA realtime sessions."""

from __future__ import annotations

import re
from typing import Any, Final

from realtime_inspector.simulator.checks import (
    Check,
    any_object,
    anything,
    array_of,
    boolean,
    not_supported,
    nullable,
    number,
    one_of,
    record,
    tagged,
    text,
    word_or,
)
from realtime_inspector.simulator.refusal import RefusalError, quoted

VOICES: Final = (
    *("alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"),
)

_TOOL_NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_LARGEST_RESPONSE: Final = 4096
_INPUT_SAMPLE_RATE: Final = 24_000

_STRING: Final = text()
_MAYBE_STRING: Final = nullable(_STRING)
_MAYBE_BOOLEAN: Final = nullable(boolean)


def _modalities(value: object, path: str) -> None:
    array_of(one_of("text", "audio"))(value, path)
    if value not in (["text"], ["audio"]):
        message = (
            f"Invalid modalities: {value}. Supported combinations are: ['text'] and ['audio']."
        )
        raise RefusalError("invalid_value", message, path)


def _tool_name(value: object, path: str) -> None:
    _STRING(value, path)
    if not _TOOL_NAME.fullmatch(str(value)):
        message = (
            f"Invalid '{path}': string does not match pattern. "
            "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'."
        )
        raise RefusalError("invalid_value", message, path)


def _function_tool(value: object, path: str) -> None:
    _FUNCTION_FIELDS(value, path)
    tool: Any = value
    parameters = tool.get("parameters")
    if parameters is not None and parameters.get("type") != "object":
        found = quoted(parameters.get("type"))[1:-1]
        message = (
            f"Invalid schema for function '{tool['name']}': schema must be a JSON Schema of "
            f"'type: \"object\"', got 'type: \"{found}\"'."
        )
        raise RefusalError("invalid_function_parameters", message, f"{path}.parameters")


_FUNCTION_FIELDS: Final = record(
    {
        "type": anything,
        "name": _tool_name,
        "description": _MAYBE_STRING,
        "parameters": nullable(any_object),
    },
    required=("name",),
)
_MCP_TOOL: Final = record(
    {
        "type": anything,
        "server_label": _STRING,
        "server_url": _MAYBE_STRING,
        "server_description": _MAYBE_STRING,
        "connector_id": _MAYBE_STRING,
        "authorization": _MAYBE_STRING,
        "headers": nullable(any_object),
        "allowed_tools": anything,
        "require_approval": anything,
        "defer_loading": _MAYBE_BOOLEAN,
    },
    required=("server_label",),
)
_TOOLS: Final = nullable(array_of(tagged({"function": _function_tool, "mcp": _MCP_TOOL})))
_TOOL_CHOICE: Final = nullable(
    word_or(
        ("auto", "none", "required"),
        tagged(
            {
                "function": record({"type": anything, "name": _STRING}, required=("name",)),
                "mcp": record(
                    {"type": anything, "server_label": _STRING, "name": _MAYBE_STRING},
                    required=("server_label",),
                ),
            }
        ),
    )
)
_MAX_TOKENS: Final = nullable(word_or(("inf",), number(1, _LARGEST_RESPONSE, whole=True)))
_FORMAT: Final = nullable(
    tagged(
        {
            "audio/pcm": record(
                {
                    "type": anything,
                    "rate": nullable(number(_INPUT_SAMPLE_RATE, _INPUT_SAMPLE_RATE, whole=True)),
                }
            ),
            "audio/pcmu": record({"type": anything}),
            "audio/pcma": record({"type": anything}),
        }
    )
)
_VOICE: Final = nullable(word_or(VOICES, record({"id": _STRING}, required=("id",))))
_TURN_SWITCHES: Final[dict[str, Check]] = {
    "type": anything,
    "create_response": _MAYBE_BOOLEAN,
    "interrupt_response": _MAYBE_BOOLEAN,
}
_TURN_DETECTION: Final = nullable(
    tagged(
        {
            "server_vad": record(
                {
                    **_TURN_SWITCHES,
                    "threshold": nullable(number(0.0, 1.0)),
                    "prefix_padding_ms": nullable(number(0, 5_000, whole=True)),
                    "silence_duration_ms": nullable(number(0, 60_000, whole=True)),
                    "idle_timeout_ms": nullable(number(5_000, 30_000, whole=True)),
                }
            ),
            "semantic_vad": record(
                {**_TURN_SWITCHES, "eagerness": nullable(one_of("low", "medium", "high", "auto"))}
            ),
        }
    )
)
_TRANSCRIPTION: Final = nullable(
    record(
        {
            "model": _STRING,
            "language": _MAYBE_STRING,
            "languages": nullable(array_of(_STRING)),
            "prompt": _MAYBE_STRING,
            "keywords": nullable(array_of(_STRING)),
            "delay": anything,
        }
    )
)
_NOISE_REDUCTION: Final = nullable(
    record({"type": one_of("near_field", "far_field"), "strength": anything}, required=("type",))
)
_AUDIO: Final = nullable(
    record(
        {
            "input": nullable(
                record(
                    {
                        "format": _FORMAT,
                        "transcription": _TRANSCRIPTION,
                        "noise_reduction": _NOISE_REDUCTION,
                        "turn_detection": _TURN_DETECTION,
                    }
                )
            ),
            "output": nullable(
                record({"format": _FORMAT, "voice": _VOICE, "speed": nullable(number(0.25, 1.5))})
            ),
        }
    )
)
_REASONING: Final = nullable(
    record({"effort": nullable(one_of("none", "minimal", "low", "medium", "high", "xhigh"))})
)

SESSION: Final = record(
    {
        "type": one_of("realtime", "transcription"),
        "model": _MAYBE_STRING,
        "output_modalities": nullable(_modalities),
        "instructions": _MAYBE_STRING,
        "tools": _TOOLS,
        "tool_choice": _TOOL_CHOICE,
        "parallel_tool_calls": _MAYBE_BOOLEAN,
        "max_output_tokens": _MAX_TOKENS,
        "reasoning": _REASONING,
        "tracing": nullable(word_or(("auto",), any_object)),
        "truncation": nullable(word_or(("auto", "disabled"), any_object)),
        "prompt": nullable(any_object),
        "audio": _AUDIO,
        "include": nullable(array_of(one_of("item.input_audio_transcription.logprobs"))),
    },
    required=("type",),
)


_CONTENT_PARTS: Final[dict[str, Check]] = {
    "input_text": record({"type": anything, "text": _STRING}, required=("text",)),
    "output_text": record({"type": anything, "text": _STRING}, required=("text",)),
    "input_audio": record(
        {"type": anything, "audio": _STRING, "transcript": _MAYBE_STRING}, required=("audio",)
    ),
    "input_image": record(
        {
            "type": anything,
            "image_url": _STRING,
            "detail": nullable(one_of("auto", "low", "high")),
        },
        required=("image_url",),
    ),
}


def _content(*kinds: str) -> Check:
    return tagged({kind: _CONTENT_PARTS[kind] for kind in kinds})


_ROLES: Final[dict[str, Check]] = {
    "user": _content("input_text", "input_audio", "input_image"),
    "assistant": _content("output_text"),
    "system": _content("input_text"),
}
_ITEM_COMMON: Final[dict[str, Check]] = {
    "id": nullable(text(longest=32)),
    "type": anything,
    "object": nullable(one_of("realtime.item")),
    "status": nullable(one_of("completed", "incomplete", "in_progress")),
}


def _message(value: object, path: str) -> None:
    known: Any = value
    role = known.get("role")
    content = array_of(_ROLES[role]) if isinstance(role, str) and role in _ROLES else anything
    fields = {**_ITEM_COMMON, "role": one_of(*_ROLES), "content": content, "phase": anything}
    record(fields, required=("role", "content"))(value, path)


_ITEM_VARIANTS: Final[dict[str, Check]] = {
    "message": _message,
    "function_call": record(
        {**_ITEM_COMMON, "call_id": _STRING, "name": _STRING, "arguments": _STRING},
        required=("name", "arguments"),
    ),
    "function_call_output": record(
        {**_ITEM_COMMON, "call_id": _STRING, "output": _STRING}, required=("call_id", "output")
    ),
}
ITEM: Final = tagged(_ITEM_VARIANTS)
_REFERENCE: Final = record({"type": anything, "id": _STRING}, required=("id",))

RESPONSE: Final = record(
    {
        "instructions": _MAYBE_STRING,
        "output_modalities": nullable(_modalities),
        "audio": _AUDIO,
        "tools": _TOOLS,
        "tool_choice": _TOOL_CHOICE,
        "parallel_tool_calls": _MAYBE_BOOLEAN,
        "reasoning": _REASONING,
        "max_output_tokens": _MAX_TOKENS,
        "prompt": nullable(any_object),
        "conversation": nullable(one_of("auto", "none")),
        "input": nullable(array_of(tagged({**_ITEM_VARIANTS, "item_reference": _REFERENCE}))),
        "metadata": nullable(any_object),
    }
)


def _event(fields: dict[str, Check], required: tuple[str, ...] = ()) -> Check:
    return record({"type": anything, "event_id": nullable(text(longest=512)), **fields}, required)


CLIENT_EVENTS: Final[dict[str, Check]] = {
    "session.update": _event({"session": SESSION}, ("session",)),
    "input_audio_buffer.append": _event({"audio": _STRING}, ("audio",)),
    "input_audio_buffer.commit": _event({}),
    "input_audio_buffer.clear": _event({}),
    "conversation.item.create": _event(
        {"item": ITEM, "previous_item_id": _MAYBE_STRING}, ("item",)
    ),
    "conversation.item.truncate": _event(
        {
            "item_id": _STRING,
            "content_index": number(0, 2**31, whole=True),
            "audio_end_ms": number(0, 2**31, whole=True),
        },
        ("item_id", "content_index", "audio_end_ms"),
    ),
    "conversation.item.delete": _event({"item_id": _STRING}, ("item_id",)),
    "conversation.item.retrieve": _event({"item_id": _STRING}, ("item_id",)),
    "response.create": _event({"response": nullable(RESPONSE)}),
    "response.cancel": _event({"response_id": _MAYBE_STRING}),
}


def check_event(event: dict[str, Any]) -> str:
    """Check a whole client event and return its type.

    Raises:
        RefusalError: With the code, message and path that lifecycles.md §20 lists.
    """
    if "type" not in event:
        raise RefusalError("invalid_event", "The 'type' field is missing.")
    kind = event["type"]
    if not isinstance(kind, str) or kind not in CLIENT_EVENTS:
        shown = kind if isinstance(kind, str) else repr(kind)
        raise RefusalError("invalid_value", not_supported(shown, tuple(CLIENT_EVENTS)), "type")
    CLIENT_EVENTS[kind](event, "")
    return kind
