"""What a person does by hand on a live session: answers calls, truncates, speaks a file."""

from __future__ import annotations

import asyncio
import json
from functools import partial

import pytest
from tests.support.live import Live, until

from realtime_inspector.core.errors import UsageError
from realtime_inspector.lessons.model import Setup
from realtime_inspector.runtime.clock import steady_clock
from realtime_inspector.runtime.lesson import make_lesson_session


class Lesson(Live):
    """The session of a lesson, without pacing."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(make_lesson_session(setup, steady_clock(), speed=20))

    async def __aenter__(self) -> Lesson:
        self._tasks = asyncio.TaskGroup()
        await self._tasks.__aenter__()
        self.task = self._tasks.create_task(self.session.run())
        await self.count("session.updated")
        return self

    async def __aexit__(self, *_: object) -> None:
        self.session.stop()
        await self._tasks.__aexit__(None, None, None)


async def test_calls_are_answered_in_order_and_only_by_hand() -> None:
    async with Lesson(Setup(tools="by hand")) as live:
        with pytest.raises(UsageError, match="No function call waits"):
            live.session.answer_call("x")
        live.session.say("What is the weather in Paris and in Rome?")
        live.session.request_response()
        await live.count("response.done")
        assert not live.events("tool")
        calls = [one.call_id for one in live.conversation() if one.type == "function_call"]
        assert calls
        for number, _ in enumerate(calls, start=1):
            assert live.session.answer_call(f"sunny {number}")
            await until(partial(_has_outputs, live, number))
        assert _outputs(live) == [(one, f"sunny {at}") for at, one in enumerate(calls, start=1)]
        live.session.request_response()
        await live.count("response.done", 2)
        assert "sunny 1" in live.answers()[-1]


def _outputs(live: Live) -> list[tuple[str, str]]:
    items = live.conversation()
    return [(one.call_id, one.output) for one in items if one.type == "function_call_output"]


def _has_outputs(live: Live, count: int) -> bool:
    return len(_outputs(live)) == count


async def test_the_last_answer_with_audio_is_truncated() -> None:
    async with Lesson(Setup(output="audio")) as live:
        with pytest.raises(UsageError, match="No answer with audio"):
            live.session.truncate("100")
        live.session.say("Hello!")
        live.session.request_response()
        await live.count("response.done")
        with pytest.raises(UsageError, match="How many milliseconds"):
            live.session.truncate("-1")
        assert live.session.truncate("100")
        (event,) = await live.count("conversation.item.truncated")
        assert json.loads(live.store.record(len(live.store)).payload)["audio_end_ms"] == 100
        assert event.item_id == live.conversation()[-1].id
        assert live.events("error") == []


async def test_a_spoken_sample_makes_a_turn_of_its_own() -> None:
    async with Lesson(Setup()) as live:
        assert live.session.speak("")
        await live.count("input_audio_buffer.committed")
        await live.count("response.done")
        assert live.events("response.create") == []
        assert live.events("error") == []


async def test_after_the_end_nothing_is_sent() -> None:
    async with Lesson(Setup(tools="by hand")) as live:
        pass
    assert not live.session.speak("")
