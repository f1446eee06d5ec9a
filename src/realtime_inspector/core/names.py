"""Event names: the GA spelling of a beta name and back (dialects.md §1), and the families."""

from __future__ import annotations

from typing import Final

BETA_TO_GA: Final[dict[str, str]] = {
    "conversation.item.created": "conversation.item.added",
    "response.text.delta": "response.output_text.delta",
    "response.text.done": "response.output_text.done",
    "response.audio.delta": "response.output_audio.delta",
    "response.audio.done": "response.output_audio.done",
    "response.audio_transcript.delta": "response.output_audio_transcript.delta",
    "response.audio_transcript.done": "response.output_audio_transcript.done",
    "transcription_session.update": "session.update",
    "transcription_session.updated": "session.updated",
    "transcription_session.created": "session.created",
    "output_audio_buffer.audio_started": "output_audio_buffer.started",
    "output_audio_buffer.audio_stopped": "output_audio_buffer.stopped",
    "output_audio_buffer.audio_cleared": "output_audio_buffer.cleared",
}
"""Beta name to GA name. `session.*` twins of transcription sessions are one-way."""

GA_TO_BETA: Final[dict[str, str]] = {
    ga: beta for beta, ga in BETA_TO_GA.items() if beta.startswith(("conversation.", "response."))
}

FAMILIES: Final[tuple[str, ...]] = (
    "session",
    "items",
    "response",
    "input",
    "output",
    "tools",
    "other",
)
"""The families in the order of the keys `1` to `7` (PRODUCT.md section 4)."""

_FAMILY_PREFIXES: Final[tuple[tuple[str, str], ...]] = (
    ("conversation.item.input_audio_transcription.", "input"),
    ("session.input_audio_buffer.", "input"),
    ("session.input_transcript.", "input"),
    ("session.output_", "output"),
    ("response.output_audio", "output"),
    ("output_audio_buffer.", "output"),
    ("response.function_call_arguments.", "tools"),
    ("response.mcp_", "tools"),
    ("mcp_", "tools"),
    ("input_audio_buffer.", "input"),
    ("session.", "session"),
    ("conversation.", "items"),
    ("response.", "response"),
)


def canonical(name: str) -> str:
    """The GA name of an event type; a name that has none is returned as it is."""
    return BETA_TO_GA.get(name, name)


def family_of(name: str) -> str:
    """The family of an event type, one of `FAMILIES`; `other` for what is unknown."""
    ga = canonical(name)
    for prefix, family in _FAMILY_PREFIXES:
        if ga.startswith(prefix):
            return family
    return "other"


def prefixes_of(family: str) -> tuple[str, ...]:
    """How the GA names of a family begin; empty for `other`."""
    return tuple(prefix for prefix, one in _FAMILY_PREFIXES if one == family)
