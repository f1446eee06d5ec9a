"""The records that belong with the selected one as rows, each with what it is to that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.causes import RELATIONS
from realtime_inspector.store.relations import Relation
from realtime_inspector.ui.present.cells import width_of
from realtime_inspector.ui.present.events import row_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.relations import Relations
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.widgets.line_view import LinePart

_SIGNS: Final = {
    Relation.ITSELF: ("●", "bold $primary"),
    Relation.CAUSE: ("▲", "bold $text-warning"),
    Relation.EARLIER: ("△", "$text-warning"),
    Relation.ANSWER: ("▼", "bold $text-success"),
    Relation.REFUSAL: ("▼", "bold $text-error"),
    Relation.END: ("▼", "$text-success"),
    Relation.NEXT: ("▼", "$text-success"),
}
_PLAIN: Final = (" ", "$muted")
_CAUSES: Final = frozenset({Relation.CAUSE, Relation.EARLIER})


class RelatedRows:
    """Rows for a `LineView`."""

    def __init__(self, store: Store, lang: Language) -> None:
        self._store = store
        self._lang: Language = lang
        self._names = {one: RELATIONS[one.value][lang] for one in Relation}
        self._width = max(map(width_of, self._names.values())) + 1
        self._relations: Relations | None = None

    def show(self, relations: Relations) -> None:
        """Takes the records that belong with another one."""
        self._relations = relations

    @property
    def seqs(self) -> Sequence[int]:
        """Their numbers: causes, the record itself, what follows, then the others."""
        return () if self._relations is None else self._relations.by_importance

    @property
    def place(self) -> int:
        """Index of the row of the selected record itself."""
        return 0 if self._relations is None else self.seqs.index(self._relations.seq)

    def count(self) -> int:
        """Return the number of rows."""
        return len(self.seqs)

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        """Return one row: what it is to the selected one, then the record as the log shows it."""
        if self._relations is None:
            return ()
        relation = self._relations.of(self.seqs[index])
        sign, style = _SIGNS.get(relation, _PLAIN)
        name = self._names[relation]
        label = f"{sign} {name}{' ' * (self._width - width_of(name))}"
        row = self._store.row(self.seqs[index])
        room = width - width_of(label)
        return [(label, style), *row_parts(self._store, row, [row.seq], room, 0, self._lang)]

    def background(self, index: int) -> str | None:
        """The style of a row: that of causes for causes."""
        if self._relations is None or index >= len(self.seqs):
            return None
        is_cause = self._relations.of(self.seqs[index]) in _CAUSES
        return "line-view--cause" if is_cause else None
