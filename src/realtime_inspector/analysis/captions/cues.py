"""Puts the lines of a transcript on the times at which they were heard."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.captions.lines import blocks, reading_ms, room
from realtime_inspector.analysis.soundtrack import Side
from realtime_inspector.analysis.transcript import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from realtime_inspector.analysis.captions.live import Phrase
    from realtime_inspector.analysis.soundtrack import Clip, Track
    from realtime_inspector.analysis.transcript import Line

_SIDES: Final = {Speaker.USER: Side.USER, Speaker.ASSISTANT: Side.AGENT}
_LEAST_SHARE: Final = 0.25
"""Audio that is so much shorter than its text takes to read was cut out of the capture."""
_LEAST_MS: Final = 800.0
"""A shorter cue cannot be read."""
CUT: Final = "—"
"""Where an answer was interrupted."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle."""

    side: Side
    start_ms: float
    end_ms: float
    lines: tuple[str, ...]
    is_first: bool = False
    """Whether its speaker begins with it."""


@dataclass(frozen=True, slots=True)
class _Saying:
    """What somebody said, and how time passes in it."""

    side: Side
    text: str
    start_ms: float
    end_ms: float
    at_ms: Callable[[float], float]
    """When so much of it was over, from 0 to 1."""


def cues(
    lines: Iterable[Line], phrases: Iterable[Phrase], track: Track, labels: Mapping[Side, str]
) -> list[Cue]:
    """The subtitles of a capture, by their start.

    Args:
        lines: Of its transcript.
        phrases: What was said live.
        track: When what was heard.
        labels: What stands before the first line of a turn, and needs room there.
    """
    clock = _Clock(track)
    sayings = [saying for line in lines if (saying := clock.line(line)) is not None]
    sayings += map(clock.phrase, phrases)
    made = [cue for saying in sayings for cue in _spread(saying, labels[saying.side])]
    return sorted(_without_overlaps(made), key=lambda cue: (cue.start_ms, cue.side is Side.AGENT))


class _Clock:
    """Finds out when lines were said."""

    def __init__(self, track: Track) -> None:
        self._track = track
        self._by_seq = {clip.seq: clip for clip in track.turns}
        self._by_item: defaultdict[str, list[Clip]] = defaultdict(list)
        for clip in track.turns:
            self._by_item[clip.item_id].append(clip)
        self._end_ms = 0.0
        """Where the last saying ended; where no times are known, the next one follows it."""

    def line(self, line: Line) -> _Saying | None:
        """A line of the transcript; `None` if nobody says or hears it."""
        side = _SIDES.get(line.speaker)
        if side is None or not line.text.strip() or line.is_refused or line.is_replayed:
            return None
        clip = self._clip(line)
        if clip is None and (line.heard_ms == 0 or line.is_out_of_band):
            return None
        text = _heard_text(line, clip)
        if clip is None:
            return self._read(side, text, line.time_ns)
        self._end_ms = clip.end_ms
        return _Saying(side, text, clip.start_ms, clip.end_ms, clip.at_ms)

    def phrase(self, phrase: Phrase) -> _Saying:
        """Words of a translation session."""
        saying = self._read(phrase.side, phrase.text, phrase.first_ns)
        last_ms = self._moment_ms(phrase.last_ns)
        return replace(saying, end_ms=max(saying.end_ms, last_ms or 0.0))

    def _clip(self, line: Line) -> Clip | None:
        """The audio of a line, if it is not a remainder of what was cut out."""
        clip = self._by_seq.get(line.seq)
        if clip is None and line.item_id:
            clips = self._by_item.get(line.item_id, ())
            clip = next((one for one in clips if one.seq >= line.seq), None)
        whole_ms = 0.0 if clip is None else clip.whole_ms
        return clip if whole_ms >= _LEAST_SHARE * reading_ms(line.text) else None

    def _read(self, side: Side, text: str, time_ns: int | None) -> _Saying:
        """Something without audio: shown for as long as it takes to read."""
        moment_ms = self._moment_ms(time_ns)
        start_ms = self._end_ms if moment_ms is None else moment_ms
        length_ms = max(_LEAST_MS, reading_ms(text))
        self._end_ms = start_ms + length_ms
        return _Saying(
            side, text, start_ms, self._end_ms, lambda share: start_ms + share * length_ms
        )

    def _moment_ms(self, time_ns: int | None) -> float | None:
        zero_ns = self._track.zero_ns
        return None if time_ns is None or zero_ns is None else max(0.0, (time_ns - zero_ns) / 1e6)


def _heard_text(line: Line, clip: Clip | None) -> str:
    """What was heard of a text, with a dash where it was cut."""
    at = line.struck_from if line.heard_ms is not None else None
    if at is None and clip is not None and clip.heard_share < 1:
        at = int(len(line.text) * clip.heard_share)
    return line.text if at is None else line.text[:at].rstrip() + CUT


def _spread(saying: _Saying, label: str) -> Iterator[Cue]:
    """A saying in cues, each as long as its share of the text."""
    texts = list(blocks(saying.text, label))
    rooms = [sum(map(room, lines)) for lines in texts]
    total, passed = sum(rooms) or 1, 0
    for index, (lines, own) in enumerate(zip(texts, rooms, strict=True)):
        start_ms = saying.at_ms(passed / total)
        passed += own
        yield Cue(saying.side, start_ms, saying.at_ms(passed / total), lines, is_first=not index)


def _without_overlaps(made: list[Cue]) -> Iterator[Cue]:
    """The cues of each side one after another, long enough to be read where there is room."""
    for side in Side:
        own = sorted((cue for cue in made if cue.side is side), key=lambda cue: cue.start_ms)
        for cue, following in pairwise((*own, None)):
            if cue is None:
                continue
            end_ms = max(cue.end_ms, cue.start_ms + _LEAST_MS)
            latest_ms = end_ms if following is None else following.start_ms
            yield replace(cue, end_ms=max(min(end_ms, latest_ms), cue.start_ms + 1))
