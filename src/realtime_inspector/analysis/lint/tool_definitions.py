"""The function tools that a client declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.core.event import Event


def function_tools(event: Event) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The tools of type `function` in a `session.update` or `response.create`, with their paths."""
    for root in ("session", "response"):
        for index, tool in enumerate(event.sequence(root, "tools")):
            if isinstance(tool, dict) and tool.get("type") == "function":
                yield f"{root}.tools[{index}]", tool
