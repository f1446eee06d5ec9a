"""A search line over the events of a log, for a screen that draws them in a way of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.message import Message

from realtime_inspector.core.filters import FilterError
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.panes.log_search import LogSearch
from realtime_inspector.ui.present.problems import filter_problem
from realtime_inspector.ui.widgets.prompt_bar import PromptBar

if TYPE_CHECKING:
    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store

HINT: Final = "text in events; n and N go on, Esc leaves"


class LogSearchBar(PromptBar):
    """What is typed is searched for at once. `PromptBar.Closed` says that typing is over."""

    class Searched(Message):
        """Another text is searched for; empty: none."""

    def __init__(self, store: Store, lang: Language) -> None:
        super().__init__("log-search", "/", words(HINT, lang))
        self._lang: Language = lang
        self.search = LogSearch(store)
        """What has been found."""

    def on_unmount(self) -> None:
        """Nothing goes on in the background."""
        self.search.stop()

    def clear(self) -> None:
        """Ends the search."""
        self._seek("")
        self.close()

    def text_changed(self, text: str) -> None:
        """Searches for what has been typed."""
        self.set_class(bool(text), "-filled")
        self._seek(text)

    def action_leave(self) -> None:
        """Ends the search, and typing."""
        self._seek("")
        super().action_leave()

    def _seek(self, text: str) -> None:
        try:
            self.search.set_text(text)
            self.show_problem("")
        except FilterError as error:
            self.show_problem(filter_problem(error, self._lang))
        self.post_message(self.Searched())
