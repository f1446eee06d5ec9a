"""What a diagnosis goes by: the state, the clock, and what only a live client knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.state import newest_first

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState, Item, Problem, Response


@dataclass(frozen=True, slots=True)
class Situation:
    """The state at a moment, and what else decides on what happens next."""

    state: CaptureState
    is_live: bool
    is_queued: bool = False
    """Whether a `response.create` waits in our client."""
    is_auto_response: bool = True
    held: int = 0
    """Messages that our client holds back until the session is configured."""
    running_calls: frozenset[str] = frozenset()
    """Ids of the function calls that our client runs."""
    now_ns: int | None = None
    """The wall clock, nanoseconds since 1970; in a capture, when the next record came."""
    is_client_heard: bool = True
    """Whether what the client sent can be seen: in some captures the server speaks alone."""

    def since_s(self, time_ns: int | None) -> float | None:
        """Seconds from a moment until now; `None` where a time is not known."""
        if time_ns is None or self.now_ns is None:
            return None
        return max(0.0, (self.now_ns - time_ns) / 1e9)

    def has_lasted(self, time_ns: int | None, least_s: float) -> bool:
        """Whether so many seconds have passed since a moment; false where that is unknown."""
        lasted_s = self.since_s(time_ns)
        return lasted_s is not None and lasted_s >= least_s

    @property
    def quiet_s(self) -> float | None:
        """Seconds since the newest record."""
        return self.since_s(self.state.last_ns)

    @property
    def last_item(self) -> Item | None:
        """The last item of the conversation."""
        state = self.state
        return state.items[state.order[-1]] if state.order else None

    @property
    def recent_items(self) -> list[Item]:
        """The last few items of the conversation, in order."""
        return [self.state.items[key] for key in self.state.order[-RECENT:]]

    @property
    def last_response(self) -> Response | None:
        """The newest response, of whatever session."""
        return next(newest_first(self.state.responses), None)

    @property
    def last_problem(self) -> Problem | None:
        """The newest `error`."""
        return next(newest_first(self.state.problems), None)

    @property
    def last_news_seq(self) -> int:
        """When the conversation last got further: what is older than this is settled."""
        last, state = self.last_response, self.state
        response = (last.done_seq or last.created_seq) if last is not None else 0
        session = max(state.session.created_seq or 0, state.session.updated_seq or 0)
        return max(response, session, state.order[-1] if state.order else 0)


RECENT: Final = 8
"""Items among which open calls are looked for."""
