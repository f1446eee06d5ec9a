"""The shape of every client event as tables (events.md §2, §8, §9), GA realtime sessions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

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

if TYPE_CHECKING:
    from collections.abc import Mapping

VOICES: Final = (
    *("alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"),
)

_TOOL_NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_LARGEST_RESPONSE: Final = 4096
_INPUT_SAMPLE_RATE: Final = 24_000
_LONGEST_AUDIO: Final = 15 * 1024 * 1024 * 4 // 3
"""15 MiB in base64 (events.md §2)."""

_MOST_METADATA: Final = 16
_LONGEST_METADATA_KEY: Final = 64
_LONGEST_METADATA_VALUE: Final = 512

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
            "delay": nullable(one_of("minimal", "low", "medium", "high", "xhigh")),
        }
    )
)
NOISE_REDUCTION: Final = nullable(
    record({"type": one_of("near_field", "far_field"), "strength": anything}, required=("type",))
)
AUDIO_INPUT: Final = nullable(
    record(
        {
            "format": _FORMAT,
            "transcription": _TRANSCRIPTION,
            "noise_reduction": NOISE_REDUCTION,
            "turn_detection": _TURN_DETECTION,
        }
    )
)
INCLUDE: Final = nullable(array_of(one_of("item.input_audio_transcription.logprobs")))
_AUDIO: Final = nullable(
    record(
        {
            "input": AUDIO_INPUT,
            "output": nullable(
                record({"format": _FORMAT, "voice": _VOICE, "speed": nullable(number(0.25, 1.5))})
            ),
        }
    )
)
_REASONING: Final = nullable(
    record({"effort": nullable(one_of("none", "minimal", "low", "medium", "high", "xhigh"))})
)

_TRACING: Final = nullable(
    word_or(
        ("auto",),
        record(
            {
                "workflow_name": _MAYBE_STRING,
                "group_id": _MAYBE_STRING,
                "metadata": nullable(any_object),
            }
        ),
    )
)
_TRUNCATION: Final = nullable(
    word_or(
        ("auto", "disabled"),
        tagged(
            {
                "retention_ratio": record(
                    {
                        "type": anything,
                        "retention_ratio": number(0.0, 1.0),
                        "token_limits": nullable(
                            record({"post_instructions": nullable(number(0, 2**31, whole=True))})
                        ),
                    },
                    required=("retention_ratio",),
                )
            }
        ),
    )
)
_PROMPT: Final = nullable(
    record(
        {"id": _STRING, "version": _MAYBE_STRING, "variables": nullable(any_object)},
        required=("id",),
    )
)
_PHASE: Final = nullable(one_of("commentary", "final_answer"))

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
        "tracing": _TRACING,
        "truncation": _TRUNCATION,
        "prompt": _PROMPT,
        "audio": _AUDIO,
        "include": INCLUDE,
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
    fields = {**_ITEM_COMMON, "role": one_of(*_ROLES), "content": content, "phase": _PHASE}
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
    "mcp_approval_response": record(
        {
            **_ITEM_COMMON,
            "approval_request_id": _STRING,
            "approve": boolean,
            "reason": _MAYBE_STRING,
        },
        required=("approval_request_id", "approve"),
    ),
}
ITEM: Final = tagged(_ITEM_VARIANTS)
_REFERENCE: Final = record({"type": anything, "id": _STRING}, required=("id",))


def _metadata(value: object, path: str) -> None:
    """At most 16 pairs of strings (events.md §9)."""
    any_object(value, path)
    pairs: Any = value
    if len(pairs) > _MOST_METADATA:
        message = (
            f"Invalid '{path}': too many properties. Expected an object with at most "
            f"{_MOST_METADATA} properties, but got an object with {len(pairs)} properties instead."
        )
        raise RefusalError("object_above_max_properties", message, path)
    for name, member in pairs.items():
        here = f"{path}.{quoted(name)[1:-1]}"
        text(_LONGEST_METADATA_KEY)(name, here)
        text(_LONGEST_METADATA_VALUE)(member, here)


RESPONSE: Final = record(
    {
        "instructions": _MAYBE_STRING,
        "output_modalities": nullable(_modalities),
        "audio": nullable(
            record({"output": nullable(record({"format": _FORMAT, "voice": _VOICE}))})
        ),
        "tools": _TOOLS,
        "tool_choice": _TOOL_CHOICE,
        "parallel_tool_calls": _MAYBE_BOOLEAN,
        "reasoning": _REASONING,
        "max_output_tokens": _MAX_TOKENS,
        "prompt": _PROMPT,
        "conversation": nullable(one_of("auto", "none")),
        "input": nullable(array_of(tagged({**_ITEM_VARIANTS, "item_reference": _REFERENCE}))),
        "metadata": nullable(_metadata),
    }
)


def client_event(fields: dict[str, Check], required: tuple[str, ...] = ()) -> Check:
    """A client event: its own fields, and those of all."""
    return record({"type": anything, "event_id": nullable(text(longest=512)), **fields}, required)


CLIENT_EVENTS: Final[dict[str, Check]] = {
    "session.update": client_event({"session": SESSION}, ("session",)),
    "input_audio_buffer.append": client_event({"audio": text(_LONGEST_AUDIO)}, ("audio",)),
    "input_audio_buffer.commit": client_event({}),
    "input_audio_buffer.clear": client_event({}),
    "conversation.item.create": client_event(
        {"item": ITEM, "previous_item_id": _MAYBE_STRING}, ("item",)
    ),
    "conversation.item.truncate": client_event(
        {
            "item_id": _STRING,
            "content_index": number(0, 2**31, whole=True),
            "audio_end_ms": number(0, 2**31, whole=True),
        },
        ("item_id", "content_index", "audio_end_ms"),
    ),
    "conversation.item.delete": client_event({"item_id": _STRING}, ("item_id",)),
    "conversation.item.retrieve": client_event({"item_id": _STRING}, ("item_id",)),
    "response.create": client_event({"response": nullable(RESPONSE)}),
    "response.cancel": client_event({"response_id": _MAYBE_STRING}),
}


def check_event(event: dict[str, Any], known: Mapping[str, Check] = CLIENT_EVENTS) -> str:
    """Check a whole client event and return its type.

    Args:
        event: What the client sent.
        known: The events of this kind of session.

    Raises:
        RefusalError: With the code, message and path that lifecycles.md §20 lists.
    """
    if "type" not in event:
        raise RefusalError("invalid_event", "The 'type' field is missing.")
    kind = event["type"]
    if not isinstance(kind, str) or kind not in known:
        shown = kind if isinstance(kind, str) else repr(kind)
        raise RefusalError("invalid_value", not_supported(shown, tuple(known)), "type")
    known[kind](event, "")
    return kind
