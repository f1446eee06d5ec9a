"""RT046: audio that is no base64 of bare samples."""

from __future__ import annotations

import json
import string
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_ALPHABET: Final = (string.ascii_letters + string.digits + "+/=\r\n").encode()
_WAV: Final = "UklGR"
"""How `RIFF` begins in base64."""
_SHOWN: Final = 24
_REFUSAL: Final = "Expected base64-encoded audio bytes"


class BadBase64(RefusalRule):
    """The field wants samples in base64: no data URL, no WAV header, nothing empty.

    An odd number of bytes is not said to be wrong unless the server says so: recordings have
    it, and a sample may be cut by the end of a piece (observed.md, captures).
    """

    id: ClassVar = "RT046"
    name: ClassVar = "bad-base64-or-odd-bytes"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("input_audio_buffer.append", "session.input_audio_buffer.append")
    is_plain: ClassVar = True
    evidence: ClassVar = ("client logs: Invalid 'audio'. Expected base64-encoded audio bytes",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._is_told = False

    def mistake(self, now: Sight) -> Values | None:
        """The first append that is wrong: a client sends all of them in the same way."""
        if self._is_told or not _is_wrong(now):
            return None
        self._is_told = True
        audio = now.event.get("audio")
        shown = audio if isinstance(audio, str) else json.dumps(audio)
        return {"audio": shown[:_SHOWN]}

    def sign(self, now: Sight) -> Values | None:
        """The server's words for it, once."""
        is_it = _REFUSAL in (now.event.text("error", "message") or "")
        if not is_it or (self._is_told and not self.is_waiting):
            return None
        self._is_told = True
        return {"audio": "…"}


def _is_wrong(now: Sight) -> bool:
    audio = now.event.get("audio")
    if not isinstance(audio, str) or not audio or audio.startswith("data:"):
        return True
    if audio.startswith(_WAV):  # others, such as GLM, want whole WAV files (observed.md §4)
        return now.peer.is_openai
    return bool(audio.encode("ascii", "replace").translate(None, _ALPHABET))
