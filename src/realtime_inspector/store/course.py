"""The states along a part of a log: some are kept, so that any other is a short fold away."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.state import CaptureState

if TYPE_CHECKING:
    from collections.abc import Sequence

EFFORT: Final = 256
"""What may lie between two checkpoints: some 8 ms of reading, parsing and folding."""
BYTES_OF_A_RECORD: Final = 8_192
"""Parsing so many bytes takes as long as the rest of what is done for a record."""
LONG_BYTES: Final = 1 << 18
"""After a line of more bytes there is a checkpoint: to parse it again would hold up a key."""
MOST_CHECKPOINTS: Final = 4_096
"""With more, each second one is given up: a log without end has checkpoints further apart."""


def effort(length: int) -> int:
    """What a record in a line of so many bytes costs; 1 for nearly all."""
    return EFFORT if length > LONG_BYTES else 1 + length // BYTES_OF_A_RECORD


class Course:
    """The states from one record of a log on, as far as they have been worked out."""

    def __init__(self, first: int, states: Sequence[CaptureState] = ()) -> None:
        """Begin before a record, or go on where another course has ended.

        Args:
            first: Number of the first record.
            states: Checkpoints in order; the last one is the newest state.
        """
        self.first = first
        self.state = states[-1] if states else CaptureState(seq=first - 1)
        """The newest one."""
        self._kept = list(states) or [self.state]
        """Checkpoints. States share their structure: one more costs some kilobytes."""
        self._every = EFFORT
        self._spent = 0

    @property
    def checkpoints(self) -> list[CaptureState]:
        """What it takes to make the course again: checkpoints, and the newest state."""
        is_newest_kept = self._kept[-1] is self.state
        return self._kept if is_newest_kept else [*self._kept, self.state]

    def add(self, state: CaptureState, length: int) -> None:
        """Goes on.

        Args:
            state: The state after the next record.
            length: Bytes of that record's line.
        """
        self.state = state
        self._spent += effort(length)
        if self._spent >= self._every:
            self._spent = 0
            self._kept.append(state)
            if len(self._kept) > MOST_CHECKPOINTS:
                del self._kept[1::2]
                self._every *= 2

    def nearest(self, seq: int) -> CaptureState:
        """The last state that is known at or before a record of this part."""
        if seq >= self.state.seq:
            return self.state
        return self._kept[max(0, self._place_after(seq) - 1)]

    def cut(self, last: int) -> None:
        """Forgets what comes after a record: there, another part begins now."""
        if self.state.seq > last:
            del self._kept[max(1, self._place_after(last)) :]
            self.state, self._spent = self._kept[-1], 0

    def _place_after(self, seq: int) -> int:
        return bisect_right(self._kept, seq, key=lambda state: state.seq)
