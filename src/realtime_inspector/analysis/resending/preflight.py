"""What a script cannot bring back: said before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.record import parse_object
from realtime_inspector.core.redact import REPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.resending.script import Script, Step

_LEFT_OUT: Final = '"$audio"'
"""What stands in place of audio in a share bundle (INTERCHANGE.md §3.2)."""


def steps_without_audio(script: Script) -> int:
    """How many of its events lack the audio that was in them."""
    return sum(_LEFT_OUT in step.text for step in script.steps)


def warnings_of(script: Script) -> Iterator[str]:
    """What will not be as it was, in sentences."""
    for step in script.steps:
        if REPLACEMENT in step.text:
            yield _redacted_words(step)
    if script.unsendable:
        yield f"{script.unsendable} binary frames of the client are not sent."
    if not script.has_server_events:
        yield (
            "The capture holds no server events: nothing says what the client waited for, so "
            "its events are sent in their own timing."
        )


def _redacted_words(step: Step) -> str:
    paths = [*_paths_of(parse_object(step.text), "")]
    where = f" at {', '.join(paths)}" if paths else ""
    return (
        f"Event {step.seq} ({step.type or 'text'}) was recorded without its secret{where}: the "
        f"server gets the word {REPLACEMENT} in its place, and what needs the secret will fail."
    )


def _paths_of(value: Any, path: str) -> Iterator[str]:
    """Where a removed secret stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths_of(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _paths_of(inner, f"{path}[{at}]")
    elif isinstance(value, str) and REPLACEMENT in value:
        yield path
