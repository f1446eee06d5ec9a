"""JsonTree on a screen: keys, mouse, search, copying, resizing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from realtime_inspector.ui.widgets.json_tree import JsonTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

EVENT = {
    "type": "response.done",
    "response": {"id": "resp_1", "output": [{"id": "item_1"}, {"id": "item_2"}]},
    "text": "one\ntwo " + "long " * 30,
}


class Host(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.tree_view = JsonTree(empty_text="Select an event")
        self.activated: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.tree_view

    def on_mount(self) -> None:
        self.tree_view.focus()

    def on_line_view_row_activated(self, message: JsonTree.RowActivated) -> None:
        self.activated.append(message.index)


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        await pilot.pause()
    pytest.fail("the condition never came true")


def lines(view: JsonTree) -> list[str]:
    size = view.size
    strips = view.render_lines(Region(0, 0, size.width, size.height))
    assert all(strip.cell_length == size.width for strip in strips)
    return [strip.text.rstrip() for strip in strips]


async def test_it_says_what_to_do_while_empty() -> None:
    app = Host()
    async with app.run_test(size=(60, 20)) as pilot:
        view = app.tree_view
        assert "Select an event" in "".join(lines(view))
        await pilot.press("space", "enter", "left", "right")
        assert view.unfold_all()
        view.fold_all()
        view.go_to_sibling(1)
        assert (view.selected_path(), view.selected_value()) == ((), None)
        assert view.next_match() is False
        view.show(EVENT)
        assert lines(view)[0] == "▾ {"
        view.clear()
        assert "Select an event" in "".join(lines(view))


async def test_keys_fold_and_unfold() -> None:
    app = Host()
    async with app.run_test(size=(60, 30)) as pilot:
        view = app.tree_view
        view.show(EVENT)
        await pilot.press("j", "j", "space")
        assert lines(view)[2] == '  ▸ "response": {… 2 keys},  resp_1'
        await pilot.press("right")
        assert lines(view)[2] == '  ▾ "response": {'
        await pilot.press("right", "down", "right", "right")
        assert view.selected_path() == ("response", "output", 0, "id")
        await pilot.press("left", "left", "left", "left")
        assert view.selected_path() == ("response", "output")
        assert lines(view)[4] == '    ▸ "output": [… 2]'
        await pilot.press("left", "left")
        assert view.unfold_all()
        assert '          "id": "item_2"' in lines(view)


async def test_enter_on_a_plain_line_activates_it() -> None:
    app = Host()
    async with app.run_test(size=(60, 30)) as pilot:
        app.tree_view.show(EVENT)
        await pilot.press("j", "enter")
        await until(pilot, lambda: app.activated == [1])


async def test_the_mouse_folds_on_the_marker_only() -> None:
    app = Host()
    async with app.run_test(size=(60, 30)) as pilot:
        view = app.tree_view
        view.show(EVENT)
        await pilot.click(JsonTree, offset=(8, 2))
        assert view.selected_path() == ("response",)
        assert lines(view)[2] == '  ▾ "response": {'
        await pilot.click(JsonTree, offset=(2, 2))
        assert lines(view)[2].startswith('  ▸ "response": {…')
        await pilot.click(JsonTree, offset=(8, 2), times=2)
        assert lines(view)[2] == '  ▾ "response": {'


async def test_the_next_event_keeps_folds_and_place() -> None:
    app = Host()
    async with app.run_test(size=(60, 30)) as pilot:
        view = app.tree_view
        view.show(EVENT)
        await pilot.press("j", "j", "space")
        view.show({"event_id": "e", **EVENT})
        assert view.selected_path() == ("response",)
        assert lines(view)[3].startswith('  ▸ "response": {…')
        view.show({"other": 1})
        assert view.selected_path() == ()


async def test_copying_value_and_path() -> None:
    app = Host()
    async with app.run_test(size=(60, 30)):
        view = app.tree_view
        view.show(EVENT)
        assert json.loads(view.value_for_copy()) == EVENT
        view.move_cursor(6)
        assert view.path_for_copy() == ".response.output[0].id"
        assert view.selected_value() == "item_1"
        assert view.value_for_copy() == '"item_1"'
        view.show_text("plain \x1b")
        assert view.value_for_copy() == "plain \x1b"
        assert view.selected_value() == "plain \x1b"
        assert lines(view)[0] == "plain ␛"


async def test_searching() -> None:
    app = Host()
    async with app.run_test(size=(60, 30)) as pilot:
        view = app.tree_view
        view.show(EVENT)
        await pilot.press("j", "j", "space")
        view.set_search("ITEM_")
        assert view.hit_count == 2
        assert view.next_match()
        assert view.selected_path() == ("response", "output", 0, "id")
        assert view.next_match()
        assert view.previous_match()
        assert view.selected_path() == ("response", "output", 0, "id")
        row = view.cursor_row - view.scroll_offset.y
        strip = view.render_lines(Region(0, row, 60, 1))[0]
        assert [s.text for s in strip if s.style and s.style.underline] == ["item_"]
        view.show({"a": "item_"})
        assert view.hit_count == 1
        view.set_search("")
        assert view.hit_count == 0
        view.set_search("item_")
        view.show_text("no item_, one Item_")
        assert view.hit_count == 2


async def test_wrapped_text_follows_the_width() -> None:
    app = Host()
    async with app.run_test(size=(60, 40)) as pilot:
        view = app.tree_view
        view.show(EVENT)
        view.move_cursor(view.row_count - 2)
        await pilot.press("enter")
        count = view.row_count
        await pilot.resize_terminal(30, 40)
        await until(pilot, lambda: view.row_count > count)
        assert view.selected_path() == ("text",)
        assert not any(line.endswith("…") for line in lines(view)[-8:])


async def test_text_shows_more_on_enter() -> None:
    app = Host()
    async with app.run_test(size=(60, 40)) as pilot:
        view = app.tree_view
        view.show_text("x" * 60_000)
        before = view.row_count
        await pilot.press("G", "enter")
        assert view.row_count > before
        await pilot.press("G", "enter")
        await until(pilot, lambda: app.activated == [view.row_count - 1])


class Counted(list[object]):
    """A list that counts how many of its entries were asked for."""

    asked = 0

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        self.asked += len(found) if isinstance(place, slice) else 1
        return found

    def __iter__(self) -> Iterator[object]:
        for one in super().__iter__():
            self.asked += 1
            yield one


async def test_of_a_long_list_only_what_is_shown_is_read() -> None:
    app = Host()
    items = Counted({"id": f"item_{i}", "text": "東京の天気は? " * 20} for i in range(20_000))
    async with app.run_test(size=(120, 40)) as pilot:
        app.tree_view.show({"output": items})
        assert "item_0" in "".join(lines(app.tree_view))
        assert 0 < items.asked < 1_000
        await pilot.press("j", "j", "space", "space", "pagedown")
        assert items.asked < 1_000


@pytest.mark.parametrize("text", ["UklGRiQA" * 625_000, "long text " * 500_000])
async def test_of_a_long_text_only_the_beginning_becomes_lines(text: str) -> None:
    app = Host()
    async with app.run_test(size=(120, 40)):
        app.tree_view.show({"text": text})
        assert app.tree_view.virtual_size.height < 1_000
        assert "{" in lines(app.tree_view)[0]
