from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.support.script import Script, beginning

from realtime_inspector.analysis.metrics import Tariff
from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.ui.present.responses import response_lines
from realtime_inspector.ui.present.state import session_lines

if TYPE_CHECKING:
    from realtime_inspector.guide.model import Language

USAGE: Final[dict[str, Any]] = {
    "total_tokens": 1100, "input_tokens": 1000, "output_tokens": 100,
    "input_token_details": {
        "text_tokens": 900, "audio_tokens": 100, "cached_tokens": 500,
        "cached_tokens_details": {"text_tokens": 500},
    },
    "output_token_details": {"text_tokens": 40, "audio_tokens": 60, "reasoning_tokens": 7},
}  # fmt: skip


def answered(**fields: Any) -> Script:
    script = beginning()
    script.received("input_audio_buffer.speech_started", item_id="item_said")
    script.received("input_audio_buffer.speech_stopped", item_id="item_said")
    script.received("input_audio_buffer.committed", item_id="item_said")
    script.begins(is_asked=False).speech((bytes(4800), bytes(4800)))
    return script.done(usage=USAGE, **fields)


def lines(script: Script, lang: Language = "en", provider: str = "openai") -> list[str]:
    state = reduce_all(script.records)
    shown = response_lines(state, None, 40, Tariff(provider=provider), lang)
    return ["".join(text for text, _ in line) for line in shown]


def test_the_card_of_a_response() -> None:
    _head, *found = lines(answered())
    assert found == [
        "first token 200 ms · first audio 250 ms",
        "speech to reply 350 ms",
        "1000 tokens/s · 2.0 audio s/s",
        "in 1000 (900 text 100 audio) (500 cached) · out 100 (40 text 60 audio) (7 reasoning)",
        "cost $0.0098",
        "1 in all · in 1000 · out 100",
        "Session: cost $0.0098 · 50% from the cache",
    ]


def test_the_card_in_japanese_and_without_a_price() -> None:
    found = lines(answered(), "ja", "xai")
    assert "最初のトークン 200 ms · 最初の音声 250 ms" in found
    assert "費用 不明" in found


def test_while_it_streams_deltas_are_counted() -> None:
    script = answered()
    del script.records[-1]
    assert "20 deltas/s · 2.0 audio s/s" in lines(script)
    assert not [line for line in lines(script) if "cost" in line]


def test_how_much_of_a_limit_is_left_and_when_it_is_reset() -> None:
    limits = [
        {"name": "tokens", "limit": 40_000, "remaining": 10_000, "reset_seconds": 75.0},
        {"name": "requests", "limit": 100, "remaining": 100, "reset_seconds": 0.1},
    ]
    script = beginning().received("rate_limits.updated", rate_limits=limits)
    state = reduce_all(script.records)
    assert state.last_ns is not None
    shown = session_lines(state, state.last_ns + 15_000_000_000, 40)
    texts = ["".join(text for text, _ in line) for line in shown]
    assert any(text.startswith("tokens") and text.endswith("25% 10k/40k") for text in texts)
    assert [text.strip() for text in texts if "resets" in text] == ["resets in 01:00"]
