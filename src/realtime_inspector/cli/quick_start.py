"""Opening the screen without the garbage collector."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def quick_start() -> Iterator[None]:
    """Loads the screen and paints it for the first time with the collector at rest.

    Nearly all that is made then stays; looking through it again and again is a fifth of the time to
    the first screen. The app wakes the collector itself, this does at the latest.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
