"""Write the transcript to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from realtime_inspector.export import EXPORTERS
from realtime_inspector.guide.interface import words
from realtime_inspector.runtime.export_file import export_to_file

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.guide.model import Language


class ExportScreen(ModalScreen[None]):
    """A format and a path; an existing file is overwritten only when asked twice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="export.close"),
    ]

    def __init__(self, state: CaptureState, name: str, lang: Language) -> None:
        super().__init__()
        self._lang: Language = lang
        self._state = state
        self._capture = name or "session"
        self._confirmed: Path | None = None
        self._formats = OptionList(
            *(Option(f"{one.name:<6} {one.help}", id=one.name) for one in EXPORTERS), id="formats"
        )
        self._path = Input(self._default_path(0), id="export-path")
        self._message = Label(
            words("Enter writes the file.", lang), id="export-message", markup=False
        )

    def compose(self) -> ComposeResult:
        """Formats, path, and what came of it."""
        with Vertical(classes="dialogue", id="export") as frame:
            frame.border_title = words("Export", self._lang)
            frame.border_subtitle = words("Enter writes · Esc closes", self._lang)
            yield self._formats
            yield self._path
            yield self._message

    def on_mount(self) -> None:
        """The first format is chosen."""
        self._formats.highlighted = 0
        self._formats.focus()

    def action_close(self) -> None:
        """Back to the main screen."""
        self.dismiss(None)

    @on(OptionList.OptionHighlighted)
    def _format_changed(self, event: OptionList.OptionHighlighted) -> None:
        self._path.value = self._default_path(event.option_index)

    @on(OptionList.OptionSelected)
    def _format_chosen(self) -> None:
        self._path.focus()

    @on(Input.Submitted)
    def _write(self) -> None:
        try:
            path = Path(self._path.value).expanduser()
        except RuntimeError:
            self._message.update("There is no such user's home.")
            return
        if _exists(path) and self._confirmed != path:
            self._confirmed = path
            self._message.update(words("That file exists. Enter again overwrites it.", self._lang))
            return
        exporter = EXPORTERS[self._formats.highlighted or 0]
        try:
            export_to_file(exporter, self._state, path, self._capture)
        except (OSError, ValueError) as error:  # a NUL in the path is a ValueError
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self._message.update(f"Cannot write {path}: {reason}")
            return
        self.app.notify(f"Written: {path}", markup=False)
        self.dismiss(None)

    def _default_path(self, index: int) -> str:
        return str(Path.cwd() / f"{self._capture}{_suffix(EXPORTERS[index].suffix)}")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _suffix(suffix: str) -> str:
    return suffix if suffix.startswith(".") else f".{suffix}"
