"""A chat-completions endpoint on the loopback that answers what a test says."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

Json = dict[str, Any]


@dataclass(slots=True)
class ChatServer:
    """What it answers, and what it was asked."""

    chunks: Sequence[Json] = ()
    """Streamed as server-sent events, then `[DONE]`."""
    status: int = 200
    body: str | None = None
    """Answered in place of the chunks, in one piece."""
    is_chunked: bool = True
    breaks_off: bool = False
    """Ends after the chunks, without a word."""
    hangs: bool = False
    """Sends the chunks and no more, until the client goes."""
    requests: list[Json] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    """The client has gone before the end."""
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = next(
                int(line.partition(":")[2])
                for line in head.splitlines()
                if line.lower().startswith("content-length")
            )
            self.heads.append(head)
            self.requests.append(json.loads(await reader.readexactly(length)))
            await self._answer(writer)
            if self.hangs:
                await reader.read()
                self.left.set()
        finally:
            writer.close()

    async def _answer(self, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {self.status} Whatever\r\n".encode())
        if self.body is not None:
            body = self.body.encode()
            writer.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        else:
            writer.write(b"Content-Type: text/event-stream\r\n")
            writer.write(b"Transfer-Encoding: chunked\r\n\r\n" if self.is_chunked else b"\r\n")
            for chunk in self.chunks:
                self._write(writer, f"data: {json.dumps(chunk)}\n\n")
            if not self.hangs and not self.breaks_off:
                self._write(writer, "data: [DONE]\n\n")
                writer.write(b"0\r\n\r\n" if self.is_chunked else b"")
        await writer.drain()

    def _write(self, writer: asyncio.StreamWriter, text: str) -> None:
        data = text.encode()
        if not self.is_chunked:
            writer.write(data)
            return
        half = len(data) // 2
        for part in (data[:half], data[half:]):
            writer.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")


@asynccontextmanager
async def chat_server(server: ChatServer) -> AsyncIterator[ChatServer]:
    """Serve on a free port."""
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    server.url = f"http://127.0.0.1:{port}/v1"
    async with listening:
        yield server


def delta(**fields: Any) -> Json:
    """A streamed chunk with a piece of the answer."""
    return {"choices": [{"index": 0, "delta": fields, "finish_reason": None}]}


def finish(reason: str = "stop") -> Json:
    """The last chunk of an answer."""
    return {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}


def call_piece(index: int, arguments: str, name: str | None = None) -> Json:
    """A streamed chunk with a piece of a tool call."""
    function = {"arguments": arguments} | ({"name": name} if name else {})
    return delta(tool_calls=[{"index": index, "function": function}])
