from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def environment() -> None:
    """That of the machine: what installs the clients goes by its settings."""
