"""A record in one line of words, as the log shows it behind the type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.notices import notice_words
from realtime_inspector.core.record import RecordKind
from realtime_inspector.core.wording import in_english

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.record import Record
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.core.wording import Wording

MOST_WORDS: Final = 400
"""Characters that can be seen at all."""


def row_words(record: Record, event: Event, state: CaptureState, say: Wording = in_english) -> str:
    """What a record says; as it was sent, so to be made safe before it is shown.

    Args:
        record: The record.
        event: Its event.
        state: What it is read in: the session's audio formats.
        say: Puts words of ours into the reader's language.
    """
    if record.kind is RecordKind.TEXT:
        return record.payload[:MOST_WORDS].decode("utf-8", "replace")
    if record.kind is RecordKind.BINARY:
        return say("{count} bytes").format(count=f"{len(record.payload) * 3 // 4:,}")
    if record.kind is RecordKind.NOTICE:
        return notice_words(event, say)[:MOST_WORDS]
    spec = CATALOGUE.get(event.canonical_type)
    return "" if spec is None else spec.summary(event, state, say)[:MOST_WORDS]
