"""LineView: moving, following, painting, and never more work than what is visible."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.geometry import Region, Size
from textual.screen import Screen

from realtime_inspector.ui.widgets.line_view import LinePart, LineView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.pilot import Pilot


class Rows:
    """A model that counts how often it is asked."""

    def __init__(self, count: int, text: Callable[[int], str] | None = None) -> None:
        self.rows = count
        self.text = text or (lambda index: f"row {index}")
        self.asked: list[int] = []

    def count(self) -> int:
        return self.rows

    def line(self, index: int, width: int) -> Sequence[LinePart]:  # noqa: ARG002
        self.asked.append(index)
        return [("▌", "bold $accent"), (self.text(index), "")]


class Host(App[None]):
    def __init__(self, view: LineView) -> None:
        super().__init__()
        self.view = view
        self.messages: list[tuple[object, ...]] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.focus()

    def on_line_view_row_highlighted(self, message: LineView.RowHighlighted) -> None:
        assert message.control is self.view
        self.messages.append(("highlighted", message.index, message.by_user))

    def on_line_view_row_activated(self, message: LineView.RowActivated) -> None:
        assert message.control is self.view
        self.messages.append(("activated", message.index))

    def on_line_view_follow_changed(self, message: LineView.FollowChanged) -> None:
        assert message.control is self.view
        self.messages.append(("follow", message.is_following, message.new_below))


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        await pilot.pause()
    pytest.fail("the condition never came true")


def lines(view: LineView) -> list[str]:
    """The text on the screen, without the scrollbar's column."""
    size = view.size
    strips = view.render_lines(Region(0, 0, size.width, size.height))
    assert all(strip.cell_length == size.width for strip in strips)
    assert all(cell_len(strip.text) == size.width for strip in strips)
    return [strip.text.rstrip() for strip in strips]


def at_top(count: int) -> tuple[Host, Rows, LineView]:
    rows = Rows(count)
    view = LineView(rows, following=False)
    return Host(view), rows, view


def following(count: int) -> tuple[Host, Rows, LineView]:
    rows = Rows(count)
    view = LineView(rows)
    return Host(view), rows, view


class TestMoving:
    @pytest.mark.parametrize(
        ("keys", "cursor"),
        [
            (["j", "down", "j", "k", "up"], 1),
            (["k"], 0),
            (["G"], 999_999),
            (["end", "j"], 999_999),
            (["G", "g"], 0),
            (["G", "home"], 0),
            (["pagedown"], 23),
            (["pagedown", "pagedown", "pageup"], 23),
            (["pageup"], 0),
            (["ctrl+d"], 12),
            (["ctrl+d", "ctrl+d", "ctrl+u"], 12),
        ],
    )
    async def test_keys_move_the_cursor_and_keep_it_visible(
        self, keys: list[str], cursor: int
    ) -> None:
        app, _, view = at_top(1_000_000)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*keys)
            await until(pilot, lambda: view.cursor_row == cursor)
            assert view.scroll_offset.y <= cursor < view.scroll_offset.y + view.page_height
            assert f"▌row {cursor}" in lines(view)

    async def test_a_page_keeps_the_place_of_the_cursor_on_the_screen(self) -> None:
        app, _, view = at_top(1000)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("j", "j", "pagedown")
            assert (view.cursor_row, view.scroll_offset.y) == (25, 23)

    async def test_a_click_selects_and_a_double_click_opens(self) -> None:
        app, _, view = at_top(1000)
        async with app.run_test(size=(80, 24)) as pilot:
            view.move_cursor(500)
            await pilot.click(LineView, offset=(5, 3), times=2)
            row = view.scroll_offset.y + 3
            assert view.cursor_row == row
            await until(pilot, lambda: ("activated", row) in app.messages)
            assert app.messages.count(("highlighted", row, True)) == 1

    async def test_a_click_below_the_last_row_does_nothing(self) -> None:
        app, _, view = at_top(3)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.click(LineView, offset=(5, 10))
            assert view.cursor_row == 0

    async def test_enter_activates(self) -> None:
        app, _, _ = at_top(3)
        async with app.run_test() as pilot:
            await pilot.press("j", "enter")
            await until(pilot, lambda: ("activated", 1) in app.messages)

    async def test_keys_without_rows_do_nothing(self) -> None:
        app, _, view = at_top(0)
        async with app.run_test() as pilot:
            keys = ["j", "k", "g", "pagedown", "pageup", "ctrl+d", "ctrl+u", "enter"]
            await pilot.press(*keys)
            view.move_cursor(5)
            assert view.cursor_row == -1
            assert app.messages == []

    async def test_move_cursor_says_who_moved_it_and_stays_in_range(self) -> None:
        app, _, view = at_top(10)
        async with app.run_test() as pilot:
            view.move_cursor(4)
            view.move_cursor(99, by_user=True)
            view.move_cursor(99, by_user=True)
            await until(pilot, lambda: len(app.messages) >= 3)
            assert app.messages == [
                ("highlighted", 0, False),
                ("highlighted", 4, False),
                ("highlighted", 9, True),
            ]

    async def test_a_far_row_can_be_centred(self) -> None:
        app, _, view = at_top(1000)
        async with app.run_test(size=(80, 24)):
            view.move_cursor(500, center=True)
            assert view.scroll_offset.y == 488
            view.move_cursor(501, center=True)
            assert view.scroll_offset.y == 488

    async def test_nothing_is_animated(self) -> None:
        app, _, view = at_top(1000)
        async with app.run_test(size=(80, 24)):
            view.scroll_to(y=976, animate=True)
            assert view.scroll_offset.y == 976


class TestFollowing:
    async def test_it_starts_at_the_end_and_stays_there(self) -> None:
        app, rows, view = following(1000)
        async with app.run_test(size=(80, 24)) as pilot:
            assert lines(view)[-1] == "▌row 999"
            rows.rows = 1050
            view.set_count(1050)
            assert view.cursor_row == 1049
            assert lines(view)[-1] == "▌row 1049"
            await until(pilot, lambda: ("highlighted", 1049, False) in app.messages)

    async def test_moving_up_ends_it_and_new_rows_are_counted(self) -> None:
        app, rows, view = following(1000)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("k")
            assert view.is_following is False
            top = view.scroll_offset.y
            rows.rows = 1012
            view.set_count(1012)
            assert (view.new_below, view.scroll_offset.y, view.cursor_row) == (12, top, 998)
            await until(pilot, lambda: ("follow", False, 12) in app.messages)

            await pilot.press("pagedown")
            assert view.new_below == 0

            await pilot.press("G")
            await until(pilot, lambda: app.messages[-1] == ("follow", True, 0))
            assert view.new_below == 0

    async def test_moving_down_to_the_last_row_does_not_start_it(self) -> None:
        app, _, view = following(10)
        async with app.run_test() as pilot:
            await pilot.press("k", "j")
            assert view.cursor_row == 9
            assert not view.is_following

    async def test_the_wheel_ends_it_only_upwards(self) -> None:
        app, _, view = following(1000)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot._post_mouse_events([_wheel_down()], view, offset=(3, 3))
            assert view.is_following
            await pilot._post_mouse_events([_wheel_up()], view, offset=(3, 3))
            await until(pilot, lambda: not view.is_following)

    async def test_resizing_keeps_the_end_in_view(self) -> None:
        app, _, view = following(1000)
        async with app.run_test(size=(80, 24)) as pilot:
            for size in [(80, 10), (100, 40), (60, 24)]:
                await pilot.resize_terminal(*size)
                await until(pilot, lambda size=size: view.page_height == size[1])  # type: ignore[misc]
                assert view.is_following
                assert lines(view)[-1] == "▌row 999"

    async def test_resizing_keeps_the_cursor_in_view(self) -> None:
        app, _, view = at_top(1000)
        async with app.run_test(size=(80, 24)) as pilot:
            view.move_cursor(20)
            await pilot.resize_terminal(80, 8)
            await until(pilot, lambda: view.page_height == 8)
            await until(pilot, lambda: "▌row 20" in lines(view))

    async def test_a_view_that_cannot_follow_only_goes_to_the_end(self) -> None:
        view = LineView(Rows(100), can_follow=False)
        app = Host(view)
        async with app.run_test(size=(80, 24)) as pilot:
            assert view.cursor_row == 0
            await pilot.press("G")
            assert view.cursor_row == 99
            assert not view.is_following
            view.set_count(120)
            assert view.new_below == 0


class TestRows:
    async def test_changing_the_count_lays_nothing_out(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        app, rows, view = following(10)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            layouts: list[object] = []
            original = Screen._refresh_layout

            def counting(screen: Screen[object], *args: object, **kwargs: object) -> None:
                layouts.append(args)
                cast("Callable[..., None]", original)(screen, *args, **kwargs)

            monkeypatch.setattr(Screen, "_refresh_layout", counting)
            for count in [20, 30, 1000, 5000]:
                rows.rows = count
                view.set_count(count)
                await pilot.pause()
            assert layouts == []
            assert view.virtual_size.height == 5000
            assert view.vertical_scrollbar.window_virtual_size == 5000
            assert view.max_scroll_y == 5000 - 24
            assert view.vertical_scrollbar.position == 5000 - 24

    async def test_a_later_layout_keeps_the_count(self) -> None:
        app, rows, view = following(10)
        async with app.run_test(size=(80, 24)) as pilot:
            rows.rows = 5000
            view.set_count(5000)
            view.refresh(layout=True)
            await pilot.pause()
            assert view.virtual_size == Size(0, 5000)
            assert view.scroll_offset.y == 5000 - 24

    async def test_only_visible_rows_are_asked_for_and_only_once(self) -> None:
        app, rows, view = following(1_000_000)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert set(rows.asked) == set(range(999_976, 1_000_000))
            rows.asked.clear()
            lines(view)
            view.refresh()
            await pilot.pause()
            assert rows.asked == []
            await pilot.press("k")
            await pilot.pause()
            assert sorted(set(rows.asked)) == [999_998, 999_999]

    async def test_rows_below_the_view_cost_no_row(self) -> None:
        app, rows, view = at_top(1000)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            rows.asked.clear()
            rows.rows = 2000
            view.set_count(2000)
            await pilot.pause()
            assert rows.asked == []

    async def test_an_invalidated_row_is_drawn_again(self) -> None:
        app, rows, view = at_top(100)
        async with app.run_test(size=(80, 24)) as pilot:
            lines(view)
            rows.text = lambda index: f"other {index}"
            assert lines(view)[3] == "▌row 3"
            view.invalidate(3)
            view.invalidate(90)
            await pilot.pause()
            assert lines(view)[3] == "▌other 3"
            assert lines(view)[4] == "▌row 4"
            view.invalidate()
            assert lines(view)[4] == "▌other 4"

    @pytest.mark.parametrize("is_following", [True, False])
    @pytest.mark.parametrize("count", [1000, 990, 30, 5, 1, 0])
    async def test_the_count_may_shrink(self, count: int, is_following: bool) -> None:
        app, rows, view = following(3000)
        async with app.run_test(size=(80, 24)) as pilot:
            view.set_following(is_following)
            rows.rows = count
            lines(view)  # the model shrank, but we do not know yet
            view.set_count(count)
            await pilot.pause()
            assert view.cursor_row == count - 1
            assert view.is_following == is_following
            shown = [line for line in lines(view) if line]
            assert shown == [f"▌row {index}" for index in range(max(0, count - 24), count)]

    async def test_another_model_starts_again(self) -> None:
        app, _, view = at_top(1000)
        async with app.run_test(size=(80, 24)):
            view.move_cursor(900)
            view.set_model(Rows(50, lambda index: f"new {index}"))
            assert lines(view)[0] == "▌new 0"
            assert view.cursor_row == 0
            view.set_model(Rows(500), cursor=300)
            assert "▌row 300" in lines(view)
            view.set_model(None)
            assert view.row_count == 0
            assert set(lines(view)) == {""}

    async def test_rows_may_come_before_the_view_is_on_a_screen(self) -> None:
        rows = Rows(0)
        view = LineView(rows)
        rows.rows = 500
        view.set_count(500)
        view.set_count(400)
        async with Host(view).run_test(size=(80, 24)):
            assert lines(view)[-1] == "▌row 399"

    async def test_a_hidden_view_keeps_up(self) -> None:
        app, rows, view = following(100)
        async with app.run_test(size=(80, 24)) as pilot:
            view.display = False
            await pilot.pause()
            rows.rows = 700
            view.set_count(700)
            await pilot.pause()
            view.display = True
            await until(pilot, lambda: view.size.height == 24)
            assert lines(view)[-1] == "▌row 699"


class TestPainting:
    @pytest.mark.parametrize(
        "text",
        [
            "東京の天気は?" * 30,
            "a" + "東" * 200,
            "🎉👍🏽⚠️🇯🇵👨‍👩‍👧" * 20,
            "e\u0301" * 300,
            "plain " * 50,
            "\x1b[31mred\x1b[0m \u202eabc\n\t" * 20,
            "short",
            "",
        ],
    )
    @pytest.mark.parametrize("width", [2, 3, 20, 79, 80])
    async def test_every_row_is_exactly_as_wide_as_the_view(self, text: str, width: int) -> None:
        view = LineView(Rows(3, lambda _: text), following=False)
        async with Host(view).run_test(size=(width, 5)):
            shown = lines(view)
            assert ("\x1b" in "".join(shown)) is False
            if cell_len(text) > 160:
                assert shown[0].endswith("…")

    async def test_the_cursor_and_highlights_have_a_background_across_the_row(self) -> None:
        app, _, view = at_top(10)
        async with app.run_test(size=(40, 10)):
            view.set_highlights(lambda index: "line-view--related" if index == 2 else None)
            strips = view.render_lines(Region(0, 0, 40, 10))
            grounds = [
                {segment.style.bgcolor for segment in strip if segment.style} for strip in strips
            ]
            assert all(len(ground) == 1 for ground in grounds)
            assert grounds[0] != grounds[1] != grounds[2]
            assert grounds[3] == grounds[1]
            view.set_highlights(None)
            strip = view.render_lines(Region(0, 2, 40, 1))[0]
            assert {segment.style.bgcolor for segment in strip if segment.style} == grounds[1]

    async def test_a_theme_changes_all_colours(self) -> None:
        app, _, view = at_top(10)
        async with app.run_test(size=(40, 10)) as pilot:
            dark = view.render_lines(Region(0, 1, 40, 1))[0]
            app.theme = "textual-light"
            await pilot.pause()
            light = view.render_lines(Region(0, 1, 40, 1))[0]
            assert [s.text for s in dark] == [s.text for s in light]
            assert [s.style for s in dark] != [s.style for s in light]

    async def test_every_theme_marks_the_cursor_and_keeps_text_readable(self) -> None:
        app, _, view = at_top(10)
        async with app.run_test(size=(40, 10)) as pilot:
            for theme in app.available_themes:
                app.theme = theme
                await pilot.pause()
                cursor, plain = (
                    [segment.style for segment in strip]
                    for strip in view.render_lines(Region(0, 0, 40, 2))
                )
                assert all(a != b for a, b in zip(cursor, plain, strict=True)), theme
                for style in [*cursor, *plain]:
                    assert style is not None
                    assert style.color is not None
                    assert style.color.is_default or style.color != style.bgcolor, theme

    async def test_muted_text_is_muted(self) -> None:
        app, _, view = at_top(1)
        async with app.run_test():
            muted, plain = (view._row_styles.get(None, name) for name in ("$text-muted", ""))
            assert muted.color != plain.color
            both = view._row_styles.get(None, ("$text-muted", "bold"))
            assert (both.color, both.bold) == (muted.color, True)

    async def test_without_colours_the_cursor_is_reversed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        app, _, view = at_top(3)
        async with app.run_test(size=(40, 5)):
            strips = view.render_lines(Region(0, 0, 40, 2))
            assert all(segment.style and segment.style.reverse for segment in strips[0])
            assert not any(segment.style and segment.style.reverse for segment in strips[1])

    async def test_without_rows_it_says_what_to_do(self) -> None:
        view = LineView(empty_text="No events yet\nPress r to ask for a response.")
        async with Host(view).run_test(size=(60, 11)) as pilot:
            shown = lines(view)
            assert shown[4].strip() == "No events yet"
            assert shown[5].strip() == "Press r to ask for a response."
            assert abs(len(shown[4]) - len(shown[4].strip()) - 23) <= 1
            view.set_empty_text("東京" * 40)
            await pilot.pause()
            assert "東京" * 3 in "".join(lines(view))

    async def test_borders_work_on_the_slow_path(self) -> None:
        app, _, view = at_top(100)
        async with app.run_test(size=(40, 10)) as pilot:
            view.styles.border = ("round", "red")
            await pilot.pause()
            await until(pilot, lambda: view.page_height == 8)
            region = Region(0, 0, 40, 10)
            text = [strip.text for strip in view.render_lines(region)]
            assert text[0].startswith("╭")
            assert text[1].startswith("│▌row 0")
            await pilot.click(LineView, offset=(5, 3))
            assert view.cursor_row == 2

    async def test_a_part_of_the_view_can_be_painted(self) -> None:
        app, _, view = at_top(100)
        async with app.run_test(size=(40, 10)):
            strips = view.render_lines(Region(1, 2, 5, 2))
            assert [strip.text for strip in strips] == ["row 2", "row 3"]


def _wheel_down() -> type:
    from textual.events import MouseScrollDown

    return MouseScrollDown


def _wheel_up() -> type:
    from textual.events import MouseScrollUp

    return MouseScrollUp
