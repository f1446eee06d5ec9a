"""Every server event type that the simulator sends, strictly against the official types."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.simulator import WEATHER_TOOL, Session, only, user_item
from tests.support.strict import BEYOND_GA, GA_MODELS, faults_of

CAPTURES = sorted(Path("tests/fixtures/captures").glob("openai-ga-*.jsonl"))
IMAGE = "data:image/png;base64,iVBORw0KGgo="


def tour(session: Session) -> list[str]:
    """A bit of everything that a client can do."""
    session.use(WEATHER_TOOL)
    call = session.answer_to("What is the weather in London and Paris?")[-1]
    item = {"type": "function_call_output", "call_id": call["call_id"], "output": "Foggy."}
    session.ask("conversation.item.create", item=item)
    session.ask("response.create", response={"metadata": {"k": "v"}})
    session.use(modality="audio")
    spoken = session.answer_to("hello")[0]["id"]
    session.ask("response.create", response={"conversation": "none", "input": []})
    session.ask("response.create", response={"max_output_tokens": 1})
    session.ask("response.cancel")
    session.send("response.create")
    session.send("response.create")
    session.run_until("error")
    session.ask("response.cancel")
    audio = base64.b64encode(bytes(9600)).decode()
    session.ask("input_audio_buffer.append", audio=audio)
    session.ask("input_audio_buffer.commit")
    session.ask("input_audio_buffer.clear")
    parts = [
        {"type": "input_text", "text": "See:"},
        {"type": "input_image", "image_url": IMAGE, "detail": "low"},
        {"type": "input_audio", "audio": audio, "transcript": "hm"},
    ]
    session.ask("conversation.item.create", item=user_item(parts))
    system = {"type": "message", "role": "system", "content": parts[:1]}
    session.ask("conversation.item.create", item=system, previous_item_id="root")
    seed = [{"type": "output_text", "text": "I said so."}]
    assistant = {"type": "message", "role": "assistant", "content": seed}
    session.ask("conversation.item.create", item=assistant)
    made = {"type": "function_call", "name": "f", "arguments": "{}"}
    session.ask("conversation.item.create", item=made)
    fields = {"item_id": spoken, "content_index": 0, "audio_end_ms": 10}
    session.ask("conversation.item.truncate", **fields)
    session.ask("conversation.item.retrieve", item_id=spoken)
    session.ask("conversation.item.delete", item_id=spoken)
    session.ask("session.update", session={"type": "realtime", "nope": 1})
    session.send_raw(b"\x00")
    session.run()
    return session.frames


@pytest.mark.parametrize("model", ["gpt-realtime", "gpt-realtime-2.1"])
def test_everything_fits(model: str) -> None:
    assert faults_of(tour(Session(model=model, commentary=True))) == set()


def test_no_item_or_part_has_an_empty_field() -> None:
    """A null there makes clients drop the event without a word (clients.md)."""

    def nulls(value: Any, path: str) -> list[str]:
        if isinstance(value, dict):
            return [each for key, inner in value.items() for each in nulls(inner, f"{path}.{key}")]
        if isinstance(value, list):
            return [each for inner in value for each in nulls(inner, path)]
        return [path] if value is None else []

    asked = {"id": None, "status": None, "object": None}
    session = Session()
    content = [{"type": "input_image", "image_url": IMAGE, "detail": None}]
    session.ask("conversation.item.create", item=user_item(content) | asked)
    frames = [*session.frames, *tour(Session())]
    for event in map(json.loads, frames):
        items = [
            event.get("item"),
            event.get("part"),
            *(event.get("response") or {}).get("output", []),
        ]
        present = [each for each in items if each is not None]
        assert set(nulls(present, "")) <= {".content.transcript"}, event


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.stem)
def test_real_frames_pass_the_same_table(capture: Path) -> None:
    lines = [json.loads(line) for line in capture.read_text(encoding="utf-8").splitlines()]
    frames = [json.dumps(each["data"]) for each in lines if each.get("direction") == "received"]
    assert faults_of(frames) == set()


def test_the_table_lists_nothing_in_vain_and_the_check_finds_what_is_not_listed() -> None:
    frames = tour(Session())
    for place in BEYOND_GA:
        less = {key: why for key, why in BEYOND_GA.items() if key != place}
        assert faults_of(frames, GA_MODELS, less), place
    (created, *_) = only([json.loads(frame) for frame in frames], "response.created")
    created["response"]["output"] = [{"type": "message", "role": "user", "content": [], "x": 1}]
    created["response"]["status"] = "going"
    assert len(faults_of([json.dumps(created), '{"type":"nope"}'])) == 2
