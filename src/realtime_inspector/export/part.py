"""Which part of a capture is exported: a filter and a range, as a person gives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.filters import parse_filter

if TYPE_CHECKING:
    from realtime_inspector.core.filters import Filter

_RANGE: Final = re.compile(r"(?P<begin>[^.\s]*(?:\.\d+\w*)?)\s*\.\.\s*(?P<end>\S*)")
_NUMBER: Final = re.compile(r"\d*")
RANGE_WORDS: Final = "A range is two event numbers or two times, such as 20..40, 00:06..01:20, 45.."


def range_term(text: str) -> str:
    """A range as a term of the filter language: `n:20..40` for numbers, `time:…` for times.

    Raises:
        ValueError: It is none.
    """
    match = _RANGE.fullmatch(text.strip())
    if match is None or not (match["begin"] or match["end"]):
        raise ValueError(RANGE_WORDS)
    is_numbers = all(_NUMBER.fullmatch(end) for end in match.groups())
    return f"{'n' if is_numbers else 'time'}:{match['begin']}..{match['end']}"


def part_of(expression: str = "", span: str = "") -> Filter | None:
    """The filter for both; `None` for the whole capture.

    Args:
        expression: A filter; empty: everything.
        span: A range; empty: from the first record to the last.

    Raises:
        FilterError: The filter cannot be understood, or what stands in the range.
        ValueError: The range is none.
    """
    term = range_term(span) if span.strip() else ""
    if not expression.strip():
        return parse_filter(term) if term else None
    return parse_filter(f"({expression}) {term}" if term else expression)
