"""Compares what was asked for with what the session holds; servers complete what they take over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.lint.session_facts import without_date
from realtime_inspector.core.events.session import tool_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NAMED: Final = frozenset({"tools"})
"""Lists that are compared by the names in them: servers add fields to each entry."""


def not_kept(asked: Mapping[str, Any], accepted: Mapping[str, Any]) -> list[str]:
    """Paths of the fields that the session holds otherwise than they were asked for.

    A field that the session does not name at all is not counted: some servers tell a part only.
    An empty instruction asks for the default one (observed.md §4).
    """
    return list(_not_kept(asked, accepted, ""))


def _not_kept(asked: Mapping[str, Any], accepted: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, wanted in asked.items():
        if name not in accepted or wanted == "":
            continue
        where = f"{path}.{name}" if path else name
        held = accepted[name]
        if isinstance(wanted, dict) and isinstance(held, dict):
            yield from _not_kept(wanted, held, where)
        elif not is_kept(name, wanted, held):
            yield where


def names_of(tools: Any) -> list[str]:
    """Names of tools; xAI tells them in the shape of chat completions, `function.name`."""
    if not isinstance(tools, list):
        return []
    flat = [
        tool["function"]
        if isinstance(tool, dict) and isinstance(tool.get("function"), dict)
        else tool
        for tool in tools
    ]
    return tool_names({"tools": flat})


def is_kept(name: str, wanted: Any, held: Any) -> bool:
    """Whether a field holds what was asked for."""
    if name in _NAMED and isinstance(wanted, list) and isinstance(held, list):
        return names_of(wanted) == names_of(held)
    if name == "model" and isinstance(wanted, str) and isinstance(held, str):
        return without_date(wanted) == without_date(held)
    return bool(wanted == held)
