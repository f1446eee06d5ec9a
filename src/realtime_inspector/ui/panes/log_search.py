"""The search of the log: its hits, found in the background, and the mark on what was found."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from realtime_inspector.store.query import Query
from realtime_inspector.store.search import Search

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.widgets.line_view import LinePart

HIT: Final = "bold $background on $warning"


class LogSearch:
    """One search at a time."""

    def __init__(self, store: Store) -> None:
        self.text = ""
        """What is searched for; empty: nothing."""
        self.has_audio = False
        """Whether base64 is searched as well."""
        self.hits: array[int] = array("I")
        """Numbers of the records that have it, in order."""
        self.pattern: re.Pattern[str] | None = None
        """What to mark on the screen."""
        self._store = store
        self._query: Query | None = None

    @property
    def progress(self) -> float | None:
        """How much of the log has been searched, from 0 to 1; `None` if all of it."""
        return None if self._query is None or self._query.is_complete else self._query.share

    def set_text(self, text: str) -> None:
        """Searches for a text or a `/regex/`, from the beginning of the log.

        Raises:
            FilterError: The regular expression is wrong; nothing is searched for.
        """
        self.stop()
        if text:
            search = Search(text, self.has_audio)
            self._query = Query(self._store, search.node)
            self.pattern = search.pattern
            self.text = text
            self.advance()

    def advance(self) -> None:
        """Searches what has arrived, and takes in what has been found since."""
        if self._query is not None:
            self.hits.extend(place + 1 for place in self._query.advance())

    def stop(self) -> None:
        """Forgets the search."""
        if self._query is not None:
            self._query.stop()
        self._query = None
        self.pattern = None
        self.text = ""
        self.hits = array("I")

    def has_hit(self, first: int, last: int) -> bool:
        """Whether one of the records from a number to another was found."""
        index = bisect_left(self.hits, first)
        return index < len(self.hits) and self.hits[index] <= last

    def marked(self, parts: Sequence[LinePart], *, is_hit: bool, number: int = 1) -> list[LinePart]:
        """A row with what was found marked; if none of it is shown, the row's number.

        Args:
            parts: The row.
            is_hit: Whether it is about a record that was found.
            number: Which of the parts its number is.
        """
        if self.pattern is None:
            return list(parts)
        found: list[LinePart] = []
        is_shown = False
        for text, style in parts:
            end = 0
            for match in self.pattern.finditer(text):
                if match.end() > match.start():
                    found += [(text[end : match.start()], style), (match[0], HIT)]
                    end = match.end()
                    is_shown = True
            found.append((text[end:], style))
        if is_hit and not is_shown and len(found) > number:
            found[number] = found[number][0], HIT
        return found
