from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.browser import browser, executable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.browser import Browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for the tests of one file."""
    if executable() is None:
        pytest.skip("Chromium is not here (Debian: chromium)")
    with browser() as running:
        yield running
