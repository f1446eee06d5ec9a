"""livekit-plugins-openai: a tool, audio, an interruption and item edits, at the URL given."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from livekit.agents import llm
from livekit.plugins import openai


@llm.function_tool
async def get_weather(city: str) -> str:
    """Look up the weather for a city."""
    return city


async def calls_and_words(generation: Any) -> tuple[list[Any], str]:
    """The function calls and the transcript of a generation."""
    words = ""
    async for message in generation.message_stream:
        async for text in message.text_stream:
            words += str(text)
    return [call async for call in generation.function_stream], words


async def main(url: str) -> None:
    model = openai.realtime.RealtimeModel(
        base_url=url.replace("ws", "http", 1).removesuffix("/realtime"), api_key="sk-test"
    )
    session = model.session()
    errors: list[Any] = []
    session.on("error", errors.append)
    await session.update_instructions("Help.")
    await session.update_tools([get_weather])
    context = session.chat_ctx.copy()
    context.add_message(role="user", content="What is the weather in London?")
    await session.update_chat_ctx(context)
    calls, _ = await calls_and_words(await session.generate_reply())
    context = session.chat_ctx.copy()
    context.items.append(
        llm.FunctionCallOutput(
            call_id=calls[0].call_id, name="get_weather", output="Foggy.", is_error=False
        )
    )
    await session.update_chat_ctx(context)
    _, words = await calls_and_words(await session.generate_reply())
    context = session.chat_ctx.copy()
    context.add_message(role="user", content="count to 200")
    await session.update_chat_ctx(context)
    generation = await session.generate_reply()
    async for message in generation.message_stream:
        async for _ in message.audio_stream:
            session.interrupt()
            session.truncate(message_id=message.message_id, modalities=["audio"], audio_end_ms=50)
            break
        break
    context = session.chat_ctx.copy()
    context.items.pop(0)
    await session.update_chat_ctx(context)
    await session.aclose()
    await model.aclose()
    assert "Foggy" in words, words
    assert not errors, errors
    print(json.dumps({"called": [json.loads(calls[0].arguments)["city"]]}))


if __name__ == "__main__":
    asyncio.run(asyncio.wait_for(main(sys.argv[1]), 60))
