"""Transcription and translation sessions over real sockets, and how a client gets one."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any

from tests.support.simulator import receive, receive_until
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedOK

from realtime_inspector.testing import simulator, simulator_in_thread

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection


async def read_to_the_end(client: ClientConnection) -> list[dict[str, Any]]:
    events = []
    try:
        while True:
            events.append(await receive(client))
    except ConnectionClosedOK:
        return events


async def test_intent_in_the_url() -> None:
    async with simulator() as api, connect(f"{api.url}?intent=transcription") as client:
        created = await receive(client)
    assert created["session"]["object"] == "realtime.transcription_session"


def test_a_client_secret_for_a_transcription() -> None:
    session = {"type": "transcription", "audio": {"input": {"turn_detection": None}}}
    body = json.dumps({"session": session}).encode()
    with simulator_in_thread() as api:
        request = urllib.request.Request(f"{api.base_url}/realtime/client_secrets", body)  # noqa: S310
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            made = json.load(answer)
    assert made["session"]["type"] == "transcription"
    assert made["value"].startswith("ek_")


async def test_a_translation_closes_when_all_is_said() -> None:
    async with (
        simulator("interpreter") as api,
        connect(f"{api.url}/translations?model=gpt-realtime-translate") as client,
    ):
        assert (await receive_until(client, "session.created"))[0]["session"][
            "type"
        ] == "translation"
        await client.send(json.dumps({"type": "session.close"}))
        events = await read_to_the_end(client)
        assert [event["type"] for event in events] == ["session.closed"]
        assert client.close_code == 1000
