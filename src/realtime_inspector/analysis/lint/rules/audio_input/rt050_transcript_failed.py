"""RT050: what the user said could not be transcribed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight


class TranscriptFailed(Rule):
    """The answer does not suffer: the model hears the audio itself."""

    id: ClassVar = "RT050"
    name: ClassVar = "transcript-failed"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("conversation.item.input_audio_transcription.failed",)
    evidence: ClassVar = ("recording: azure-ga-transcription-failed.jsonl",)

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The failure, and the item that it is about."""
        item = now.before.item(now.event.item_id)
        error = now.event.mapping("error")
        yield self.found(
            now.seq,
            item.key if item is not None else None,
            item=now.event.item_id or "–",
            code=error.get("code") or error.get("type") or "–",
            said=error.get("message") or "",
        )
