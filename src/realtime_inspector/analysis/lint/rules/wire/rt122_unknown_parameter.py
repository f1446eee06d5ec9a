"""RT122: a field that the server does not know, or one that is missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.quoted import first_quoted
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight

_CODES: Final = frozenset({"unknown_parameter", "missing_required_parameter"})
_BETA: Final = (
    "modalities|voice|input_audio_format|output_audio_format|input_audio_transcription"
    "|input_audio_noise_reduction|turn_detection|temperature|max_response_output_tokens"
)
_OTHERS: Final = re.compile(
    r"session\.(?:type|output_modalities|audio)"  # RT021, RT023
    rf"|(?:session|response)\.(?:{_BETA})(?:\..*)?"  # RT022
    r"|session\.tools\[\d+\]\..*"  # RT026, RT027
    r"|item\.content\[\d+\]\..*"  # RT104
)
"""Fields that a rule of their own is about."""


class UnknownParameter(Rule):
    """The path of the field says all: the server names it in `param`."""

    id: ClassVar = "RT122"
    name: ClassVar = "unknown-parameter"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("error",)
    evidence: ClassVar = ("PROBE: unknown_parameter", "TanStack/ai#586")

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The client's event if it is known, else the refusal."""
        code = now.event.text("error", "code")
        if code not in _CODES:
            return
        param = now.event.text("error", "param") or first_quoted(
            error_words(now.event.get("error"))
        )
        if _OTHERS.fullmatch(param) is not None:
            return
        problem = now.state.problems.get(now.seq)
        cause = () if problem is None or problem.cause_seq is None else (problem.cause_seq,)
        yield self.found(*cause, now.seq, param=param, code=code)
