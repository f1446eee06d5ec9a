"""A spoken session with the simulator over a real socket, from the recording to what is heard."""

from __future__ import annotations

import base64
import json
import wave
from array import array
from typing import TYPE_CHECKING

import pytest
from tests.support.simulator import receive_until
from websockets.asyncio.client import connect

from realtime_inspector.cli.main import main
from realtime_inspector.core.codec import CaptureHeader, encode_header, encode_record
from realtime_inspector.core.g711 import to_mu_law
from realtime_inspector.testing import simulator

if TYPE_CHECKING:
    from pathlib import Path

    from websockets.asyncio.client import ClientConnection

HEARD_MS = 700
SPEECH = array("h", [6_000, 6_000, -6_000, -6_000] * 9_000)
"""1.5 s that voice detection takes for speech."""
PAUSE = array("h", bytes(48_000))


def wire(samples: array[int], audio_format: str) -> str:
    is_pcm = audio_format == "audio/pcm"
    sound = samples.tobytes() if is_pcm else bytes(map(to_mu_law, samples[::3]))
    return base64.b64encode(sound).decode()


async def conversation(socket: ClientConnection, audio_format: str) -> None:
    """A question, an answer that is interrupted, and a second answer."""

    async def send(kind: str, **fields: object) -> None:
        await socket.send(json.dumps({"type": kind, **fields}))

    form = {"format": {"type": audio_format}}
    audio = {"input": {**form, "transcription": {"model": "whisper-1"}}, "output": form}
    await send("session.update", session={"type": "realtime", "audio": audio})
    for turn in range(2):
        for samples in (SPEECH, PAUSE):
            await send("input_audio_buffer.append", audio=wire(samples, audio_format))
        events = await receive_until(socket, "response.done")
        item_id = next(one["item_id"] for one in events if "output_audio.delta" in one["type"])
        if not turn:
            cut = {"item_id": item_id, "content_index": 0, "audio_end_ms": HEARD_MS}
            await send("conversation.item.truncate", **cut)
            await receive_until(socket, "conversation.item.truncated")


async def recorded(audio_format: str) -> bytes:
    """A capture of such a conversation."""
    async with simulator(seed=7) as api, connect(api.url) as socket:
        await conversation(socket, audio_format)
    lines = (encode_record(record) for record in api.records)
    return encode_header(CaptureHeader(provider="simulator")) + b"".join(lines)


def lanes(path: Path) -> list[array[int]]:
    with wave.open(str(path)) as file:
        samples = array("h", file.readframes(file.getnframes()))
        return [samples[channel :: file.getnchannels()] for channel in range(file.getnchannels())]


@pytest.mark.parametrize("audio_format", ["audio/pcm", "audio/pcmu"])
async def test_a_spoken_session_can_be_heard_and_read(tmp_path: Path, audio_format: str) -> None:
    capture, sound = tmp_path / "spoken.jsonl", tmp_path / "sound"
    capture.write_bytes(await recorded(audio_format))
    assert main(["export", str(capture), "--format", "wav", "-o", f"{sound}/"]) == 0
    rows = [line.split("\t") for line in (sound / "items.tsv").read_text().splitlines()[1:]]
    assert [row[1] for row in rows] == ["user", "agent", "user", "agent"]
    heard = {row[0]: len(lanes(sound / row[0])[0]) for row in rows}
    assert heard[rows[1][0]] == HEARD_MS * 24
    assert int(rows[1][6]) > HEARD_MS
    left, right = lanes(sound / "session.wav")
    ends = [int(row[4]) for row in rows]
    assert ends == sorted(ends)
    assert len(left) == len(right) == pytest.approx(max(ends) * 24, abs=24)
    for row, lane in zip(rows, (left, right, left, right), strict=True):
        first, last = (int(row[column]) * 24 for column in (3, 4))
        assert max(map(abs, lane[first + 24 : last - 24])) > 1_000
    assert main(["export", str(capture), "-o", str(tmp_path / "spoken.srt")]) == 0
    text = (tmp_path / "spoken.srt").read_text(encoding="utf-8")
    assert text.count("USER: ") == 2
    assert text.count("AGENT: ") == 2
    assert "—" in text
