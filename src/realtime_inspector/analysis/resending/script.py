"""The script of a resend: a connection's client events, and what had come before each of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from realtime_inspector.analysis.strands import Strand, Strands, is_delta
from realtime_inspector.core.audio import PCM16_24K, AudioFormat, base64_size, session_formats
from realtime_inspector.core.dialects import Dialect, detect
from realtime_inspector.core.event import Event
from realtime_inspector.core.id_map import IdKind, Path, ids_in
from realtime_inspector.core.record import Direction, RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from realtime_inspector.core.record import Record

APPEND: Final = "input_audio_buffer.append"
_INPUT_SIDE: Final = frozenset({"session.update", "session.updated", "session.created"})

FoundId: TypeAlias = tuple[Path, IdKind, str]


class Mark(NamedTuple):
    """The n-th server event of a type in a strand."""

    strand: Strand
    type: str
    """The GA name."""
    number: int
    """From 1."""

    def __str__(self) -> str:
        which = f" of {self.strand}" if self.strand.number else ""
        return f"{self.type}{which}" + (f" (no. {self.number})" if self.number > 1 else "")


@dataclass(frozen=True, slots=True)
class Step:
    """A client event and what had happened before it was sent."""

    seq: int
    """Number of its record in the capture, from 1."""
    type: str
    text: str
    """The frame as it was sent."""
    waits_for: tuple[Mark, ...] = ()
    """The newest event of each strand since the step before."""
    after_mark_s: float | None = None
    """Time since the last server event before it; `None` if unknown or there is none."""
    after_step_s: float | None = None
    """Time since the step before; for audio without times, how long the audio before plays."""

    @property
    def is_audio(self) -> bool:
        """Whether it is a piece of a microphone's stream, which has a clock of its own."""
        return self.type == APPEND


@dataclass(frozen=True, slots=True)
class Script:
    """One connection of a capture, to be sent again."""

    conn: int
    steps: tuple[Step, ...]
    ending: tuple[Mark, ...]
    """What came after the last step."""
    ids: Mapping[Mark, tuple[FoundId, ...]]
    """The ids in the server's events, deltas aside."""
    server_ids: frozenset[tuple[IdKind, str]]
    """Ids that the server named first: they will be others."""
    has_server_events: bool
    unsendable: int = 0
    """Binary frames of the client, which are not sent."""
    dialect: Dialect = Dialect.UNKNOWN
    """Which family of names it speaks."""
    model: str = ""
    """What the server called itself."""


class ScriptWriter:
    """Reads a capture's records, and writes a script for each of its connections."""

    def __init__(self) -> None:
        self._drafts: dict[int, _Draft] = {}
        self._seq = 0

    def feed(self, record: Record, event: Event | None = None) -> None:
        """Takes the next record of the capture.

        Args:
            record: The record.
            event: Its event, if the caller has parsed it already.
        """
        self._seq += 1
        if record.kind is RecordKind.NOTICE:
            return
        event = Event.of(record) if event is None else event
        draft = self._drafts.setdefault(record.conn, _Draft(record.conn))
        if record.direction is Direction.SENT:
            draft.client(self._seq, record, event)
        elif record.direction is Direction.RECEIVED:
            draft.server(record, event)

    def scripts(self) -> tuple[Script, ...]:
        """A script for each connection that the client sent something on."""
        return tuple(draft.script() for draft in self._drafts.values() if draft.steps)


@dataclass(slots=True)
class _Draft:
    """A script while its connection is read."""

    conn: int
    steps: list[Step] = field(default_factory=list)
    ids: dict[Mark, tuple[FoundId, ...]] = field(default_factory=dict)
    _strands: Strands = field(default_factory=Strands)
    _seen: Counter[tuple[Strand, str]] = field(default_factory=Counter)
    _since: dict[Strand, Mark] = field(default_factory=dict)
    """The newest event of each strand since the last step."""
    _owners: dict[tuple[IdKind, str], Direction] = field(default_factory=dict)
    _server_ns: int | None = None
    _step_ns: int | None = None
    _format: AudioFormat = PCM16_24K
    _playing_s: float | None = None
    """How long the audio of the last step plays, if it was audio."""
    _unsendable: int = 0
    _telling: dict[str, Event] = field(default_factory=dict)
    """The first event of each type, to tell the dialect by."""

    def server(self, record: Record, event: Event) -> None:
        """Takes a server event."""
        strand = self._strands.of(event)
        kind = event.canonical_type
        self._seen[strand, kind] += 1
        mark = Mark(strand, kind, self._seen[strand, kind])
        self._since.pop(strand, None)  # the newest stands last
        self._since[strand] = mark
        self._telling.setdefault(event.type, event)
        if not is_delta(kind):
            self.ids[mark] = self._claim(event.raw, Direction.RECEIVED)
        self._note_format(event)
        self._server_ns = record.time_ns

    def client(self, seq: int, record: Record, event: Event) -> None:
        """Takes a client event."""
        if record.kind is RecordKind.BINARY:
            self._unsendable += 1
            return
        self._claim(event.raw, Direction.SENT)
        self._note_format(event)
        waits = tuple(self._since.values())
        is_audio = event.type == APPEND
        self.steps.append(
            Step(
                seq=seq,
                type=event.type,
                text=record.payload.decode("utf-8", "replace"),
                waits_for=tuple(map(_begun, waits)) if is_audio else waits,
                after_mark_s=_seconds(self._server_ns, record.time_ns) if waits else None,
                after_step_s=self._pause_s(record) if self.steps else None,
            )
        )
        self._since.clear()
        self._step_ns = record.time_ns
        size = base64_size(event.text("audio") or "")
        self._playing_s = self._format.duration_ms(size) / 1000 if is_audio else None

    def script(self) -> Script:
        return Script(
            conn=self.conn,
            steps=tuple(self.steps),
            ending=tuple(self._since.values()),
            ids=self.ids,
            server_ids=frozenset(
                found for found, owner in self._owners.items() if owner is Direction.RECEIVED
            ),
            has_server_events=bool(self._seen),
            unsendable=self._unsendable,
            dialect=detect(self._telling.values()),
            model=self._model(),
        )

    def _model(self) -> str:
        created = self._telling.get("session.created")
        return (created.text("session", "model") or "") if created is not None else ""

    def _claim(self, raw: Mapping[str, Any], by: Direction) -> tuple[FoundId, ...]:
        """The ids in an event; who names one first has made it."""
        found = tuple(one for one in ids_in(raw) if one[1] is not IdKind.EVENT)
        for _, kind, one in found:
            self._owners.setdefault((kind, one), by)
        return found

    def _note_format(self, event: Event) -> None:
        session = event.mapping("session")
        if event.canonical_type in _INPUT_SIDE and ("audio" in session or _is_beta(session)):
            self._format = session_formats(session)[0]

    def _pause_s(self, record: Record) -> float | None:
        measured = _seconds(self._step_ns, record.time_ns)
        return self._playing_s if measured is None else measured


def _begun(mark: Mark) -> Mark:
    """Of a run of deltas that one has come: how many there are by then is chance."""
    return mark._replace(number=1) if is_delta(mark.type) else mark


def _is_beta(session: Mapping[str, Any]) -> bool:
    return "input_audio_format" in session


def _seconds(start_ns: int | None, end_ns: int | None) -> float | None:
    return None if start_ns is None or end_ns is None else max(0.0, (end_ns - start_ns) / 1e9)


def words_for(marks: Sequence[Mark]) -> str:
    """What is waited for, for people."""
    return " and ".join(map(str, marks))
