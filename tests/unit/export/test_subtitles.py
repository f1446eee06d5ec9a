"""SubRip and WebVTT: the times of the WAV file, and text that is only text."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.export.captures import (
    CAPTURES,
    SECOND_OF_PCM,
    added,
    begun,
    created,
    delta,
    exported,
    message,
    output,
    received,
    records_of,
    sent,
    source,
    spoken_session,
)

from realtime_inspector.core.errors import InspectorError
from realtime_inspector.export import exporter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from realtime_inspector.core.record import Record

SRT, VTT = exporter("srt"), exporter("vtt")
TIME = r"(\d\d):(\d\d):(\d\d)[,.](\d{3})"
CUE = re.compile(rf"(?:(\d+)\n)?{TIME} --> {TIME}\n((?:.+\n)+)")
Cue = tuple[int, int, str]


def cues_of(text: str) -> list[Cue]:
    """Start and end in ms, and the text; nothing else may stand in the file."""
    body = text.partition("\n\n")[2].partition("\n\n")[2] if text.startswith("WEBVTT") else text
    found = []
    for part in body.split("\n\n"):
        match = CUE.fullmatch(part.rstrip("\n") + "\n")
        assert match is not None, part
        _, *times, words = match.groups()
        h1, m1, s1, ms1, h2, m2, s2, ms2 = map(int, times)
        start, end = (
            ((h1 * 60 + m1) * 60 + s1) * 1000 + ms1,
            ((h2 * 60 + m2) * 60 + s2) * 1000 + ms2,
        )
        found.append((start, end, words.rstrip("\n")))
    return found


def srt(records: Iterable[Record]) -> list[Cue]:
    return cues_of(exported(SRT, records).decode())


def vtt(records: Iterable[Record]) -> list[Cue]:
    return cues_of(exported(VTT, records).decode())


def answer(item: str, text: str, at_ms: int = 1000, seconds: int = 2) -> list[Record]:
    speech = {"id": item, "type": "message", "role": "assistant", "status": "in_progress"}
    return [
        output(at_ms, "r", speech),
        delta(at_ms, "output_audio_transcript", text, "r", item),
        *(delta(at_ms, "output_audio", SECOND_OF_PCM, "r", item) for _ in range(seconds)),
    ]


def test_a_turn_is_shown_while_it_is_heard() -> None:
    records = [created(0), begun(900, "r"), *answer("a", "Twenty one degrees.", seconds=3)]
    assert srt(records) == [(1000, 4000, "AGENT: Twenty one degrees.")]
    assert vtt(records) == [(1000, 4000, "<v Agent>Twenty one degrees.")]


def test_a_long_answer_is_spread_over_its_audio() -> None:
    text = (
        "The first half is here now, as you can read. The other half is here now, as you read it."
    )
    found = srt([created(0), begun(900, "r"), *answer("a", text, seconds=4)])
    assert [one[2].partition(": ")[2] or one[2] for one in found] == [
        "The first half is here now, as you\ncan read.",
        "The other half is here now, as you read\nit.",
    ]
    (start, middle, _), (again, end, _) = found
    assert (start, end) == (1000, 5000)
    assert middle == again == pytest.approx(3000, abs=100)


def test_an_interruption_ends_with_what_was_heard() -> None:
    text = "東京は晴れです。気温は二十一度です。"
    cut = {"item_id": "a", "content_index": 0, "audio_end_ms": 1000}
    records = [created(0), *answer("a", text), received(2000, "conversation.item.truncated", **cut)]
    ((start, end, words),) = srt(records)
    assert (start, end) == (1000, 2000)
    assert words.startswith("AGENT: 東京は晴れ")
    assert words.endswith("—")
    assert len(words) < len(text)


def test_what_nobody_heard_is_not_shown() -> None:
    cut = {"item_id": "a", "content_index": 0, "audio_end_ms": 0}
    records = [created(0), added(10, message("user", "Hello?", "u")), *answer("a", "Never heard.")]
    records.append(received(1000, "conversation.item.truncated", **cut))
    assert [one[2] for one in srt(records)] == ["USER: Hello?"]


def test_user_speech_stands_where_it_was_detected() -> None:
    heard = "conversation.item.input_audio_transcription.completed"
    records = [
        created(0),
        sent(500, "input_audio_buffer.append", audio=SECOND_OF_PCM),
        sent(1500, "input_audio_buffer.append", audio=SECOND_OF_PCM),
        received(2000, "input_audio_buffer.speech_started", item_id="u", audio_start_ms=250),
        received(2400, "input_audio_buffer.speech_stopped", item_id="u", audio_end_ms=1750),
        received(2400, "input_audio_buffer.committed", item_id="u"),
        received(9000, heard, item_id="u", content_index=0, transcript="Good morning to you."),
    ]
    assert vtt(records) == [(750, 2250, "<v User>Good morning to you.")]


def test_typed_text_is_shown_for_as_long_as_it_takes_to_read() -> None:
    records = [created(0), added(2000, message("user", "x" * 30, "u"))]
    assert vtt(records) == [(2000, 4000, "<v User>" + "x" * 30)]


def test_translation_sessions_have_words_without_items() -> None:
    records = [
        created(0),
        received(1000, "session.input_transcript.delta", delta="Guten "),
        received(1500, "session.input_transcript.delta", delta="Morgen."),
        received(2500, "session.output_transcript.delta", delta="Good morning."),
    ]
    assert [(start, text) for start, _, text in vtt(records)] == [
        (1000, "<v User>Guten Morgen."), (2500, "<v Agent>Good morning."),
    ]  # fmt: skip


def test_japanese_lines_hold_twenty_characters() -> None:
    text = "本日は東京都心で最高気温が二十一度まで上がり過ごしやすい一日になるでしょう。"
    found = vtt([created(0), *answer("a", text, seconds=5)])
    lines = [line.removeprefix("<v Agent>") for _, _, words in found for line in words.split("\n")]
    assert max(map(len, lines)) <= 20
    assert "".join(lines) == text


@given(st.text(max_size=80).filter(str.strip))
def test_whatever_was_said_is_text(said: str) -> None:
    """No cue ends early, no tag begins, and WebVTT gives the words back."""
    records = [created(0), added(10, message("user", said, "u"))]
    for one in srt(records):
        assert not set("<>{}") & set(one[2])
    for _, _, words in vtt(records):
        assert words.startswith("<v User>")
        assert not set("<>") & set(words.removeprefix("<v User>"))
        assert html.unescape(words)


def test_the_name_of_a_capture_cannot_end_the_note() -> None:
    from realtime_inspector.export.base import ExportSource

    where = ExportSource("a --> b\n\n00:00.000.jsonl", ("a note --> here",))
    text = exported(VTT, [created(0), added(10, message("user", "hi", "u"))], where).decode()
    assert len(cues_of(text)) == 1
    assert "a → b 00:00.000.jsonl" in text


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_real_captures_make_cues_in_order_and_apart(path: Path) -> None:
    records = records_of(path.name)
    if "client-only" in path.name:
        with pytest.raises(InspectorError, match="Nobody says anything"):
            exported(SRT, records)
        return
    for found, label in ((srt(records), "{}: "), (vtt(records), "<v {}>")):
        assert found == sorted(found, key=lambda one: one[0])
        assert all(start < end for start, end, _ in found)
        assert any(words.lower().startswith(label.format("agent").lower()) for *_, words in found)


def test_cues_of_one_speaker_do_not_overlap() -> None:
    found = [one for one in vtt(spoken_session()) if one[2].startswith("<v Agent>")]
    ends = [end for _, end, _ in found]
    assert all(start >= end for (start, _, _), end in zip(found[1:], ends, strict=False))
    assert exported(VTT, spoken_session(), source()).startswith(b"WEBVTT\n\nNOTE\n")
