"""RT068: two responses speak at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_TOGETHER_NS: Final = 200_000_000


class OverlappingAudio(Rule):
    """Their pieces come in turns: one, the other, and the first again."""

    id: ClassVar = "RT068"
    name: ClassVar = "overlapping-audio"
    severity: ClassVar = Severity.WARN
    types: ClassVar = ("response.output_audio.delta", "response.done")
    evidence: ClassVar = ("HybridAIOne/hybridclaw#1503",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._last = ""
        self._last_ns: int | None = None
        self._speaking: dict[str, int] = {}
        """Open responses with audio: where it began."""
        self._told: set[frozenset[str]] = set()

    def feed(self, now: Sight) -> Iterator[Finding]:
        """When the first one is heard again; once for each two."""
        response_id = now.event.response_id or ""
        if now.event.type == "response.done":
            self._speaking.pop(response_id, None)
            self._told = {pair for pair in self._told if response_id not in pair}
            return
        last, last_ns = self._last, self._last_ns
        self._last, self._last_ns = response_id, now.record.time_ns
        if last != response_id:
            pair = frozenset((last, response_id))
            is_back = response_id in self._speaking and last in self._speaking
            if is_back and pair not in self._told and _is_together(last_ns, now.record.time_ns):
                self._told.add(pair)
                yield self.found(now.seq, self._speaking[last], first=response_id, second=last)
            self._speaking.setdefault(response_id, now.seq)


def _is_together(before_ns: int | None, now_ns: int | None) -> bool:
    """Without times, the order alone says that they are mixed."""
    return before_ns is None or now_ns is None or now_ns - before_ns <= _TOGETHER_NS
