"""The one place that sets websockets options for connections that we open."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from realtime_inspector import __version__

if TYPE_CHECKING:
    from realtime_inspector.sources.base import Target

MOST_FRAME_BYTES: Final = 256 * 1024 * 1024
"""The library's 1 MiB would cut off large audio and retrieved items (15 MiB are legal)."""
OPEN_TIMEOUT_S: Final = 15
PING_EVERY_S: Final = 20
CLOSE_TIMEOUT_S: Final = 3


def is_loopback(url: str) -> bool:
    """Whether a URL names this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def open_connection(target: Target) -> connect:
    """A connection attempt, to be used with `async with`."""
    local = is_loopback(target.url)
    return connect(
        target.url,
        additional_headers=target.headers,
        subprotocols=[Subprotocol(name) for name in target.subprotocols] or None,
        user_agent_header=f"realtime-inspector/{__version__}",
        compression=None if local else "deflate",
        proxy=None if local else True,
        max_size=MOST_FRAME_BYTES,
        open_timeout=OPEN_TIMEOUT_S,
        ping_interval=PING_EVERY_S,
        ping_timeout=PING_EVERY_S,
        close_timeout=CLOSE_TIMEOUT_S,
    )
