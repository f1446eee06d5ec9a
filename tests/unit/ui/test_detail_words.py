"""What the detail says: differences as lines, audio in words, what a record holds."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from realtime_inspector.analysis.json_diff import diff
from realtime_inspector.core.audio import MULAW, PCM16_24K, session_formats
from realtime_inspector.core.record import Direction, Record, RecordKind, binary_record
from realtime_inspector.ui.present.audio import audio_format_at, audio_words
from realtime_inspector.ui.present.diff import diff_lines
from realtime_inspector.ui.reading import CancelledError, content_of, text_of


def lines(old: Any, new: Any, width: int = 60, lang: Any = "en", **limits: int) -> list[str]:
    found = diff_lines(diff(old, new, **limits), "#1 x", width, lang)
    return ["".join(text for text, _ in line.parts) for line in found]


def test_short_changes_take_one_line_and_long_ones_three() -> None:
    old = {"a": 1, "b": "x" * 40, "gone": [1, {"k": None}]}
    new = {"a": True, "b": "y" * 40, "new": "東京\n"}
    assert lines(old, new) == [
        "against #1 x  ~2 changed  +1 added  -1 removed",
        "~ .a  1 → true",
        "~ .b",
        f'  - "{"x" * 40}"',
        f'  + "{"y" * 40}"',
        '+ .new  "東京\\n"',
        '- .gone  [1, {"k": null}]',
    ]


def test_what_two_texts_have_in_common_is_left_out() -> None:
    start, end = "the beginning of it all is long ", " and so is the end of it all"
    old, new = {"t": f"{start}old{end}"}, {"t": f"{start}brand new{end}"}
    shown = lines(old, new, 120)[1]
    assert shown == '~ .t  "…all is long old and so is t…" → "…all is long brand new and so is t…"'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "a" * 30, '"" → "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"'),
        ("a" * 30, "a" * 31, '"…aaaaaaaaaaaa" → "…aaaaaaaaaaaaa"'),
        ("a" * 40, "", f'"{"a" * 40}" → ""'),
        ("x", "x\x1b[31m", '"x" → "x\\u001b[31m"'),
    ],
)
def test_texts_at_their_edges(old: str, new: str, expected: str) -> None:
    assert lines({"t": old}, {"t": new}, 120)[1] == f"~ .t  {expected}"


def test_base64_is_cut_and_long_values_too() -> None:
    audio, other = "UklGRiQA" * 100, "AAAARiQA" * 200
    changed, added = lines({"a": audio}, {"a": other, "b": ["word"] * 100_000}, 100)[1:]
    assert (
        changed == '~ .a  "UklGRiQAUklGRiQAUklGRiQA…" (800) → "AAAARiQAAAAARiQAAAAARiQA…" (1,600)'
    )
    assert len(added) < 500
    assert added.endswith("…")


def test_the_end_of_what_was_compared_is_said() -> None:
    shown = lines([1, 2, 3], [4, 5, 6], most_changes=1)
    assert shown[-1] == "… too much to compare: the rest was not looked at"
    assert lines({"a": 1}, {"a": 1}) == ["against #1 x  nothing differs"]
    assert lines({"a": 1}, {"a": 1}, lang="ja") == ["比較相手: #1 x  違いはありません"]


def test_every_line_knows_its_path() -> None:
    found = diff_lines(diff({"a": ["x" * 99]}, {"a": ["y" * 99]}), "#1", 40, "en")
    assert [line.path for line in found] == [(), ("a", 0), ("a", 0), ("a", 0)]


# Audio.

FORMATS = (MULAW, PCM16_24K)


@pytest.mark.parametrize(
    ("event", "path", "expected"),
    [
        ({"type": "input_audio_buffer.append"}, ("audio",), MULAW),
        ({"type": "response.audio.delta"}, ("delta",), PCM16_24K),
        ({"type": "response.output_audio.delta"}, ("delta",), PCM16_24K),
        ({"type": "response.output_text.delta"}, ("delta",), None),
        ({"type": "x", "item": {"role": "user"}}, ("item", "content", 0, "audio"), MULAW),
        ({"type": "x", "item": {"role": "assistant"}}, ("item", "content", 0, "audio"), PCM16_24K),
        (
            {"type": "x", "response": {"output": [{"role": "assistant"}]}},
            ("response", "output", 0, "content", 2, "audio"),
            PCM16_24K,
        ),
        ({"type": "x"}, ("content", "audio"), MULAW),
        ({"type": 3}, (), None),
    ],
)
def test_which_fields_hold_audio(event: Any, path: Any, expected: Any) -> None:
    assert audio_format_at(event, path, FORMATS) is expected


def test_audio_in_words() -> None:
    loud = base64.b64encode(b"\x00\x40\x00\xc0" * 2_400).decode()
    assert audio_words(loud, PCM16_24K, "en") == f"PCM16 24 kHz · 200 ms · -6 dBFS {'█' * 16}"
    silence = base64.b64encode(b"\xff" * 800).decode()
    assert audio_words(silence, MULAW, "en") == "µ-law 8 kHz · 100 ms · silence"
    assert audio_words(silence, MULAW, "ja").endswith("無音")
    assert audio_words("not base64", MULAW, "en") == "µ-law 8 kHz · 1 ms"


def test_the_encoding_is_the_one_of_the_session() -> None:
    session = {
        "audio": {"input": {"format": {"type": "audio/pcma"}}},
        "output_audio_format": "pcm16",
    }
    assert [one.encoding for one in session_formats(session)] == ["alaw", "pcm16"]


# What a record holds.


def event(payload: bytes, kind: RecordKind = RecordKind.EVENT) -> Record:
    return Record(kind, Direction.RECEIVED, payload)


def test_content_is_json_text_or_bytes() -> None:
    assert content_of(event(b'{"b": 1, "a": 2}')) == {"b": 1, "a": 2}
    assert content_of(event(b'{"b": 1}'), is_raw=True) == '{"b": 1}'
    assert content_of(event(b'{"b": NaN}')) == '{"b": NaN}'
    assert content_of(event(b"[1]")) == "[1]"
    deep = b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert content_of(event(deep)) == deep.decode()
    assert content_of(event(b"plain \xff", RecordKind.TEXT)) == "plain \\xff"
    binary = binary_record(b"\x00\x01", Direction.SENT)
    assert content_of(binary) == b"\x00\x01"
    assert content_of(binary, is_raw=True) == "AAE="
    assert text_of(binary) == "AAE="


def test_reading_ends_when_nobody_wants_it_any_more() -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise CancelledError

    many = json.dumps({"list": [{} for _ in range(100)]}).encode()
    with pytest.raises(CancelledError):
        content_of(event(many), check=check)
    assert calls == 3
    assert content_of(event(b'{"a": {"b": 1}}'), check=lambda: None) == {"a": {"b": 1}}
