"""An event's own value of a field that the guide describes, in a few letters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST: Final = 48
"""Characters of a value that is worth a place beside its field's name."""


def value_at(event: Mapping[str, Any], path: str) -> str | None:
    """What an event holds at a path of the guide, safe to show.

    Args:
        event: The event.
        path: A path such as `response.status`.

    Returns:
        The value; empty for what is long or not a single value; `None` if there is none.
    """
    if "[]" in path:
        return "" if value_at(event, path.partition("[]")[0]) is not None else None
    value: Any = event
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            return None
        value = value[name]
    return _short(value)


def _short(value: Any) -> str:
    if isinstance(value, dict | list):
        return "" if value else json.dumps(value)
    if isinstance(value, str) and len(value) > _LONGEST:
        return ""
    return visible(json.dumps(value, ensure_ascii=False))
