"""xAI Grok Voice: GA names, session fields half flat and half nested (dialects.md §4)."""

from __future__ import annotations

from typing import Final

from realtime_inspector.core.dialects.base import (
    Environment,
    Handshake,
    HandshakeOptions,
    Provider,
    openai_style,
)

_BASE_URL: Final = "wss://api.x.ai/v1"


def handshake(options: HandshakeOptions) -> Handshake:
    """`wss://api.x.ai/v1/realtime?model=…` with a bearer key."""
    return openai_style(options, _BASE_URL)


PROVIDER: Final = Provider(
    name="xai",
    title="xAI",
    help="xAI Grok Voice (XAI_API_KEY)",
    handshake=handshake,
    base_url=_BASE_URL,
    model="grok-voice-latest",
    environment=Environment(key=("XAI_API_KEY",)),
    hosts=("api.x.ai", ".api.x.ai"),
)
