"""RT047: more audio in one event than the server takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.audio import base64_size
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.finding import Finding

MOST_BYTES: Final = 15 * 1024 * 1024
"""As the SDK says. It does not say whether of the audio or of its base64 form."""
CAREFUL_BYTES: Final = 15_000_000
"""As the guide says, which writes MB."""
_CODE: Final = "string_above_max_length"


class AppendTooLarge(RefusalRule):
    """Many small appends do the same and can be heard sooner."""

    id: ClassVar = "RT047"
    name: ClassVar = "append-too-large"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("input_audio_buffer.append", "session.input_audio_buffer.append")
    is_plain: ClassVar = True
    evidence: ClassVar = ("official SDK: 15 MiB", "official guide: 15 MB")

    def mistake(self, now: Sight) -> Values | None:
        """Audio whose base64 form is over the smaller limit."""
        audio = now.event.text("audio") or ""
        size = base64_size(audio)
        is_large = len(audio) > CAREFUL_BYTES
        return {"mb": f"{size / 1e6:.1f}", "bytes": str(size)} if is_large else None

    def report(self, values: Values, said: str, *seqs: int | None) -> Finding:
        """Only a warning while it is below the limit as the SDK may mean it, and not refused."""
        finding = super().report(values, said, *seqs)
        is_certain = said or int(values["bytes"]) > MOST_BYTES
        return finding if is_certain else replace(finding, severity=Severity.WARN)

    def sign(self, now: Sight) -> Values | None:
        """An error about the length of `audio`."""
        error = now.event.mapping("error")
        is_it = error.get("code") == _CODE and error.get("param") == "audio"
        return {"mb": "> 15", "bytes": str(MOST_BYTES)} if is_it else None
