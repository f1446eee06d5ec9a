"""A capture as a sequence diagram: who said what to whom, with runs of deltas folded.

The model knows nothing of how it is drawn; Mermaid, the HTML page and a screen read the same
steps. It is made in one pass and keeps only what is still open, so a capture may be of any size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.core.audio import base64_size, session_formats
from realtime_inspector.core.event import Event
from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.events.audio import audio_words
from realtime_inspector.core.failures import is_failure
from realtime_inspector.core.kind import Kind, kind_of
from realtime_inspector.core.record import Direction, Record, RecordKind
from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.row_words import row_words
from realtime_inspector.core.state import CaptureState
from realtime_inspector.core.wording import in_english

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from realtime_inspector.core.wording import Wording

PAUSE_MS: Final = 2_000.0
"""From this length on, a time in which nothing happened is a step of its own."""
MOST_WORDS: Final = 400
"""Characters that are kept of the joined text of a run."""
_MOST_OPEN: Final = 1_000
"""Calls whose names are remembered."""


class Lifeline(StrEnum):
    """Who takes part, from left to right."""

    USER = "You"
    """The person, or what stands for one: whose input becomes client events."""
    CLIENT = "Client"
    """The application that holds the connection."""
    SERVER = "Server"
    """The service, with its model."""
    TOOLS = "Tools"
    """What runs function calls: the application's own functions, or an MCP server."""


class NoteKind(StrEnum):
    """What a note is about."""

    NOTICE = "notice"
    """A connection that opened or closed, a gap, a line that could not be read."""
    FRAME = "frame"
    """A frame that nobody can tell the direction of."""
    PAUSE = "pause"
    """Nothing happened for a while."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A message from one lifeline to another: one event, or a number of alike ones."""

    seq: int
    """Number of its (first) record."""
    last_seq: int
    source: Lifeline
    target: Lifeline
    label: str
    """The event's type; of a tool's call and result, the tool's name. As it was sent."""
    words: str = ""
    """What it says in words; as it was sent, so to be made safe before it is shown."""
    count: int = 1
    """How many records it stands for."""
    family: str = "other"
    is_failure: bool = False
    is_users: bool = False
    """Whether the user said what it carries, or is given it: it goes on from, or to, the user."""
    is_derived: bool = False
    """Whether it is no record of its own: a tool's call and result are concluded from others."""
    elapsed_ms: float | None = None
    """Since the first record with a time. `None`: unknown."""
    audio_bytes: int = 0
    """Of all its deltas, decoded."""
    begins: str = ""
    """Id of the response that begins with it."""
    ends: tuple[str, ...] = ()
    """Ids of the responses that are over with it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Deltas in a row, of one kind or of several that alternate."""

    arrows: tuple[Arrow, ...]
    """One for each kind, in the order in which they began."""
    begins: str = ""
    ends: tuple[str, ...] = ()

    @property
    def seq(self) -> int:
        """Number of the first record."""
        return min(arrow.seq for arrow in self.arrows)

    @property
    def last_seq(self) -> int:
        """Number of the last record."""
        return max(arrow.last_seq for arrow in self.arrows)

    @property
    def count(self) -> int:
        """How many records it stands for."""
        return sum(arrow.count for arrow in self.arrows)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is said beside the messages."""

    seq: int
    kind: NoteKind
    label: str
    """The notice's kind, or empty."""
    words: str = ""
    is_failure: bool = False
    elapsed_ms: float | None = None
    span_ms: float | None = None
    """How long a pause was."""
    begins: str = ""
    ends: tuple[str, ...] = ()

    @property
    def last_seq(self) -> int:
        """Number of the last record."""
        return self.seq


Step: TypeAlias = Arrow | Run | Note
"""One thing that is drawn below the one before."""


def is_recorded(step: Step) -> bool:
    """Whether a step was sent or received, and does not only follow from what was."""
    if isinstance(step, Arrow):
        return not step.is_derived
    return not (isinstance(step, Note) and step.kind is NoteKind.PAUSE)


@dataclass(frozen=True, slots=True)
class Activation:
    """The time in which the server works on a response, as places among the steps."""

    response_id: str
    start: int
    """Place of the step that it begins with; -1: it began before the first one."""
    end: int
    """Place of the last step that belongs to it."""
    depth: int
    """How many others it is drawn beside: 0 for responses that do not overlap."""
    is_open: bool
    """Whether the steps end before it does."""


class Sequencer:
    """Makes the steps of one capture, record by record."""

    def __init__(self, first_ns: int | None = None, say: Wording = in_english) -> None:
        """Begin with nothing.

        Args:
            first_ns: The moment from which times are measured; by default the first one seen.
            say: Puts words of ours into the reader's language.
        """
        self._first_ns = first_ns
        self._say = say
        self._last_ns: int | None = None
        self._state = CaptureState()
        self._run: dict[Kind, Arrow] = {}
        self._open: dict[str, None] = {}
        self._tools = _Tools()

    def feed(self, seq: int, record: Record, event: Event | None = None) -> Iterator[Step]:
        """The steps that are complete with this record.

        Args:
            seq: The record's number.
            record: The record.
            event: Its event, if the caller has parsed it already.
        """
        event = Event.of(record) if event is None else event
        kind = kind_of(record, event)
        pause = self._pause(seq, record)
        if pause is not None:
            yield from self.finish()
            yield pause
        if kind.family == "session":  # the summaries of audio need its formats
            self._state = reduce(self._state, record, event)
        if kind.is_delta and record.kind is RecordKind.EVENT:
            self._extend(seq, kind, record, event)
            return
        yield from self.finish()
        yield from self._steps(seq, kind, record, event)

    def finish(self) -> Iterator[Step]:
        """The run that is not complete yet, if any: to be called after the last record."""
        step = self.unfinished
        self._run = {}
        if step is not None:
            yield step

    @property
    def unfinished(self) -> Step | None:
        """The run as far as it is known, while the next record may still belong to it."""
        if not self._run:
            return None
        arrows = tuple(self._run.values())
        return arrows[0] if len(arrows) == 1 and arrows[0].count == 1 else Run(arrows)

    def _pause(self, seq: int, record: Record) -> Note | None:
        if record.time_ns is None:
            return None
        if self._first_ns is None:
            self._first_ns = record.time_ns
        last_ns, self._last_ns = self._last_ns, record.time_ns
        span_ms = 0.0 if last_ns is None else (record.time_ns - last_ns) / 1e6
        if span_ms < PAUSE_MS:
            return None
        return Note(seq, NoteKind.PAUSE, "", span_ms=span_ms, elapsed_ms=self._elapsed_ms(record))

    def _elapsed_ms(self, record: Record) -> float | None:
        if record.time_ns is None or self._first_ns is None:
            return None
        return (record.time_ns - self._first_ns) / 1e6

    def _extend(self, seq: int, kind: Kind, record: Record, event: Event) -> None:
        old = self._run.get(kind)
        arrow = self._arrow(seq, kind, record, event) if old is None else old
        spec = CATALOGUE[kind.canonical]
        if spec.delta_field:
            said = "" if old is None else old.words
            words = (said + (event.text(spec.delta_field) or ""))[:MOST_WORDS]
            arrow = replace(arrow, words=words)
        else:
            arrow = self._with_audio(arrow, event)
        count = 1 if old is None else old.count + 1
        self._run[kind] = replace(arrow, last_seq=seq, count=count)

    def _with_audio(self, arrow: Arrow, event: Event) -> Arrow:
        """The arrow with the sound of one more event, and its words about all of it."""
        is_sent = arrow.source is Lifeline.CLIENT
        sound = event.text("audio" if is_sent else "delta") or ""
        size = arrow.audio_bytes + base64_size(sound)
        received, produced = session_formats(self._state.session.effective)
        words = audio_words(size, received if is_sent else produced)
        return replace(arrow, audio_bytes=size, words=words)

    def _steps(self, seq: int, kind: Kind, record: Record, event: Event) -> Iterator[Step]:
        if record.kind is RecordKind.NOTICE or record.direction is Direction.UNKNOWN:
            yield self._note(seq, kind, record, event)
            return
        arrow = self._with_activation(self._arrow(seq, kind, record, event), event)
        before, after = self._tools.around(arrow, event)
        yield from before
        yield arrow
        yield from after

    def _arrow(self, seq: int, kind: Kind, record: Record, event: Event) -> Arrow:
        is_sent = record.direction is Direction.SENT
        return Arrow(
            seq=seq,
            last_seq=seq,
            source=Lifeline.CLIENT if is_sent else Lifeline.SERVER,
            target=Lifeline.SERVER if is_sent else Lifeline.CLIENT,
            label=kind.type,
            words=row_words(record, event, self._state, self._say),
            family=kind.family,
            is_failure=is_failure(record, event),
            is_users=_is_users(kind, event),
            elapsed_ms=self._elapsed_ms(record),
        )

    def _note(self, seq: int, kind: Kind, record: Record, event: Event) -> Note:
        is_notice = record.kind is RecordKind.NOTICE
        ends: tuple[str, ...] = ()
        if is_notice and kind.type in {"open", "close"}:
            ends, self._open = tuple(self._open), {}
        return Note(
            seq=seq,
            kind=NoteKind.NOTICE if is_notice else NoteKind.FRAME,
            label=kind.type,
            words=row_words(record, event, self._state, self._say),
            is_failure=is_failure(record, event),
            elapsed_ms=self._elapsed_ms(record),
            ends=ends,
        )

    def _with_activation(self, arrow: Arrow, event: Event) -> Arrow:
        response_id = event.response_id
        if response_id and event.type == "response.created" and response_id not in self._open:
            self._open[response_id] = None
            return replace(arrow, begins=response_id)
        if event.type == "response.done" and response_id in self._open:
            del self._open[response_id]
            return replace(arrow, ends=(response_id,))
        return arrow


_USERS: Final = frozenset(
    {
        "input_audio_buffer.append",
        "response.output_text.delta",
        "response.output_audio.delta",
        "response.output_audio_transcript.delta",
    }
)
"""Types that carry what is said and heard."""


def _is_users(kind: Kind, event: Event) -> bool:
    if kind.canonical == "conversation.item.create":
        return event.text("item", "role") == "user"
    return kind.canonical in _USERS


class _Tools:
    """Concludes from events when a tool is called and when it answers."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        """Of tools, by the id of the item."""
        self._calls: dict[str, str] = {}
        """Of tools that were called and have not answered, by the id of the call."""

    def around(self, arrow: Arrow, event: Event) -> tuple[tuple[Arrow, ...], tuple[Arrow, ...]]:
        """The arrows to and from the tools that belong before and after an event's own."""
        match event.type:
            case "response.output_item.added":
                _keep(self._names, event.item_id, event.text("item", "name"))
            case "response.function_call_arguments.done":
                return (), self._call(arrow, event, event.text("arguments"))
            case "response.output_item.done" if event.text("item", "type") == "function_call":
                return (), self._call(arrow, event, event.text("item", "arguments"))
            case "conversation.item.create":
                return self._result(arrow, event), ()
            case "response.mcp_call.in_progress":
                return (), (self._between(arrow, Lifeline.SERVER, Lifeline.TOOLS, event),)
            case "response.mcp_call.completed" | "response.mcp_call.failed":
                return (self._between(arrow, Lifeline.TOOLS, Lifeline.SERVER, event),), ()
        return (), ()

    def _call(self, arrow: Arrow, event: Event, arguments: str | None) -> tuple[Arrow, ...]:
        """The first event that has the whole call: some applications run it without waiting."""
        call_id = event.call_id or ""
        name = event.text("name") or event.text("item", "name") or self._name(event)
        if call_id in self._calls or not name:
            return ()
        _keep(self._calls, call_id, name)
        words = f"({(arguments or '')[:MOST_WORDS]})"
        return (_derived(arrow, Lifeline.CLIENT, Lifeline.TOOLS, name, words),)

    def _result(self, arrow: Arrow, event: Event) -> tuple[Arrow, ...]:
        if event.text("item", "type") != "function_call_output":
            return ()
        name = self._calls.get(event.call_id or "") or "unknown call"
        words = (event.text("item", "output") or "")[:MOST_WORDS]
        return (_derived(arrow, Lifeline.TOOLS, Lifeline.CLIENT, name, words),)

    def _between(self, arrow: Arrow, source: Lifeline, target: Lifeline, event: Event) -> Arrow:
        return _derived(arrow, source, target, self._name(event) or "MCP tool", "")

    def _name(self, event: Event) -> str:
        return self._names.get(event.item_id or "", "")


def _keep(names: dict[str, str], key: str | None, name: str | None) -> None:
    """Remembers a name; of many, the oldest is forgotten."""
    if key and name:
        names[key] = name
        if len(names) > _MOST_OPEN:
            del names[next(iter(names))]


def _derived(arrow: Arrow, source: Lifeline, target: Lifeline, name: str, words: str) -> Arrow:
    return Arrow(
        arrow.seq,
        arrow.seq,
        source,
        target,
        name,
        words,
        family="tools",
        is_failure=arrow.is_failure,
        is_derived=True,
        elapsed_ms=arrow.elapsed_ms,
    )


def steps_of(records: Iterable[tuple[int, Record]], first_ns: int | None = None) -> Iterator[Step]:
    """The steps of numbered records, one after another as they are complete.

    Args:
        records: Records with their numbers, rising.
        first_ns: The moment from which times are measured; by default the first one seen.
    """
    sequencer = Sequencer(first_ns)
    for seq, record in records:
        yield from sequencer.feed(seq, record)
    yield from sequencer.finish()


class Depths:
    """Which responses run at a step, each in a column of its own: the leftmost that is free."""

    def __init__(self, running: Mapping[str, int] | None = None) -> None:
        self.running: dict[str, int] = dict(running or {})
        """The columns of the responses that run now, by their ids, in the order they began."""

    def begin(self, step: Step) -> str:
        """The id of the response that begins with a step; empty: none does."""
        if not step.begins or step.begins in self.running:
            return ""
        taken = set(self.running.values())
        depth = next(free for free in range(len(taken) + 1) if free not in taken)
        self.running[step.begins] = depth
        return step.begins

    def end(self, step: Step) -> dict[str, int]:
        """The columns of the responses that are over with a step, by their ids."""
        over = [one for one in step.ends if one in self.running]
        return {response_id: self.running.pop(response_id) for response_id in over}


def activations_of(
    steps: Iterable[Step], running: Mapping[str, int] | None = None
) -> tuple[Activation, ...]:
    """When the server worked on which response, in the order in which they began.

    Args:
        steps: Some steps that follow one another.
        running: The columns of the responses that ran before the first of them, by their ids.
    """
    depths = Depths(running)
    found = [Activation(one, -1, -1, depth, is_open=True) for one, depth in depths.running.items()]
    places = {one.response_id: place for place, one in enumerate(found)}
    last = -1
    for last, step in enumerate(steps):
        begun = depths.begin(step)
        if begun:
            places[begun] = len(found)
            found.append(Activation(begun, last, last, depths.running[begun], is_open=True))
        for response_id in depths.end(step):
            at = places[response_id]
            found[at] = replace(found[at], end=last, is_open=False)
    for response_id in depths.running:
        at = places[response_id]
        found[at] = replace(found[at], end=last)
    return tuple(found)


def lifelines_of(steps: Iterable[Step]) -> tuple[Lifeline, ...]:
    """Who takes part in these steps, from left to right; user and tools only if they do."""
    seen = {Lifeline.CLIENT, Lifeline.SERVER}
    for arrow in arrows_of(steps):
        seen |= {arrow.source, arrow.target}
        if arrow.is_users:
            seen.add(Lifeline.USER)
    return tuple(one for one in Lifeline if one in seen)


def arrows_of(steps: Iterable[Step]) -> Iterator[Arrow]:
    """The arrows of steps, those of runs too."""
    for step in steps:
        if isinstance(step, Run):
            yield from step.arrows
        elif isinstance(step, Arrow):
            yield step
