"""The last line of a screen: the keys that can be pressed here, and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content
from textual.widget import Widget

from realtime_inspector.ui.present.cells import width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.screen import Screen

_GAP: Final = 1


class _Key(NamedTuple):
    """One of the keys that are offered."""

    key: str
    shown: str
    title: str
    is_enabled: bool

    @property
    def width(self) -> int:
        """In cells, without the gap to the next one."""
        return width_of(self.shown) + 1 + width_of(self.title)

    def content(self, *, is_hovered: bool) -> Content:
        hover = " on $block-hover-background" if is_hovered else ""
        dim = "" if self.is_enabled else " dim"
        return Content.assemble(
            (self.shown, f"bold $footer-key-foreground{hover}{dim}"),
            (f" {self.title}", f"$footer-description-foreground{hover}{dim}"),
        )


class KeyFooter(Widget):
    """One line that is painted, where Textual's `Footer` is a widget for each key.

    Whenever other keys can be pressed, that one makes its widgets anew and has the whole screen
    laid out for it, twice, 20 ms each time: between two keys, and right after the first paint.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyFooter {
        dock: bottom;
        height: 1;
        width: 1fr;
        background: $footer-background;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[_Key, ...] = ()
        self._hovered: int | None = None

    def on_mount(self) -> None:
        """Learns of other keys from here on."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def render(self) -> Content:
        """As many keys as there is room for: none is cut."""
        shown = (
            key.content(is_hovered=place == self._hovered)
            for place, key in enumerate(self._keys[: self._room()])
        )
        return Content(" " * _GAP).join(shown)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Shows what a click would press."""
        self._hover(self._place_at(event.x))

    def on_leave(self) -> None:
        """The pointer is elsewhere."""
        self._hover(None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Presses the key under the pointer."""
        place = self._place_at(event.x)
        if place is None:
            return
        pressed = self._keys[place]
        if pressed.is_enabled:
            self.app.simulate_key(pressed.key)
        else:
            self.app.bell()

    def _hover(self, place: int | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self.refresh()

    def _bindings_changed(self, screen: Screen[object]) -> None:
        """Shows the keys of what has the focus; those it had, while the terminal has not."""
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            keys = tuple(self._offered(screen))
            if keys != self._keys:
                self._keys, self._hovered = keys, None
                self.refresh()

    def _offered(self, screen: Screen[object]) -> Iterable[_Key]:
        """The keys to show, of each action the first."""
        actions = set()
        for _, binding, is_enabled, _ in screen.active_bindings.values():
            if binding.show and binding.action not in actions:
                actions.add(binding.action)
                shown = self.app.get_key_display(binding)
                yield _Key(binding.key, shown, binding.description, is_enabled)

    def _room(self) -> int:
        """How many keys fit."""
        end = 0
        for place, key in enumerate(self._keys):
            end += key.width + (_GAP if place else 0)
            if end > self.size.width:
                return place
        return len(self._keys)

    def _place_at(self, column: int) -> int | None:
        """The key in a column, counted from 0."""
        start = 0
        for place, key in enumerate(self._keys[: self._room()]):
            if start <= column < start + key.width:
                return place
            start += key.width + _GAP
        return None
