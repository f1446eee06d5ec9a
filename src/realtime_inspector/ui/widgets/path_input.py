"""An input for a path: Tab completes it, and says what there is to choose from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

MOST: Final = 200
"""Names that are looked at: a folder may hold any number of them."""


class PathInput(Input):
    """Tab completes as a shell does; where nothing can be completed it goes to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False, id="export.complete"),
    ]

    class Completed(Message):
        """Tab was pressed and several names are possible."""

        def __init__(self, names: tuple[str, ...]) -> None:
            super().__init__()
            self.names = names

    def action_complete(self) -> None:
        """Completes what stands before the cursor."""
        completed, names = completion(self.value)
        if completed == self.value and not names:
            self.screen.focus_next()
            return
        self.value = completed
        self.cursor_position = len(completed)
        self.post_message(self.Completed(names))


def completion(typed: str) -> tuple[str, tuple[str, ...]]:
    """What a path can be completed to, and the names that are possible then.

    There are none where only one was possible, or nothing is. Hidden files come only when their
    dot was typed; folders end in a separator.
    """
    folder, start = os.path.split(typed)
    found = _names(folder, start)
    if not found:
        return typed, ()
    begun = _shared_start(found)
    completed = os.path.join(folder, begun)  # noqa: PTH118 - Path would lose `./` and `~`
    return completed, () if len(found) == 1 else tuple(found)


def _names(folder: str, start: str) -> list[str]:
    try:
        with os.scandir(Path(folder or ".").expanduser()) as entries:
            names = [
                entry.name + (os.sep if entry.is_dir() else "")
                for entry in entries
                if entry.name.startswith(start) and (start or not entry.name.startswith("."))
            ]
    except (OSError, ValueError, RuntimeError):  # no such folder, a NUL, no such user's home
        return []
    return sorted(names)[:MOST]


def _shared_start(names: list[str]) -> str:
    """The letters that all of some sorted names begin with."""
    first, last = names[0], names[-1]
    differing = (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: next(differing, min(len(first), len(last)))]
