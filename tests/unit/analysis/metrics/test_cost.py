from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from realtime_inspector.analysis.metrics import (
    Cost,
    Tariff,
    cost_words,
    dollars,
    doubt_words,
    read_prices,
)
from realtime_inspector.analysis.metrics.prices import built_in_prices, parse_prices
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.event import Event
from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.core.state import Session
from realtime_inspector.core.usage import Bill, Doubt, Tokens, Transcribed, Usage

FIXTURES: Final = Path(__file__).parents[3] / "fixtures/captures"


def session(model: object, session_id: str = "sess_1") -> Session:
    return Session(id=session_id, effective={"model": model})


def usd(model: str, usage: Usage, provider: str = "openai") -> Decimal:
    return Tariff(provider=provider).usage(usage, session(model)).usd


def test_the_worked_examples_of_the_document() -> None:
    """usage.md §4."""
    second = Usage(401, 15, 416, 384, 0, Tokens(401), Tokens(384), Tokens(15))
    assert usd("gpt-realtime-2.1", second) == Decimal("0.0005816")
    spoken = Usage(16, 24, 40, 0, 0, Tokens(16), Tokens(), Tokens(9, 15))
    assert usd("gpt-realtime-1.5", spoken) == Decimal("0.001168")


def test_every_kind_of_token_has_its_price() -> None:
    million = 1_000_000
    found = {}
    for kind in ("text", "audio", "image"):
        tokens = Tokens(**{kind: million})
        found[kind] = usd("gpt-realtime-2.1-mini", Usage(million, input_by=tokens))
        cached = Usage(million, 0, million, million, 0, tokens, tokens)
        found[f"cached {kind}"] = usd("gpt-realtime-2.1-mini", cached)
        if kind != "image":
            produced = Usage(0, million, million, output_by=tokens)
            found[f"{kind} out"] = usd("gpt-realtime-2.1-mini", produced)
    assert found == {
        "text": Decimal("0.60"), "cached text": Decimal("0.06"), "text out": Decimal("2.40"),
        "audio": Decimal(10), "cached audio": Decimal("0.30"), "audio out": Decimal(20),
        "image": Decimal("0.80"), "cached image": Decimal("0.08"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("capture", "cost", "words"),
    [
        ("openai-ga-realtime21-commentary-tools", "0.0028336", "$0.0028"),
        ("openai-ga-server-vad-mic", "0.010922", "≈$0.0109"),
        ("openai-ga-text-tools", "0.0009936", "≈$0.00099"),
        ("openai-ga-error-then-long-text", "0.001368", "≈$0.0014"),
        ("openai-beta-audio-out-full-pcm", "0.00292", "$0.0029"),
        ("openai-ga-webrtc-sideband-text", "0.000128", "≈$0.00013"),
        ("azure-voicelive-text-out", "0", "unknown"),
        ("qwen-livetranslate-text-turn", "0", "unknown"),
        ("xai-text-tools", "0", "unknown"),
        ("xai-drop-and-resume", "0", "unknown"),
        ("glm-server-vad.client-only", "0", ""),
    ],
)
def test_real_sessions_to_the_last_digit(capture: str, cost: str, words: str) -> None:
    """The sums by hand from usage.md §3, for example 14·4 + 27·32 + 28·16 + 136·64 and 3 s."""
    state = reduce_all(read_capture(FIXTURES / f"{capture}.jsonl"))
    found = Tariff().all_sessions(state)
    assert found.usd == Decimal(cost)
    assert cost_words(found) == words


def test_azure_is_not_shown_at_the_prices_of_openai() -> None:
    state = reduce_all(read_capture(FIXTURES / "azure-ga-spoken-tool-round.jsonl"))
    assert Tariff().all_sessions(state).usd == Decimal("0.0074966")
    assert cost_words(Tariff().of("azure").all_sessions(state)) == "unknown"
    by_url = Tariff().of("", "wss://me.openai.azure.com/openai/v1/realtime")
    assert cost_words(by_url.all_sessions(state)) == "unknown"


@pytest.mark.parametrize(
    ("model", "is_known"),
    [
        ("gpt-realtime-2.1", True),
        ("gpt-realtime-2.1-2026-10-01", True),
        ("gpt-realtime-mini-2025-12-15", True),
        ("gpt-4o-realtime-preview-2024-12-17", True),
        ("gpt-4o-realtime-preview-2024-10-01", False),
        ("gpt-realtime-2.1-latest", False),
        ("gpt-realtime-3", False),
        ("my-gpt-realtime", False),
        ("", False),
        (None, False),
        (["gpt-realtime"], False),
    ],
)
def test_snapshots_have_a_price_and_unknown_names_none(model: object, is_known: bool) -> None:
    usage = Usage(1, 0, 1, input_by=Tokens(1))
    assert Tariff().usage(usage, session(model)).is_known is is_known


def test_whose_server_it_is() -> None:
    usage = Usage(1, 0, 1, input_by=Tokens(1))
    ours = session("gpt-realtime-2.1")
    foreign = session("gpt-realtime-2.1", "9a503158")
    assert Tariff(provider="openai").usage(usage, foreign).is_known
    assert Tariff(provider="simulator").usage(usage, ours).is_known
    assert not Tariff(provider="localai").usage(usage, ours).is_known
    assert not Tariff().usage(usage, foreign).is_known


def test_a_response_without_usage_has_no_known_cost() -> None:
    for usage in (None, Usage(5, 5, 10)):
        found = Tariff().usage(usage, session("gpt-realtime-2.1"))
        assert (found.is_known, found.unpriced, cost_words(found)) == (False, 1, "unknown")
    nothing = Tariff().usage(Usage(), session("gpt-realtime-2.1"))
    assert (nothing.is_whole, cost_words(nothing)) == (True, "$0")


def test_a_kind_without_a_price_makes_it_unknown() -> None:
    image = Usage(1, 0, 1, input_by=Tokens(image=1))
    assert not Tariff().usage(image, session("gpt-4o-realtime-preview")).is_known


def test_transcripts_are_billed_on_top() -> None:
    ours, tariff = session("gpt-realtime-2.1"), Tariff()
    minute = tariff.transcript(Transcribed("gpt-realtime-whisper", 1, duration_ms=60_000), ours)
    assert minute.usd == Decimal("0.017")
    assert minute.doubts == {Doubt.MINUTES}
    tokens = tariff.transcript(Transcribed("gpt-4o-mini-transcribe", 2, 0, 1000, 100), ours)
    assert (tokens.usd, tokens.priced, tokens.doubts) == (Decimal("0.00175"), 2, frozenset())
    wrong = tariff.transcript(Transcribed("gpt-4o-transcribe", 1, duration_ms=1000), ours)
    assert (wrong.is_known, wrong.unpriced) == (False, 1)
    unknown = tariff.transcript(Transcribed("", 1, 2, duration_ms=1000), ours)
    assert unknown.unpriced == 3
    silent = tariff.transcript(Transcribed("gpt-realtime-whisper", 1), ours)
    assert (silent.usd, silent.is_whole) == (Decimal(0), True)


def test_a_bill_says_what_is_missing_in_it() -> None:
    usage = Usage(1000, 0, 1000, input_by=Tokens(1000))
    bill = Bill().with_response(usage).with_response(None)
    bill = bill.with_transcript(Transcribed("unheard-of", 1, duration_ms=5))
    found = Tariff().bill(bill, session("gpt-realtime-2.1"))
    assert found == Cost(Decimal("0.004"), priced=1, unpriced=2)
    assert cost_words(found) == "≥$0.0040"
    assert list(doubt_words(found)) == [
        "2 responses and transcripts of unknown cost: no price or no usage is known."
    ]


def test_the_row_of_a_response() -> None:
    records = list(read_capture(FIXTURES / "openai-ga-realtime21-commentary-tools.jsonl"))
    state = reduce_all(records)
    rows = [Event.of(record) for record in records]
    words = [Tariff().done_words(one, state) for one in rows if one.type == "response.done"]
    assert words == ["$0.0023", "$0.00058"]
    assert Tariff().of("xai").done_words(rows[-1], state) == ""


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "$0"),
        ("0.0005816", "$0.00058"),
        ("0.001168", "$0.0012"),
        ("0.0213", "$0.0213"),
        ("12.34567", "$12.3457"),
        ("1234.5", "$1,234.50"),
        ("0.000000004", "<$0.00000001"),
        ("0.00005", "$0.000050"),
    ],
)
def test_amounts_in_words(amount: str, words: str) -> None:
    assert dollars(Decimal(amount)) == words


def test_the_built_in_list_says_where_it_is_from() -> None:
    prices = built_in_prices()
    assert (prices.read, len(prices.models), len(prices.transcribers)) == ("2026-11", 8, 6)
    assert prices.source.startswith("https://developers.openai.com/")
    uncertain = {name for name, one in prices.models.items() if one.is_uncertain}
    assert uncertain == {"gpt-realtime", "gpt-realtime-mini"}
    context = prices.models["gpt-realtime-2.1"]
    assert (context.context, context.max_output) == (128_000, 32_000)


def test_the_prices_of_the_user_go_first_for_every_provider(tmp_path: Path) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(
        '[models."my-deployment"]\ntext = { in = 1, cached = 0.1, out = 2 }\n'
        '[models."gpt-realtime-2.1"]\ntext = { in = 8 }\n[transcribers.t]\nminute = 0.5\n',
        encoding="utf-8",
    )
    tariff = Tariff(read_prices(str(path))).of("azure")
    usage = Usage(1_000_000, 0, 1_000_000, input_by=Tokens(1_000_000))
    assert tariff.usage(usage, session("my-deployment")).usd == 1
    assert tariff.usage(usage, session("gpt-realtime-2.1")).usd == 8
    assert not tariff.usage(usage, session("gpt-realtime-1.5")).is_known
    assert tariff.of("openai").usage(usage, session("gpt-realtime-1.5")).usd == 4
    heard = Transcribed("t", 1, duration_ms=30_000)
    assert tariff.transcript(heard, session("my-deployment")).usd == Decimal("0.25")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("models = 5", "models in the price list P: expected a table"),
        ("[model.x]", "model in the price list P: expected one of"),
        ("[models.x]\ntext = 5", 'models."x".text in the price list P: expected a table'),
        ("[models.x.text]\nin = -1", 'models."x".text.in in the price list P: expected a price'),
        ("[models.x.text]\nin = nan", "expected a price in US dollars, 0 or more"),
        ('[models.x.text]\nin = "4"', "expected a price in US dollars, 0 or more"),
        ("[models.x.text]\nout_ = 1", 'models."x".text.out_ in the price list P'),
        ("[models.x]\ncontext = 0", "expected a whole number of tokens"),
        ("[models.x]\nuncertain = 1", "expected true or false"),
        ("[models.x]\nnot = [5]", "expected dates"),
        ("[transcribers.x]\nhour = 1", 'transcribers."x".hour in the price list P'),
        ("= 5", "The price list P is not TOML"),
    ],
)
def test_what_is_no_price_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_prices(text, "P")
    assert place in str(caught.value)


def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: no such file"):
        read_prices(str(tmp_path / "no.toml"))
    (tmp_path / "latin.toml").write_bytes(b"\xff\xfe\x80")
    with pytest.raises(UsageError, match="it is not utf-8"):
        read_prices(str(tmp_path / "latin.toml"))
