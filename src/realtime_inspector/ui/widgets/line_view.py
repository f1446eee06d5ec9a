"""A list of one-line rows that draws only what is visible, however many rows there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, TypeAlias, TypeVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from realtime_inspector.ui.present.cells import fit, width_of, wrap_cells
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.widgets.row_styles import Look, RowStyles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

StyleName: TypeAlias = str | tuple[str, ...]
"""A component class (`"line-view--dim"`), or a style in Textual's own words (`"bold $warning"`),
or several of these, the later ones on top. `""` is the plain row."""

LinePart: TypeAlias = tuple[str, StyleName]

_CACHED_STRIPS: Final = 1024
Place = TypeVar("Place")


class LineModel(Protocol):
    """What a `LineView` shows. Both methods are called while painting: no work, only look-ups."""

    def count(self) -> int:
        """Return the number of rows."""
        ...

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        """Return one row as parts of text; what exceeds `width` cells is cut with an ellipsis."""
        ...


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A cursor list over a `LineModel`, made for a million rows and a fast stream.

    Put borders on a container around it: without a border or padding of its own, it paints
    its lines directly, which is five times cheaper. It needs a height from its container.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    LineView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        & > .line-view--cursor { background: $foreground 10%; }
        & > .line-view--related { background: $accent 14%; }
        & > .line-view--cause { background: $warning 22%; }
        & > .line-view--empty { color: $text-muted; }
        &:focus > .line-view--cursor { background: $primary 32%; }
        &:ansi > .line-view--cursor { background: transparent; text-style: underline; }
        &:ansi > .line-view--related { background: transparent; text-style: bold; }
        &:ansi > .line-view--cause { background: transparent; text-style: bold underline; }
        &:ansi:focus > .line-view--cursor { text-style: reverse; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-view--cursor",
        "line-view--related",
        "line-view--cause",
        "line-view--empty",
    }
    """
    | Class | Description |
    | :- | :- |
    | `line-view--cursor` | The row of the cursor: a background, text keeps its own colours. |
    | `line-view--related` | For `set_highlights`: rows related to the selection. |
    | `line-view--cause` | For `set_highlights`: rows that led to the selection. |
    | `line-view--empty` | The text shown when there is no row. |
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", "Down", show=False, id="line.down"),
        Binding("up,k", "cursor_up", "Up", show=False, id="line.up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="line.page_down"),
        Binding("pageup", "page_up", "Page up", show=False, id="line.page_up"),
        Binding("ctrl+d", "half_page_down", "Half down", show=False, id="line.half_page_down"),
        Binding("ctrl+u", "half_page_up", "Half up", show=False, id="line.half_page_up"),
        Binding("home,g", "go_first", "First", show=False, id="line.first"),
        Binding("end,G", "go_last", "Last", show=False, id="line.last"),
        Binding("enter", "activate", "Open", show=False, id="line.activate"),
    ]

    class RowHighlighted(Message):
        """The cursor is on another row now, or its row has been replaced."""

        def __init__(self, view: LineView, index: int, *, by_user: bool) -> None:
            super().__init__()
            self.view = view
            self.index = index
            self.by_user = by_user
            """False when following or a call from outside moved it."""

        @property
        def control(self) -> LineView:
            """The view; lets `@on` select by it."""
            return self.view

    class RowActivated(Message):
        """Enter or a double click on a row."""

        def __init__(self, view: LineView, index: int) -> None:
            super().__init__()
            self.view = view
            self.index = index

        @property
        def control(self) -> LineView:
            """The view; lets `@on` select by it."""
            return self.view

    class FollowChanged(Message):
        """Following began or ended, or rows arrived below while not following."""

        def __init__(self, view: LineView, *, is_following: bool, new_below: int) -> None:
            super().__init__()
            self.view = view
            self.is_following = is_following
            self.new_below = new_below

        @property
        def control(self) -> LineView:
            """The view; lets `@on` select by it."""
            return self.view

    def __init__(
        self,
        model: LineModel | None = None,
        *,
        empty_text: str = "",
        can_follow: bool = True,
        following: bool = True,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Create a view.

        Args:
            model: The rows. `set_model` may give it later.
            empty_text: What to show while there is no row; lines are centred.
            can_follow: False for what does not grow: `G` then only goes to the end.
            following: Whether to start at the end and stay there.
            id: As for any widget.
            classes: As for any widget.
        """
        super().__init__(id=id, classes=classes)
        self._model = model
        self._count = 0
        self._cursor = -1
        self._empty_text = empty_text
        self._can_follow = can_follow
        self._following = can_follow and following
        self._known = 0  # rows that arrived while following, or have been on the screen since
        self._new_below = 0
        self._own_scrolling = False
        self._row_background: Callable[[int], str | None] | None = None
        self._strips: LRUCache[int, tuple[Look, Strip]] = LRUCache(_CACHED_STRIPS)
        self._strip_size = (0, 0)
        self._row_styles = RowStyles(self)
        if model is not None:
            self.set_count(model.count())

    # What the owner reads.

    @property
    def row_count(self) -> int:
        """Rows there are, as last told by `set_count`."""
        return self._count

    @property
    def cursor_row(self) -> int:
        """The cursor's row, or -1 when there is no row."""
        return self._cursor

    @property
    def is_following(self) -> bool:
        """Whether the view stays at the end as rows arrive."""
        return self._following

    @property
    def new_below(self) -> int:
        """Rows that arrived below since following ended and have not been on the screen."""
        return self._new_below

    @property
    def page_height(self) -> int:
        """Rows that fit; 0 before the first layout."""
        return self.container_size.height

    @property
    def line_width(self) -> int:
        """Cells of a row; 0 before the first layout."""
        return max(0, self.container_size.width - self.scrollbar_size_vertical)

    # What the owner tells.

    def set_model(self, model: LineModel | None, *, cursor: int | None = None) -> None:
        """Show other rows, from the top or, when following, from the end.

        Args:
            model: The rows.
            cursor: The row to put the cursor on; it is scrolled into view.
        """
        self._model = model
        self._count = self._known = 0
        self._cursor = -1
        self._set_virtual_height(0)
        self._scroll_rows(0)
        self.set_count(0 if model is None else model.count())
        if cursor is not None:
            self.move_cursor(cursor)
        self.invalidate()

    def set_count(self, count: int) -> None:
        """Say how many rows there are; while streaming, once a batch.

        Rows that were there keep their text unless `invalidate` says otherwise.
        """
        old, self._count = self._count, count
        if count == old:
            return
        self._set_virtual_height(count)
        if count < old:
            self._rows_removed(count, old)
        elif self._following:
            self._go_to_end(old)
        else:
            self._rows_arrived(old)
        if self._cursor < 0 and count:
            self._set_cursor(0, by_user=False)
        self._note_seen_rows()

    def invalidate(self, index: int | None = None) -> None:
        """Draw a row again whose text changed, or all rows."""
        if index is None:
            self._strips.clear()
            self.refresh()
            return
        self._strips.discard(index)
        self._refresh_row(index)

    def rearrange(
        self,
        change: Callable[[], int],
        place_of: Callable[[int], Place],
        row_of: Callable[[Place], int],
    ) -> None:
        """Let rows move to other indexes, and keep what is on the screen where it is.

        Args:
            change: Moves them, and returns the first row that is different or elsewhere.
            place_of: What a row is, before the change; rows may be asked for that there are not.
            row_of: Where that is after the change.
        """
        is_at_end = self._following and self.scroll_offset.y >= self.max_scroll_y
        places = [place_of(row) for row in (self.scroll_offset.y, self._cursor, self._known)]
        first = change()
        self._count = 0 if self._model is None else self._model.count()
        top, self._cursor, known = (row_of(place) for place in places)
        self._cursor = min(self._cursor, self._count - 1)
        self._known = min(known, self._count)
        self._set_virtual_height(self._count)
        if is_at_end:
            self._go_to_end(first)
        elif top != self.scroll_offset.y:
            self._scroll_rows(top)
        self._note_seen_rows()
        self._forget_rows(first)

    def _forget_rows(self, first: int) -> None:
        for row in [one for one in self._strips.keys() if one >= first]:  # noqa: SIM118
            self._strips.discard(row)
        self._refresh_rows_from(first)

    def set_highlights(self, row_style: Callable[[int], str | None] | None) -> None:
        """Give rows a background of their own.

        Args:
            row_style: The style name for a row, or None; called for visible rows only.
        """
        self._row_background = row_style
        self.refresh()

    def set_empty_text(self, text: str) -> None:
        """Change what is shown while there is no row."""
        if text != self._empty_text:
            self._empty_text = text
            if not self._count:
                self.refresh()

    def move_cursor(self, index: int, *, by_user: bool = False, center: bool = False) -> None:
        """Put the cursor on a row and scroll it into view. Off the last row, following ends.

        Args:
            index: The row; moved to the nearest one there is.
            by_user: Passed on in `RowHighlighted`.
            center: Scroll the row to the middle if it was out of view.
        """
        if not self._count:
            return
        index = min(max(0, index), self._count - 1)
        if index < self._count - 1:
            self.set_following(False)
        self._set_cursor(index, by_user=by_user)
        self.scroll_row_into_view(index, center=center)

    def scroll_row_into_view(self, index: int, *, center: bool = False) -> None:
        """Scroll as little as needed to show a row, or put it in the middle."""
        top, height = self.scroll_offset.y, self.page_height
        if not height or top <= index < top + height:
            return
        if center:
            top = index - height // 2
        elif index < top:
            top = index
        else:
            top = index - height + 1
        self._scroll_rows(top)

    def set_following(self, is_following: bool) -> None:
        """Start or stop staying at the end."""
        if is_following == self._following or not self._can_follow:
            return
        self._following = is_following
        self._known = self._count
        self._new_below = 0
        if is_following:
            self._go_to_end(self._count)
        self._post_follow()

    # Moving: the actions behind the keys.

    def action_cursor_down(self) -> None:
        """Move the cursor one row down."""
        self.move_cursor(self._cursor + 1, by_user=True)

    def action_cursor_up(self) -> None:
        """Move the cursor one row up."""
        self.move_cursor(self._cursor - 1, by_user=True)

    def action_page_down(self) -> None:
        """Move the cursor and the view one page down."""
        self._move_by(max(1, self.page_height - 1))

    def action_page_up(self) -> None:
        """Move the cursor and the view one page up."""
        self._move_by(-max(1, self.page_height - 1))

    def action_half_page_down(self) -> None:
        """Move the cursor and the view half a page down."""
        self._move_by(max(1, self.page_height // 2))

    def action_half_page_up(self) -> None:
        """Move the cursor and the view half a page up."""
        self._move_by(-max(1, self.page_height // 2))

    def action_go_first(self) -> None:
        """Go to the first row."""
        self.move_cursor(0, by_user=True)

    def action_go_last(self) -> None:
        """Go to the last row, and follow from now on."""
        self.move_cursor(self._count - 1, by_user=True)
        self._scroll_rows(self.max_scroll_y)
        self.set_following(True)

    def action_activate(self) -> None:
        """Open the cursor's row."""
        if self._cursor >= 0:
            self.post_message(self.RowActivated(self, self._cursor))

    def on_click(self, event: events.Click) -> None:
        """Select the row under the pointer; a double click opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        row = self.scroll_offset.y + offset.y
        if row >= self._count:
            return
        event.stop()
        self.row_clicked(row, offset.x, chain=event.chain)

    def row_clicked(self, row: int, column: int, *, chain: int) -> None:  # noqa: ARG002 - for others
        """Answer a click on an existing row; subclasses may look at the column."""
        self.move_cursor(row, by_user=True)
        if chain == 2:
            self.action_activate()

    def _move_by(self, rows: int) -> None:
        if not self._count:
            return
        top = self.scroll_offset.y
        is_cursor_shown = top <= self._cursor < top + self.page_height
        target = min(max(0, self._cursor + rows), self._count - 1)
        if target < self._count - 1:
            self.set_following(False)
        if is_cursor_shown:
            self._scroll_rows(top + rows)
        self.move_cursor(target, by_user=True)

    def _set_cursor(self, index: int, *, by_user: bool) -> None:
        old, self._cursor = self._cursor, index
        if index == old:
            return
        self._refresh_row(old)
        self._refresh_row(index)
        if index >= 0:
            self.post_message(self.RowHighlighted(self, index, by_user=by_user))

    # Scrolling.

    def scroll_to(self, *args: Any, animate: bool = False, **kwargs: Any) -> None:  # noqa: ARG002
        """Scroll without animation: over ssh an animated page is a second and a megabyte."""
        super().scroll_to(*args, animate=False, **kwargs)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """End following when the user scrolls up by wheel or scrollbar; note what was seen."""
        super().watch_scroll_y(old_value, new_value)
        if self._own_scrolling:
            return
        # At the end all the same: the view grew taller, nobody scrolled.
        if self._following and new_value < old_value and new_value < self.max_scroll_y:
            self.set_following(False)
        self._note_seen_rows()

    def on_resize(self) -> None:
        """Stay at the end, or keep the cursor in view."""
        self.invalidate()
        if self._following:
            self._scroll_rows(self.max_scroll_y)
        elif self._cursor >= 0:
            self.scroll_row_into_view(self._cursor)
        self._note_seen_rows()

    def _scroll_rows(self, top: int) -> None:
        if not self.page_height:
            # The first layout takes it from here, so that the first frame is right already.
            self.set_scroll(None, top)
            return
        self._own_scrolling = True
        try:
            super().scroll_to(y=min(max(0, top), self.max_scroll_y), animate=False, force=True)
        finally:
            self._own_scrolling = False
        self._note_seen_rows()

    def _set_virtual_height(self, rows: int) -> None:
        """Change the number of rows to scroll over without a layout of the whole screen.

        Assigning `virtual_size` lays the screen out each time (twice the paints, five times the
        lag on a stream). Setting it silently is enough here, because the scrollbar is always
        there; the next layout for another reason reads the same value. Should a Textual release
        break this, `self.virtual_size = size` is the slow equivalent of all three lines.
        """
        self.set_reactive(Widget.virtual_size, Size(0, rows))
        if self.is_mounted and self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = rows

    def _go_to_end(self, first_new: int) -> None:
        self._known = self._count
        if not self._count:
            return
        self._refresh_rows_from(first_new)
        self._set_cursor(self._count - 1, by_user=False)
        self._scroll_rows(self.max_scroll_y)

    def _rows_arrived(self, first_new: int) -> None:
        self._refresh_rows_from(first_new)
        if first_new == 0:
            self.refresh()

    def _rows_removed(self, count: int, old: int) -> None:
        if old - count <= _CACHED_STRIPS:
            for index in range(count, old):
                self._strips.discard(index)
        else:
            self._strips.clear()
        self._known = min(self._known, count)
        if self._cursor >= count:
            self._set_cursor(count - 1, by_user=False)
        self._scroll_rows(self.scroll_offset.y)
        self.refresh()

    def _note_seen_rows(self) -> None:
        if self._following or not self.page_height:
            self._known = self._count
        elif self._can_follow:
            bottom = min(self._count, self.scroll_offset.y + self.page_height)
            self._known = max(self._known, bottom)
        new_below = self._count - self._known if self._can_follow else 0
        if new_below != self._new_below:
            self._new_below = new_below
            self._post_follow()

    def _post_follow(self) -> None:
        self.post_message(
            self.FollowChanged(self, is_following=self._following, new_below=self._new_below)
        )

    def _refresh_row(self, index: int) -> None:
        if 0 <= index - self.scroll_offset.y < self.page_height:
            self.refresh_line(index)

    def _refresh_rows_from(self, first: int) -> None:
        top, height = self.scroll_offset.y, self.page_height
        if first < top + height:
            y = max(0, first - top)
            self.refresh(Region(0, y, self.size.width, height - y))

    # Painting.

    def notify_style_update(self) -> None:
        """Forget what was drawn in the old colours."""
        super().notify_style_update()
        self._row_styles.clear()
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the visible rows, straight from the cache where there is nothing around them."""
        if self.styles.gutter or self.styles.opacity < 1:
            return super().render_lines(crop)
        size = self.size
        strips = self._paint(crop.y, crop.bottom, size.width)
        if crop.column_span != (0, size.width):
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Paint one row: the slow path, for a view with a border, padding or opacity."""
        return self._paint(y, y + 1, self.size.width)[0]

    def _paint(self, first: int, end: int, width: int) -> list[Strip]:
        self._check_caches(width)
        if not self._count or self._model is None:
            return self._paint_empty(first, end, width)
        top = self.scroll_offset.y
        # The model may have lost rows that nobody has told us of yet.
        count = min(self._count, self._model.count())
        return [
            self._row(top + y, width) if top + y < count else self._blank(width)
            for y in range(first, end)
        ]

    def _check_caches(self, width: int) -> None:
        if self._row_styles.filters_changed():
            self._strips.clear()
        size = (width, self.scrollbar_size_vertical)
        if size != self._strip_size:
            self._strip_size = size
            self._strips.clear()

    def _row(self, index: int, width: int) -> Strip:
        background = self._row_background(index) if self._row_background else None
        look = Look(index == self._cursor, background)
        cached = self._strips.get(index)
        if cached is not None and cached[0] == look:
            return cached[1]
        strip = self._make_strip(index, width, look)
        self._strips[index] = (look, strip)
        return strip

    def _make_strip(self, index: int, width: int, look: Look) -> Strip:
        model = self._model
        text_width = width - self.scrollbar_size_vertical
        parts = model.line(index, text_width) if model is not None else ()
        safe = [(visible(text), style) for text, style in parts]
        fitted, used = fit(safe, text_width)
        segments = [Segment(text, self._row_styles.get(look, style)) for text, style in fitted]
        segments.append(Segment(" " * (width - used), self._row_styles.get(look, "")))
        return Strip(segments, width)

    def _blank(self, width: int) -> Strip:
        return Strip.blank(width, self._row_styles.get(None, ""))

    def _paint_empty(self, first: int, end: int, width: int) -> list[Strip]:
        text_width = max(2, width - 2 - self.scrollbar_size_vertical)
        lines = [
            piece.rstrip()
            for line in self._empty_text.splitlines()
            for piece in wrap_cells(visible(line), text_width)
        ]
        top = max(0, (self.page_height - len(lines)) // 2)
        strips = []
        for y in range(first, end):
            if top <= y < top + len(lines):
                strips.append(self._centred(lines[y - top], width))
            else:
                strips.append(self._blank(width))
        return strips

    def _centred(self, text: str, width: int) -> Strip:
        plain = self._row_styles.get(None, "")
        fitted, used = fit([(text, "")], width)
        shown = fitted[0][0] if fitted else ""
        left = max(0, (width - width_of(shown)) // 2)
        return Strip(
            [
                Segment(" " * left, plain),
                Segment(shown, self._row_styles.get(None, "line-view--empty")),
                Segment(" " * (width - left - used), plain),
            ],
            width,
        )
