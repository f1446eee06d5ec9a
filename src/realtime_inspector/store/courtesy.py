"""Lets work in the background give way to somebody who presses keys."""

from __future__ import annotations

import time
from typing import Final

LASTS_S: Final = 0.5
"""So long after a key, another one is likely."""


class Courtesy:
    """Told of every key; asked by threads. Both may happen at any time."""

    def __init__(self) -> None:
        self._until = 0.0

    def key_pressed(self) -> None:
        """Somebody is working with the screen."""
        self._until = time.monotonic() + LASTS_S

    @property
    def is_asked_for(self) -> bool:
        """Whether work should come in smaller pieces, with longer pauses."""
        return time.monotonic() < self._until
