"""openai-agents (Python) with a tool, audio and an interruption, against the URL given."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from agents import function_tool
from agents.realtime import RealtimeAgent, RealtimeRunner

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


async def main(url: str) -> None:
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
    print(json.dumps({"called": called, "seen": sorted(set(seen))}))


if __name__ == "__main__":
    asyncio.run(asyncio.wait_for(main(sys.argv[1]), 60))
