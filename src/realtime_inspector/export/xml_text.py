"""Text as XML or HTML that shows exactly this text."""

from __future__ import annotations

from html import escape

from realtime_inspector.core.safe import visible


def inline(text: str) -> str:
    """Text of one line, for an element or an attribute in double quotes."""
    return escape(visible(text))
