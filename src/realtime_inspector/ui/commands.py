"""The command palette: every action of the table, by its title."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from realtime_inspector.actions import ACTIONS
from realtime_inspector.ui.screens.help import key_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.actions import Action


class ActionCommands(Provider):
    """Offers all actions that the main screen has."""

    async def discover(self) -> Hits:
        """All actions, in the order of the table."""
        for action in ACTIONS:
            if action.scope == "main":
                yield DiscoveryHit(_title(action), self._run(action), help=action.help)

    async def search(self, query: str) -> Hits:
        """The actions whose title or help matches."""
        matcher = self.matcher(query)
        for action in ACTIONS:
            text = f"{_title(action)} {action.help}"
            score = matcher.match(text)
            if score > 0 and action.scope == "main":
                title = matcher.highlight(_title(action))
                yield Hit(score, title, self._run(action), help=action.help)

    def _run(self, action: Action) -> Callable[[], object]:
        """Calls the method itself: while a line is typed, keys that print are not actions."""
        method = getattr(self.screen, f"action_{action.id.partition('.')[0]}")
        arguments = (action.parameter.strip("'"),) if action.parameter else ()
        return partial(method, *arguments)


def _title(action: Action) -> str:
    return f"{action.title} ({key_words(action.keys)})"
