from __future__ import annotations

import json
import os
import pkgutil
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.machine import forget_settings

from realtime_inspector import __version__
from realtime_inspector.cli import columns, commands, listening, options, output, wrapping
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.commands import COMMANDS, paths, simulate
from realtime_inspector.cli.main import main
from realtime_inspector.core.errors import ConnectionFailed

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from realtime_inspector.config.settings import Settings

CAPTURE: Final = "tests/fixtures/captures/openai-ga-text-tools.jsonl"
KEY: Final = "sk-test-0123456789"
ROOT: Final = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A home of its own for each test, and the width of its terminal."""
    forget_settings(monkeypatch)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.chdir(tmp_path)


class Screen:
    """Stands for the screen: remembers how it was opened."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    @property
    def settings(self) -> Settings:
        settings: Settings = self.calls[-1][-1]
        return settings


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A usable terminal, and a screen that ends at once."""
    opened = Screen()
    app = ModuleType("realtime_inspector.ui.app")

    def run_live(settings: Settings, tell: Callable[[str], None]) -> int:
        opened.calls.append((settings,))
        return 0

    def run_capture(
        path: str,
        settings: Settings,
        *,
        filter_text: str = "",
        is_growing: bool = False,
        **playing: Any,
    ) -> int:
        opened.calls.append((path, filter_text, is_growing, playing, settings))
        return 0

    vars(app).update(run_live=run_live, run_capture=run_capture)
    monkeypatch.setitem(sys.modules, app.__name__, app)
    monkeypatch.setattr(options, "terminal_problem", lambda _environ: "")
    return opened


def run_process(
    *arguments: str, env: dict[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **(env or {})}
    command = [sys.executable, "-m", "realtime_inspector", *arguments]
    return subprocess.run(command, env=environ, input=stdin, capture_output=True, timeout=60)


# The parser


def test_every_command_module_is_listed() -> None:
    modules = {one.name.rstrip("_") for one in pkgutil.iter_modules(commands.__path__)}
    assert modules == {one.name for one in COMMANDS}
    assert all(one.help for one in COMMANDS)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"realtime-inspector {__version__}\n"


def test_help_lists_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {one.name} " in out for one in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_help_of_commands(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command.name, "--help"]) == 0
    assert f"realtime-inspector {command.name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["evnts"], ["There is no command 'evnts'.", "Did you mean events?"]),
        (["zzzz"], [f"There are: {', '.join(one.name for one in COMMANDS)}."]),
        (["--nonsense"], ["unrecognized arguments: --nonsense", "live --help"]),
        (["--lang", "ja", "open", "x"], ["comes first", "realtime-inspector open …"]),
        (["--prov", "xai"], ["unrecognized arguments"]),
        (["--provider", "nobody"], ["argument --provider: invalid choice: 'nobody'"]),
        (["--record", "x", "--no-record"], ["not allowed with argument"]),
        (["-H", "no colon"], ["argument -H: expected a header such as 'Name: value'"]),
        (["-H", f"A: {KEY}\nB: c"], ["cannot hold control characters"]),
        (["--call-id", "a&b"], ["expected an id such as rtc_"]),
        (["--tools", "missing.py"], ["--tools: there is no file missing.py."]),
        (["--url", "nowhere"], ["--url: expected an address such as wss://"]),
        (["--provider", "openai"], ["OPENAI_API_KEY is not set, and provider openai needs it."]),
        (["open"], ["the following arguments are required: CAPTURE"]),
        (["open", "-"], ["needs the keyboard"]),
        (["simulate", "--listen", "8765"], ["expected HOST:PORT such as 127.0.0.1:8765"]),
        (["simulate", "--latency", "-1"], ["expected milliseconds such as 60"]),
        (["events", "foo"], ["There is no event 'foo' in the guide."]),
        (["events", "response.creat"], []),
        (["export", "x", "--format", "docx"], ["invalid choice: 'docx'"]),
        (["export", "x", "-o", "x.docx"], ["The name x.docx does not tell the format."]),
    ],
)
def test_usage_errors(
    arguments: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(arguments)
    found = capsys.readouterr()
    assert (code, found.out == "") == ((2, True) if words else (0, False))
    assert all(word in found.err for word in words)
    assert "Traceback" not in found.err
    assert KEY not in found.err


def test_a_file_is_recognised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").touch()
    assert main(["a.jsonl"]) == 2
    assert "To inspect that file: realtime-inspector open a.jsonl" in capsys.readouterr().err


# live and open


def test_live_is_the_default(screen: Screen) -> None:
    assert main([]) == 0
    assert screen.settings.connect.provider == "simulator"


def test_options_of_live_without_the_word(screen: Screen) -> None:
    arguments = [
        "--url", "ws://127.0.0.1:1", "--model", "m", "-H", "A: b", "--header", "C:d:e",
        "--instructions", "i", "--output", "audio", "--voice", "v", "--no-auto-response",
        "--call-id", "rtc_1", "--lang", "ja", "--theme", "nord", "--seed", "3",
    ]  # fmt: skip
    assert main(arguments) == 0
    assert main(["live", *arguments]) == 0
    assert screen.calls[0] == screen.calls[1]
    connect = screen.settings.connect
    assert connect.url == "ws://127.0.0.1:1"
    assert connect.headers == {"A": "b", "C": "d:e"}
    assert (connect.output, connect.voice, connect.instructions) == ("audio", "v", "i")
    assert (connect.auto_response, connect.call_id, connect.seed) == (False, "rtc_1", 3)
    assert (screen.settings.ui.lang, screen.settings.ui.theme) == ("ja", "nord")


def test_where_to_record(
    screen: Screen, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "realtime-inspector.toml").write_text("[record]\nenabled = false\n")
    assert main([]) == 0
    assert not screen.settings.record.enabled
    assert main(["--record", "new.jsonl"]) == 0
    assert (screen.settings.record.enabled, screen.settings.record.path) == (True, "new.jsonl")
    (tmp_path / "new.jsonl").touch()
    assert main(["--record", "new.jsonl"]) == 2
    assert "never overwritten" in capsys.readouterr().err
    assert main(["--no-record"]) == 0
    assert not screen.settings.record.enabled


def test_warnings_go_to_stderr(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert main(["--url", "ws://h"]) == 0
    found = capsys.readouterr()
    assert found.out == ""
    assert found.err == (
        "realtime-inspector: warning: OPENAI_API_KEY is not sent to ws://h: "
        "add --provider openai to send it.\n"
    )
    assert screen.settings.connect.key == ""


def test_open(screen: Screen) -> None:
    capture = str(ROOT / CAPTURE)
    assert main(["open", capture]) == 0
    assert screen.calls[-1][:3] == (capture, "", False)
    assert main(["open", "--follow", capture]) == 0
    assert screen.calls[-1][:3] == (capture, "", True)
    assert main(["open", capture, "--filter", "type:response.* err"]) == 0
    assert screen.calls[-1][:2] == (capture, "type:response.* err")


def test_open_and_play(screen: Screen) -> None:
    capture = str(ROOT / CAPTURE)
    assert main(["open", capture]) == 0
    assert screen.calls[-1][3] == {"is_played": False, "speed": 1.0}
    assert main(["open", capture, "--play", "--speed", "2x", "--longest-gap", "0"]) == 0
    assert screen.calls[-1][3] == {"is_played": True, "speed": 2.0}
    assert screen.settings.ui.longest_gap_s == 0


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--speed", "0", "'0' cannot be played; the speed is from 0.25 to 64"),
        ("--speed", "65", "the speed is from 0.25 to 64"),
        ("--speed", "nan", "the speed is from 0.25 to 64"),
        ("--speed", "fast", "'fast' is not a speed; write a number such as 2"),
        ("--longest-gap", "-1", "'-1': expected a number of seconds, 0 or more"),
        ("--longest-gap", "soon", "'soon': expected a number of seconds, 0 or more"),
        ("--longest-gap", "inf", "'inf': expected a number of seconds, 0 or more"),
    ],
)
def test_open_with_a_wrong_speed_or_gap(
    screen: Screen, option: str, value: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["open", str(ROOT / CAPTURE), "--play", option, value]) == 2
    assert words in capsys.readouterr().err
    assert screen.calls == []


def test_open_with_a_wrong_filter(screen: Screen, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open", str(ROOT / CAPTURE), "--filter", "(type:x"]) == 2
    assert capsys.readouterr().err.startswith("realtime-inspector: ")
    assert screen.calls == []


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing", "Cannot open missing: no such file or directory."), (".", "it is a folder.")],
)
def test_open_what_is_not_there(
    screen: Screen, name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["open", name]) == 4
    assert words in capsys.readouterr().err
    assert screen.calls == []


@pytest.mark.parametrize("arguments", [[], ["live"], ["open", str(ROOT / CAPTURE)]])
def test_no_screen_without_a_terminal(arguments: list[str]) -> None:
    done = run_process(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"needs a full-screen terminal, but standard input is not a terminal." in done.stderr
    assert b"export, simulate" in done.stderr


class Stream:
    closed = False

    def __init__(self, is_terminal: bool) -> None:
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


@pytest.mark.parametrize(
    ("terminals", "term", "problem"),
    [
        ((True, True, True), "xterm", ""),
        ((True, False, True), "xterm", "standard output is not a terminal"),
        ((True, True, False), "xterm", "standard error is not a terminal"),
        ((True, True, True), "dumb", "TERM=dumb cannot show it"),
        ((True, True, True), "", "TERM is not set"),
    ],
)
def test_terminal_problem(
    terminals: Sequence[bool], term: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, is_terminal in zip(("stdin", "stdout", "stderr"), terminals, strict=True):
        monkeypatch.setattr(sys, name, Stream(is_terminal))
    assert options.terminal_problem({"TERM": term}) == problem


# What goes wrong while a command runs


def replaced(monkeypatch: pytest.MonkeyPatch, run: Callable[[Namespace], int]) -> None:
    """Make `paths` do something else."""
    command = Command("paths", "test", paths.configure, run)
    monkeypatch.setattr("realtime_inspector.cli.main.COMMANDS", (command,))


def raising(error: BaseException) -> Callable[[Namespace], int]:
    def run(_arguments: Namespace) -> int:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (ConnectionFailed("No way.", "Go round."), 3, "realtime-inspector: No way.\n  Go round.\n"),
        (ConnectionFailed("a\x1b[2Jb"), 3, "realtime-inspector: a␛[2Jb\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_errors(
    error: BaseException,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("realtime_inspector.cli.output.abandon_stdout", lambda: None)
    replaced(monkeypatch, raising(error))
    assert main(["paths"]) == code
    assert capsys.readouterr() == ("", words)


def test_an_error_nobody_foresaw(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "plain-words-as-a-key")
    replaced(monkeypatch, raising(RuntimeError(f"with {KEY} and plain-words-as-a-key in it")))
    assert main(["paths"]) == 1
    report = next((tmp_path / "home/.local/state/realtime-inspector").iterdir())
    found = capsys.readouterr()
    assert found.out == ""
    assert found.err == (
        "realtime-inspector: Sorry, something went wrong in this program (RuntimeError). "
        f"The details are in {report}.\n"
    )
    text = report.read_text()
    assert "RuntimeError: with «redacted» and «redacted» in it" in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_the_traceback_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REALTIME_INSPECTOR_DEBUG", "1")
    replaced(monkeypatch, raising(RuntimeError("x")))
    with pytest.raises(RuntimeError):
        main(["paths"])


def test_a_reader_that_leaves_is_no_error() -> None:
    script = (
        f'"{sys.executable}" -m realtime_inspector events | head -n 1; echo "${{PIPESTATUS[0]}}"'
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(["bash", "-c", script], env=environ, capture_output=True, timeout=60)
    assert done.stdout.endswith(b"\n0\n")
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk() -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "realtime_inspector", "paths"],
            env=environ, stdout=full, stderr=subprocess.PIPE, timeout=60,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == (
        b"realtime-inspector: Cannot write to standard output: no space left on device.\n"
    )


def test_a_terminal_without_our_characters() -> None:
    done = run_process("events", "response.create", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert b"\\u2191 sent by the client" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "forbidden"),
    [
        (["--help"], {"textual", "rich", "websockets", "asyncio", "dotenv"}),
        (["--version"], {"textual", "rich", "websockets", "asyncio", "dotenv"}),
        (["live", "--help"], {"textual", "rich", "websockets", "asyncio"}),
        (["events", "response.create"], {"textual", "rich", "websockets"}),
        (["paths"], {"textual", "rich", "websockets"}),
        (["export", str(ROOT / CAPTURE)], {"textual", "rich", "websockets"}),
        (["filter", str(ROOT / CAPTURE), "err"], {"textual", "rich", "websockets"}),
        (
            ["filter", str(ROOT / CAPTURE), "err", "--format", "table"],
            {"textual", "rich", "websockets"},
        ),
        (["stats", str(ROOT / CAPTURE)], {"textual", "rich", "websockets"}),
        (["open", "missing"], {"textual", "rich", "websockets"}),
        (["simulate", "--listen", "192.0.2.1:1"], {"textual", "rich"}),
        (["serve", str(ROOT / CAPTURE), "--listen", "192.0.2.1:1"], {"textual", "rich"}),
    ],
)
def test_what_a_command_loads(arguments: list[str], forbidden: set[str]) -> None:
    script = (
        "import sys; from realtime_inspector.cli.main import main; main(sys.argv[1:]); "
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=environ, capture_output=True, timeout=60
    )
    assert done.returncode == 0
    loaded = set(done.stderr.decode().splitlines()[-1].split())
    assert "realtime_inspector" in loaded
    assert loaded & forbidden == set()


# paths, events, simulate


def test_paths(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / ".env").touch()
    home = tmp_path / "home"
    assert main(["paths"]) == 0
    assert capsys.readouterr().out == (
        f"user settings     {home}/.config/realtime-inspector/config.toml  (does not exist)\n"
        f"project settings  {tmp_path}/realtime-inspector.toml  (does not exist)\n"
        f".env              {tmp_path}/.env\n"
        f"captures          {home}/.local/share/realtime-inspector/captures  (does not exist)\n"
        f"crash reports     {home}/.local/state/realtime-inspector  (does not exist)\n"
    )


def test_events_by_beta_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "response.text.delta"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "response.text.delta",
        "beta name of response.output_text.delta",
        "↓ sent by the server",
        "",
    ]
    assert {"Cause", "Next", "Careful"} <= set(lines)


def test_events_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "--lang", "ja", "response.create"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "↑ クライアントが送信"
    assert all(columns.cells(line) <= 80 for line in lines)


def test_events_tell_fields_findings_and_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "response.cancel"]) == 0
    said = capsys.readouterr().out
    assert "  response_id  Which response to stop" in said
    assert "  RT064  " in said
    assert "https://developers.openai.com/api/docs/guides/realtime-conversations" in said


def test_events_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "--json", "response.text.delta"]) == 0
    (event,) = json.loads(capsys.readouterr().out)
    assert event["type"] == "response.output_text.delta"
    assert set(event["fields"]) >= {"response_id", "item_id", "delta"}


@pytest.mark.parametrize(
    ("asked", "hint"),
    [("rt003", "lint --explain RT003"), ("response.cancelled", "status is cancelled")],
)
def test_events_that_do_not_exist(
    asked: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["events", asked]) == 2
    assert hint in capsys.readouterr().err


def test_all_events(capsys: pytest.CaptureFixture[str]) -> None:
    from realtime_inspector.guide import GUIDE

    assert main(["events"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(GUIDE) + 2
    assert all(len(line) <= 80 for line in lines)


def test_wrapping_keeps_words_and_closing_marks() -> None:
    lines = wrapping._wrapped_wide("「response.create」を送ります。次です。", 12)
    assert "".join(lines) == "「response.create」を送ります。次です。"
    assert any("response.create" in line for line in lines)
    assert not any(line.startswith(("」", "。")) for line in lines)


@pytest.mark.parametrize(
    ("line", "width", "expected"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
    ],
)
def test_cut(line: str, width: int, expected: str) -> None:
    assert columns.cut(line, width) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1:8765", ("127.0.0.1", 8765)),
        ("[::1]:0", ("::1", 0)),
        (":80", ("127.0.0.1", 80)),
    ],
)
def test_address(text: str, expected: tuple[str, int]) -> None:
    assert listening.address(text) == expected


def test_simulate_where_one_cannot_listen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--listen", "192.0.2.1:1"]) == 3
    found = capsys.readouterr()
    assert found.err.startswith("realtime-inspector: Cannot listen on 192.0.2.1:1: ")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_simulate_says_where_it_is_and_stops_cleanly(name: str) -> None:
    import signal

    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "realtime_inspector", "simulate", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(
        [*command, "--require-key", KEY], env=environ, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        first = process.stdout.readline().decode()
        process.send_signal(getattr(signal, name))
        out = process.stdout.read()
        err = process.stderr.read() if process.stderr else b""
        process.wait(timeout=30)
    assert first.startswith("The simulator serves the Realtime API at ws://127.0.0.1:")
    assert "OPENAI_BASE_URL=http://127.0.0.1:" in out.decode()
    assert KEY not in out.decode()
    assert process.returncode == 0
    assert err == b"The simulator has stopped.\n"


def test_how_to_reach_the_simulator() -> None:
    from realtime_inspector.simulator.settings import SimulatorSettings

    url = "ws://127.0.0.1:8765/v1/realtime"
    assert simulate.guide(url, SimulatorSettings()) == (
        "The simulator serves the Realtime API at ws://127.0.0.1:8765/v1/realtime\n"
        "Point a client at it (any key will do):\n"
        "\n"
        "  environment      OPENAI_BASE_URL=http://127.0.0.1:8765/v1 OPENAI_API_KEY=any\n"
        '  openai (Python)  AsyncOpenAI(base_url="http://127.0.0.1:8765/v1", api_key="any")'
        '.realtime.connect(model="gpt-realtime-2.1")\n'
        f'  Agents (JS)      new OpenAIRealtimeWebSocket({{ url: "{url}" }})\n'
        f'  Agents (Python)  RealtimeRunner(agent).run(model_config={{"url": "{url}", '
        '"api_key": "any"})\n'
        f'  Pipecat          OpenAIRealtimeLLMService(api_key="any", base_url="{url}")\n'
        "  LiveKit          openai.realtime.RealtimeModel("
        'base_url="http://127.0.0.1:8765/v1", api_key="any")\n'
        f"  this program     realtime-inspector --url {url}\n"
        "  client secrets   POST http://127.0.0.1:8765/v1/realtime/client_secrets\n"
        "\n"
        "Ctrl+C stops it."
    )
    locked = simulate.guide(url, SimulatorSettings(require_key=KEY))
    assert KEY not in locked
    assert "-H 'Authorization: Bearer YOUR_KEY'" in locked


def test_progress_is_for_watchers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "_REPORT_EVERY", 2)
    assert list(output.counted("abc", "letters")) == ["a", "b", "c"]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(output.counted("abc", "letters")) == ["a", "b", "c"]
    assert capsys.readouterr().err == "\r2 letters …\r\x1b[K"
