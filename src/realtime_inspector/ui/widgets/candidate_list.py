"""The list that drops down from an input: candidates with a note, one of them to be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.message import Message

from realtime_inspector.core.filter_completion import Candidate, CandidateKind
from realtime_inspector.core.filter_values import NOT_SEEN
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.cells import fit, width_of
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart

MOST_ROWS: Final = 8
_GAP: Final = 2
_WIDEST_LABEL: Final = 0.6
"""Share of the row that labels may take, as long as there is anything beside them."""
_NARROWEST_NOTE: Final = 8
_WIDE: Final = 50
"""Cells of a row in which long labels are cut for the notes; in a narrower one, notes go."""
_STYLE_OF: Final[dict[CandidateKind, str]] = {
    CandidateKind.KEY: "$primary",
    CandidateKind.PATH: "$secondary",
    CandidateKind.SAVED: "$accent",
    CandidateKind.FIX: "$warning",
}


class CandidateList(LineView, can_focus=False):
    """Candidates under an input, which keeps the keyboard. Nothing is chosen at first."""

    DEFAULT_CSS = """
    CandidateList {
        height: auto;
        &.-short { scrollbar-size-vertical: 0; }
        & > .line-view--cursor { background: $primary 32%; }
        &.-idle > .line-view--cursor { background: $foreground 6%; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = set()

    class Picked(Message):
        """A candidate was clicked."""

        def __init__(self, candidate: Candidate) -> None:
            super().__init__()
            self.candidate = candidate

    def __init__(self, lang: Language) -> None:
        self._rows = _Rows((), lang)
        super().__init__(self._rows, can_follow=False, following=False)
        self._lang: Language = lang
        self._is_chosen = False
        self._height = -1
        self.show(())

    @property
    def first(self) -> Candidate | None:
        """The one to take if none is chosen."""
        return self._rows.candidates[0] if self._rows.candidates else None

    @property
    def chosen(self) -> Candidate | None:
        """The one that the user went to."""
        return self._rows.candidates[self.cursor_row] if self._is_chosen else None

    def show(self, candidates: Sequence[Candidate]) -> None:
        """Shows other candidates, none of them chosen."""
        count = len(candidates)
        height = min(count, MOST_ROWS)
        self._rows = _Rows(candidates, self._lang)
        self._choose(is_chosen=False)
        self.display = bool(count)
        if height != self._height:  # each change of it lays the whole screen out
            self._height = height
            self.styles.height = height
        self.set_class(count <= MOST_ROWS, "-short")
        self.set_model(self._rows)

    def choose_next(self) -> None:
        """Goes down: to the first one, then on; the last one stays."""
        if self._is_chosen:
            self.action_cursor_down()
        elif self._rows.candidates:
            self._choose(is_chosen=True)

    def choose_previous(self) -> bool:
        """Goes up; from the first one back to none. False if none was chosen."""
        was_chosen = self._is_chosen
        if was_chosen and self.cursor_row == 0:
            self._choose(is_chosen=False)
        elif was_chosen:
            self.action_cursor_up()
        return was_chosen

    def row_clicked(self, row: int, column: int, *, chain: int) -> None:
        """Takes the candidate under the pointer."""
        del column, chain
        self.post_message(self.Picked(self._rows.candidates[row]))

    def _choose(self, *, is_chosen: bool) -> None:
        self._is_chosen = is_chosen
        self.set_class(not is_chosen, "-idle")


class _Rows:
    """Candidates as rows: the label, what it means, how many events."""

    def __init__(self, candidates: Sequence[Candidate], lang: Language) -> None:
        self.candidates = candidates
        self._lang = lang
        self._labels = [visible(one.shown) for one in candidates]
        self._label_width = max(map(width_of, self._labels), default=0)

    def count(self) -> int:
        return len(self.candidates)

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        one = self.candidates[index]
        count = "" if one.count is None else f"{one.count:,}"
        room = width - 2  # a cell at both sides
        has_room = room - self._label_width - _GAP >= _NARROWEST_NOTE or room >= _WIDE
        note = self._note(one) if has_room else ""
        label_room = min(self._label_width, room)
        if note:
            label_room = min(label_room, int(room * _WIDEST_LABEL))
        elif count:
            label_room = min(label_room, room - _GAP - len(count))
        style = "$muted" if one.note == NOT_SEEN else _STYLE_OF.get(one.kind, "")
        label, label_width = fit([(self._labels[index], style)], label_room)
        room -= label_room + _GAP
        count_room = len(count) + _GAP if note and count else len(count)
        shown_note, note_width = fit([(note, "$muted")], max(0, room - count_room))
        gap = label_room - label_width + _GAP
        before_count = max(0, room - note_width - len(count))
        return (
            (" ", ""),
            *label,
            (" " * gap, ""),
            *shown_note,
            (" " * before_count, ""),
            (count, "$muted"),
        )

    def _note(self, one: Candidate) -> str:
        parts = (words(one.note, self._lang), visible(one.example))
        return " · ".join(part for part in parts if part)
