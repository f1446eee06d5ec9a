"""Records to scripts: follows each connection in its order, what came before and how long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.id_map import IdKind, ids_in
from realtime_inspector.core.record import Direction, RecordKind, parse_object
from realtime_inspector.serving.appended import STREAMED, Appended
from realtime_inspector.serving.causes import Causes
from realtime_inspector.serving.frames import closing_of, frame_of
from realtime_inspector.serving.script import (
    AUDIO_ENDS,
    COMMIT,
    Command,
    Cue,
    Id,
    Script,
    clean_event_in,
    event_in,
    type_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from realtime_inspector.core.record import Record
    from realtime_inspector.simulator.faults import Outgoing

_NS: Final = 1_000_000_000
_ITEM_CREATE: Final = "conversation.item.create"
_ITEM_ADDED: Final = frozenset({"conversation.item.added", "conversation.item.created"})
_BEGINNINGS: Final = frozenset({"session.created", "transcription_session.created", "error"})
"""What a server says first; an error if it does not let the client in."""


def scripts_of(records: Iterable[Record]) -> tuple[Script, ...]:
    """The connections of a capture that hold any event, in the order of their numbers."""
    writers: dict[int, _Writer] = {}
    for number, record in enumerate(records, 1):
        if record.conn not in writers:
            writers[record.conn] = _Writer(record.conn)
        writers[record.conn].add(number, record)
    made = (writers[conn].script() for conn in sorted(writers))
    return tuple(script for script in made if script.cues or script.has_client)


class _Writer:
    """Writes the script of one connection, record by record."""

    def __init__(self, conn: int) -> None:
        self._script = Script(conn)
        self._appended = Appended()
        """Since the last command."""
        self._has_audio = False
        """Something was appended and not committed yet."""
        self._last_ns: int | None = None
        """Of the last record."""
        self._turn_ns: int | None = None
        """Of the last record that appends nothing."""
        self._spoke_ns: int | None = None
        """Of the last record of the server."""
        self._causes = Causes()
        self._seen: set[Id] = set()
        self._unnamed: list[Command] = []
        """Commands that create an item whose id the server has not told yet."""
        self._unknown: list[int] = []
        """Numbers of records that do not say who sent them."""

    def add(self, number: int, record: Record) -> None:
        """Take the next record of the connection."""
        if record.kind is RecordKind.NOTICE:
            self._notice(number, record)
        elif record.direction is Direction.UNKNOWN:
            self._unknown.append(number)
        else:
            self._frame(number, record)

    def script(self) -> Script:
        """What was written."""
        self._script.notes = tuple(self._notes())
        return self._script

    def _frame(self, number: int, record: Record) -> None:
        frame = frame_of(record)
        if record.direction is Direction.RECEIVED:
            event = event_in(frame)
            self._name(event)
            if self._causes.is_consequence(event) and self._script.cues:
                self._consequence(number, record, frame, type_of(event))
            else:
                self._cue(number, record, frame, type_of(event))
            self._see(event, without=IdKind.EVENT)
        else:
            event = clean_event_in(frame)
            if type_of(event) in STREAMED:
                self._append(record, event)
                return
            self._command(number, record, event)
            self._causes.client(type_of(event))
            self._see(event)
        self._has_audio = self._has_audio and type_of(event) not in AUDIO_ENDS
        self._pass(record)
        if record.direction is Direction.RECEIVED:
            self._spoke_ns = _later(self._spoke_ns, record.time_ns)

    def _append(self, record: Record, event: Mapping[str, Any]) -> None:
        self._appended = self._appended.and_event(event)
        self._script.appended = self._script.appended.and_event(event)
        self._has_audio = True
        if self._turn_ns is None:
            self._turn_ns = record.time_ns
        self._last_ns = _later(self._last_ns, record.time_ns)

    def _notice(self, number: int, record: Record) -> None:
        notice = parse_object(record.payload) or {}
        kind = notice.get("kind")
        closing = closing_of(record, notice) if kind == "close" else None
        if closing is not None:
            self._cue(number, record, closing, "")
        if closing is not None or kind == "open":
            self._pass(record)

    def _pass(self, record: Record) -> None:
        """Remembers when something happened that appends nothing."""
        self._turn_ns = _later(self._turn_ns, record.time_ns)
        self._last_ns = _later(self._last_ns, record.time_ns)

    def _see(self, event: Mapping[str, Any], *, without: IdKind | None = None) -> None:
        self._seen.update((kind, found) for _, kind, found in ids_in(event) if kind is not without)

    def _notes(self) -> Iterable[str]:
        script = self._script
        where = f"Connection {script.conn}"
        if not script.cues:
            yield f"{where} holds no server event: nothing will be sent."
        elif not script.has_client:
            yield (
                f"{where} holds no client event: all of it is sent without waiting, and whatever "
                "the client sends is accepted."
            )
        if script.cues and script.cues[0].type not in _BEGINNINGS:
            yield (
                f"{where} begins in the middle, without session.created: a client that waits for "
                "it will wait."
            )
        if script.cues and self._last_ns is None:
            yield f"{where} holds no times: it is sent without delay."
        if len(self._unknown) == 1:
            yield (
                f"{where}: 1 record does not say who sent it and is left out, "
                f"number {self._unknown[0]}."
            )
        elif self._unknown:
            yield (
                f"{where}: {len(self._unknown)} records do not say who sent them and are left out, "
                f"the first is number {self._unknown[0]}."
            )

    def _command(self, number: int, record: Record, event: Mapping[str, Any]) -> None:
        own = frozenset((kind, found) for _, kind, found in ids_in(event)) - self._seen
        lead_s = _seconds(self._turn_ns, record.time_ns)
        command = Command(number, event, lead_s, own)
        command.needs_audio = command.type == COMMIT and self._has_audio
        self._script.commands.append(command)
        self._appended = Appended()
        if command.type == _ITEM_CREATE and not _item(event).get("id"):
            self._unnamed.append(command)

    def _cue(self, number: int, record: Record, outgoing: Outgoing, kind: str) -> None:
        self._script.cues.append(
            Cue(
                number,
                outgoing,
                kind,
                after=len(self._script.commands),
                appended=self._appended,
                lead_s=_seconds(self._turn_ns, record.time_ns),
                tail_s=_seconds(self._last_ns, record.time_ns),
            )
        )

    def _consequence(self, number: int, record: Record, outgoing: Outgoing, kind: str) -> None:
        """A cue that waits for nothing but the one before."""
        before = self._script.cues[-1]
        lead_s = _seconds(self._spoke_ns, record.time_ns)
        cue = Cue(number, outgoing, kind, before.after, before.appended, lead_s, tail_s=0.0)
        self._script.cues.append(cue)

    def _name(self, event: Mapping[str, Any]) -> None:
        """Remembers the id of an item that a client created without one."""
        if type_of(event) not in _ITEM_ADDED:
            return
        added = _item(event)
        for command in self._unnamed:
            if _is_same_item(_item(command.event), added):
                command.made_id = str(added.get("id") or "")
                self._unnamed.remove(command)
                return


def _item(event: Mapping[str, Any]) -> Mapping[str, Any]:
    item = event.get("item")
    return item if isinstance(item, dict) else {}


def _is_same_item(asked: Mapping[str, Any], added: Mapping[str, Any]) -> bool:
    return all(asked.get(key) in (None, added.get(key)) for key in ("type", "role", "call_id"))


def _later(one: int | None, other: int | None) -> int | None:
    return one if other is None or (one is not None and one > other) else other


def _seconds(earlier_ns: int | None, later_ns: int | None) -> float:
    """Seconds between two times; 0 where one of them is unknown or the clock stepped back."""
    if earlier_ns is None or later_ns is None:
        return 0.0
    return max(0.0, (later_ns - earlier_ns) / _NS)
