"""Fields that have other names in the beta and the GA shape (dialects.md §1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.session_facts import has

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GONE: Final = "–"
"""Stands for a field that the other shape does not have."""

SESSION_FIELDS: Final = (
    ("modalities", "output_modalities"),
    ("voice", "audio.output.voice"),
    ("input_audio_format", "audio.input.format"),
    ("output_audio_format", "audio.output.format"),
    ("input_audio_transcription", "audio.input.transcription"),
    ("input_audio_noise_reduction", "audio.input.noise_reduction"),
    ("turn_detection", "audio.input.turn_detection"),
    ("temperature", GONE),
    ("max_response_output_tokens", "max_output_tokens"),
)
"""Beta and GA paths below `session`."""
RESPONSE_FIELDS: Final = (
    ("modalities", "output_modalities"),
    ("voice", "audio.output.voice"),
    ("output_audio_format", "audio.output.format"),
    ("temperature", GONE),
)
"""Beta and GA paths below `response`."""
GA_SESSION_FIELDS: Final = (
    ("type", GONE),
    *((ga, beta) for beta, ga in SESSION_FIELDS if ga.startswith(("audio.", "output_"))),
)
"""GA and beta paths below `session` that a beta server does not know."""

Table = tuple[tuple[str, str], ...]


def renamed(fields: Mapping[str, object], root: str, table: Table) -> str:
    """The fields of the first shape that an object has, each with its name in the other one."""
    return ", ".join(_pair(root, *names) for names in table if has(fields, names[0]))


def renamed_param(param: str, tables: Iterable[tuple[str, Table]]) -> str:
    """The same for the `param` of an error, which may point into a field; empty if it is none."""
    for root, table in tables:
        for old, new in table:
            path = f"{root}.{old}"
            if param == path or param.startswith((f"{path}.", f"{path}[")):
                return _pair(root, old, new)
    return ""


def _pair(root: str, old: str, new: str) -> str:
    return f"{root}.{old} → {new if new == GONE else f'{root}.{new}'}"
