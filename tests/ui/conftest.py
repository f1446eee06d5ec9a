"""What the application leaves behind in a process that goes on to test others."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def memory() -> Iterator[None]:
    """Gives back what applications kept: each freezes all objects that are there as it starts."""
    yield
    gc.unfreeze()
    gc.collect()
