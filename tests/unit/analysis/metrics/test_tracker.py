"""Sessions are written with `Script`: each event comes 50 ms after the one before."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.script import MANUAL, Script, beginning

from realtime_inspector.analysis.metrics import (
    MetricsTracker,
    ResponseMetrics,
    SessionMetrics,
    TurnMetrics,
    measure,
)
from realtime_inspector.analysis.metrics.tracker import MOST_TURNS
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.reduce import reduce_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.core.record import Record

CAPTURES: Final = sorted((Path(__file__).parents[3] / "fixtures/captures").glob("*.jsonl"))
USAGE: Final[dict[str, Any]] = {
    "total_tokens": 1100, "input_tokens": 1000, "output_tokens": 100,
    "input_token_details": {
        "text_tokens": 1000, "cached_tokens": 500,
        "cached_tokens_details": {"text_tokens": 500},
    },
    "output_token_details": {"text_tokens": 40, "audio_tokens": 60},
}  # fmt: skip
COST: Final = Decimal("0.007")
"""500·4 + 500·0.40 + 40·24 + 60·64, divided by a million."""


def of_kind(records: Iterable[Record], kind: type[Any]) -> list[Any]:
    return [one for one in measure(records) if isinstance(one, kind)]


def turns(script: Script) -> list[TurnMetrics]:
    return of_kind(script.records, TurnMetrics)


def responses(script: Script) -> list[ResponseMetrics]:
    return of_kind(script.records, ResponseMetrics)


def spoken(script: Script) -> Script:
    """A question by voice that voice activity detection ends: 1 s of speech."""
    script.received("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_said")
    script.wait(950).received("input_audio_buffer.speech_stopped", item_id="item_said")
    script.received("input_audio_buffer.committed", item_id="item_said")
    item = {"id": "item_said", "type": "message", "role": "user", "content": []}
    return script.received("conversation.item.added", item=item)


def test_a_written_turn() -> None:
    script = beginning().user().wait(300)
    (turn,) = turns(script.answer().wait(0))
    (response,) = responses(script)
    assert turn.responses == [response]
    assert (turn.number, turn.session, turn.is_spoken, turn.is_over) == (1, 1, False, True)
    # create · added · done · 300 · response.create · created · 3 events · delta
    assert (response.queue_ms, response.first_token_ms, response.first_audio_ms) == (50, 250, None)
    assert response.reply_ms is None
    assert turn.turn_ms == 3 * 50 + 300 + 250
    assert response.duration_ms is not None
    assert turn.duration_ms == 450 + response.duration_ms
    assert (turn.tool_ms, turn.is_interrupted) == (None, False)


def test_a_spoken_turn_is_measured_from_the_end_of_speech() -> None:
    script = spoken(beginning()).begins(is_asked=False)
    script.speech((bytes(4800), bytes(9600), bytes(4800))).done(usage=USAGE)
    (response,) = responses(script)
    (turn,) = turns(script)
    # stopped · committed · added · created · 3 events · transcript · audio
    assert (response.queue_ms, response.reply_ms, turn.turn_ms) == (None, 400, 400)
    assert (response.first_token_ms, response.first_audio_ms) == (200, 250)
    assert (turn.is_spoken, turn.start_ns) == (True, script.records[2].time_ns)
    assert (response.deltas, response.stream_ms, response.audio_ms) == (4, 150, 400)
    assert response.tokens_per_s == pytest.approx(100 / 0.15)
    assert response.audio_per_s == pytest.approx(0.4 / 0.15)
    assert (response.cost.usd, turn.cost.usd) == (COST, COST)


def test_without_detection_speech_ends_with_the_commit() -> None:
    script = beginning().update(MANUAL).append(bytes(4800)).append(bytes(4800))
    script.sent("input_audio_buffer.commit")
    script.received("input_audio_buffer.committed", item_id="item_said")
    script.begins().message().done()
    (response,) = responses(script)
    (turn,) = turns(script)
    # commit · committed · create · created · 3 events · delta
    assert (response.reply_ms, turn.turn_ms) == (350, 350)
    assert turn.user_start_ns == script.records[4].time_ns
    assert turn.user_end_ns == script.records[6].time_ns


def test_a_tool_round_is_one_turn() -> None:
    script = beginning().user().begins().call().done(usage=USAGE).wait(1000)
    script.output("call_1").answer("resp_2").close()
    (turn,) = turns(script)
    (tool,) = turn.tools
    assert [one.id for one in turn.responses] == ["resp_1", "resp_2"]
    assert (tool.name, tool.call_id) == ("get_weather", "call_1")
    # arguments.done · item.done · output_item.done · response.done · 1000 · create
    assert (tool.tool_ms, turn.tool_ms) == (1200, 1200)
    first = turn.responses[0]
    # Arguments are tokens, but nothing that a person reads.
    assert first.first_token_ns is not None
    assert first.first_text_ns is None
    assert turn.first_output_ns == turn.responses[1].first_text_ns


def test_calls_side_by_side_are_waited_for_once() -> None:
    script = beginning().user().begins()
    script.call(call_id="call_1").call(call_id="call_2", index=1).done().wait(500)
    script.output("call_1").wait(100).output("call_2")
    (turn,) = turns(script)
    one, two = (tool.tool_ms for tool in turn.tools)
    assert one is not None
    assert two is not None
    assert turn.tool_ms is not None
    assert max(one, two) < turn.tool_ms < one + two


def test_an_interrupted_answer_and_what_was_heard_of_it() -> None:
    script = spoken(beginning()).begins(is_asked=False).speech(status="incomplete")
    details = {"type": "cancelled", "reason": "turn_detected"}
    script.received("input_audio_buffer.speech_started", item_id="item_next")
    script.done(status="cancelled", details=details, usage=USAGE)
    script.received("conversation.item.truncated", item_id="item_answer", audio_end_ms=60)
    first, second = turns(script)
    assert (first.is_interrupted, first.responses[0].heard_ms) == (True, 60)
    assert (second.is_interrupted, second.responses, second.number) == (False, [], 2)
    assert first.cost.usd == COST


def test_an_out_of_band_response_belongs_to_no_turn_but_to_the_bill() -> None:
    script = beginning().user()
    script.sent("response.create", response={"conversation": "none"})
    script.begins("aside", is_asked=False, conversation_id=None).message(response_id="aside")
    script.done("aside", usage=USAGE)
    script.begins().message().done(usage=USAGE).close()
    aside, answer = responses(script)
    (turn,) = turns(script)
    (session,) = of_kind(script.records, SessionMetrics)
    assert (aside.id, aside.is_out_of_band, aside.turn) == ("aside", True, 0)
    assert aside.request_ns == script.records[5].time_ns
    assert turn.responses == [answer]
    assert (session.responses, session.turns, session.cost.usd) == (2, 1, 2 * COST)
    assert (session.usage.total, session.usage.cached_share) == (2200, 0.5)


def test_transcripts_are_in_the_session_only() -> None:
    audio = {"input": {"transcription": {"model": "gpt-realtime-whisper"}}}
    script = spoken(beginning().update({"type": "realtime", "audio": audio}))
    script.received(
        "conversation.item.input_audio_transcription.completed",
        item_id="item_said",
        usage={"type": "duration", "seconds": 6},
    )
    script.begins(is_asked=False).speech().done(usage=USAGE)
    (session,) = of_kind(script.records, SessionMetrics)
    assert session.cost.usd == COST + Decimal("0.0017")
    assert sum(turn.cost.usd for turn in turns(script)) == COST


def test_a_refused_request_is_not_the_start_of_the_next_response() -> None:
    script = beginning().user()
    script.sent("response.create", event_id="mine")
    script.error("conversation_already_has_active_response", event_id="mine")
    script.wait(5000).begins().message().done()
    (response,) = responses(script)
    assert response.queue_ms == 50
    nameless = beginning().user().sent("response.create")
    nameless.error("conversation_already_has_active_response").wait(5000)
    assert responses(nameless.begins().message().done())[0].queue_ms == 50


def test_a_second_session_on_the_connection_has_its_own_figures() -> None:
    script = beginning().user().begins().message().done(usage=USAGE)
    script.created(id="sess_2").user().begins("resp_2").message(response_id="resp_2")
    first, second = of_kind(script.records, SessionMetrics)
    assert (first.number, first.cost.usd, second.number) == (1, COST, 2)
    assert (second.id, second.responses, second.cost.is_known) == ("sess_2", 1, False)
    last = responses(script)[-1]
    assert (last.session, last.turn, last.is_over, last.duration_ms) == (2, 1, False, None)


def test_connections_are_kept_apart() -> None:
    one, two = beginning(), Script(conn=2).open().created(id="sess_b")
    one.user().begins().message().done()
    two.user().begins().message().done()
    woven = [record for pair in zip(one.records, two.records, strict=True) for record in pair]
    alone = [(turn.turn_ms, turn.duration_ms) for turn in turns(one)]
    found = of_kind(woven, TurnMetrics)
    assert [(turn.turn_ms, turn.duration_ms) for turn in found] == alone * 2
    assert {turn.session for turn in found} == {1, 2}


def test_finished_things_are_handed_out_early_and_responses_without_an_end_at_last() -> None:
    script = beginning()
    tracker, held = MetricsTracker(), 0
    for number in range(MOST_TURNS + 10):
        script.user(item_id=f"item_{number}").begins(f"resp_{number}")
    for seq, record in enumerate(script.records, start=1):
        held += sum(isinstance(one, TurnMetrics) for one in tracker.feed(seq, record))
    assert held == 10
    assert sum(isinstance(one, TurnMetrics) for one in tracker.end()) == MOST_TURNS
    assert tracker.end() == []


def test_the_fold_measures_the_same() -> None:
    """One response at a time as the state holds it, and as it passes."""
    names = ("status", "reason", "is_out_of_band", "request_seq", "created_seq", "done_seq",
             "speech_end_ns", "first_token_ms", "first_audio_ms", "reply_ms", "stream_ms",
             "duration_ms", "queue_ms", "deltas", "usage")  # fmt: skip
    scripts = [spoken(beginning()).begins(is_asked=False).speech().done(usage=USAGE).records]
    scripts.append(beginning().user().begins().call().done().output("call_1").answer("r").records)
    captures: list[list[Record]] = [list(read_capture(path)) for path in CAPTURES]
    for records in (*scripts, *captures):
        state = reduce_all(records)
        for response in of_kind(records, ResponseMetrics):
            known = state.responses[response.id]
            for name in names:
                assert getattr(response, name) == getattr(known, name), name
        sums = of_kind(records, SessionMetrics)
        assert sum(one.responses for one in sums) == len(state.responses)
