"""The built-in simulator, on a free loopback port. Whoever starts it fills in the address."""

from __future__ import annotations

from typing import Final

from realtime_inspector.core.dialects.base import (
    Handshake,
    HandshakeOptions,
    Provider,
    openai_style,
)


def handshake(options: HandshakeOptions) -> Handshake:
    """`ws://127.0.0.1:PORT/v1/realtime?model=…`; `base_url` says which port."""
    return openai_style(options, "")


PROVIDER: Final = Provider(
    name="simulator",
    title="the built-in simulator",
    help="the built-in simulator: needs no key and no network",
    handshake=handshake,
    model="gpt-realtime-2.1",
    needs_key=False,
)
