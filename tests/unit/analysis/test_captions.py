"""Subtitles: lines that fit, and times at which they are heard."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.analysis.captions.lines import (
    LINE_ROOM,
    LINES,
    blocks,
    reading_ms,
    room,
    sentences,
)
from realtime_inspector.analysis.captions.live import LiveWords
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import Direction, text_record

SPEECH = st.text(st.sampled_from("aé .,!?。、「」東京ア한\u0301\u200d👍\n\t-_("), max_size=200)


def made(text: str, label: str = "") -> list[tuple[str, ...]]:
    return list(blocks(text, label))


@given(SPEECH)
def test_nothing_is_lost_and_all_fits(text: str) -> None:
    found = made(text)
    assert re.sub(r"\s", "", "".join(map("".join, found))) == re.sub(r"\s", "", text)
    for lines in found:
        assert 1 <= len(lines) <= LINES
        assert all(line.strip() and room(line) <= LINE_ROOM for line in lines)


@given(st.lists(st.from_regex(r"[a-z]{1,12}", fullmatch=True), min_size=1, max_size=60))
def test_words_stay_whole(words: list[str]) -> None:
    shown = [word for lines in made(" ".join(words)) for line in lines for word in line.split()]
    assert shown == words


def test_twenty_full_width_characters_are_a_line() -> None:
    assert [len(line) for lines in made("東" * 40) for line in lines] == [20, 20]


def test_a_line_does_not_begin_with_a_closing_sign() -> None:
    text = "東京" * 9 + "東京、大阪。名古屋は「遠い」です。"
    for lines in made(text):
        assert all(line[0] not in "、。」" and line[-1] != "「" for line in lines)


def test_short_sentences_stand_together_and_a_new_one_begins_a_block() -> None:
    text = "Hello there. How are you? I can tell you everything about trains that leave from here."
    assert made(text) == [
        ("Hello there. How are you?",),
        ("I can tell you everything about trains", "that leave from here."),
    ]


def test_a_long_sentence_is_shared_out_evenly() -> None:
    sizes = [room("".join(lines)) for lines in made("word " * 40)]
    assert len(sizes) > 2
    assert max(sizes) - min(sizes) <= 2 * room("word ")


def test_the_label_has_its_room() -> None:
    first, *_ = made("a" * 20 + " " + "b" * 21, "AGENT: ")
    assert first == ("a" * 20, "b" * 21)
    assert made("a" * 20 + " " + "b" * 21) == [("a" * 20 + " " + "b" * 21,)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two!  Three…", ["One.", "Two!", "Three…"]),
        ("はい。そうです!「いい。」ね。", ["はい。", "そうです!「いい。」ね。"]),
        ("v1.2 costs 3.5", ["v1.2 costs 3.5"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


def test_reading_takes_the_same_for_the_same_room() -> None:
    assert reading_ms("a" * 21) == reading_ms("東" * 10)
    assert reading_ms("e\u0301") == reading_ms("é")


def test_live_words_become_phrases() -> None:
    words = LiveWords()
    for at_ms, text in ((0, "Hello"), (300, " world."), (500, "Next"), (3000, "later")):
        fields = f'{{"type":"session.output_transcript.delta","delta":"{text}"}}'
        record = text_record(fields, Direction.RECEIVED, at_ms * 1_000_000)
        words.feed(record, Event.of(record))
    assert [(one.text, one.first_ns, one.last_ns) for one in words] == [
        ("Hello world.", 0, 300_000_000),
        ("Next", 500_000_000, 500_000_000),
        ("later", 3_000_000_000, 3_000_000_000),
    ]
