"""An export that runs in a thread of its own: it tells how far it is, and can be cancelled."""

from __future__ import annotations

from pathlib import Path
from threading import Event as Signal
from typing import TYPE_CHECKING, Final

from realtime_inspector.runtime.export_file import is_folder, write_files, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from realtime_inspector.core.record import Record
    from realtime_inspector.export.listing import Exporter
    from realtime_inspector.export.material import Material

_PAUSE_EVERY: Final = 64
"""Records read between two looks at whether the screen needs the processor."""


class ExportCancelled(Exception):  # noqa: N818 - not an error: somebody asked for it
    """The export was cancelled; nothing was written."""


class ExportJob:
    """One export. `run` may be called in any thread, and the rest from others meanwhile."""

    def __init__(self, pause: Callable[[], object] = lambda: None) -> None:
        """Args: pause: Called often; it may wait while others need the processor."""
        self.records_read = 0
        """How many, all passes together."""
        self._pause = pause
        self._cancelled = Signal()

    def cancel(self) -> None:
        """Has `run` end soon with `ExportCancelled`."""
        self._cancelled.set()

    def watched(self, records: Iterable[Record]) -> Iterator[Record]:
        """The same records, counted; for the `read` of a `Material`.

        Raises:
            ExportCancelled: Somebody has called `cancel`.
        """
        for record in records:
            if self._cancelled.is_set():
                raise ExportCancelled
            self.records_read += 1
            if self.records_read % _PAUSE_EVERY == 0:
                self._pause()
            yield record

    def run(
        self, exporter: Exporter, material: Material, target: str, name: str, *, force: bool
    ) -> list[Path]:
        """Writes the export.

        Args:
            exporter: The format.
            material: What to write; its records pass `watched`.
            target: A file, or a folder for the files of the format.
            name: Of the file in a folder, where the format is one file.
            force: Whether to overwrite.

        Returns:
            The files that were written.

        Raises:
            ExportCancelled: Somebody has called `cancel`.
            InspectorError: The format cannot be made of this.
            FileExistsError: A file is there, and `force` is not given.
            OSError: They cannot be written.
            ValueError: The path is none.
        """
        path = Path(target)
        if is_folder(target):
            files = exporter.files(material)
            if files is not None:
                return write_files(path, self._watched_files(files), force=force)
            path.mkdir(parents=True, exist_ok=True)
            path /= name
        if path.exists() and not force:
            raise FileExistsError(0, "", str(path))
        write_whole(path, self._watched_pieces(exporter.export(material)))
        return [path]

    def _watched_files(
        self, files: Iterable[tuple[str, Iterable[bytes]]]
    ) -> Iterator[tuple[str, Iterator[bytes]]]:
        return ((name, self._watched_pieces(pieces)) for name, pieces in files)

    def _watched_pieces(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            if self._cancelled.is_set():
                raise ExportCancelled
            yield piece
