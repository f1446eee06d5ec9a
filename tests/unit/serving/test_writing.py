"""What a capture lacks is said in words; connections, numbers and amounts are as recorded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.events import create_response, received, sent, session_created

from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.record import Direction, notice, text_record
from realtime_inspector.serving.appended import Appended, left_out_bytes
from realtime_inspector.serving.cast import Cast
from realtime_inspector.serving.load import load_scripts
from realtime_inspector.serving.writing import scripts_of

if TYPE_CHECKING:
    from realtime_inspector.core.record import Record

CAPTURES: Final = Path(__file__).parents[2] / "fixtures" / "captures"
UNTIMED: Final = "Connection 1 holds no times: it is sent without delay."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("openai-ga-webrtc-sideband-text.jsonl", ["begins in the middle", "holds no times"]),
        ("qwen-livetranslate-text-turn.jsonl", ["holds no client event", "holds no times"]),
        ("glm-server-vad.client-only.jsonl", ["holds no server event"]),
        ("openai-ga-text-tools.jsonl", ["holds no times"]),
    ],
)
def test_what_a_capture_lacks(name: str, words: list[str]) -> None:
    notes = load_scripts(CAPTURES / name).notes
    assert len(notes) == len(words)
    assert all(word in note for word, note in zip(words, notes, strict=True))


def test_records_of_nobody_are_left_out_and_counted() -> None:
    nobody = text_record("?", Direction.UNKNOWN)
    (script,) = scripts_of([session_created(), nobody, create_response()])
    assert script.notes == (
        UNTIMED,
        "Connection 1: 1 record does not say who sent it and is left out, number 2.",
    )
    assert [cue.number for cue in script.cues] == [1]
    assert [command.number for command in script.commands] == [3]
    (script,) = scripts_of([session_created(), nobody, nobody, create_response()])
    assert script.notes[-1].endswith("and are left out, the first is number 2.")


def test_a_server_that_refuses_at_once_does_not_begin_in_the_middle() -> None:
    (script,) = scripts_of([received("error", ms=0, error={}), notice("close", None, 1, {})])
    assert not any("middle" in note for note in script.notes)


def test_connections_are_kept_apart_and_empty_ones_left_out() -> None:
    def on(conn: int, record: Record) -> Record:
        return replace(record, conn=conn)

    scripts = scripts_of(
        [
            on(3, session_created("c")),
            on(1, session_created("a")),
            on(2, notice("open")),
            on(3, create_response()),
        ]
    )
    assert [(script.conn, len(script.cues), len(script.commands)) for script in scripts] == [
        (1, 1, 0), (3, 1, 1)
    ]  # fmt: skip
    assert scripts[1].last_number == 4


def test_who_gets_which_connection() -> None:
    scripts = scripts_of([session_created(), replace(session_created(), conn=5)])
    cast = Cast(scripts)
    given = [cast.next(), cast.next(), cast.next()]
    assert [script and script.conn for script in given] == [1, 5, None]
    assert cast.left == ()
    fixed = Cast(scripts, connection=5)
    assert fixed.left == fixed.scripts
    assert [script and script.conn for script in (fixed.next(), fixed.next())] == [5, 5]
    assert Cast(scripts[:1], again=True).is_endless
    assert not Cast(scripts, again=True).is_endless
    with pytest.raises(UsageError, match="no connection 2"):
        Cast(scripts, connection=2)
    with pytest.raises(UsageError, match="no event that says who sent it"):
        Cast(())


def test_recorded_times() -> None:
    (script,) = scripts_of(
        [
            notice("open", session_created().time_ns),
            received("session.created", ms=0, session={}),
            sent("session.update", ms=1000),
            sent("input_audio_buffer.append", ms=1900, audio="AAAA"),
            received("input_audio_buffer.speech_started", ms=2000),
            received("error", ms=1500, error={}),
            received("error", error={}),
        ]
    )
    assert [(cue.lead_s, cue.tail_s) for cue in script.cues] == [
        (0, 0), (1.0, 0.1), (0, 0), (0, 0)
    ]  # fmt: skip
    assert [cue.appended.bytes for cue in script.cues] == [0, 3, 3, 3]
    assert script.commands[0].lead_s == 1.0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"$audio": {"bytes": 7}}, 7),
        ({"$audio": {"bytes": True}}, None),
        ({"$audio": {"bytes": -1}}, None),
        ({"$audio": "x"}, None),
        ("AAAA", None),
        (None, None),
    ],
)
def test_audio_that_was_left_out(value: Any, expected: int | None) -> None:
    assert left_out_bytes(value) == expected


def test_an_amount_is_of_bytes_or_of_events() -> None:
    long = Appended().and_event({"audio": "A" * 4000})
    assert long == Appended(3000, 1)
    assert long.has_whole_audio
    assert not Appended().and_event({"audio": "A" * 44}).has_whole_audio
    assert long.reaches(Appended(2999, 5), by_bytes=True)
    assert not long.reaches(Appended(2999, 5), by_bytes=False)
