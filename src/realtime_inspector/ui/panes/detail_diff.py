"""What is new in the selected event, against the one before of the same type."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual import on
from textual.message import Message
from textual.worker import Worker, WorkerState, get_current_worker

from realtime_inspector.analysis.json_diff import Diff, diff
from realtime_inspector.core.record import RecordKind
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.diff import DiffLine, diff_lines
from realtime_inspector.ui.reading import CancelledError, content_of
from realtime_inspector.ui.widgets.fixed_lines import FixedLines
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store

SMALL_BYTES: Final = 300_000
"""Two events that are not longer together are compared at once, others in a thread."""
LOOKED_BACK: Final = 10_000
"""How many records are looked at, one by one, for what the store does not find at once."""
_SESSION_OBJECTS: Final = frozenset({"session.created", "session.updated"})


class DiffView(LineView):
    """Paths with old and new values. Enter goes to the path in the JSON."""

    class PathChosen(Message):
        """The user wants to see a path in its event."""

        def __init__(self, path: tuple[str | int, ...]) -> None:
            super().__init__()
            self.path = path

    def __init__(self, store: Store, lang: Language) -> None:
        super().__init__(can_follow=False, id="diff")
        self._store = store
        self._lang: Language = lang
        self._fixed = FixedLines()
        self._found: list[DiffLine] = []
        self._diff: Diff | None = None
        self._against = ""
        self._worker: Worker[Diff] | None = None
        self._say("Select an event.")

    @property
    def text(self) -> str:
        """All lines, for the clipboard."""
        return self._fixed.text

    def show(self, row: Row) -> None:
        """Compares a record with the one before it."""
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None
        if row.kind.record is not RecordKind.EVENT:
            self._say("Only events are compared.")
            return
        before = previous(self._store, row)
        if before is None:
            self._say("The first of its type: there is nothing to compare it with.")
            return
        self._against = f"#{before.seq} {before.type}"
        if row.size + before.size <= SMALL_BYTES:
            self._show_diff(compare(self._store, before, row))
            return
        self._say("Comparing …")
        work = partial(self._compare, before, row)
        self._worker = self.run_worker(work, group="compare", thread=True, exit_on_error=False)

    def action_activate(self) -> None:
        """Enter goes to the path."""
        if 0 < self.cursor_row < len(self._found):
            self.post_message(self.PathChosen(self._found[self.cursor_row].path))

    def on_resize(self) -> None:
        """Lays the lines out for the new width; `LineView` does the rest."""
        if self._diff is not None:
            self._show_diff(self._diff, cursor=self.cursor_row)

    def _compare(self, before: Row, row: Row) -> Diff:
        worker = get_current_worker()

        def check() -> None:
            if worker.is_cancelled:
                raise CancelledError

        return compare(self._store, before, row, check)

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        worker = event.worker
        if worker is not self._worker:
            return
        if event.state is WorkerState.SUCCESS and worker.result is not None:
            self._worker = None
            self._show_diff(worker.result)
        elif event.state is WorkerState.ERROR:
            self._worker = None
            self.set_empty_text(f"{words('This cannot be read:', self._lang)} {worker.error}")

    def _show_diff(self, found: Diff, cursor: int = 0) -> None:
        self._diff = found
        width = max(20, self.line_width or self.size.width)
        self._found = diff_lines(found, self._against, width, self._lang)
        self._fixed.lines = [line.parts for line in self._found]
        self.set_model(self._fixed, cursor=cursor)

    def _say(self, text: str) -> None:
        self._diff = None
        self._found = []
        self._fixed.lines = ()
        self.set_model(self._fixed)
        self.set_empty_text(words(text, self._lang))


def previous(store: Store, row: Row) -> Row | None:
    """The event to compare with: of the same type; for a session object, the object before."""
    place = store.previous_of_type(row.seq)
    before = store.row(place) if place is not None else None
    canonical = row.kind.canonical
    if before is not None and before.kind.canonical != canonical:
        before = None  # rare types share one code
    if before is not None and canonical not in _SESSION_OBJECTS:
        return before
    kinds = _SESSION_OBJECTS if canonical in _SESSION_OBJECTS else {canonical}
    lowest = max(before.seq if before is not None else 0, row.seq - 1 - LOOKED_BACK)
    for seq in range(row.seq - 1, lowest, -1):
        if store.row(seq).kind.canonical in kinds:
            return store.row(seq)
    return before


def compare(store: Store, before: Row, row: Row, check: Callable[[], None] | None = None) -> Diff:
    """What differs between two events; of session objects, only the objects count.

    Args:
        store: Where they are.
        before: The older one.
        row: The newer one.
        check: Called now and then while they are read; it may raise.
    """
    old, new = _value(store, before, check), _value(store, row, check)
    if row.kind.canonical in _SESSION_OBJECTS and isinstance(old, dict) and isinstance(new, dict):
        old, new = {"session": old.get("session")}, {"session": new.get("session")}
    return diff(old, new)


def _value(store: Store, row: Row, check: Callable[[], None] | None) -> Any:
    return content_of(store.log.record(row.seq - 1, trust=True), check=check)
