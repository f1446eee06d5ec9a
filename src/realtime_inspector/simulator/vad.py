"""Voice-activity detection by energy, on the samples that the client sent (lifecycles.md §8).

The sound is looked at in frames of 32 ms, counted from where detection began, so that the
result does not depend on how the client cut it. What counts as loud rises with the noise of
the room; the numbers are explained in `choices`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from realtime_inspector.core.pcm import samples_of
from realtime_inspector.simulator.sound import BYTES_PER_MS

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Mapping

FRAME_MS: Final = 32
_FRAME_BYTES: Final = FRAME_MS * BYTES_PER_MS
_FRAME_SAMPLES: Final = _FRAME_BYTES // 2
_FRAMES_TO_START: Final = 2
"""A click is shorter than two frames."""

_QUIETEST_ONSET: Final = 33.0
"""The level (root mean square of 16-bit samples) at which threshold 0 hears a voice."""
_ONSET_RANGE: Final = 250.0
"""How many times louder it must be for threshold 1; 0.5 is in the middle, at 520."""
_RELEASE_RATIO: Final = 16.0
"""A voice goes on until it is so many times softer than it had to be to start."""
_ONSET_OVER_NOISE: Final = 4.0
_RELEASE_OVER_NOISE: Final = 2.5
_NOISE_RISE: Final = {False: 1.10, True: 1.02}
"""The estimate of the noise follows a softer frame at once, a louder one by so much per frame:
by 10 % while nobody speaks, by 2 % while somebody does."""
_FIRST_NOISE: Final = 100.0
"""The first frame is taken for noise, if it is not louder than this."""
_LOUDEST_NOISE: Final = 400.0

_WAIT_CAP_MS: Final = {"low": 8_000, "medium": 4_000, "auto": 4_000, "high": 2_000}
"""What semantic turn detection waits at most (lifecycles.md §8)."""
_SURE_SHARE: Final = 4
_BEGINNING_MS: Final = 250


class Turns(Protocol):
    """What decides where turns begin and end."""

    @property
    def threshold(self) -> float:
        """How loud a voice must be: 0 to 1."""
        ...

    @property
    def prefix_ms(self) -> int:
        """How much sound before the voice belongs to the turn."""
        ...

    def silence_ms(self, voiced_ms: int) -> int:
        """How long it must be silent after so much voice until the turn is over."""
        ...


@dataclass(frozen=True, slots=True)
class ServerTurns:
    """`server_vad`: turns end after a fixed silence."""

    threshold: float
    prefix_ms: int
    wait_ms: int

    def silence_ms(self, voiced_ms: int) -> int:
        """`silence_duration_ms`."""
        del voiced_ms
        return self.wait_ms


@dataclass(frozen=True, slots=True)
class SemanticTurns:
    """`semantic_vad`: sure of itself after a quarter of the cap, unless hardly anything was said.

    There is no model here that understands when a sentence is complete: see `choices`.
    """

    eagerness: str
    threshold: float = 0.5
    prefix_ms: int = 300

    def silence_ms(self, voiced_ms: int) -> int:
        """A quarter of the cap of this eagerness; the whole cap after a mere sound."""
        cap = _WAIT_CAP_MS[self.eagerness]
        return cap if voiced_ms < _BEGINNING_MS else cap // _SURE_SHARE


def turns_of(turn_detection: Mapping[str, Any]) -> Turns:
    """The rules of a session's complete `turn_detection` object."""
    if turn_detection["type"] == "semantic_vad":
        return SemanticTurns(turn_detection["eagerness"])
    return ServerTurns(
        turn_detection["threshold"],
        turn_detection["prefix_padding_ms"],
        turn_detection["silence_duration_ms"],
    )


@dataclass(frozen=True, slots=True)
class VoiceStarted:
    """A voice was heard; milliseconds since the first audio of the session."""

    at_ms: float


@dataclass(frozen=True, slots=True)
class VoiceStopped:
    """It has been silent for long enough; the silence is included."""

    at_ms: float


Mark: TypeAlias = VoiceStarted | VoiceStopped


class VoiceDetector:
    """Finds turns in a stream of PCM."""

    def __init__(self, origin_ms: float) -> None:
        """Begin to listen.

        Args:
            origin_ms: The place in the session's audio of the first sample to come.
        """
        self._origin_ms = origin_ms
        self._frames = 0
        self._rest = bytearray()
        self._noise: float | None = None
        self._loud_run = 0
        self._last_loud_ms = 0
        self._voiced_ms = 0
        self.is_speaking = False

    def feed(self, pcm: bytes, turns: Turns) -> Iterator[Mark]:
        """Listen to more sound; what is less than a frame waits for the next time."""
        self._rest += pcm
        usable = len(self._rest) // _FRAME_BYTES * _FRAME_BYTES
        samples = samples_of(bytes(self._rest[:usable]))
        del self._rest[:usable]
        for start in range(0, len(samples), _FRAME_SAMPLES):
            mark = self._next_frame(level(samples[start : start + _FRAME_SAMPLES]), turns)
            if mark is not None:
                yield mark

    def _next_frame(self, loudness: float, turns: Turns) -> Mark | None:
        self._frames += 1
        now_ms = self._frames * FRAME_MS
        noise = min(loudness, _FIRST_NOISE) if self._noise is None else self._noise
        is_loud = loudness >= self._needed_level(turns.threshold, noise)
        risen = max(noise, 1.0) * _NOISE_RISE[self.is_speaking]
        self._noise = min(loudness, risen, _LOUDEST_NOISE)
        self._loud_run = self._loud_run + 1 if is_loud else 0
        if is_loud:
            self._last_loud_ms = now_ms
            self._voiced_ms += FRAME_MS
        if self.is_speaking:
            return self._stop_if_silent(now_ms, turns)
        if self._loud_run < _FRAMES_TO_START:
            return None
        self.is_speaking = True
        self._voiced_ms = self._loud_run * FRAME_MS
        return VoiceStarted(self._origin_ms + now_ms - (self._loud_run - 1) * FRAME_MS)

    def _stop_if_silent(self, now_ms: int, turns: Turns) -> Mark | None:
        silence = now_ms - self._last_loud_ms
        if not silence or silence < turns.silence_ms(self._voiced_ms):
            return None
        self.is_speaking = False
        return VoiceStopped(self._origin_ms + now_ms)

    def _needed_level(self, threshold: float, noise: float) -> float:
        onset = _QUIETEST_ONSET * math.pow(_ONSET_RANGE, threshold)
        if not self.is_speaking:
            return max(onset, noise * _ONSET_OVER_NOISE)
        release = max(onset / _RELEASE_RATIO, _QUIETEST_ONSET)
        return max(release, noise * _RELEASE_OVER_NOISE)


def level(samples: array[int]) -> float:
    """The root mean square of samples around their mean (a constant offset is no sound)."""
    count = len(samples)
    mean = sum(samples) / count
    return math.sqrt(max(0.0, sum(map(mul, samples, samples)) / count - mean * mean))
