"""A sound as HTML: a waveform and the browser's own player, which needs no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.analysis.transcript.words import span_words

if TYPE_CHECKING:
    from realtime_inspector.export.html.sounds import Sound


def player(name: str, sound: Sound, sent_ms: float | None = None) -> str:
    """The figure of a sound.

    Args:
        name: What it is the sound of.
        sound: The sound.
        sent_ms: How much audio the item is said to have, as the facts beside it tell.
    """
    caption = f"<figcaption>{_caption(sound, sent_ms)}</figcaption></figure>"
    if not sound.samples:
        return f'<figure class="sound">{sound.waveform()}{caption}'
    return (
        f'<figure class="sound" data-heard="{sound.heard_share:.4f}">{sound.waveform()}'
        f'<audio controls preload="none" aria-label="Sound {name}" src="{sound.data_uri()}">'
        f"</audio>{caption}"
    )


def _caption(sound: Sound, sent_ms: float | None) -> str:
    words = span_words(sound.duration_ms)
    if len(sound.samples) < sound.whole:
        return f"{span_words(sound.heard_ms)} heard of {words}"
    # Of what a microphone sent, only what the server took for speech became the item.
    is_part = sent_ms is not None and span_words(sent_ms) != words
    return f"{words} of it" if is_part else words
