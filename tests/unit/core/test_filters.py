from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from realtime_inspector.core.filters import FilterError, Row, parse_filter
from realtime_inspector.core.record import (
    Direction,
    Record,
    binary_record,
    notice,
    text_record,
)

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event

DONE = {
    "type": "response.done",
    "event_id": "event_9",
    "response": {
        "id": "resp_01",
        "status": "completed",
        "status_details": None,
        "conversation_id": "conv_5",
        "usage": {"total_tokens": 110, "rate": 0.5},
        "output": [{"name": "get weather", "role": "assistant", "ok": True}],
        "a b": 1,
    },
}


def row(
    event: dict[str, Any] | Record, direction: Direction = Direction.RECEIVED, **more: Any
) -> Row:
    record = event if isinstance(event, Record) else text_record(json.dumps(event), direction)
    return Row(**{"seq": 30, "record": record, "gap_ms": 600.0, "elapsed_ms": 7000.0, **more})


def matches(text: str, event: dict[str, Any] | Record = DONE, **more: Any) -> bool:
    return parse_filter(text).matches(row(event, **more))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "type:response.done",
        "type:RESPONSE.*",
        "type:response.d?ne",
        "dir:in",
        "dir:server",
        "family:response",
        "resp:resp_0",
        "id:event_",
        "id:conv_5",
        "completed",
        "COMPLETED",
        '"get weather"',
        "/get\\s+w.*r/",
        "!err",
        "-err",
        "not err",
        "not not completed",
        "!!completed",
        "err | completed",
        "err or completed",
        "completed type:response.done",
        "completed and type:response.done",
        "(err | completed) dir:in",
        "n:30",
        "n:20..40",
        "n:30..",
        "n:..30",
        "n>29 n<31 n>=30 n<=30 n!=29",
        "gap>500ms",
        "gap>0.5s",
        "gap:0.5s..1s",
        "time>00:06",
        "time<0:00:08",
        "time>6s",
        "time<1h",
        "size>100",
        "size<10k",
        ".response.usage.total_tokens>100",
        ".response.usage.total_tokens=110",
        ".response.usage.total_tokens=110.0",
        ".response.usage.rate<=0.5",
        ".response.output[0].role=assistant",
        ".response.output[0].name:get*",
        '.response.output[0].name="get weather"',
        ".response.output[0].ok=true",
        ".response.output:*weather*",
        ".response.status!=failed",
        ".response.status>a",
        ".response.status_details=null",
        ".nowhere=null",
        '.response."a b"=1',
        ".response.usage",
    ],
)
def test_matches(text: str) -> None:
    assert matches(text)


@pytest.mark.parametrize(
    "text",
    [
        "type:response",
        "type:response.done.*",
        "dir:out",
        "dir:unknown",
        "family:items",
        "resp:esp_01",
        "item:x",
        "call:x",
        "id:sess_",
        "cancelled",
        "err",
        "marked",
        "finding:RT003",
        "completed err",
        "err | marked",
        "!(err | completed)",
        "n:31..40",
        "gap<=500ms",
        "time>1m",
        "size>10k",
        ".response.usage.total_tokens>110",
        ".response.usage.total_tokens=x",
        ".response.status>1",
        ".response.usage.total_tokens>a",
        ".response.output[1].role=assistant",
        ".nowhere!=x",
        ".nowhere:*",
        ".response.status_details",
        "/^nothing$/",
    ],
)
def test_does_not_match(text: str) -> None:
    assert not matches(text)


@pytest.mark.parametrize(
    ("glob", "name"),
    [
        ("response.text.delta", "response.output_text.delta"),
        ("response.output_text.delta", "response.text.delta"),
        ("response.audio*", "response.output_audio_transcript.delta"),
        ("conversation.item.added", "conversation.item.created"),
        ("session.update", "transcription_session.update"),
    ],
)
def test_twins(glob: str, name: str) -> None:
    assert matches(f"type:{glob}", {"type": name})


def test_unknown_times_match_no_comparison() -> None:
    event = row(DONE, gap_ms=None, elapsed_ms=None)
    for text in ("gap>0ms", "gap<1h", "gap!=5ms", "time:0s..9h", "time>=0s"):
        assert not parse_filter(text).matches(event)


def test_marks_and_findings() -> None:
    event = row(DONE, is_marked=True, findings=frozenset({"RT003"}))
    assert parse_filter("marked finding:RT003 finding:rt0*").matches(event)
    assert not parse_filter("finding:RT004").matches(event)


def test_ids_of_an_item_event() -> None:
    event = {"type": "x", "item": {"id": "item_1", "call_id": "call_2"}}
    assert matches("item:item_ call:call_2 id:call id:item", event)
    assert matches("id:event_3", {"type": "error", "error": {"event_id": "event_3"}})


def test_errors() -> None:
    assert matches("err", {"type": "error", "error": {}})
    assert not matches("err", {"type": "session.updated"})
    assert matches("err", notice("error"))


def test_words_are_found_behind_escapes_and_not_in_audio() -> None:
    assert matches("東京", text_record(json.dumps({"t": "東京"}), Direction.SENT))
    assert matches("😀", text_record(json.dumps({"t": "😀"}), Direction.SENT))
    assert matches('"say \\"hi\\""', {"type": "x", "t": 'say "hi"'})
    assert matches("straße", {"type": "x", "t": "STRASSE"})
    audio = {"type": "input_audio_buffer.append", "audio": "cat" * 200}
    assert not matches("cat", audio)
    assert not matches("/cat/", audio)
    assert matches("append", audio)
    assert not matches("AAE", binary_record(b"\x00\x01", Direction.SENT))
    assert matches("plain", text_record("some plain text", Direction.SENT))


def test_case_is_that_of_ascii_for_ascii_words_and_of_unicode_for_others() -> None:
    assert matches("KELVIN", {"type": "x", "t": "kelvin"})
    assert not matches("kelvin", {"type": "x", "t": "\u212aelvin"})
    assert not matches("strasse", {"type": "x", "t": "Straße"})
    assert matches("STRAßE", {"type": "x", "t": "strasse"})
    assert matches("äh", {"type": "x", "t": "ÄH"})
    assert not matches("type:kick", {"type": "\u212aick"})


def test_audio_counts_as_an_ellipsis() -> None:
    audio = {"type": "x", "audio": "a" * 200, "note": "b"}
    assert matches('/"audio": "…", "note"/', audio)
    assert not matches('"\\"\\""', audio)


def test_what_is_no_event_has_a_type_but_no_family() -> None:
    closed = notice("close")
    assert matches("type:close family:other", closed)
    assert matches("type:text", text_record("no json", Direction.RECEIVED))
    assert matches("family:other !family:session", notice("session.created"))


class Lazy(Row):
    """A row that must not be parsed."""

    @property
    def event(self) -> Event:
        raise AssertionError("parsed")

    @property
    def type(self) -> str:
        return "response.done"


def test_cheap_parts_do_not_parse() -> None:
    lazy = Lazy(1, text_record("{}", Direction.SENT), 1.0, 1.0)
    for text in (
        "type:response.* dir:out family:response n:1 gap<2s time<2s size<9 !marked !finding:a",
        ".a=1 dir:in",
        ".a=1 | dir:out",
    ):
        parse_filter(text).matches(lazy)
    with pytest.raises(AssertionError):
        parse_filter(".a=1").matches(lazy)


@pytest.mark.parametrize(
    ("text", "position", "words", "suggestion"),
    [
        ("typ:response.*", 0, "there is no field typ", "type:response.*"),
        ("https://x", 0, "there is no field https", '"https://x"'),
        ("dir:up", 4, "dir is one of in, out", None),
        ("dir:outt", 4, "dir is one of", "dir:out"),
        ("family:respnse", 7, "family is one of", "family:response"),
        ("completed (err", 10, "not closed", None),
        ("err)", 3, "closes nothing", None),
        ("err |", 5, "missing here", None),
        ("| err", 0, "missing here", None),
        ("err or or x", 7, "missing here", None),
        ("()", 1, "missing here", None),
        ('"open', 0, "not closed", None),
        ("/open", 0, "not closed with /", None),
        ("/a(/", 2, "regular expression is wrong", None),
        ("type:", 5, "value is missing", None),
        ("type>5", 4, "type takes no >", "type:5"),
        ("gap>soon", 4, "a duration", None),
        ("gap > 500ms", 4, "without spaces", None),
        ("n:20..x", 2, "event number", None),
        ("n:..", 2, "event number", None),
        ("n:1.5", 2, "event number", None),
        ("size>9e999", 5, "a size", None),
        ("time>ever", 5, "a time since the start", None),
        (".", 0, "a path is written", None),
        (".a[x]", 2, "a path is written", None),
        (".a{", 2, "does not belong in a path", None),
        (".a=", 3, "value is missing", '.a=""'),
        ("- err", 0, "stands alone", None),
        ('"a"b', 3, "a space is missing", None),
    ],
)
def test_mistakes(text: str, position: int, words: str, suggestion: str | None) -> None:
    with pytest.raises(FilterError, match=words) as caught:
        parse_filter(text)
    assert (caught.value.position, caught.value.suggestion) == (position, suggestion)
    assert caught.value.exit_code == 2
    assert f"at character {position + 1}" in str(caught.value)
    assert (suggestion is None) == (caught.value.hint == "")


def test_endless_nesting_is_a_mistake_too() -> None:
    with pytest.raises(FilterError, match="nested too deeply"):
        parse_filter("(" * 100_000)


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("", ""),
        ("a and b", "a b"),
        ("a or not b", "a | !b"),
        ("-(a b) | c", "!(a b) | c"),
        ("(a|b) c", "(a | b) c"),
        ("((a))", "a"),
        ("dir:sent family:TOOLS ERR", "dir:out family:tools err"),
        ("gap>1500ms time>6s size>10k n:5", "gap>1500ms time>00:06 size>10k n:5"),
        ("gap>2000ms time>6.5s size>2000000", "gap>2s time>6500ms size>2m"),
        ("n=20..40", "n:20..40"),
        ('"or" "a b" "type:x"', '"or" "a b" "type:x"'),
        (r"/a\/b/", r"/a\/b/"),
        ('.a."b c"[2]>=5', '.a."b c"[2]>=5'),
        ('.a="x y"', '.a="x y"'),
    ],
)
def test_the_usual_spelling(text: str, usual: str) -> None:
    parsed = parse_filter(text)
    assert str(parsed) == usual
    assert parse_filter(usual) == parsed
    assert parsed.is_empty is (usual == "")
