from __future__ import annotations

from typing import Any, Final

import pytest

from realtime_inspector.core.event import Event
from realtime_inspector.core.usage import (
    MOST_TRANSCRIBERS,
    Bill,
    Doubt,
    Metered,
    Tokens,
    Transcribed,
    Usage,
    contradictions,
    metered,
    transcribed,
    transcription_model,
    usage_of,
)

WHOLE: Final = Usage(
    input=401,
    output=15,
    total=416,
    cached=384,
    input_by=Tokens(text=301, audio=100),
    cached_by=Tokens(text=300, audio=84),
    output_by=Tokens(text=9, audio=6),
)


def done(in_response: object, **more: Any) -> Event:
    return Event({"type": "response.done", "response": {"id": "r", "usage": in_response}, **more})


def test_usage_of_a_response_by_modality() -> None:
    details = {"text_tokens": 301, "audio_tokens": 100, "cached_tokens": 384,
               "cached_tokens_details": {"text_tokens": 300, "audio_tokens": 84}}  # fmt: skip
    produced = {"text_tokens": 9, "audio_tokens": 6, "reasoning_tokens": 4}
    raw = {"total_tokens": 416, "input_tokens": 401, "output_tokens": 15,
           "input_token_details": details, "output_token_details": produced}  # fmt: skip
    found = usage_of(done(raw))
    assert found == Usage(401, 15, 416, 384, 4, Tokens(301, 100), Tokens(300, 84), Tokens(9, 6))
    assert usage_of(done({}, usage=raw)) == found


def test_usage_without_details_and_with_nonsense() -> None:
    assert usage_of(done(None)) is None
    assert usage_of(done({"total_tokens": "7"})) is None
    raw = {"total_tokens": 7, "input_tokens": -5, "output_tokens": True, "input_token_details": []}
    assert usage_of(done(raw)) == Usage(total=7)


def test_each_token_is_billed_once() -> None:
    assert metered(WHOLE) == Metered(Tokens(1, 16), Tokens(300, 84), Tokens(9, 6))


@pytest.mark.parametrize(
    ("cached_by", "cached", "billed"),
    [
        (None, 350, Tokens(301, 49)),
        (Tokens(text=100), 150, Tokens(150)),
        (Tokens(text=400), 400, Tokens(301)),
        (Tokens(audio=384), 384, Tokens(audio=100)),
    ],
)
def test_cached_tokens_of_no_known_kind_are_text_first(
    cached_by: Tokens | None, cached: int, billed: Tokens
) -> None:
    usage = Usage(401, 0, 401, cached, 0, Tokens(301, 100), cached_by, Tokens())
    found = metered(usage)
    assert found is not None
    assert found.cached == billed
    assert found.fresh + found.cached == Tokens(301, 100)
    assert found.doubts == {Doubt.CACHE_SPLIT}


def test_without_details_nothing_is_billed() -> None:
    assert metered(Usage(5, 0, 5)) is None
    assert metered(Usage(0, 5, 5)) is None
    assert metered(Usage()) == Metered()


def test_what_does_not_add_up_is_told() -> None:
    assert contradictions(WHOLE) == ()
    odd = Usage(10, 3, 14, 12, 0, Tokens(7), Tokens(8), Tokens(3))
    assert contradictions(odd) == (
        "input_tokens is 10, its details add up to 7",
        "cached_tokens is 12, more than the 10 of the input",
        "total_tokens is 14, input and output add up to 13",
        "8 text tokens are cached, but the input has 7",
    )
    found = metered(odd)
    assert found is not None
    assert Doubt.UNKNOWN_KIND in found.doubts


def completed(usage: object) -> Event:
    return Event({"usage": usage})


def test_transcripts_by_time_by_tokens_and_without_usage() -> None:
    assert transcribed(completed({"type": "duration", "seconds": 3}), "w") == Transcribed(
        "w", count=1, duration_ms=3000
    )
    tokens = {"type": "tokens", "input_tokens": 26, "output_tokens": 9}
    assert transcribed(completed(tokens), "t") == Transcribed("t", count=1, input=26, output=9)
    for usage in (None, {}, {"seconds": -1}, {"seconds": "3"}):
        assert transcribed(completed(usage), "x") == Transcribed("x", unmetered=1)


def test_a_bill_keeps_transcription_models_apart() -> None:
    bill = Bill()
    for number in range(MOST_TRANSCRIBERS + 3):
        for _ in range(2):
            bill = bill.with_transcript(Transcribed(f"m{number}", count=1, duration_ms=500))
    assert bill.transcribed[0] == Transcribed("m0", count=2, duration_ms=1000)
    assert len(bill.transcribed) == MOST_TRANSCRIBERS + 1
    assert bill.transcribed[-1] == Transcribed("", count=6, duration_ms=3000)


def test_the_transcription_model_in_both_shapes() -> None:
    ga = {"audio": {"input": {"transcription": {"model": "whisper-1"}}}}
    assert transcription_model(ga) == "whisper-1"
    assert transcription_model({"input_audio_transcription": {"model": "b"}}) == "b"
    for odd in ({}, {"audio": 5}, {"audio": {"input": {"transcription": None}}}):
        assert transcription_model(odd) == ""
