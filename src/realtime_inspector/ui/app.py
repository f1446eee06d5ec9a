"""The application: themes, the main screen, and how it begins and ends."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import os
import signal
import sys
import termios
import threading
import time
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.app import App
from textual.command import CommandPalette
from textual.worker import Worker, WorkerState

from realtime_inspector.analysis.metrics import tariff_of
from realtime_inspector.capture.log import SpoolLog
from realtime_inspector.config.filter_history import FilterHistory
from realtime_inspector.config.filters import SavedFilters
from realtime_inspector.config.paths import find_paths
from realtime_inspector.core.record import notice
from realtime_inspector.core.wording import phrase
from realtime_inspector.guide.interface import words
from realtime_inspector.lessons.progress import Progress
from realtime_inspector.runtime.clock import steady_clock
from realtime_inspector.store.store import Store
from realtime_inspector.ui.bindings import check_keymap
from realtime_inspector.ui.classroom import Classroom
from realtime_inspector.ui.commands import ActionCommands
from realtime_inspector.ui.connections import ConnectionCommands
from realtime_inspector.ui.context import Inspection
from realtime_inspector.ui.guide_commands import GuideCommands
from realtime_inspector.ui.key_order import KeyOrder
from realtime_inspector.ui.screens.main import main_screen
from realtime_inspector.ui.themes import DEFAULT_THEME, THEMES, variable_defaults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from realtime_inspector.config.settings import Settings

SWITCH_S: Final = 0.001
"""A thread that reads captures may hold the screen up so long, several times for each key."""
CLOSE_LIMIT_S: Final = 5.0
"""Longest wait for the close handshake before the program leaves all the same."""


class InspectorApp(App[int]):
    """Composes; the main screen mediates."""

    CSS_PATH = "app.tcss"
    TITLE = "realtime-inspector"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = {ActionCommands, ConnectionCommands, GuideCommands}

    def __init__(
        self,
        inspection: Inspection,
        *,
        theme: str = "",
        keymap: Mapping[str, str] | None = None,
        lesson: str | None = None,
    ) -> None:
        """Opens nothing yet.

        Args:
            inspection: What is shown.
            theme: Its name.
            keymap: Keys by action.
            lesson: The lesson to begin with; empty: the list of them; `None`: none.
        """
        super().__init__()
        self._inspection = inspection
        self._lesson = lesson
        self.classroom = Classroom(self, inspection)
        self._wanted_theme = theme
        self._key_order = KeyOrder(self, self.on_event)
        self._is_leaving = False
        self._is_session_over = False
        self.is_whole_process = False
        """Whether nothing else runs in this process, so that it may be ended by force."""
        check_keymap(keymap or {})
        self.set_keymap(dict(keymap or {}))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that do not have them."""
        return variable_defaults(is_dark=self.current_theme.dark)

    def on_mount(self) -> None:
        """Opens the main screen and starts the session."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = (
            self._wanted_theme if self._wanted_theme in self.available_themes else (DEFAULT_THEME)
        )
        self.push_screen(main_screen(self._inspection))
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            # SIGHUP: the window was closed. SIGINT is sent by others only: Ctrl+C is a key here.
            for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(ending, self.leave)
        session = self._inspection.session
        if session is not None:
            self.run_worker(session.run(), group="session", exit_on_error=False)
        # Twice: the first time comes before the first screen is painted.
        self.call_after_refresh(self.call_after_refresh, self._go_on)

    def _go_on(self) -> None:
        """Does what would only hold the first screen up."""
        _calm_collector()
        loader = self._inspection.loader
        if loader is not None:
            self.run_worker(loader.run(), group="loading", exit_on_error=False)
        if self._lesson:
            self.classroom.begin(self._lesson)
        elif self._lesson is not None:
            self.classroom.choose()

    def action_command_palette(self) -> None:
        """Opens the palette, with its hint in the user's language."""
        if not isinstance(self.screen, CommandPalette):
            hint = words("Search for commands…", self._inspection.lang)
            self.push_screen(CommandPalette(placeholder=hint, id="--command-palette"))

    def on_main_screen_lessons_requested(self) -> None:
        """Ctrl+L."""
        self.classroom.choose()

    def on_lesson_screen_next_requested(self) -> None:
        """Ctrl+N at the end of a lesson."""
        self.classroom.begin_next()

    def on_main_screen_leave_requested(self) -> None:
        """Ctrl+Q, `exit` or `/exit`."""
        self.leave()

    def leave(self) -> None:
        """Closes the connection with 1000, then ends; asked twice, ends at once."""
        self.classroom.stop()
        session = self._inspection.session
        if session is None or self._is_leaving or self._is_session_over:
            self._end()
            return
        self._is_leaving = True
        session.stop()
        self.set_timer(CLOSE_LIMIT_S, self._end)

    def _end(self) -> None:
        """The connection and the recording are closed: nothing is left to be done."""
        if _is_terminal_gone():
            # The framework would wait for ever to restore a terminal that has gone.
            os._exit(HUNG_UP)
        if self.is_whole_process:  # the terminal may also go while it is being restored
            threading.Thread(target=_end_the_process, daemon=True).start()
        self.exit(FAULT if self._is_session_over and not self._is_leaving else 0)

    async def on_event(self, event: events.Event) -> None:
        """Has the work in the background make room for keys and the mouse, and keys keep order."""
        if isinstance(event, events.InputEvent):
            self._inspection.store.courtesy.key_pressed()
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif not self._key_order.holds(event):
            focused = self.focused
            await super().on_event(event)
            self._key_order.given(event, focused)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The session has ended: as asked, or by a fault of ours that must not pass silently."""
        if event.worker.group != "session" or event.state not in _OVER:
            return
        self._is_session_over = True
        if self._is_leaving:
            self._end()
        elif event.state is not WorkerState.SUCCESS:
            told = phrase(
                "The session ended by a fault of the inspector: {fault}. Start it again.",
                fault=event.worker.error or "cancelled",
            )
            message = words(told, self._inspection.lang)
            self._inspection.store.append(
                notice("error", self._inspection.clock(), fields={"message": message})
            )


def _calm_collector() -> None:
    """Keeps the garbage collector off what is there for good: its full runs cost 25 ms a key.

    Nor is there one now, which would come between the first screen and the first key.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(2_000, 4, 100)


_OVER: Final = frozenset({WorkerState.SUCCESS, WorkerState.ERROR, WorkerState.CANCELLED})


def run_live(settings: Settings, tell: Callable[[str], None], *, lesson: str | None = None) -> int:
    """Opens the full-screen inspector on a live session; returns the exit code.

    Args:
        settings: Everything that was chosen.
        tell: Takes a line for standard output, when the screen has closed.
        lesson: The lesson to begin with; empty: the list of them; `None`: none.

    Raises:
        InspectorError: Something in the settings cannot work; nothing has been opened.
    """
    from realtime_inspector.runtime.launch import make_session, source_name

    clock, paths = steady_clock(), find_paths(os.environ)
    # What is not to be recorded is not to lie in a temporary file either.
    store = Store(SpoolLog(may_use_disk=settings.record.enabled))
    session = make_session(settings, store, clock)
    recording = str(session.recorder.path) if session.recorder is not None else ""
    inspection = Inspection(
        store=store,
        clock=clock,
        source=source_name(settings),
        lang=settings.ui.lang,
        session=session,
        recording=recording,
        warnings=settings.warnings,
        filter_history=FilterHistory(paths.filter_history if recording else None),
        saved_filters=SavedFilters(paths.filters_file),
        progress=Progress(paths.lessons_file),
        tariff=tariff_of(settings).of(settings.connect.provider, settings.connect.url),
    )
    code = _run(inspection, settings, lesson)
    if recording:
        told = phrase("Recorded {count} events: {path}", count=store.state.seq, path=recording)
        tell(words(told, settings.ui.lang))
    return code


def run_capture(
    path: str,
    settings: Settings,
    *,
    filter_text: str = "",
    is_growing: bool = False,
    is_played: bool = False,
    speed: float = 1.0,
) -> int:
    """Opens the full-screen inspector on a capture; returns the exit code.

    Args:
        path: The capture.
        settings: Everything that was chosen.
        filter_text: Which events to show.
        is_growing: Whether to go on as the file grows.
        is_played: Whether to play it at once.
        speed: How many times as fast as it was recorded.

    Raises:
        InspectorError: The capture cannot be read.
    """
    from realtime_inspector.runtime.loading import CaptureLoader

    loader, paths = CaptureLoader(path, is_growing=is_growing), find_paths(os.environ)
    inspection = Inspection(
        store=loader.store,
        clock=steady_clock(),
        source=path.rpartition("/")[2],
        lang=settings.ui.lang,
        loader=loader,
        warnings=settings.warnings,
        filter_text=filter_text,
        is_growing=is_growing,
        is_played=is_played,
        speed=speed,
        longest_gap_s=settings.ui.longest_gap_s,
        filter_history=FilterHistory(paths.filter_history),
        saved_filters=SavedFilters(paths.filters_file),
        progress=Progress(paths.lessons_file),
        tariff=tariff_of(settings).of(loader.header.provider, loader.header.url),
    )
    return _run(inspection, settings)


def _run(inspection: Inspection, settings: Settings, lesson: str | None = None) -> int:
    ui = settings.ui
    app = InspectorApp(inspection, theme=ui.theme, keymap=ui.keymap, lesson=lesson)
    app.is_whole_process = True
    sys.setswitchinterval(SWITCH_S)
    try:
        code = app.run()
    finally:
        if _is_terminal_gone():  # the framework's thread would look for keys there for ever
            os._exit(HUNG_UP)
    session = inspection.session
    if app.return_code:
        return app.return_code
    if session is not None and not session.is_recording_complete:
        return RECORDING_INCOMPLETE
    return code or 0


def _end_the_process() -> None:
    time.sleep(CLOSE_LIMIT_S)
    os._exit(HUNG_UP)


def _is_terminal_gone() -> bool:
    """Whether the terminal was closed; not so under a test, which never had one."""
    try:
        termios.tcgetattr(0)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False


FAULT: Final = 1
"""Exit code after a fault of our own."""
HUNG_UP: Final = 128 + signal.SIGHUP
RECORDING_INCOMPLETE: Final = 4
"""Exit code when the recording lacks something (ARCHITECTURE.md section 6)."""
