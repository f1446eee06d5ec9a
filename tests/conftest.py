"""What holds for every test: the same environment everywhere, and no judgement by the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from tests.support.machine import forget_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


@pytest.fixture(scope="session", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No settings of the machine, and folders of our own in place of the user's."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        forget_settings(patch)
        for kind in ("config", "data", "state"):
            patch.setenv(f"XDG_{kind.upper()}_HOME", str(home / kind))
        yield
