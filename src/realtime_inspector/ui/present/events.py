"""One row of the event log as styled text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.notices import notice_words
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.core.wording import in_english
from realtime_inspector.guide import severities
from realtime_inspector.guide.interface import wording
from realtime_inspector.ui.present import numbers, severity
from realtime_inspector.ui.present.clock import clock_words, short_clock_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.analysis.metrics import Tariff
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.finding import Severity
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.core.wording import Wording
    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.widgets.line_view import LinePart

SIGNS: Final = {
    Direction.SENT: ("↑ ", "$direction-sent"),
    Direction.RECEIVED: ("↓ ", "$direction-received"),
    Direction.UNKNOWN: ("? ", "$muted"),
}
NOTICE_SIGN: Final = ("· ", "$muted")
MOST_SUMMARY: Final = 300
"""Characters of a summary that can be seen at all."""
MOST_JOINED: Final = 200
"""Deltas of a folded run that are joined for its summary."""
WITH_GAP: Final = 72
WITH_TIME: Final = 62
WITH_SHORT_TIME: Final = 44
"""Widths from which a row has a column for the gap, the time, and the time in short."""


def row_parts(
    store: Store,
    row: Row,
    seqs: Sequence[int],
    width: int,
    lanes_width: int,
    lang: Language,
    *,
    count: int = 1,
    worst: Severity | None = None,
    tariff: Tariff | None = None,
) -> list[LinePart]:
    """A row of the log, or a folded run of rows, in the columns that fit the width.

    Args:
        store: The log.
        row: The row, or the first one of the run.
        seqs: Numbers of the first rows of the run, `MOST_JOINED` at most.
        width: Cells.
        lanes_width: Cells for the lanes.
        lang: The language of what is no name of the protocol.
        count: How many rows there are in the run.
        worst: How severe the worst finding is that is marked at them.
        tariff: What tokens cost, for the row of a response that is over; `None`: not said.
    """
    muted = "$muted"
    parts = _gutter(row, numbers_width(len(store)), worst)
    if width >= WITH_TIME:
        parts.append((f"{clock_words(store, row.seq):<10}", muted))
    elif width >= WITH_SHORT_TIME:
        parts.append((f"{short_clock_words(store, row.seq):<7}", muted))
    if width >= WITH_GAP:
        parts.append((f"{numbers.gap(row.gap_ms):<8}", _gap_style(row.gap_ms)))
    if lanes_width:
        parts.append((f"{row.lanes:<{lanes_width}} ", "$lane"))
    is_notice = row.kind.record is RecordKind.NOTICE
    parts.append(NOTICE_SIGN if is_notice else SIGNS[row.kind.direction])
    parts.append((row.type, _type_style(row)))
    if count > 1:
        parts.append((f" ×{count:,}", "$warning"))
    elif row.is_error:
        parts.append((" ✖", "bold $text-error"))
    words = summary(store, row, seqs, wording(lang), count)
    if tariff is not None and row.type == "response.done" and not row.is_long:
        words = " · ".join(filter(None, (words, tariff.done_words(row.event, store.state))))
    if words:
        parts.append(("  " + words, "$text-error" if row.is_error else muted))
    return parts


def _gutter(row: Row, width: int, worst: Severity | None) -> list[LinePart]:
    """The user's mark and that of a finding, which gives way behind the number if it must."""
    mark: LinePart = ("◆", "bold $warning")
    number, room = (f"{row.seq:<{width - 1}}", "$muted"), (" ", "")
    if worst is None:
        return [mark if row.is_marked else room, number, room]
    sign: LinePart = (severities.SIGNS[worst], severity.STYLES[worst])
    return [mark, number, sign] if row.is_marked else [sign, number, room]


def numbers_width(count: int) -> int:
    """Cells for the numbers of a log's rows."""
    return max(5, len(str(count)) + 1)


def summary(
    store: Store, row: Row, seqs: Sequence[int], say: Wording = in_english, count: int = 1
) -> str:
    """The row in words; for a folded run its deltas joined."""
    if row.is_long:
        return say("{size}, read when it is selected").format(size=numbers.size(row.size))
    record = row.record
    if record.kind is RecordKind.TEXT:
        return record.payload[:MOST_SUMMARY].decode("utf-8", "replace")
    if record.kind is RecordKind.BINARY:
        return numbers.size(len(record.payload) * 3 // 4)
    event = row.event
    if record.kind is RecordKind.NOTICE:
        return notice_words(event, say)[:MOST_SUMMARY]
    if count > 1:
        return _joined(store, seqs, count, say)
    return _summarised(event, store.state, say)


def _summarised(event: Event, state: CaptureState, say: Wording) -> str:
    """One event in words."""
    spec = CATALOGUE.get(event.canonical_type)
    return "" if spec is None else spec.summary(event, state, say)[:MOST_SUMMARY]


def _joined(store: Store, seqs: Sequence[int], count: int, say: Wording) -> str:
    spec = CATALOGUE.get(store.event(seqs[0]).canonical_type)
    if spec is not None and spec.delta_field:
        text = ""
        for seq in seqs:
            text += store.event(seq).text(spec.delta_field) or ""
            if len(text) >= MOST_SUMMARY:
                break
        return f"«{text[:MOST_SUMMARY]}»"
    total = sum(store.size(seq) for seq in seqs) * count // len(seqs)
    first = _summarised(store.event(seqs[0]), store.state, say)
    told = "about {size} in all" if count > len(seqs) else "{size} in all"
    in_all = say(told).format(size=numbers.size(total))
    return f"{first.rpartition(' · ')[0]} · {in_all}".removeprefix(" · ")


def _gap_style(gap_ms: float | None) -> str:
    return "$text-warning" if gap_ms is not None and gap_ms >= 500 else "$faint"


def _type_style(row: Row) -> str:
    if row.is_error:
        return "bold $text-error"
    if row.kind.record is not RecordKind.EVENT:
        return "italic $muted"
    return f"$family-{row.family}"
