"""Base64 audio in words: format, duration, and a small level meter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.audio import base64_size
from realtime_inspector.core.audio_level import level_of
from realtime_inspector.core.names import canonical
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.audio import AudioFormat
    from realtime_inspector.guide.model import Language

_INPUT: Final = frozenset({"input_audio_buffer.append", "session.input_audio_buffer.append"})
_OUTPUT: Final = frozenset({"response.output_audio.delta", "session.output_audio.delta"})
_BARS: Final = "▁▂▃▄▅▆▇█"
_QUIETEST_DBFS: Final = -54.0
"""The lowest bar; a quiet room is about here."""


def audio_format_at(
    event: Mapping[str, Any],
    path: tuple[str | int, ...],
    formats: tuple[AudioFormat, AudioFormat],
) -> AudioFormat | None:
    """The format of the audio in a field of an event.

    Args:
        event: The event.
        path: Where the field is.
        formats: The session's input and output format.

    Returns:
        The format, or `None` if the field does not hold audio.
    """
    name = canonical(str(event.get("type")))
    if name in _INPUT and path == ("audio",):
        return formats[0]
    if name in _OUTPUT and path == ("delta",):
        return formats[1]
    if path[-1:] != ("audio",) or "content" not in path:
        return None
    item = _value_at(event, path[: path.index("content")])
    role = item.get("role") if isinstance(item, dict) else None
    return formats[1] if role == "assistant" else formats[0]


def audio_words(text: str, audio: AudioFormat, lang: Language) -> str:
    """Base64 audio in words, such as `PCM16 24 kHz · 100 ms · -23 dBFS ▁▃▅▇▅▃▁▁`."""
    facts = [audio.name, numbers.span(audio.duration_ms(base64_size(text)))]
    level = level_of(text, audio.encoding)
    if level is not None and level.loudness_dbfs == -math.inf:
        facts.append(words("silence", lang))
    elif level is not None:
        bars = "".join(map(_bar, level.windows_dbfs))
        facts.append(f"{level.loudness_dbfs:.0f} dBFS {bars}")
    return " · ".join(facts)


def _bar(loudness_dbfs: float) -> str:
    share = max(0.0, 1 - loudness_dbfs / _QUIETEST_DBFS)
    return _BARS[min(len(_BARS) - 1, int(share * len(_BARS)))]


def _value_at(event: Mapping[str, Any], path: tuple[str | int, ...]) -> object:
    value: Any = event
    for step in path:
        value = value[step]
    return value
