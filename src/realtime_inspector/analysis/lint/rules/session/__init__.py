"""The session's configuration (pitfalls.md section B)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.rules.session.rt020_update_not_acknowledged import (
    UpdateNotAcknowledged,
)
from realtime_inspector.analysis.lint.rules.session.rt021_missing_session_type import (
    MissingSessionType,
)
from realtime_inspector.analysis.lint.rules.session.rt022_beta_field_on_ga import BetaFieldOnGa
from realtime_inspector.analysis.lint.rules.session.rt023_ga_field_on_beta import GaFieldOnBeta
from realtime_inspector.analysis.lint.rules.session.rt024_beta_header import BetaHeader
from realtime_inspector.analysis.lint.rules.session.rt025_both_modalities import BothModalities
from realtime_inspector.analysis.lint.rules.session.rt026_nested_tool_schema import NestedToolSchema
from realtime_inspector.analysis.lint.rules.session.rt027_extra_tool_keys import ExtraToolKeys
from realtime_inspector.analysis.lint.rules.session.rt028_voice_locked import VoiceLocked
from realtime_inspector.analysis.lint.rules.session.rt029_unknown_voice import UnknownVoice
from realtime_inspector.analysis.lint.rules.session.rt030_model_in_update import ModelInUpdate
from realtime_inspector.analysis.lint.rules.session.rt031_partial_nested_object import (
    PartialNestedObject,
)
from realtime_inspector.analysis.lint.rules.session.rt032_silent_default import SilentDefault
from realtime_inspector.analysis.lint.rules.session.rt033_wrong_session_kind import WrongSessionKind
from realtime_inspector.analysis.lint.rules.session.rt034_transcription_needs_no_vad import (
    TranscriptionNeedsNoVad,
)
from realtime_inspector.analysis.lint.rules.session.rt035_reasoning_on_plain_model import (
    ReasoningOnPlainModel,
)
from realtime_inspector.analysis.lint.rules.session.rt036_deprecated_model import DeprecatedModel

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = (
    UpdateNotAcknowledged,
    MissingSessionType,
    BetaFieldOnGa,
    GaFieldOnBeta,
    BetaHeader,
    BothModalities,
    NestedToolSchema,
    ExtraToolKeys,
    VoiceLocked,
    UnknownVoice,
    ModelInUpdate,
    PartialNestedObject,
    SilentDefault,
    WrongSessionKind,
    TranscriptionNeedsNoVad,
    ReasoningOnPlainModel,
    DeprecatedModel,
)
