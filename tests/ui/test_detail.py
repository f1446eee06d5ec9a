"""The detail pane by itself: tabs, folding, searching, copying, raw text, what is very long."""

from __future__ import annotations

import base64
import json
import math
import threading
from array import array
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textual.app import App, ComposeResult
from textual.binding import Binding

import realtime_inspector.ui
from realtime_inspector.core.record import Direction, Record, RecordKind, binary_record, notice
from realtime_inspector.store.store import Store
from realtime_inspector.ui import reading
from realtime_inspector.ui.panes import detail_diff, detail_json
from realtime_inspector.ui.panes.detail import DetailPane
from realtime_inspector.ui.themes import DEFAULT_THEME, THEMES, variable_defaults

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    import pytest
    from textual.pilot import Pilot

    from realtime_inspector.guide.model import Language

STYLES: Final = Path(realtime_inspector.ui.__file__).parent / "app.tcss"
WAIT_S: Final = 0.01
PATIENCE: Final = 1_500
SESSION: Final[dict[str, Any]] = {
    "id": "sess_1",
    "model": "gpt-realtime",
    "instructions": "You are a helpful, witty, and friendly AI. Act like a human, but remember "
    "that you are not one. Your voice should be warm.",
    "audio": {"input": {"format": {"type": "audio/pcm", "rate": 24000}, "turn_detection": None}},
    "tools": [{"type": "function", "name": "weather", "parameters": {"type": "object"}}],
}
CREATED: Final = {"type": "session.created", "event_id": "e1", "session": SESSION}
RESPONSE: Final[dict[str, Any]] = {
    "type": "response.done",
    "event_id": "e2",
    "response": {
        "id": "resp_1",
        "status": "completed",
        "output": [
            {
                "id": "item_1",
                "type": "message",
                "content": [{"type": "text", "text": "Hello 東京"}],
            },
            {
                "id": "item_2",
                "type": "message",
                "content": [{"type": "text", "text": "hello again"}],
            },
        ],
        "usage": {"total_tokens": 12},
    },
}


class Host(App[None]):
    """The pane alone, with the keys of the main screen that it needs."""

    CSS_PATH = str(STYLES)
    BINDINGS = [  # noqa: RUF012 - as Textual declares them
        Binding("slash", "search"),
        Binding("n", "hit(1)"),
        Binding("N", "hit(-1)"),
        Binding("escape", "close_search"),
        Binding("left_square_bracket", "tab(-1)"),
        Binding("right_square_bracket", "tab(1)"),
        Binding("c", "copy"),
    ]

    def __init__(self, store: Store, lang: Language = "en", theme: str = DEFAULT_THEME) -> None:
        super().__init__()
        self.store = store
        self.wanted_theme = theme
        self.detail = DetailPane(store, lang)
        self.jumps: list[int] = []
        self.copied: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(is_dark=self.current_theme.dark)

    def compose(self) -> ComposeResult:
        yield self.detail

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.wanted_theme
        self.screen.set_focus(self.detail.focus_target)

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    def on_detail_pane_jump(self, message: DetailPane.Jump) -> None:
        self.jumps.append(message.seq)

    def action_search(self) -> None:
        self.detail.open_search()

    def action_hit(self, step: int) -> None:
        self.detail.move_hit(step)

    def action_close_search(self) -> None:
        self.detail.close_search()

    def action_tab(self, step: int) -> None:
        self.detail.next_tab(step)

    def action_copy(self) -> None:
        self.detail.copy()


class Screen:
    """What a person sees and does."""

    def __init__(self, app: Host, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def lines(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.strip("│╭╮╰╯─ ") for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def cursor(self) -> str:
        view: Any = self.app.detail.focus_target
        return "".join(text for text, _ in view._model.line(view.cursor_row, 100)).strip()

    async def show(self, seq: int) -> None:
        self.app.detail.show(seq)
        await self.until(lambda: self.app.detail.is_current)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], bool]) -> None:
        for _ in range(PATIENCE):
            if condition():
                return
            await self.pilot.pause(WAIT_S)
        raise AssertionError(f"never came\n{self.text}")

    async def until_shown(self, text: str) -> None:
        await self.until(lambda: text in self.text)


@asynccontextmanager
async def shown(
    *events: dict[str, Any] | Record,
    seq: int = 1,
    lang: Language = "en",
    size: tuple[int, int] = (90, 40),
) -> AsyncIterator[Screen]:
    """The pane on one of some events."""
    app = Host(store_of(events), lang)
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = Screen(app, pilot)
        await screen.show(seq)
        yield screen


def store_of(events: Iterable[dict[str, Any] | Record]) -> Store:
    store = Store()
    for event in events:
        store.append(event if isinstance(event, Record) else received(json.dumps(event)))
    return store


def received(text: str | bytes, kind: RecordKind = RecordKind.EVENT) -> Record:
    payload = text.encode() if isinstance(text, str) else text
    return Record(kind, Direction.RECEIVED, payload)


def sine(ms: int, amplitude: float, rate: int = 24_000) -> str:
    """A tone of PCM16, in base64."""
    samples = (amplitude * 32767 * math.sin(at / 5) for at in range(rate * ms // 1000))
    return base64.b64encode(array("h", map(int, samples)).tobytes()).decode()


# Opening, keys in their order, folding.


async def test_an_event_is_shown_with_its_keys_in_the_received_order() -> None:
    async with shown({"z": 1, "type": "x.y", "a": {"c": 1, "b": 2}}) as screen:
        assert [line.strip(' {},":0123456789▾') for line in screen.lines[2:7]] == [
            "", "z", 'type": "x.y', "a", "c",
        ]  # fmt: skip
        assert screen.lines[0].startswith("#1 ↓ x.y")


async def test_everything_under_a_node_unfolds_and_folds() -> None:
    async with shown(RESPONSE) as screen:
        await screen.press("J", "J", "J")
        assert screen.cursor.startswith("▾")
        await screen.press("j", "j", "j", "j")
        assert '"output"' not in screen.cursor
        await screen.press("g", "j", "j", "j", "j", "j", "j")
        assert screen.cursor == '▾ "output": ['
        await screen.press("H")
        assert "▸ {… 3 keys},  message · item_1" in screen.text
        await screen.press("L")
        assert '"text": "hello again"' in screen.text
        await screen.press("J")
        assert '"usage"' in screen.cursor
        await screen.press("K", "K")
        assert '"status"' in screen.cursor


async def test_the_frame_says_where_the_cursor_is() -> None:
    async with shown(RESPONSE) as screen:
        await screen.press("j", "j", "j", "j", "j")
        assert ".response.status · " in screen.lines[-1]
        assert "Space folds" in screen.lines[1]


# Searching.


async def test_searching_goes_along_while_it_is_typed() -> None:
    async with shown(RESPONSE) as screen:
        await screen.press("j", "j", "j", "H", "slash", *"hello")
        assert screen.cursor == '"text": "Hello 東京"'
        assert "1/2 hits" in screen.lines[-1]
        await screen.press("enter", "n")
        assert screen.cursor == '"text": "hello again"'
        assert "2/2 hits" in screen.lines[-1]
        await screen.press("n")
        assert "1/2 hits" in screen.lines[-1]
        await screen.press("N", "g")
        assert " 2 hits" in f" {screen.lines[-1]}"
        await screen.press("escape")
        assert "hits" not in screen.lines[-1]


async def test_leaving_the_search_line_drops_the_search() -> None:
    async with shown(RESPONSE) as screen:
        await screen.press("slash", *"again", "escape")
        assert "hit" not in screen.lines[-1]
        assert screen.app.detail.has_focus_inside
        assert not screen.app.detail.close_search()
        await screen.press("n")
        assert "/ searches" in " ".join(str(one.message) for one in screen.app._notifications)


async def test_the_search_of_the_log_is_marked_until_there_is_another() -> None:
    async with shown(RESPONSE, {"type": "x", "note": "completed or again"}) as screen:
        screen.app.detail.set_search("completed")
        await screen.pilot.pause()
        assert "1 hit" in screen.lines[-1]
        await screen.press("slash", *"hello", "enter")
        assert "1/2 hits" in screen.lines[-1]
        await screen.show(2)
        assert "0 hits" in screen.lines[-1]
        await screen.press("escape")
        assert "1 hit " in screen.lines[-1] + " "


async def test_a_search_opens_the_json_whatever_tab_is_shown() -> None:
    async with shown(RESPONSE) as screen:
        await screen.press("right_square_bracket", "slash", *"resp_1")
        assert screen.cursor.startswith('"id": "resp_1"')


# Copying.


async def test_what_can_be_copied() -> None:
    text = json.dumps(RESPONSE, ensure_ascii=False, separators=(",", ":"))
    async with shown(received(text), {"type": "x", "note": 'say "hi"\n'}) as screen:
        await screen.press("p", "P")
        assert screen.app.copied == []
        await screen.press("j", "j", "j", "j", "j", "c", "p", "P", "y", "C")
        assert screen.app.copied == [
            '"completed"', ".response.status", ".response.status=completed", "completed", text,
        ]  # fmt: skip
        screen.app.copied.clear()
        await screen.press("j", "P", "y")
        assert screen.app.copied == [".response.output"]
        await screen.show(2)
        screen.app.copied.clear()
        await screen.press("j", "j", "P", "y")
        assert screen.app.copied == ['.note="say \\"hi\\"\n"', 'say "hi"\n']


async def test_what_is_too_long_for_a_terminal_is_not_copied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(detail_json, "COPIED_MOST", 100)
    async with shown(RESPONSE) as screen:
        await screen.press("C", "c")
        assert screen.app.copied == []
        await screen.press("j", "c")
        assert screen.app.copied == ['"response.done"']
        assert "Too long" in " ".join(str(one.message) for one in screen.app._notifications)


# What is not JSON, and what was received exactly.


async def test_the_text_as_it_was_received() -> None:
    text = '{ "type":"x.y",\t"n" : 1.50, "e":"\\u6771" }'
    async with shown(received(text)) as screen:
        assert '"n": 1.5' in screen.text
        await screen.press("v")
        assert text.replace("\t", "→") in screen.text
        assert screen.lines[1].startswith("Raw")
        await screen.press("v")
        assert screen.lines[1].startswith("JSON")


async def test_what_is_not_json_is_shown_as_text() -> None:
    events = (
        received("not json \x1b[31m", RecordKind.TEXT),
        received(b'{"type": "x", broken \xff', RecordKind.TEXT),
        binary_record(bytes(range(64)), Direction.RECEIVED),
        notice("open", fields={"url": "wss://x"}),
    )
    async with shown(*events) as screen:
        assert "not json ␛[31m" in screen.text
        assert screen.lines[1].startswith("Text")
        await screen.show(2)
        assert "broken \\xff" in screen.text
        await screen.show(3)
        assert screen.lines[1].startswith("Bytes")
        assert "00000010  10 11 12 13" in screen.text
        assert "0123456789" in screen.text
        await screen.show(4)
        assert '"url": "wss://x"' in screen.text


# Audio.


async def test_audio_is_one_line_with_its_duration_and_level() -> None:
    silence = base64.b64encode(bytes(4800)).decode()
    events = (
        CREATED,
        {"type": "response.output_audio.delta", "delta": sine(250, 0.5)},
        {"type": "input_audio_buffer.append", "audio": silence},
        {"type": "conversation.item.create", "item": {"role": "user", "content": [
            {"type": "input_audio", "audio": sine(100, 1)},
            {"type": "input_image", "image_url": "data:image/png;base64," + silence},
        ]}},
    )  # fmt: skip
    async with shown(*events, seq=2, size=(120, 30)) as screen:
        assert "base64 · 12.0 KB · PCM16 24 kHz · 250 ms · -9 dBFS ▇▇▇▇" in screen.text
        await screen.show(3)
        assert "100 ms · silence" in screen.text
        await screen.show(4)
        assert "100 ms · -3 dBFS" in screen.text
        assert "image/png · base64 · 4.8 KB" in screen.text


# Related and Diff.


async def test_the_difference_to_the_event_before_of_the_same_type() -> None:
    second = json.loads(json.dumps(RESPONSE))
    second["response"]["status"] = "failed"
    second["response"]["output"].pop(0)
    second["response"]["why"] = {"code": "x"}
    async with shown(RESPONSE, CREATED, second, seq=3) as screen:
        await screen.press("left_square_bracket")
        assert "against #1 response.done  ~1 changed  +1 added  -1 removed" in screen.text
        assert '~ .response.status  "completed" → "failed"' in screen.text
        assert '- .response.output[0]  {"id": "item_1"' in screen.text
        assert '+ .response.why  {"code": "x"}' in screen.text
        await screen.press("j", "enter")
        assert screen.cursor.startswith('"status": "failed"')
        await screen.press("left_square_bracket")
        await screen.show(1)
        assert "The first of its type" in screen.text


async def test_a_session_is_compared_with_the_session_before() -> None:
    session = json.loads(json.dumps(SESSION))
    session["instructions"] = session["instructions"].replace("warm", "cold")
    session["audio"]["input"]["turn_detection"] = {"type": "server_vad"}
    updated = {"type": "session.updated", "event_id": "e9", "session": session}
    async with shown(CREATED, RESPONSE, updated, updated, seq=3) as screen:
        await screen.press("left_square_bracket")
        assert "against #1 session.created" in screen.text
        assert "event_id" not in screen.text
        assert '→ {"type": "server_vad"}' in screen.text
        assert '"…e should be warm." → "…e should be cold."' in screen.text
        await screen.show(4)
        assert "against #3 session.updated  nothing differs" in screen.text


async def test_long_events_are_compared_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detail_diff, "SMALL_BYTES", 10)
    async with shown(RESPONSE, {**RESPONSE, "event_id": "e3"}, seq=2) as screen:
        await screen.press("left_square_bracket")
        await screen.until_shown('~ .event_id  "e2" → "e3"')


async def test_a_related_event_is_a_key_away_and_can_be_copied() -> None:
    created = {"type": "response.created", "response": {"id": "resp_1", "status": "in_progress"}}
    async with shown(created, RESPONSE) as screen:
        await screen.press("right_square_bracket", "right_square_bracket", "j", "c", "enter")
        assert screen.app.jumps == [2]
        assert json.loads(screen.app.copied[0]) == RESPONSE


# Very long events.


async def test_a_very_long_event_is_read_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detail_json, "BIG_BYTES", 1_000)
    let_go = threading.Event()
    read = reading.content_of

    def slowly(*args: Any, **kwargs: Any) -> Any:
        if "check" in kwargs:
            let_go.wait(30)
        return read(*args, **kwargs)

    monkeypatch.setattr(detail_json, "content_of", slowly)
    long = {"type": "long.event", "text": "word " * 1_000}
    async with shown(long, CREATED) as screen:
        assert "Reading 5.0 KB …" in screen.text
        await screen.show(2)
        assert '"session.created"' in screen.text
        let_go.set()
        await screen.until(lambda: not [one for one in screen.app.workers if not one.is_finished])
        assert '"session.created"' in screen.text  # nobody wants the first one any more
        await screen.show(1)
        await screen.until_shown('"type": "long.event"')


async def test_japanese() -> None:
    async with shown(RESPONSE, lang="ja") as screen:
        await screen.press("j", "j", "j", "space")
        assert "キー 4 個" in screen.text
        assert "Space 開閉" in screen.text
        await screen.press("slash", *"zzz")
        assert "0 件" in screen.lines[-1]
