"""`realtime-inspector serve` as a process, and the pytest fixture as other people use it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.integration.test_serve import SHORT
from tests.support.events import received, user_message
from tests.support.serving import write_capture
from websockets.sync.client import ClientConnection, connect

from realtime_inspector.cli.main import main
from realtime_inspector.testing import CaptureMismatch, serve_capture_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
HELLO: Final = {"type": "conversation.item.create", "item": user_message("hello")}
CREATE: Final = {"type": "response.create"}
USER_TEST: Final = """
import json

import pytest
from websockets.sync.client import connect

pytest_plugins = ["realtime_inspector.pytest_plugin"]


@pytest.mark.parametrize("text", ["hello", "hi"])
def test_mine(realtime_capture, text):
    api = realtime_capture("good.jsonl")
    item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}
    with connect(api.url) as socket:
        socket.send(json.dumps({"type": "conversation.item.create", "item": item}))
        socket.send(json.dumps({"type": "response.create"}))
        while json.loads(socket.recv(timeout=5))["type"] != "response.done":
            pass
    assert api.received("response.done")
"""


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    return write_capture(tmp_path / "good.jsonl", SHORT)


@contextmanager
def serving(path: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The command on a free port; gives its URL when it has said all."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "realtime_inspector", "serve", str(path), *options]
    with subprocess.Popen(
        [*command, "--listen", "127.0.0.1:0"], env=environ, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        guide = process.stdout.readline()
        while "Ctrl+C stops it." not in guide:
            guide += process.stdout.readline()
        assert "It holds 1 connection." in guide
        found = re.search(r"is served at (ws\S+)", guide)
        assert found is not None
        try:
            yield found.group(1), process
        finally:
            if process.poll() is None:
                process.kill()


def say(socket: ClientConnection, *events: dict[str, Any]) -> None:
    """Sends events and reads up to the end of the response."""
    for event in events:
        socket.send(json.dumps(event))
    while json.loads(socket.recv(timeout=10))["type"] != "response.done":
        pass


@pytest.mark.parametrize(("text", "code"), [("hello", 0), ("hi", 1)])
def test_once_ends_by_itself_and_the_exit_code_tells(capture: Path, text: str, code: int) -> None:
    with serving(capture, "--match", "strict", "--once") as (url, process):
        with connect(url) as socket:
            say(socket, {**HELLO, "item": user_message(text)}, CREATE)
        _, err = process.communicate(timeout=30)
    assert process.returncode == code
    lines = err.splitlines()
    assert lines[0] == "Connection 1 holds no times: it is sent without delay."
    assert lines[1].startswith("Connection 1: 4 of 4 server events sent, 2 of 2 client events")
    difference = '    ~ .item.content[0].text: recorded "hello", sent "hi"'
    assert lines[2:] == ([] if code == 0 else ["  event 2, conversation.item.create:", difference])


def test_every_client_gets_the_only_connection_until_it_is_stopped(capture: Path) -> None:
    with serving(capture, "--speed", "0") as (url, process):
        for text in ("a", "b"):
            with connect(url) as socket:
                say(socket, {**HELLO, "item": user_message(text)}, CREATE)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert err.count("2 of 2 client events matched, no difference.") == 2


def test_a_client_that_is_still_there_at_the_end_is_reported(capture: Path) -> None:
    with serving(capture) as (url, process), connect(url) as socket:
        socket.send(json.dumps(HELLO))
        while json.loads(socket.recv(timeout=10))["type"] != "conversation.item.added":
            pass
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "event 4, response.create: recorded, but not sent" in err


def test_nobody_came(capture: Path) -> None:
    with serving(capture) as (_, process):
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err.splitlines()[-1]) == (0, "No client came.")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["missing.jsonl"], 4, "Cannot open missing.jsonl"),
        ([], 2, "CAPTURE"),
        (["GOOD", "--connection", "7"], 2, "no connection 7"),
        (["GOOD", "--connection", "0"], 2, "count from 1"),
        (["GOOD", "--speed", "-1"], 2, "expected a number such as 2, or 0"),
        (["GOOD", "--quiet", "nan"], 2, "expected seconds such as 1.5"),
        (["GOOD", "--match", "loose"], 2, "invalid choice"),
        (["GOOD", "--listen", "192.0.2.1:1"], 3, "Cannot listen on 192.0.2.1:1"),
    ],
)
def test_mistakes_are_told(
    arguments: list[str], code: int, words: str, capture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(capture) if one == "GOOD" else one for one in arguments]
    assert main(["serve", *given]) == code
    assert words in capsys.readouterr().err


def test_a_server_without_asyncio(capture: Path) -> None:
    with serve_capture_in_thread(capture) as api, connect(api.url) as socket:
        say(socket, HELLO, CREATE)
    assert [report.is_same for report in api.reports] == [True]
    with pytest.raises(CaptureMismatch, match="no client came"), serve_capture_in_thread(capture):
        pass
    with pytest.raises(FileNotFoundError), serve_capture_in_thread(capture):
        raise FileNotFoundError


def test_what_cannot_be_served_is_told_where_it_is_asked_for(tmp_path: Path) -> None:
    from realtime_inspector.core.errors import UnreadableCapture, UsageError

    with pytest.raises(UnreadableCapture), serve_capture_in_thread(tmp_path / "missing"):
        pass
    path = write_capture(tmp_path / "one.jsonl", [received("session.created")])
    with pytest.raises(UsageError), serve_capture_in_thread(path, connection=2):
        pass


def test_the_fixture_fails_the_test_that_differs(capture: Path) -> None:
    (capture.parent / "test_mine.py").write_text(USER_TEST)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mine.py"]
    done = subprocess.run(command, cwd=capture.parent, capture_output=True, text=True)
    assert "2 passed, 1 error" in done.stdout, done.stdout
    assert '~ .item.content[0].text: recorded "hello", sent "hi"' in done.stdout


def test_the_example_of_the_readme_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code block under the heading on `serve`, run as it stands."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Serve a capture")[2].partition("\n## ")[0]
    code = section.partition("```python\n")[2].partition("```")[0]
    assert "realtime_capture" in code
    (tmp_path / "tests").mkdir()
    write_capture(tmp_path / "tests" / "good-session.jsonl", SHORT)
    (tmp_path / "my_app.py").write_text(APP)
    (tmp_path / "test_readme.py").write_text(
        f'pytest_plugins = ["realtime_inspector.pytest_plugin"]\n{code}'
    )
    monkeypatch.chdir(tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_readme.py"]
    environ = {**os.environ, "PYTHONPATH": f"{tmp_path}"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


APP: Final = """
import json

from websockets.sync.client import connect


def run(base_url):
    item = {"type": "message", "role": "user",
            "content": [{"type": "input_text", "text": "hello"}]}
    with connect(base_url.replace("http", "ws", 1) + "/realtime") as socket:
        socket.send(json.dumps({"type": "conversation.item.create", "item": item}))
        socket.send(json.dumps({"type": "response.create"}))
        while json.loads(socket.recv(timeout=5))["type"] != "response.done":
            pass
"""
