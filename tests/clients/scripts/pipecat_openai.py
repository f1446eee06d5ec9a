"""pipecat-ai: a tool round, turns by voice and an interruption by voice, at the URL given.

Usage: pipecat_openai.py URL PCM, where PCM is a file of speech (16 bit, 24 kHz, mono).
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from pipecat.adapters.llm.schemas.function_schema import FunctionSchema
from pipecat.adapters.llm.schemas.tools_schema import ToolsSchema
from pipecat.frames.frames import (
    ErrorFrame,
    Frame,
    InputAudioRawFrame,
    InterruptionFrame,
    LLMFullResponseEndFrame,
    LLMRunFrame,
    TTSAudioRawFrame,
    TTSStoppedFrame,
    TTSTextFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.openai.realtime.events import (
    AudioConfiguration,
    AudioInput,
    SemanticTurnDetection,
    SessionProperties,
)
from pipecat.services.openai.realtime.llm import OpenAIRealtimeLLMService
from pipecat.workers.runner import WorkerRunner

CHUNK = 4_800
WEATHER = FunctionSchema(
    name="get_weather",
    description="Look up the weather for a city.",
    properties={"city": {"type": "string"}},
    required=["city"],
)

called: list[str] = []


async def get_weather(params: Any) -> None:
    called.append(params.arguments["city"])
    await params.result_callback("Foggy.")


class Ear(FrameProcessor):
    """Keeps what comes out of the service."""

    def __init__(self) -> None:
        super().__init__()
        self.frames: asyncio.Queue[Frame] = asyncio.Queue()

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        self.frames.put_nowait(frame)
        await self.push_frame(frame, direction)

    async def until(self, kind: type[Frame]) -> list[Frame]:
        """Frames up to one of a type."""
        seen: list[Frame] = []
        while not seen or not isinstance(seen[-1], kind):
            seen.append(await self.frames.get())
        return seen


def words_of(frames: list[Frame]) -> str:
    return "".join(frame.text for frame in frames if isinstance(frame, TTSTextFrame))


async def speak(worker: PipelineWorker, speech: bytes) -> None:
    for start in range(0, len(speech), CHUNK):
        chunk = speech[start : start + CHUNK]
        await worker.queue_frame(InputAudioRawFrame(chunk, sample_rate=24_000, num_channels=1))


async def converse(ear: Ear, worker: PipelineWorker, speech: bytes) -> None:
    """Ask in writing, then speak, and speak again over the answer."""
    await worker.queue_frame(LLMRunFrame())
    words = ""
    while "Foggy" not in words:
        words += words_of(await ear.until(LLMFullResponseEndFrame))
    await speak(worker, speech)
    await ear.until(TTSAudioRawFrame)
    await speak(worker, speech)
    await ear.until(InterruptionFrame)
    await ear.until(TTSAudioRawFrame)
    await ear.until(TTSStoppedFrame)


async def main(url: str, speech: bytes) -> None:
    turns = SemanticTurnDetection()
    properties = SessionProperties(audio=AudioConfiguration(input=AudioInput(turn_detection=turns)))
    service = OpenAIRealtimeLLMService(
        api_key="sk-test",
        base_url=url,
        settings=OpenAIRealtimeLLMService.Settings(session_properties=properties),
    )
    service.register_function("get_weather", get_weather)
    question: list[Any] = [{"role": "user", "content": "What is the weather in London?"}]
    context = LLMContext(question, ToolsSchema(standard_tools=[WEATHER]))
    pair = LLMContextAggregatorPair(context)
    ear = Ear()
    worker = PipelineWorker(Pipeline([pair.user(), service, ear, pair.assistant()]))
    errors: list[str] = []

    @worker.event_handler("on_pipeline_error")
    async def on_error(_: PipelineWorker, frame: ErrorFrame) -> None:
        errors.append(frame.error)

    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(runner.run())
        await converse(ear, worker, speech)
        await runner.cancel()
    assert not errors, errors
    print(json.dumps({"called": called}))


if __name__ == "__main__":
    audio = Path(sys.argv[2]).read_bytes()
    asyncio.run(asyncio.wait_for(main(sys.argv[1], audio), 60))
