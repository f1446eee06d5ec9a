"""Which connection of a capture a client gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.serving.script import Script


class Cast:
    """Gives each new client the next connection of a capture, or always the same one."""

    def __init__(
        self, scripts: Sequence[Script], *, connection: int | None = None, again: bool = False
    ) -> None:
        """Choose.

        Args:
            scripts: The connections of the capture.
            connection: The number of the only one to play, to every client.
            again: Whether a capture of one connection is played to every client.

        Raises:
            UsageError: There is no such connection, or none at all.
        """
        numbers = [script.conn for script in scripts]
        if connection is not None and connection not in numbers:
            there_are = ", ".join(map(str, numbers)) or "none"
            raise UsageError(
                f"The capture has no connection {connection}.", f"It has: {there_are}."
            )
        if not scripts:
            raise UsageError("The capture holds no event that says who sent it.")
        chosen = [one for one in scripts if connection in (None, one.conn)]
        self.scripts: tuple[Script, ...] = tuple(chosen)
        """What there is to play."""
        self.is_endless = connection is not None or (again and len(chosen) == 1)
        """Whether every client gets the same connection."""
        self._given = 0

    def next(self) -> Script | None:
        """The connection for a new client; `None` after the last one."""
        at = 0 if self.is_endless else self._given
        self._given += 1
        return self.scripts[at] if at < len(self.scripts) else None

    @property
    def left(self) -> tuple[Script, ...]:
        """The connections that no client has been given."""
        return self.scripts[self._given :]
