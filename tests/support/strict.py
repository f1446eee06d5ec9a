"""Server events against the official `openai` typed models, with unknown fields reported."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, get_args

import pydantic
from openai.types.beta import realtime as beta_types
from openai.types.realtime import RealtimeServerEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BEYOND_GA: Final = {
    "delta.obfuscation": "observed.md §4: on every text-like delta of OpenAI and Azure GA",
    "item.phase": "observed.md §4: assistant items of gpt-realtime-2.1",
    "response.output.phase": "the same item in response.done",
    "session.object": "session.created of every OpenAI GA capture",
    "session.id": "session.created of every OpenAI GA capture",
    "session.expires_at": "session.created of every OpenAI GA capture",
}
"""Fields that real servers send and the typed models lack, with where they were seen."""

BEYOND_BETA: Final = {
    "delta.obfuscation": "openai-beta-audio-out-full-pcm.jsonl",
    "session.object": "openai-beta-audio-out-full-pcm.jsonl",
    "session.expires_at": "openai-beta-audio-out-full-pcm.jsonl",
    "session.truncation": "openai-beta-audio-out-full-pcm.jsonl",
    "session.prompt": "openai-beta-audio-out-full-pcm.jsonl",
    "session.client_secret": "openai-beta-audio-out-full-pcm.jsonl (null)",
    "session.include": "openai-beta-audio-out-full-pcm.jsonl",
    "session.turn_detection.idle_timeout_ms": "openai-beta-audio-out-full-pcm.jsonl",
    "response.usage.input_token_details.image_tokens": "openai-beta-audio-out-full-pcm.jsonl",
    "response.usage.input_token_details.cached_tokens_details": (
        "openai-beta-audio-out-full-pcm.jsonl"
    ),
}


def _models(union: Any) -> Iterator[tuple[str, type[pydantic.BaseModel]]]:
    for model in get_args(get_args(union)[0]):
        for kind in get_args(model.model_fields["type"].annotation):
            yield kind, model


GA_MODELS: Final = dict(_models(RealtimeServerEvent))
BETA_MODELS: Final = dict(_models(beta_types.RealtimeServerEvent))


def faults_of(
    frames: Iterable[str],
    models: dict[str, type[pydantic.BaseModel]] = GA_MODELS,
    beyond: dict[str, str] = BEYOND_GA,
) -> set[str]:
    """What does not fit: types without a model, wrong values, fields nobody listed."""
    found: set[str] = set()
    for frame in frames:
        kind = json.loads(frame)["type"]
        if kind not in models:
            found.add(f"{kind}: no such type")
            continue
        try:
            event = models[kind].model_validate_json(frame, strict=True)
        except pydantic.ValidationError as error:
            for each in error.errors():
                found.add(f"{kind}: {each['loc']} {each['msg']}")
            continue
        for path in _unknown_fields(event, ""):
            place = re.sub(r"\[\d+\]", "", path)
            if f"delta.{place}" in beyond and kind.endswith(".delta"):
                continue
            if place not in beyond:
                found.add(f"{kind}: unknown field {place}")
    return found


def _unknown_fields(value: object, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from _unknown_fields(element, f"{path}[{index}]")
    if not isinstance(value, pydantic.BaseModel):
        return
    for name in value.model_extra or {}:
        yield f"{path}.{name}" if path else name
    for name in type(value).model_fields:
        yield from _unknown_fields(getattr(value, name), f"{path}.{name}" if path else name)
