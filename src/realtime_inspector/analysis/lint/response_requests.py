"""What a `response.create` asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event

_OWN_CONTEXT: Final = ("input", "instructions", "tools", "prompt")


def is_out_of_band(request: Event) -> bool:
    """Whether it leaves the default conversation alone (lifecycles.md §12)."""
    return request.text("response", "conversation") == "none"


def has_own_context(request: Event) -> bool:
    """Whether it gives the model something else to read than the session and the conversation."""
    options = request.mapping("response")
    return any(name in options for name in _OWN_CONTEXT)
