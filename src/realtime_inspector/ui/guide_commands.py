"""The command palette's way into the event guide: one entry a type."""

from __future__ import annotations

from functools import partial
from typing import Final

from textual.command import Hit, Hits, Provider

from realtime_inspector.core.names import BETA_TO_GA
from realtime_inspector.guide import GUIDE, lookup
from realtime_inspector.guide.interface import words
from realtime_inspector.guide.misnomers import MISNOMERS
from realtime_inspector.ui.panes.event_log import EventLogPane

NAMES: Final = tuple(dict.fromkeys((*GUIDE, *BETA_TO_GA, *MISNOMERS)))
"""Types of today, their beta names, and names that people look for and that do not exist."""


class GuideCommands(Provider):
    """Offers `Explain response.done` to who types a part of it."""

    async def search(self, query: str) -> Hits:
        """The types whose name matches."""
        log = next(iter(self.screen.query(EventLogPane)), None)
        if log is None:
            return
        matcher = self.matcher(query)
        typed = query.strip().rpartition(" ")[2].lower()
        for name in NAMES:
            title = words("Explain {type}", log.lang).format(type=name)
            score = matcher.match(title) * _weight(typed, name)
            if score > 0:
                guide = lookup(name)
                about = guide.text(log.lang).summary if guide is not None else None
                yield Hit(score, matcher.highlight(title), partial(self._open, name), help=about)

    def _open(self, name: str) -> None:
        from realtime_inspector.ui.screens.event_guide import EventGuideScreen

        for log in self.screen.query(EventLogPane):
            self.app.push_screen(EventGuideScreen(name, log.lang))


def _weight(typed: str, name: str) -> float:
    """Actions go before pages that match as well; the type that is spelt out before all others."""
    if typed == name:
        return 4.0
    return 1.0 if typed in name else 0.5
