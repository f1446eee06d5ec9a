"""The transcript lays out what is near the screen only, and shows the same as if it did all."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.events import (
    confirmed,
    error,
    output_added,
    received,
    response_created,
    session_created,
    text_delta,
)
from textual.app import App, ComposeResult
from textual.geometry import Region

from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.core.state import CaptureState
from realtime_inspector.ui.panes import transcript as module
from realtime_inspector.ui.panes.transcript import TranscriptPane
from realtime_inspector.ui.present.transcript import entry_lines
from realtime_inspector.ui.themes import variable_defaults

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from realtime_inspector.core.record import Record

WIDTH, HEIGHT = 40, 12


class Host(App[None]):
    def __init__(self, state: CaptureState) -> None:
        super().__init__()
        self.pane = TranscriptPane("en", is_live=True)
        self.state = state

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(is_dark=True)

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()
        self.pane.show(self.state)

    def fold(self, *records: Record) -> None:
        """Shows the state after some more records."""
        self.state = reduce_all(records, self.state)
        self.pane.show(self.state)

    def screen_lines(self) -> list[str]:
        size = self.pane.size
        strips = self.pane.render_lines(Region(0, 0, size.width, size.height))
        return [strip.text.rstrip() for strip in strips]

    def all_lines(self) -> list[str]:
        """What there is to show, laid out from the first entry to the last."""
        return [
            "".join(text for text, _ in line).rstrip()
            for entry in self.state.entries
            for line in entry_lines(self.state, entry, self.pane.line_width, "en")
        ]


def turns(count: int) -> list[Record]:
    """Messages of one to seven lines, each of its own text, and some errors between them."""
    records = [session_created()]
    for number in range(count):
        words = " ".join(f"w{number}x{one}" for one in range(number * 7 % 45 + 1))
        records.append(confirmed(f"item_{number}", words))
        if number % 9 == 0:
            records.append(error(code=f"code_{number}"))
        if number % 11 == 0:  # a message without parts is not shown
            item = {"id": f"empty_{number}", "type": "message", "role": "user"}
            records.append(received("conversation.item.added", item={**item, "status": "sent"}))
    return records


def host(count: int) -> Host:
    return Host(reduce_all(turns(count)))


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        await pilot.pause()
    pytest.fail("the condition never came true")


async def test_the_end_is_shown_first_and_resizing_keeps_to_it() -> None:
    app = host(300)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await until(pilot, lambda: app.pane.is_following and bool(app.screen_lines()))
        assert app.screen_lines() == app.all_lines()[-HEIGHT:]
        for width in (70, 25, WIDTH):
            await pilot.resize_terminal(width, HEIGHT)
            await until(pilot, lambda: app.pane.size.width == width)  # noqa: B023
            assert app.screen_lines() == app.all_lines()[-HEIGHT:]


@pytest.mark.parametrize(("to_start", "key"), [(False, "pageup"), (True, "pagedown")])
async def test_paging_passes_every_line_in_order(to_start: bool, key: str) -> None:
    app = host(120)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        if to_start:
            await pilot.press("home")
        expected = app.all_lines()
        seen: list[str] = app.screen_lines()
        for _ in range(len(expected)):
            await pilot.press(key)
            page = app.screen_lines()
            assert page[1 if key == "pagedown" else 0] in expected
            seen = _joined(seen, page) if key == "pagedown" else _joined(page, seen)
            if app.pane.scroll_offset.y in {0, app.pane.max_scroll_y} and len(seen) > HEIGHT:
                break
        assert seen == expected


def _joined(above: list[str], below: list[str]) -> list[str]:
    """Two views of the same lines, which have at least one line in common or touch."""
    overlap = next(
        (
            size
            for size in range(min(len(above), len(below)), 0, -1)
            if above[-size:] == below[:size]
        ),
        None,
    )
    assert overlap is not None, "lines were left out"
    return above + below[overlap:]


async def test_what_arrives_and_changes_at_the_end_is_shown() -> None:
    app = host(50)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        item = {"id": "item_a", "type": "message", "role": "assistant", "status": "in_progress"}
        app.fold(response_created(), output_added("resp_1", item))
        for number in range(40):
            app.fold(text_delta(f"delta {number} "))
            assert app.screen_lines() == app.all_lines()[-HEIGHT:]
            assert app.pane.is_following


async def test_what_changes_above_the_screen_does_not_move_it() -> None:
    app = host(200)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.press("pageup", "pageup", "pageup")
        before = app.screen_lines()
        entry = app.pane.entry_at_cursor()
        longer = " ".join(f"longer{number}" for number in range(60))
        changed = {"id": "item_150", "type": "message", "role": "user"}
        content = [{"type": "input_text", "text": longer}]
        for name in ("item_2", "item_150", "item_185"):
            app.fold(
                received("conversation.item.done", item={**changed, "id": name, "content": content})
            )
        app.fold(confirmed("new", "something new"))
        assert app.screen_lines() == before
        assert app.pane.entry_at_cursor() == entry
        assert not app.pane.is_following
        await pilot.press("end")
        assert app.screen_lines() == app.all_lines()[-HEIGHT:]


async def test_an_entry_is_found_and_shown() -> None:
    app = host(200)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        item = app.state.item("item_40")
        assert item is not None
        app.pane.select_item(item.key, None, 0)
        await pilot.pause()
        assert any("w40x0" in line for line in app.screen_lines())


async def test_another_capture_replaces_all() -> None:
    app = host(200)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        app.state = CaptureState()
        app.fold(session_created(), confirmed("only", "the only one"))
        assert app.screen_lines()[:2] == app.all_lines()[:2]
        assert app.pane.row_count == len(app.all_lines())


@pytest.mark.parametrize("far", [module.FAR, 5])
async def test_travelling_shows_the_end_of_what_was_said_then(
    far: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FAR", far)
    records = turns(60)
    for number in range(0, 60, 7):  # later events change earlier entries
        item = {"id": f"item_{number}", "type": "message", "role": "user"}
        content = [{"type": "input_text", "text": f"other{number} " * (number % 13)}]
        records.append(received("conversation.item.done", item={**item, "content": content}))
    states = [CaptureState()]
    for record in records:
        states.append(reduce_all([record], states[-1]))
    app = Host(states[-1])
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        app.pane.blur()
        await until(pilot, lambda: app.pane.is_following and bool(app.screen_lines()))
        chosen = random.Random(3)  # noqa: S311
        seq = len(records)
        for _ in range(60):
            seq = min(max(3, seq + chosen.choice([-40, -3, -1, 1, 2, 30])), len(records))
            # Folded again from an earlier state: equal, but other objects.
            known = states[chosen.randrange(seq)]
            app.state = reduce_all(records[known.seq : seq], known)
            app.pane.show(app.state, is_past=True)
            shown, wanted = app.screen_lines(), app.all_lines()[-HEIGHT:]
            assert [line for line in shown if line] == [line for line in wanted if line]
            assert app.pane.row_count == len(app.all_lines()) or len(app.all_lines()) > 3 * HEIGHT


async def test_only_what_is_near_the_screen_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = 0

    def counted(*arguments: Any) -> Any:
        nonlocal laid_out
        laid_out += 1
        return entry_lines(*arguments)

    monkeypatch.setattr(module, "entry_lines", counted)
    app = host(3000)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        await pilot.press("home", "pagedown", "end", "pageup")
        await pilot.resize_terminal(60, HEIGHT)
        await until(pilot, lambda: app.pane.size.width == 60)
        assert laid_out < 400
        laid_out = 0
        app.fold(confirmed("new", "something new"))
        app.pane.show(app.state)
        assert laid_out < 5


async def test_many_entries_that_are_not_shown_leave_no_blank_lines() -> None:
    records = turns(20)
    for number in range(150):
        item = {"id": f"none_{number}", "type": "message", "role": "user", "status": "completed"}
        records.append(received("conversation.item.added", item=item))
    records.append(confirmed("last", "the last one"))
    app = Host(reduce_all(records))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        assert app.screen_lines() == app.all_lines()[-HEIGHT:]
        await pilot.press("home", "end")
        assert app.screen_lines() == app.all_lines()[-HEIGHT:]
