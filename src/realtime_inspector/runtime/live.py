"""A live session: connects, records, chats, runs tools, and reconnects when asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.codec import encode_event
from realtime_inspector.core.errors import RecorderError
from realtime_inspector.core.record import Direction, RecordKind, notice
from realtime_inspector.core.redact import Redactor
from realtime_inspector.runtime.by_hand import tool_output, truncation
from realtime_inspector.runtime.conductor import Conductor
from realtime_inspector.runtime.diagnosing import ADVANCE_EVERY_S, Diagnosis
from realtime_inspector.runtime.speaking import PIECE_MS, Sound, sound_of
from realtime_inspector.runtime.threads import loop_caller
from realtime_inspector.sources.live import LiveSource

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from realtime_inspector.capture.writer import Recorder
    from realtime_inspector.core.record import Record
    from realtime_inspector.runtime.conductor import ChatOptions, ToolCall
    from realtime_inspector.runtime.tools import Toolbox
    from realtime_inspector.sources.base import Clock, Target
    from realtime_inspector.store.store import Store

FLUSH_EVERY_S: Final = 0.5
"""A crash costs at most this much of the recording."""


class LiveSession:
    """Everything between the socket and the store.

    `run` is to be awaited in one task for as long as the session lives; all other methods are
    plain calls from the same event loop.
    """

    def __init__(
        self,
        *,
        endpoint: Callable[[], AbstractAsyncContextManager[Target]],
        store: Store,
        clock: Clock,
        options: ChatOptions,
        toolbox: Toolbox,
        recorder: Recorder | None = None,
        secrets: Sequence[str] = (),
        is_observer: bool = False,
        provider: str = "",
    ) -> None:
        self.store = store
        self.options = options
        self.recorder = recorder
        self.recorder_problem = ""
        """Why recording stopped, in words; empty while it works."""
        self.is_auto_response = options.is_auto_response and not is_observer
        self.speaking_speed = 1.0
        """How much faster than in real time `speak` sends."""
        self._endpoint = endpoint
        self._clock = clock
        self._toolbox = toolbox
        self._redactor = Redactor(secrets)
        self._is_observer = is_observer
        self._diagnosis = Diagnosis(store, lambda: provider)
        self._conn = 0
        self._source: LiveSource | None = None
        self._conductor: Conductor | None = None
        self._calls: asyncio.Queue[tuple[Conductor, int, ToolCall]] = asyncio.Queue()
        self._sounds: asyncio.Queue[tuple[Conductor, Sound]] = asyncio.Queue()
        self._wake = asyncio.Event()
        self._is_stopping = False

    @property
    def is_connected(self) -> bool:
        """Whether a connection is open or being opened."""
        return self._source is not None

    @property
    def is_queued(self) -> bool:
        """Whether a `response.create` waits for the active response to end."""
        return self._conductor is not None and self._conductor.is_queued

    @property
    def held(self) -> int:
        """Messages that wait for the session to be configured."""
        return self._conductor.held if self._conductor is not None else 0

    @property
    def running_calls(self) -> frozenset[str]:
        """Ids of the function calls that are being run here."""
        return self._conductor.running_calls if self._conductor is not None else frozenset()

    @property
    def is_recording_complete(self) -> bool:
        """Whether everything that happened is in the recording, if there is one."""
        return not self.recorder_problem and (self.recorder is None or not self.recorder.lost)

    @property
    def redactions(self) -> int:
        """How many secrets were kept out of the log and the recording."""
        return self._redactor.count

    async def run(self) -> None:
        """Connects, and connects again whenever `reconnect` is called, until `stop`."""
        call = loop_caller()
        self.store.wake = lambda: call(self.store.changed)
        try:
            await asyncio.to_thread(self._diagnosis.prepare)
            async with self._endpoint() as target, asyncio.TaskGroup() as tasks:
                helpers = (
                    tasks.create_task(self._flush_regularly()),
                    tasks.create_task(self._run_calls()),
                    tasks.create_task(self._send_sounds()),
                    tasks.create_task(self._diagnose_regularly()),
                )
                while not self._is_stopping:
                    await self._connect_once(target)
                    if not self._is_stopping:
                        await self._wake.wait()
                for helper in helpers:
                    helper.cancel()
        finally:
            if self.recorder is not None:
                self.recorder_problem = ""
                self._guard(self.recorder.close)

    def stop(self) -> None:
        """Closes the connection with 1000; `run` then ends."""
        self._is_stopping = True
        self._wake.set()
        if self._source is not None:
            self._source.stop()

    def reconnect(self) -> None:
        """Opens a new connection if there is none."""
        if self._source is None:
            self._wake.set()

    def say(self, text: str) -> bool:
        """Sends a user message; false if there is no connection to send it on."""
        return self._with_conductor(lambda conductor: conductor.say(text))

    def request_response(self, instructions: str = "") -> bool:
        """Sends `response.create`, or queues it; false if there is no connection."""
        state = self.store.state
        return self._with_conductor(lambda conductor: conductor.insist(state, instructions))

    def cancel(self) -> bool:
        """Sends `response.cancel`; false if there is no connection."""
        return self._with_conductor(lambda conductor: conductor.cancel())

    def send_raw(self, text: str) -> bool:
        """Sends a text frame as it is; false if there is no connection."""
        if self._source is None:
            return False
        self._source.send(text)
        return True

    def answer_call(self, output: str) -> bool:
        """Sends the output of the first function call without one; false if not connected.

        Raises:
            UsageError: No call waits for its output.
        """
        return self._send_event(tool_output(self.store.state, output))

    def truncate(self, heard_ms: str) -> bool:
        """Tells how much of the last answer with audio was heard; false if not connected.

        Raises:
            UsageError: That is no number of milliseconds, or there is no such answer.
        """
        return self._send_event(truncation(self.store.state, heard_ms))

    def speak(self, path: str) -> bool:
        """Begins to send a WAV file in real time; false if there is no connection.

        Args:
            path: The file; empty: a sample.

        Raises:
            UsageError: The file cannot be used, or the session takes another format.
        """
        sound = sound_of(path, self.store.state)
        return self._with_conductor(lambda one: self._sounds.put_nowait((one, sound)))

    def set_auto_response(self, *, is_on: bool) -> None:
        """Whether `response.create` follows a message by itself."""
        self.is_auto_response = is_on
        if self._conductor is not None:
            self._conductor.is_auto_response = is_on

    def _send_event(self, event: dict[str, Any]) -> bool:
        fields = {name: value for name, value in event.items() if name != "type"}
        return self._with_conductor(lambda conductor: conductor.send(event["type"], **fields))

    def _with_conductor(self, act: Callable[[Conductor], object]) -> bool:
        if self._conductor is None:
            return False
        act(self._conductor)
        return True

    async def _connect_once(self, target: Target) -> None:
        self._wake.clear()
        self._conn += 1
        source = LiveSource(target, self._conn, self._clock, self._emit)
        self._source = source
        tools = [tool.declaration() for tool in self._toolbox.tools]

        conn = self._conn

        def send(event: dict[str, Any]) -> None:
            source.send(encode_event(event))

        conductor = Conductor(
            self.options,
            tools,
            send,
            lambda call: self._calls.put_nowait((conductor, conn, call)),
            is_observer=self._is_observer,
        )
        conductor.is_auto_response = self.is_auto_response
        self._conductor = conductor
        try:
            await source.run()
        finally:
            self._source = None
            self._conductor = None

    def _emit(self, record: Record) -> None:
        """Redacts, records and stores one record, then lets the conductor react to it."""
        record = self._redactor.record(record)
        recorder = self.recorder
        if recorder is not None:
            self._guard(lambda: recorder.append(record))
        seq = self.store.append(record)
        self._diagnosis.feed(seq, record, self.store.event(seq))
        if (
            record.direction is Direction.RECEIVED
            and record.kind is RecordKind.EVENT
            and self._conductor is not None
        ):
            self._conductor.feed(self.store.event(seq), self.store.state)

    def _guard(self, act: Callable[[], None]) -> None:
        """Does something to the recording; a failure is shown until it works again."""
        try:
            act()
        except RecorderError as error:
            self.recorder_problem = f"{error.reason}. {error.hint}".strip()

    async def _flush_regularly(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY_S)
            if self.recorder is not None:
                self.recorder_problem = ""
                self._guard(self.recorder.flush)

    async def _diagnose_regularly(self) -> None:
        while True:
            await asyncio.sleep(ADVANCE_EVERY_S)
            self._diagnosis.advance(self._clock())

    async def _send_sounds(self) -> None:
        """Sends one sound after the other; what a connection did not take ends with it."""
        while True:
            conductor, sound = await self._sounds.get()
            for audio in sound.pieces():
                if conductor is not self._conductor:
                    break
                conductor.send("input_audio_buffer.append", audio=audio)
                await asyncio.sleep(PIECE_MS / 1000 / self.speaking_speed)

    async def _run_calls(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            while True:
                conductor, conn, call = await self._calls.get()
                tasks.create_task(self._run_call(conductor, conn, call))

    async def _run_call(self, conductor: Conductor, conn: int, call: ToolCall) -> None:
        result = await self._toolbox.run(call.name, call.arguments)
        fields: dict[str, object] = {
            "name": call.name,
            "call_id": call.call_id,
            "ms": round(result.ms, 1),
        }
        if result.error:
            fields["error"] = result.error
        self._emit(notice("tool", self._clock(), conn, fields))
        if conductor is self._conductor:  # the call belongs to this connection, not an older one
            conductor.tool_finished(call, result.output)
