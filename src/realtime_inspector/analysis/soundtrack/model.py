"""Sound as it came (`Stretch`) and as it is heard (`Clip`), in frames of 24 kHz."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from realtime_inspector.core.pcm import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from realtime_inspector.core.audio import AudioFormat

FRAMES_PER_MS: Final = SAMPLE_RATE // 1000
PAUSE_MS: Final = 300.0
"""Audio that comes so much later than the audio before it ends leaves a pause; less is jitter."""
_MOST_PIECE_MS: Final = 500.0
"""Longest piece that a microphone is believed to send."""


class Side(StrEnum):
    """Who is heard."""

    USER = "user"
    AGENT = "agent"


class Tape(Protocol):
    """Where the samples go, one after another; positions on it are frames."""

    def keep(self, stream: Hashable, audio: Any, form: AudioFormat) -> tuple[int, int]:
        """Put one piece of audio at the end.

        Args:
            stream: Pieces of the same stream belong together: they may share a sample.
            audio: The value on the wire: base64, or the `$audio` object of a capture whose audio
                was taken out (INTERCHANGE.md §3.2).
            form: How its samples are written.

        Returns:
            Where it begins and how many frames it has; none for what is not audio.
        """


class Piece(NamedTuple):
    """What one record brought."""

    arrival_ms: float
    offset: int
    """On the tape."""
    frames: int


@dataclass(slots=True)
class Stretch:
    """Audio that plays in one go: an item of the agent, or what a user sent without a pause."""

    side: Side
    seq: int
    """Number of the record that brought the first piece."""
    conn: int
    session: int = 0
    """Number of the session within the connection."""
    item_id: str = ""
    response_id: str = ""
    clock: int | None = None
    """Frames of the session's input buffer before it; `None` for what is not in the buffer."""
    heard_ms: float | None = None
    """How much of it was played, as somebody said."""
    stopped_ms: float | None = None
    """When the player was stopped."""
    frames: int = 0
    _arrivals_ms: array[float] = field(default_factory=lambda: array("d"))
    _offsets: array[int] = field(default_factory=lambda: array("q"))
    _frames: array[int] = field(default_factory=lambda: array("l"))

    def add(self, piece: Piece) -> None:
        """The next piece."""
        self._arrivals_ms.append(piece.arrival_ms)
        self._offsets.append(piece.offset)
        self._frames.append(piece.frames)
        self.frames += piece.frames

    @property
    def pieces(self) -> Iterator[Piece]:
        """All pieces, in the order in which they came."""
        return map(Piece, self._arrivals_ms, self._offsets, self._frames)

    @property
    def first_ms(self) -> float:
        """When the first piece came."""
        return self._arrivals_ms[0]

    @property
    def spoken_until_ms(self) -> float:
        """When it ends, if it is played from its first piece on without a pause."""
        return self.first_ms + self.frames / FRAMES_PER_MS

    @property
    def is_hurried(self) -> bool:
        """Whether it came faster than anybody can speak: not from a microphone."""
        if self.clock is None:
            return True
        piece_ms = min(max(self._frames) / FRAMES_PER_MS, _MOST_PIECE_MS)
        return self.spoken_until_ms - piece_ms - self._arrivals_ms[-1] > PAUSE_MS


class Run(NamedTuple):
    """Frames that lie together, on the tape and in time."""

    start: int
    offset: int
    """On the tape."""
    frames: int

    @property
    def end(self) -> int:
        """The frame after the last one."""
        return self.start + self.frames


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch where it is heard, or the part of the input that became an item."""

    side: Side
    seq: int
    """Number of the record that brought its first piece, or that named the item."""
    conn: int
    runs: tuple[Run, ...]
    whole_frames: int
    """With what was not heard."""
    item_id: str = ""
    response_id: str = ""

    @property
    def frames(self) -> int:
        """Frames that are heard."""
        return sum(run.frames for run in self.runs)

    @property
    def start_ms(self) -> float:
        """Where it begins."""
        return self.runs[0].start / FRAMES_PER_MS

    @property
    def end_ms(self) -> float:
        """Where it ends."""
        return self.runs[-1].end / FRAMES_PER_MS

    @property
    def heard_ms(self) -> float:
        """How much of it is heard, without the pauses."""
        return self.frames / FRAMES_PER_MS

    @property
    def whole_ms(self) -> float:
        """How long it would be if all of it was heard."""
        return self.whole_frames / FRAMES_PER_MS

    @property
    def heard_share(self) -> float:
        """How much of it is heard, from 0 to 1."""
        return self.frames / self.whole_frames

    def at_ms(self, share: float) -> float:
        """Where so much of what is heard is over: 0 is the start, 1 the end; pauses count not."""
        left = round(share * self.frames)
        for run in self.runs:
            if left <= run.frames:
                return (run.start + left) / FRAMES_PER_MS
            left -= run.frames
        return self.end_ms


@dataclass(frozen=True, slots=True)
class Track:
    """Both sides of a capture in time."""

    clips: tuple[Clip, ...] = ()
    """All that is heard; the agent's, and the user's as it was sent."""
    turns: tuple[Clip, ...] = ()
    """By item: the agent's clips again, and of the user's audio what became items."""
    is_timed: bool = False
    """Whether positions are times; else all lies one after another."""
    zero_ns: int | None = None
    """Wall clock of the first frame, nanoseconds since 1970."""

    @property
    def frames(self) -> int:
        """The length of the whole."""
        return max((clip.runs[-1].end for clip in self.clips), default=0)
