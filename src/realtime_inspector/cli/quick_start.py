"""Opening a screen that is quick to come and quick to answer."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAME_RATE: Final = ("TEXTUAL_FPS", "1000")
"""How soon after a paint the next one may come: Textual waits for up to two of its ticks, which at
its own 60 a second is half of the time a key takes. What streams in is held to 20 a second by
`ui/bridge.py`."""


@contextmanager
def quick_start() -> Iterator[None]:
    """Loads the screen and paints it for the first time with the collector at rest.

    Nearly all that is made then stays; looking through it again and again is a fifth of the time to
    the first screen. The app wakes the collector itself, this does at the latest.
    """
    os.environ.setdefault(*FRAME_RATE)  # read when Textual is imported
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
