"""RT031: a part of a nested object is sent, and another part of it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import MOST_SUSPECTS
from realtime_inspector.analysis.lint.rule import Rule, mapping
from realtime_inspector.analysis.lint.session_facts import value_at
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_OBJECTS: Final = (
    "audio.input.turn_detection",
    "audio.input.transcription",
    "audio.output",
    "turn_detection",
    "input_audio_transcription",
)


class PartialNestedObject(Rule):
    """Whether nested objects are merged or replaced is not documented (lifecycles.md §2)."""

    id: ClassVar = "RT031"
    name: ClassVar = "partial-nested-object"
    severity: ClassVar = Severity.INFO
    types: ClassVar = ("session.update", "session.updated")
    is_heuristic: ClassVar = True
    evidence: ClassVar = ("by construction: the sessions before and after are compared",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._asked: dict[int, Mapping[str, object]] = {}

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Fields that changed though only their neighbours were named."""
        if now.is_sent:
            self._asked[now.seq] = now.event.mapping("session")
            if len(self._asked) > MOST_SUSPECTS:
                del self._asked[next(iter(self._asked))]
            return
        update_seq = now.state.answered.get(now.seq, 0)
        asked = self._asked.pop(update_seq, None)
        if asked is None:
            return
        before, after = now.before.session.effective, now.state.session.effective
        fields = ", ".join(
            f"session.{path}.{key}"
            for path in _OBJECTS
            for key in _changed_beside(
                *(mapping(value_at(one, path)) for one in (asked, before, after))
            )
        )
        if fields:
            yield self.found(update_seq, now.seq, fields=fields)


def _changed_beside(
    asked: Mapping[str, object], before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[str]:
    """Keys that were not asked to change and did."""
    is_other_kind = before.get("type") != after.get("type")
    if not asked or is_other_kind:
        return
    for key, old in before.items():
        if key not in asked and after.get(key, old) != old:
            yield key
