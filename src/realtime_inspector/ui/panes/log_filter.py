"""What the log lets through: a filter expression and the families that are hidden."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from realtime_inspector.core.filter_tree import And, Everything, FamilyIs, Flag, Not
from realtime_inspector.core.filters import parse_filter
from realtime_inspector.store.query import Query

if TYPE_CHECKING:
    from realtime_inspector.core.filter_tree import Node
    from realtime_inspector.store.view import LogView


class LogFilter:
    """Keeps a view to what passes, while records arrive and while a long log is searched."""

    def __init__(self, view: LogView) -> None:
        self.text = ""
        """The expression as it was typed."""
        self.hidden: set[str] = set()
        """Families that are not shown."""
        self._view = view
        self._tree: Node = Everything()
        self._query: Query | None = None

    @property
    def is_on(self) -> bool:
        """Whether anything may be hidden."""
        return self._query is not None

    @property
    def progress(self) -> float | None:
        """How much of the log has been looked at, from 0 to 1; `None` if all of it."""
        return None if self._query is None or self._query.is_complete else self._query.share

    def set_text(self, text: str) -> None:
        """Filters by an expression; an empty one lets everything through.

        Raises:
            FilterError: The expression is wrong; the filter stays as it was.
        """
        self._tree = parse_filter(text).tree
        self.text = text
        self.apply()

    def toggle_family(self, family: str) -> None:
        """Hides the events of a family, or shows them again."""
        self.hidden ^= {family}
        self.apply()

    def marks_changed(self) -> None:
        """Asks anew if the filter asks for marks."""
        if _asks_for_marks(self._tree):
            self.apply()

    def apply(self) -> None:
        """Looks at the whole log anew."""
        self.stop()
        hidden = tuple(Not(FamilyIs(family)) for family in sorted(self.hidden))
        if isinstance(self._tree, Everything) and not hidden:
            self._view.show_all()
            return
        self._query = Query(self._view.store, And((*hidden, self._tree)))
        self._view.show_only(array("I"))
        self.advance()

    def advance(self) -> bool:
        """Looks at what has arrived, and takes in what has been found since.

        Returns:
            Whether also lines have changed that were there before.
        """
        if self._query is None:
            return False
        self._view.add(self._query.advance())
        return self._view.correct(self._query.recheck())

    def stop(self) -> None:
        """Ends what runs in the background."""
        if self._query is not None:
            self._query.stop()
            self._query = None


def _asks_for_marks(node: Node) -> bool:
    parts = getattr(node, "parts", (getattr(node, "part", None),))
    if isinstance(node, Flag):
        return node.name == "marked"
    return any(_asks_for_marks(part) for part in parts if part is not None)
