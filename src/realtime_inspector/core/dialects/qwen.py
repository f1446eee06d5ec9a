"""Alibaba Qwen-Omni-Realtime: beta names and a flat session (dialects.md §5).

Address and default model from Alibaba Cloud's page "Qwen-Omni-Realtime" (March 2026). A
workspace of its own has its own host: give that with `--url`.
"""

from __future__ import annotations

from typing import Final

from realtime_inspector.core.dialects.base import (
    Dialect,
    Environment,
    Handshake,
    HandshakeOptions,
    Provider,
    openai_style,
)

_BASE_URL: Final = "wss://dashscope-intl.aliyuncs.com/api-ws/v1"


def handshake(options: HandshakeOptions) -> Handshake:
    """`wss://dashscope-intl.aliyuncs.com/api-ws/v1/realtime?model=…` with a bearer key."""
    return openai_style(options, _BASE_URL)


PROVIDER: Final = Provider(
    name="qwen",
    title="Qwen",
    help="Alibaba Qwen-Omni-Realtime, Singapore (DASHSCOPE_API_KEY)",
    handshake=handshake,
    dialect=Dialect.BETA,
    base_url=_BASE_URL,
    model="qwen3.5-omni-plus-realtime",
    environment=Environment(key=("DASHSCOPE_API_KEY",)),
    hosts=(
        "dashscope.aliyuncs.com",
        "dashscope-intl.aliyuncs.com",
        ".maas.aliyuncs.com",
    ),
)
