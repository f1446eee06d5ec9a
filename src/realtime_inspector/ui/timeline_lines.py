"""Rows and axis of the timeline: what the wheel does over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from realtime_inspector.ui.widgets.part_view import PartView

if TYPE_CHECKING:
    from textual import events


class TimelineLines(PartView):
    """The rows; the wheel zooms with Ctrl, and moves along the axis with Shift."""

    class Wheeled(Message):
        """The wheel was turned with a modifier, or over the axis."""

        def __init__(self, column: int, *, zoom: int = 0, pan: int = 0) -> None:
            super().__init__()
            self.column = column
            self.zoom = zoom
            """1: nearer, -1: farther."""
            self.pan = pan
            """1: to later times."""

    zooms_always = False
    """Whether the wheel zooms without Ctrl."""

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zooms in, or goes to earlier times."""
        self._wheel(event, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zooms out, or goes to later times."""
        self._wheel(event, -1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Goes to earlier times."""
        event.stop()
        self.post_message(self.Wheeled(event.x, pan=-1))

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Goes to later times."""
        event.stop()
        self.post_message(self.Wheeled(event.x, pan=1))

    def _wheel(self, event: events.MouseEvent, step: int) -> None:
        if event.shift:
            wheeled = self.Wheeled(event.x, pan=-step)
        elif event.ctrl or self.zooms_always:
            wheeled = self.Wheeled(event.x, zoom=step)
        else:
            return
        event.prevent_default()
        event.stop()
        self.post_message(wheeled)


class AxisLine(TimelineLines):
    """The line of the ticks."""

    can_focus = False
    zooms_always = True
