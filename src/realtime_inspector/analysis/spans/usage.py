"""Tokens of a response as attributes (usage.md §1). Totals include what came from the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.event import Event

_MODALITIES: Final = ("text", "audio", "image")
_PREFIX: Final = "gen_ai.usage"
_CACHED: Final = ("input_token_details", "cached_tokens_details")


def usage_attributes(event: Event) -> dict[str, int]:
    """Attributes of the usage in a `response.done`; xAI puts it at the top of the event."""
    for path in (("response", "usage"), ("usage",)):
        found = {name: count for name, count in _counts(event, path) if count is not None}
        if found:
            return found
    return {}


def _counts(event: Event, path: tuple[str, ...]) -> Iterator[tuple[str, int | None]]:
    def count(*more: str) -> int | None:
        return event.integer(*path, *more)

    yield f"{_PREFIX}.input_tokens", count("input_tokens")
    yield f"{_PREFIX}.output_tokens", count("output_tokens")
    yield f"{_PREFIX}.cache_read.input_tokens", count("input_token_details", "cached_tokens")
    yield f"{_PREFIX}.reasoning.output_tokens", count("output_token_details", "reasoning_tokens")
    for modality in _MODALITIES:
        tokens = f"{modality}_tokens"
        yield f"{_PREFIX}.{modality}.input_tokens", count("input_token_details", tokens)
        yield f"{_PREFIX}.{modality}.cache_read.input_tokens", count(*_CACHED, tokens)
        yield f"{_PREFIX}.{modality}.output_tokens", count("output_token_details", tokens)
