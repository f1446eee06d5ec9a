"""The interpreter of a translation session: sound in, three streams out (lifecycles.md §18).

It translates no more than the simulator hears: what is said in the other language comes from
the scenario, or is an honest placeholder.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.pcm import SAMPLE_RATE
from realtime_inspector.simulator.admission import Closing
from realtime_inspector.simulator.hearing import NotHeardError
from realtime_inspector.simulator.sound import BYTES_PER_MS
from realtime_inspector.simulator.speech import chunks
from realtime_inspector.simulator.tokens import pieces_of
from realtime_inspector.simulator.vad import ServerTurns, VoiceDetector, VoiceStarted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.simulator.world import World

_TURNS: Final = ServerTurns(threshold=0.5, prefix_ms=300, wait_ms=500)
_LONGEST_PASSAGE_MS: Final = 5_000
"""Who speaks on without a pause is interpreted nevertheless."""
_KEPT_MS: Final = 500
"""Sound before a passage that is kept, in case one begins."""
_FRAME_MS: Final = 400
_STEP_MS: Final = 200
"""`elapsed_ms` advances in these steps."""
_HEARD_AFTER_S: Final = 0.3
_SAID_AFTER_S: Final = 0.9
_SPOKEN_AFTER_S: Final = 1.0
_DELTA_S: Final = 0.12
_FRAME_S: Final = 0.2
_UNTRANSLATED: Final = "[not translated]"
_NORMAL: Final = 1000

Events = tuple[str, dict[str, Any]]


class Interpreter:
    """One session's interpreter."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._detector = VoiceDetector(0)
        self._buffer = bytearray()
        self._appended = 0
        self._passages = 0
        self._streams = 0
        self._is_closing = False

    def append(self, pcm: bytes) -> None:
        """Take sound, PCM16 at 24 kHz; silence too."""
        if self._is_closing:
            return
        self._buffer += pcm
        self._appended += len(pcm)
        for mark in self._detector.feed(pcm, _TURNS):
            if isinstance(mark, VoiceStarted):
                self._keep_from(mark.at_ms - _TURNS.prefix_ms)
            else:
                self._interpret()
        if not self._detector.is_speaking:
            self._keep_from(self._now_ms - _KEPT_MS)
        elif len(self._buffer) >= _LONGEST_PASSAGE_MS * BYTES_PER_MS:
            self._interpret()

    def close(self) -> None:
        """Say the rest, then `session.closed`, then close."""
        if self._is_closing:
            return
        self._is_closing = True
        if self._detector.is_speaking:
            self._interpret()
        self._close_if_done()

    @property
    def _now_ms(self) -> int:
        return self._appended // BYTES_PER_MS

    def _keep_from(self, milliseconds: float) -> None:
        start = self._appended - len(self._buffer)
        surplus = (int(milliseconds) * BYTES_PER_MS - start) // 2 * 2
        if surplus > 0:
            del self._buffer[:surplus]

    def _interpret(self) -> None:
        """Begin the three streams for what was said."""
        pcm = bytes(self._buffer)
        self._buffer.clear()
        start_ms = self._now_ms - len(pcm) // BYTES_PER_MS
        try:
            heard = self._world.hearing.hear(pcm, len(pcm) / BYTES_PER_MS / 1000, {})
        except NotHeardError:
            heard = ""
        if not heard:
            return
        said = self._translation()
        if self._world.session["audio"]["input"]["transcription"] is not None:
            self._stream(self._words("input", heard, start_ms), _HEARD_AFTER_S, _DELTA_S)
        self._stream(self._words("output", said, start_ms), _SAID_AFTER_S, _DELTA_S)
        self._stream(_sound(said, start_ms), _SPOKEN_AFTER_S, _FRAME_S)

    def _translation(self) -> str:
        scenario = self._world.settings.scenario
        texts = scenario.translations if scenario is not None else ()
        index = min(self._passages, len(texts) - 1)
        self._passages += 1
        return texts[index] if texts else _UNTRANSLATED

    def _words(self, side: str, text: str, start_ms: int) -> Iterator[Events]:
        # Fragments are joined without spaces, so each passage brings its own.
        for index, piece in enumerate(pieces_of(f"{text} ", self._world.rng)):
            elapsed = start_ms + round(index * _DELTA_S * 1000)
            yield f"session.{side}_transcript.delta", {"delta": piece, "elapsed_ms": _step(elapsed)}

    def _stream(self, events: Iterator[Events], delay_s: float, pause_s: float) -> None:
        self._streams += 1

        def advance() -> None:
            event = next(events, None)
            if event is None:
                self._streams -= 1
                self._close_if_done()
                return
            kind, fields = event
            self._world.emit(kind, **fields)
            self._world.schedule.at(self._world.after(pause_s), advance)

        self._world.schedule.at(self._world.after(delay_s), advance)

    def _close_if_done(self) -> None:
        if self._is_closing and not self._streams and self._world.closing is None:
            self._world.emit("session.closed")
            self._world.closing = Closing(_NORMAL, "")


def _sound(text: str, start_ms: int) -> Iterator[Events]:
    pcm = b"".join(data for data, _ in chunks(text, "audio/pcm"))
    size = _FRAME_MS * BYTES_PER_MS
    for place in range(0, len(pcm), size):
        fields = {
            "delta": base64.b64encode(pcm[place : place + size]).decode("ascii"),
            "sample_rate": SAMPLE_RATE,
            "channels": 1,
            "format": "pcm16",
            "elapsed_ms": _step(start_ms + place // BYTES_PER_MS),
        }
        yield "session.output_audio.delta", fields


def _step(milliseconds: int) -> int:
    return milliseconds // _STEP_MS * _STEP_MS
