from __future__ import annotations

import asyncio
import json
import ssl
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.simulator import receive, running_simulator
from tests.support.strict import BETA_MODELS, BEYOND_BETA, faults_of
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from realtime_inspector.core.errors import UsageError
from realtime_inspector.simulator.authority import Authority
from realtime_inspector.simulator.server import SimulatorServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SECRETS = "/v1/realtime/client_secrets"


@asynccontextmanager
async def raw(server: SimulatorServer) -> AsyncIterator[tuple[Any, Any]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        await writer.wait_closed()


async def ask(
    server: SimulatorServer,
    body: Any = None,
    *,
    method: str = "POST",
    path: str = SECRETS,
    headers: str = "",
) -> tuple[int, dict[str, Any]]:
    """A plain HTTP request, its status and its JSON."""
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\n{headers}\r\n"
    return await send(server, head.encode() + data)


async def send(server: SimulatorServer, *pieces: bytes) -> tuple[int, dict[str, Any]]:
    async with raw(server) as (reader, writer), asyncio.timeout(5):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
        answer: bytes = await reader.read()
    head, _, body = answer.partition(b"\r\n\r\n")
    found: dict[str, Any] = json.loads(body)
    return int(head.split()[1]), found


async def first_event(url: str, key: str | None = None, **options: Any) -> dict[str, Any]:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    async with connect(url, additional_headers=headers, **options) as client:
        return await receive(client)


async def test_a_client_secret_is_made_and_its_session_is_there_at_once() -> None:
    session = {
        "type": "realtime",
        "model": "gpt-realtime",
        "instructions": "Be brief.",
        "output_modalities": ["text"],
    }
    body = {"session": session, "expires_after": {"anchor": "created_at", "seconds": 60}}
    async with running_simulator(require_key="k") as server:
        status, made = await ask(server, body, headers="Authorization: Bearer k\r\n")
        assert status == 200
        assert made["value"].startswith("ek_")
        assert made["expires_at"] - made["session"]["expires_at"] == 60 - 3600
        assert made["session"]["instructions"] == "Be brief."
        created = await first_event(server.url, made["value"])
        assert created["session"]["model"] == "gpt-realtime"
        assert created["session"]["instructions"] == "Be brief."
        assert created["session"]["output_modalities"] == ["text"]
        offered = [
            Subprotocol("realtime"),
            Subprotocol(f"openai-insecure-api-key.{made['value']}"),
        ]
        again = await first_event(f"{server.url}?model=gpt-realtime-2.1", subprotocols=offered)
        assert again["session"]["instructions"] == "Be brief."
        assert again["session"]["id"] != created["session"]["id"]


async def test_nothing_asked_for_means_defaults() -> None:
    async with running_simulator() as server:
        for body in (None, {}, {"session": None, "expires_after": None}):
            status, made = await ask(server, body)
            assert (status, made["session"]["type"]) == (200, "realtime")
            assert made["expires_at"] - made["session"]["expires_at"] == 600 - 3600


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({"session": {}}, "missing_required_parameter", "session.type"),
        ({"session": {"type": "realtime", "x": 1}}, "unknown_parameter", "session.x"),
        ({"x": 1}, "unknown_parameter", "x"),
        ({"expires_after": {"seconds": 9}}, "integer_below_min_value", "expires_after.seconds"),
        ({"expires_after": {"seconds": 7201}}, "integer_above_max_value", "expires_after.seconds"),
        ({"expires_after": {"anchor": "now"}}, "invalid_value", "expires_after.anchor"),
        (b"{nope", None, None),
        (b"[" * 5000, None, None),
        (b"[]", None, None),
        (b"\xff\xfe", None, None),
    ],
)
async def test_what_is_wrong_is_answered_with_400(body: Any, code: str, param: str) -> None:
    async with running_simulator() as server:
        status, answer = await ask(server, body)
        assert status == 400
        assert (answer["error"]["code"], answer["error"]["param"]) == (code, param)
        assert answer["error"]["type"] == "invalid_request_error"


async def test_the_key_is_asked_for() -> None:
    async with running_simulator(require_key="k") as server:
        status, answer = await ask(server, {})
        assert (status, answer["error"]["code"]) == (401, None)
        status, answer = await ask(server, {}, headers="Authorization: Bearer wrong\r\n")
        assert (status, answer["error"]["code"]) == (401, "invalid_api_key")
        error = (await first_event(server.url, "ek_unknown"))["error"]
        assert error["code"] == "invalid_api_key"


async def test_the_beta_endpoint_nests_the_secret() -> None:
    body = {"model": "gpt-4o-realtime-preview", "voice": "ash", "modalities": ["text"]}
    async with running_simulator() as server:
        status, made = await ask(server, body, path="/v1/realtime/sessions")
        assert (status, made["voice"], made["modalities"]) == (200, "ash", ["text"])
        secret = made["client_secret"]["value"]
        offered = [
            Subprotocol("realtime"),
            Subprotocol(f"openai-insecure-api-key.{secret}"),
            Subprotocol("openai-beta.realtime-v1"),
        ]
        created = await first_event(server.url, subprotocols=offered)
        assert (created["session"]["voice"], created["session"]["modalities"]) == ("ash", ["text"])
        bad = {"voice": "nova"}
        status, answer = await ask(server, bad, path="/v1/realtime/sessions")
        assert (status, answer["error"]["param"]) == (400, "session.voice")


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ((b"POST /nothing HTTP/1.1\r\nContent-Length: 0\r\n\r\n",), 404),
        ((b"PUT /v1/realtime/client_secrets HTTP/1.1\r\n\r\n",), 405),
        ((b"GET /v1/realtime/client_secrets HTTP/1.1\r\nHost: x\r\n\r\n",), 405),
        ((b"PO", b"ST /nothing HTTP/1.1\r\n", b"Content-Length: 2\r\n\r\n", b"{", b"}"), 404),
        ((b"POST / HTTP/1.1\r\nContent-Length: 65537\r\n\r\n",), 413),
        ((b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",), 413),
        ((b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",), 400),
        ((b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",), 411),
        ((b"POST /\r\n\r\n",), 400),
        ((b"\x16\x03\x01\x02\x00\x01",), 400),
        ((b"POST / HTTP/1.1\r\nX: " + b"x" * 20_000,), 400),
    ],
)
async def test_odd_requests(pieces: tuple[bytes, ...], status: int) -> None:
    async with running_simulator() as server:
        assert (await send(server, *pieces))[0] == status


async def test_a_client_that_waits_is_told_to_go_on() -> None:
    async with running_simulator() as server, raw(server) as (reader, writer):
        head = f"POST {SECRETS} HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        writer.write(head.encode())
        async with asyncio.timeout(5):
            assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
            writer.write(b"{}")
            assert (await reader.readline()).split()[1] == b"200"


@pytest.mark.parametrize(
    ("settings", "query", "code", "reason"),
    [
        ({}, "?call_id=rtc_1", 4000, "invalid_request_error.call_id_not_found"),
        ({}, "?intent=nope", 4000, "invalid_request_error.invalid_intent"),
        ({"require_model": True}, "", 4000, "invalid_request_error.missing_model"),
        ({"require_key": "k"}, "", 3000, "invalid_request_error"),
    ],
)
async def test_refusals_close_with_their_reason(
    settings: dict[str, Any], query: str, code: int, reason: str
) -> None:
    async with (
        running_simulator(**settings) as server,
        connect(server.url + query, subprotocols=[Subprotocol("realtime")]) as client,
    ):
        assert client.subprotocol == "realtime"
        assert (await receive(client))["type"] == "error"
        with pytest.raises(ConnectionClosed):
            await receive(client)
        assert (client.close_code, client.close_reason) == (code, reason)


async def test_the_beta_shape_is_refused_on_demand() -> None:
    headers = {"OpenAI-Beta": "realtime=v1"}
    async with running_simulator(refuse_beta=True) as server:
        async with connect(server.url, additional_headers=headers) as client:
            assert (await receive(client))["error"]["code"] == "beta_api_shape_disabled"
            with pytest.raises(ConnectionClosed):
                await receive(client)
            assert client.close_code == 4000
            assert client.close_reason == "invalid_request_error.beta_api_shape_disabled"
        async with connect(server.url) as client:
            assert (await receive(client))["type"] == "session.created"


async def test_tls_with_a_certificate_that_is_made_and_kept(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "tls")
    context = authority.context()
    made = authority.certificate.read_bytes()
    trusting = ssl.create_default_context(cafile=authority.certificate)
    async with SimulatorServer(tls=context) as server:
        assert server.url.startswith("wss://127.0.0.1:")
        for host in ("127.0.0.1", "localhost"):
            url = server.url.replace("127.0.0.1", host)
            async with connect(url, ssl=trusting, host="127.0.0.1") as client:
                assert (await receive(client))["type"] == "session.created"
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", server.port, ssl=trusting, server_hostname="127.0.0.1"
        )
        writer.write(f"POST {SECRETS} HTTP/1.1\r\nContent-Length: 0\r\n\r\n".encode())
        assert (await reader.readline()).split()[1] == b"200"
        writer.close()
        await writer.wait_closed()
    assert {path.stat().st_mode & 0o777 for path in authority.folder.iterdir()} == {0o600}
    authority.context()
    assert authority.certificate.read_bytes() == made
    authority.context(datetime.now(UTC) + timedelta(days=364))
    assert authority.certificate.read_bytes() != made
    (authority.folder / "server.pem").write_text("broken", encoding="ascii")
    authority.context()


def test_without_the_package_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(UsageError) as caught:
        Authority(tmp_path).context()
    assert "realtime-inspector[tls]" in caught.value.hint


async def test_secrets_for_transcription_sessions() -> None:
    incoming = {"transcription": {"model": "gpt-4o-transcribe"}}
    body = {"session": {"type": "transcription", "audio": {"input": incoming}}}
    async with running_simulator() as server:
        status, made = await ask(server, body)
        assert (status, made["session"]["object"]) == (200, "realtime.transcription_session")
        created = (await first_event(server.url, made["value"]))["session"]
        assert created["audio"]["input"]["transcription"]["model"] == "gpt-4o-transcribe"
        status, answer = await ask(server, {"session": {"type": "transcription", "voice": "ash"}})
        assert (status, answer["error"]["param"]) == (400, "session.voice")
        flat = {"input_audio_format": "pcm16", "input_audio_transcription": {"model": "whisper-1"}}
        status, made = await ask(server, flat, path="/v1/realtime/transcription_sessions")
        assert (status, made["input_audio_transcription"]["model"]) == (200, "whisper-1")
        key = made["client_secret"]["value"]
        headers = {"OpenAI-Beta": "realtime=v1", "Authorization": f"Bearer {key}"}
        async with connect(server.url, additional_headers=headers) as client:
            created = await receive(client)
            assert created["type"] == "transcription_session.created"
            assert created["session"]["input_audio_transcription"]["model"] == "whisper-1"
            update = {"type": "transcription_session.update", "session": {"turn_detection": None}}
            await client.send(json.dumps(update))
            updated = await receive(client)
            assert updated["type"] == "transcription_session.updated"
            # The type knows only the REST answer's secret; sockets have null there, as in
            # openai-beta-audio-out-full-pcm.jsonl.
            secret = "transcription_session.updated: ('session', 'client_secret') "
            faults = faults_of([json.dumps(updated)], BETA_MODELS, BEYOND_BETA)
            assert {fault.removeprefix(secret) for fault in faults} == {"Input should be an object"}
