"""A text that arrives in pieces."""

from __future__ import annotations

from typing import Any, Final

from realtime_inspector.core.persistent_sequence import PersistentSequence

_BLOCK: Final = 1024
"""Characters that are copied for a piece more, at most."""
_NO_BLOCKS: Final[PersistentSequence[str]] = PersistentSequence()


class GrowingText:
    """Like a string, but a copy with a piece more costs the same however long it is.

    `str` gives the whole, which is joined once. It equals, and hashes like, that string.
    """

    __slots__ = ("_blocks", "_tail", "_whole")

    def __init__(self, text: str = "") -> None:
        self._blocks = _NO_BLOCKS
        self._tail = text
        """What follows the blocks."""
        self._whole: str | None = text

    def append(self, piece: str) -> GrowingText:
        """The text with a piece more."""
        made = object.__new__(GrowingText)
        tail = self._tail + piece
        is_full = len(tail) >= _BLOCK
        made._blocks = self._blocks.append(tail) if is_full else self._blocks
        made._tail = "" if is_full else tail
        made._whole = None
        return made

    def __str__(self) -> str:
        """The whole text."""
        if self._whole is None:
            self._whole = "".join((*self._blocks, self._tail))
        return self._whole

    def __eq__(self, other: object) -> bool:
        """Whether the other is the same text, or the string of it."""
        if isinstance(other, GrowingText | str):
            return str(self) == str(other)
        return NotImplemented

    def __hash__(self) -> int:
        """The hash of the string that it equals."""
        return hash(str(self))

    def __repr__(self) -> str:
        """As it would be made."""
        return f"GrowingText({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """For `copy` and `pickle`."""
        return GrowingText, (str(self),)
