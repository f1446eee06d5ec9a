"""openai-agents (Python): a tool, audio and interruptions by call and by voice, at the URL given.

Usage: openai_agents.py URL PCM, where PCM is a file of speech (16 bit, 24 kHz, mono).
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from agents import function_tool
from agents.realtime import RealtimeAgent, RealtimeRunner

DONE = "response.done"

called: list[str] = []


@function_tool
def get_weather(city: str) -> str:
    """Look up the weather for a city."""
    called.append(city)
    return "Foggy."


async def until(session: Any, kind: str, seen: list[str]) -> Any:
    """Events up to one of a type; an error event ends it."""
    async for event in session:
        seen.append(event.type)
        if event.type == "error":
            raise SystemExit(f"error event: {event.error}")
        if event.type == kind:
            return event
    raise SystemExit(f"{kind} never came")


async def speak_over_the_answer(session: Any, speech: bytes, seen: list[str]) -> None:
    """Talk while the agent talks: its answer ends, and ours gets one."""
    await session.send_message("count to 200")
    await until(session, "audio", seen)
    await session.send_audio(speech)
    await until(session, "audio_interrupted", seen)
    async for event in session:
        raw = event.data if event.type == "raw_model_event" else None
        if raw is not None and raw.type == "raw_server_event" and raw.data["type"] == DONE:
            response = raw.data["response"]
            break
    assert response["status"] == "cancelled", response
    assert response["status_details"]["reason"] == "turn_detected", response
    await until(session, "audio_end", seen)


async def main(url: str, speech: bytes) -> None:
    agent = RealtimeAgent(name="a", instructions="Help.", tools=[get_weather])
    runner = RealtimeRunner(agent)
    config: Any = {"url": url, "api_key": "sk-test"}
    seen: list[str] = []
    async with await runner.run(model_config=config) as session:
        await session.send_message("What is the weather in London?")
        await until(session, "tool_end", seen)
        await until(session, "audio_end", seen)
        await session.send_message("count to 200")
        await until(session, "audio", seen)
        await session.interrupt()
        await until(session, "audio_interrupted", seen)
        await session.send_message("hello")
        await until(session, "audio_end", seen)
        await speak_over_the_answer(session, speech, seen)
    print(json.dumps({"called": called, "seen": sorted(set(seen))}))


if __name__ == "__main__":
    audio = Path(sys.argv[2]).read_bytes()
    asyncio.run(asyncio.wait_for(main(sys.argv[1], audio), 60))
