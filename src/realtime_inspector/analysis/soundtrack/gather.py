"""Takes the audio out of records, in the order in which they came."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.soundtrack.layout import in_time, one_after_another
from realtime_inspector.analysis.soundtrack.model import (
    FRAMES_PER_MS,
    PAUSE_MS,
    Clip,
    Piece,
    Run,
    Side,
    Stretch,
    Track,
)
from realtime_inspector.core.audio import PCM16_24K, AudioFormat, format_of, session_formats
from realtime_inspector.core.event import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from realtime_inspector.analysis.soundtrack.model import Tape
    from realtime_inspector.core.record import Record

_TRANSLATION: Final = "translation"
"""What stands for the item in a translation session, which has none (events.md §12)."""
_Formats = tuple[AudioFormat, AudioFormat]


@dataclass(frozen=True, slots=True)
class _Utterance:
    """The part of a session's input that became an item, in frames of its buffer's clock."""

    seq: int
    conn: int
    session: int
    start: int
    end: int
    item_id: str = ""


@dataclass(slots=True)
class _Line:
    """What is known of one connection."""

    conn: int
    formats: _Formats
    is_told: bool = False
    """Whether the server has said its formats; before, those that the client asks for count."""
    session: int = 0
    clock: int = 0
    """Frames that were appended in this session."""
    committed: int = 0
    """Of these, how many are not in the buffer any more."""
    asked: list[tuple[int, int, int]] = field(default_factory=list)
    """Commits that nobody has answered: number of the record, start and end on the clock."""
    spoken: dict[str, list[int | None]] = field(default_factory=dict)
    """Start and end of speech in ms on the clock, by item."""
    sending: Stretch | None = None
    items: dict[str, Stretch] = field(default_factory=dict)
    playing: list[Stretch] = field(default_factory=list)
    """The agent's stretches since the player was last stopped."""
    answers: dict[str, AudioFormat] = field(default_factory=dict)
    """Formats of responses that have one of their own."""


@dataclass(frozen=True, slots=True)
class _Now:
    """The record that is looked at."""

    seq: int
    line: _Line
    arrival_ms: float


class SoundGatherer:
    """Collects the audio of a capture on a tape, and tells where it belongs."""

    def __init__(self, tape: Tape, formats: _Formats = (PCM16_24K, PCM16_24K)) -> None:
        """Begin.

        Args:
            tape: Takes the samples.
            formats: Input and output format of sessions whose beginning is not in the records.
        """
        self._tape = tape
        self._formats = formats
        self._lines: dict[int, _Line] = {}
        self._stretches: list[Stretch] = []
        self._utterances: list[_Utterance] = []
        self._zero_ns: int | None = None
        self._last_ms = 0.0

    def feed(self, seq: int, record: Record, event: Event | None = None) -> None:
        """Take the next record.

        Args:
            seq: Its number in the capture.
            record: The record.
            event: Its event, if the caller has parsed it already.
        """
        self._tick(record.time_ns)
        event = Event.of(record) if event is None else event
        handle = _HANDLERS.get(event.canonical_type)
        if handle is not None:
            handle(self, event, _Now(seq, self._line(record.conn), self._last_ms))

    def track(self) -> Track:
        """All that was gathered so far, in time."""
        is_timed = self._zero_ns is not None
        place = in_time if is_timed else one_after_another
        placed = tuple(place(self._stretches))
        turns = [clip for stretch, clip in placed if stretch.clock is None]
        turns += self._spoken_turns(placed)
        return Track(
            tuple(clip for _, clip in placed),
            tuple(sorted(turns, key=lambda clip: (clip.runs[0].start, clip.seq))),
            is_timed,
            self._zero_ns,
        )

    def _tick(self, time_ns: int | None) -> None:
        """A record without a time came with the one before it."""
        if time_ns is None:
            return
        if self._zero_ns is None:
            self._zero_ns = time_ns
        self._last_ms = (time_ns - self._zero_ns) / 1e6

    def _line(self, conn: int) -> _Line:
        line = self._lines.get(conn)
        if line is None:
            line = self._lines[conn] = _Line(conn, self._formats)
        return line

    # Sessions and their formats

    def on_session(self, event: Event, now: _Now) -> None:
        """`session.created` begins a new clock; both it and `session.updated` say the formats."""
        line = now.line
        if event.canonical_type == "session.created" and line.session + line.clock:
            self._lines[line.conn] = line = _Line(line.conn, self._formats, session=line.session)
        if event.canonical_type == "session.created":
            line.session += 1
        line.formats, line.is_told = session_formats(event.mapping("session")), True

    def on_wish(self, event: Event, now: _Now) -> None:
        """A client sends on in the format that it asks for, before the server has said yes.

        The server's own audio follows it only where no server is heard.
        """
        line, session = now.line, event.mapping("session")
        names_input, names_output = _named_formats(event)
        wished_input, wished_output = session_formats(session)
        line.formats = (
            wished_input if names_input else line.formats[0],
            wished_output if names_output and not line.is_told else line.formats[1],
        )

    def on_response(self, event: Event, now: _Now) -> None:
        """A response may have a format of its own."""
        response = event.mapping("response")
        form = event.get("response", "audio", "output", "format")
        form = response.get("output_audio_format") if form is None else form
        if form is not None and event.response_id:
            now.line.answers[event.response_id] = format_of(form)

    # The user's side

    def on_append(self, event: Event, now: _Now) -> None:
        """A piece of the input."""
        line = now.line
        stream = (line.conn, line.session)
        offset, frames = self._tape.keep(stream, event.get("audio"), line.formats[0])
        if not frames:
            return
        sending = line.sending
        if sending is None or now.arrival_ms - sending.spoken_until_ms > PAUSE_MS:
            sending = self._begin(Side.USER, now, clock=line.clock)
            line.sending = sending
        sending.add(Piece(now.arrival_ms, offset, frames))
        line.clock += frames

    def on_item(self, event: Event, now: _Now) -> None:
        """A client may send a whole item with its audio (events.md §8)."""
        for part in event.sequence("item", "content"):
            audio = part.get("audio") if isinstance(part, dict) else None
            if audio is None or event.text("item", "role") != "user":
                continue
            stream = (now.line.conn, now.seq)
            offset, frames = self._tape.keep(stream, audio, now.line.formats[0])
            if frames:
                whole = self._begin(Side.USER, now, item_id=event.text("item", "id") or "")
                whole.add(Piece(now.arrival_ms, offset, frames))

    def on_speech(self, event: Event, now: _Now) -> None:
        """Where speech began or ended, in ms on the buffer's clock (lifecycles.md §8)."""
        spoken = now.line.spoken.setdefault(event.item_id or "", [None, None])
        for index, name in enumerate(("audio_start_ms", "audio_end_ms")):
            moment_ms = event.integer(name)
            spoken[index] = spoken[index] if moment_ms is None else moment_ms

    def on_commit(self, _: Event, now: _Now) -> None:
        """The client ends an item; its answer names it, if a server is heard."""
        line = now.line
        line.asked.append((now.seq, line.committed, line.clock))
        line.committed, line.sending = line.clock, None

    def on_committed(self, event: Event, now: _Now) -> None:
        """The input so far became an item."""
        line = now.line
        _, start, end = line.asked.pop(0) if line.asked else (0, line.committed, line.clock)
        line.committed, line.sending = max(line.committed, end), None
        item_id = event.item_id or ""
        start, end = self._narrowed(line.spoken.pop(item_id, [None, None]), start, end)
        self._utter(_Utterance(now.seq, line.conn, line.session, start, end, item_id))

    def on_cleared(self, _: Event, now: _Now) -> None:
        """The input so far becomes nothing."""
        now.line.committed, now.line.sending = now.line.clock, None

    @staticmethod
    def _narrowed(spoken: list[int | None], start: int, end: int) -> tuple[int, int]:
        """Speech within what was committed, where the detector has said it."""
        first, last = (None if ms is None else ms * FRAMES_PER_MS for ms in spoken)
        first = start if first is None or not start <= first < end else first
        last = end if last is None or not first < last <= end else last
        return first, last

    def _utter(self, utterance: _Utterance) -> None:
        if utterance.start < utterance.end:
            self._utterances.append(utterance)

    # The agent's side

    def on_output(self, event: Event, now: _Now) -> None:
        """A piece of an answer."""
        line = now.line
        key = event.item_id or event.response_id or _TRANSLATION
        stream: Hashable = (line.conn, line.session, key)
        form = _own_format(event) or line.answers.get(event.response_id or "", line.formats[1])
        offset, frames = self._tape.keep(stream, event.get("delta"), form)
        if not frames:
            return
        item = line.items.get(key)
        if item is None:
            line.sending = None
            names = {"item_id": event.item_id or "", "response_id": event.response_id or ""}
            item = line.items[key] = self._begin(Side.AGENT, now, **names)
            line.playing.append(item)
        item.add(Piece(now.arrival_ms, offset, frames))

    def on_truncation(self, event: Event, now: _Now) -> None:
        """How much of an item was played; the server's word comes last and wins."""
        item = now.line.items.get(event.item_id or "")
        heard_ms = event.number("audio_end_ms")
        if item is not None and heard_ms is not None and heard_ms >= 0:
            item.heard_ms = heard_ms

    def on_stop(self, _: Event, now: _Now) -> None:
        """The player was stopped, so nothing goes on beyond this moment."""
        for item in now.line.playing:
            item.stopped_ms = now.arrival_ms
        now.line.playing.clear()

    def _begin(self, side: Side, now: _Now, **more: Any) -> Stretch:
        stretch = Stretch(side, now.seq, now.line.conn, now.line.session, **more)
        self._stretches.append(stretch)
        return stretch

    # What became of the input

    def _spoken_turns(self, placed: tuple[tuple[Stretch, Clip], ...]) -> Iterator[Clip]:
        inputs: defaultdict[tuple[int, int], list[tuple[int, Clip]]] = defaultdict(list)
        for stretch, clip in placed:
            if stretch.clock is not None:
                inputs[stretch.conn, stretch.session].append((stretch.clock, clip))
        for one in (*self._utterances, *self._unanswered()):
            runs = tuple(_part(inputs[one.conn, one.session], one.start, one.end))
            if runs:
                frames = sum(run.frames for run in runs)
                yield Clip(Side.USER, one.seq, one.conn, runs, frames, one.item_id)

    def _unanswered(self) -> Iterator[_Utterance]:
        """Commits of captures that hold the client's side only."""
        for line in self._lines.values():
            for seq, start, end in line.asked:
                if start < end:
                    yield _Utterance(seq, line.conn, line.session, start, end)


def _named_formats(event: Event) -> tuple[bool, bool]:
    """Whether a `session.update` says an input format, and an output format (dialects.md §1)."""
    return (
        event.get("session", "audio", "input", "format") is not None
        or event.get("session", "input_audio_format") is not None,
        event.get("session", "audio", "output", "format") is not None
        or event.get("session", "output_audio_format") is not None,
    )


def _own_format(event: Event) -> AudioFormat | None:
    """Translation sessions say the sample rate with every piece (events.md §12)."""
    rate_hz = event.integer("sample_rate")
    return None if rate_hz is None else format_of({"type": "audio/pcm", "rate": rate_hz})


def _part(inputs: list[tuple[int, Clip]], start: int, end: int) -> Iterator[Run]:
    """The runs of a part of the input, by the buffer's clock."""
    first = max(0, bisect_right(inputs, start, key=lambda one: one[0]) - 1)
    for clock, clip in inputs[first:]:
        if clock >= end:
            return
        at = clock
        for run in clip.runs:
            skip, stop = max(0, start - at), min(run.frames, end - at)
            if skip < stop:
                yield Run(run.start + skip, run.offset + skip, stop - skip)
            at += run.frames


_HANDLERS: Final[Mapping[str, Callable[[SoundGatherer, Event, _Now], None]]] = {
    "session.created": SoundGatherer.on_session,
    "session.updated": SoundGatherer.on_session,
    "session.update": SoundGatherer.on_wish,
    "response.created": SoundGatherer.on_response,
    "input_audio_buffer.append": SoundGatherer.on_append,
    "session.input_audio_buffer.append": SoundGatherer.on_append,
    "input_audio_buffer.speech_started": SoundGatherer.on_speech,
    "input_audio_buffer.speech_stopped": SoundGatherer.on_speech,
    "input_audio_buffer.commit": SoundGatherer.on_commit,
    "input_audio_buffer.committed": SoundGatherer.on_committed,
    "input_audio_buffer.cleared": SoundGatherer.on_cleared,
    "conversation.item.create": SoundGatherer.on_item,
    "response.output_audio.delta": SoundGatherer.on_output,
    "session.output_audio.delta": SoundGatherer.on_output,
    "conversation.item.truncate": SoundGatherer.on_truncation,
    "conversation.item.truncated": SoundGatherer.on_truncation,
    "output_audio_buffer.cleared": SoundGatherer.on_stop,
}
