"""Drives a program in a real terminal: a private tmux server, conditions instead of sleeps."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LIMIT_S: Final = 20.0
"""Longest wait for a condition."""
POLL_S: Final = 0.05
ESCAPE_DELAY_S: Final = 0.15
"""A key right behind Esc is Alt and that key, to every terminal program."""
PROMPT: Final = "READY>"


def has_tmux() -> bool:
    """Whether tmux is installed."""
    return shutil.which("tmux") is not None


class Terminal:
    """One tmux window with a shell in it."""

    def __init__(self, socket: str, folder: Path) -> None:
        self.folder = folder
        self._socket = socket

    def run(self, *command: str) -> str:
        """Runs a tmux command; returns what it prints."""
        done = subprocess.run(
            ["tmux", "-u", "-L", self._socket, "-f", os.devnull, *command],
            check=True,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
        )
        return done.stdout

    def keys(self, *keys: str) -> None:
        """Presses keys, in tmux's names (`Enter`, `C-q`, `Escape`)."""
        for key in keys:
            self.run("send-keys", key)
            if key == "Escape":
                time.sleep(ESCAPE_DELAY_S)

    def type(self, text: str) -> None:
        """Types text as it is."""
        self.run("send-keys", "-l", "--", text)

    def command(self, line: str) -> None:
        """Types a shell command and Enter."""
        self.type(line)
        self.keys("Enter")

    def click(self, column: int, row: int) -> None:
        """Clicks a cell, both from 1, as a terminal with SGR mouse reports does."""
        self.type(f"\x1b[<0;{column};{row}M")
        self.type(f"\x1b[<0;{column};{row}m")

    def resize(self, width: int, height: int) -> None:
        """Changes the size of the window."""
        self.run("resize-window", "-x", str(width), "-y", str(height))

    def screen(self) -> str:
        """What is on the screen, without styles."""
        return self.run("capture-pane", "-p")

    def styled_screen(self) -> str:
        """What is on the screen, with its escape sequences."""
        return self.run("capture-pane", "-p", "-e")

    def flag(self, name: str) -> str:
        """A format variable of tmux, such as `cursor_flag` or `alternate_on`."""
        return self.run("display-message", "-p", f"#{{{name}}}").strip()

    def wait(self, condition: Callable[[str], bool], what: str, limit_s: float = LIMIT_S) -> str:
        """Waits until the screen fulfils a condition; returns the screen."""
        end = time.monotonic() + limit_s
        while True:
            screen = self.screen()
            if condition(screen):
                return screen
            if time.monotonic() > end:
                raise AssertionError(f"never came: {what}\n{screen}")
            time.sleep(POLL_S)

    def wait_for(self, text: str, limit_s: float = LIMIT_S) -> str:
        """Waits until a text is on the screen."""
        return self.wait(lambda screen: text in screen, repr(text), limit_s)

    def wait_for_prompt(self, limit_s: float = LIMIT_S) -> str:
        """Waits until the shell has the terminal back and its prompt is the last line."""

        def is_back(screen: str) -> bool:
            lines = screen.rstrip().splitlines()
            return bool(lines) and lines[-1].strip() == PROMPT and self.flag("alternate_on") == "0"

        return self.wait(is_back, "the shell's prompt", limit_s)


@contextmanager
def terminal(
    folder: Path, *, width: int = 120, height: int = 40, env: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """A terminal with a bare shell in a folder; everything in it ends with the block."""
    socket = f"rt-{uuid.uuid4().hex[:12]}"
    window = Terminal(socket, folder)
    variables = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PS1": PROMPT, **(env or {})}
    # Not by `-e`: tmux gives the command the PATH of its own client, whatever that says.
    settings = [f"{name}={value}" for name, value in variables.items()]
    try:
        window.run(
            *("new-session", "-d", "-x", str(width), "-y", str(height), "-c", str(folder)),
            *("env", "-u", "TMUX", *settings, "bash", "--norc", "--noprofile"),
        )
        window.run("set-option", "-g", "status", "off")
        window.resize(width, height)
        window.wait_for(PROMPT)
        yield window
    finally:
        subprocess.run(["tmux", "-L", socket, "kill-server"], capture_output=True)
        folder_of_sockets = os.environ.get("TMUX_TMPDIR", "/tmp")  # noqa: S108 - tmux's own place
        Path(folder_of_sockets, f"tmux-{os.getuid()}", socket).unlink(missing_ok=True)
