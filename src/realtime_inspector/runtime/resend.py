"""Sends a capture's client events again: connects, plays the scripts, records what comes back."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.resending import Done, GivenUp, Pace, Player, Send, Wait
from realtime_inspector.analysis.session_diff import Digest, Digester
from realtime_inspector.core.errors import RecorderError
from realtime_inspector.core.event import Event
from realtime_inspector.core.id_map import IdKind, IdMap
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.core.redact import Redactor
from realtime_inspector.runtime.live import FLUSH_EVERY_S
from realtime_inspector.sources.live import LiveSource

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from realtime_inspector.analysis.resending import Move, Script
    from realtime_inspector.capture.writer import Recorder
    from realtime_inspector.core.record import Record
    from realtime_inspector.sources.base import Clock, Target

_NS_PER_S: Final = 1_000_000_000
_STRANGER_WORDS: Final = {
    IdKind.CALL: "the call {0}, and the new session made no such call",
    IdKind.ITEM: "the item {0}, and the new session has no counterpart of it",
    IdKind.RESPONSE: "the response {0}, and the new session has no counterpart of it",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a resend is."""

    sent: int
    total: int
    waits_for: str = ""
    """What it waits for; empty if it is only a pause of the client."""


@dataclass(slots=True)
class Outcome:
    """What became of a resend."""

    digest: Digest
    """The new session, boiled down for the comparison."""
    path: str = ""
    """Where it is recorded."""
    sent: int = 0
    total: int = 0
    problems: list[str] = field(default_factory=list)
    """Why it did not come to its end, in sentences."""
    notes: list[str] = field(default_factory=list)
    """What was not as in the recording, in sentences."""
    connection_problem: str = ""
    """Why no connection could be made; empty if there was one."""
    recorder_problem: str = ""
    is_stopped: bool = False
    """Whether it was asked to stop before its end."""


class Resend:
    """One resend of all connections of a capture, one after the other.

    `run` does it; `stop` may be called from the same event loop.
    """

    def __init__(
        self,
        scripts: Sequence[Script],
        *,
        endpoint: Callable[[], AbstractAsyncContextManager[Target]],
        clock: Clock,
        recorder: Recorder,
        pace: Pace | None = None,
        secrets: Sequence[str] = (),
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        """Prepare it; nothing is connected yet.

        Args:
            scripts: What to send, a script for each connection.
            endpoint: Where to connect to; entered once.
            clock: Wall clock in nanoseconds.
            recorder: Takes the new session; it is closed at the end.
            pace: How fast and how patiently.
            secrets: What must not be recorded.
            on_progress: Told whenever something was sent or a wait begins.
        """
        self._scripts = scripts
        self._endpoint = endpoint
        self._clock = clock
        self._recorder = recorder
        self._pace = pace or Pace()
        self._redactor = Redactor(secrets)
        self._on_progress = on_progress
        self._digester = Digester()
        self._ids = IdMap(without=[IdKind.EVENT])
        self._outcome = Outcome(
            Digest(), str(recorder.path), total=sum(len(one.steps) for one in scripts)
        )
        self._woken = asyncio.Event()
        self._source: LiveSource | None = None
        self._player: Player | None = None
        self._script: Script | None = None

    def stop(self) -> None:
        """Closes the connection with 1000; `run` then ends with what there is."""
        self._outcome.is_stopped = True
        self._woken.set()
        if self._source is not None:
            self._source.stop()

    async def run(self) -> Outcome:
        """Sends everything, unless a connection cannot be made or what is waited for never comes.

        Never raises for what the network, the server or the disk does.
        """
        try:
            async with self._endpoint() as target, asyncio.TaskGroup() as tasks:
                flusher = tasks.create_task(self._flush_regularly())
                for conn, script in enumerate(self._scripts, 1):
                    if self._may_go_on():
                        await self._converse(target, conn, script)
                flusher.cancel()
        finally:
            self._guard(self._recorder.close)
        self._outcome.digest = self._digester.result()
        return self._outcome

    def _may_go_on(self) -> bool:
        outcome = self._outcome
        return not (outcome.is_stopped or outcome.connection_problem or outcome.problems)

    async def _converse(self, target: Target, conn: int, script: Script) -> None:
        """Plays one script on a connection of its own."""
        source = LiveSource(target, conn, self._clock, self._emit)
        self._source, self._script, self._player = source, script, None
        try:
            async with asyncio.TaskGroup() as tasks:
                playing = tasks.create_task(self._play(source))
                await source.run()
                playing.cancel()
        finally:
            self._source = None
        self._sum_up(script)

    async def _play(self, source: LiveSource) -> None:
        before = self._outcome.sent
        while not self._outcome.is_stopped:
            self._woken.clear()
            move = self._next_move()
            match move:
                case Send():
                    source.send(move.text)
                    self._note_strangers(move)
                    self._outcome.sent = before + self._sent
                case Wait():
                    self._tell(move.words)
                    await self._until(move.until_s)
                case GivenUp():
                    self._outcome.problems.append(move.words)
                    break
                case Done():
                    break
        source.stop()

    def _next_move(self) -> Move:
        """What to do now; to wait for the connection, until it is open."""
        if self._player is None:
            return Wait(math.inf, "the connection")
        return self._player.next(self._now_s())

    @property
    def _sent(self) -> int:
        return 0 if self._player is None else self._player.sent

    async def _until(self, until_s: float) -> None:
        """Waits for a record, or for a time."""
        left_s = None if until_s == math.inf else max(0.0, until_s - self._now_s())
        with suppress(TimeoutError):
            async with asyncio.timeout(left_s):
                await self._woken.wait()

    def _emit(self, record: Record) -> None:
        """Records one record, and lets the player know what the server says."""
        event = Event.of(record)
        clean = self._redactor.record(record)
        shown = event if clean is record else Event.of(clean)
        if record.kind is RecordKind.NOTICE:
            self._note_connection(shown)
        elif record.direction is Direction.RECEIVED and self._player is not None:
            self._player.receive(event, self._now_s())
        self._digester.feed(clean, shown)
        self._guard(lambda: self._recorder.append(clean))
        self._woken.set()

    def _note_connection(self, event: Event) -> None:
        kind = event.text("kind")
        if kind == "open" and self._script is not None:
            self._player = Player(self._script, self._pace, self._now_s(), self._ids)
        elif kind == "error" and self._player is None and not self._outcome.is_stopped:
            self._outcome.connection_problem = event.text("message") or "It cannot be opened."
        elif kind == "close" and event.text("by") != "client" and not self._has_ended():
            code, reason = event.integer("code"), event.text("reason") or "no reason given"
            self._outcome.problems.append(f"The server closed the connection ({code}, {reason}).")

    def _has_ended(self) -> bool:
        """Whether everything was sent, so that a close takes nothing away but the end."""
        return self._player is not None and self._player.has_all_sent

    def _note_strangers(self, send: Send) -> None:
        step = send.step
        for kind, one in send.strangers:
            what = _STRANGER_WORDS.get(kind, "{0}, which the new session does not know").format(one)
            place = f"Event {step.seq} ({step.type})"
            self._outcome.notes.append(f"{place} names {what}; it was sent as it is.")

    def _sum_up(self, script: Script) -> None:
        """Says what did not come, and what was not sent."""
        outcome = self._outcome
        if self._player is not None:
            missed = self._player.missed
            outcome.notes += (f"Went on without {mark}, which did not come." for mark in missed)
        left = len(script.steps) - self._sent
        if left and not outcome.connection_problem:
            words = f"{left} of {len(script.steps)} client events were not sent."
            (outcome.notes if outcome.is_stopped else outcome.problems).append(words)

    def _tell(self, words: str) -> None:
        self._on_progress(Progress(self._outcome.sent, self._outcome.total, words))

    def _guard(self, act: Callable[[], None]) -> None:
        try:
            act()
        except RecorderError as error:
            self._outcome.recorder_problem = f"{error.reason}. {error.hint}".strip()

    async def _flush_regularly(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY_S)
            self._guard(self._recorder.flush)

    def _now_s(self) -> float:
        return self._clock() / _NS_PER_S
