"""RT060: an item is cut after the end of its audio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.conversation import audio_ms
from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_TOO_SHORT: Final = re.compile(r"of (\d+) ?ms is already shorter than (\d+) ?ms")
"""`Audio content of 9800ms is already shorter than 11579ms` (observed.md §5)."""
_ROUNDING_MS: Final = 1


class TruncateTooLong(RefusalRule):
    """The end of a truncation counts from the start of the item, not of the session."""

    id: ClassVar = "RT060"
    name: ClassVar = "truncate-too-long"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("conversation.item.truncate", "conversation.item.truncated", "error")
    evidence: ClassVar = (
        "twilio-samples/speech-assistant-openai-realtime-api-python#45",
        "openclaw/openclaw#138592",
        "pipecat-ai/pipecat#2106",
    )

    def mistake(self, now: Sight) -> Values | None:
        """More milliseconds than were received."""
        item = now.before.item(now.event.item_id)
        end_ms = now.event.number("audio_end_ms")
        # Without any audio it is another mistake (RT061), or a call that is only observed.
        if item is None or end_ms is None or not item.audio_bytes:
            return None
        had_ms = audio_ms(now.before, item)
        if end_ms <= had_ms + _ROUNDING_MS:
            return None
        return {"asked_ms": f"{end_ms:.0f}", "had_ms": f"{had_ms:.0f}"}

    def sign(self, now: Sight) -> Values | None:
        """By its text; its code is used for much else."""
        error = now.event
        match = _TOO_SHORT.search(error_words(error.get("error")))
        return None if match is None else {"had_ms": match[1], "asked_ms": match[2]}
