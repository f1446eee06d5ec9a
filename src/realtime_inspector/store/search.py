"""What `/` looks for, as a filter: a text or a `/regex/` in all events but audio."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.filter_tree import And, Contains, Matches, Not, Or, TypeIs
from realtime_inspector.core.filters import parse_filter

if TYPE_CHECKING:
    from realtime_inspector.core.filter_row import FilterRow
    from realtime_inspector.core.filter_tree import Node

AUDIO: Final = Or(
    tuple(
        TypeIs(name)
        for name in (
            "input_audio_buffer.append",
            "response.output_audio.delta",
            "session.input_audio_buffer.append",
            "session.output_audio.delta",
        )
    )
)
"""Events of which nearly all is base64: nobody looks for words in that."""


@dataclass(frozen=True, slots=True)
class AnyBytes:
    """A text anywhere in the bytes of a record, base64 included, ignoring the case of ASCII."""

    text: str
    cost: int = field(default=1, init=False, repr=False, compare=False)

    @property
    def clause(self) -> tuple[bytes, ...]:
        """What must stand in a line."""
        return (self.text.encode().lower(),)

    def matches(self, row: FilterRow) -> bool:
        """Whether the text occurs."""
        return self.clause[0] in row.record.payload.lower()


@dataclass(frozen=True, slots=True)
class Search:
    """One search."""

    text: str
    has_audio: bool = False
    """Whether base64 is searched as well."""

    @property
    def node(self) -> Node:
        """The filter that finds it.

        Raises:
            FilterError: The regular expression is wrong.
        """
        words = And((Not(AUDIO), self._term()))
        return Or((AnyBytes(self.text), words)) if self.has_audio else words

    @property
    def pattern(self) -> re.Pattern[str]:
        """What to mark where the events are shown."""
        term = self._term()
        text = term.pattern if isinstance(term, Matches) else re.escape(self.text)
        return re.compile(text, re.IGNORECASE)

    def _term(self) -> Node:
        if len(self.text) > 2 and self.text.startswith("/") and self.text.endswith("/"):
            return parse_filter(self.text).tree
        return Contains(self.text)
