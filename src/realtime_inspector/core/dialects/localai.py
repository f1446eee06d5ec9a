"""LocalAI on this machine: GA names; the model is the name of a pipeline (dialects.md §6)."""

from __future__ import annotations

from typing import Final

from realtime_inspector.core.dialects.base import (
    Environment,
    Handshake,
    HandshakeOptions,
    Provider,
    openai_style,
)

_BASE_URL: Final = "ws://127.0.0.1:8080/v1"


def handshake(options: HandshakeOptions) -> Handshake:
    """`ws://127.0.0.1:8080/v1/realtime?model=PIPELINE`, with a bearer key if there is one."""
    return openai_style(options, _BASE_URL)


PROVIDER: Final = Provider(
    name="localai",
    title="LocalAI",
    help="LocalAI on 127.0.0.1:8080 (--model PIPELINE; LOCALAI_API_KEY if it wants one)",
    handshake=handshake,
    base_url=_BASE_URL,
    environment=Environment(key=("LOCALAI_API_KEY",)),
    needs_key=False,
    needs_model=True,
)
