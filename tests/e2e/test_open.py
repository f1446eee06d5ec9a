"""`open` in a real terminal, on files that grow, are rotated, or cannot be read."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.support.logs import HEADER, line_of
from tests.support.tmux import Terminal, has_tmux, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not has_tmux(), reason="tmux is not installed"),
]

BIN: Final = Path(sys.executable).parent
COMMAND: Final = shutil.which("realtime-inspector", path=f"{BIN}:{os.environ['PATH']}") or ""
FIXTURES: Final = Path(__file__).parent.parent / "fixtures" / "captures"
CODE: Final = "; echo CODE=$?"
WRITER: Final = """
import sys
path, line = sys.argv[1], b""
with open(path, "ab", buffering=0) as file:
    for line in sys.stdin.buffer:
        middle = len(line) // 2
        file.write(line[:middle])
        file.write(line[middle:])
"""
"""Appends what it is given, each line in two halves, as a writer with a small buffer does."""


@contextmanager
def _shell(tmp_path: Path, width: int = 120, height: int = 40) -> Iterator[Terminal]:
    """A shell in the test's folder."""
    variables = {
        "PATH": f"{Path(COMMAND).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "TEXTUAL_THEME": "",
    }
    with terminal(tmp_path, width=width, height=height, env=variables) as window:
        yield window
        assert "Traceback" not in window.screen()


def _code(window: Terminal) -> str:
    """The screen, once the command has ended and its exit code is on it."""
    window.wait(lambda text: bool(re.search(r"^CODE=\d", text, re.MULTILINE)), "the exit code")
    return window.wait_for_prompt()


def _append(path: Path, *lines: bytes) -> None:
    """Has another process append lines."""
    subprocess.run(
        [sys.executable, "-c", WRITER, str(path)], input=b"".join(lines), check=True, timeout=60
    )


def test_a_capture_that_another_process_writes_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + line_of("first.event"))
    with _shell(tmp_path) as window:
        window.command(f"realtime-inspector open --follow c.jsonl{CODE}")
        window.wait_for("first.event")
        _append(path, *(line_of("second.event", n) for n in range(3_000)))
        screen = window.wait_for("3,001 events")
        window.wait_for("following")
        assert "second.event" in screen
        assert "not be read" not in screen
        window.keys("g")
        window.wait_for("first.event")
        _append(path, line_of("third.event"))
        window.wait_for("1 new below")
        path.rename(tmp_path / "c.jsonl.1")
        path.write_bytes(HEADER + line_of("fourth.event"))
        window.wait_for("replaced; event 3003 is the first")
        window.keys("F")
        window.wait_for("fourth.event")
        path.unlink()
        window.wait_for("The file was deleted")
        window.keys("C-q")
        assert "CODE=0" in _code(window)


def test_a_last_line_is_shown_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    delta = "response.output_text.delta"
    path.write_bytes(HEADER + line_of(delta, 1) + line_of(delta, 2))
    with _shell(tmp_path) as window:
        window.command(f"realtime-inspector open --follow c.jsonl{CODE}")
        window.wait_for("2 events")
        line = line_of(delta, 3)
        with path.open("ab", buffering=0) as file:
            file.write(line_of("other") + line[:-9])
            window.wait_for("3 events")
            file.write(line[-9:] + line_of("last"))
        screen = window.wait_for("5 events")
        assert "not be read" not in screen
        window.keys("C-q")
        assert "CODE=0" in _code(window)


def _binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _packed(path: Path) -> None:
    path.write_bytes(gzip.compress(HEADER + line_of("a")))


@pytest.mark.parametrize(
    ("make", "options", "words", "code"),
    [
        (Path.touch, "", "There is nothing in c.jsonl: it is empty.", 4),
        (lambda path: path.write_bytes(b"\n\n"), "", "it is empty.", 4),
        (Path.mkdir, "", "Cannot open c.jsonl: it is a folder.", 4),
        (Path.mkdir, "--follow", "Cannot open c.jsonl: it is a folder.", 4),
        (_loop, "", "Cannot open c.jsonl: too many levels of symbolic links.", 4),
        (_binary, "", "It looks like a binary file.", 4),
        (lambda path: path.write_bytes(b"hello\n"), "", "no event to read in c.jsonl", 4),
        (_packed, "--follow", "Cannot follow c.jsonl", 4),
        (_packed, "--filter 'typ:a'", "Did you mean type:a ?", 2),
    ],
)
def test_what_cannot_be_opened_is_said(
    tmp_path: Path, make: Callable[[Path], object], options: str, words: str, code: int
) -> None:
    make(tmp_path / "c.jsonl")
    with _shell(tmp_path) as window:
        window.command(f"realtime-inspector open c.jsonl {options}{CODE}")
        screen = _code(window)
        assert words in "".join(screen.splitlines())
        assert f"CODE={code}" in screen
        assert "Traceback" not in screen


def test_an_empty_file_that_is_followed_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.touch()
    with _shell(tmp_path) as window:
        window.command(f"realtime-inspector open c.jsonl --follow{CODE}")
        window.wait_for("waiting for the first event")
        with path.open("ab") as file:
            file.write(HEADER + line_of("made.up"))
        window.wait_for("made.up")
        window.keys("C-q")
        assert "CODE=0" in _code(window)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """Also as root: the memory of a process opens, and refuses to be read."""
    if not Path("/proc/self/mem").exists():
        pytest.skip("there is no /proc here")
    with _shell(tmp_path) as window:
        window.command(f"realtime-inspector open /proc/self/mem{CODE}")
        screen = _code(window)
        assert "Cannot open /proc/self/mem: input/output error." in "".join(screen.splitlines())
        assert "CODE=4" in screen


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + line_of("a"))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("nothing is forbidden to this user")
    with _shell(tmp_path) as window:
        window.command(f"realtime-inspector open c.jsonl{CODE}")
        assert "Cannot open c.jsonl: permission denied." in _code(window)


def test_a_capture_is_played_in_a_real_terminal(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "openai-ga-text-tools.jsonl", tmp_path / "talk.jsonl")
    with _shell(tmp_path) as window:
        window.command(f"realtime-inspector open talk.jsonl --play --speed 64{CODE}")
        screen = window.wait_for("The end. Space starts over.")
        assert "64× 50 of 50 · ≈00:01 / ≈00:01" in screen
        assert "#50 ↓ response.done" in window.wait_for("#50 ")
        window.keys(",", ",", "<")
        window.wait_for("‖ 32× 48 of 50")
        window.wait_for("At event 48 of 50")
        window.click(2, 38)  # the first cell of the bar
        window.wait_for("‖ 32× 1 of 50")
        window.keys("Space")
        window.wait_for("The end. Space starts over.")
        window.keys("C-q")
        assert "CODE=0" in _code(window)


def test_a_speed_that_cannot_be_is_refused(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "openai-ga-text-tools.jsonl", tmp_path / "talk.jsonl")
    with _shell(tmp_path) as window:
        window.command(f"realtime-inspector open talk.jsonl --play --speed 0{CODE}")
        screen = _code(window)
        assert "cannot be played; the speed is from 0.25 to 64" in "".join(screen.splitlines())
        assert "CODE=2" in screen


def test_keys_that_come_in_one_read_reach_the_widgets_they_are_for(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "openai-ga-server-vad-mic.jsonl", tmp_path / "talk.jsonl")
    with _shell(tmp_path) as window:
        window.command("realtime-inspector open talk.jsonl")
        window.wait_for("session.created")
        window.keys("/", "item_added", "Enter", "n", "n", "f", "type:resp*", "Enter", "G")
        screen = window.wait_for("#124 ↓ response.done")
        assert re.search(r"/ item_added +│", screen)
        assert re.search(r"f type:resp\* +51 of 124", screen)
