"""Filter expressions of the command line, and what is said where they are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.cli import output
from realtime_inspector.cli.columns import cells
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.safe import visible

if TYPE_CHECKING:
    from realtime_inspector.core.filters import Filter


def parse_expression(text: str) -> Filter:
    """The filter that a person wrote.

    Raises:
        UsageError: It cannot be understood; shows where, says why and what may have been meant.
    """
    from realtime_inspector.core.filters import FilterError, parse_filter

    try:
        return parse_filter(text)
    except FilterError as error:
        caret = " " * cells(visible(text[: error.position])) + "^"
        hint = "\n".join(part for part in (visible(text), caret, error.hint) if part)
        raise UsageError(f"The filter is wrong: {error.message}.", hint) from None


def warn_of_nothing(wanted: Filter) -> None:
    """Say so if a filter asks for what only the screen knows."""
    from realtime_inspector.core.filter_tree import Flag, leaves

    if Flag("marked") in leaves(wanted.tree):
        output.warning("nothing is marked outside the screen, so `marked` matches nothing")
