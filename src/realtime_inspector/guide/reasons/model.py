"""The shape of what is said about one reason why nothing happens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReasonText:
    """What one language says about a reason. Placeholders are the reason's values."""

    title: str
    """What is the matter, in a few words."""
    why: str
    """Why that is so, and what the API does here."""
    do: str = ""
    """What to do in a live session; `{key}` is the key that does it."""
    fix: str = ""
    """What the application that was recorded should have done."""
