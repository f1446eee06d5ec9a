"""Places stretches of sound in time; the rules stand at the top of the package."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from realtime_inspector.analysis.soundtrack.model import (
    FRAMES_PER_MS,
    PAUSE_MS,
    Clip,
    Run,
    Side,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.analysis.soundtrack.model import Stretch

_PAUSE: int = round(PAUSE_MS * FRAMES_PER_MS)


@dataclass(slots=True)
class _Ends:
    """Where each side of a connection has come to, in frames."""

    user: int = 0
    agent: int = 0
    hurried: int = 0
    """The end of the last audio of the user that came faster than it is spoken."""


def in_time(stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, Clip]]:
    """The stretches as they are heard; those of which nothing is are left out.

    Args:
        stretches: In the order in which they began.
    """
    connections: defaultdict[int, _Ends] = defaultdict(_Ends)
    for stretch in stretches:
        ends = connections[stretch.conn]
        place = _place_user if stretch.side is Side.USER else _place_agent
        runs = place(stretch, ends)
        if runs:
            yield stretch, clip_of(stretch, runs)


def one_after_another(stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, Clip]]:
    """The stretches without pauses between them, where no times are known."""
    end = 0
    for stretch in stretches:
        runs = _run_together(stretch, end, pause=None, stop=None)
        if runs:
            end = runs[-1].end
            yield stretch, clip_of(stretch, runs)


def clip_of(stretch: Stretch, runs: tuple[Run, ...]) -> Clip:
    """A stretch where it is heard."""
    return Clip(
        stretch.side,
        stretch.seq,
        stretch.conn,
        runs,
        stretch.frames,
        stretch.item_id,
        stretch.response_id,
    )


def _place_user(stretch: Stretch, ends: _Ends) -> tuple[Run, ...]:
    start = _frame(stretch.first_ms)
    if ends.user and start - ends.user < _PAUSE:
        start = ends.user  # it only goes on
    start = max(start, ends.user)
    if stretch.is_hurried:
        start = max(start, ends.agent)
    runs = _run_together(stretch, start, pause=None, stop=None)
    ends.user = runs[-1].end
    if stretch.is_hurried:
        ends.hurried = ends.user
    return runs


def _place_agent(stretch: Stretch, ends: _Ends) -> tuple[Run, ...]:
    start = max(_frame(stretch.first_ms), ends.agent, ends.hurried)
    stop = None if stretch.stopped_ms is None else _frame(stretch.stopped_ms)
    runs = _run_together(stretch, start, pause=_PAUSE, stop=stop)
    ends.agent = runs[-1].end if runs else ends.agent
    return runs


def _run_together(
    stretch: Stretch, start: int, *, pause: int | None, stop: int | None
) -> tuple[Run, ...]:
    """A stretch from a frame on.

    Args:
        stretch: What is placed; no more of it than was heard.
        start: Its first frame.
        pause: How late a piece must come to leave a pause before it; `None`: none does.
        stop: The frame at which the player was stopped.
    """
    runs: list[Run] = []
    left = stretch.frames if stretch.heard_ms is None else _frame(stretch.heard_ms)
    for piece in stretch.pieces:
        if pause is not None and _frame(piece.arrival_ms) - start > pause:
            start = _frame(piece.arrival_ms)
        frames = min(piece.frames, left, left if stop is None else stop - start)
        if frames <= 0:
            break
        _extend(runs, Run(start, piece.offset, frames))
        start, left = start + frames, left - frames
    return tuple(runs)


def _extend(runs: list[Run], run: Run) -> None:
    """Add a run; to the last one, if it goes on where that ends."""
    if runs and runs[-1].end == run.start and runs[-1].offset + runs[-1].frames == run.offset:
        last = runs.pop()
        run = Run(last.start, last.offset, last.frames + run.frames)
    runs.append(run)


def _frame(moment_ms: float) -> int:
    return max(0, round(moment_ms * FRAMES_PER_MS))
