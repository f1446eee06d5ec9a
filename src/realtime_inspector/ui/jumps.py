"""Where the user has jumped from, so that one can go back."""

from __future__ import annotations

from typing import Final

MOST: Final = 100
"""Places that are remembered."""


class Jumps:
    """Numbers of records, the newest last."""

    def __init__(self) -> None:
        self._from: list[int] = []

    def leave(self, seq: int | None) -> None:
        """Notes the record that a jump begins at."""
        if seq is not None and (not self._from or self._from[-1] != seq):
            self._from = [*self._from[1 - MOST :], seq]

    def back(self) -> int | None:
        """The record that the newest jump began at, which is forgotten; `None`: there is none."""
        return self._from.pop() if self._from else None
