"""The server's voice, and many microphones at once."""

from __future__ import annotations

import asyncio
import base64
import json
import stat
from array import array
from typing import TYPE_CHECKING, Any

from tests.support.simulator import only, receive_until, running_simulator, types_of, user_item
from websockets.asyncio.client import connect

from realtime_inspector.core.pcm import little_endian, samples_of
from realtime_inspector.simulator.server import SimulatorServer
from realtime_inspector.simulator.settings import SimulatorSettings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_HEADER = b"RIFF\xff\xff\xff\x7fWAVEfmt \x10\0\0\0\1\0\1\0" + (24_000).to_bytes(4, "little")
_HEADER += (48_000).to_bytes(4, "little") + b"\2\0\x10\0data\xff\xff\xff\x7f"


def install(folder: Path) -> None:
    """A stand-in for espeak-ng that always says the same second."""
    recording = folder / "second.wav"
    recording.write_bytes(_HEADER + little_endian(array("h", [1_234] * 24_000)))
    program = folder / "espeak-ng"
    program.write_text(f"#!/bin/sh\n/bin/cat > /dev/null\n/bin/cat '{recording}'\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


async def first_sound(server: SimulatorServer) -> bytes:
    async with connect(server.url) as client:
        hello = user_item([{"type": "input_text", "text": "hello"}])
        await client.send(json.dumps({"type": "conversation.item.create", "item": hello}))
        await client.send(json.dumps({"type": "response.create"}))
        events = await receive_until(client, "response.output_audio.delta")
        return base64.b64decode(events[-1]["delta"])


async def test_espeak_speaks_when_it_is_installed_but_not_with_a_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    async with SimulatorServer(settings=SimulatorSettings(speed=2)) as server:
        assert set(samples_of(await first_sound(server))) == {1_234}
    async with SimulatorServer(settings=SimulatorSettings(speed=2, seed=1)) as server:
        assert len(set(samples_of(await first_sound(server)))) > 10
    monkeypatch.setenv("PATH", "")
    async with SimulatorServer(settings=SimulatorSettings(speed=2)) as server:
        assert len(set(samples_of(await first_sound(server)))) > 10


async def spoken_turn(server: SimulatorServer, loudness: int) -> list[dict[str, Any]]:
    async with connect(server.url) as client:
        loud = array("h", [loudness, loudness, -loudness, -loudness] * 6_000)
        sound = little_endian(loud) + bytes(48_000)
        for start in range(0, len(sound), 4_800):
            audio = base64.b64encode(sound[start : start + 4_800]).decode()
            event = {"type": "input_audio_buffer.append", "audio": audio}
            await client.send(json.dumps(event))
        return await receive_until(client, "response.done")


async def test_twenty_microphones_are_heard_at_once() -> None:
    async with running_simulator() as server:
        heard = await asyncio.gather(*(spoken_turn(server, 2_000 + 100 * n) for n in range(20)))
    for events in heard:
        assert types_of(events)[1:4] == [
            "input_audio_buffer.speech_started",
            "input_audio_buffer.speech_stopped",
            "input_audio_buffer.committed",
        ]
        assert only(events, "input_audio_buffer.speech_stopped")[0]["audio_end_ms"] == 1_024 + 512
    assert len({each["item_id"] for events in heard for each in events[1:2]}) == 20
