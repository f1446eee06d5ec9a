"""RT088: responses beside the conversation that nothing tells apart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight


class OutOfBandWithoutMetadata(Rule):
    """Several may run at once; `metadata` is the only thing that comes back unchanged."""

    id: ClassVar = "RT088"
    name: ClassVar = "out-of-band-without-metadata"
    severity: ClassVar = Severity.INFO
    types: ClassVar = ("response.created", "response.done", "session.created", notice_of("close"))
    evidence: ClassVar = ("lifecycles.md §12",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._open: dict[str, dict[str, int]] = {}
        """For each metadata: the open responses with it, and where they began."""
        self._metadata: dict[str, str] = {}

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A response that begins while another one with the same metadata is open."""
        match now.event.canonical_type:
            case "response.created":
                yield from self._begun(now)
            case "response.done":
                response_id = now.event.response_id or ""
                same = self._open.get(self._metadata.pop(response_id, ""), {})
                same.pop(response_id, None)
            case _:
                self._open.clear()
                self._metadata.clear()

    def _begun(self, now: Sight) -> Iterator[Finding]:
        response_id = now.event.response_id or ""
        response = now.state.responses.get(response_id)
        if response is None or not response.is_out_of_band or response_id in self._metadata:
            return
        metadata = json.dumps(now.event.mapping("response", "metadata"), sort_keys=True)
        same = self._open.setdefault(metadata, {})
        if same:
            other, other_seq = next(reversed(same.items()))
            yield self.found(now.seq, other_seq, response=response_id, other=other)
        same[response_id] = now.seq
        self._metadata[response_id] = metadata
