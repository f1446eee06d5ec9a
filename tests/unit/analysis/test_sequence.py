from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.export.captures import (
    CAPTURES,
    SECOND_OF_PCM,
    begun,
    call,
    created,
    delta,
    done,
    output,
    received,
    records_of,
    result,
    sent,
    spoken_session,
)

from realtime_inspector.analysis.sequence import (
    Arrow,
    Lifeline,
    Note,
    NoteKind,
    Run,
    Step,
    activations_of,
    lifelines_of,
    steps_of,
)
from realtime_inspector.core.record import Direction, Record, notice, text_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def steps(records: Iterable[Record]) -> list[Step]:
    return list(steps_of(enumerate(records, 1)))


def arrows(found: Iterable[Step]) -> list[Arrow]:
    return [one for one in found if isinstance(one, Arrow)]


def covered(step: Step) -> int:
    """How many records a step stands for."""
    if isinstance(step, Run):
        return step.count
    if isinstance(step, Note):
        return step.kind is not NoteKind.PAUSE
    return 0 if step.is_derived else step.count


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_every_record_is_in_exactly_one_step(path: Path) -> None:
    records = records_of(path.name)
    assert sum(map(covered, steps(records))) == len(records)


KINDS = st.sampled_from(
    ["response.created", "response.done", "response.output_text.delta", "error",
     "response.output_audio.delta", "conversation.item.create", "input_audio_buffer.append",
     "response.output_item.done", "response.mcp_call.completed", "x.y"]
)  # fmt: skip
EVENTS = st.fixed_dictionaries(
    {"type": KINDS},
    optional={
        "response": st.fixed_dictionaries({"id": st.sampled_from(["r1", "r2", ""])}),
        "response_id": st.sampled_from(["r1", "r2"]),
        "delta": st.text(max_size=5) | st.none(),
        "audio": st.just("AAAA"),
        "item": st.fixed_dictionaries(
            {"type": st.sampled_from(["function_call", "function_call_output", "message"])},
            optional={"call_id": st.sampled_from(["c1", "c2"]), "name": st.text(max_size=3)},
        ),
    },
)


@st.composite
def captures(draw: st.DrawFn) -> list[Record]:
    def record(event: dict[str, Any]) -> Record:
        direction = draw(st.sampled_from(list(Direction)))
        at_ns = draw(st.none() | st.integers(0, 10**11))
        return text_record(json.dumps(event), direction, at_ns)

    made = [record(event) for event in draw(st.lists(EVENTS, max_size=30))]
    if draw(st.booleans()):
        made.insert(len(made) // 2, notice("close", None, fields={"code": 1000}))
    return made


@given(captures())
def test_whatever_comes_steps_cover_it_in_order_and_activations_close(
    records: list[Record],
) -> None:
    found = steps(records)
    assert sum(map(covered, found)) == len(records)
    starts = [one.seq for one in found]
    assert starts == sorted(starts)
    running: set[str] = set()
    for one in found:
        if one.begins:
            assert one.begins not in running
            running.add(one.begins)
        assert running.issuperset(one.ends)
        running -= set(one.ends)
    bars = activations_of(found)
    assert {bar.response_id for bar in bars if bar.is_open} == running
    for place in range(len(found)):
        depths = [bar.depth for bar in bars if bar.start <= place < bar.end]
        assert len(depths) == len(set(depths)), "two bars on one place"


def test_runs_of_several_kinds_fold_into_one_step_with_their_text() -> None:
    [run] = steps(
        [
            delta(0, "output_audio_transcript", "It is ", "r", "i"),
            delta(0, "output_audio", SECOND_OF_PCM, "r", "i"),
            delta(0, "output_audio_transcript", "foggy.", "r", "i"),
            delta(0, "output_audio", SECOND_OF_PCM, "r", "i"),
        ]
    )
    assert isinstance(run, Run)
    assert (run.seq, run.last_seq, run.count) == (1, 4, 4)
    text, sound = run.arrows
    assert (text.count, text.words, text.seq, text.last_seq) == (2, "It is foggy.", 1, 3)
    assert (sound.count, sound.words) == (2, "PCM16 24 kHz · 2000 ms")


def test_one_delta_alone_is_an_arrow() -> None:
    [arrow] = steps([delta(0, "output_text", "Hi", "r", "i")])
    assert isinstance(arrow, Arrow)
    assert arrow.words == "Hi"


def test_a_tool_is_called_when_its_call_is_whole_and_answers_before_the_result_is_sent() -> None:
    whole = call("get_weather", '{"city":"Paris"}', "call_1", "item_1")
    found = steps(
        [
            begun(0, "r1"),
            output(1, "r1", {**whole, "arguments": ""}),
            received(
                2,
                "response.function_call_arguments.done",
                item_id="item_1",
                call_id="call_1",
                arguments='{"city":"Paris"}',
            ),
            sent(3, "conversation.item.create", item=result("foggy", "call_1", "")),
            received(4, "response.output_item.done", response_id="r1", item=whole),
            done(5, "r1"),
        ]
    )
    between = [
        (one.seq, one.source, one.target, one.label, one.words)
        for one in arrows(found)
        if one.is_derived
    ]
    assert between == [
        (3, Lifeline.CLIENT, Lifeline.TOOLS, "get_weather", '({"city":"Paris"})'),
        (4, Lifeline.TOOLS, Lifeline.CLIENT, "get_weather", "foggy"),
    ]
    at = {id(one): place for place, one in enumerate(found)}
    answer = next(one for one in arrows(found) if one.source is Lifeline.TOOLS)
    report = next(one for one in arrows(found) if one.label == "conversation.item.create")
    assert at[id(answer)] < at[id(report)]
    assert lifelines_of(found) == (Lifeline.CLIENT, Lifeline.SERVER, Lifeline.TOOLS)


def test_mcp_tools_are_called_by_the_server() -> None:
    item = {"id": "item_1", "type": "mcp_call", "name": "search"}
    found = steps(
        [
            output(0, "r1", item),
            received(1, "response.mcp_call.in_progress", item_id="item_1"),
            received(2, "response.mcp_call.failed", item_id="item_1"),
        ]
    )
    first, second = [one for one in arrows(found) if one.is_derived]
    assert (first.source, first.target, first.label) == (Lifeline.SERVER, Lifeline.TOOLS, "search")
    assert (second.source, second.target) == (Lifeline.TOOLS, Lifeline.SERVER)
    assert second.is_failure


def test_an_activation_lasts_from_created_to_done_or_to_the_end_of_the_connection() -> None:
    found = steps(
        [
            created(),
            begun(0, "r1"),
            begun(0, "r2"),
            done(0, "r1"),
            begun(0, "r3"),
            notice("close", None, fields={"code": 1006}),
            begun(0, "r4"),
        ]
    )
    bars = [
        (bar.response_id, bar.start, bar.end, bar.depth, bar.is_open)
        for bar in activations_of(found)
    ]
    assert bars == [
        ("r1", 1, 3, 0, False),
        ("r2", 2, 5, 1, False),
        ("r3", 4, 5, 0, False),
        ("r4", 6, 6, 0, True),
    ]


def test_a_pause_is_a_step_and_breaks_a_run() -> None:
    found = steps(
        [delta(0, "output_text", "a", "r", "i"), delta(5_000, "output_text", "b", "r", "i")]
    )
    first, pause, second = found
    assert isinstance(first, Arrow)
    assert isinstance(second, Arrow)
    assert isinstance(pause, Note)
    assert (pause.kind, pause.span_ms) == (NoteKind.PAUSE, 5_000)
    assert second.elapsed_ms == 5_000


def test_what_is_no_message_is_a_note() -> None:
    found = steps([notice("gap", None), text_record("hello", Direction.UNKNOWN)])
    assert [one.kind for one in found if isinstance(one, Note)] == [NoteKind.NOTICE, NoteKind.FRAME]


def test_the_spoken_session_as_a_whole() -> None:
    found = steps(spoken_session())
    assert [len(one.arrows) for one in found if isinstance(one, Run)] == [2]
    assert [bar.response_id for bar in activations_of(found)] == [f"resp_{n}" for n in range(1, 6)]
    assert [one.label for one in arrows(found) if one.is_failure] == ["error", "response.done"]
