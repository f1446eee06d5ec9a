"""What an error's message says: OpenAI's are sentences with the values in single quotes."""

from __future__ import annotations

import re
from typing import Final

_QUOTED: Final = re.compile(r"'([^']*)'")


def quoted(message: str) -> list[str]:
    """The values in quotes, in order."""
    return _QUOTED.findall(message)


def first_quoted(message: str) -> str:
    """The first of them; a question mark if there is none."""
    return next(iter(quoted(message)), "?")
