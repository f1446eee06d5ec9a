"""How many tokens a model can read."""

from __future__ import annotations

import re
from typing import Final

_TOKENS: Final = {
    "gpt-realtime-2.1": 128_000,
    "gpt-realtime-2.1-mini": 128_000,
    "gpt-realtime-2": 128_000,
    "gpt-realtime-1.5": 32_000,
    "gpt-realtime": 32_000,
    "gpt-realtime-mini": 32_000,
    "gpt-4o-realtime-preview": 32_000,
    "gpt-4o-mini-realtime-preview": 16_000,
}
"""From the models' pages of November 2026 (usage.md §3)."""
_SNAPSHOT: Final = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def context_tokens(model: str) -> int | None:
    """The context of a model or of a dated snapshot of it; `None` if we do not know it.

    >>> context_tokens("gpt-realtime-2025-08-28")
    32000
    """
    return _TOKENS.get(_SNAPSHOT.sub("", model))
