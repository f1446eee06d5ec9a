"""`resend`: sessions recorded over real sockets, sent again to a simulator of the same seed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import stat
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.live import PATIENCE_S, until
from tests.support.recorded import cancel, chat, interrupt, record, use_tool
from tests.support.simulator import running_simulator

from realtime_inspector.analysis.resending import Pace, ScriptWriter
from realtime_inspector.analysis.session_diff import Aspect, Digester, Rules, compare
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.capture.writer import Recorder
from realtime_inspector.cli.main import main
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import Direction
from realtime_inspector.runtime.clock import steady_clock
from realtime_inspector.runtime.resend import Outcome, Progress, Resend
from realtime_inspector.simulator.scenario_file import load_scenario
from realtime_inspector.sources.base import Target
from realtime_inspector.testing import serve_capture

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from tests.support.recorded import Talk

    from realtime_inspector.analysis.session_diff import CaptureDiff
    from realtime_inspector.core.record import Record

CAPTURES: Final = Path(__file__).parents[1] / "fixtures/captures"
SPEED: Final = 4.0


def prepared(
    records: Sequence[Record], url: str, path: Path, pace: Pace | None = None, **options: Any
) -> Resend:
    """A resend of records to a server."""

    @asynccontextmanager
    async def endpoint() -> AsyncIterator[Target]:
        yield Target(url)

    writer = ScriptWriter()
    for one in records:
        writer.feed(one)
    clock = steady_clock()
    recorder = Recorder(path, CaptureHeader(created_ns=clock()))
    pace = pace or Pace(speed=SPEED)
    return Resend(
        writer.scripts(), endpoint=endpoint, clock=clock, recorder=recorder, pace=pace, **options
    )


async def resent(
    records: Sequence[Record], url: str, path: Path, pace: Pace | None = None
) -> Outcome:
    async with asyncio.timeout(PATIENCE_S * 3):
        return await prepared(records, url, path, pace).run()


def difference(
    records: Sequence[Record], outcome: Outcome, rules: Rules | None = None
) -> CaptureDiff:
    digester = Digester()
    for one in records:
        digester.feed(one)
    return compare(digester.result(), outcome.digest, rules)


def counting(diff: CaptureDiff) -> list[str]:
    """What makes the captures differ."""
    turns = [turn for session in diff.sessions for turn in session.turns]
    found = [one for session in diff.sessions for one in session.differences]
    found += [one for turn in turns for one in turn.differences]
    return [f"{one.place}: {one.old} → {one.new}" for one in found if one.counts]


def sent_events(records: Sequence[Record]) -> list[Event]:
    return [
        Event.of(one) for one in records if one.direction is Direction.SENT and Event.of(one).type
    ]


@pytest.mark.parametrize(
    ("converse", "speed"),
    # The interrupting voice must come before the answer is over, on a busy machine too.
    [(chat, SPEED), (use_tool, SPEED), (cancel, SPEED), (interrupt, 1.5)],
)
async def test_the_same_seed_gives_the_same_session(
    tmp_path: Path, converse: Callable[[Talk], Awaitable[None]], speed: float
) -> None:
    async with running_simulator(seed=7, speed=speed) as server:
        records = await record(server.url, tmp_path / "a.jsonl", converse, speed=speed)
    async with running_simulator(seed=7, speed=speed) as server:
        # The pauses of the recording are those of its speed.
        outcome = await resent(records, server.url, tmp_path / "b.jsonl", Pace())
    assert (outcome.problems, outcome.notes, outcome.connection_problem) == ([], [], "")
    assert outcome.sent == outcome.total == len(sent_events(records))
    assert counting(difference(records, outcome)) == []
    again = [*read_capture(tmp_path / "b.jsonl")]
    assert [one.type for one in sent_events(again)] == [one.type for one in sent_events(records)]


async def test_results_answer_the_call_of_the_new_session(tmp_path: Path) -> None:
    async with running_simulator(seed=7) as server:
        records = await record(server.url, tmp_path / "a.jsonl", use_tool)
    async with running_simulator(seed=8) as server:
        outcome = await resent(records, server.url, tmp_path / "b.jsonl", Pace(speed=0))
    again = [*read_capture(tmp_path / "b.jsonl")]
    (call,) = [
        Event.of(one)
        for one in again
        if Event.of(one).type == "response.function_call_arguments.done"
    ]
    old, new = sent_events(records)[3], sent_events(again)[3]
    assert old.get("item", "type") == "function_call_output"
    assert new.call_id == call.call_id != old.call_id
    assert new.text("previous_item_id") == call.item_id != old.text("previous_item_id")
    # The other seed words its answers in another way, but nothing else is different.
    rules = Rules(frozenset({Aspect.TEXT, Aspect.USAGE}))
    assert counting(difference(records, outcome, rules)) == []


async def test_a_call_that_is_not_made_again_is_named(tmp_path: Path) -> None:
    async with running_simulator(seed=7) as server:
        records = await record(server.url, tmp_path / "a.jsonl", use_tool)
    async with running_simulator(seed=7, scenario=load_scenario("empty-response")) as server:
        pace = Pace(speed=0, patience_s=0.3)
        outcome = await resent(records, server.url, tmp_path / "b.jsonl", pace)
    old = sent_events(records)[3].call_id
    assert f"names the call {old}, and the new session made no such call" in outcome.notes[0]
    assert "Went on without conversation.item.done of item 2, which did not come." in outcome.notes
    assert any("get_weather" in words for words in counting(difference(records, outcome)))


async def test_what_never_comes_is_named_and_ends_it(tmp_path: Path) -> None:
    async with running_simulator(seed=7) as server:
        records = await record(server.url, tmp_path / "a.jsonl", chat)
    async with running_simulator(seed=7, scenario=load_scenario("never-done")) as server:
        pace = Pace(speed=0, patience_s=0.3)
        outcome = await resent(records, server.url, tmp_path / "b.jsonl", pace)
    assert outcome.sent == 3
    assert outcome.problems == [
        f"Stopped before event {_seq_of_sent(records, 3)} (conversation.item.create): "
        "waited 0.3 s for response.done of response 1.",
        "4 of 7 client events were not sent.",
    ]


async def test_it_can_go_on_without_what_never_comes(tmp_path: Path) -> None:
    async with running_simulator(seed=7) as server:
        records = await record(server.url, tmp_path / "a.jsonl", chat)
    async with running_simulator(seed=7, scenario=load_scenario("never-done")) as server:
        pace = Pace(speed=0, patience_s=0.3, keeps_going=True)
        outcome = await resent(records, server.url, tmp_path / "b.jsonl", pace)
    assert (outcome.sent, outcome.problems) == (7, [])
    assert "Went on without response.done of response 1, which did not come." in outcome.notes


def _seq_of_sent(records: Sequence[Record], index: int) -> int:
    seqs = [
        seq
        for seq, one in enumerate(records, 1)
        if one.direction is Direction.SENT and Event.of(one).type
    ]
    return seqs[index]


async def test_a_server_that_leaves_is_said(tmp_path: Path) -> None:
    async with running_simulator(seed=7) as server:
        records = await record(server.url, tmp_path / "a.jsonl", chat)
    async with running_simulator(seed=7, scenario=load_scenario("close-1011")) as server:
        outcome = await resent(records, server.url, tmp_path / "b.jsonl", Pace(speed=0))
    assert outcome.problems[0].startswith("The server closed the connection (1011, ")
    assert outcome.sent < outcome.total


async def test_stopping_keeps_what_was_recorded(tmp_path: Path) -> None:
    async with running_simulator(seed=7) as server:
        records = await record(server.url, tmp_path / "a.jsonl", chat)
    path = tmp_path / "b.jsonl"
    waits: list[Progress] = []
    async with running_simulator(seed=7, scenario=load_scenario("never-done")) as server:
        resend = prepared(records, server.url, path, on_progress=waits.append)
        async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
            running = tasks.create_task(resend.run())
            await until(lambda: b"response.created" in path.read_bytes())
            resend.stop()
        outcome = running.result()
    assert outcome.is_stopped
    assert not outcome.problems
    assert waits[-1] == Progress(3, 7, "response.done of response 1")
    assert Event.of([*read_capture(path)][-1]).integer("code") == 1000


async def test_every_connection_is_sent_again_on_its_own(tmp_path: Path) -> None:
    async with running_simulator(seed=7) as server:
        first = await record(server.url, tmp_path / "a.jsonl", use_tool)
        second = await record(server.url, tmp_path / "b.jsonl", chat)
    records = [*first, *(replace(one, conn=2) for one in second)]
    async with running_simulator(seed=7) as server:
        outcome = await resent(records, server.url, tmp_path / "c.jsonl", Pace(speed=0))
    assert counting(difference(records, outcome)) == []
    assert {one.conn for one in read_capture(tmp_path / "c.jsonl")} == {1, 2}


def test_the_command_resends_to_its_own_simulator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-must-not-be-used-for-this-123456")
    old, new, newest = (str(tmp_path / name) for name in ("a.jsonl", "b.jsonl", "c.jsonl"))
    capture = str(CAPTURES / "openai-ga-text-tools.jsonl")
    command = ["--seed", "7", "--asap", "--record"]
    assert main(["resend", capture, *command, old]) == 1  # it is not the model that answered then
    shown = capsys.readouterr()
    assert "the built-in simulator" in shown.err or "simulator (no key, no cost)" in shown.err
    assert "Sent 5 of 5" in shown.err
    assert stat.S_IMODE(Path(old).stat().st_mode) == 0o600
    assert main(["resend", old, *command, new]) == 0
    assert "No differences but ids and times." in capsys.readouterr().out
    assert main(["resend", old, *command, newest, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["same"], document["differences"]) == (True, 0)
    assert document["b"]["capture"] == newest
    assert main(["diff", new, newest]) == 0
    assert "sk-must-not" not in Path(new).read_text("utf-8")


def test_the_beta_shape_is_spoken_with_the_simulator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = str(CAPTURES / "openai-beta-audio-out-full-pcm.jsonl")
    target = tmp_path / "a.jsonl"
    assert main(["resend", capture, "--asap", "--record", str(target), "--no-diff"]) == 0
    types = {Event.of(one).type for one in read_capture(target)}
    assert "response.audio.delta" in types
    assert "Sent 3 of 3" in capsys.readouterr().err


def test_a_terminal_signal_ends_it_cleanly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Resend._tell

    def tell(self: Resend, words: str) -> None:
        if "response.done" in words:
            os.kill(os.getpid(), signal.SIGINT)
        send(self, words)

    monkeypatch.setattr(Resend, "_tell", tell)
    target = tmp_path / "a.jsonl"
    capture = str(CAPTURES / "openai-ga-text-tools.jsonl")
    assert main(["resend", capture, "--record", str(target)]) == 130
    shown = capsys.readouterr()
    assert not shown.out
    assert f"recorded in {target}" in shown.err
    assert "client events were not sent" in shown.err
    assert [*read_capture(target)]


@pytest.mark.parametrize(
    ("name", "arguments", "code", "words"),
    [
        ("qwen-livetranslate-text-turn.jsonl", [], 2, "holds no client event"),
        ("openai-ga-text-tools.jsonl", ["--connection", "2"], 2, "connection 2 of it holds"),
        ("openai-ga-text-tools.jsonl", ["--url", "ws://127.0.0.1:9"], 3, "Nobody is listening"),
        ("openai-beta-audio-out-full-pcm.jsonl", ["--provider", "openai"], 2, "beta shape"),
        ("openai-beta-text.console-inspect.log", [], 2, "holds no client event"),
        ("licenses/glm-realtime-sdk.MIT.txt", [], 4, "There is no event to read"),
        ("missing.jsonl", [], 4, "Cannot open"),
        ("openai-ga-text-tools.jsonl", ["--speed", "0"], 2, "a number above 0"),
        ("openai-ga-text-tools.jsonl", ["--asap", "--speed", "2"], 2, "not allowed with"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-must-not-be-used-for-this-123456")
    target = ["--record", str(tmp_path / "a.jsonl")]
    assert main(["resend", str(CAPTURES / name), *target, *arguments]) == code
    assert words in capsys.readouterr().err


def test_what_was_removed_is_said_before_it_is_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    update = {
        "type": "session.update",
        "session": {"type": "realtime", "tools": [
            {"type": "mcp", "server_label": "x", "server_url": "https://x.invalid",
             "authorization": "«redacted»"}]},
    }  # fmt: skip
    capture = tmp_path / "a.jsonl"
    capture.write_text(json.dumps(update, ensure_ascii=False), "utf-8")
    target = str(tmp_path / "b.jsonl")
    main(["resend", str(capture), "--record", target, "--no-diff", "--asap"])
    shown = capsys.readouterr().err
    words = "recorded without its secret at session.tools[0].authorization"
    assert shown.index(words) < shown.index("Sending 1 client events")


def test_keys_in_a_capture_are_sent_but_neither_recorded_nor_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    key = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    text = (CAPTURES / "openai-ga-text-tools.jsonl").read_text("utf-8")
    capture = tmp_path / "a.jsonl"
    capture.write_text(text.replace("It is foggy", f"{key} says that it is foggy"), "utf-8")
    assert main(["resend", str(capture), "--asap", "--seed", "7"]) == 1
    shown = capsys.readouterr()
    assert key not in shown.out + shown.err
    (recorded,) = (tmp_path / "data").rglob("*.jsonl")
    assert stat.S_IMODE(recorded.stat().st_mode) == 0o600
    assert key not in recorded.read_text("utf-8")
    assert f"recorded in {recorded}" in shown.err


def test_audio_that_was_left_out_cannot_be_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left_out = {"$audio": {"bytes": 4800, "ms": 100, "sha256": "0"}}
    event = {"type": "input_audio_buffer.append", "audio": left_out}
    capture = tmp_path / "a.jsonl"
    capture.write_text(json.dumps(event), "utf-8")
    assert main(["resend", str(capture), "--record", str(tmp_path / "b.jsonl")]) == 2
    assert "audio of 1 client events was left out" in capsys.readouterr().err


RECORDED: Final = (
    "azure-ga-spoken-tool-round",
    "azure-ga-transcription-failed",
    "azure-voicelive-text-out",
    "openai-beta-audio-out-full-pcm",
    "openai-ga-error-then-long-text",
    "openai-ga-realtime21-commentary-tools",
    "openai-ga-server-vad-mic",
    "openai-ga-text-tools",
    "openai-ga-webrtc-sideband-text",
    "xai-drop-and-resume",
    "xai-text-tools",
)
"""The real captures that hold both sides."""


@pytest.mark.parametrize("name", RECORDED)
async def test_a_capture_is_sent_to_its_own_server_side_and_comes_back_as_it_was(
    tmp_path: Path, name: str
) -> None:
    capture = CAPTURES / f"{name}.jsonl"
    records = [*read_capture(capture)]
    async with serve_capture(capture, match="strict") as server:
        outcome = await resent(records, server.url, tmp_path / "b.jsonl", Pace(speed=0))
    assert (outcome.problems, outcome.notes) == ([], [])
    assert outcome.sent == outcome.total == len(sent_events(records))
    assert counting(difference(records, outcome)) == []
