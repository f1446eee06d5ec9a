"""How threads reach the loop of the screen."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def loop_caller() -> Callable[[Callable[[], object]], None]:
    """A way to have this loop do something, from a thread that may live longer than the loop."""
    loop, context = asyncio.get_running_loop(), contextvars.copy_context()

    def call(act: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(act, context=context)

    return call
