"""The user who says nothing: `idle_timeout_ms` of server VAD (lifecycles.md §8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from realtime_inspector.simulator.items import add_item

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.simulator.world import World

_NOTICE: Final = (
    "The user has not said anything for a while. Ask briefly whether they are still there, or "
    "carry on with the conversation."
)


class Microphone(Protocol):
    """What the watch needs of the listener."""

    @property
    def appended_ms(self) -> float:
        """How much audio was appended since the session began."""
        ...

    @property
    def is_hearing_speech(self) -> bool:
        """Whether the user is in the middle of a turn."""
        ...

    def commit_silence(self, item_id: str) -> None:
        """Make an empty audio item and respond to it."""
        ...


class IdleWatch:
    """Waits until an answer has been played, then for the user, then prompts.

    It runs in real time whatever the simulator's speed, and its own prompt does not start it
    again: see `choices`.
    """

    def __init__(self, world: World, microphone: Microphone) -> None:
        self._world = world
        self._microphone = microphone
        self._round = 0
        self._has_prompted = False

    def start(self, playback_ms: float) -> None:
        """Wait from now on: a response is done, and so much of it is to be played."""
        self._round += 1
        was_prompt, self._has_prompted = self._has_prompted, False
        if self._timeout_ms() is not None and not was_prompt:
            self._later(playback_ms, self._wait)

    def stop(self) -> None:
        """The user is not idle."""
        self._round += 1
        self._has_prompted = False

    def _wait(self) -> None:
        timeout, start = self._timeout_ms(), self._microphone.appended_ms
        if timeout is not None:
            self._later(timeout, lambda: self._prompt(start))

    def _prompt(self, start_ms: float) -> None:
        world = self._world
        is_busy = self._microphone.is_hearing_speech or world.default_run() is not None
        if is_busy or self._timeout_ms() is None:
            return
        item_id = world.ids.make("item")
        world.emit(
            "input_audio_buffer.timeout_triggered",
            audio_start_ms=round(start_ms),
            audio_end_ms=round(self._microphone.appended_ms),
            item_id=item_id,
        )
        notice: dict[str, Any] = {
            "id": world.ids.make("item"),
            "type": "message",
            "status": "completed",
            "role": "system",
            "content": [{"type": "input_text", "text": _NOTICE}],
        }
        add_item(world, notice)
        self._microphone.commit_silence(item_id)
        self._has_prompted = True

    def _later(self, milliseconds: float, action: Callable[[], None]) -> None:
        this_round = self._round

        def act() -> None:
            if self._round == this_round:
                action()

        self._world.schedule.at(self._world.schedule.now + milliseconds / 1000, act)

    def _timeout_ms(self) -> float | None:
        detection = self._world.session["audio"]["input"]["turn_detection"] or {}
        timeout: float | None = detection.get("idle_timeout_ms")
        return timeout
