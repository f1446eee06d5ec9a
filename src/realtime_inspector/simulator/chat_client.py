"""Asks a chat-completions endpoint over HTTP/1.1: the I/O of `chat_brain`, on asyncio streams."""

from __future__ import annotations

import asyncio
import codecs
import ssl
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from realtime_inspector.core.record import parse_object
from realtime_inspector.simulator.chat_brain import (
    ChatAnswer,
    ChatEndpoint,
    chat_body,
    encoded,
    error_of,
)
from realtime_inspector.simulator.plan import failed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from realtime_inspector.simulator.plan import Piece, Prompt

_CONNECT_S: Final = 10.0
_SILENCE_S: Final = 120.0
"""How long the endpoint may say nothing: local models load slowly."""
_LONGEST_LINE: Final = 4 * 1024 * 1024
_OK: Final = 200


class _BadAnswerError(Exception):
    """The peer does not speak HTTP as it should."""


_TROUBLE: Final = (OSError, ValueError, EOFError, asyncio.LimitOverrunError, _BadAnswerError)


async def ask(endpoint: ChatEndpoint, prompt: Prompt) -> AsyncGenerator[Piece, None]:
    """The endpoint's plan, piece by piece; whatever fails becomes a failed ending."""
    try:
        async with _post(endpoint, encoded(chat_body(prompt, endpoint.model))) as answer:
            if answer.status != _OK:
                text = "".join([line async for line in answer.lines()])
                yield error_of(parse_object(text) or {}, answer.status)
                return
            reader = ChatAnswer()
            async for line in answer.lines():
                for piece in reader.line(line):
                    yield piece
            for piece in reader.end():
                yield piece
    except TimeoutError:
        yield failed("server_error", None, "The chat endpoint does not answer.")
    except _TROUBLE as error:
        reason = getattr(error, "strerror", None) or type(error).__name__.strip("_")
        yield failed("server_error", None, f"The chat endpoint cannot be asked: {reason}.")


class _Answer:
    """A response whose head has been read."""

    def __init__(self, status: int, headers: dict[str, str], reader: asyncio.StreamReader) -> None:
        self.status = status
        self._headers = headers
        self._reader = reader

    async def lines(self) -> AsyncIterator[str]:
        """The body's lines, without their ends."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        rest = ""
        async for data in self._blocks():
            *lines, rest = (rest + decoder.decode(data)).split("\n")
            for line in lines:
                yield line.rstrip("\r")
        if rest:
            yield rest

    async def _blocks(self) -> AsyncIterator[bytes]:
        if self._headers.get("transfer-encoding", "").lower() == "chunked":
            async for data in self._chunks():
                yield data
            return
        length = self._headers.get("content-length")
        left = int(length) if length is not None else None
        while left is None or left > 0:
            async with asyncio.timeout(_SILENCE_S):
                data = await self._reader.read(65536 if left is None else min(left, 65536))
            if not data:
                return
            left = None if left is None else left - len(data)
            yield data

    async def _chunks(self) -> AsyncIterator[bytes]:
        while True:
            size = int((await _line(self._reader)).split(";")[0], 16)
            if size == 0:
                return
            async with asyncio.timeout(_SILENCE_S):
                data = await self._reader.readexactly(size)
            yield data
            await _line(self._reader)


@asynccontextmanager
async def _post(endpoint: ChatEndpoint, body: bytes) -> AsyncIterator[_Answer]:
    parts = urlsplit(endpoint.url)
    is_tls = parts.scheme == "https"
    async with asyncio.timeout(_CONNECT_S):
        reader, writer = await asyncio.open_connection(
            parts.hostname,
            parts.port or (443 if is_tls else 80),
            ssl=ssl.create_default_context() if is_tls else None,
            limit=_LONGEST_LINE,
        )
    try:
        headers = {
            "Host": parts.netloc.rpartition("@")[2],
            "Content-Type": "application/json",
            "Accept": "text/event-stream, application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        if endpoint.key:
            headers["Authorization"] = f"Bearer {endpoint.key}"
        path = f"{parts.path.rstrip('/')}/chat/completions"
        query = f"?{parts.query}" if parts.query else ""
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"POST {path}{query} HTTP/1.1\r\n{head}\r\n".encode() + body)
        await writer.drain()
        yield await _head(reader)
    finally:
        writer.close()


async def _head(reader: asyncio.StreamReader) -> _Answer:
    words = (await _line(reader)).split(" ", 2)
    if not words[0].startswith("HTTP/1.") or len(words) == 1 or not words[1].isdigit():
        raise _BadAnswerError
    headers: dict[str, str] = {}
    while line := await _line(reader):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return _Answer(int(words[1]), headers, reader)


async def _line(reader: asyncio.StreamReader) -> str:
    async with asyncio.timeout(_SILENCE_S):
        line = await reader.readuntil(b"\n")
    return line.decode("latin-1").rstrip("\r\n")
