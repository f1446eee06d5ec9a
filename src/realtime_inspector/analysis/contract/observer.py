"""What the traffic of a session shows; each event costs a constant time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.audio import base64_size
from realtime_inspector.core.audio_level import level_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.record import Record

MOST_SEQS: Final = 4
"""Records that are kept of each thing that was seen: the first ones."""
MOST_NAMES: Final = 200
"""Tools that are told apart."""
_MOST_SAMPLES: Final = 64
"""Pieces of audio that are listened to, the first ones."""
_LEAST_BYTES: Final = 100
"""Smaller pieces, some samples long, stand for audio that a recorder left out."""
_STEADY_NS: Final = 500_000_000
"""Pieces that come with a longer pause are not of one stream."""
_SENT_AT_ONCE_NS: Final = 1_000_000


@dataclass(slots=True)
class Seen:
    """Something that was seen, how often, and where first and last."""

    count: int = 0
    seqs: list[int] = field(default_factory=list)
    last_seq: int | None = None

    def add(self, seq: int) -> None:
        """Once more."""
        self.count += 1
        self.last_seq = seq
        if len(self.seqs) < MOST_SEQS:
            self.seqs.append(seq)


@dataclass(slots=True)
class Sound:
    """Audio in one direction."""

    pieces: Seen = field(default_factory=Seen)
    bytes: int = 0
    odd: int = 0
    """Pieces with half a 16-bit sample at the end."""
    loudest_dbfs: float | None = None
    """Of the pieces that were listened to, the loudest window."""
    steady_bytes: int = 0
    steady_ns: int = 0
    """Bytes that came one piece after the other, and how long that took."""
    last_ns: int | None = None

    def hear(self, seq: int, base64: str, time_ns: int | None) -> None:
        """One more piece."""
        size = base64_size(base64)
        if size < _LEAST_BYTES:
            return
        self.pieces.add(seq)
        self.bytes += size
        self.odd += size % 2
        if self.pieces.count <= _MOST_SAMPLES:
            self._listen(base64)
        if time_ns is not None and self.last_ns is not None:
            gap_ns = time_ns - self.last_ns
            if _SENT_AT_ONCE_NS < gap_ns < _STEADY_NS:
                self.steady_bytes += size
                self.steady_ns += gap_ns
        self.last_ns = time_ns

    def _listen(self, base64: str) -> None:
        level = level_of(base64, "pcm16")
        if level is not None and level.windows_dbfs:
            loudest = max(level.windows_dbfs)
            if self.loudest_dbfs is None or loudest > self.loudest_dbfs:
                self.loudest_dbfs = loudest


class Observer:
    """Watches one session. A `session.created` begins it anew."""

    def __init__(self) -> None:
        self.records = 0
        """How many records it has been told of."""
        self._begin()

    def _begin(self) -> None:
        self.asked: dict[str, Any] = {}
        """What all `session.update` events asked for, put together."""
        self.default: Mapping[str, Any] = {}
        """The session as it was created."""
        self.accepted: Mapping[str, Any] = {}
        self.updates = Seen()
        self.answers = Seen()
        """`session.created` and `session.updated`."""
        self.seen: defaultdict[str, Seen] = defaultdict(Seen)
        self.called: dict[str, Seen] = {}
        self.held: dict[str, Seen] = {}
        """Values that responses say they were made with, as `field value`."""
        self.sent = Sound()
        self.received = Sound()
        self._requests = 0
        self._is_commit_open = False

    def feed(self, seq: int, record: Record, event: Event) -> None:
        """Learns from one record."""
        self.records += 1
        watch = _WATCHES.get(event.canonical_type)
        if watch is not None:
            watch(self, seq, record, event)

    def _created(self, seq: int, _record: Record, event: Event) -> None:
        asked = self.asked if self.updates.count and not self.answers.count else {}
        updates = self.updates if asked else Seen()
        self._begin()
        self.asked, self.updates = asked, updates
        self.default = self.accepted = event.mapping("session")
        self.answers.add(seq)

    def _updated(self, seq: int, _record: Record, event: Event) -> None:
        self.accepted = event.mapping("session") or self.accepted
        self.answers.add(seq)

    def _update(self, seq: int, _record: Record, event: Event) -> None:
        _merge(self.asked, event.mapping("session"))
        self.updates.add(seq)

    def _append(self, seq: int, record: Record, event: Event) -> None:
        self.sent.hear(seq, event.text("audio") or "", record.time_ns)

    def _audio(self, seq: int, record: Record, event: Event) -> None:
        self.received.hear(seq, event.text("delta") or "", record.time_ns)

    def _plain(self, seq: int, _record: Record, event: Event) -> None:
        self.seen[event.canonical_type].add(seq)

    def _request(self, seq: int, _record: Record, event: Event) -> None:
        self.seen["response.create"].add(seq)
        self._requests += 1
        if "output_modalities" in event.mapping("response"):
            self.seen["own modalities"].add(seq)

    def _committed(self, seq: int, _record: Record, event: Event) -> None:
        self.seen[event.canonical_type].add(seq)
        self._is_commit_open = True
        self._requests = 0

    def _response(self, seq: int, _record: Record, event: Event) -> None:
        if self._is_commit_open and not self._requests:
            self.seen["answered by itself"].add(seq)
        self._is_commit_open = False
        self._requests = max(0, self._requests - 1)
        self._hold(seq, event.mapping("response"))

    def _hold(self, seq: int, response: Mapping[str, Any]) -> None:
        audio = response.get("audio")
        output = audio.get("output") if isinstance(audio, dict) else None
        output = output if isinstance(output, dict) else {}
        for name, value in (
            ("voice", output.get("voice", response.get("voice"))),
            ("temperature", response.get("temperature")),
        ):
            if isinstance(value, str | int | float) and len(self.held) < MOST_NAMES:
                self.held.setdefault(f"{name} {value}", Seen()).add(seq)

    def _done(self, seq: int, _record: Record, event: Event) -> None:
        self._hold(seq, event.mapping("response"))
        self.seen["response.done"].add(seq)
        if event.text("response", "status_details", "reason") == "max_output_tokens":
            self.seen["max_output_tokens"].add(seq)

    def _item(self, seq: int, _record: Record, event: Event) -> None:
        name = event.text("item", "name") or ""
        is_call = event.text("item", "type") == "function_call"
        if is_call and (name in self.called or len(self.called) < MOST_NAMES):
            self.called.setdefault(name, Seen()).add(seq)


def _merge(into: dict[str, Any], new: Mapping[str, Any]) -> None:
    """Puts the fields of an object over another one's, objects inside likewise."""
    for name, value in new.items():
        before = into.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            into[name] = dict(before)
            _merge(into[name], value)
        else:
            into[name] = value


_WATCHES: Final[dict[str, Callable[[Observer, int, Record, Event], None]]] = {
    "session.created": Observer._created,  # noqa: SLF001 - a table of this module's class
    "session.updated": Observer._updated,  # noqa: SLF001
    "session.update": Observer._update,  # noqa: SLF001
    "input_audio_buffer.append": Observer._append,  # noqa: SLF001
    "response.output_audio.delta": Observer._audio,  # noqa: SLF001
    "response.create": Observer._request,  # noqa: SLF001
    "response.created": Observer._response,  # noqa: SLF001
    "response.done": Observer._done,  # noqa: SLF001
    "response.output_item.done": Observer._item,  # noqa: SLF001
    "input_audio_buffer.committed": Observer._committed,  # noqa: SLF001
    **dict.fromkeys(
        (
            "response.output_text.delta",
            "response.output_audio_transcript.delta",
            "input_audio_buffer.speech_started",
            "input_audio_buffer.commit",
            "conversation.item.input_audio_transcription.completed",
            "conversation.item.input_audio_transcription.failed",
        ),
        Observer._plain,  # noqa: SLF001
    ),
}
