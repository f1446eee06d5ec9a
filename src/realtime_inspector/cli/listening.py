"""What the commands share that listen: the address, TLS, and waiting to be stopped."""

from __future__ import annotations

from argparse import ArgumentTypeError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from realtime_inspector.cli import output
from realtime_inspector.core.dialects.base import is_loopback
from realtime_inspector.core.errors import ConnectionFailed, UsageError

if TYPE_CHECKING:
    import asyncio
    import ssl
    from argparse import ArgumentParser
    from collections.abc import Iterator
    from pathlib import Path

_DEFAULT: Final = "127.0.0.1:8765"
_LARGEST_PORT: Final = 65535
_TRUST: Final = """
Its certificate is signed by an authority of its own, which clients must be told to trust:

  Node             NODE_EXTRA_CA_CERTS={authority}
  Python           SSL_CERT_FILE={authority}
"""


def address(text: str) -> tuple[str, int]:
    """A host and port such as `127.0.0.1:8765`, `[::1]:8765` or `:8765` (then loopback)."""
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") if host.startswith("[") else host
    if not colon or not port.isascii() or not port.isdigit() or int(port) > _LARGEST_PORT:
        raise ArgumentTypeError("expected HOST:PORT such as 127.0.0.1:8765")
    return host or "127.0.0.1", int(port)


def add_listen(parser: ArgumentParser) -> None:
    """`--listen`, kept as `listen`."""
    parser.add_argument(
        "--listen",
        metavar="HOST:PORT",
        type=address,
        default=_DEFAULT,
        help=f"where to listen; port 0 takes a free one (default: {_DEFAULT})",
    )


def add_tls(parser: ArgumentParser) -> None:
    """`--tls`, kept as `tls`."""
    parser.add_argument(
        "--tls", action="store_true", help="serve wss with a certificate that it makes"
    )


def tls_context(*, wanted: bool) -> tuple[ssl.SSLContext, Path] | tuple[None, None]:
    """The context to serve with, and the file that clients must trust.

    Raises:
        UsageError: The certificate cannot be kept.
    """
    if not wanted:
        return None, None
    import os

    from realtime_inspector.config.paths import find_paths
    from realtime_inspector.simulator.authority import Authority

    authority = Authority(find_paths(os.environ).data / "tls")
    try:
        return authority.context(), authority.certificate
    except OSError as error:
        raise UsageError(
            f"Cannot write {authority.folder}: {error.strerror or type(error).__name__}.",
            "XDG_DATA_HOME says where our files belong.",
        ) from None


def trust_words(authority: Path | None) -> str:
    """How to make clients trust the certificate; empty without TLS."""
    return "" if authority is None else _TRUST.format(authority=authority)


def base_url(url: str) -> str:
    """What stock clients call their base URL, of a WebSocket address."""
    return url.replace("ws", "http", 1).removesuffix("/realtime")


@contextmanager
def listening_errors(host: str, port: int) -> Iterator[None]:
    """Turns a failure to listen into words.

    Raises:
        ConnectionFailed: One cannot listen there.
    """
    try:
        yield
    except OSError as error:
        raise ConnectionFailed(
            f"Cannot listen on {host}:{port}: {error.strerror or type(error).__name__}.",
            "Choose another place with --listen HOST:PORT; port 0 takes a free one.",
        ) from None


def set_when_stopped(event: asyncio.Event) -> None:
    """Sets an event at Ctrl+C and SIGTERM, from now on."""
    import asyncio
    import signal

    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, event.set)


def warn_if_reachable(host: str, url: str) -> None:
    """Says so where others can connect too."""
    if not is_loopback(url):
        output.warning(f"{host} can be reached from other machines.")
