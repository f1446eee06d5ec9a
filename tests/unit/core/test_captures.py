"""What the real captures come to, as a table to be checked by eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.unit.export.captures import CAPTURES, state_of

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState, Item

Row = tuple[list[str], list[str], list[str]]
"""The conversation, the responses with their tokens, the problems and their causes."""

U, A, CALL, OUT = "user", "assistant", "function_call", "function_call_output"

EXPECTED: Final[dict[str, Row]] = {
    "azure-ga-spoken-tool-round.jsonl": ([U, CALL, OUT, A], ["completed 119", "completed 219"], []),
    "azure-ga-transcription-failed.jsonl": ([U, A], ["completed 148"], []),
    "azure-voicelive-text-out.jsonl": ([U, A], ["completed 21"], []),
    "glm-client-vad-tools.client-only.jsonl": ([], [], []),
    "glm-server-vad.client-only.jsonl": ([], [], []),
    "openai-beta-audio-out-full-pcm.jsonl": ([U, A], ["completed 65"], []),
    "openai-ga-error-then-long-text.jsonl": (
        [U, U, A],
        ["completed 189"],
        ["invalid_value for 5"],
    ),
    "openai-ga-realtime21-commentary-tools.jsonl": (
        [U, A, CALL, OUT, A],
        ["completed 383", "completed 416"],
        [],
    ),
    "openai-ga-server-vad-mic.jsonl": ([U, A], ["completed 205"], []),
    "openai-ga-text-tools.jsonl": ([U, CALL, OUT, A], ["completed 85", "completed 116"], []),
    "openai-ga-text-tools.original-cassette.yaml": (
        [U, CALL, OUT, A],
        ["completed 85", "completed 116"],
        [],
    ),
    "openai-ga-webrtc-sideband-text.jsonl": ([U, A], ["completed 17"], []),
    "qwen-livetranslate-text-turn.jsonl": ([], ["completed 118"], []),
    "xai-drop-and-resume.jsonl": ([A, U, A], ["completed 126", "completed 208"], []),
    "xai-text-tools.jsonl": ([U, A, CALL, OUT, A], ["completed 120", "completed 269"], []),
}


def kind(item: Item) -> str:
    return item.role if item.type == "message" else item.type


def conversation(state: CaptureState) -> list[Item]:
    return [state.items[key] for key in state.order]


def test_every_capture_is_in_the_table() -> None:
    assert [path.name for path in CAPTURES] == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_capture_comes_to_what_the_table_says(name: str) -> None:
    state = state_of(name)
    kinds, responses, problems = EXPECTED[name]
    assert state.faults == 0
    assert [kind(item) for item in conversation(state)] == kinds
    assert [
        f"{one.status} {one.usage.total if one.usage else 0}" for one in state.responses.values()
    ] == responses
    assert [f"{one.code} for {one.cause_seq}" for one in state.problems.values()] == problems


@pytest.mark.parametrize("name", EXPECTED)
def test_everything_in_a_conversation_is_complete(name: str) -> None:
    assert {item.status for item in conversation(state_of(name))} <= {"completed"}


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "openai-ga-realtime21-commentary-tools.jsonl",
            ["What is the weather ", "I’ll check the curre", "", "", "It’s foggy and 12 de"],
        ),
        (
            "xai-drop-and-resume.jsonl",
            ["Got it—code word is ", "What code word did I", "Cobalt. The code wor"],
        ),
        ("openai-beta-audio-out-full-pcm.jsonl", ["Say hello in exactly", "Hi there, friend!"]),
    ],
)
def test_texts_stand_in_conversation_order(name: str, texts: list[str]) -> None:
    assert [item.text[:20] for item in conversation(state_of(name))] == texts


def test_the_session_before_the_drop_is_kept_with_its_order() -> None:
    state = state_of("xai-drop-and-resume.jsonl")
    (former,) = state.former_sessions
    assert former.id != state.session.id
    assert [state.items[key].role for key in former.order] == [U, A]


def test_a_refused_item_is_outside_of_the_conversation() -> None:
    state = state_of("openai-ga-error-then-long-text.jsonl")
    assert state.items[5].status == "refused"
    assert 5 not in state.order


def test_only_one_client_alone_leaves_requests_without_an_answer() -> None:
    waiting = {name for name in EXPECTED if state_of(name).asked}
    assert waiting == {
        "glm-client-vad-tools.client-only.jsonl",
        "glm-server-vad.client-only.jsonl",
    }


def test_audio_is_measured_in_bytes() -> None:
    beta = conversation(state_of("openai-beta-audio-out-full-pcm.jsonl"))
    assert beta[1].audio_bytes == 76_800
    spoken = conversation(state_of("openai-ga-server-vad-mic.jsonl"))
    assert spoken[0].audio_bytes == 263_424
