"""The command palette: every action of the table, by its title."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual.command import DiscoveryHit, Hit, Hits, Provider

from realtime_inspector.actions import ACTIONS
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.panes.event_log import EventLogPane
from realtime_inspector.ui.present.keys import key_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from realtime_inspector.actions import Action, Scope
    from realtime_inspector.guide.model import Language


_OWNERS: Final[dict[Scope, str]] = {"log": "#log-lines", "detail": "#json-view"}
"""The widgets of the scopes other than the main screen's."""


class ActionCommands(Provider):
    """Offers all actions, whatever has the keyboard."""

    async def discover(self) -> Hits:
        """All actions, in the order of the table."""
        for action in self._offered():
            title, about = _words_of(action, self._lang)
            yield DiscoveryHit(title, self._run(action), help=about)

    async def search(self, query: str) -> Hits:
        """The actions whose title or help matches."""
        matcher = self.matcher(query)
        for action in self._offered():
            title, about = _words_of(action, self._lang)
            score = max(map(matcher.match, {f"{title} {about}", f"{action.title} {action.help}"}))
            if score > 0:
                yield Hit(score, matcher.highlight(title), self._run(action), help=about)

    def _offered(self) -> Iterator[Action]:
        """Those that the screen has: a lesson has some of its own."""
        is_lesson = hasattr(self.screen, "action_lesson_hint")
        return (one for one in ACTIONS if is_lesson or one.scope != "lesson")

    @property
    def _lang(self) -> Language:
        return next((log.lang for log in self.screen.query(EventLogPane)), "en")

    def _run(self, action: Action) -> Callable[[], object]:
        """Calls the method itself: while a line is typed, keys that print are not actions."""
        where = _OWNERS.get(action.scope)
        owner = self.screen if where is None else self.screen.query_one(where)
        method = getattr(owner, f"action_{action.id.partition('.')[0]}")
        arguments = (action.parameter.strip("'"),) if action.parameter else ()
        return partial(method, *arguments)


def _words_of(action: Action, lang: Language) -> tuple[str, str]:
    """Its title with the keys, and what it does."""
    return f"{words(action.title, lang)} ({key_words(action.keys)})", words(action.help, lang)
