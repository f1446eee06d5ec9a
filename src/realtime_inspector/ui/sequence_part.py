"""The part of a log that the sequence diagram has laid out: lines around what is looked at.

A log may hold a million records, so only a part of it is laid out, piece by piece in both
directions, and what is far from the screen is forgotten again. A piece begins where no run of
deltas is cut, and is told what still has effect from before: the session's audio formats,
responses that run, tools that were called. So lines are the same wherever one comes from.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from realtime_inspector.analysis.sequence import (
    Arrow,
    Depths,
    Lifeline,
    Note,
    NoteKind,
    Run,
    Sequencer,
    Step,
)
from realtime_inspector.capture.columns import OTHER
from realtime_inspector.core.record import Record, RecordKind
from realtime_inspector.guide.interface import wording
from realtime_inspector.ui.present import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from realtime_inspector.core.kind import Kind
    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store

PIECE: Final = 128
"""Records laid out at a time: some milliseconds."""
MOST_UNFOLDED: Final = 2_000
"""A run of more events is not unfolded."""
MOST: Final = 40_000
"""Records laid out at the same time, about."""
_LONGEST_RUN: Final = 4_000
"""Records that are passed to find the beginning of a run of deltas."""
_LOOKED_BACK: Final = 50_000
"""Records among which what still has effect is looked for."""
_MOST_CONTEXT: Final = 200
"""Records that are read for it."""
_WITH_EFFECT: Final = frozenset(
    {
        "session.created",
        "session.updated",
        "response.created",
        "response.done",
        "response.output_item.added",
        "response.output_item.done",
        "response.function_call_arguments.done",
    }
)
_NOTICES_WITH_EFFECT: Final = frozenset({"open", "close"})


def _has_effect(kind: Kind) -> bool:
    """Whether a later record may be drawn differently because of one of this kind."""
    if kind.record is RecordKind.NOTICE:
        return kind.type in _NOTICES_WITH_EFFECT
    return kind.canonical in _WITH_EFFECT


class Passing(Protocol):
    """Which records are to be shown."""

    def has(self, first: int, last: int) -> bool:
        """Whether any of the records with these numbers is."""

    def next_from(self, seq: int) -> int | None:
        """The first one at a number or after it."""

    def last_to(self, seq: int) -> int | None:
        """The last one at a number or before it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A response that runs at a line."""

    begins: bool = False
    """Whether it begins there."""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the diagram."""

    of: Arrow | Note
    bars: Mapping[int, Bar]
    """The responses that run there, by their columns."""
    step: Step
    """What the arrow is one of, if it is one of a run."""
    is_of_open_run: bool = False
    """Whether it is one of the events of a run that has been unfolded."""

    @property
    def is_own(self) -> bool:
        """Whether it stands for records: not a pause, not a tool's call that was concluded."""
        if isinstance(self.of, Note):
            return self.of.kind is not NoteKind.PAUSE
        return not self.of.is_derived

    @property
    def extent(self) -> tuple[int, int]:
        """The first and last record that it stands for; the rows of a folded run: for all of it."""
        if self.is_of_open_run:
            return self.seq, self.last_seq
        return self.step.seq, self.step.last_seq

    @property
    def seq(self) -> int:
        """Number of its (first) record."""
        return self.of.seq

    @property
    def last_seq(self) -> int:
        """Number of its last record."""
        return self.of.last_seq


@dataclass(slots=True)
class _Piece:
    """Some records that were laid out together."""

    first: int
    last: int
    lines: int


class SequencePart:
    """Lines of a diagram, extended at either end."""

    def __init__(self, store: Store, lang: Language = "en") -> None:
        """Lays out nothing yet.

        Args:
            store: The log.
            lang: The language of what is no name of the protocol.
        """
        self._store = store
        self._say = wording(lang)
        self.lines: list[Line] = []
        self.passing: Passing | None = None
        """What is shown; `None`: everything. To be set before `start`."""
        self.opened: set[int] = set()
        """First numbers of the runs that are shown event by event."""
        self.first = 1
        """Number of the first record that has been laid out."""
        self.last = 0
        """Number of the last one."""
        self.has_tools = False
        """Whether tools take part in anything that has been laid out."""
        self._pieces: deque[_Piece] = deque()
        self._sequencer = Sequencer()
        self._depths = Depths()
        self._unfinished = 0
        """How many lines at the end belong to a run that may go on."""

    # What is laid out.

    def start(self, seq: int) -> None:
        """Forgets all, and begins with the records at a number and after it."""
        self.lines = []
        self._pieces.clear()
        self.first = self._run_start(min(max(1, seq), max(1, len(self._store))))
        self.last = self.first - 1
        self._prime(self.first)

    @property
    def has_more_above(self) -> bool:
        """Whether records before the first one are to be shown."""
        if self.passing is not None:
            return self.passing.last_to(self.first - 1) is not None
        return self.first > 1

    @property
    def has_more_below(self) -> bool:
        """Whether records after the last one are to be shown."""
        if self.passing is not None:
            return self.passing.next_from(self.last + 1) is not None
        return self.last < len(self._store)

    def index_of(self, seq: int) -> int | None:
        """Index of the line of a record, or of the last one before it; `None`: there is no line."""
        last = bisect_right(self.lines, seq, key=lambda line: line.step.seq) - 1
        if last < 0:
            return 0 if self.lines else None
        named = self._store.columns.kind(seq - 1).type
        holding: int | None = None
        step = self.lines[last].step
        for index in range(last, -1, -1):
            line = self.lines[index]
            if line.step is not step and line.step.seq != step.seq:
                break
            if line.is_own and line.seq <= seq <= line.last_seq:
                holding = index
                if line.of.label == named:
                    break
        return last if holding is None else holding

    def extend_down(self) -> int:
        """Lays out the next records; returns the index of the first line that is new or other."""
        self._skip_down()
        at = len(self.lines) - self._unfinished
        unfinished = self._sequencer.unfinished
        first = self.last + 1 if unfinished is None else unfinished.seq
        end = min(len(self._store), self.last + PIECE)
        del self.lines[at:]
        for seq in range(self.last + 1, end + 1):
            for step in self._sequencer.feed(seq, self._record(seq)):
                self.lines += self._lines(step)
        moved = self._take_from_last_piece(at, first)
        made = len(self.lines)
        if self._sequencer.unfinished is not None:
            self.lines += self._lines(self._sequencer.unfinished)
        self._unfinished = len(self.lines) - made
        self.last = end
        self._pieces.append(_Piece(first, end, len(self.lines) - at + moved))
        self._join_small_pieces()
        return at

    def extend_up(self) -> int:
        """Lays out the records before; returns how many lines that made."""
        end = self._end_above()
        if end < 1:
            return 0
        first = self._run_start(max(1, end - PIECE + 1))
        kept = self._sequencer, self._depths, self._unfinished
        self._prime(first)
        made: list[Line] = []
        for seq in range(first, end + 1):
            for step in self._sequencer.feed(seq, self._record(seq)):
                made += self._lines(step)
        for step in self._sequencer.finish():
            made += self._lines(step)
        self._sequencer, self._depths, self._unfinished = kept
        self._pieces.appendleft(_Piece(first, self.first - 1, len(made)))
        self.lines[:0] = made
        self.first = first
        return len(made)

    def toggle(self, index: int) -> int | None:
        """Shows the run of a line event by event, or folds it again.

        Args:
            index: Of the line.

        Returns:
            The index of its first line; `None`: it is no run, or one that may still grow.
        """
        line = self.lines[index]
        run = line.step
        if not isinstance(run, Run) or index >= len(self.lines) - self._unfinished:
            return None
        if run.last_seq - run.seq >= MOST_UNFOLDED:
            return None
        first = last = index
        while first > 0 and self.lines[first - 1].step is run:
            first -= 1
        while last + 1 < len(self.lines) and self.lines[last + 1].step is run:
            last += 1
        self.opened ^= {run.seq}
        is_open = run.seq in self.opened
        made = list(self._unfolded(run, line.bars) if is_open else self._folded(run, line.bars))
        self.lines[first : last + 1] = made
        piece = next(one for one in self._pieces if one.first <= run.seq <= one.last)
        piece.lines += len(made) - (last + 1 - first)
        return first

    def drop_top(self) -> int:
        """Forgets the first piece, if there are more than two; returns how many lines that was."""
        if len(self._pieces) <= 2 or self.last - self.first < MOST:
            return 0
        piece = self._pieces.popleft()
        del self.lines[: piece.lines]
        self.first = self._pieces[0].first
        return piece.lines

    def drop_bottom(self) -> bool:
        """Forgets the last piece, if there are more than two; tells whether it did."""
        if len(self._pieces) <= 2 or self.last - self.first < MOST:
            return False
        piece = self._pieces.pop()
        del self.lines[len(self.lines) - piece.lines :]
        self.last = piece.first - 1
        self._prime(piece.first)
        return True

    # Inside.

    def _skip_down(self) -> None:
        """Passes over what is not shown, if that is much."""
        if self.passing is None:
            return
        wanted = self.passing.next_from(self.last + 1)
        if wanted is not None and wanted > self.last + PIECE:
            self._unfinished = 0
            seq = self._run_start(wanted)
            self._prime(seq)
            self.last = seq - 1

    def _end_above(self) -> int:
        """The last record to be laid out above: with the whole run that it belongs to."""
        end = self.first - 1
        if self.passing is None:
            return end
        wanted = self.passing.last_to(end) or 0
        kind = self._store.columns.kind
        while 0 < wanted < end and kind(wanted - 1).is_delta:
            wanted += 1
        return wanted

    def _take_from_last_piece(self, at: int, first: int) -> int:
        """The lines of a run that went on belong to the new piece, with the pause before it.

        Returns how many lines of the pause those are.
        """
        if not self._pieces or not self._unfinished:
            return 0
        pause = int(at > 0 and not self.lines[at - 1].is_own and self.lines[at - 1].seq == first)
        self._pieces[-1].lines -= self._unfinished + pause
        self._pieces[-1].last = first - 1
        return pause

    def _join_small_pieces(self) -> None:
        """A live session grows by a few records at a time."""
        if len(self._pieces) < 2:
            return
        before, last = self._pieces[-2], self._pieces[-1]
        if last.last - before.first < PIECE:
            self._pieces.pop()
            before.last = last.last
            before.lines += last.lines

    def _run_start(self, seq: int) -> int:
        """The number of the record with which the run of deltas around one begins."""
        kind = self._store.columns.kind
        for first in range(seq, max(1, seq - _LONGEST_RUN), -1):
            if not kind(first - 1).is_delta:
                return first
        return max(1, seq - _LONGEST_RUN) if seq > 1 else 1

    def _prime(self, seq: int) -> None:
        """Makes ready for the record with a number: what was before has its effect."""
        self._sequencer = Sequencer(self._store.first_ns, self._say)
        self._depths = Depths()
        self._unfinished = 0
        for before in self._context(seq):
            for step in self._sequencer.feed(before, self._record(before)):
                self._depths.begin(step)
                self._depths.end(step)
        for _ in self._sequencer.finish():
            pass

    def _context(self, seq: int) -> list[int]:
        """Numbers of the records before one that still have an effect on it, in order."""
        columns = self._store.columns
        kinds = columns.kinds.values[:OTHER]
        mask = bytes(map(_has_effect, kinds)).ljust(256, b"\0")
        begin = max(0, seq - 1 - _LOOKED_BACK)
        codes = bytes(columns.codes[begin : seq - 1]).translate(mask)
        found = {begin + at for at in _places(codes, _MOST_CONTEXT)}
        for number, kind in enumerate(kinds):
            if kind.family == "session":
                found.add(columns.codes.rfind(number, 0, seq - 1))
        found.add(seq - 2)  # the time of the last one tells how long a pause was
        return sorted(place + 1 for place in found if place >= 0)

    def _record(self, seq: int) -> Record:
        """A record; of a very long one what is known without reading it."""
        store = self._store
        return _stand_in(store, seq) if store.is_long(seq) else store.record(seq)

    def _lines(self, step: Step) -> Iterator[Line]:
        """The rows of a step that are to be shown; responses begin and end with it in any case."""
        bars = self._bars(step)
        if not self._is_shown(step):
            return
        if step.seq in self.opened and isinstance(step, Run):
            yield from self._unfolded(step, bars)
        else:
            yield from self._folded(step, bars)

    def _folded(self, step: Step, bars: Mapping[int, Bar]) -> Iterator[Line]:
        arrows = step.arrows if isinstance(step, Run) else (step,)
        for one in arrows:
            is_unread = isinstance(one, Arrow) and self._store.is_long(one.seq)
            words = numbers.size(self._store.size(one.seq)) if is_unread else one.words
            if isinstance(one, Arrow) and Lifeline.TOOLS in (one.source, one.target):
                self.has_tools = True
            yield Line(replace(one, words=words), bars, step)

    def _is_shown(self, step: Step) -> bool:
        return self.passing is None or self.passing.has(step.seq, step.last_seq)

    def _bars(self, step: Step) -> Mapping[int, Bar]:
        begun = self._depths.begin(step)
        begins = self._depths.running.get(begun, -1)
        running = list(self._depths.running.values())
        ends = set(self._depths.end(step).values())
        return {depth: Bar(depth == begins, depth in ends) for depth in running}

    def _unfolded(self, run: Run, bars: Mapping[int, Bar]) -> Iterator[Line]:
        """The events of a run one by one."""
        sequencer = Sequencer(self._store.first_ns, self._say)
        for seq in range(run.seq, run.last_seq + 1):
            steps: Iterable[Step] = sequencer.feed(seq, self._record(seq))
            for step in (*steps, *sequencer.finish()):
                if isinstance(step, Arrow) and self._is_shown(step):
                    yield Line(step, bars, run, is_of_open_run=True)


def _stand_in(store: Store, seq: int) -> Record:
    """What is known of a record without reading it, as a record."""
    kind = store.columns.kind(seq - 1)
    fields = {"type": kind.type, "kind": kind.type, "response_id": store.response_of(seq)}
    has_fields = kind.record in (RecordKind.EVENT, RecordKind.NOTICE)
    payload = json.dumps(fields).encode() if has_fields else b""
    return Record(kind.record, kind.direction, payload, store.time_ns(seq))


def _places(mask: bytes, wanted: int) -> Iterator[int]:
    """Where a mask is 1, from its end on, so many at most."""
    at = len(mask)
    for _ in range(wanted):
        at = mask.rfind(1, 0, at)
        if at < 0:
            return
        yield at
