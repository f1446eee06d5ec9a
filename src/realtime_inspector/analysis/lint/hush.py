"""Whether anybody asks for a response after something that calls for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.analysis.lint.deadlines import Deadline
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.finding import Finding
    from realtime_inspector.core.state import CaptureState


class Hush:
    """Makes a finding if nobody asks for a response, nor the server begins one, in time.

    While a response is active the client does right to wait: then the time runs from its end.
    """

    TYPES: Final = ("response.create", "response.created", "response.done", "session.created")
    """What a rule that holds one must listen to, and hand on to `see`."""

    def __init__(self, wait: Callable[[Sight, Callable[[], Finding | None]], Deadline]) -> None:
        """Begin without waiting for anything.

        Args:
            wait: Makes a finding after the rule's time, unless it is cancelled; see `Rule.unless`.
        """
        self._wait = wait
        self._make: Callable[[], Finding | None] | None = None
        self._deadline: Deadline | None = None
        self._since_seq = 0

    @property
    def is_on(self) -> bool:
        """Whether the time runs."""
        return self._deadline is not None and not self._deadline.is_cancelled

    def begin(
        self,
        now: Sight,
        make: Callable[[], Finding | None],
        since_seq: int | None = None,
    ) -> None:
        """From now on somebody should ask; what was waited for before is forgotten.

        Args:
            now: The record that calls for a response.
            make: Makes the finding.
            since_seq: Requests after this record are meant for it; by default those after `now`.
        """
        self.end()
        self._make = make
        self._since_seq = now.seq if since_seq is None else since_seq
        if not _is_busy(now.state):
            self._deadline = self._wait(now, make)

    def end(self) -> None:
        """Somebody asked, or nobody needs to."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._make = self._deadline = None

    def see(self, now: Sight) -> None:
        """Learns from one record."""
        if self._make is None:
            return
        kind = now.event.canonical_type
        if kind == "response.done":
            if self._deadline is None and not _is_busy(now.state):
                self._deadline = self._wait(now, self._make)
        elif kind != "response.created" or self._is_answer(now):
            self.end()

    def _is_answer(self, now: Sight) -> bool:
        """Whether the response was not asked for before there was a need."""
        response = now.state.responses.get(now.event.response_id or "")
        return response is None or (response.request_seq or now.seq) > self._since_seq


def _is_busy(state: CaptureState) -> bool:
    return state.active_response is not None or state.is_response_wanted
