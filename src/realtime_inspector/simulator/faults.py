"""What goes wrong between the engine and the socket: a stage that the server's frames pass.

Sans-I/O like the engine: frames, a clock value in; frames and ways to end the connection out.
The engine never knows. What each kind does is a row of `_ACTS`.
"""

from __future__ import annotations

import fnmatch
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from realtime_inspector.core.record import parse_object
from realtime_inspector.simulator.admission import Closing
from realtime_inspector.simulator.ids import Ids
from realtime_inspector.simulator.schedule import Schedule
from realtime_inspector.simulator.wire import encode

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

FaultKind: TypeAlias = Literal[
    "drop",
    "duplicate",
    "malformed",
    "reorder",
    "unknown_type",
    "error",
    "stall",
    "close",
    "abort",
    "expire",
]
_EXPIRED_CLOSE: Final = 1001


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong, and at which server event or time."""

    kind: FaultKind
    event: str = "*"
    """Type of the server events it can happen at; `*` stands for anything within."""
    number: int = 1
    """At which of them, from 1, counted within the connection; 0: at each."""
    after_s: float | None = None
    """Happens so many seconds after the connection began, and not at an event."""
    seconds: float = 0.0
    """`stall`: how long nothing comes."""
    code: int = 1011
    """`close`: the close code."""
    reason: str = ""
    """`close`: the close reason."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """`unknown_type`, `error`: the event, or the error in it."""
    minutes: int = 60
    """`expire`: the lifetime that the message names."""
    has_error: bool = True
    """`expire`: an `error` event comes before the close (both forms are in lifecycles.md §19)."""


@dataclass(frozen=True, slots=True)
class Abort:
    """The connection is cut without a close."""


Outgoing: TypeAlias = str | bytes | Closing | Abort
"""A text or binary frame to send, or the end of the connection."""


@dataclass(slots=True)
class _Line:
    """What is on its way to the client."""

    ids: Ids
    queue: deque[tuple[float, Outgoing]] = field(default_factory=deque)
    held: list[str] = field(default_factory=list)
    """Frames that wait for the next one to overtake them."""
    open_at: float = 0.0
    """Until then everything waits."""

    def put(self, outgoing: Outgoing, now: float) -> None:
        """Send something, after all that was put before."""
        self.queue.append((max(now, self.open_at), outgoing))

    def put_event(self, kind: str, fields: Mapping[str, Any], now: float) -> None:
        """Send an event that the engine did not make."""
        self.put(encode({"type": kind, "event_id": self.ids.make("event"), **fields}), now)


class FaultStage:
    """Passes frames on, and lets the faults happen."""

    def __init__(
        self, faults: Sequence[Fault], rng: random.Random, now: float, speed: float = 1.0
    ) -> None:
        """Begin a connection.

        Args:
            faults: What will go wrong.
            rng: For the ids of events that faults add.
            now: The time, seconds since 1970.
            speed: Divides `after_s` and `seconds`; 0 makes both zero.
        """
        self._faults = [each for each in faults if each.after_s is None]
        self._scale = 1 / speed if speed > 0 else 0.0
        timed = [each for each in faults if each.after_s is not None]
        self._timed = sorted(
            ((now + (each.after_s or 0.0) * self._scale, each) for each in timed),
            key=lambda pair: pair[0],
        )
        self._seen = dict.fromkeys(range(len(self._faults)), 0)
        self._clock = Schedule(now)
        self._line = _Line(Ids(rng, self._clock))

    def put(self, frame: str, now: float) -> None:
        """Take a frame from the engine."""
        self._clock.run_until(now)
        line = self._line
        fault = self._fault_at(frame)
        if fault is None:
            line.put(frame, now)
        elif fault.kind == "reorder":
            line.held.append(frame)
            return
        else:
            _ACTS[fault.kind](line, frame, _scaled(fault, self._scale), now)
        held, line.held = line.held, []
        for each in held:
            line.put(each, now)

    def close(self, closing: Closing, now: float) -> None:
        """Take the engine's wish to close."""
        for frame in self._line.held:
            self._line.put(frame, now)
        self._line.put(closing, now)

    def due(self, now: float) -> list[Outgoing]:
        """What to do now, in order."""
        self._clock.run_until(now)
        while self._timed and self._timed[0][0] <= now:
            _, fault = self._timed.pop(0)
            _ACTS[fault.kind](self._line, "", _scaled(fault, self._scale), now)
        queue = self._line.queue
        out = []
        while queue and queue[0][0] <= now:
            out.append(queue.popleft()[1])
        return out

    def next_due(self) -> float | None:
        """When `due` should be called next, apart from new frames."""
        times = [pairs[0][0] for pairs in (self._timed, self._line.queue) if pairs]
        return min(times, default=None)

    def _fault_at(self, frame: str) -> Fault | None:
        """The fault that happens at a frame; every fault counts its own events."""
        if not self._faults:
            return None
        kind = str((parse_object(frame) or {}).get("type"))
        found = None
        for index, fault in enumerate(self._faults):
            if not fnmatch.fnmatchcase(kind, fault.event):
                continue
            self._seen[index] += 1
            if fault.number in (0, self._seen[index]):
                found = found or fault
        return found


def _scaled(fault: Fault, scale: float) -> Fault:
    return replace(fault, seconds=fault.seconds * scale) if fault.seconds else fault


Act: TypeAlias = Callable[[_Line, str, Fault, float], None]


def _drop(line: _Line, frame: str, fault: Fault, now: float) -> None:
    """The frame is lost."""


def _duplicate(line: _Line, frame: str, fault: Fault, now: float) -> None:
    del fault
    line.put(frame, now)
    line.put(frame, now)


def _malformed(line: _Line, frame: str, fault: Fault, now: float) -> None:
    """The second half is missing: no JSON."""
    del fault
    line.put(frame[: max(1, len(frame) // 2)], now)


def _unknown_type(line: _Line, frame: str, fault: Fault, now: float) -> None:
    _put_if_any(line, frame, now)
    fields = dict(fault.fields)
    kind = str(fields.pop("type", "session.weather.updated"))
    line.put_event(kind, fields, now)


def _error(line: _Line, frame: str, fault: Fault, now: float) -> None:
    _put_if_any(line, frame, now)
    usual = {
        "type": "server_error",
        "code": None,
        "message": "The server had an error while processing your request. Sorry about that!",
        "param": None,
        "event_id": None,
    }
    line.put_event("error", {"error": usual | dict(fault.fields)}, now)


def _stall(line: _Line, frame: str, fault: Fault, now: float) -> None:
    line.open_at = max(line.open_at, now + fault.seconds)
    _put_if_any(line, frame, now)


def _close(line: _Line, frame: str, fault: Fault, now: float) -> None:
    _put_if_any(line, frame, now)
    line.put(Closing(fault.code, fault.reason), now)


def _abort(line: _Line, frame: str, fault: Fault, now: float) -> None:
    del fault
    _put_if_any(line, frame, now)
    line.put(Abort(), now)


def _expire(line: _Line, frame: str, fault: Fault, now: float) -> None:
    """lifecycles.md §19: with an `error` event first, or only the close."""
    _put_if_any(line, frame, now)
    message = f"Your session hit the maximum duration of {fault.minutes} minutes."
    if fault.has_error:
        error = {
            "type": "invalid_request_error",
            "code": "session_expired",
            "message": message,
            "param": None,
            "event_id": None,
        }
        line.put_event("error", {"error": error}, now)
    line.put(Closing(_EXPIRED_CLOSE, message), now)


def _put_if_any(line: _Line, frame: str, now: float) -> None:
    if frame:
        line.put(frame, now)


_ACTS: Final[dict[str, Act]] = {
    "drop": _drop,
    "duplicate": _duplicate,
    "malformed": _malformed,
    "unknown_type": _unknown_type,
    "error": _error,
    "stall": _stall,
    "close": _close,
    "abort": _abort,
    "expire": _expire,
}
