"""The installed command in a real terminal: starting, answering, resizing, leaving."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.tmux import Terminal, has_tmux, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not has_tmux(), reason="tmux is not installed"),
]

BIN: Final = Path(sys.executable).parent
COMMAND: Final = shutil.which("realtime-inspector", path=f"{BIN}:{os.environ['PATH']}") or ""
CAPTURES: Final = Path(__file__).parent.parent / "fixtures" / "captures"
STORY: Final = "Tell me a long story"
CODE: Final = "; echo CODE=$?"


@contextmanager
def _shell(tmp_path: Path, width: int = 120, height: int = 40, **env: str) -> Iterator[Terminal]:
    """A shell in an empty folder that knows the command and no key."""
    work, data = tmp_path / "work", tmp_path / "data"
    work.mkdir()
    variables = {
        "PATH": f"{Path(COMMAND).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(data),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "OPENAI_API_KEY": "",
        "TEXTUAL_THEME": "",
        **env,
    }
    with terminal(work, width=width, height=height, env=variables) as window:
        yield window
        assert "Traceback" not in window.screen()


def _recording(tmp_path: Path) -> list[dict[str, Any]]:
    (path,) = (tmp_path / "data").rglob("*.jsonl")
    assert path.stat().st_mode & 0o777 == 0o600
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _start(window: Terminal, arguments: str = "") -> None:
    window.command(f"stty -a > before; realtime-inspector {arguments}{CODE}")
    window.wait_for("session.updated")


def _code(window: Terminal) -> str:
    """The screen, once the command has ended and its exit code is on it."""
    window.wait(lambda text: bool(re.search(r"^CODE=\d", text, re.MULTILINE)), "the exit code")
    return window.wait_for_prompt()


def _assert_restored(window: Terminal, code: int = 0) -> str:
    """The shell has the terminal as it was before."""
    screen = _code(window)
    assert f"CODE={code}" in screen
    assert "Traceback" not in screen
    for name, value in {"alternate_on": "0", "cursor_flag": "1", "mouse_any_flag": "0"}.items():
        assert window.flag(name) == value, name
    window.command("stty -a | diff - before && echo SANE")
    window.wait_for("\nSANE")
    return screen


def _child(window: Terminal) -> int:
    """Process id of what runs in the window's shell."""
    shell = window.flag("pane_pid")
    done = subprocess.run(["pgrep", "-P", shell], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[0])


def test_a_question_in_japanese_is_answered_and_recorded(tmp_path: Path) -> None:
    with _shell(tmp_path, 180, 46) as window:
        _start(window)
        window.type("東京の天気は?")
        window.keys("Enter")
        window.wait(lambda text: text.count("東京はとても良い天気です") >= 3, "the answer")
        window.wait(lambda text: text.count("✔ completed") >= 2, "the end of both responses")
        screen = window.wait_for("Conversation · 4")
        assert "getCurrentWeather" in screen
        assert "simulator" in screen
        assert {len(_cells(line)) for line in screen.splitlines()[1:45]} == {180}
        window.keys("C-q")
        _assert_restored(window)
    records = _recording(tmp_path)
    assert "realtime_capture" in records[0]
    types = [one["event"]["type"] for one in records[1:] if "event" in one]
    assert types[:3] == ["session.created", "session.update", "session.updated"]
    assert types.count("response.create") == 2
    assert types.count("response.done") == 2
    calls = [one["event"] for one in records if "event" in one]
    output = next(one for one in calls if one.get("item", {}).get("output"))
    assert "東京" in output["item"]["output"]
    assert calls[-1]["type"] in {"response.done", "rate_limits.updated"}
    assert records[-1]["notice"]["code"] == 1000


def _cells(line: str) -> str:
    from unicodedata import east_asian_width

    return "".join("xx" if east_asian_width(one) in "WF" else "x" for one in line.rstrip())


def test_ctrl_q_while_an_answer_streams(tmp_path: Path) -> None:
    with _shell(tmp_path) as window:
        _start(window)
        window.command(STORY)
        window.wait_for("output_text.delta ×")
        window.keys("C-q")
        _assert_restored(window)
    records = _recording(tmp_path)
    assert records[-1]["notice"] | {"by": "client", "code": 1000} == records[-1]["notice"]
    assert [one for one in records if "delta" in one.get("event", {})]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_end_the_session_in_order(tmp_path: Path, number: signal.Signals) -> None:
    with _shell(tmp_path) as window:
        _start(window)
        window.command(STORY)
        window.wait_for("output_text.delta ×")
        os.kill(_child(window), number)
        window.wait(lambda _: window.flag("alternate_on") == "0", "the end")
        window.wait_for("CODE=")
    assert _recording(tmp_path)[-1]["notice"]["code"] == 1000


@pytest.mark.parametrize("line", ["exit", "/exit"])
def test_exit_leaves(tmp_path: Path, line: str) -> None:
    with _shell(tmp_path) as window:
        _start(window)
        window.command(line)
        _assert_restored(window)


def test_resizing_while_an_answer_streams(tmp_path: Path) -> None:
    with _shell(tmp_path) as window:
        _start(window)
        window.command(STORY)
        window.wait_for("output_text.delta ×")
        for width, height in ((60, 20), (180, 46), (40, 10), (10, 4), (120, 40)):
            window.resize(width, height)
        window.wait_for("Coach")
        window.wait_for("they are still streaming today.")
        window.keys("C-q")
        _assert_restored(window)


@pytest.mark.parametrize("size", [(180, 46), (80, 24), (60, 20), (40, 10)], ids=str)
def test_every_size_is_usable(tmp_path: Path, size: tuple[int, int]) -> None:
    with _shell(tmp_path, *size) as window:
        window.command(f"realtime-inspector{CODE}")
        window.wait_for("Enter sends")
        window.command("Hello")
        window.wait(lambda text: "simulat" in text.replace("simulator  ", "", 1), "the answer")
        window.keys("Escape", "k", "z", "z", "?", "Escape")
        window.wait_for("↓ ")
        window.keys("C-q")
        assert "CODE=0" in _code(window)


def test_what_is_typed_right_after_i_is_text(tmp_path: Path) -> None:
    with _shell(tmp_path) as window:
        _start(window)
        window.keys("Escape")
        window.type("irxA hello")
        window.wait_for("│rxA hello", 5)
        window.keys("Escape")
        window.type("/created")
        window.wait_for("1 hits")
        window.keys("C-q")
        _assert_restored(window)


def test_the_mouse_and_the_search(tmp_path: Path) -> None:
    with _shell(tmp_path) as window:
        window.command(f"realtime-inspector open {CAPTURES / 'xai-text-tools.jsonl'}{CODE}")
        screen = window.wait_for("#1 ↓ ")
        row = next(n for n, line in enumerate(screen.splitlines(), 1) if " 5 " in line)
        column = screen.splitlines()[row - 1].index(" 5 ")
        window.click(column + 12, row)
        window.wait_for("#5 ")
        window.keys("/")
        window.wait_for("n and N go on")
        window.type("response.done")
        window.keys("Enter")
        window.wait_for("hits")
        window.keys("C-q")
        assert "CODE=0" in _code(window)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("realtime-inspector | cat", "standard output is not a terminal"),
        ("realtime-inspector < /dev/null", "standard input is not a terminal"),
        ("TERM=dumb realtime-inspector", "TERM=dumb"),
        ("realtime-inspector --provider openai", "OPENAI_API_KEY is not set"),
        ("realtime-inspector open nowhere.jsonl", "nowhere.jsonl"),
        ("realtime-inspector --tools none.py", "none.py"),
    ],
)
def test_what_cannot_work_is_said(tmp_path: Path, line: str, words: str) -> None:
    with _shell(tmp_path) as window:
        window.command(f"set -o pipefail; {line}{CODE}")
        screen = _code(window)
        assert words in "".join(screen.splitlines()) or words in screen
        assert "Traceback" not in screen
        assert "CODE=2" in screen or "CODE=4" in screen


def test_a_simulator_that_dies_and_comes_back(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def simulate() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [COMMAND, "simulate", "--listen", f"127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    server = simulate()
    try:
        with _shell(tmp_path) as window:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                window.wait(lambda _: True, "a moment")
            _start(window, f"--url ws://127.0.0.1:{port}/v1/realtime")
            window.command(STORY)
            window.wait_for("output_text.delta ×")
            server.kill()
            server.wait()
            window.wait_for("The connection is closed")
            window.keys("Escape", "k", "k")
            server = simulate()

            def is_back(text: str) -> bool:
                if "✖" in text.splitlines()[0]:
                    window.keys("C-r")
                return "connected" in text.splitlines()[0].replace("disconnected", "")

            window.wait(is_back, "the connection")
            window.keys("i")
            window.wait(lambda text: "Search" not in text, "the input line")
            window.command("Hello again")
            window.wait(lambda text: "Hello again" in text, "the message")
            window.keys("C-q")
            _assert_restored(window)
    finally:
        server.kill()
        server.wait()


def test_colours_off_is_heeded(tmp_path: Path) -> None:
    with _shell(tmp_path, NO_COLOR="1") as window:
        _start(window)
        styled = window.styled_screen()
        assert "session.created" in styled
        codes = {one for part in styled.split("\x1b[38;2;")[1:] for one in [part.split("m")[0]]}
        assert all(len(set(code.split(";")[:3])) == 1 for code in codes), codes
        window.keys("C-q")
        _assert_restored(window)
