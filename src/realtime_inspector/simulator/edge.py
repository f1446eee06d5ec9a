"""The seam between the engine, which speaks GA only, and the shape that a client speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.simulator.refusal import RefusalError


class Edge(Protocol):
    """Translates between a client's shape of the protocol and the GA shape."""

    def incoming(self, event: dict[str, Any]) -> dict[str, Any]:
        """A client event in the GA shape.

        Raises:
            RefusalError: The event has no counterpart; paths are those of the client's shape.
        """
        ...

    def outgoing(self, event: dict[str, Any]) -> Mapping[str, Any] | None:
        """A GA server event as the client knows it; `None` if it knows no such event.

        The event may share objects with the engine's state and must not be changed.
        """
        ...

    def refused(self, refusal: RefusalError) -> RefusalError:
        """A refusal of the engine, in the words and paths of the client's shape."""
        ...


class GaEdge:
    """The GA shape: nothing to translate."""

    def incoming(self, event: dict[str, Any]) -> dict[str, Any]:
        """The event itself."""
        return event

    def outgoing(self, event: dict[str, Any]) -> Mapping[str, Any] | None:
        """The event itself."""
        return event

    def refused(self, refusal: RefusalError) -> RefusalError:
        """The refusal itself."""
        return refusal
