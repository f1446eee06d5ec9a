"""The client side of every OpenAI GA capture, replayed: do the same server events come back?"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from tests.support.simulator import Session
from tests.support.strict import faults_of

CAPTURES: Final = sorted(Path("tests/fixtures/captures").glob("openai-ga-*.jsonl"))
TRANSCRIPTION: Final = "conversation.item.input_audio_transcription."

WHEREVER: Final = {
    "rate_limits.updated": (
        "comes 40 ms after response.done: the recordings stop before the last one, and one "
        "response has none at all (observed.md §3)"
    ),
}
"""Server events that are left out of the comparison, with the reason."""

DIFFERENCES: Final[dict[str, tuple[list[str], list[str], str]]] = {
    "openai-ga-webrtc-sideband-text": (
        [],
        ["session.created"],
        "a sideband socket begins with no session.created; the simulator takes no calls",
    ),
}
"""Capture → types that only the real server sent, that only ours sent, and why."""


def folded(events: list[dict[str, Any]]) -> list[str]:
    """Types in order; of each output's deltas of one type only the first counts.

    How many deltas there are and how audio and text interleave depends on text and timing.
    Input transcription goes its own way (lifecycles.md §16) and is compared by itself.
    """
    found: list[str] = []
    seen: set[tuple[str, Any]] = set()
    for event in events:
        kind = str(event["type"])
        if kind in WHEREVER or kind.startswith(TRANSCRIPTION):
            continue
        if kind.endswith(".delta"):
            key = (kind, event["item_id"])
            if key in seen:
                continue
            seen.add(key)
        found.append(kind)
    return found


def transcription(events: list[dict[str, Any]]) -> list[str]:
    """The types of input transcription, runs of deltas counted once."""
    kinds = [event["type"] for event in events if event["type"].startswith(TRANSCRIPTION)]
    return [kind for index, kind in enumerate(kinds) if kinds[index - 1 : index] != [kind]]


def calls_of(events: list[dict[str, Any]]) -> list[str]:
    """The ids of the function calls, in order."""
    done = [event["item"] for event in events if event["type"] == "response.output_item.done"]
    return [item["call_id"] for item in done if item["type"] == "function_call"]


class Replay:
    """Sends what a recorded client sent, each time after what it had waited for."""

    def __init__(self, capture: Path) -> None:
        lines = [json.loads(line) for line in capture.read_text(encoding="utf-8").splitlines()]
        self.records = [each for each in lines if "data" in each]
        self.real = [each["data"] for each in self.records if each["direction"] == "received"]
        models = [event["session"]["model"] for event in self.real if "session" in event]
        self.session = Session(model=models[0], commentary="commentary" in capture.stem)

    def run(self) -> list[dict[str, Any]]:
        """The server's events."""
        seen: Counter[str] = Counter()
        last = ""
        for record in self.records:
            if record["direction"] == "received":
                last = record["data"]["type"]
                seen[last] += 1
                continue
            if not last.endswith(".delta"):
                self._wait_for(last, seen[last])
            self._send(record["data"])
        self.session.run()
        return self.session.events

    def _wait_for(self, kind: str, count: int) -> None:
        session = self.session
        while sum(event["type"] == kind for event in session.events) < count:
            due = session.engine.next_due()
            if due is None:
                return
            session.now = max(session.now, due)
            session.collect()

    def _send(self, event: dict[str, Any]) -> None:
        frame = json.dumps(event)
        recorded, ours = calls_of(self.real), calls_of(self.session.events)
        for theirs, mine in zip(recorded, ours, strict=False):
            frame = frame.replace(theirs, mine)
        self.session.send_raw(frame)
        self.session.collect()


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.stem)
def test_the_same_server_events_come_back(capture: Path) -> None:
    replay = Replay(capture)
    ours = replay.run()
    real_only, ours_only, _ = DIFFERENCES.get(capture.stem, ([], [], ""))
    expected, found = folded(replay.real), folded(ours)
    for kind in real_only:
        expected.remove(kind)
    for kind in ours_only:
        found.remove(kind)
    assert found == expected
    assert transcription(ours) == transcription(replay.real)
    assert faults_of(replay.session.frames) == set()
