"""The script of a resend and its player, on a clock that only the tests move."""

from __future__ import annotations

import json
from typing import Any

import pytest

from realtime_inspector.analysis.resending import (
    Done,
    GivenUp,
    Move,
    Pace,
    Player,
    Script,
    ScriptWriter,
    Send,
    Wait,
)
from realtime_inspector.analysis.resending.preflight import warnings_of
from realtime_inspector.core.event import Event
from realtime_inspector.core.id_map import IdKind
from realtime_inspector.core.record import Direction, binary_record, text_record

SECOND = 1_000_000_000


def script_of(*lines: tuple[float | None, str, dict[str, Any]]) -> Script:
    """A script of events: seconds, `>` for the client's or `<`, the event."""
    writer = ScriptWriter()
    for at_s, sign, event in lines:
        direction = Direction.SENT if sign == ">" else Direction.RECEIVED
        time_ns = None if at_s is None else round(at_s * SECOND)
        writer.feed(text_record(json.dumps(event), direction, time_ns))
    (script,) = writer.scripts()
    return script


def created(session: str = "s") -> dict[str, Any]:
    return {"type": "session.created", "session": {"id": session}}


def begun(response: str) -> dict[str, Any]:
    return {"type": "response.created", "response": {"id": response}}


def over(response: str, *output: dict[str, Any]) -> dict[str, Any]:
    return {"type": "response.done", "response": {"id": response, "output": [*output]}}


def delta(response: str, text: str = "x") -> dict[str, Any]:
    return {"type": "response.output_text.delta", "response_id": response, "delta": text}


CREATE = {"type": "response.create"}
CANCEL = {"type": "response.cancel"}


class Table:
    """A player and its clock."""

    def __init__(self, script: Script, **pace: Any) -> None:
        self.now_s = 0.0
        self.player = Player(script, Pace(**pace), self.now_s)

    def at(self, now_s: float) -> Move:
        self.now_s = now_s
        return self.player.next(now_s)

    def hear(self, *events: dict[str, Any]) -> None:
        for event in events:
            self.player.receive(Event(event), self.now_s)

    def sends(self, now_s: float) -> dict[str, Any]:
        move = self.at(now_s)
        assert isinstance(move, Send), move
        event: dict[str, Any] = json.loads(move.text)
        return event


def test_an_event_waits_for_what_had_preceded_it_and_then_for_the_pause() -> None:
    table = Table(script_of((1, "<", created()), (1.5, ">", CREATE), (2, "<", begun("r1")),
                            (4, "<", over("r1")), (5, ">", CREATE)))  # fmt: skip
    waiting = table.at(0)
    assert isinstance(waiting, Wait)
    assert waiting.words == "session.created"
    table.now_s = 3
    table.hear(created("t"))
    assert table.at(3) == Wait(3.5)
    assert table.sends(3.5) == CREATE
    table.hear(begun("n1"))
    waiting = table.at(10)
    assert isinstance(waiting, Wait)
    assert waiting.words == "response.done of response 1"
    table.now_s = 20
    table.hear(over("n1"))
    assert table.at(20) == Wait(21)
    assert table.sends(21) == CREATE
    assert table.at(21) == Done()


def test_pauses_are_shortened_cut_or_left_out() -> None:
    script = script_of((0, "<", created()), (100, ">", CREATE))
    for pace, due_s in (({"speed": 4.0}, 25.0), ({"longest_pause_s": 3.0}, 3.0)):
        table = Table(script, **pace)
        table.hear(created())
        assert table.at(0) == Wait(due_s)
    table = Table(script, speed=0)
    table.hear(created())
    assert table.sends(0) == CREATE


def test_a_cancel_waits_for_so_many_deltas_or_the_end_of_the_answer() -> None:
    script = script_of((0, ">", CREATE), (1, "<", begun("r")), *[(1, "<", delta("r"))] * 3,
                       (1, ">", CANCEL))  # fmt: skip
    table = Table(script, speed=0)
    assert table.sends(0) == CREATE
    table.hear(begun("n"), delta("n"), delta("n"))
    assert isinstance(table.at(0), Wait)
    table.hear(delta("n"))
    assert table.sends(0) == CANCEL
    table = Table(script, speed=0)
    table.sends(0)
    table.hear(begun("n"), delta("n"), over("n"))
    assert table.sends(0) == CANCEL


def test_the_microphone_has_its_own_clock_and_waits_only_for_deltas_to_begin() -> None:
    append = {"type": "input_audio_buffer.append", "audio": "AAAA"}
    script = script_of((0, ">", append), (0.1, "<", begun("r")), *[(0.1, "<", delta("r"))] * 9,
                       (0.1, ">", append))  # fmt: skip
    table = Table(script)
    assert table.sends(0) == append
    table.hear(begun("n"))
    assert isinstance(table.at(0), Wait)
    table.hear(delta("n"))
    assert table.at(0) == Wait(0.1)
    assert table.sends(0.1) == append


def test_audio_without_times_is_sent_as_fast_as_it_plays() -> None:
    append = {"type": "input_audio_buffer.append", "audio": "A" * 6_400}  # 4,800 bytes: 100 ms
    slow = {"type": "session.update", "session": {
        "type": "realtime", "audio": {"input": {"format": {"type": "audio/pcmu"}}}}}  # fmt: skip
    table = Table(script_of((None, ">", append), (None, ">", append), (None, ">", CREATE)))
    table.sends(0)
    assert table.at(0) == Wait(0.1)
    table = Table(script_of((None, ">", slow), (None, ">", append), (None, ">", append)))
    table.sends(0)
    table.sends(0)
    assert table.at(0) == Wait(0.6)


def test_ids_of_the_server_are_translated_and_those_of_the_client_are_not() -> None:
    call = {"id": "i1", "type": "function_call", "call_id": "c1"}
    result = {"type": "function_call_output", "call_id": "c1", "id": "mine", "output": "c1"}
    script = script_of(
        (0, ">", CREATE),
        (0, "<", over("r1", call)),
        (0, ">", {"type": "conversation.item.create", "previous_item_id": "i1", "item": result}),
        (0, ">", {"type": "conversation.item.truncate", "item_id": "mine", "event_id": "e"}),
    )
    table = Table(script, speed=0)
    table.sends(0)
    table.hear(over("n1", {**call, "id": "j1", "call_id": "d1"}))
    assert table.sends(0) == {"type": "conversation.item.create", "previous_item_id": "j1",
                              "item": {**result, "call_id": "d1"}}  # fmt: skip
    truncate = table.at(0)
    assert isinstance(truncate, Send)
    assert truncate.strangers == ()
    assert json.loads(truncate.text)["item_id"] == "mine"


def test_ids_without_a_counterpart_are_named() -> None:
    call = {"id": "i1", "type": "function_call", "call_id": "c1"}
    result = {"type": "conversation.item.create",
              "item": {"type": "function_call_output", "call_id": "c1"}}  # fmt: skip
    table = Table(
        script_of((0, ">", CREATE), (0, "<", over("r1", call)), (0, ">", result)), speed=0
    )
    table.sends(0)
    table.hear(over("n1"))
    move = table.at(0)
    assert isinstance(move, Send)
    assert move.strangers == ((IdKind.CALL, "c1"),)


def test_patience_ends_when_the_server_is_silent_not_while_it_answers() -> None:
    script = script_of((0, ">", CREATE), (0, "<", over("r")), (0, ">", CREATE))
    table = Table(script, speed=0, patience_s=10)
    table.sends(0)
    for now_s in range(1, 40, 9):
        table.now_s = now_s
        table.hear(delta("n"))
    table.hear({"type": "ping"})
    assert isinstance(table.at(46), Wait)
    move = table.at(47)
    assert isinstance(move, GivenUp)
    assert move.words == (
        "Stopped before event 3 (response.create): waited 10 s for response.done of response 1."
    )


def test_an_error_that_was_not_in_the_capture_shortens_the_wait_and_is_quoted() -> None:
    script = script_of((0, ">", CREATE), (0, "<", over("r")), (0, ">", CREATE))
    table = Table(script, speed=0)
    table.sends(0)
    table.hear({"type": "error", "error": {"message": "No."}})
    assert isinstance(table.at(4), Wait)
    move = table.at(5)
    assert isinstance(move, GivenUp)
    assert move.words.endswith("The server's last error: No.")


@pytest.mark.parametrize("kind", ["error", "rate_limits.updated", "ping", "conversation.created"])
def test_what_servers_leave_out_is_missed_once_and_not_insisted_on(kind: str) -> None:
    extra = {"type": kind}
    script = script_of((0, ">", CREATE), (0, "<", extra), (0, ">", CREATE), (0, "<", extra),
                       (0, ">", CREATE))  # fmt: skip
    table = Table(script, speed=0)
    table.sends(0)
    assert isinstance(table.at(4.9), Wait)
    assert table.sends(5) == CREATE
    assert [mark.type for mark in table.player.missed] == [kind]
    assert table.sends(5) == CREATE
    assert table.at(5) == Done()


def test_it_goes_on_without_what_is_needed_if_that_is_wanted() -> None:
    script = script_of((0, ">", CREATE), (0, "<", over("r")), (0, ">", CREATE))
    table = Table(script, speed=0, keeps_going=True)
    table.sends(0)
    assert table.sends(30) == CREATE
    assert [str(mark) for mark in table.player.missed] == ["response.done of response 1"]


def test_a_capture_of_the_client_alone_ends_when_the_server_is_quiet() -> None:
    table = Table(script_of((None, ">", CREATE)), speed=0)
    table.sends(0)
    table.now_s = 2
    table.hear(begun("n"))
    assert table.at(4) == Wait(5, "the server to be quiet")
    assert table.at(5) == Done()


def test_connections_have_scripts_of_their_own_and_those_without_client_events_none() -> None:
    writer = ScriptWriter()
    writer.feed(text_record(json.dumps(created()), Direction.RECEIVED, conn=1))
    writer.feed(text_record(json.dumps(CREATE), Direction.SENT, conn=2))
    writer.feed(binary_record(b"\0", Direction.SENT, conn=2))
    (script,) = writer.scripts()
    assert (script.conn, len(script.steps), script.unsendable) == (2, 1, 1)
    assert [*warnings_of(script)] == [
        "1 binary frames of the client are not sent.",
        "The capture holds no server events: nothing says what the client waited for, so its "
        "events are sent in their own timing.",
    ]


def test_the_server_names_the_model_and_the_shape() -> None:
    beta = {"type": "session.created", "session": {"model": "m-1", "modalities": ["text"]}}
    script = script_of((0, "<", beta), (0, ">", CREATE))
    assert (script.model, str(script.dialect)) == ("m-1", "beta")
