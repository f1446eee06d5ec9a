"""Any other server: everything is in its address (`--url`) and headers (`-H`).

It has no environment variables of its own on purpose: a key that was set for one service
must not go to whatever address somebody types.
"""

from __future__ import annotations

from typing import Final

from realtime_inspector.core.dialects.base import (
    Dialect,
    Handshake,
    HandshakeOptions,
    Provider,
    openai_style,
)


def handshake(options: HandshakeOptions) -> Handshake:
    """The address as it was given, with `?model=` if a model was named."""
    return openai_style(options, "")


PROVIDER: Final = Provider(
    name="custom",
    title="another server",
    help="any other server (--url, and -H or REALTIME_INSPECTOR_KEY if it wants a key)",
    handshake=handshake,
    dialect=Dialect.UNKNOWN,
    needs_key=False,
)
