from __future__ import annotations

from dataclasses import replace

import pytest

from realtime_inspector.analysis.transcript import Ending, Line, Speaker, words
from realtime_inspector.core.usage import Usage

LINE = Line(Speaker.ASSISTANT, seq=4, last_seq=9, item_type="message")


@pytest.mark.parametrize(
    ("elapsed_ms", "expected"),
    [
        (0, "0:00.0"),
        (12_345, "0:12.3"),
        (59_960, "1:00.0"),
        (3_723_400, "1:02:03.4"),
        (-1500, "-0:01.5"),
        (-20, "0:00.0"),
    ],
)
def test_clock(elapsed_ms: float, expected: str) -> None:
    assert words.clock_words(elapsed_ms) == expected


@pytest.mark.parametrize(
    ("span_ms", "expected"),
    [
        (0, "0 ms"),
        (999.4, "999 ms"),
        (999.9, "1.0 s"),
        (1234, "1.2 s"),
        (59_990, "1 min 00 s"),
        (125_000, "2 min 05 s"),
        (3_725_000, "1 h 02 min"),
    ],
)
def test_span(span_ms: float, expected: str) -> None:
    assert words.span_words(span_ms) == expected


def test_counts_and_usage() -> None:
    assert words.count_words(1, "item") == "1 item"
    assert words.count_words(2000, "item") == "2,000 items"
    assert words.usage_words(Usage()) == ""
    assert words.usage_words(Usage(10, 5, 15, 4)) == "10 in (4 cached), 5 out, 15 total"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (LINE, ""),
        (
            replace(LINE, ending=Ending.INTERRUPTED, reason="turn_detected"),
            "interrupted by the user",
        ),
        (
            replace(LINE, ending=Ending.CANCELLED, reason="client_cancelled"),
            "cancelled by the client",
        ),
        (replace(LINE, ending=Ending.CANCELLED, reason="other"), "cancelled (other)"),
        (
            replace(LINE, ending=Ending.INCOMPLETE, reason="max_output_tokens"),
            "cut off at the limit of output tokens",
        ),
        (
            replace(LINE, ending=Ending.INTERRUPTED, heard_ms=0),
            "interrupted before any of it was heard",
        ),
        (replace(LINE, ending=Ending.INTERRUPTED, heard_ms=1200), "interrupted after 1.2 s"),
        (
            replace(
                LINE,
                ending=Ending.INTERRUPTED,
                heard_ms=1200,
                audio_ms=2000,
                is_cut_estimated=True,
            ),
            "interrupted after 1.2 s of 2.0 s; the place in the text is an estimate",
        ),
    ],
)
def test_endings(line: Line, expected: str) -> None:
    assert words.ending_words(line) == expected


@pytest.mark.parametrize("ending", [one for one in Ending if one is not Ending.WHOLE])
def test_every_ending_has_words(ending: Ending) -> None:
    assert words.mark_words(replace(LINE, ending=ending))
    response = replace(LINE, ending=ending, item_type="", text="why")
    assert words.message_words(response).startswith("Response ")
    assert words.message_words(response).endswith(": why")


def test_every_speaker_has_a_title() -> None:
    assert set(words.TITLES) == set(Speaker)


def test_trouble() -> None:
    assert words.trouble_words(LINE) == ""
    user = replace(LINE, speaker=Speaker.USER, problem="noise")
    assert words.trouble_words(user) == "Transcription failed: noise"
    assert words.trouble_words(replace(LINE, problem="x")) == "Failed: x"
    refused = replace(LINE, problem="x", is_refused=True)
    assert words.trouble_words(refused) == "Refused: x"
    pointed = replace(refused, problem_seq=3)
    assert words.trouble_words(pointed) == ""
    assert words.mark_words(pointed) == ("not accepted by the server, see the error at event 3",)


def test_what_to_say_without_text() -> None:
    assert words.empty_words(LINE) == "no text"
    assert words.empty_words(replace(LINE, audio_ms=5.0)) == "audio without a transcript"
    assert words.empty_words(replace(LINE, attachments=("input_image",))) == "input image"


def test_facts_and_details() -> None:
    line = replace(LINE, elapsed_ms=100.0, first_token_ms=430.0, audio_ms=1600.0)
    assert words.fact_words(line) == ("0:00.1", "first token 430 ms", "audio 1.6 s", "events 4–9")
    assert words.fact_words(replace(LINE, last_seq=4)) == ("event 4",)
    error = Line(Speaker.ERROR, 5, 5, code="c", param="p", cause_seq=2)
    assert words.detail_words(error) == ("code c", "field p", "answers event 2")
    assert words.detail_words(LINE) == ()


def test_marks() -> None:
    line = replace(
        LINE,
        status="sent",
        phase="commentary",
        is_out_of_band=True,
        is_deleted=True,
        is_refused=True,
        is_replayed=True,
    )
    assert len(words.mark_words(line)) == 6
