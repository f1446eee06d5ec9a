"""The first bytes of a connection: a WebSocket's, or a plain HTTP request with a body.

The WebSocket library parses a request without a body and nothing else. So a `POST` is read
here, and handed on as a `GET` of the same target without one: the library then answers it
as it refuses any upgrade, with the response that `process_request` chooses.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

LARGEST_BODY: Final = 64 * 1024
_LARGEST_HEAD: Final = 16 * 1024
_UPGRADE: Final = b"GET "
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """A request that is no WebSocket's."""

    method: str = ""
    target: str = "/"
    authorization: str | None = None
    body: bytes = b""
    trouble: HTTPStatus | None = None
    """Why it could not be read; `None` if it could."""


class Front:
    """Reads as much of one connection as it takes to know what it is.

    Bytes that belong to the WebSocket library come back from `feed` as they are.
    """

    def __init__(self) -> None:
        self.request: PlainRequest | None = None
        """The plain request, once it is complete."""
        self.is_open = False
        """The connection is a WebSocket's: bytes need not come here any more."""
        self._seen = b""
        self._told_to_go_on = False

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        """Take bytes from the client.

        Returns:
            What the library is to read, and what is to be sent to the client at once.
        """
        if self.is_open:
            return data, b""
        if self.request is not None:
            return b"", b""
        self._seen += data
        start = self._seen[: len(_UPGRADE)]
        if start == _UPGRADE:
            self.is_open = True
            return self._seen, b""
        if _UPGRADE.startswith(start):
            return b"", b""
        return self._read_plain()

    def _read_plain(self) -> tuple[bytes, bytes]:
        head, end, body = self._seen.partition(b"\r\n\r\n")
        if not end:
            looks_right = self._seen.split(b" ", 1)[0].isalpha() and len(head) <= _LARGEST_HEAD
            return (b"", b"") if looks_right else self._give_up(HTTPStatus.BAD_REQUEST)
        lines = head.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        if len(words) != len(("POST", "/", "HTTP/1.1")) or not words[1].isascii():
            return self._give_up(HTTPStatus.BAD_REQUEST)
        headers = dict(_header(line) for line in lines[1:])
        if "transfer-encoding" in headers:
            return self._give_up(HTTPStatus.LENGTH_REQUIRED)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return self._give_up(HTTPStatus.BAD_REQUEST)
        if len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY:
            return self._give_up(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if len(body) < int(length):
            return b"", self._go_on(headers)
        return self._hand_on(
            PlainRequest(words[0], words[1], headers.get("authorization"), body[: int(length)])
        )

    def _go_on(self, headers: dict[str, str]) -> bytes:
        if self._told_to_go_on or headers.get("expect", "").lower() != "100-continue":
            return b""
        self._told_to_go_on = True
        return _CONTINUE

    def _give_up(self, status: HTTPStatus) -> tuple[bytes, bytes]:
        return self._hand_on(PlainRequest(trouble=status))

    def _hand_on(self, request: PlainRequest) -> tuple[bytes, bytes]:
        self.request = request
        self._seen = b""
        return b"GET / HTTP/1.1\r\n\r\n", b""


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()
