"""What the server does by itself when the user speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.analysis.lint.rule import mapping

if TYPE_CHECKING:
    from collections.abc import Mapping


def turn_detection(session: Mapping[str, object]) -> Mapping[str, object] | None:
    """The turn detection of a session object; `None` if it is off or not told.

    The beta shape has it at the top (dialects.md §1).
    """
    audio_input = mapping(mapping(session.get("audio")).get("input"))
    settings = audio_input.get("turn_detection", session.get("turn_detection"))
    return settings if isinstance(settings, dict) else None


def answers_by_itself(session: Mapping[str, object]) -> bool:
    """Whether the server makes a response when the user has spoken (`create_response`)."""
    settings = turn_detection(session)
    return settings is not None and settings.get("create_response") is not False
