from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.support.events import error, received

from realtime_inspector.analysis.selection import Selection
from realtime_inspector.analysis.transcript import transcript
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.facts import FactStream
from realtime_inspector.core.filters import parse_filter
from realtime_inspector.core.record import Record, notice
from realtime_inspector.core.reduce import reduce, reduce_all
from realtime_inspector.core.state import CaptureState
from realtime_inspector.export import exporter
from realtime_inspector.export.base import ExportSource
from realtime_inspector.export.material import Material

CAPTURES: Final = Path(__file__).parents[2] / "fixtures/captures"
TOOLS: Final = list(read_capture(CAPTURES / "openai-ga-text-tools.jsonl"))


def selected(records: list[Record], expression: str) -> CaptureState:
    wanted, facts, selection = parse_filter(expression), FactStream(), Selection()
    state = CaptureState()
    for record in records:
        state = reduce(state, record)
        row = facts.feed(record)
        if wanted.matches(row):
            selection.add(row, state)
    return selection.of(state)


def spoken(state: CaptureState) -> list[tuple[str, str]]:
    sessions = transcript(state).sessions
    return [(str(line.speaker), line.text) for one in sessions for line in one.lines]


WHOLE: Final = reduce_all(TOOLS)


def test_everything_selects_everything() -> None:
    assert spoken(selected(TOOLS, "")) == spoken(WHOLE)
    assert selected(TOOLS, "").usage == WHOLE.usage


def test_nothing_selects_nothing() -> None:
    nothing = selected(TOOLS, "n:9999")
    assert spoken(nothing) == []
    assert (len(nothing.items), len(nothing.responses), nothing.usage.total) == (0, 0, 0)
    assert nothing.session == WHOLE.session


def test_one_delta_brings_the_whole_answer_with_its_figures() -> None:
    first = next(
        seq for seq, record in enumerate(TOOLS, 1) if b"output_text.delta" in record.payload
    )
    state = selected(TOOLS, f"n:{first}")
    ((speaker, text),) = spoken(state)
    assert (speaker, text) in spoken(WHOLE)
    assert text
    (response,) = state.responses.values()
    assert response == WHOLE.responses[response.id]
    assert state.usage == response.usage


def test_a_response_brings_its_items_and_a_call_its_result() -> None:
    first = next(iter(WHOLE.responses))
    state = selected(TOOLS, f"type:response.done resp:{first}")
    kinds = [item.type for item in state.items.values()]
    assert kinds == ["function_call", "function_call_output"]


def test_a_request_brings_what_came_of_it() -> None:
    asked = [seq for seq, one in enumerate(TOOLS, 1) if b'"response.create"' in one.payload]
    state = selected(TOOLS, f"n:{asked[-1]}")
    assert [one.request_seq for one in state.responses.values()] == [asked[-1]]


def test_errors_and_notices_are_about_themselves() -> None:
    records = [error("invalid_value"), notice("close", fields={"code": 1011}), received("x")]
    assert len(spoken(selected(records, "err"))) == 2
    assert len(spoken(selected(records, "type:error"))) == 1


@pytest.mark.parametrize(
    "expression", ["err", "dir:out", "type:*delta", "n:5..20", "/a/", "!dir:in"]
)
@pytest.mark.parametrize("path", sorted(CAPTURES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_any_part_of_any_capture_can_be_exported(path: Path, expression: str) -> None:
    wanted = parse_filter(expression)
    material = Material(lambda: read_capture(path), ExportSource("part"), wanted=wanted)
    for name in ("md", "txt", "json", "jsonl", "csv", "har"):
        assert b"".join(exporter(name).export(material)).endswith(b"\n")
