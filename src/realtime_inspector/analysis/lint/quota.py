"""Errors that say: no more for now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Final = ("insufficient_quota", "rate_limit")
"""In codes such as `rate_limit_exceeded`, and `inference_rate_limit_exceeded` of Azure."""


def is_about_quota(error: Mapping[str, object]) -> bool:
    """Whether an error object names a quota or a rate limit (lifecycles.md §13)."""
    names = f"{error.get('code')} {error.get('type')}"
    return any(word in names for word in _WORDS)
