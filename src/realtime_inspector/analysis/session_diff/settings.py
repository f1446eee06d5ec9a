"""Differences between the settings that two servers said were in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis import json_diff
from realtime_inspector.analysis.session_diff.model import Aspect, Difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OWN: Final = frozenset({"id", "expires_at", "client_secret", "conversation_id"})
"""Fields of a `session` object that are each session's own: ids, times and secrets."""


def settings_differences(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> list[Difference]:
    """What differs, by path; each difference once, however often the session was updated.

    Args:
        old: Every `session` object that the server sent, in order.
        new: Likewise. If there are more of one, the first ones and the last ones are compared.
    """
    if not old or not new:
        return []
    found: dict[str, Difference] = {}
    common = min(len(old), len(new))
    pairs = [*zip(old[: common - 1], new[: common - 1], strict=True), (old[-1], new[-1])]
    for mine, theirs in pairs:
        for change in json_diff.diff(_shared(mine), _shared(theirs)).changes:
            difference = Difference(
                Aspect.SESSION, change.kind, path_words(change.path), change.old, change.new
            )
            found.setdefault(repr(difference), difference)
    return list(found.values())


def path_words(path: json_diff.Path) -> str:
    """A path such as `audio.input.turn_detection` or `tools[0].name`."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return words.removeprefix(".")


def _shared(session: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in session.items() if name not in _OWN}
