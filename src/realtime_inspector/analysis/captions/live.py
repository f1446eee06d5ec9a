"""Words of translation sessions, which have neither items nor ends (events.md §12)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.captions.lines import LINE_ROOM, LINES, is_sentence, room
from realtime_inspector.analysis.soundtrack import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.record import Record

_SIDES: Final = {
    "session.input_transcript.delta": Side.USER,
    "session.output_transcript.delta": Side.AGENT,
}
_PAUSE_MS: Final = 1_500.0
"""A longer silence ends a phrase."""


@dataclass(slots=True)
class Phrase:
    """Words that came without a pause."""

    side: Side
    first_ns: int | None
    last_ns: int | None
    text: str = ""

    def takes(self, text: str, time_ns: int | None) -> bool:
        """Whether a further piece belongs to it."""
        if is_sentence(self.text) or room(self.text + text) > LINES * LINE_ROOM:
            return False
        known = self.last_ns is not None and time_ns is not None
        return not known or (time_ns or 0) - (self.last_ns or 0) <= _PAUSE_MS * 1e6


class LiveWords:
    """Collects the words of both sides of each connection as phrases."""

    def __init__(self) -> None:
        self._phrases: defaultdict[tuple[int, Side], list[Phrase]] = defaultdict(list)

    def feed(self, record: Record, event: Event) -> None:
        """Take the next record."""
        side = _SIDES.get(event.canonical_type)
        text = event.text("delta")
        if side is None or not text:
            return
        phrases = self._phrases[record.conn, side]
        if not phrases or not phrases[-1].takes(text, record.time_ns):
            phrases.append(Phrase(side, record.time_ns, record.time_ns))
        phrases[-1].text += text
        phrases[-1].last_ns = record.time_ns

    def __iter__(self) -> Iterator[Phrase]:
        return (phrase for phrases in self._phrases.values() for phrase in phrases)
