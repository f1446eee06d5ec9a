"""When the server's events are sent, and what happens where a client is different."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.events import (
    create_item,
    create_response,
    item_added,
    received,
    sent,
    session_created,
    user_message,
)
from tests.support.serving import Client

from realtime_inspector.core.record import Direction, binary_record, notice, text_record
from realtime_inspector.serving.manner import Manner
from realtime_inspector.serving.matching import Match
from realtime_inspector.serving.writing import scripts_of
from realtime_inspector.simulator.admission import Closing
from realtime_inspector.simulator.faults import Abort

if TYPE_CHECKING:
    from realtime_inspector.core.record import Record

STRICT = Manner(Match.STRICT, speed=0)
LENIENT = Manner(Match.LENIENT, speed=0)


def client(*records: Record, manner: Manner = STRICT) -> Client:
    (script,) = scripts_of(records)
    return Client(script, manner)


def append(size: int = 4800) -> Record:
    return sent("input_audio_buffer.append", audio=audio(size))


def audio(size: int) -> str:
    return base64.b64encode(bytes(size)).decode()


def answer(response_id: str = "resp_1") -> tuple[Record, Record]:
    return (
        received("response.created", response={"id": response_id}),
        received("response.done", response={"id": response_id}),
    )


TURN = (
    session_created(),
    create_item(user_message("hello")),
    item_added(user_message("hello", "item_1")),
    create_response(),
    *answer(),
)


def test_server_events_wait_for_the_client_event_that_preceded_them() -> None:
    talk = client(*TURN)
    assert talk.types == ["session.created"]
    assert talk.wait(1000) == []
    assert talk.send("conversation.item.create", item=user_message("hello")) == [
        "conversation.item.added"
    ]
    assert talk.send("response.create") == ["response.created", "response.done"]
    assert talk.differences() == []


def test_a_client_that_is_ahead_is_not_held_up() -> None:
    slow = (
        session_created(),
        sent("session.update", ms=0, session={}),
        received("session.updated", ms=1000, session={}),
        sent("response.create", ms=5000),
        received("response.created", ms=7000, response={"id": "r"}),
    )
    talk = client(*slow, manner=Manner(Match.STRICT, speed=2))
    assert talk.send("session.update", session={}) == []
    assert talk.send("response.create") == []
    assert talk.wait(0.49) == []
    assert talk.wait(0.02) == ["session.updated"]
    assert talk.wait(0.98) == []
    assert talk.wait(0.02) == ["response.created"]


def test_the_pace_counts_from_when_the_client_event_came() -> None:
    timed = (
        sent("response.create", ms=0),
        received("response.created", ms=300, response={"id": "r"}),
        received("response.done", ms=900, response={"id": "r"}),
    )
    talk = client(*timed, manner=Manner(Match.STRICT))
    assert talk.wait(60) == []
    assert talk.send("response.create") == []
    assert talk.wait(0.29) == []
    assert talk.wait(0.02) == ["response.created"]
    assert talk.wait(0.58) == []
    assert talk.wait(0.02) == ["response.done"]


# audio

SPOKEN = (
    session_created(),
    append(),
    append(),
    received("input_audio_buffer.speech_started"),
    append(),
    received("input_audio_buffer.speech_stopped"),
    *answer(),
)


def test_audio_may_come_in_other_pieces() -> None:
    talk = client(*SPOKEN)
    for _ in range(5):
        assert talk.send("input_audio_buffer.append", audio=audio(1800)) == []
    assert talk.send("input_audio_buffer.append", audio=audio(1800)) == [
        "input_audio_buffer.speech_started"
    ]
    assert talk.send("input_audio_buffer.append", audio=audio(90_000))[0] == (
        "input_audio_buffer.speech_stopped"
    )
    assert talk.differences() == []


def test_a_client_with_less_audio_is_waited_for_until_it_pauses() -> None:
    talk = client(*SPOKEN, manner=Manner(Match.STRICT, speed=0, quiet_s=2.0))
    assert talk.wait(100) == []
    assert talk.send("input_audio_buffer.append", audio=audio(100)) == []
    assert talk.wait(1.9) == []
    assert talk.wait(0.2)[0] == "input_audio_buffer.speech_started"
    assert talk.types[-1] == "response.done"


def test_the_next_turn_is_not_taken_for_a_pause() -> None:
    talk = client(
        append(),
        sent("input_audio_buffer.commit"),
        received("input_audio_buffer.committed"),
        append(),
        received("input_audio_buffer.speech_started"),
    )
    talk.send("input_audio_buffer.append", audio=audio(4800))
    talk.send("input_audio_buffer.commit")
    assert talk.wait(1000) == []
    assert talk.send("input_audio_buffer.append", audio=audio(4800)) == [
        "input_audio_buffer.speech_started"
    ]


def test_audio_that_was_cut_counts_by_its_events() -> None:
    cut = [append(33)] * 3
    talk = client(*cut, received("input_audio_buffer.speech_started"))
    assert talk.send("input_audio_buffer.append", audio=audio(4800)) == []
    assert talk.send("input_audio_buffer.append", audio=audio(4800)) == []
    assert talk.send("input_audio_buffer.append", audio=audio(4800)) != []


@pytest.mark.parametrize(
    ("manner", "expected"),
    [
        (STRICT, "audio was appended in the recording; the client appended none before event 2"),
        (LENIENT, ""),
    ],
)
def test_a_commit_without_audio(manner: Manner, expected: str) -> None:
    talk = client(
        append(), sent("input_audio_buffer.commit"), append(),
        received("input_audio_buffer.committed"), manner=manner,
    )  # fmt: skip
    talk.send("input_audio_buffer.commit")
    talk.send("input_audio_buffer.append", audio=audio(4800))
    assert talk.differences() == ([expected] if expected else [])


def test_audio_where_none_was_recorded_and_the_reverse() -> None:
    talk = client(*TURN[:1], create_response())
    assert talk.send("input_audio_buffer.append", audio=audio(9)) == ["error"]
    assert talk.send("input_audio_buffer.append", audio=audio(9)) == []
    assert len([one for one in talk.differences() if "input_audio_buffer.append" in one]) == 2
    silent = client(*SPOKEN)
    assert silent.differences() == [
        "audio was appended in the recording; the client appended none at all"
    ]


# other events than recorded


def test_strict_tells_fields_and_goes_on() -> None:
    talk = client(*TURN)
    assert talk.send("conversation.item.create", item=user_message("hi"), event_id="x") != []
    assert talk.send("response.create", response={"instructions": "Sing."})[-1] == "response.done"
    assert talk.differences() == [
        "event 2, conversation.item.create:",
        '~ .item.content[0].text: recorded "hello", sent "hi"',
        "event 4, response.create:",
        '+ .response: sent {"instructions": "Sing."}, not recorded',
    ]


def test_what_is_ignored_is_not_compared() -> None:
    talk = client(
        sent("session.update", session={"instructions": "A", "voice": "x", "a": [{"b": 1}]}),
        manner=Manner(Match.STRICT, 0, ignore=("session.instructions", ".session.a")),
    )
    talk.send("session.update", session={"instructions": "B", "voice": "y", "a": [{"b": 2}]})
    assert talk.differences()[1:] == ['~ .session.voice: recorded "x", sent "y"']


def test_what_differs_in_any_two_sessions_is_not_compared() -> None:
    spoken = {"type": "input_audio", "audio": audio(9)}
    talk = client(
        sent("conversation.item.create", event_id="a", item={"content": [spoken]}),
        sent("conversation.item.truncate", item_id="item_1", content_index=0, audio_end_ms=100),
    )
    other = {"type": "input_audio", "audio": audio(12)}
    talk.send("conversation.item.create", item={"content": [other]}, client_timestamp=1)
    talk.send("conversation.item.truncate", item_id="item_1", content_index=0, audio_end_ms=7)
    assert talk.differences() == []


def test_secrets_are_neither_compared_nor_told() -> None:
    tool = {"type": "mcp", "authorization": "«redacted»", "server_label": "x"}
    talk = client(sent("session.update", session={"tools": [tool]}))
    key = "sk-" + "a1b2" * 8
    mine = {"type": "mcp", "authorization": key, "server_label": "x"}
    talk.send("session.update", session={"tools": [mine]})
    talk.send("session.update", session={"tools": [mine]})
    found = talk.differences()
    assert len(found) == 2
    assert key not in "".join(found)
    assert key not in str(talk.got)


def test_one_too_early_passes_over_those_before_it() -> None:
    talk = client(*TURN)
    assert talk.send("response.create") == [
        "conversation.item.added", "response.created", "response.done"
    ]  # fmt: skip
    assert talk.differences() == ["event 2, conversation.item.create: recorded, but not sent"]


def test_none_passes_over_what_makes_the_server_speak() -> None:
    talk = client(*TURN, create_item(user_message("more")))
    talk.send("conversation.item.create", item=user_message("hello"))
    assert talk.send("conversation.item.create", item=user_message("more")) == ["error"]
    error = talk.events[-1]["error"]
    assert error["type"] == "invalid_request_error"
    assert error["code"] == "not_in_capture"
    assert talk.send("response.create")[-1] == "response.done"


def test_an_event_that_is_equal_is_preferred_to_the_next_one_of_its_type() -> None:
    talk = client(*(create_item(user_message(text)) for text in ("a", "b", "c")))
    talk.send("conversation.item.create", item=user_message("b"))
    talk.send("conversation.item.create", item=user_message("c"))
    assert talk.differences() == ["event 1, conversation.item.create: recorded, but not sent"]


@pytest.mark.parametrize("manner", [STRICT, LENIENT])
def test_outputs_of_two_tools_in_another_order(manner: Manner) -> None:
    outputs = [{**OUTPUT, "call_id": f"call_{number}"} for number in (1, 2)]
    talk = client(
        received("response.done", response={"output": outputs}), *map(create_item, outputs),
        create_response(), *answer(), manner=manner,
    )  # fmt: skip
    for output in reversed(outputs):
        assert "error" not in talk.send("conversation.item.create", item=output)
    assert talk.send("response.create")[-1] == "response.done"
    report = talk.player.finish()
    assert (report.matched, report.to_match) == (3, 3)
    late = [line for each in report.differences for line in each.lines()]
    expected = ["event 2, conversation.item.create: sent later than recorded"]
    assert late == (expected if manner is STRICT else [])


def test_frames_that_hold_no_event() -> None:
    talk = client(
        text_record("no json", Direction.SENT),
        binary_record(b"\x01\x02", Direction.RECEIVED),
        text_record("{cut", Direction.RECEIVED),
    )
    assert talk.got == []
    talk.send_frame("no json")
    assert talk.got == [b"\x01\x02", "{cut"]
    talk.player.receive(b"\x07", talk.now)
    talk.player.receive("[1]", talk.now)
    assert talk.differences() == [
        "sent, but not recorded: a binary frame (recorded there: nothing more)",
        '{"binary": 1}',
        "sent, but not recorded: text that is no JSON object (recorded there: nothing more)",
        '{"text": "[1]"}',
    ]


def test_lenient_does_without_optional_events() -> None:
    configured = (
        session_created(),
        sent("session.update", session={}),
        received("session.updated", session={}),
        *TURN[1:],
        sent("conversation.item.truncate", item_id="item_2", content_index=0, audio_end_ms=5),
        received("conversation.item.truncated", item_id="item_2"),
    )
    talk = client(*configured, manner=LENIENT)
    assert talk.wait(100) == []
    assert talk.send("conversation.item.create", item=user_message("anything"))[0] == (
        "session.updated"
    )
    assert talk.send("output_audio_buffer.clear") == []
    assert talk.send("response.create", response={"voice": "other"})[-1] == "response.done"
    assert talk.wait(0.9) == []
    assert talk.wait(0.2) == ["conversation.item.truncated"]
    found = talk.player.finish()
    assert found.is_same
    assert found.tolerated == [
        "output_audio_buffer.clear: sent, but not recorded",
        "event 2, session.update: recorded, but not sent",
        "event 9, conversation.item.truncate: recorded, but not sent",
    ]


def test_lenient_does_not_do_without_a_response() -> None:
    talk = client(*TURN, manner=LENIENT)
    talk.send("conversation.item.create", item=user_message("x"))
    assert talk.wait(1000) == []
    assert talk.differences() == ["event 4, response.create: recorded, but not sent"]


def test_strict_waits_for_all() -> None:
    talk = client(session_created(), sent("session.update"), received("session.updated"))
    talk.send("response.cancel")
    assert talk.wait(1000) == []


# ids


def test_ids_that_the_client_makes_take_the_place_of_the_recorded_ones() -> None:
    talk = client(
        create_item(user_message("a", "item_old"), event_id="ev_old"),
        item_added(user_message("a", "item_old")),
        sent("conversation.item.delete", item_id="item_old"),
        received("conversation.item.deleted", item_id="item_old", event_id="event_1"),
        sent("conversation.item.delete", item_id="item_old", event_id="ev_2"),
        received("error", error={"event_id": "ev_2", "message": "There is no item_old."}),
    )
    talk.send("conversation.item.create", item=user_message("a", "item_new"), event_id="ev_new")
    assert talk.events[-1]["item"]["id"] == "item_new"
    talk.send("conversation.item.delete", item_id="item_new")
    assert talk.events[-1] == {
        "type": "conversation.item.deleted", "item_id": "item_new", "event_id": "event_1"
    }  # fmt: skip
    talk.send("conversation.item.delete", item_id="item_new", event_id="ev_3")
    assert talk.events[-1]["error"]["event_id"] == "ev_3"
    assert talk.differences() == []


@pytest.mark.parametrize(
    ("recorded", "now", "shown"),
    [("", "item_new", "item_new"), ("item_old", "", "item_old"), ("", "", "item_old")],
)
def test_a_client_may_name_its_items_or_not(recorded: str, now: str, shown: str) -> None:
    talk = client(
        create_item(user_message("a", recorded)), item_added(user_message("a", "item_old"))
    )
    talk.send("conversation.item.create", item=user_message("a", now))
    assert talk.events[-1]["item"]["id"] == shown
    assert talk.differences() == []


def test_an_id_of_the_server_must_come_back() -> None:
    call = {"id": "item_1", "type": "function_call", "call_id": "call_1"}
    output = {"type": "function_call_output", "call_id": "call_1", "output": "x"}
    added = received("response.output_item.done", item=call)
    talk = client(added, create_item(output))
    talk.send("conversation.item.create", item={**output, "call_id": "call_2"})
    assert talk.differences()[1:] == ['~ .item.call_id: recorded "call_1", sent "call_2"']


def test_frames_without_a_changed_id_are_sent_byte_for_byte() -> None:
    odd = '{ "type":"x",  "n":1.00, "item_id":"other" }'
    talk = client(create_item(user_message("a", "old")), text_record(odd, Direction.RECEIVED))
    talk.send("conversation.item.create", item=user_message("a", "new"))
    assert talk.got == [odd]


# the end


def closing(code: Any, direction: Direction = Direction.RECEIVED, **fields: Any) -> Record:
    return notice("close", None, 1, {"code": code, **fields}, direction=direction)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (closing(1011, reason="why"), [Closing(1011, "why")]),
        (closing(1000), [Closing(1000, "")]),
        (closing(1005), [Closing(1000, "")]),
        (closing("x"), [Closing(1000, "")]),
        (closing(99999), [Closing(1000, "")]),
        (closing(4000, reason="é" * 100), [Closing(4000, "é" * 61)]),
        (closing(1006), [Abort()]),
        (closing(1006, by="client"), []),
        (closing(1011, Direction.SENT), []),
        (closing(1000, by="client"), []),
        (closing(1000, Direction.UNKNOWN), []),
        (closing(1011, Direction.UNKNOWN), [Closing(1011, "")]),
    ],
)
def test_the_server_closes_as_it_did(record: Record, expected: list[object]) -> None:
    talk = client(session_created(), record)
    assert talk.got[1:] == expected
    assert talk.player.finish().sent == 1


def test_nothing_comes_after_a_close() -> None:
    talk = client(closing(1011), received("late"))
    assert talk.got == [Closing(1011, "")]


def test_a_recording_without_a_client_accepts_any() -> None:
    talk = client(session_created(), *answer())
    assert talk.types == ["session.created", "response.created", "response.done"]
    assert talk.send("response.create") == []
    assert talk.send("input_audio_buffer.append", audio=audio(3)) == []
    assert talk.differences() == []


def test_audio_that_a_share_bundle_left_out_becomes_silence() -> None:
    placeholder = {"$audio": {"bytes": 6, "ms": 0.1, "sha256": "x"}}
    talk = client(
        received("response.output_audio.delta", delta=placeholder),
        received("response.output_text.delta", delta="$audio"),
    )
    assert base64.b64decode(talk.events[0]["delta"]) == bytes(6)
    assert talk.events[1]["delta"] == "$audio"
    assert json.loads(str(talk.got[1])) == talk.events[1]


# what follows from the server's own events

CALL = {"id": "item_9", "type": "function_call", "call_id": "call_1"}
OUTPUT = {"type": "function_call_output", "call_id": "call_1", "output": "x"}


def test_an_answer_does_not_wait_for_what_was_sent_while_it_streamed() -> None:
    """As in openai-ga-text-tools.jsonl: the output went off before `response.done`."""
    talk = client(
        create_response(),
        received("response.created", response={"id": "resp_1"}),
        received("response.output_item.added", response_id="resp_1", item=CALL),
        create_item(OUTPUT),
        received("conversation.item.done", item=CALL),
        received("response.done", response={"id": "resp_1"}),
        received("rate_limits.updated", rate_limits=[]),
        item_added({**OUTPUT, "id": "item_10"}),
        create_response(),
        received("response.created", response={"id": "resp_2"}),
    )
    assert talk.send("response.create")[-2:] == ["response.done", "rate_limits.updated"]
    assert talk.wait(1000) == []
    assert talk.send("conversation.item.create", item=OUTPUT) == ["conversation.item.added"]
    assert talk.send("response.create") == ["response.created"]
    assert talk.differences() == []


def test_an_answer_does_not_wait_for_the_microphone() -> None:
    talk = client(
        append(),
        received("input_audio_buffer.committed", item_id="item_1"),
        received("response.created", response={"id": "resp_1"}),
        append(),
        received("response.output_audio.delta", response_id="resp_1", delta="AA=="),
        append(),
        received("conversation.item.input_audio_transcription.completed", item_id="item_1"),
        received("response.done", response={"id": "resp_1"}),
        received("input_audio_buffer.speech_started", item_id="item_2"),
    )
    assert talk.send("input_audio_buffer.append", audio=audio(4800))[-1] == "response.done"
    assert talk.wait(1000) == []
    assert talk.send("input_audio_buffer.append", audio=audio(9600)) != []


def test_a_cancelled_answer_waits_for_the_cancel() -> None:
    records = (
        create_response(),
        received("response.created", response={"id": "resp_1"}),
        received("response.output_text.delta", response_id="resp_1", delta="a"),
        sent("response.cancel"),
        received("response.output_text.delta", response_id="resp_1", delta="b"),
        received("response.done", response={"id": "resp_1", "status": "cancelled"}),
    )
    talk = client(*records)
    assert talk.send("response.create") == ["response.created", "response.output_text.delta"]
    assert talk.wait(1000) == []
    assert talk.send("response.cancel")[-1] == "response.done"
    tolerant = client(*records, manner=LENIENT)
    tolerant.send("response.create")
    assert tolerant.wait(1.1)[-1] == "response.done"


def test_what_is_said_of_an_item_on_request_waits_for_the_request() -> None:
    talk = client(
        item_added({"id": "item_1"}),
        sent("conversation.item.delete", item_id="item_1"),
        received("conversation.item.deleted", item_id="item_1"),
        received("error", error={}),
    )
    assert talk.types == ["conversation.item.added"]
    assert talk.send("conversation.item.delete", item_id="item_1")[-1] == "error"


def test_a_consequence_keeps_its_time_after_the_event_of_the_server_before() -> None:
    talk = client(
        sent("response.create", ms=0),
        received("response.created", ms=100, response={"id": "r"}),
        create_item(OUTPUT),
        sent("session.update", ms=400, session={}),
        received("response.done", ms=500, response={"id": "r"}),
        manner=Manner(Match.STRICT),
    )
    talk.send("response.create")
    assert talk.wait(0.11) == ["response.created"]
    assert talk.wait(0.38) == []
    assert talk.wait(0.02) == ["response.done"]
