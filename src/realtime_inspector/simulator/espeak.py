"""espeak-ng as the simulator's voice, when it is installed. Outside the engine: it does I/O."""

from __future__ import annotations

import shutil
import subprocess
from array import array
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.pcm import SAMPLE_RATE, samples_of

if TYPE_CHECKING:
    from concurrent.futures import Future

PROGRAM: Final = "espeak-ng"
_WORDS_PER_MINUTE: Final = 170
_TIME_LIMIT_S: Final = 3.0
_WORKERS: Final = 2
_LONGEST_QUEUE: Final = 16
_LONGEST_TEXT: Final = 2_000
_FIRST_WIDE: Final = "\u2e80"
_DEFAULT_VARIANT: Final = "en-us"
_VARIANTS: Final = {
    "alloy": "en-us+f1",
    "ash": "en-us+m3",
    "ballad": "en-gb+m2",
    "coral": "en-us+f3",
    "echo": "en-us+m1",
    "sage": "en-us+f4",
    "shimmer": "en-us+f5",
    "verse": "en-us+m4",
    "marin": "en-us+f2",
    "cedar": "en-us+m7",
}
_WAVE_HEADER: Final = 44
_RATE_AT: Final = slice(24, 28)
_DATA_AT: Final = slice(36, 40)
_SILENT: Final = array("h")


class Spoken:
    """A text on its way through espeak-ng."""

    def __init__(self, future: Future[array[int]] | None) -> None:
        self._future = future

    def sound(self) -> array[int] | None:
        """The samples; empty if there is no sound; `None` while it works."""
        if self._future is None:
            return _SILENT
        if not self._future.done():
            return None
        if self._future.cancelled() or self._future.exception() is not None:
            return _SILENT
        return self._future.result()


class EspeakVoice:
    """Runs espeak-ng for each text, two at a time, in threads. Close it in the end."""

    def __init__(self, program: str) -> None:
        """Prepare the voice.

        Args:
            program: The path of espeak-ng.
        """
        self._program = program
        self._threads = ThreadPoolExecutor(_WORKERS, thread_name_prefix="voice")
        self._waiting: list[Future[array[int]]] = []

    def close(self) -> None:
        """Stop: what is being spoken ends within the time limit. Blocks until then."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def say(self, text: str, name: str, speed: float) -> Spoken:
        """Begin to speak; a text in Japanese script, or one too many, is not spoken at all."""
        self._waiting = [each for each in self._waiting if not each.done()]
        is_foreign = any(character >= _FIRST_WIDE for character in text)
        if is_foreign or len(text) > _LONGEST_TEXT or len(self._waiting) >= _LONGEST_QUEUE:
            return Spoken(None)
        future = self._threads.submit(self._speak, text, name, speed)
        self._waiting.append(future)
        return Spoken(future)

    def _speak(self, text: str, name: str, speed: float) -> array[int]:
        pace = str(round(_WORDS_PER_MINUTE * speed))
        variant = _VARIANTS.get(name, _DEFAULT_VARIANT)
        command = [self._program, "--stdin", "--stdout", "-b", "1", "-s", pace, "-v", variant]
        done = subprocess.run(  # noqa: S603 - the text goes in by stdin, the rest is ours
            command,
            input=text.encode("utf-8", "ignore"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_TIME_LIMIT_S,
            check=True,
        )
        return samples_of_wave(done.stdout)


def find_voice() -> EspeakVoice | None:
    """A voice, if espeak-ng is installed."""
    program = shutil.which(PROGRAM)
    return EspeakVoice(program) if program is not None else None


def samples_of_wave(wave: bytes) -> array[int]:
    """The samples at 24 kHz of a plain mono WAVE of 16 bits, whatever length it claims."""
    rate = int.from_bytes(wave[_RATE_AT], "little")
    if wave[_DATA_AT] != b"data" or rate <= 0:
        return _SILENT
    samples = samples_of(wave[_WAVE_HEADER:])
    return samples if rate == SAMPLE_RATE else _resampled(samples, rate / SAMPLE_RATE)


def _resampled(samples: array[int], step: float) -> array[int]:
    """Linear interpolation: good enough for speech going up to a higher rate."""
    last = len(samples) - 1
    resampled = array("h")
    for index in range(int(last / step) if last > 0 else 0):
        place = index * step
        before = int(place)
        here = samples[before]
        resampled.append(here + int((samples[before + 1] - here) * (place - before)))
    return resampled
