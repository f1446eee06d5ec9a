"""A Textual app that follows a file in RichLog or Log, as one would write it at first.

`python tail_widgets.py rich-log|log FILE`; the number of lines shown is in the first row.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import Log, RichLog, Static

POLL_S = 1 / 20
SHOWN_CHARS = 150


class TailApp(App[None]):
    """Polls the file twenty times a second and writes what is new."""

    def __init__(self, kind: str, path: str) -> None:
        super().__init__()
        self._pane: RichLog | Log = RichLog() if kind == "rich-log" else Log()
        self._status = Static("tail-app-is-painted")
        self._file: BinaryIO = Path(path).open("rb")  # noqa: SIM115 - open as long as the app
        self._rest = b""
        self._lines = 0

    def compose(self) -> ComposeResult:
        """A count and the log."""
        yield self._status
        yield self._pane

    def on_mount(self) -> None:
        """Start to poll."""
        self.set_interval(POLL_S, self._poll)

    def _poll(self) -> None:
        data = self._file.read()
        if not data:
            return
        *whole, self._rest = (self._rest + data).split(b"\n")
        lines = [line[:SHOWN_CHARS].decode("utf-8", "replace") for line in whole]
        if isinstance(self._pane, RichLog):
            for line in lines:
                self._pane.write(Text(line, no_wrap=True))
        else:
            self._pane.write_lines(lines)
        self._lines += len(lines)
        self._status.update(f"{self._lines} lines")


if __name__ == "__main__":
    TailApp(sys.argv[1], sys.argv[2]).run()
