"""Captures to serve: recorded from the simulator, or written record by record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.codec import CaptureHeader, encode_header, encode_record
from realtime_inspector.core.record import Direction, Record, RecordKind, parse_object
from realtime_inspector.serving.frames import frame_of
from realtime_inspector.serving.manner import Manner
from realtime_inspector.serving.player import Player

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from realtime_inspector.serving.script import Script
    from realtime_inspector.simulator.faults import Outgoing

AT_ONCE: Final = Manner(speed=0)


def write_capture(path: Path, records: Iterable[Record]) -> Path:
    """Records as a capture of ours."""
    lines = (encode_record(record) for record in records)
    path.write_bytes(encode_header(CaptureHeader()) + b"".join(lines))
    return path


def frames(records: Iterable[Record], direction: Direction, conn: int) -> list[str | bytes]:
    """The frames of one side of a connection."""
    return [
        frame_of(record)
        for record in records
        if (record.direction, record.conn) == (direction, conn)
        and record.kind is not RecordKind.NOTICE
    ]


class Client:
    """A client of a player on a clock that only tests move."""

    def __init__(self, script: Script, manner: Manner = AT_ONCE) -> None:
        self.now = 100.0
        self.player = Player(script, manner, self.now)
        self.got: list[Outgoing] = []
        self.collect()

    @property
    def types(self) -> list[str]:
        """The types of the events received."""
        return [event["type"] for event in self.events]

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events received."""
        found = (parse_object(each) for each in self.got if isinstance(each, str))
        return [event for event in found if event is not None]

    def send(self, kind: str, /, **fields: Any) -> list[str]:
        """Sends an event; gives the types of what came at once."""
        return self.send_frame(json.dumps({"type": kind, **fields}))

    def send_frame(self, frame: str | bytes) -> list[str]:
        self.player.receive(frame, self.now)
        return self.collect()

    def wait(self, seconds: float) -> list[str]:
        """Lets time pass, stopping where the player wants to be asked again."""
        end = self.now + seconds
        types: list[str] = []
        while (due := self.player.next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            types += self.collect()
        self.now = end
        return types + self.collect()

    def collect(self) -> list[str]:
        before = len(self.types)
        self.got += self.player.due(self.now)
        return self.types[before:]

    def differences(self) -> list[str]:
        """The lines of the report below its first one, at the end."""
        return [line.strip() for line in list(self.player.finish().lines())[1:]]
