"""The application under Pilot: against the simulator, a capture or a server of our own.

Every wait is for a condition. What is shown is read from the painted screen, not from widgets.
"""

from __future__ import annotations

import json
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from tests.support.simulator import running_simulator
from textual.widgets import Input
from websockets.asyncio.server import ServerConnection, serve

from realtime_inspector.config.settings import (
    ConnectSettings,
    RecordSettings,
    Settings,
    UiSettings,
)
from realtime_inspector.runtime.clock import steady_clock
from realtime_inspector.runtime.launch import make_session, source_name
from realtime_inspector.runtime.loading import CaptureLoader
from realtime_inspector.store.store import Store
from realtime_inspector.ui.app import InspectorApp
from realtime_inspector.ui.context import Inspection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence

    from textual.geometry import Region
    from textual.pilot import Pilot
    from textual.strip import Strip
    from textual.widget import Widget

    from realtime_inspector.lessons.progress import Progress
    from realtime_inspector.runtime.live import LiveSession

CAPTURES: Final = Path(__file__).parent.parent / "fixtures" / "captures"
LIMIT_S: Final = 15.0
"""Longest wait for a condition."""
POLL_S: Final = 0.01
WIDE: Final = (180, 46)
MIDDLE: Final = (120, 40)
NARROW: Final = (80, 24)
SMALL: Final = (60, 20)
TINY: Final = (40, 10)
_BORDER: Final = "╭╮╰╯─│ "


class Pane:
    """A widget as a person sees it."""

    def __init__(self, ui: Ui, selector: str, frame: str = "") -> None:
        self._ui = ui
        self._selector = selector
        self._frame = frame or selector

    @property
    def widget(self) -> Widget:
        """The widget itself."""
        found: Widget = self._ui.screen.query_one(self._selector)
        return found

    @property
    def is_shown(self) -> bool:
        """Whether any of it is on the screen."""
        found = self._ui.screen.query(self._selector)
        return bool(found) and bool(found.first().region.area) and found.first().is_on_screen

    @property
    def strips(self) -> list[Strip]:
        """Its part of the painted screen."""
        return self._ui.strips(self.widget.region)

    @property
    def lines(self) -> list[str]:
        """Its text, without what is empty at the right."""
        return [strip.text.rstrip() for strip in self.strips]

    @property
    def text(self) -> str:
        """Its text as a whole."""
        return "\n".join(self.lines)

    @property
    def joined(self) -> str:
        """Its text without line breaks and spaces, for what may be wrapped anywhere."""
        return "".join("".join(line.strip(_BORDER).split()) for line in self.lines)

    @property
    def title(self) -> str:
        """What its frame says at the top."""
        return self._edge(0)

    @property
    def hint(self) -> str:
        """What its frame says at the bottom."""
        return self._edge(-1)

    def _edge(self, index: int) -> str:
        region = self._ui.screen.query_one(self._frame).region
        return self._ui.strips(region)[index].text.strip(_BORDER)

    def has(self, text: str) -> bool:
        """Whether a text is shown, wherever its lines break."""
        return "".join(text.split()) in self.joined

    def is_red(self, text: str) -> bool:
        """Whether a text, in one line, is drawn in red."""
        return any(
            segment.style is not None
            and segment.style.color is not None
            and _is_red(segment.style.color.triplet or (0, 0, 0))
            for strip in self.strips
            if text in strip.text
            for segment in strip
            if text in segment.text or segment.text.strip() in text != ""
        )


def _is_red(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return red > green + 50 and red > blue + 50


class LogPane(Pane):
    """The event log."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "#log-lines", "#log")

    @property
    def rows(self) -> list[str]:
        """The visible rows."""
        return [line for line in self.lines if line.strip()]

    @property
    def selected(self) -> int:
        """Number of the event under the cursor, as the detail names it."""
        seq: int | None = self._ui.log_pane().cursor_seq
        return seq or 0

    @property
    def related(self) -> set[int]:
        """Numbers of the visible rows that have another background than the others."""
        return {_seq(line) for line in self._ui.marked(self) if _seq(line)}

    @property
    def causes(self) -> set[int]:
        """Numbers of the visible rows that are marked as what led to the selection."""
        return {_seq(line) for line in self._ui.marked(self, "line-view--cause") if _seq(line)}

    @property
    def types(self) -> list[str]:
        """The types of the visible rows, in order."""
        return [word for row in self.rows for word in [_type(row)] if word]


def _seq(row: str) -> int:
    word = row.lstrip(" ◆✖▲●").partition(" ")[0].rstrip("✖▲●")
    return int(word) if word.isdigit() else 0


def _type(row: str) -> str:
    for sign in ("↑ ", "↓ ", "· ", "? "):
        before, found, after = row.partition(sign)
        if found and _seq(before):
            return after.split(" ", 1)[0]
    return ""


class Ui:
    """The running application."""

    def __init__(
        self, app: InspectorApp, pilot: Pilot[int], store: Store, session: LiveSession | None
    ) -> None:
        self.app = app
        self.pilot = pilot
        self.store = store
        self.session = session
        self.status = Pane(self, "#status")
        self.chat = Pane(self, "#transcript", "#transcript-frame")
        self.input = Pane(self, "#input-frame")
        self.log = LogPane(self)
        self.chips = Pane(self, "#chips")
        self.detail = Pane(self, "#detail")
        self.response = Pane(self, "#response-panel")
        self.items = Pane(self, "#items", "#items-frame")
        self.facts = Pane(self, "#session-panel")
        self.coach = Pane(self, "#coach-panel")
        self.scrub = Pane(self, "#scrub")
        self.footer = Pane(self, "KeyFooter")

    @property
    def screen(self) -> Any:
        """The screen on top."""
        return self.app.screen

    @property
    def recording(self) -> list[dict[str, Any]]:
        """What has been recorded so far, the header left out."""
        assert self.session is not None
        assert self.session.recorder is not None
        self.session.recorder.flush()
        text = self.session.recorder.path.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()[1:]]

    @property
    def sent(self) -> list[dict[str, Any]]:
        """The events that we sent."""
        return [row.event.raw for row in self._rows() if row.record.direction.value == "client"]

    def types(self) -> list[str]:
        """The types of all records so far."""
        return [row.type for row in self._rows()]

    def seq_of(self, kind: str, count: int = 1) -> int:
        """Number of the first (second, …) record of a type."""
        found: list[int] = [row.seq for row in self._rows() if row.type == kind]
        return found[count - 1]

    def _rows(self) -> list[Any]:
        return [self.store.row(seq) for seq in range(1, len(self.store) + 1)]

    def log_pane(self) -> Any:
        """The log's widget, for its cursor."""
        return self.screen.query_one("#log")

    # What is painted.

    def strips(self, region: Region) -> list[Strip]:
        """A part of the painted screen."""
        rows = self.screen._compositor.render_strips()
        return [row.crop(region.x, region.right) for row in rows[region.y : region.bottom]]

    @property
    def text(self) -> str:
        """The whole painted screen."""
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())

    @property
    def toasts(self) -> str:
        """What has been notified and not gone yet."""
        return " ".join(str(one.message) for one in self.app._notifications)

    @property
    def input_is_there(self) -> bool:
        """Whether there is a line to type a message in."""
        return bool(self.screen.query("#chat-input"))

    def marked(self, pane: Pane, style: str = "line-view--related") -> list[str]:
        """The lines of a list that are marked, by default as belonging to the selection."""
        wanted = pane.widget.get_component_styles(style).background
        colour = (pane.widget.background_colors[1] + wanted).rgb
        return [
            strip.text.rstrip("▁▂▃▄▅▆▇█ ").rstrip()
            for strip in pane.strips
            if any(
                segment.style is not None
                and segment.style.bgcolor is not None
                and tuple(segment.style.bgcolor.triplet or ()) == colour
                for segment in strip
            )
        ]

    # What a person does.

    async def press(self, *keys: str) -> None:
        """Presses keys, in Textual's names."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Puts text where the keyboard is, as a paste does."""
        focused = self.screen.focused
        assert isinstance(focused, Input)
        focused.insert_text_at_cursor(text)
        await self.pilot.pause()

    async def say(self, line: str) -> None:
        """Types a line into the input and presses Enter."""
        if not self.screen.query_one("#chat-input").has_focus:
            await self.press("i")
        await self.type(line)
        await self.press("enter")

    async def click(self, pane: Pane, text: str) -> None:
        """Clicks the first cell of a text in a pane."""
        for y, strip in enumerate(pane.strips):
            at = strip.text.find(text)
            if at >= 0:
                x, top = pane.widget.region.x + cell_len(strip.text[:at]), pane.widget.region.y
                await self.pilot.click(offset=(x, top + y))
                await self.pilot.pause()
                return
        raise AssertionError(f"{text!r} is not in\n{pane.text}")

    # Waiting.

    async def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Waits until something is so."""
        end = time.monotonic() + LIMIT_S
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"never came: {what or condition}\n{self.text}")
            await self.pilot.pause(POLL_S)

    async def until_shown(self, pane: Pane, text: str) -> None:
        """Waits until a pane shows a text, wherever its lines break."""
        await self.until(lambda: pane.is_shown and pane.has(text), f"{text!r} in a pane")

    async def until_event(self, kind: str, count: int = 1) -> None:
        """Waits until so many records of a type are there and have been shown."""
        await self.until(lambda: self.types().count(kind) >= count, f"{count} × {kind}")
        await self.settle()

    async def until_streaming(self, deltas: int = 1) -> None:
        """Waits for pieces of an answer, and for nothing else: the rest of it is still to come."""
        kind = "response.output_text.delta"
        await self.until(lambda: self.types().count(kind) >= deltas, f"{deltas} × {kind}")

    @property
    def _is_diagnosed(self) -> bool:
        count = len(self.store)
        return self.store.findings.known_of(count) == count

    async def settle(self) -> None:
        """Waits until the screen shows what the store holds."""
        logs = self.screen.query("#log")
        if not logs:
            return
        log = logs.first()
        await self.until(lambda: self.store.folding.is_done, "the state of all records")
        await self.until(lambda: self._is_diagnosed, "what is wrong with them")
        await self.until(lambda: log.is_current, "all records on the screen")
        await self.until(lambda: self.screen.is_at_rest, "what is looked at, in all panes")
        await self.pilot.pause()

    async def until_ready(self) -> None:
        """Waits until the session is configured."""
        await self.until_event("session.updated")

    async def until_answered(self, count: int = 1) -> None:
        """Waits until so many responses are over."""
        await self.until_event("response.done", count)


@asynccontextmanager
async def _running(
    inspection: Inspection,
    size: tuple[int, int],
    theme: str,
    keymap: Mapping[str, str],
    *,
    is_settled: bool = True,
) -> AsyncIterator[Ui]:
    app = InspectorApp(inspection, theme=theme, keymap=keymap)
    async with app.run_test(size=size, notifications=True) as pilot:
        ui = Ui(app, pilot, inspection.store, inspection.session)
        await pilot.pause()
        if is_settled:
            await ui.settle()
        yield ui


def inspection_of(
    path: Path,
    *,
    lang: str = "en",
    filter_text: str = "",
    warnings: tuple[str, ...] = (),
    is_growing: bool = False,
    is_played: bool = False,
    speed: float = 1.0,
    longest_gap_s: float = 5.0,
) -> Inspection:
    """A capture as the `open` command opens it."""
    loader = CaptureLoader(path, is_growing=is_growing)
    return Inspection(
        store=loader.store,
        clock=lambda: 0,
        source=path.name,
        lang="ja" if lang == "ja" else "en",
        loader=loader,
        warnings=warnings,
        filter_text=filter_text,
        is_growing=is_growing,
        is_played=is_played,
        speed=speed,
        longest_gap_s=longest_gap_s,
    )


@asynccontextmanager
async def opened(
    capture: str | Path,
    *,
    size: tuple[int, int] = WIDE,
    lang: str = "en",
    theme: str = "",
    keymap: Mapping[str, str] | None = None,
    filter_text: str = "",
    is_growing: bool = False,
    is_whole: bool = True,
    is_played: bool = False,
    speed: float = 1.0,
    longest_gap_s: float = 5.0,
) -> AsyncIterator[Ui]:
    """A capture in the application; a bare name is one of the fixtures.

    Args:
        capture: The file.
        size: Of the terminal.
        lang: Of the screen.
        theme: Its name.
        keymap: Keys by action.
        filter_text: What `open --filter` is given.
        is_growing: As with `open --follow`.
        is_whole: Wait until all of the file has been read.
        is_played: As with `open --play`.
        speed: As with `open --speed`.
        longest_gap_s: As with `open --longest-gap`.
    """
    path = CAPTURES / capture if isinstance(capture, str) else capture
    inspection = inspection_of(
        path,
        lang=lang,
        filter_text=filter_text,
        is_growing=is_growing,
        is_played=is_played,
        speed=speed,
        longest_gap_s=longest_gap_s,
    )
    loader = inspection.loader
    async with _running(inspection, size, theme, keymap or {}, is_settled=is_whole) as ui:
        if is_whole:
            await ui.until(lambda: loader is None or loader.is_done, "the whole capture")
            await ui.settle()
        yield ui


@asynccontextmanager
async def live(
    folder: Path,
    *,
    url: str = "",
    speed: float = 0.0,
    size: tuple[int, int] = WIDE,
    lang: str = "en",
    auto_response: bool = True,
    tools: str = "",
    keymap: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> AsyncIterator[Ui]:
    """A live session in the application, with a simulator of its own unless a URL is given."""
    async with AsyncExitStack() as stack:
        if not url:
            simulator = await stack.enter_async_context(running_simulator(speed=speed))
            url = simulator.url
        connect = ConnectSettings(url=url, auto_response=auto_response, tools=tools)
        record = RecordSettings(path=str(folder / "recording.jsonl"))
        ui_settings = UiSettings(lang="ja" if lang == "ja" else "en")
        settings = replace(Settings(), connect=connect, record=record, ui=ui_settings)
        store, clock = Store(), steady_clock()
        session = make_session(settings, store, clock)
        inspection = Inspection(
            store=store,
            clock=clock,
            source=source_name(settings),
            lang=ui_settings.lang,
            session=session,
            recording=record.path,
            progress=progress,
        )
        ui = await stack.enter_async_context(_running(inspection, size, "", keymap or {}))
        yield ui


def capture_of(
    path: Path,
    events: Iterable[Mapping[str, Any]],
    *,
    sent: str = "",
    slow: Mapping[int, int] | None = None,
) -> Path:
    """Writes a capture in our own format, its events 10 ms apart.

    Args:
        path: The file.
        events: What was sent and received.
        sent: The types that the client sent, with spaces between.
        slow: Milliseconds to wait besides, by the number of the event that comes after.
    """
    start = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    header = {"realtime_capture": 1, "created": _stamp(start), "app": "0.1.0", "url": ""}
    lines = [json.dumps({**header, "provider": "simulator", "dialect": "ga", "model": ""})]
    for number, event in enumerate(events, start=1):
        start += timedelta(milliseconds=10 + (slow or {}).get(number, 0))
        source = "client" if event.get("type") in sent.split() else "server"
        line = {"time": _stamp(start), "source": source, "conn": 1, "event": dict(event)}
        lines.append(json.dumps(line, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _stamp(time: datetime) -> str:
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")


@asynccontextmanager
async def server_of(frames: Sequence[str | bytes]) -> AsyncIterator[str]:
    """A server that sends a session and then these frames to whoever connects; its URL."""
    session = {"type": "realtime", "id": "sess_1", "model": "m", "output_modalities": ["text"]}
    opening = [
        json.dumps({"type": "session.created", "event_id": "e1", "session": session}),
        json.dumps({"type": "session.updated", "event_id": "e2", "session": session}),
    ]

    async def converse(connection: ServerConnection) -> None:
        for frame in (*opening, *frames):
            await connection.send(frame)
        await connection.wait_closed()

    async with serve(converse, "127.0.0.1", 0, max_size=None, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        yield f"ws://127.0.0.1:{port}/v1/realtime"
