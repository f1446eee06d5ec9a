"""Interruption and playback (pitfalls.md section D)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.rules.interruption.rt060_truncate_too_long import (
    TruncateTooLong,
)
from realtime_inspector.analysis.lint.rules.interruption.rt061_truncate_not_audio import (
    TruncateNotAudio,
)
from realtime_inspector.analysis.lint.rules.interruption.rt062_missing_truncate import (
    MissingTruncate,
)
from realtime_inspector.analysis.lint.rules.interruption.rt063_playback_not_flushed import (
    PlaybackNotFlushed,
)
from realtime_inspector.analysis.lint.rules.interruption.rt064_cancel_without_active import (
    CancelWithoutActive,
)
from realtime_inspector.analysis.lint.rules.interruption.rt065_cancel_misses_out_of_band import (
    CancelMissesOutOfBand,
)
from realtime_inspector.analysis.lint.rules.interruption.rt066_play_after_cancel import (
    PlayAfterCancel,
)
from realtime_inspector.analysis.lint.rules.interruption.rt067_self_interruption import (
    SelfInterruption,
)
from realtime_inspector.analysis.lint.rules.interruption.rt068_overlapping_audio import (
    OverlappingAudio,
)
from realtime_inspector.analysis.lint.rules.interruption.rt069_webrtc_event_on_websocket import (
    WebrtcEventOnWebsocket,
)

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = (
    TruncateTooLong,
    TruncateNotAudio,
    MissingTruncate,
    PlaybackNotFlushed,
    CancelWithoutActive,
    CancelMissesOutOfBand,
    PlayAfterCancel,
    SelfInterruption,
    OverlappingAudio,
    WebrtcEventOnWebsocket,
)
