"""Audio that goes in (pitfalls.md section C)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.rules.audio_input.rt040_commit_empty import CommitEmpty
from realtime_inspector.analysis.lint.rules.audio_input.rt041_commit_under_vad import CommitUnderVad
from realtime_inspector.analysis.lint.rules.audio_input.rt042_commit_without_response import (
    CommitWithoutResponse,
)
from realtime_inspector.analysis.lint.rules.audio_input.rt043_append_without_vad_or_commit import (
    AppendWithoutVadOrCommit,
)
from realtime_inspector.analysis.lint.rules.audio_input.rt044_no_speech_detected import (
    NoSpeechDetected,
)
from realtime_inspector.analysis.lint.rules.audio_input.rt045_sample_rate_mismatch import (
    SampleRateMismatch,
)
from realtime_inspector.analysis.lint.rules.audio_input.rt046_bad_base64_or_odd_bytes import (
    BadBase64,
)
from realtime_inspector.analysis.lint.rules.audio_input.rt047_append_too_large import AppendTooLarge
from realtime_inspector.analysis.lint.rules.audio_input.rt048_tiny_appends import TinyAppends
from realtime_inspector.analysis.lint.rules.audio_input.rt049_binary_frame import BinaryFrame
from realtime_inspector.analysis.lint.rules.audio_input.rt050_transcript_failed import (
    TranscriptFailed,
)
from realtime_inspector.analysis.lint.rules.audio_input.rt051_transcript_missing import (
    TranscriptMissing,
)
from realtime_inspector.analysis.lint.rules.audio_input.rt052_transcript_expected_but_off import (
    TranscriptExpectedButOff,
)

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = (
    CommitEmpty,
    CommitUnderVad,
    CommitWithoutResponse,
    AppendWithoutVadOrCommit,
    NoSpeechDetected,
    SampleRateMismatch,
    BadBase64,
    AppendTooLarge,
    TinyAppends,
    BinaryFrame,
    TranscriptFailed,
    TranscriptMissing,
    TranscriptExpectedButOff,
)
