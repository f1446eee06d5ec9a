"""Paints panes one after another while keys are pressed, each in a frame of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from realtime_inspector.store.courtesy import Courtesy

FRAME_S: Final = 0.012
"""Between one pane and the next: a key that comes meanwhile waits for one of them, not for all."""
LATEST_S: Final = 0.25
"""The longest that they wait for keys to be answered first."""


class Turns:
    """Calls what was asked for, in order; what is asked for twice is called once."""

    def __init__(self, owner: Widget, courtesy: Courtesy) -> None:
        """Ask for nothing.

        Args:
            owner: Whose timers are used.
            courtesy: Knows when keys were pressed.
        """
        self._owner = owner
        self._courtesy = courtesy
        self._acts: dict[Callable[[], None], None] = {}
        self._waited_s = 0.0

    @property
    def are_due(self) -> bool:
        """Whether something is still to be called."""
        return bool(self._acts)

    def ask(self, *acts: Callable[[], None]) -> None:
        """Has these called: at once if nobody presses keys, else one a frame."""
        is_idle = not self._acts
        self._acts |= dict.fromkeys(acts)
        if is_idle:
            self._next()

    def _next(self) -> None:
        answer_s = self._courtesy.quiet_s if self._waited_s < LATEST_S else 0.0
        if answer_s and self._courtesy.is_answering:
            self._waited_s += answer_s
            self._owner.set_timer(answer_s, self._next)
            return
        self._waited_s = 0.0
        while self._acts:
            act = next(iter(self._acts))
            del self._acts[act]
            act()
            if self._acts and self._courtesy.is_asked_for:
                self._owner.set_timer(FRAME_S, self._next)
                return
