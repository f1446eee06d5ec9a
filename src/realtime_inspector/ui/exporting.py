"""What the screen shows as material for exports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from realtime_inspector import __version__
from realtime_inspector.core.codec import CaptureHeader, decode_line
from realtime_inspector.core.wording import phrase
from realtime_inspector.export.base import ExportSource
from realtime_inspector.export.material import Material

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from realtime_inspector.capture.log import Log
    from realtime_inspector.core.filters import Filter
    from realtime_inspector.core.omission import Omission
    from realtime_inspector.core.record import Record
    from realtime_inspector.ui.context import Inspection

_READ_BYTES: Final = 1 << 20
"""So much of a log is in memory at a time, if its lines are not longer."""
_HEADER_BYTES: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of what is shown that a person may mean; ranges are as `--range` takes them."""

    count: int
    """Events there are."""
    marked: str
    """From the first mark to the last; empty if there are not two."""
    session: str
    """The session that the selected event belongs to."""
    filter_text: str
    """What the log lets through, as a filter; empty if that is everything."""

    @classmethod
    def of(cls, inspection: Inspection, selected: int | None, filter_text: str) -> Parts:
        """The parts of what an inspection shows."""
        store = inspection.store
        starts = store.folding.sessions
        seq = selected or len(store)
        begin = max((start for start in starts if start <= seq), default=1)
        begin = 1 if not starts or begin == starts[0] else begin
        end = min((start - 1 for start in starts if start > max(seq, begin)), default=len(store))
        marks = store.marks
        return cls(
            count=len(store),
            marked=f"{marks[0]}..{marks[-1]}" if len(marks) > 1 else "",
            session=f"{begin}..{end}",
            filter_text=filter_text,
        )


def export_name(inspection: Inspection) -> str:
    """What to call the capture, without its folder and suffix."""
    return Path(inspection.recording or inspection.source).stem or "session"


def material_of(
    inspection: Inspection,
    watched: Callable[[Iterable[Record]], Iterator[Record]],
    wanted: Filter | None,
    omission: Omission,
) -> Material:
    """What has been recorded or read up to now.

    Args:
        inspection: What the screen shows.
        watched: What the records pass on their way.
        wanted: Only the records that match.
        omission: What to leave out.
    """
    store, last = inspection.store, len(inspection.store)
    notes = list(inspection.loader.notes) if inspection.loader is not None else []
    if inspection.loader is not None and not inspection.loader.is_done:
        told = "The capture was still being read; these are its first {count} events."
        notes.append(phrase(told, count=f"{last:,}"))
    source = ExportSource(
        name=Path(inspection.recording or inspection.source).name or "live session",
        notes=tuple(notes),
        app=__version__,
        header=_header(inspection),
    )
    return Material(
        lambda: watched(_records(store.log, last)),
        source,
        wanted=wanted,
        omission=omission,
        marks=frozenset(store.marks),
        tariff=inspection.tariff,
    )


def _header(inspection: Inspection) -> CaptureHeader:
    """What the file says about itself: the capture, or the recording."""
    if inspection.loader is not None:
        return inspection.loader.header
    try:
        with Path(inspection.recording).open("rb") as file:
            header = decode_line(file.readline(_HEADER_BYTES))
    except OSError:
        header = None
    return header if isinstance(header, CaptureHeader) else CaptureHeader(app=__version__)


def _records(log: Log, last: int) -> Iterator[Record]:
    """The first records of a log, a little of it at a time."""
    lengths = log.columns.lengths
    first = size = 0
    for place in range(last):
        size += lengths[place]
        if size >= _READ_BYTES:
            yield from log.records(first, place + 1)
            first, size = place + 1, 0
    if first < last:
        yield from log.records(first, last)
