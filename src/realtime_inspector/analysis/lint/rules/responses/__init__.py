"""Responses (pitfalls.md section E).

RT087 (beta-handler-on-ga) is left out: it asks which event names the application handles, and no
traffic shows that. Wrong names on the wire are seen by RT022, RT023 and RT121.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.rules.responses.rt080_failed_response_ignored import (
    FailedResponseIgnored,
)
from realtime_inspector.analysis.lint.rules.responses.rt081_incomplete_response import (
    IncompleteResponse,
)
from realtime_inspector.analysis.lint.rules.responses.rt082_quota_or_rate_limit import (
    QuotaOrRateLimit,
)
from realtime_inspector.analysis.lint.rules.responses.rt083_invalid_arguments import (
    InvalidArguments,
)
from realtime_inspector.analysis.lint.rules.responses.rt084_empty_response import EmptyResponse
from realtime_inspector.analysis.lint.rules.responses.rt085_text_only_after_seeding import (
    TextOnlyAfterSeeding,
)
from realtime_inspector.analysis.lint.rules.responses.rt086_never_done import NeverDone
from realtime_inspector.analysis.lint.rules.responses.rt088_out_of_band_without_metadata import (
    OutOfBandWithoutMetadata,
)
from realtime_inspector.analysis.lint.rules.responses.rt089_context_near_limit import (
    ContextNearLimit,
)
from realtime_inspector.analysis.lint.rules.responses.rt090_cache_broken import CacheBroken

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = (
    FailedResponseIgnored,
    IncompleteResponse,
    QuotaOrRateLimit,
    InvalidArguments,
    EmptyResponse,
    TextOnlyAfterSeeding,
    NeverDone,
    OutOfBandWithoutMetadata,
    ContextNearLimit,
    CacheBroken,
)
