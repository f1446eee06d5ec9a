"""The rules about the session's configuration, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.rules.model import RuleText

RULES: Final[Mapping[str, RuleText]] = {}
