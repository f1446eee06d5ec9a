"""What a client does wrong with the session and its audio is named, against a server that minds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.recorded import record

from realtime_inspector.analysis.lint import RULES, lint
from realtime_inspector.testing import simulator

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.support.recorded import Talk

APPEND: Final = "input_audio_buffer.append"
COMMIT: Final = "input_audio_buffer.commit"
TOOL: Final = {"type": "function", "name": "look", "parameters": {"type": "object"}}
MANUAL: Final = {"type": "realtime", "audio": {"input": {"turn_detection": None}}}


async def configure(talk: Talk, session: dict[str, Any]) -> None:
    """An update that the server takes."""
    talk.send("session.update", session=session)
    await talk.count("session.updated")


async def ask_in_vain(talk: Talk, session: dict[str, Any]) -> None:
    """An update that the server refuses."""
    talk.send("session.update", session=session)
    await talk.count("error")


async def talk_at_once(talk: Talk) -> None:
    """A question in a session as it was created."""
    talk.say("hello")
    await talk.count("response.done")


async def change_voice_late(talk: Talk) -> None:
    """Another voice, after the model has spoken."""
    await talk_at_once(talk)
    session = {"type": "realtime", "audio": {"output": {"voice": "cedar"}}}
    await ask_in_vain(talk, session)


async def commit_nothing(talk: Talk, session: dict[str, Any]) -> None:
    """A commit without audio."""
    await configure(talk, session)
    talk.send(COMMIT)
    await talk.count("error")


async def commit_and_leave(talk: Talk) -> None:
    """Speech without turn detection, and no request for an answer."""
    await configure(talk, MANUAL)
    await talk.speak(0.3)
    talk.send(COMMIT)
    await talk.count("conversation.item.done")


async def speak_untranscribed(talk: Talk) -> None:
    """Speech in a session that transcribes nothing."""
    await configure(talk, {"type": "realtime"})
    await talk.speak(1.5)
    await talk.count("response.done")


async def send_audio(talk: Talk, audio: str) -> None:
    """An append that the server refuses."""
    await configure(talk, {"type": "realtime"})
    talk.send(APPEND, audio=audio)
    await talk.count("error")


def asking(**fields: Any) -> Callable[[Talk], Awaitable[None]]:
    """A client that sends a wrong update."""
    return partial(ask_in_vain, session={"type": "realtime", **fields})


MISTAKES: Final[dict[str, Callable[[Talk], Awaitable[None]]]] = {
    "RT020": asking(bogus=1),
    "RT021": partial(ask_in_vain, session={"instructions": "Be brief."}),
    "RT022": asking(input_audio_format="pcm16"),
    "RT025": asking(output_modalities=["audio", "text"]),
    "RT026": asking(tools=[{"type": "function", "function": TOOL}]),
    "RT027": asking(tools=[{**TOOL, "meta": 1}]),
    "RT028": change_voice_late,
    "RT029": asking(audio={"output": {"voice": "nova"}}),
    "RT032": talk_at_once,
    "RT033": partial(ask_in_vain, session={"type": "transcription"}),
    "RT040": partial(commit_nothing, session=MANUAL),
    "RT041": partial(commit_nothing, session={"type": "realtime"}),
    "RT042": commit_and_leave,
    "RT046": partial(send_audio, audio="data:audio/wav;base64,AAAA"),
    "RT052": speak_untranscribed,
}
"""Rule to what a client does that it must name."""
UNEXPLAINED: Final = frozenset({"RT020", "RT122", "RT123"})
"""Rules about refusals in general, which stand beside the one that explains them."""
TOGETHER: Final = {
    "RT028": {"RT032"},
    "RT041": {"RT040"},
    "RT042": {"RT052"},
}
"""Further mistakes of a client."""


@pytest.mark.parametrize("rule", MISTAKES)
async def test_a_mistake_is_named_once_and_not_taken_for_another(rule: str, tmp_path: Path) -> None:
    async with simulator() as api:
        records = await record(api.url, tmp_path / "capture.jsonl", MISTAKES[rule], speed=4)
    found = [one.rule for one in lint(records, RULES, "simulator")]
    assert found.count(rule) == 1
    assert set(found) - UNEXPLAINED - {rule} == TOGETHER.get(rule, set())
