"""Turns as a waterfall: which phase of a turn, its responses and their tools took when.

Everything is made from what `metrics` has measured; this module only says which of its moments
are the two ends of a phase.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.analysis.metrics import ResponseMetrics, ToolMetrics, TurnMetrics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Measured: TypeAlias = "TurnMetrics | ResponseMetrics | ToolMetrics"
_MS: Final = 1_000_000


class Phase(Enum):
    """What somebody did for a while."""

    SPEECH = "speech"
    """The user speaks: `speech_started`, else the first audio, to `speech_stopped`."""
    MESSAGE = "message"
    """The user's text: a moment."""
    WAITING = "waiting"
    """From `response.create` (else `response.created`) to the first delta."""
    TEXT = "text"
    """From the first delta to the first audio."""
    STREAMING = "streaming"
    """Deltas come: from the first audio, else the first delta, to the last one."""
    CLOSING = "closing"
    """From the last delta to `response.done`."""
    TOOL = "tool"
    """From the complete arguments of a call to its result."""
    HEARD = "heard"
    """What was played of an answer that was broken in on, by `conversation.item.truncated`."""
    UNHEARD = "unheard"
    """What was generated of it and not played."""


class Part(Enum):
    """What a track is about."""

    TURN = "turn"
    USER = "user"
    RESPONSE = "response"
    ASIDE = "aside"
    """An out-of-band response."""
    PLAYED = "played"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Segment:
    """A phase in time, in nanoseconds since 1970. A moment ends where it starts."""

    phase: Phase
    start_ns: int
    end_ns: int
    is_open: bool = False
    """Whether it goes on; its end is then the newest that is known."""


@dataclass(frozen=True, slots=True)
class Track:
    """One line of the waterfall."""

    part: Part
    of: Measured
    segments: tuple[Segment, ...]
    seq: int
    """Number of its first event."""
    turn: int
    """Which of the groups it is in; the first one is 0."""
    place: int = 0
    """Of a response: which of its turn it is, from 1."""

    @property
    def start_ns(self) -> int | None:
        """Where its first segment begins; `None`: no time is known."""
        return self.segments[0].start_ns if self.segments else None

    @property
    def end_ns(self) -> int | None:
        """Where its last segment ends."""
        return max((one.end_ns for one in self.segments), default=None)


def tracks_of(
    turns: Sequence[TurnMetrics], asides: Sequence[ResponseMetrics], now_ns: int | None
) -> list[Track]:
    """The lines of turns, in their order; an out-of-band response stands in the turn it began in.

    Args:
        turns: In the order in which they began.
        asides: Out-of-band responses, in any order.
        now_ns: The newest moment that is known; up to it goes what is not over.
    """
    firsts = [turn.first_seq for turn in turns]
    beside: dict[int, list[ResponseMetrics]] = {}
    for aside in sorted(asides, key=_first_seq):
        index = bisect_right(firsts, _first_seq(aside)) - 1
        beside.setdefault(index, []).append(aside)
    found: list[Track] = []
    if -1 in beside:
        first = _first_seq(beside[-1][0])
        nobody = TurnMetrics(0, beside[-1][0].session, first, first)
        found += _tracks_of_turn(0, nobody, beside[-1], now_ns)
    before = 1 if found else 0
    for index, turn in enumerate(turns):
        found += _tracks_of_turn(index + before, turn, beside.get(index, ()), now_ns)
    return found


def _tracks_of_turn(
    index: int, turn: TurnMetrics, asides: Iterable[ResponseMetrics], now_ns: int | None
) -> Iterator[Track]:
    lines = [*_of_user(index, turn, now_ns)]
    for place, response in enumerate(turn.responses, start=1):
        lines += _of_response(index, Part.RESPONSE, response, place, now_ns)
    for place, response in enumerate(asides, start=1):
        lines += _of_response(index, Part.ASIDE, response, place, now_ns)
    segments = sorted((one for line in lines for one in line.segments), key=_start)
    yield Track(Part.TURN, turn, tuple(segments), turn.first_seq, index)
    yield from lines


def _start(segment: Segment) -> int:
    return segment.start_ns


def _of_user(index: int, turn: TurnMetrics, now_ns: int | None) -> Iterator[Track]:
    start_ns = turn.user_start_ns
    if start_ns is None:
        if not turn.responses and turn.number:
            yield Track(Part.USER, turn, (), turn.first_seq, index)
        return
    if turn.is_spoken:
        segments = _joined((start_ns, turn.user_end_ns), (Phase.SPEECH,), now_ns)
    else:
        segments = (Segment(Phase.MESSAGE, start_ns, start_ns),)
    yield Track(Part.USER, turn, segments, turn.first_seq, index)


def _of_response(
    index: int, part: Part, response: ResponseMetrics, place: int, now_ns: int | None
) -> Iterator[Track]:
    segments = phases_of(response, now_ns)
    yield Track(part, response, segments, _first_seq(response), index, place)
    if response.heard_ms is not None and response.first_audio_ns is not None:
        yield Track(Part.PLAYED, response, _played(response), response.created_seq, index, place)
    for tool in response.tools:
        end_ns = tool.end_ns
        called = (tool.start_ns, end_ns)
        yield Track(Part.TOOL, tool, _joined(called, (Phase.TOOL,), now_ns), tool.seq, index, place)


def phases_of(response: ResponseMetrics, now_ns: int | None) -> tuple[Segment, ...]:
    """The phases of a response from its request to its end."""
    audio_ns, first_ns = response.first_audio_ns, response.first_token_ns
    if first_ns is None:
        moments: tuple[int | None, ...] = (response.start_ns, response.done_ns)
        return _joined(moments, (Phase.WAITING,), now_ns)
    moments = (response.start_ns, first_ns, audio_ns or first_ns, response.last_delta_ns)
    phases = (Phase.WAITING, Phase.TEXT, Phase.STREAMING)
    if not response.is_over:
        return _joined((*moments[:3], None), phases, now_ns)
    return _joined((*moments, response.done_ns), (*phases, Phase.CLOSING), now_ns)


def _joined(
    moments: Sequence[int | None], phases: Sequence[Phase], now_ns: int | None
) -> tuple[Segment, ...]:
    """Phases between moments; those of no length are left out, unless nothing else is there."""
    found: list[Segment] = []
    start_ns = moments[0]
    for phase, moment_ns in zip(phases, moments[1:], strict=True):
        if start_ns is None:
            start_ns = moment_ns
            continue
        is_open = moment_ns is None
        newest_ns = start_ns if now_ns is None else now_ns
        end_ns = max(start_ns, newest_ns if moment_ns is None else moment_ns)
        if end_ns > start_ns or is_open:
            found.append(Segment(phase, start_ns, end_ns, is_open))
        start_ns = end_ns
    if not found and start_ns is not None:
        found.append(Segment(phases[-1], start_ns, start_ns))
    return tuple(found)


def _played(response: ResponseMetrics) -> tuple[Segment, ...]:
    """Playing time from the first audio on: the protocol does not tell when it really began."""
    start_ns, heard_ms = response.first_audio_ns, response.heard_ms
    if start_ns is None or heard_ms is None:
        return ()
    heard_ns = start_ns + max(0, heard_ms) * _MS
    made_ns = start_ns + round(response.audio_ms * _MS)
    heard = Segment(Phase.HEARD, start_ns, heard_ns)
    if made_ns <= heard_ns:
        return (heard,)
    return (heard, Segment(Phase.UNHEARD, heard_ns, made_ns))


def _first_seq(response: ResponseMetrics) -> int:
    return response.created_seq if response.request_seq is None else response.request_seq
