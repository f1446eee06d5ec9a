"""The sound of each item, cut at what was heard: as a WAV file, and as a waveform."""

from __future__ import annotations

from array import array
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.soundtrack import MeasuredTape
from realtime_inspector.analysis.soundtrack.tape import decoded
from realtime_inspector.core.pcm import SAMPLE_RATE, PcmDecoder, little_endian
from realtime_inspector.core.riff import wav_header

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from realtime_inspector.analysis.soundtrack import Clip, Track
    from realtime_inspector.core.audio import AudioFormat
    from realtime_inspector.core.state import CaptureState

MOST_SECONDS: Final = 15 * 60
"""Of sound on one page: 58 MB of base64, which a browser still opens in about a second."""
BARS: Final = 120
"""Of a waveform."""
_HEIGHT: Final = 32
_QUIETEST: Final = 0.04
_FULL_SCALE: Final = 32_768


class SampleTape:
    """A tape in memory; when it is full, it only counts."""

    def __init__(self) -> None:
        self.samples: array[int] = array("h")
        self._most = MOST_SECONDS * SAMPLE_RATE
        self._decoders: dict[tuple[Hashable, AudioFormat], PcmDecoder] = {}
        self._beyond = MeasuredTape()

    @property
    def is_full(self) -> bool:
        """Whether something did not fit."""
        return self._most == 0

    def keep(self, stream: Hashable, audio: Any, form: AudioFormat) -> tuple[int, int]:
        """As `Tape.keep`; what does not fit lies behind the end of `samples`."""
        if not isinstance(audio, str):  # taken out on purpose: there is nothing to play
            return len(self.samples), 0
        form, data = decoded(audio, form)
        key = (stream, form)
        decoder = self._decoders.get(key) or self._decoders.setdefault(key, PcmDecoder(form))
        samples = decoder.feed(data)
        start = len(self.samples)
        if start + len(samples) > self._most:
            self._most = 0
            offset, frames = self._beyond.keep(stream, audio, form)
            return start + offset, frames
        self.samples.extend(samples)
        return start, len(samples)


@dataclass(frozen=True, slots=True)
class Sound:
    """What an item sounds like."""

    samples: array[int]
    """PCM16 at 24 kHz that was heard."""
    whole: int
    """Samples that were sent."""

    @property
    def duration_ms(self) -> float:
        """Of all that was sent."""
        return self.whole * 1000 / SAMPLE_RATE

    @property
    def heard_ms(self) -> float:
        """Of what was heard."""
        return len(self.samples) * 1000 / SAMPLE_RATE

    @property
    def heard_share(self) -> float:
        """How much of it was heard, from 0 to 1."""
        return len(self.samples) / self.whole if self.whole else 1.0

    def data_uri(self) -> str:
        """What was heard, as a WAV file."""
        wav = wav_header(len(self.samples), 1) + little_endian(self.samples)
        return f"data:audio/wav;base64,{b64encode(wav).decode()}"

    def waveform(self) -> str:
        """The loudest sample of each of `BARS` parts, as SVG; the part not heard is dotted."""
        heard_bars = round(self.heard_share * BARS)
        heard = "".join(map(_bar, range(heard_bars), self._peaks(heard_bars)))
        rest = "".join(_bar(bar, 0) for bar in range(heard_bars, BARS))
        paths = f'<path class="heard" d="{heard}"/>' if heard else ""
        paths += f'<path class="unheard" d="{rest}"/>' if rest else ""
        size = f'viewBox="0 0 {BARS * 2} {_HEIGHT}" preserveAspectRatio="none"'
        return f'<svg class="wave" {size} aria-hidden="true">{paths}</svg>'

    def _peaks(self, count: int) -> Iterator[float]:
        """The loudness of so many parts, from 0 to 1."""
        size = len(self.samples)
        for part in range(count):
            piece = self.samples[part * size // count : (part + 1) * size // count]
            yield max(max(piece, default=0), -min(piece, default=0)) / _FULL_SCALE


def _bar(number: int, loudness: float) -> str:
    half = max(_QUIETEST, loudness**0.7) * (_HEIGHT / 2 - 1)
    return f"M{number * 2 + 1} {_HEIGHT / 2 - half:.1f}v{2 * half:.1f}"


def sounds_of(
    track: Track, tape: SampleTape, state: CaptureState
) -> tuple[dict[int, Sound], list[Sound]]:
    """What is on a tape, by the key of the item that it is the sound of; and what is of none."""
    by_item: dict[int, Sound] = {}
    others: list[Sound] = []
    for clip in track.turns:
        sound = _sound(clip, tape)
        item = state.item(clip.item_id) or state.items.get(clip.seq)
        if sound is None:
            continue
        if item is None:
            others.append(sound)
        else:
            by_item[item.key] = sound
    return by_item, others


def _sound(clip: Clip, tape: SampleTape) -> Sound | None:
    """The sound of a clip, if it is on the tape."""
    if any(run.offset + run.frames > len(tape.samples) for run in clip.runs):
        return None
    samples: array[int] = array("h")
    for run in clip.runs:
        samples.extend(tape.samples[run.offset : run.offset + run.frames])
    return Sound(samples, max(clip.whole_frames, len(samples)))
