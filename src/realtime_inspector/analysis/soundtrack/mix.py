"""Clips as samples: two sides side by side, or one clip alone, a second at a time."""

from __future__ import annotations

from array import array
from collections import deque
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.analysis.soundtrack.model import Side
from realtime_inspector.core.pcm import BYTES_PER_SAMPLE, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from realtime_inspector.analysis.soundtrack.model import Clip, Run, Track

Read: TypeAlias = "Callable[[int, int], array[int]]"
"""Gives the samples from a position of the tape on: offset and length in frames."""

CHANNELS: Final[tuple[Side, ...]] = (Side.USER, Side.AGENT)
"""Left and right."""
_WINDOW: Final = SAMPLE_RATE
_LOUDEST: Final = 32_767


def stereo(track: Track, read: Read) -> Iterator[array[int]]:
    """All that is heard, in time: the user left, the agent right, samples taking turns."""
    total = track.frames
    lanes = [_Lane(clip for clip in track.clips if clip.side is side) for side in CHANNELS]
    for start in range(0, total, _WINDOW):
        frames = min(_WINDOW, total - start)
        window = array("h", bytes(frames * BYTES_PER_SAMPLE * len(lanes)))
        for channel, lane in enumerate(lanes):
            window[channel :: len(lanes)] = lane.window(start, frames, read)
        yield window


def mono(clip: Clip, read: Read) -> Iterator[array[int]]:
    """What is heard of one clip, without the pauses in it."""
    for run in clip.runs:
        for start in range(0, run.frames, _WINDOW):
            yield read(run.offset + start, min(_WINDOW, run.frames - start))


class _Lane:
    """The runs of one side, of which those near the window are looked at."""

    def __init__(self, clips: Iterable[Clip]) -> None:
        self._coming = deque(sorted(run for clip in clips for run in clip.runs))
        self._near: list[Run] = []

    def window(self, start: int, frames: int, read: Read) -> array[int]:
        """The next samples, silence where there are none."""
        end = start + frames
        while self._coming and self._coming[0].start < end:
            self._near.append(self._coming.popleft())
        samples = array("h", bytes(frames * BYTES_PER_SAMPLE))
        filled = start
        for run in self._near:
            first, last = max(start, run.start), min(end, run.end)
            sound = read(run.offset + first - run.start, last - first)
            old = samples[first - start : last - start]
            samples[first - start : last - start] = sound if first >= filled else _sum(old, sound)
            filled = max(filled, last)
        self._near = [run for run in self._near if run.end > end]
        return samples


def _sum(one: array[int], other: array[int]) -> array[int]:
    """Two sounds at once, which only parallel connections make."""
    pairs = zip(one, other, strict=True)
    return array("h", (max(-_LOUDEST, min(_LOUDEST, a + b)) for a, b in pairs))
