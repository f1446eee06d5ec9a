"""A Textual app that shows the event of one line as most would: rich's Syntax in a Static.

`python syntax.py FILE LINE`, lines from 0; the key j shows it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rich.syntax import Syntax
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static


class SyntaxApp(App[None]):
    """One pane."""

    BINDINGS = [("j", "show_event", "Show")]  # noqa: RUF012 - as Textual declares them

    def __init__(self, line: bytes) -> None:
        super().__init__()
        self._line = line

    def compose(self) -> ComposeResult:
        """Yield it."""
        yield VerticalScroll(Static("syntax-app-is-painted"))

    async def action_show_event(self) -> None:
        """Parse, indent, highlight."""
        event = json.loads(self._line)["event"]
        text = json.dumps(event, indent=2, ensure_ascii=False)
        pane = self.query_one(VerticalScroll)
        await pane.remove_children()
        await pane.mount(Static(Syntax(text, "json")))


if __name__ == "__main__":
    SyntaxApp(Path(sys.argv[1]).read_bytes().splitlines()[int(sys.argv[2])]).run()
