"""RT040: a commit of no audio, or of next to none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.state import CaptureState

CODE: Final = "input_audio_buffer_commit_empty"
_BETA_WORDS: Final = re.compile(r"committing input audio buffer.*(?:too small|is empty)")
"""Of October 2024, without a code (observed.md §5)."""
LEAST_MS: Final = 100
"""What the server wants to have at least."""


class CommitEmpty(RefusalRule):
    """The server has committed already, or no sound came out of the encoder."""

    id: ClassVar = "RT040"
    name: ClassVar = "commit-empty"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("input_audio_buffer.commit")
    evidence: ClassVar = (
        "openai/openai-agents-js#748",
        "betalgo/openai#674",
        "run-llama/openai_realtime_client#3",
    )

    def mistake(self, now: Sight) -> Values | None:
        """A commit of less than the server wants."""
        buffered_ms = _buffered_ms(now.before)
        return {"ms": f"{buffered_ms:.0f}"} if buffered_ms < LEAST_MS else None

    def sign(self, now: Sight) -> Values | None:
        """The server's own code or words for it."""
        message = now.event.text("error", "message") or ""
        is_it = now.event.text("error", "code") == CODE or _BETA_WORDS.search(message)
        return {"ms": f"{_buffered_ms(now.before):.0f}"} if is_it else None


def _buffered_ms(state: CaptureState) -> float:
    return session_formats(state.session.effective)[0].duration_ms(state.input.bytes)
