"""The command palette: every action of the table, by its title."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual.command import DiscoveryHit, Hit, Hits, Provider

from realtime_inspector.actions import ACTIONS
from realtime_inspector.ui.present.keys import key_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.actions import Action, Scope


_OWNERS: Final[dict[Scope, str]] = {"log": "#log-lines", "detail": "#json-view"}
"""The widgets of the scopes other than the main screen's."""


class ActionCommands(Provider):
    """Offers all actions, whatever has the keyboard."""

    async def discover(self) -> Hits:
        """All actions, in the order of the table."""
        for action in ACTIONS:
            yield DiscoveryHit(_title(action), self._run(action), help=action.help)

    async def search(self, query: str) -> Hits:
        """The actions whose title or help matches."""
        matcher = self.matcher(query)
        for action in ACTIONS:
            text = f"{_title(action)} {action.help}"
            score = matcher.match(text)
            if score > 0:
                title = matcher.highlight(_title(action))
                yield Hit(score, title, self._run(action), help=action.help)

    def _run(self, action: Action) -> Callable[[], object]:
        """Calls the method itself: while a line is typed, keys that print are not actions."""
        where = _OWNERS.get(action.scope)
        owner = self.screen if where is None else self.screen.query_one(where)
        method = getattr(owner, f"action_{action.id.partition('.')[0]}")
        arguments = (action.parameter.strip("'"),) if action.parameter else ()
        return partial(method, *arguments)


def _title(action: Action) -> str:
    return f"{action.title} ({key_words(action.keys)})"
