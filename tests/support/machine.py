"""The tests know nothing of the machine that runs them: not its settings, language or keys."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pytest

_SETTINGS: Final = (
    *("OPENAI_", "AZURE_", "XAI_", "DASHSCOPE_", "REALTIME_INSPECTOR_"),
    *("XDG_", "LC_", "TEXTUAL_THEME", "NO_COLOR", "FORCE_COLOR"),
)
"""Beginnings of the names of what the program goes by."""


def forget_settings(patch: pytest.MonkeyPatch) -> None:
    """Takes the machine's settings out of the environment; the language is English then."""
    for name in [name for name in os.environ if name.startswith(_SETTINGS)]:
        patch.delenv(name)
    patch.setenv("LANG", "C.UTF-8")
