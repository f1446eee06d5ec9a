"""A screen over the log that moves in it: closing leads to the event that it stands at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from realtime_inspector.capture.columns import FAILED
from realtime_inspector.guide.interface import words
from realtime_inspector.store.walk import next_flagged_seq
from realtime_inspector.ui.bridge import Bridge
from realtime_inspector.ui.present.cells import clipped_lines
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.widgets.part_view import PartView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.widgets import Static

    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.context import Inspection


Keys: TypeAlias = "tuple[tuple[str, str, str, bool], ...]"
"""Keys in Textual's spelling, action, English title, and whether it is in the footer."""

MOVING: Final[Keys] = (
    ("j,k,g,G", "", "Down, up, first, last", False),
    ("ctrl+d", "", "Half a page down", False),
    ("ctrl+u", "", "Half a page up", False),
    ("enter", "", "Back to the log, at this event", False),
)
"""What a `LineView` answers to."""


def key_bindings(screen: str, keys: Keys, lang: Language) -> list[BindingType]:
    """The bindings of a screen in the user's language.

    Args:
        screen: Its name, for the ids by which keys can be changed.
        keys: What is pressed for what.
        lang: Of the titles.
    """
    return [
        Binding(pressed, action, words(title, lang), show=is_shown, id=f"{screen}.{action}")
        for pressed, action, title, is_shown in keys
    ]


class OverLogScreen(Screen[int | None]):
    """Gives the number of the event it stands at, `None` if it follows the newest one.

    A subclass makes `_lines`, its rows, says in `_go_to` how it gets to an event, and in `_look`
    what it does when the log has grown or more has become known of it.
    """

    NAME: ClassVar[str]
    """What the screen is called, in English."""
    READING: ClassVar[Mapping[Language, str]]
    """How it is read."""
    KEYS: ClassVar[Keys]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - as Textual declares them
    _lines: PartView
    _detail: Static
    """What the selected row is about."""

    def __init__(self, inspection: Inspection, seq: int | None) -> None:
        """Stands at an event.

        Args:
            inspection: What is shown.
            seq: Number of the event to begin at; `None`: the first one.
        """
        super().__init__()
        self._inspection = inspection
        self._store = inspection.store
        self._lang: Language = inspection.lang
        self._seq = seq
        """The event that closing it leads to."""

    def on_mount(self) -> None:
        """Learns of changes from here on; nothing runs while there are none."""
        self._bridge = Bridge(self, self._store, self._look)

    def on_unmount(self) -> None:
        """The log outlives the screen."""
        self._bridge.close()

    def _look(self) -> None:
        """Shows what has changed."""
        raise NotImplementedError

    def _go_to(self, seq: int) -> None:
        """Puts the cursor on an event, wherever it is."""
        raise NotImplementedError

    @property
    def _shown_filter(self) -> str:
        """The filter that what is shown has passed; empty: none."""
        return ""

    def _go_to_end(self) -> None:
        """Goes to the end of the log, and follows it if it may grow."""
        raise NotImplementedError

    @on(PartView.EndWanted)
    def _end_wanted(self, event: PartView.EndWanted) -> None:
        event.stop()
        if event.is_last:
            self._go_to_end()
        else:
            self._go_to(1)

    def _move(self, seq: int | None, none: str) -> None:
        if seq is None:
            self._tell(none)
        else:
            self._go_to(seq)

    def _move_listed(self, seqs: Sequence[int], step: int, none: str) -> None:
        """Goes to the next one of a list, or to the one before; round its ends."""
        here = self._seq or 1
        at = bisect_right(seqs, here) if step > 0 else bisect_left(seqs, here) - 1
        self._move(seqs[at % len(seqs)] if seqs else None, none)

    def _show_words(self, texts: Iterable[str]) -> None:
        """Shows what the selected row is about, as much of it as there is room for."""
        width = max(20, self.app.size.width - 4)
        height = max(2, self._detail.size.height)
        lines = clipped_lines(map(visible, texts), width, height)
        self._detail.update(Content("\n".join(lines)))

    def _tell(self, message: str) -> None:
        self.notify(words(message, self._lang), markup=False, timeout=3)

    def action_close(self) -> None:
        """Back to the log, at the event that is selected here."""
        self.dismiss(None if self._lines.is_following else self._seq)

    def action_follow(self) -> None:
        """Stays at the newest event."""
        self._go_to_end()

    def action_next_error(self) -> None:
        """Next error."""
        self._move(next_flagged_seq(self._store, self._seq or 1, 1, FAILED), "No error here.")

    def action_previous_error(self) -> None:
        """Previous error."""
        self._move(next_flagged_seq(self._store, self._seq or 1, -1, FAILED), "No error here.")

    def action_next_finding(self) -> None:
        """Next event that something is wrong with."""
        self._move_listed(self._store.findings.marked, 1, "Nothing wrong was found.")

    def action_previous_finding(self) -> None:
        """Previous event that something is wrong with."""
        self._move_listed(self._store.findings.marked, -1, "Nothing wrong was found.")

    def action_export(self) -> None:
        """Opens the export dialogue."""
        from realtime_inspector.ui.exporting import Parts
        from realtime_inspector.ui.screens.export import ExportScreen

        parts = Parts.of(self._inspection, self._seq, self._shown_filter)
        self.app.push_screen(ExportScreen(self._inspection, parts))

    def action_help(self) -> None:
        """Opens the help."""
        from realtime_inspector.ui.screens.help import HelpPage, HelpScreen

        keys = [(pressed, title) for pressed, _, title, _ in (*self.KEYS, *MOVING)]
        page = HelpPage(self.NAME, self.READING, keys)
        self.app.push_screen(HelpScreen(self._lang, page))
