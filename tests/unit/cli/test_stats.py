from __future__ import annotations

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, Final

import pytest
from tests.support.script import beginning

from realtime_inspector.cli.main import main
from realtime_inspector.core.codec import encode_record
from realtime_inspector.guide.measures import MEASURES

FIXTURES: Final = Path(__file__).parents[2] / "fixtures/captures"
TOOLS: Final = str(FIXTURES / "openai-ga-realtime21-commentary-tools.jsonl")
VOICE: Final = str(FIXTURES / "openai-ga-server-vad-mic.jsonl")


def stats(capsys: pytest.CaptureFixture[str], *captures: str) -> dict[str, Any]:
    assert main(["stats", "--json", *captures]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_one_capture_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    found = stats(capsys, TOOLS)
    assert found["capture"] == TOOLS
    assert {"records", "events", "unreadable", "sent", "received", "connections", "bytes",
            "duration_s", "types", "responses", "tokens"} <= found.keys()  # fmt: skip
    assert sum(found["types"].values()) == found["events"] == found["records"] == 62
    assert found["sent"] + found["received"] == 62
    assert found["duration_s"] is None
    assert found["responses"] == {"completed": 2}
    tokens = found["tokens"]
    assert (tokens["input"], tokens["output"], tokens["total"], tokens["cached"]) == (
        748, 51, 799, 384,
    )  # fmt: skip
    assert tokens["input_by"] == {"text": 748, "audio": 0, "image": 0}


def test_several_captures_have_a_total(capsys: pytest.CaptureFixture[str]) -> None:
    found = stats(capsys, TOOLS, VOICE)
    first, second = found["captures"]
    assert (first, second) == (stats(capsys, TOOLS), stats(capsys, VOICE))
    for name in ("records", "bytes", "sent"):
        assert found["total"][name] == first[name] + second[name]
    assert found["total"]["responses"] == {"completed": 3}
    assert found["total"]["duration_s"] is None


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", TOOLS, VOICE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("==>")] == [
        f"==> {TOOLS} <==", f"==> {VOICE} <==", "==> total <==",
    ]  # fmt: skip
    assert "duration      not known" in lines
    assert "tokens in     748 (748 text; 384 cached (384 text))" in lines
    assert "transcription  3 s of audio, billed on top" in lines
    assert any(line.split() == ["response.output_audio.delta", "27"] for line in lines)


def test_what_cannot_be_read_is_counted_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    event = (
        '{"time":"2026-11-22T12:00:0%d.500000Z","source":"server","conn":%d,"event":{"type":"x"}}'
    )
    path.write_text(
        '{"realtime_capture":1}\n' + event % (0, 1) + "\n" + event % (3, 2) + "\nbad\n", "utf-8"
    )
    assert main(["stats", "--json", str(path)]) == 0
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert (found["records"], found["events"], found["unreadable"]) == (3, 2, 1)
    assert (found["connections"], found["duration_s"], found["undirected"]) == (2, 3.0, 1)
    assert "1 line could not be read as an event: line 4" in captured.err


def test_names_of_a_server_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    done = {"type": "response.done", "response": {"status": "\x1b[2J\u202e"}}
    path.write_text(json.dumps({"type": "\x1b[31mé"}) + "\n" + json.dumps(done) + "\n", "utf-8")
    for arguments in (["stats", str(path)], ["stats", "--json", str(path)]):
        assert main(arguments) == 0
        found = capsys.readouterr().out
        assert "\x1b" not in found
        assert "\u202e" not in found


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(Path(TOOLS).read_bytes())))
    found = stats(capsys, "-")
    assert (found["capture"], found["records"]) == ("standard input", 62)
    assert main(["stats", "-", "-"]) == 2


def test_unreadable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", TOOLS, str(tmp_path / "no.jsonl")]) == 4
    assert main(["stats", str(tmp_path)]) == 4
    found = capsys.readouterr()
    assert found.out == ""
    assert "Traceback" not in found.err


def spoken_turn(path: Path) -> str:
    """A capture with times: one spoken question, answered after 400 ms."""
    script = beginning()
    script.received("input_audio_buffer.speech_started", item_id="item_said")
    script.received("input_audio_buffer.speech_stopped", item_id="item_said")
    script.received("input_audio_buffer.committed", item_id="item_said")
    details = {"text_tokens": 1000, "audio_tokens": 0, "cached_tokens": 500,
               "cached_tokens_details": {"text_tokens": 500}}  # fmt: skip
    usage = {"total_tokens": 1100, "input_tokens": 1000, "output_tokens": 100,
             "input_token_details": details,
             "output_token_details": {"text_tokens": 40, "audio_tokens": 60}}  # fmt: skip
    script.begins(is_asked=False).speech().done(usage=usage).close()
    header = b'{"realtime_capture":1,"provider":"openai"}\n'
    path.write_bytes(header + b"".join(encode_record(one) for one in script.records))
    return str(path)


def test_latencies_and_cost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spoken_turn(tmp_path / "a.jsonl")
    found = stats(capsys, path)
    assert found["turns"] == {"count": 1, "spoken": 1, "interrupted": 0, "tool_calls": 0}
    assert found["latency_ms"]["speech_to_reply"]["p50"] == 350
    assert found["latency_ms"]["turn"]["p99"] == 350
    assert found["latency_ms"]["first_audio"] == {
        "count": 1, "mean": 250, "min": 250, "p50": 250, "p90": 250, "p99": 250, "max": 250,
    }  # fmt: skip
    assert (found["latency_ms"]["queue"], found["latency_ms"]["tool"]) == (None, None)
    assert found["cached_share"] == 0.5
    cost = found["cost"]
    assert (cost["usd"], cost["is_whole"], cost["is_estimate"]) == (0.007, True, False)
    assert (cost["priced"], cost["unpriced"], cost["doubts"]) == (1, 0, [])
    for one in ("per_response", "per_turn", "per_session"):
        assert cost[one]["p50"] == 0.007


def test_figures_of_several_captures_are_one_distribution(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoken_turn(tmp_path / "a.jsonl")
    total = stats(capsys, path, TOOLS, path)["total"]
    assert total["cost"]["usd"] == pytest.approx(0.007 + 0.0028336 + 0.007)
    assert total["cost"]["per_response"]["count"] == 4
    assert total["latency_ms"]["turn"]["count"] == 2


def test_the_table_of_latencies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", spoken_turn(tmp_path / "a.jsonl")]) == 0
    lines = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    rows = {line[0]: [cell.strip() for cell in line[1:] if cell.strip()] for line in lines}
    assert rows["cost"] == ["$0.0070 at the list prices of 2026-11"]
    assert rows["from cache"] == ["50% of the tokens in"]
    assert rows["latency"] == ["count", "p50", "p90", "p99", "max"]
    assert rows["speech to reply"] == ["1", "350 ms", "350 ms", "350 ms", "350 ms"]
    assert rows["session"] == ["1", "$0.0070", "$0.0070", "$0.0070", "$0.0070"]


def test_prices_of_the_user(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prices = tmp_path / "prices.toml"
    prices.write_text('[models."grok-voice-latest"]\ntext = { in = 1, out = 1 }\n'
                      "audio = { in = 1, out = 1 }\n", encoding="utf-8")  # fmt: skip
    other = str(FIXTURES / "xai-text-tools.jsonl")
    assert stats(capsys, other)["cost"]["usd"] is None
    assert main(["stats", "--json", "--prices", str(prices), other]) == 0
    assert json.loads(capsys.readouterr().out)["cost"]["usd"] == 0.000389
    prices.write_text("[models]\nx = 5\n", encoding="utf-8")
    assert main(["stats", "--prices", str(prices), other]) == 2
    assert 'models."x" in the price list' in capsys.readouterr().err


def test_the_help_says_what_the_figures_mean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for measure in MEASURES:
        assert f"{measure.title} {measure.meaning}" in told
