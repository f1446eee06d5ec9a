"""The forms in which `lint` gives its findings: a module each, with a function `pieces`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from realtime_inspector.cli.lint_judge import Judge
    from realtime_inspector.cli.paint import Paint

    Form = Callable[[Judge, Paint], Iterator[str]]


class FormModule(Protocol):
    """What a module here provides."""

    def pieces(self, judge: Judge, paint: Paint) -> Iterator[str]:
        """The findings of all captures, as they are read."""


_MODULES: Final = {"text": "text", "json": "json_", "sarif": "sarif", "github": "github"}
FORMATS: Final = tuple(_MODULES)
"""The words after `--format`; the first is the default."""


def form_of(name: str) -> Form:
    """The function that writes a format; its module is imported now."""
    module: FormModule = import_module(f"{__package__}.{_MODULES[name]}")
    return module.pieces
