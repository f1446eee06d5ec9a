"""The command palette's choice of a connection, where a capture holds several."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from realtime_inspector.guide.interface import words
from realtime_inspector.ui.panes.event_log import EventLogPane

if TYPE_CHECKING:
    from collections.abc import Iterator


class ConnectionCommands(Provider):
    """Offers each connection, and all of them, as a filter of the log."""

    async def discover(self) -> Hits:
        """All choices; none where there is only one connection."""
        for log, title, help_text, connection in self._choices():
            yield DiscoveryHit(title, partial(log.choose_connection, connection), help=help_text)

    async def search(self, query: str) -> Hits:
        """The choices whose title matches."""
        matcher = self.matcher(query)
        for log, title, help_text, connection in self._choices():
            score = matcher.match(title)
            if score > 0:
                act = partial(log.choose_connection, connection)
                yield Hit(score, matcher.highlight(title), act, help=help_text)

    def _choices(self) -> Iterator[tuple[EventLogPane, str, str, int | None]]:
        for log in self.screen.query(EventLogPane):
            counts = log.connection_counts
            if len(counts) < 2:
                continue
            only = words("Show only its {count} events.", log.lang)
            for connection, count in counts.items():
                title = f"{words('Connection', log.lang)} {connection} (conn:{connection})"
                yield log, title, only.format(count=f"{count:,}"), connection
            every = words("All connections", log.lang)
            yield log, every, words("Show the events of all connections.", log.lang), None
