"""The input audio buffer and the turns found in it (lifecycles.md §7, §8, §9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.hearing import NotHeardError, placeholder
from realtime_inspector.simulator.idle import IdleWatch
from realtime_inspector.simulator.items import add_item
from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.run import ResponseRun
from realtime_inspector.simulator.sound import A_LAW, BYTES_PER_MS, MU_LAW, PCM, to_pcm
from realtime_inspector.simulator.transcription import Transcription
from realtime_inspector.simulator.vad import Turns, VoiceDetector, VoiceStarted, turns_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.simulator.world import World

BREATH_S: Final = 0.05
"""Time between the slices of a very long append, whatever the simulator's speed."""
_SLICE_BYTES: Final = {PCM: 240_000, MU_LAW: 40_000, A_LAW: 40_000}
"""Five seconds of each format are listened to at a time."""
_SHORTEST_COMMIT_MS: Final = 100
_LONGEST_KEPT_MS: Final = 350_000
"""About 16 MiB; of a longer turn the oldest sound is dropped."""
_LONGEST_SILENCE_KEPT_MS: Final = 6_000
"""More than the longest prefix padding: silence before a turn is not kept for ever."""


class Listener:
    """One connection's microphone side: what was appended, and where turns begin and end.

    Places in the sound are milliseconds of all audio ever appended, whatever became of it.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._buffer = bytearray()
        self._appended = 0
        self._waiting = b""
        self._detector: VoiceDetector | None = None
        self._turns: tuple[Mapping[str, Any], Turns] | None = None
        self._item_id = ""
        self._idle = IdleWatch(world, self)

    @property
    def appended_ms(self) -> float:
        """How much audio was appended since the session began."""
        return self._appended / BYTES_PER_MS

    @property
    def is_hearing_speech(self) -> bool:
        """Whether the user is in the middle of a turn."""
        return self._detector is not None and self._detector.is_speaking

    @property
    def is_busy(self) -> bool:
        """Whether sound of an append still waits; what the client sent after it has to wait too."""
        return bool(self._waiting)

    def append(self, data: bytes) -> None:
        """Take audio in the session's input format and look for turns in it.

        A very long piece is taken slice by slice, so that others are served in between.
        """
        self._waiting = data
        self._take_slice()

    def _take_slice(self) -> None:
        audio_format = self._input["format"]["type"]
        size = _SLICE_BYTES[audio_format]
        taken, self._waiting = self._waiting[:size], self._waiting[size:]
        self._take(to_pcm(taken, audio_format))
        if self._waiting:
            self._world.schedule.at(self._world.schedule.now + BREATH_S, self._take_slice)

    def _take(self, pcm: bytes) -> None:
        self._buffer += pcm
        self._appended += len(pcm)
        turns = self._current_turns()
        if turns is None:
            self._forget_before(self.appended_ms - _LONGEST_KEPT_MS)
            return
        if self._detector is None:
            whole = (len(self._buffer) - len(pcm)) // 2 * 2
            self._detector = VoiceDetector((self._buffer_start + whole) / BYTES_PER_MS)
            pcm = bytes(self._buffer[whole:])
        for mark in self._detector.feed(pcm, turns):
            if isinstance(mark, VoiceStarted):
                self._start_turn(mark.at_ms - turns.prefix_ms)
            else:
                self._end_turn(mark.at_ms)
        kept = _LONGEST_KEPT_MS if self.is_hearing_speech else _LONGEST_SILENCE_KEPT_MS
        self._forget_before(self.appended_ms - kept)

    def commit(self) -> None:
        """Make an item of the whole buffer, by the client's wish; no response (§7).

        In the middle of a detected turn it is the item that was announced.

        Raises:
            RefusalError: There is less than 100 ms of audio.
        """
        length = len(self._buffer) / BYTES_PER_MS
        if length < _SHORTEST_COMMIT_MS:
            message = (
                "Error committing input audio buffer: buffer too small. Expected at least 100ms "
                f"of audio, but buffer only has {length:.2f}ms of audio."
            )
            raise RefusalError("input_audio_buffer_commit_empty", message)
        item_id = self._item_id if self.is_hearing_speech else self._world.ids.make("item")
        pcm = bytes(self._buffer)
        self._start_afresh()
        self._add_audio_item(item_id, pcm)

    def clear(self) -> None:
        """Throw away what is not committed; a turn in it never happened."""
        self._start_afresh()
        self._world.emit("input_audio_buffer.cleared")

    def session_changed(self) -> None:
        """Turn detection may have been switched on, off or to another kind."""
        if self._current_turns() is None:
            self._detector = None

    def response_ended(self, playback_ms: float) -> None:
        """A response of the default conversation is done; from now on the user may be idle."""
        self._idle.start(playback_ms)

    def commit_silence(self, item_id: str) -> None:
        """Make an empty audio item, for a user who said nothing (§8, idle timeout)."""
        self._start_afresh()
        self._add_audio_item(item_id, b"")
        self._respond()

    @property
    def _input(self) -> Mapping[str, Any]:
        incoming: Mapping[str, Any] = self._world.session["audio"]["input"]
        return incoming

    def _current_turns(self) -> Turns | None:
        wanted = self._input["turn_detection"]
        if wanted is None:
            return None
        if self._turns is None or self._turns[0] is not wanted:
            self._turns = (wanted, turns_of(wanted))
        return self._turns[1]

    def _wants(self, switch: str) -> bool:
        return bool((self._input["turn_detection"] or {}).get(switch, True))

    def _start_turn(self, start_ms: float) -> None:
        self._forget_before(start_ms)
        self._item_id = self._world.ids.make("item")
        self._idle.stop()
        self._world.emit(
            "input_audio_buffer.speech_started",
            audio_start_ms=max(round(start_ms), -(-self._buffer_start // BYTES_PER_MS)),
            item_id=self._item_id,
        )
        run = self._world.default_run()
        if run is not None and self._wants("interrupt_response"):
            run.cancel("turn_detected")

    def _end_turn(self, end_ms: float) -> None:
        self._idle.stop()
        self._world.emit(
            "input_audio_buffer.speech_stopped",
            audio_end_ms=round(end_ms),
            item_id=self._item_id,
        )
        length = round(end_ms * BYTES_PER_MS) - self._buffer_start
        pcm = bytes(self._buffer[:length])
        del self._buffer[:length]
        self._add_audio_item(self._item_id, pcm)
        if self._wants("create_response"):
            self._respond()

    def _respond(self) -> None:
        """Begin a response, or say why not: one may be active if it was not interrupted."""
        if self._world.session["type"] != "realtime":
            return
        try:
            ResponseRun(self._world, {}).start()
        except RefusalError as refusal:
            self._world.emit("error", error=refusal.as_error(None))

    def _add_audio_item(self, item_id: str, pcm: bytes) -> None:
        item: dict[str, Any] = {
            "id": item_id,
            "type": "message",
            "status": "completed",
            "role": "user",
            "content": [{"type": "input_audio", "transcript": None}],
        }
        previous = self._world.conversation.last_id()
        self._world.conversation.keep_input_audio(item_id, pcm)
        self._world.emit("input_audio_buffer.committed", previous_item_id=previous, item_id=item_id)
        add_item(self._world, item)
        self._hear(item, pcm)

    def _hear(self, item: Mapping[str, Any], pcm: bytes) -> None:
        wanted = self._input["transcription"]
        seconds = len(pcm) / BYTES_PER_MS / 1000
        model = wanted["model"] if wanted else ""
        transcription = Transcription(self._world, item["id"], seconds, model)
        try:
            words = self._world.hearing.hear(pcm, seconds, item) if pcm else ""
        except NotHeardError as reason:
            self._world.conversation.heard[item["id"]] = None
            if wanted:
                transcription.fail(reason)
            return
        understood = words if words != placeholder(seconds) else None
        self._world.conversation.heard[item["id"]] = understood
        if wanted:
            transcription.succeed(words)

    @property
    def _buffer_start(self) -> int:
        return self._appended - len(self._buffer)

    def _forget_before(self, milliseconds: float) -> None:
        surplus = (int(milliseconds * BYTES_PER_MS) - self._buffer_start) // 2 * 2
        if surplus > 0:
            del self._buffer[:surplus]

    def _start_afresh(self) -> None:
        self._buffer.clear()
        self._detector = None
        self._idle.stop()
