"""The filter line on a screen: what drops down, what the keys do, what is shown."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Label

import realtime_inspector.ui.app
from realtime_inspector.config.filter_history import FilterHistory
from realtime_inspector.config.filters import SavedFilters
from realtime_inspector.core.filter_vocabulary import CaptureVocabulary
from realtime_inspector.core.filters import FilterError, parse_filter
from realtime_inspector.ui.themes import variable_defaults
from realtime_inspector.ui.widgets.filter_bar import FilterBar
from realtime_inspector.ui.widgets.line_view import LineView
from realtime_inspector.ui.widgets.prompt_bar import PromptBar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot
    from textual.strip import Strip

    from realtime_inspector.guide.model import Language

CSS = Path(realtime_inspector.ui.app.__file__).parent / "app.tcss"
TYPES = {"response.done": 1234, "response.created": 3, "response.output_text.delta": 90, "error": 1}
HOSTILE = {"[red]x[/red]": 1, "\x1b]0;title\x07": 2, "東京" * 30: 3, "ok": 4}
WIDE, NARROW = (80, 24), (40, 12)


class Rows:
    def count(self) -> int:
        return 50

    def line(self, index: int, width: int) -> list[tuple[str, str]]:
        del width
        return [(f"row {index}", "")]


class Host(Screen[None]):
    """A pane as the log is: the bar above rows, and keys of the screen bound with priority."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_pane", "Pane", priority=True),
        Binding("ctrl+s", "export", "Export", priority=True),
    ]

    def __init__(self, bar: FilterBar) -> None:
        super().__init__()
        self.bar = bar
        self.rows = LineView(Rows(), following=False)
        self.filters: list[str] = []
        self.closed: list[bool] = []
        self.done: list[str] = []
        self.highlighted: list[LineView] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="log"):
            yield self.bar
            yield self.rows
            yield Label("end", id="end")

    def on_mount(self) -> None:
        self.query_one("#log").styles.height = "1fr"
        self.rows.styles.height = "1fr"
        self.rows.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        del parameters
        claimed: frozenset[str] = getattr(self.focused, "claimed_actions", frozenset())
        return None if action in claimed else True

    def action_next_pane(self) -> None:
        self.done.append("next_pane")

    def action_export(self) -> None:
        self.done.append("export")

    @on(PromptBar.Changed)
    def _prompt_changed(self, event: PromptBar.Changed) -> None:
        self.filters.append(event.value)
        try:
            self.bar.value = str(parse_filter(event.value.strip())) and event.value.strip()
        except FilterError as error:
            self.bar.show_problem(error)
        else:
            self.bar.show_problem("")

    @on(PromptBar.Closed)
    def _prompt_closed(self, event: PromptBar.Closed) -> None:
        self.closed.append(event.is_cancelled)
        self.set_focus(self.rows)

    @on(LineView.RowHighlighted)
    def _highlighted(self, event: LineView.RowHighlighted) -> None:
        self.highlighted.append(event.view)


class HostApp(App[None]):
    CSS_PATH = CSS

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(is_dark=True)

    def on_mount(self) -> None:
        self.push_screen(self.host)


class Ui:
    def __init__(self, pilot: Pilot[None], host: Host) -> None:
        self.pilot, self.host, self.bar = pilot, host, host.bar

    @property
    def strips(self) -> list[Strip]:
        return list(self.host._compositor.render_strips())

    @property
    def lines(self) -> list[str]:
        """What is painted, without the frame."""
        return [strip.text[1:-1].rstrip() for strip in self.strips[1:-1]]

    @property
    def dropped(self) -> list[str]:
        """What is painted over the rows, its scrollbar left out."""
        popup = self.bar.query_one(".filter-popup")
        if not popup.display:
            return []
        region = popup.region
        painted = self.strips[region.y : region.bottom]
        return [strip.crop(region.x, region.right - 1).text.strip() for strip in painted]

    @property
    def labels(self) -> list[str]:
        return [line.partition("  ")[0] for line in self.dropped]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        names = {" ": "space"}
        await self.press(*(names.get(char, char) for char in text))

    async def until(self, condition: Callable[[], bool]) -> None:
        for _ in range(200):
            if condition():
                return
            await self.pilot.pause()
        pytest.fail("the condition never came true\n" + "\n".join(self.lines))


@asynccontextmanager
async def opened(
    tmp_path: Path,
    size: tuple[int, int] = WIDE,
    *,
    lang: Language = "en",
    text: str = "",
    types: dict[str, int] | None = None,
) -> AsyncIterator[Ui]:
    saved = SavedFilters(tmp_path / "filters.toml")
    bar = FilterBar(
        lang,
        vocabulary=lambda: CaptureVocabulary(
            types=lambda: TYPES if types is None else types, saved=saved.all
        ),
        history=FilterHistory(tmp_path / "history"),
        saved=saved,
    )
    host = Host(bar)
    async with HostApp(host).run_test(size=size) as pilot:
        ui = Ui(pilot, host)
        await ui.until(lambda: host.is_mounted and host.rows.has_focus)
        bar.open(text)
        await ui.until(lambda: bar.is_open)
        await pilot.pause()
        yield ui


async def test_it_opens_with_the_keys_of_the_language(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        assert ui.labels[:3] == ["type:", "dir:", "family:"]
        assert "event type, * matches any" in ui.dropped[0]
        assert len(ui.dropped) == 9
        assert "Tab takes" in ui.dropped[-1]
    async with opened(tmp_path, text="err") as ui:
        assert ui.dropped == []


async def test_what_drops_down_moves_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        rows = ui.host.rows.region
        end = ui.host.query_one("#end").region
        await ui.type("type:resp")
        await ui.until(lambda: ui.labels[:1] == ["response.done"])
        assert (ui.host.rows.region, ui.host.query_one("#end").region) == (rows, end)
        await ui.type("\u3042(")
        assert (ui.host.rows.region, ui.host.query_one("#end").region) == (rows, end)


async def test_tab_takes_the_first_and_goes_on_to_its_values(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        await ui.type("ty")
        await ui.press("tab")
        assert ui.bar.value == "type:"
        assert ui.labels[:2] == ["response.*", "response.done"]
        assert ui.dropped[1].endswith("1,234")
        await ui.type("resp")
        await ui.press("tab")
        assert ui.bar.value == "type:response.done "
        assert ui.dropped == []
        assert ui.host.filters[-1] == "type:response.done "
        await ui.type("m")
        await ui.press("right")
        assert ui.bar.value == "type:response.done marked "
        assert ui.host.done == []


async def test_tab_is_the_screens_again_when_there_is_nothing_to_take(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        await ui.type("zzz")
        await ui.press("tab")
        assert ui.host.done == ["next_pane"]


async def test_arrows_choose_and_enter_takes_what_was_chosen(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        await ui.press("down", "down", "down", "up", "enter")
        assert ui.bar.value == "dir:"
        assert ui.host.closed == []
        await ui.press("down", "enter")
        assert ui.bar.value == "dir:out "
        await ui.press("enter")
        assert ui.host.closed == [False]
        assert not ui.bar.is_open
        assert ui.host.highlighted == [ui.host.rows]


async def test_a_long_list_scrolls_with_the_choice(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        await ui.press(*["down"] * 12)
        assert ui.labels[7] == "size>"
        await ui.press(*["down"] * 5)
        assert ui.labels[7] == "/…/"


async def test_a_click_takes_a_candidate_and_leaves_the_keyboard(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        popup = ui.bar.query_one(".filter-popup").region
        await ui.pilot.click(offset=(popup.x + 2, popup.y + 2))
        await ui.until(lambda: ui.bar.value == "family:")
        assert ui.bar.is_open
        assert ui.labels[0] == "session"


async def test_the_list_follows_the_cursor(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        await ui.type("dir:i ty")
        assert ui.labels == ["type:"]
        await ui.press("left")
        assert ui.labels == ["type:", "time>", "item:"]
        await ui.press("left", "left")
        assert ui.labels == ["in"]
        await ui.press("tab")
        assert ui.bar.value == "dir:in ty"
        await ui.press("left", "left")
        assert ui.dropped == []  # moving opens no list
        await ui.press("ctrl+@")
        assert ui.labels == ["out", "unknown"]


async def test_escape_closes_the_list_and_then_the_bar(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        await ui.type("er")
        assert ui.dropped
        await ui.press("escape")
        assert (ui.dropped, ui.bar.value, ui.bar.is_open) == ([], "er", True)
        await ui.press("escape")
        assert (ui.bar.value, ui.host.closed) == ("", [True])
        assert not ui.bar.display


async def test_up_goes_through_history_and_keeps_what_was_typed(tmp_path: Path) -> None:
    FilterHistory(tmp_path / "history").remember("dir:in")
    async with opened(tmp_path) as ui:
        await ui.type("marked")
        await ui.press("enter")
        assert FilterHistory(tmp_path / "history").entries() == ["dir:in", "marked"]
        ui.bar.open("")
        await ui.until(lambda: ui.bar.is_open)
        await ui.type("er")
        await ui.press("up")
        assert (ui.bar.value, ui.dropped) == ("marked", [])
        assert ui.host.filters[-1] == "marked"
        await ui.press("up", "up")
        assert ui.bar.value == "dir:in"
        await ui.press("down", "down")
        assert ui.bar.value == "er"
        await ui.press("down")
        assert ui.labels[0] == "err"


async def test_a_mistake_is_marked_and_explained_and_not_applied(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        await ui.type("err typ:x")
        assert ui.bar.query_one(".prompt-problem").region.width > 5
        assert "there is no field typ" in " ".join(ui.dropped)
        assert ui.labels[-1] == "type:x"
        line = ui.strips[1]
        marked = [segment.text for segment in line if segment.style and segment.style.underline]
        assert "".join(marked) == "typ"
        await ui.press("escape", "enter")
        assert ui.host.closed == []
        assert ui.bar.is_open
        await ui.press("ctrl+@", "tab")
        assert ui.bar.value == "err type:x"
        await ui.until(lambda: not ui.bar.has_class("-wrong"))


async def test_what_is_only_unfinished_is_no_mistake_until_enter(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        await ui.type("type:")
        assert not ui.bar.has_class("-wrong")
        await ui.type('zzz ("q')
        assert ui.bar.has_class("-wrong", "-pending")
        assert not any(segment.style and segment.style.underline for segment in ui.strips[1])
        await ui.press("enter")
        assert not ui.bar.has_class("-pending")
        assert any(segment.style and segment.style.underline for segment in ui.strips[1])
        assert ui.host.closed == []


async def test_a_space_can_be_typed_though_the_owner_strips_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        await ui.type("err marked")
        assert ui.bar.value == "err marked"


async def test_the_count_is_at_the_right_and_shorter_where_it_is_narrow(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        ui.bar.show_count("1,234 of 987,873")
        await ui.until(lambda: ui.lines[0].endswith(" 1,234 of 987,873"))
    async with opened(tmp_path, NARROW) as ui:
        ui.bar.show_count("1,234 of 987,873")
        await ui.until(lambda: ui.lines[0].endswith(" 1,234"))
        ui.bar.show_count("counting… 12 %", short="12 %")
        await ui.until(lambda: ui.lines[0].endswith(" 12 %"))
        ui.bar.show_count("")
        await ui.until(lambda: not ui.lines[0].endswith("%"))


async def test_a_filter_is_saved_offered_and_removed(tmp_path: Path) -> None:
    saved = SavedFilters(tmp_path / "filters.toml")
    async with opened(tmp_path) as ui:
        await ui.type("err | marked")
        await ui.press("ctrl+s")
        assert "Save as: @" in ui.dropped[0]
        assert ui.bar.is_open
        await ui.type("no name")
        await ui.press("enter")
        assert "not a name" in " ".join(ui.dropped)
        await ui.press("ctrl+u")
        await ui.type("@bad")
        await ui.press("enter")
        assert saved.all() == {"bad": "err | marked"}
        assert ui.bar.value == "err | marked"
        await ui.press("ctrl+u")
        await ui.type("@")
        assert ui.labels == ["@bad"]
        assert "err | marked" in ui.dropped[0]
        await ui.press("tab")
        assert ui.bar.value == "err | marked "
        await ui.press("ctrl+u")
        await ui.type("@b")
        await ui.press("down")
        assert "Shift+Delete" in ui.dropped[-1]
        await ui.press("shift+delete")
        assert saved.all() == {}
        assert ui.dropped == []
        assert ui.host.done == []


async def test_a_name_in_use_is_replaced_only_when_asked_twice(tmp_path: Path) -> None:
    saved = SavedFilters(tmp_path / "filters.toml")
    saved.save("mine", "err")
    async with opened(tmp_path, text="marked") as ui:
        await ui.press("ctrl+s")
        await ui.type("mine")
        await ui.press("enter")
        assert "in use" in " ".join(ui.dropped)
        assert saved.all() == {"mine": "err"}
        await ui.press("enter")
        assert saved.all() == {"mine": "marked"}
        await ui.press("ctrl+s", "escape")
        assert ui.bar.value == "marked"
        assert ui.bar.is_open


async def test_a_broken_file_is_said_when_something_is_to_be_saved(tmp_path: Path) -> None:
    (tmp_path / "filters.toml").write_text("broken")
    async with opened(tmp_path, text="marked") as ui:
        await ui.press("ctrl+s")
        await ui.type("mine")
        await ui.press("enter")
        assert "not valid TOML" in " ".join(ui.dropped)
    assert (tmp_path / "filters.toml").read_text() == "broken"


async def test_a_wrong_filter_is_not_saved(tmp_path: Path) -> None:
    async with opened(tmp_path, text="") as ui:
        await ui.type("(err")
        await ui.press("ctrl+s")
        assert "not closed" in " ".join(ui.dropped)
        assert "Save as" not in " ".join(ui.dropped)


@pytest.mark.parametrize("size", [WIDE, NARROW, (24, 10)])
async def test_words_of_the_server_stay_words_and_columns_stay_in_line(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, size, types=HOSTILE) as ui:
        await ui.type("type:")
        assert "[red]x[/red]" in " ".join(ui.dropped)
        assert "title" not in " ".join(ui.dropped)
        assert all(cell_len(strip.text) == size[0] for strip in ui.strips)
        assert not any("\x1b" in strip.text for strip in ui.strips)
        counts = {line.rpartition(" ")[2] for line in ui.dropped[:3]}
        assert counts <= {"1", "3", "4"}


async def test_japanese_words_at_both_widths(tmp_path: Path) -> None:
    for size in (WIDE, NARROW):
        async with opened(tmp_path, size, lang="ja") as ui:
            assert "イベントの種類" in ui.dropped[0]
            assert all(cell_len(strip.text) == size[0] for strip in ui.strips)


async def test_a_click_elsewhere_puts_the_list_away(tmp_path: Path) -> None:
    async with opened(tmp_path) as ui:
        assert ui.dropped
        await ui.pilot.click(offset=(10, 20))
        await ui.until(lambda: ui.dropped == [])
        assert not ui.bar.is_open
