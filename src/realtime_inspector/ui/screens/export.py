"""Write what is shown to a file: the format, the part, what to leave out, and where."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Checkbox, Input, Label, OptionList
from textual.widgets.option_list import Option

from realtime_inspector.core.errors import InspectorError
from realtime_inspector.core.filters import FilterError
from realtime_inspector.core.omission import Omission
from realtime_inspector.export import EXPORTERS
from realtime_inspector.export.part import part_of
from realtime_inspector.guide.interface import words
from realtime_inspector.runtime.exporting import ExportCancelled, ExportJob
from realtime_inspector.ui.exporting import Parts, export_name, material_of
from realtime_inspector.ui.present.problems import filter_problem
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.widgets.path_input import PathInput

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from textual.app import ComposeResult
    from textual.timer import Timer

    from realtime_inspector.core.filters import Filter
    from realtime_inspector.export.listing import Exporter
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.context import Inspection

READY: Final = "Enter writes the file. Tab completes the path."
_TOLD_EVERY_S: Final = 0.2
_NAME_CELLS: Final = 8
_MOST_NAMES: Final = 12
"""Names of files that are shown to choose from."""


class Tick(Checkbox):
    """A box whose sign tells whether it is on: the colour alone would not."""

    BUTTON_INNER = "·"

    def watch_value(self) -> None:
        """Draws the sign."""
        self.BUTTON_INNER = "✓" if self.value else "·"
        super().watch_value()


class ExportScreen(ModalScreen[None]):
    """Nothing is overwritten unasked; a long capture is written in the background."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="export.close"),
    ]

    def __init__(self, inspection: Inspection, parts: Parts) -> None:
        """Args: parts: The parts of the inspection that there are to choose from."""
        super().__init__()
        self._inspection = inspection
        self._lang: Language = inspection.lang
        self._parts = parts
        self._name = export_name(inspection)
        self._confirmed = ""
        """A path that exists and that Enter may overwrite."""
        self._job: ExportJob | None = None
        self._timer: Timer | None = None
        self._formats = OptionList(*map(self._format_option, EXPORTERS), id="formats")
        self._ranges = OptionList(*self._range_options(), id="export-range")
        self._filter = Input(
            placeholder=words("an expression, such as err or type:response.*", self._lang),
            id="export-filter",
            compact=True,
        )
        self._no_audio = Tick(words("audio", self._lang), id="no-audio", compact=True)
        self._no_text = Tick(words("what was said", self._lang), id="no-text", compact=True)
        self._path = PathInput(self._default_path(EXPORTERS[0]), id="export-path", compact=True)
        self._message = Label(words(READY, self._lang), id="export-message", markup=False)

    def compose(self) -> ComposeResult:
        """Format, part, path, and what came of it."""
        with Vertical(classes="dialogue", id="export") as frame:
            frame.border_title = words("Export", self._lang)
            frame.border_subtitle = words("Enter writes · Esc closes", self._lang)
            yield self._formats
            yield self._ranges
            with Horizontal(classes="export-row"):
                yield Label(words("Filter ", self._lang))
                yield self._filter
            with Horizontal(classes="export-row"):
                yield Label(words("Leave out ", self._lang))
                yield self._no_audio
                yield self._no_text
            with Horizontal(classes="export-row"):
                yield Label(words("File ", self._lang))
                yield self._path
            yield self._message

    def on_mount(self) -> None:
        """The first format and all of the capture are chosen."""
        self._formats.highlighted = 0
        self._ranges.highlighted = 0
        self._formats.focus()

    def on_unmount(self) -> None:
        """Nothing is written any more when the application ends."""
        if self._job is not None:
            self._job.cancel()

    def action_close(self) -> None:
        """Stops what is being written; then, back to the main screen."""
        if self._job is not None:
            self._job.cancel()
        else:
            self.dismiss(None)

    # Choosing.

    @on(OptionList.OptionHighlighted, "#formats")
    def _format_changed(self, event: OptionList.OptionHighlighted) -> None:
        """The path takes the suffix of the format; a name that was typed stays."""
        suffix = EXPORTERS[event.option_index].suffix
        known = sorted((one.suffix for one in EXPORTERS), key=len, reverse=True)
        old = next((one for one in known if self._path.value.endswith(one)), "")
        if old:
            self._path.value = self._path.value.removesuffix(old) + suffix

    @on(OptionList.OptionHighlighted, "#export-range")
    def _range_changed(self, event: OptionList.OptionHighlighted) -> None:
        """The filter of the log is shown where it is chosen, so that one can change it."""
        shown = self._parts.filter_text
        if event.option.id == "filter":
            self._filter.value = shown
        elif self._filter.value == shown:
            self._filter.value = ""

    @on(OptionList.OptionSelected)
    def _option_chosen(self) -> None:
        self._path.focus()

    @on(PathInput.Completed)
    def _show_names(self, event: PathInput.Completed) -> None:
        names = event.names[:_MOST_NAMES]
        more = f" … {len(event.names):,}" if len(event.names) > len(names) else ""
        self._tell("  ".join(names) + more if names else words(READY, self._lang))

    @on(Input.Changed, "#export-filter")
    def _check_filter(self) -> None:
        self._wanted()

    @on(Input.Submitted, "#export-filter")
    def _filter_given(self) -> None:
        if self._wanted() is not False:
            self._path.focus()

    # Writing.

    @on(Input.Submitted, "#export-path")
    def _write(self) -> None:
        wanted = self._wanted()
        if self._job is not None or wanted is False:
            return
        typed = self._path.value
        if not typed.strip() or "\0" in typed:
            self._tell(words("Give the file a name.", self._lang), is_trouble=True)
            return
        target = os.path.expanduser(typed)  # noqa: PTH111 - Path would lose a final separator
        self._start(target, wanted)

    def _start(self, target: str, wanted: Filter | None) -> None:
        """Writes in a thread; the screen stays alive meanwhile."""
        exporter = EXPORTERS[self._formats.highlighted or 0]
        courtesy = self._inspection.store.courtesy
        self._job = job = ExportJob(lambda: courtesy.pause(0, 0))
        omission = Omission(audio=self._no_audio.value, text=self._no_text.value)
        material = material_of(self._inspection, job.watched, wanted, omission)
        name, force = f"{self._name}{exporter.suffix}", self._confirmed == target
        work = asyncio.to_thread(job.run, exporter, material, target, name, force=force)
        self._timer = self.set_interval(_TOLD_EVERY_S, self._tell_progress)
        self.run_worker(self._finish(work, target), exclusive=True)

    async def _finish(self, work: Awaitable[list[Path]], target: str) -> None:
        """Waits for what is written, and says what came of it."""
        try:
            paths = await work
        except ExportCancelled:
            self._tell(words("Cancelled; nothing was written.", self._lang))
        except FileExistsError:
            self._confirmed = target
            self._tell(words("That file exists. Enter again overwrites it.", self._lang))
        except InspectorError as error:
            self._tell(f"{error} {error.hint}".rstrip(), is_trouble=True)
        except (OSError, ValueError) as error:  # a path may be too strange for the system
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self._tell(f"{words('Cannot write', self._lang)} {target}: {reason}", is_trouble=True)
        else:
            more = f" (+{len(paths) - 1})" if len(paths) > 1 else ""
            where = paths[0] if paths else target
            self.app.notify(f"{words('Written', self._lang)}: {where}{more}", markup=False)
            self.dismiss(None)
        finally:
            self._job = None
            if self._timer is not None:
                self._timer.stop()

    def _tell_progress(self) -> None:
        if self._job is not None:
            read, count = self._job.records_read, self._parts.count
            share = f"{read % max(1, count) / max(1, count):.0%}" if read != count else "100%"
            says = words("events read", self._lang)
            stops = words("Esc cancels", self._lang)
            self._tell(f"{share} · {read:,} {says} · {stops}")

    def _wanted(self) -> Filter | Literal[False] | None:
        """The filter of the chosen part; false if what was typed is none, which is told."""
        option = self._ranges.highlighted or 0
        chosen = self._ranges.get_option_at_index(option).id
        span = {"marked": self._parts.marked, "session": self._parts.session}.get(chosen or "", "")
        try:
            wanted = part_of(self._filter.value, span)
        except FilterError as error:
            wrong = words("The filter is wrong", self._lang)
            self._tell(f"{wrong}: {filter_problem(error, self._lang)}", is_trouble=True)
            return False
        if self._message.has_class("-trouble"):
            self._tell(words(READY, self._lang))
        return wanted

    def _tell(self, text: str, *, is_trouble: bool = False) -> None:
        self._message.set_class(is_trouble, "-trouble")
        self._message.update(visible(text))

    # What there is to choose from.

    def _format_option(self, one: Exporter) -> Option:
        about = f"{one.name:<{_NAME_CELLS}} {words(one.help, self._lang)}"
        return Option(Text(about), id=one.name)

    def _range_options(self) -> list[Option]:
        parts = self._parts
        options = (
            ("all", "All events", f"1..{parts.count}" if parts.count else ""),
            ("marked", "From the first mark to the last", parts.marked),
            ("session", "The session of the selected event", parts.session),
            ("filter", "What the log shows", parts.filter_text),
        )
        return [
            Option(
                Text(f"{words(title, self._lang)}  {visible(about)}"),
                id=name,
                disabled=not about and name != "all",
            )
            for name, title, about in options
        ]

    def _default_path(self, one: Exporter) -> str:
        return str(Path.cwd() / f"{self._name}{one.suffix}")
