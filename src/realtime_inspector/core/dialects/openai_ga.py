"""OpenAI, GA shape (dialects.md §2). The beta header is refused since May 2026: never sent."""

from __future__ import annotations

from typing import Final

from realtime_inspector.core.dialects.base import (
    Environment,
    Handshake,
    HandshakeOptions,
    Provider,
    openai_style,
)

_BASE_URL: Final = "wss://api.openai.com/v1"


def handshake(options: HandshakeOptions) -> Handshake:
    """`wss://api.openai.com/v1/realtime?model=…` with a bearer key."""
    return openai_style(options, _BASE_URL)


PROVIDER: Final = Provider(
    name="openai",
    title="OpenAI",
    help="OpenAI's Realtime API (OPENAI_API_KEY)",
    handshake=handshake,
    base_url=_BASE_URL,
    model="gpt-realtime-2.1",
    environment=Environment(
        key=("OPENAI_API_KEY",),
        base_url=("OPENAI_BASE_URL",),
        organization=("OPENAI_ORG_ID",),
        project=("OPENAI_PROJECT_ID",),
    ),
    hosts=("api.openai.com", ".api.openai.com"),
)
