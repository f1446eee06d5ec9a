"""A Textual app with the same kinds of widgets as our main screen, and nothing in them."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Footer, Static, TabbedContent, TabPane


class EmptyApp(App[None]):
    """Status line, chat, a log with a detail of tabs under it, a sidebar of boxes, footer."""

    CSS = """
    #chat { width: 44; border: round gray; }
    #middle { width: 1fr; }
    #log { height: 2fr; border: round gray; }
    #detail { height: 1fr; border: round gray; }
    #sidebar { width: 36; }
    #sidebar Static { height: 1fr; border: round gray; }
    """
    BINDINGS = [("q", "quit", "Quit"), ("f", "find", "Find"), ("slash", "search", "Search")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """Yield them."""
        yield Static("empty-app-is-painted")
        with Horizontal():
            yield VerticalScroll(id="chat")
            with Vertical(id="middle"):
                yield VerticalScroll(id="log")
                with TabbedContent(id="detail"):
                    for title in ("JSON", "Explain", "Related"):
                        with TabPane(title):
                            yield Static(title)
            with Vertical(id="sidebar"):
                yield Static("Response")
                yield Static("Items")
                yield Static("Session")
                yield Static("Coach")
        yield Footer()


if __name__ == "__main__":
    EmptyApp().run()
